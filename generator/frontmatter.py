"""The head of a content file and the comments of its questions: YAML in, trusted values out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, tzinfo
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import unquote, urlsplit

from generator.diagnostics import Diagnostic, Span, error, warning
from generator.model import FrontMatter, Image, QuestionMeta, Source
from generator.yamltext import Document, problem, read_yaml, validate, write_list, write_scalar

if TYPE_CHECKING:
    from pydantic import BaseModel

_FENCE = re.compile(r"---[ \t]*$")
_REVIEW = re.compile(r"[1-9][0-9]{0,3}[dwmy]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)
_SLUG_LIMIT, _ALIAS_LIMIT = 100, 200
_MINIMAL = "begin the file with:\n---\ntitle: …\ndate: 2026-01-31\n---"


def split(text: str) -> tuple[str | None, str, int]:
    """The front matter, the body, and the line (from 1) at which the body begins.

    The front matter is None where the text does not begin with `---` or it is never closed.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if not _FENCE.match(lines[0]):
        return None, "\n".join(lines), 1
    for at in range(1, len(lines)):
        if _FENCE.match(lines[at]):
            return "\n".join(lines[1:at]), "\n".join(lines[at + 1 :]), at + 2
    return None, "\n".join(lines), 1


def parse_front_matter(
    text: str, path: str, timezone: tzinfo
) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    """The front matter of a whole content file, or None with every reason why not."""
    top, _, _ = split(text)
    if top is None:
        first = text.split("\n", 1)[0]
        opened = bool(_FENCE.match(first))
        message = "the front matter is never closed" if opened else "this file has no front matter"
        hint = "end it with a line of three hyphens: ---" if opened else _MINIMAL
        span = Span(path, 1, 1, max(1, len(first)), first)
        return None, (error("missing-front-matter", message, span, hint=hint),)
    read, problems = _read(top, path, 2, "front matter", "front")
    if read is None:
        return None, problems
    value, document = read
    zone = _Zone(timezone)
    front = FrontMatter(
        title=value.title,
        kind=value.kind,
        date=zone.aware(value.date),
        updated=zone.aware(value.updated),
        slug=value.slug,
        kicker=value.kicker,
        lead=value.lead,
        summary=tuple(value.summary),
        source=value.source,
        authors=tuple(value.authors),
        lang=value.lang,
        tags=tuple(dict.fromkeys(value.tags)),
        draft=value.draft,
        aliases=tuple(dict.fromkeys(value.aliases)),
        image=value.image,
        review=value.review,
    )
    found = [*problems, *_late_checks(front, document)]
    return (None if any(one.severity == "error" for one in found) else front), tuple(found)


def parse_question_comment(
    text: str, path: str, timezone: tzinfo, *, first_line: int
) -> tuple[QuestionMeta | None, tuple[Diagnostic, ...]]:
    """A question's comment, without its `<!-- q` and `-->`, or None with every reason why not.

    `first_line` is the line of the file, from 1, that the text begins in.
    """
    if not text.strip():
        return QuestionMeta(), ()
    read, problems = _read(text, path, first_line, "question comment", "question")
    if read is None:
        return None, problems
    value, _ = read
    return QuestionMeta(
        id=value.id,
        label=value.label,
        updated=_Zone(timezone).aware(value.updated),
        review=value.review,
    ), problems


def write_front_matter(front: FrontMatter) -> str:
    """The front matter with its `---` lines; `parse_front_matter` reads it back equal."""
    lines = [_line("title", front.title)]
    if front.kind != "explainer":
        lines.append(f"kind: {front.kind}")
    lines += [_line(name, getattr(front, name)) for name in ("slug", "kicker", "lead") if getattr(front, name)]
    lines += [
        f"{name}: {moment.isoformat()}"
        for name, moment in (("date", front.date), ("updated", front.updated))
        if moment is not None
    ]
    lines += _source_lines(front.source)
    for name in ("authors", "tags", "aliases"):
        if getattr(front, name):
            lines.append(f"{name}: {write_list(getattr(front, name))}")
    lines += [_line(name, getattr(front, name)) for name in ("lang", "review") if getattr(front, name)]
    if front.draft:
        lines.append("draft: true")
    if front.image is not None:
        lines.append("image:")
        names = ("src", "alt", "caption", "credit")
        lines += ["  " + _line(one, getattr(front.image, one)) for one in names if getattr(front.image, one)]
    if front.summary:
        lines.append("summary:")
        lines += [f"  - {write_scalar(one)}" for one in front.summary]
    return "\n".join(["---", *lines, "---", ""])


