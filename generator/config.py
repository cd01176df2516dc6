"""`site.yml` to the configuration of a site."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlsplit

from generator.diagnostics import GeneratorError
from generator.model import Config, NavItem, Paths
from generator.text import nearest
from generator.yamltext import problem, read_yaml, validate

if TYPE_CHECKING:
    from pydantic import BaseModel

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TOKEN_NAME = re.compile(r"[a-z][a-z0-9-]*")
_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)


def load_config(text: str, path: str = "site.yml") -> Config:
    """The configuration; raises `GeneratorError` with all that is wrong in the file."""
    document, found = read_yaml(text, path)
    if document is None:
        raise GeneratorError(found)
    value: Any
    value, problems = validate(document, _model(), known="site.yml")
    if value is None:
        raise GeneratorError(problems)
    fields = {name: getattr(value, name) for name in type(value).model_fields}
    return Config(**fields)


@cache
def _model() -> type[BaseModel]:
    """The model, made when first needed: pydantic takes a while to import."""
    from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

    Text = Annotated[str, BeforeValidator(_text)]

    class SiteFile(BaseModel):
        """What people write in site.yml."""

        model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
        title: Annotated[str, BeforeValidator(_title)]
        url: Annotated[str, BeforeValidator(_url)] = ""
        lang: Annotated[str, BeforeValidator(_language)] = "en"
        timezone: Annotated[str, BeforeValidator(_timezone)] = "UTC"
        description: Text = ""
        author: Text = ""
        licence: Text = ""
        theme: Text = "default"
        tokens: Annotated[dict[str, str], BeforeValidator(_tokens)] = {}
        nav: Annotated[Any, BeforeValidator(_nav)] = ()
        paths: Annotated[Any, BeforeValidator(_paths)] = Paths()
        page_size: int = Field(default=20, ge=1, le=1000)
        feed_size: int = Field(default=20, ge=1, le=1000)
        search: bool = True
        cname: Annotated[str, BeforeValidator(_cname)] = ""
        extra: dict[str, str] = {}

    return SiteFile


def _text(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _title(value: Any) -> Any:
    if _text(value) == "":
        raise problem("empty-value", "the title is empty", hint="give the site a title")
    return _text(value)


def _url(value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise problem(
            "bad-address", f"`{value}` is no address of a site", hint="write it as https://example.org/ or https://example.org/repo/"
        )
    return value if value.endswith("/") else value + "/"


def _language(value: Any) -> Any:
    if isinstance(value, str) and not _LANGUAGE.fullmatch(value):
        raise problem("bad-language", f"`{value}` is no language tag", hint="write it as en, de or pt-BR")
    return value


def _timezone(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        known = available_timezones()
        if not known and value != "UTC":
            raise problem(
                "no-time-zones", "this system has no time zone database", hint="pip install tzdata"
            ) from None
        ends = {one.rpartition("/")[2]: one for one in sorted(known)}
        close = nearest(value, known) or ends.get(nearest(value, ends) or "")
        raise problem(
            "bad-timezone",
            f"`{value}` is no time zone",
            hint=f"did you mean `{close}`?" if close else "write it as Europe/Berlin or America/New_York",
        ) from None
    return value


def _tokens(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    for name, one in value.items():
        if not _TOKEN_NAME.fullmatch(name):
            raise problem("bad-token", f"`{name}` is no name of a token", hint="use small letters, digits and hyphens")
        text = str(one)
        if set(text) & set(";{}<>\\@\"'") or "url(" in text.lower() or "/*" in text or not text.isprintable():
            raise problem("bad-token", f"`{text}` is no value of a token", hint="write a colour, a length or a font name")
    return {name: str(one) for name, one in value.items()}


def _nav(value: Any) -> Any:
    if not isinstance(value, list):
        raise problem("bad-value", "`nav` is a list", hint="nav:\n  - About: about/")
    items = []
    for one in value:
        if isinstance(one, dict) and set(one) == {"title", "path"}:
            title, path = one["title"], one["path"]
        elif isinstance(one, dict) and len(one) == 1:
            title, path = next(iter(one.items()))
        else:
            raise problem("bad-value", f"`{one}` is no entry of the navigation", hint="write it as `- About: about/`")
        if not isinstance(title, str) or not isinstance(path, str) or not title:
            raise problem("bad-value", f"`{one}` is no entry of the navigation", hint="write it as `- About: about/`")
        scheme = urlsplit(path).scheme
        if (scheme and scheme not in ("http", "https", "mailto")) or ".." in path.split("/") or not path.isprintable():
            raise problem("bad-address", f"`{path}` cannot be linked to", hint="write a page such as about/, or a full address")
        items.append(NavItem(title, path))
    return tuple(items)


def _paths(value: Any) -> Any:
    names = Paths.__dataclass_fields__
    if not isinstance(value, dict):
        raise problem("bad-value", "`paths` has a key for each page", hint=f"it knows {', '.join(names)}")
    for key, one in value.items():
        if key not in names:
            close = nearest(key, names)
            hint = f"did you mean `{close}`?" if close else f"it knows {', '.join(names)}"
            raise problem("unknown-key", f"`paths` has no key `{key}`", hint=hint)
        if not isinstance(one, str) or not one or not all(c.isalnum() or c in "-_" for c in one):
            raise problem("bad-slug", f"`{one}` cannot stand in an address", hint="use letters, digits and hyphens")
    paths = Paths(**value)
    used = [getattr(paths, one).casefold() for one in names]
    twice = next((one for one in used if used.count(one) > 1), None)
    if twice:
        raise problem("bad-value", f"`paths` names `{twice}` twice", hint="give each page a path of its own")
    return paths


def _cname(value: Any) -> Any:
    if isinstance(value, str) and value and not _DOMAIN.fullmatch(value):
        raise problem("bad-domain", f"`{value}` is no domain", hint="write it as www.example.org")
    return value
