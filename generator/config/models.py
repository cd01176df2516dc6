"""What people may write in `site.yml`."""

from __future__ import annotations

import re
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from generator.explanations import explanations
from generator.text import nearest
from generator.urls import is_external, is_safe
from generator.yamltext import problem
from generator.yamltext.fields import (
    Count,
    Language,
    Review,
    Switch,
    Text,
    Written,
    as_list,
    check_address,
    check_segment,
    check_site_path,
)

_TOKEN_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
# What could end the declaration, begin a comment or an escape, or fetch something from elsewhere.
_TOKEN_BREAK: Final = re.compile(r"[;{}<>\\@!\x00-\x1f]|/\*|\*/")
_TOKEN_FETCH: Final = re.compile(r"\b(?:url|src|image|image-set|element|expression)\s*\(", re.I)
_HOST_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN: Final = re.compile(rf"(?:{_HOST_LABEL}\.)+{_HOST_LABEL}")
_MAX_DOMAIN: Final = 253


def _title(text: str) -> str:
    if not text:
        raise problem("empty-title", "the title is empty", hint="write the site's name")
    return text


def _base_url(text: str) -> str:
    url = check_address(text)
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise problem(
            "bad-address",
            f"`{url}` holds a query or a fragment",
            hint=f"write `{url.split('?')[0].split('#')[0]}`",
        )
    if parts.username is not None or parts.password is not None:
        raise problem("bad-address", f"`{url}` holds a user name", hint="remove it")
    return url.rstrip("/") + "/"


def _nav_item(value: Any) -> Any:
    """`- About: about/` is short for `- title: About` and `path: about/`."""
    if isinstance(value, dict) and len(value) == 1 and not value.keys() & {"title", "path"}:
        return dict(zip(("title", "path"), *value.items(), strict=True))
    return value


def _nav_schema(schema: dict[str, Any]) -> None:
    """Tells editors of the short form."""
    short = {"type": "object", "maxProperties": 1, "additionalProperties": {"type": "string"}}
    schema["items"] = {"anyOf": [schema["items"], short]}


def _nav_path(text: str) -> str:
    text = text.strip()
    if is_external(text):
        if not is_safe(text) or text.startswith("//"):
            raise problem(
                "bad-address",
                f"`{text[:80]}` is no address to link to",
                hint="write a path such as `about/`, or an address with `https://`",
            )
        return text
    path, hash_sign, fragment = text.partition("#")
    return check_site_path(path) + hash_sign + fragment


def _tokens(found: dict[str, str]) -> dict[str, str]:
    return {name.removeprefix("--"): value for name, value in found.items()}


def _token_name(name: str) -> str:
    if not _TOKEN_NAME.fullmatch(name.removeprefix("--")):
        raise problem(
            "bad-token",
            f"`{name}` cannot be the name of a token",
            hint="use letters, digits and hyphens",
        )
    return name


def _token_value(value: str) -> str:
    fault = ""
    broken = _TOKEN_BREAK.search(value)
    if broken:
        fault = f"holds `{broken.group()}`"
    elif _TOKEN_FETCH.search(value):
        fault = "fetches something"
    elif value.count("(") != value.count(")") or value.count('"') % 2 or value.count("'") % 2:
        fault = "has a bracket or quotation mark without its partner"
    elif value.count("[") != value.count("]") or len(value) > 200:
        fault = "has a bracket without its partner or is longer than 200 characters"
    if fault:
        raise problem(
            "bad-token",
            f"the token's value `{value[:80]}` {fault}",
            hint="write one CSS value, such as `#0a7`, `1.2rem` or `Georgia, serif`",
        )
    return value


def _domain(text: str) -> str:
    text = text.strip().lower()
    if text and (not _DOMAIN.fullmatch(text) or len(text) > _MAX_DOMAIN):
        bare = re.sub(r"^https?://", "", text).split("/")[0]
        hint = f"write `{bare}`" if bare != text and _DOMAIN.fullmatch(bare) else ""
        raise problem(
            "bad-domain",
            f"`{text[:80]}` is not a domain",
            hint=hint or "write `www.example.org`, without `https://`",
        )
    return text


def _font(text: str) -> str:
    path = check_site_path(text.strip())
    if not path.startswith(("themes/", "static/")):
        raise problem(
            "bad-path",
            f"`{text[:80]}` is not in `themes/` or `static/`",
            hint="put the font there, and write `themes/fonts/Name-Bold.ttf`",
        )
    return path


def _folder(text: str) -> str:
    if not text.strip():
        raise problem("bad-path", "a path is empty", hint="write one word, or remove the key")
    return check_segment(text, "bad-path")


def _theme(text: str) -> str:
    if not text.strip():
        raise problem("bad-theme-name", "the theme's name is empty", hint="write `default`")
    return check_segment(text, "bad-theme-name", use="the name of a theme")


def _off(value: Any) -> Any:
    """YAML reads the word `off` as false; here it can mean nothing else."""
    return "off" if value is False else value