def write_question_comment(meta: QuestionMeta) -> str:
    """The comment below a question; empty when there is nothing to say."""
    lines = []
    for name in ("id", "label", "review"):
        value = getattr(meta, name)
        if value:
            lines.append(f"{name}: {write_scalar(value, in_comment=True)}")
    if meta.updated is not None:
        lines.append(f"updated: {meta.updated.isoformat()}")
    return "\n".join(["<!-- q", *lines, "-->", ""]) if lines else ""


def _line(name: str, value: str) -> str:
    return f"{name}: {write_scalar(value)}"


def _source_lines(source: Source | None) -> list[str]:
    if source is None:
        return []
    if source.name and source.url:
        return ["source:", "  " + _line("name", source.name), "  " + _line("url", source.url)]
    return [_line("source", source.name or source.url)]


def _read(
    text: str, path: str, first_line: int, known: str, model: str
) -> tuple[tuple[Any, Document] | None, tuple[Diagnostic, ...]]:
    document, found = read_yaml(text, path, first_line=first_line)
    if document is None:
        return None, found
    value, problems = validate(document, _models()[model], known=known)
    return (None if value is None else (value, document)), problems


def _late_checks(front: FrontMatter, document: Document) -> list[Diagnostic]:
    """What depends on more than one key."""
    found = []
    if front.date is None and front.kind == "explainer":
        found.append(
            error(
                "missing-key",
                "front matter lacks `date`",
                document.spans.get(("title",)) or document.span(()),
                hint="add `date:` and the day of publication, such as 2026-01-31",
            )
        )
    if front.date and front.updated and front.updated < front.date:
        found.append(
            warning(
                "updated-before-date",
                "`updated` lies before `date`",
                document.span(("updated",)),
                hint="a page is updated after it was published; correct one of the two",
            )
        )
    return found


