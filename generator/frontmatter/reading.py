"""Front matter and question comments from text to checked values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Diagnostic, Span, error, warning
from generator.editorial import Correction, FrontMatter, Image, QuestionMeta, Source
from generator.yamltext import Document, read_yaml, validate

if TYPE_CHECKING:
    from generator.frontmatter.models import WrittenFrontMatter

_OPENING: Final = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING: Final = re.compile(r"---[ \t]*(?:\r?\n|$)")
_YAML_LINE: Final = re.compile(r"\s*$|\s*#|\s+\S|-\s|[\w-]+\s*:(\s|$)")


def split(text: str) -> tuple[str | None, str, int]:
    """The front matter's YAML, the body, and the line (from 1) at which the body begins.

    None and the whole text when the first line is not `---` or no such line closes the block.
    """
    found = _block(text)
    if found is None:
        return None, text.removeprefix("\ufeff"), 1
    begin, end, body = found
    return text[begin:end], text[body:], text.count("\n", 0, body) + 1


def parse_front_matter(
    text: str, path: str, timezone: tzinfo
) -> tuple[FrontMatter | None, tuple[Diagnostic, ...]]:
    """The front matter of a content file's whole text, or None with every reason why not.

    A date without a zone is one of `timezone`.
    """
    from generator.frontmatter.models import WrittenFrontMatter

    found = _block(text)
    if found is None:
        return None, (_no_block(text, path),)
    # With its opening line, which YAML takes for the document's start: so the lines count right.
    document, problems = read_yaml(text[: found[1]], path)
    if document is None:
        return None, problems
    written, problems = validate(document, WrittenFrontMatter, known="front matter")
    problems = (*problems, *_missing_date(document, problems))
    if written is None or any(one.severity == "error" for one in problems):
        return None, problems
    front = front_matter(written, timezone, document)
    return front, (*problems, *_odd_dates(front, document), *_bare_image(front, document))


def parse_question_comment(
    yaml: str, path: str, timezone: tzinfo, *, first_line: int
) -> tuple[QuestionMeta | None, tuple[Diagnostic, ...]]:
    """What a question's comment says: `yaml` is its inside after the `q`.

    `first_line` is the line of the file in which `yaml` begins.
    """
    from generator.frontmatter.models import WrittenQuestion

    document, problems = read_yaml(yaml, path, first_line=first_line)
    if document is None:
        return None, problems
    written, problems = validate(document, WrittenQuestion, known="question comment")
    if written is None:
        return None, problems
    updated = _aware(written.updated, timezone) if written.updated else None
    meta = QuestionMeta(
        id=written.id,
        label=written.label,
        updated=updated,
        review=written.review,
        checked=_aware(written.checked, timezone) if written.checked else None,
        expires=_aware(written.expires, timezone) if written.expires else None,
        owner=written.owner,
        related=written.related,
        distinct_from=written.distinct_from,
    )
    return meta, problems


def _block(text: str) -> tuple[int, int, int] | None:
    """Where the YAML begins and ends and where the body begins."""
    opening = _OPENING.match(text)
    if not opening:
        return None
    at = opening.end() - 1
    while at >= 0:
        closing = _CLOSING.match(text, at + 1)
        if closing:
            return opening.end(), at + 1, closing.end()
        at = text.find("\n---", at + 1)
    return None


def _no_block(text: str, path: str) -> Diagnostic:
    """Why there is no front matter in the text."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() == "---":
        return _unclosed(lines, path)
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first and lines[first].rstrip() == "---":
        return error(
            "missing-front-matter",
            "front matter begins on the first line or not at all",
            Span(path, first + 1, 1, 3, lines[first]),
            hint="remove the empty lines above `---`",
        )
    if lines[0].rstrip() == "+++":
        return error(
            "missing-front-matter",
            "front matter in TOML (`+++`) is not read",
            Span(path, 1, 1, 3, lines[0]),
            hint="write it in YAML, between `---` lines",
        )
    heading = next((line[2:].strip() for line in lines if line.startswith("# ")), "")
    excerpt = lines[first] if first is not None else ""
    title = heading or "What the page explains"
    return error(
        "missing-front-matter",
        "no front matter" if first is not None else "the file is empty",
        Span(path, (first or 0) + 1, 1, max(1, len(excerpt)), excerpt),
        hint=f"begin the file with\n---\ntitle: {_scalar(title)}\ndate: 2024-06-19\n---",
    )


