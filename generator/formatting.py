"""Front matter and question comments in one form: key order, quoting, dates. Never any prose.

Works on the text itself, scalar by scalar and entry by entry, so that comments, layout and line
breaks stay. What is not understood with certainty stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

from generator import frontmatter, markdown
from generator.diagnostics import Diagnostic, Span
from generator.model import Link, Page
from generator.parse import QUESTION_COMMENT, read_page
from generator.yamltext import Document, KeyPath, read_yaml, write_scalar
from generator.yamltext.scalars import read_date

_DATES = frozenset({"date", "updated", "expires", "checked"})
_ENTRY = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?=\s|$)")
_ENDS = re.compile(r"--!?>")


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of a file that hold YAML, without what stands around them."""

    first: int
    """Index of the first line."""
    lines: list[str]
    """Without their line breaks."""
    order: Sequence[str]
    in_comment: bool


def format_text(text: str, path: str, zone: tzinfo) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text in its one form, or as it is with the errors that keep it from being read."""
    page, body = read_page(text, path, zone, "")
    errors = tuple(one for one in page.diagnostics if one.severity == "error")
    if errors:
        return text, errors
    broken = re.split("(\r\n|\n|\r)", text)
    lines, breaks = broken[::2], broken[1::2]
    formatted = [*lines]
    for part in _parts(text, page, lines):
        formatted[part.first : part.first + len(part.lines)] = _formatted(part, path)
    result = "".join(line + end for line, end in zip(formatted, [*breaks, ""], strict=True))
    again, body_again = read_page(result, path, zone, "")
    # The promise of this module: were it broken, nothing must be written.
    assert (_bare(again), body_again) == (_bare(page), body), f"{path} would change its meaning"
    return result, ()


def _bare(page: Page) -> Page:
    """The page without what tells only where things stand."""
    corrections = tuple(replace(one, span=None) for one in page.front.corrections)
    return replace(
        page,
        front=replace(page.front, corrections=corrections),
        questions=tuple(
            replace(
                one,
                line=0,
                related=_nowhere(one.related),
                distinct_from=_nowhere(one.distinct_from),
            )
            for one in page.questions
        ),
        links=_nowhere(page.links),
        diagnostics=(),
    )


def _nowhere(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(replace(one, span=Span("")) for one in links)


def _parts(text: str, page: Page, lines: Sequence[str]) -> Iterator[_Part]:
    from generator.frontmatter.models import WrittenFrontMatter, WrittenQuestion

    yaml, body, first_line = frontmatter.split(markdown.clean(text))
    if yaml is None:
        return
    yield _Part(1, list(lines[1 : first_line - 2]), _keys(WrittenFrontMatter), in_comment=False)
    if page.front.kind != "explainer":
        return
    tokens, _, _ = markdown.parse(body)
    for token in tokens:
        if token.type != "comment" or token.level or not QUESTION_COMMENT.match(token.content):
            continue
        begin, end = token.map or (0, 0)
        first = first_line - 1 + begin
        opening, *inside = lines[first : first_line - 1 + end]
        # `<!-- q` and `-->` on lines of their own; everything else is left alone.
        if opening.strip() == "<!-- q" and inside and _ENDS.fullmatch(inside[-1].strip()):
            yield _Part(first + 1, inside[:-1], _keys(WrittenQuestion), in_comment=True)


def _keys(model: Any) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]


def _formatted(part: _Part, path: str) -> list[str]:
    text = "\n".join(part.lines)
    document, problems = read_yaml(text, path)
    if document is None or problems:
        return part.lines
    lines = _ordered(_scalars(document, part), part.order)
    again, problems = read_yaml("\n".join(lines), path)
    is_same = again is not None and not problems and _meaning(again) == _meaning(document)
    return lines if is_same else part.lines


def _meaning(document: Document) -> Any:
    """The data with dates as moments, however they are written."""

    def plain(value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: plain(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [plain(one, key) for one in value]
        return (_date(str(value)) or value) if key in _DATES else value

    return plain(document.data, "")


def _scalars(document: Document, part: _Part) -> list[str]:
    """The lines with each scalar in its usual form."""
    changes: dict[int, list[tuple[int, int, str]]] = {}
    for key, value in _leaves(document.data, ()):
        span = document.values[key]
        line, column = span.line - 1, span.column - 1
        token = part.lines[line][column : column + span.length]
        wanted = _token(key, value, document, part.lines, in_comment=part.in_comment)
        if wanted is None or wanted == token or not _says(token, value):
            continue
        if "\\" in wanted and "\\" not in token:
            # A rare character that stands there as itself reads better than its number.
            continue
        changes.setdefault(line, []).append((column, column + len(token), wanted))
    lines = [*part.lines]
    for line, found in changes.items():
        for begin, end, wanted in sorted(found, reverse=True):
            lines[line] = lines[line][:begin] + wanted + lines[line][end:]
    return lines


def _token(
    key: KeyPath, value: Any, document: Document, lines: Sequence[str], *, in_comment: bool
) -> str | None:
    """How the value is written; None where it is left as it is."""
    if key[-1] in _DATES:
        return _date(str(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return None
    around = document.values.get(key[:-1]) if len(key) > 1 else None
    begins = lines[around.line - 1][around.column - 1 :] if around else ""
    return write_scalar(value, in_flow=begins[:1] in ("[", "{"), in_comment=in_comment)


def _says(token: str, value: Any) -> bool:
    """Whether the token alone is the whole value: it may go on in the next line."""
    document, problems = read_yaml(f"a: [{token}]", "")
    if document is None or problems or document.data.get("a") != [value]:
        document, problems = read_yaml(f"a: {token}", "")
        return document is not None and not problems and document.data.get("a") == value
    return True


def _leaves(value: Any, key: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _leaves(one, (*key, name))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _leaves(one, (*key, number))
    else:
        yield key, value


def _date(text: str) -> str | None:
    """The date in its usual form; None when it is none."""
    try:
        found = read_date(text.strip())
    except ValueError:
        return None
    if not isinstance(found, datetime):
        return found.isoformat()
    seconds = "seconds" if found.second or found.tzinfo else "minutes"
    return found.isoformat(timespec="microseconds" if found.microsecond else seconds)


def _ordered(lines: list[str], order: Sequence[str]) -> list[str]:
    """The entries in the order of the keys; comments stand with the entry below them."""
    head: list[str] = []
    entries: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    for line in lines:
        found = _ENTRY.match(line)
        if found:
            entries.append((found[1], [*waiting, line]))
            waiting = []
        elif not line.strip() or line.startswith("#"):
            waiting.append(line)
            if not entries and not line.strip():
                # Parted by an empty line, a comment on top is about the whole.
                head += waiting
                waiting = []
        elif entries:
            entries[-1] = (entries[-1][0], [*entries[-1][1], *waiting, line])
            waiting = []
        else:
            return lines
    rank = {key: number for number, key in enumerate(order)}
    entries.sort(key=lambda one: rank.get(one[0], len(rank)))
    return [*head, *(line for _, some in entries for line in some), *waiting]