class _Zone:
    """The site's time zone, for dates that name none."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def aware(self, value: date | None) -> datetime | None:
        """The moment; a day begins at midnight."""
        if value is None:
            return None
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        return moment if moment.tzinfo else moment.replace(tzinfo=self._zone)


@cache
def _models() -> dict[str, type[BaseModel]]:
    """The models, made when first needed: pydantic takes a while to import."""
    from pydantic import BaseModel, BeforeValidator, ConfigDict

    Text = Annotated[str, BeforeValidator(_text)]
    Texts = Annotated[list[str], BeforeValidator(_texts)]
    Day = Annotated[datetime | date | None, BeforeValidator(_day)]
    Aliases = Annotated[list[str], BeforeValidator(lambda value: [_alias(one) for one in _texts(value)])]
    settings = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    class Front(BaseModel):
        """What people write at the head of a content file."""

        model_config = settings
        title: Annotated[str, BeforeValidator(_title)]
        kind: Literal["explainer", "page"] = "explainer"
        date: Day = None
        updated: Day = None
        slug: Annotated[str, BeforeValidator(_slug)] = ""
        kicker: Text = ""
        lead: Text = ""
        summary: Annotated[list[str], BeforeValidator(_points)] = []
        source: Annotated[Any, BeforeValidator(_source)] = None
        authors: Texts = []
        lang: Annotated[str, BeforeValidator(_language)] = ""
        tags: Texts = []
        draft: bool = False
        aliases: Aliases = []
        image: Annotated[Any, BeforeValidator(_image)] = None
        review: Annotated[str, BeforeValidator(_review)] = ""

    class Question(BaseModel):
        """What people write in the comment of a question."""

        model_config = settings
        id: Annotated[str, BeforeValidator(_slug)] = ""
        label: Text = ""
        updated: Day = None
        review: Annotated[str, BeforeValidator(_review)] = ""

    return {"front": Front, "question": Question}


def _text(value: Any) -> Any:
    """Text on one line; anything that is no text is left for pydantic to report."""
    return " ".join(value.split()) if isinstance(value, str) else value


def _title(value: Any) -> Any:
    text = _text(value)
    if text == "":
        raise problem("empty-value", "the title is empty", hint="give the page a title")
    return text


def _texts(value: Any) -> Any:
    """A list of texts; one text stands for a list of one."""
    items: Sequence[Any] = [value] if isinstance(value, str) else value
    if not isinstance(items, list):
        return items
    return [text for text in map(_text, items) if text != ""]


def _points(value: Any) -> Any:
    """A list of texts, or one text with a point a line."""
    return _texts(value.splitlines() if isinstance(value, str) else value)


def _day(value: Any) -> Any:
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
        except ValueError:
            pass
    raise problem(
        "bad-date",
        f"`{value}` is no date",
        hint="write it as 2026-01-31, or with a time as 2026-01-31T18:30 or 2026-01-31T18:30+01:00",
    )


def _slug(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    usable = value and all(one.isalnum() or one in "-_" for one in value.replace("\u200c", ""))
    if not usable or len(value) > _SLUG_LIMIT or _RESERVED.fullmatch(value):
        raise problem(
            "bad-slug",
            f"`{value}` cannot stand in an address",
            hint=f"use letters, digits and hyphens, at most {_SLUG_LIMIT}, such as `why-now`",
        )
    return value


def _language(value: Any) -> Any:
    if isinstance(value, str) and not _LANGUAGE.fullmatch(value):
        raise problem("bad-language", f"`{value}` is no language tag", hint="write it as en, de or pt-BR")
    return value


def _review(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str) and not _REVIEW.fullmatch(value):
        raise problem("bad-review", f"`{value}` is no time to review", hint="write 90d, 12w, 6m, 1y or a date")
    return value


def _alias(value: Any) -> Any:
    """A site path without leading slash."""
    if not isinstance(value, str):
        return value
    path = unquote(value).strip("/") + ("/" if value.endswith("/") else "")
    parts = path.rstrip("/").split("/")
    safe = (
        not urlsplit(value).scheme
        and not value.startswith("//")
        and not set(path) & set("\\?#:*\"<>|")
        and path.isprintable()
        and len(path) <= _ALIAS_LIMIT
        and all(
            part and part.strip(".") and part == part.strip(" .") and not _RESERVED.fullmatch(part.split(".")[0])
            for part in parts
        )
    )
    if not safe:
        raise problem("bad-alias", f"`{value}` is no path of this site", hint="write it as old-name/ or 2020/old-name/")
    return path


def _web_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and value.isprintable() and " " not in value


def _source(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        text = " ".join(value.split())
        return (Source(url=text) if _web_address(text) else Source(name=text)) if text else None
    if isinstance(value, dict):
        fields = _known_texts(value, ("name", "url"), "source")
        if fields.get("url") and not _web_address(fields["url"]):
            raise problem("bad-address", f"`{fields['url']}` is no web address", hint="begin it with https://")
        return Source(**fields)
    raise problem("bad-value", "`source` is a name, an address, or both", hint="source: {name: …, url: https://…}")


def _image(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        return Image(src=value)
    if isinstance(value, dict) and value.get("src"):
        return Image(**_known_texts(value, ("src", "alt", "caption", "credit"), "image"))
    raise problem("bad-value", "`image` is a path, or has at least `src`", hint="image: {src: photo.jpg, alt: …, credit: …}")


def _known_texts(value: dict[str, Any], names: tuple[str, ...], what: str) -> dict[str, str]:
    from generator.text import nearest

    for key, one in value.items():
        if key not in names:
            close = nearest(key, names)
            hint = f"did you mean `{close}`?" if close else f"it knows {', '.join(names)}"
            raise problem("unknown-key", f"`{what}` has no key `{key}`", hint=hint)
        if not isinstance(one, str):
            raise problem("bad-value", f"`{what}.{key}` is no text", hint="put it in quotes")
    return {key: " ".join(one.split()) for key, one in value.items()}