def _unclosed(lines: list[str], path: str) -> Diagnostic:
    after = next((at for at, line in enumerate(lines[1:], 2) if not _YAML_LINE.match(line)), None)
    return error(
        "unclosed-front-matter",
        "the front matter that begins here is never closed",
        Span(path, 1, 1, 3, lines[0]),
        hint="put a line `---` after its last key" + (f", above line {after}" if after else ""),
    )


def _scalar(text: str) -> str:
    from generator.yamltext import write_scalar

    return write_scalar(text)


def _missing_date(document: Document, problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    if "date" in document.data or document.data.get("kind") == "page":
        return
    # A misspelt `date` has been told.
    if not any(one.code == "unknown-key" and "`date`" in one.hint for one in problems):
        yield error(
            "missing-key",
            "the front matter lacks `date`",
            document.span(()),
            hint="add `date: 2024-06-19`, or `kind: page` for a page without date",
        )


def _odd_dates(front: FrontMatter, document: Document) -> Iterator[Diagnostic]:
    if front.date and front.updated and front.updated < front.date:
        yield warning(
            "updated-before-date",
            "`updated` lies before `date`",
            document.values[("updated",)],
            hint="correct one of the two",
        )


def _bare_image(front: FrontMatter, document: Document) -> Iterator[Diagnostic]:
    """What the picture lacks; `alt: ""` says that it decorates, `credit: ""` that it is free."""
    if front.image is None:
        return
    written = document.data["image"]
    given = written.keys() if isinstance(written, dict) else ()
    place = document.values.get(("image", "src")) or document.values[("image",)]
    if "alt" not in given and not front.image.alt:
        yield warning(
            "missing-alt",
            f"the image `{front.image.src[:60]}` has no text for those who cannot see it",
            place,
            hint="add `alt:` with what it shows, below `src:`",
        )
    if "credit" not in given and not front.image.credit:
        yield warning(
            "missing-credit",
            f"the image `{front.image.src[:60]}` does not say whose it is",
            place,
            hint="add `credit:` with who made it, below `src:`",
        )


def front_matter(
    written: WrittenFrontMatter, zone: tzinfo, document: Document | None = None
) -> FrontMatter:
    """What the program trusts, of what was written and checked; `document` gives the places."""
    source, image = written.source, written.image
    return FrontMatter(
        title=written.title,
        kind=written.kind,
        date=_aware(written.date, zone) if written.date else None,
        updated=_aware(written.updated, zone) if written.updated else None,
        slug=written.slug,
        kicker=written.kicker,
        lead=written.lead,
        summary=written.summary,
        source=Source(source.name, source.url) if source else None,
        authors=written.authors,
        lang=written.lang,
        tags=written.tags,
        draft=written.draft,
        aliases=written.aliases,
        image=Image(image.src, image.alt, image.caption, image.credit) if image else None,
        review=written.review,
        checked=_aware(written.checked, zone) if written.checked else None,
        expires=_aware(written.expires, zone) if written.expires else None,
        owner=written.owner,
        corrections=tuple(
            Correction(
                date=_aware(one.date, zone),
                was=one.was,
                now=one.now,
                question=one.question,
                span=document.values.get(("corrections", at, "question")) if document else None,
            )
            for at, one in enumerate(written.corrections)
        ),
    )


def _aware(moment: date | datetime, zone: tzinfo) -> datetime:
    """The moment with a fixed offset: equal and comparable wherever it is stored and read."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    offset = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).utcoffset() or timedelta()
    # Feeds and structured data know whole minutes only; local mean times before 1900 have seconds.
    minutes = round(offset / timedelta(minutes=1))
    return moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