def _code(name: str) -> str:
    known = explanations()
    if name not in known:
        close = nearest(name, known)
        raise problem(
            "unknown-code",
            f"no message has the code `{name}`",
            hint=f"did you mean `{close}`?" if close else "see them all: explainer explain",
        )
    return name


Folder = Annotated[str, AfterValidator(_folder)]


class WrittenNavItem(Written):
    """An entry of the navigation."""

    title: Text
    path: Annotated[str, AfterValidator(_nav_path)]
    titles: dict[Language, Text] = Field(
        {}, description="The title on pages in other languages: `de: Über uns`."
    )


class WrittenPaths(Written):
    """Where the site's own pages lie."""

    tags: Folder = "tags"
    questions: Folder = "questions"
    search: Folder = "search"
    page: Folder = "page"
    assets: Folder = "assets"
    corrections: Folder = "corrections"
    open: Folder = "open"
    glossary: Folder = "glossary"
    authors: Folder = "authors"

    @model_validator(mode="after")
    def _are_distinct(self) -> WrittenPaths:
        seen: dict[str, str] = {}
        for name in type(self).model_fields:
            path = getattr(self, name).casefold()
            if path in seen:
                raise problem(
                    "same-path",
                    f"`{seen[path]}` and `{name}` are both `{path}`",
                    hint="give each its own",
                )
            seen[path] = name
        return self


class WrittenConfig(Written):
    """The whole of `site.yml`."""

    title: Annotated[Text, AfterValidator(_title)] = Field(description="The site's name.")
    url: Annotated[str, AfterValidator(_base_url)] = Field(
        "", description="Where the site will be: `https://example.org/explainers/`."
    )
    lang: Language = Field("en", description="The site's language, such as `en` or `pt-BR`.")
    timezone: Text = Field("UTC", description="For dates without a zone: `Europe/Zurich`.")
    description: Text = Field("", description="The site in a sentence.")
    author: Text = Field("", description="Who publishes the site.")
    licence: Text = Field("", description="Under what terms its texts may be used.")
    theme: Annotated[Text, AfterValidator(_theme)] = Field(
        "default", description="A folder in `themes/`, or a theme that comes along."
    )
    tokens: Annotated[
        dict[
            Annotated[str, AfterValidator(_token_name)],
            Annotated[Text, AfterValidator(_token_value)],
        ],
        AfterValidator(_tokens),
    ] = Field({}, description='Values for the theme\'s custom properties: `accent: "#0a7"`.')
    nav: tuple[Annotated[WrittenNavItem, BeforeValidator(_nav_item)], ...] = Field(
        (), description="The navigation: `- About: about/`.", json_schema_extra=_nav_schema
    )
    topics: dict[str, Text] = Field(
        {}, description="What a tag is about, in a sentence: `energy: Where power comes from.`"
    )
    paths: WrittenPaths = Field(
        WrittenPaths(), description="Where the site's own pages lie, one word each."
    )
    page_size: Count = Field(20, ge=1, le=1000, description="Explainers on one page of a list.")
    feed_size: Count = Field(20, ge=1, le=1000, description="Explainers in the feed.")
    search: Switch = Field(True, description="Whether the site can be searched.")
    question_pages: Switch = Field(
        True, description="Whether each question has a page of its own, to link to and to share."
    )
    answer_feeds: Switch = Field(
        True, description="Whether there are feeds of changed answers, by site, topic, explainer."
    )
    review: Review = Field("", description="When to look at each answer again: `180d`, `1y`.")
    owner: Text = Field("", description="Who looks after explainers that name nobody.")
    related_questions: Switch = Field(
        True, description="Whether related questions of other explainers stand under each answer."
    )
    social_cards: Switch = Field(
        False, description="Whether links that are shared show a picture drawn for their page."
    )
    card_fonts: Annotated[
        tuple[Annotated[str, AfterValidator(_font)], ...], BeforeValidator(as_list)
    ] = Field((), description="Font files for these pictures, in `themes/` or `static/`.")
    typographic_quotes: Switch = Field(
        True, description="Whether straight quotation marks are shown as the language has them."
    )
    math: Switch = Field(False, description="Whether text between dollar signs is LaTeX.")
    embeddable: Switch = Field(
        True, description="Whether answers may be shown on other sites, by snippet or iframe."
    )
    for_machines: Switch = Field(
        True, description="Whether pages are also there as Markdown, and all questions as JSON."
    )
    require_sources: Switch = Field(
        False, description="Whether `explainer check` reports answers that name no source."
    )
    cname: Annotated[str, AfterValidator(_domain)] = Field(
        "", description="The domain that GitHub Pages is to serve: `www.example.org`."
    )
    severities: dict[
        Annotated[str, AfterValidator(_code)],
        Annotated[Literal["error", "warning", "note", "off"], BeforeValidator(_off)],
    ] = Field({}, description="How grave a message is: `empty-answer: error`, or `off`.")
    extra: dict[str, Text] = Field({}, description="Values for the site's own templates.")
