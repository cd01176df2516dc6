"""Broken YAML explained: what a person most likely meant, proven by parsing it again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from generator.text import truncate
from generator.yamltext.events import MAX_DEPTH, parser
from generator.yamltext.repairs import REPAIRS, blamed, insert_colon, separate

# Trying a repair parses the text again; past this size one clear error has to do.
_MENDABLE_CHARACTERS: Final = 20_000

_KEYLESS: Final = re.compile(r"(?!---)[\w-]+(?:[ \t]+[^\s:#]|:[^\s/:])")

_GENERAL_HINT: Final = (
    "check the indentation, and quote values that hold `: ` or begin with a special character"
)
# A part of the parser's words (libyaml's and PyYAML's differ), whether its context is the better
# place, and what to say instead: code, message, hint.
_CAUSES: Final[tuple[tuple[str, bool, str, str, str], ...]] = (
    (
        "mapping values are not allowed",
        False,
        "yaml-colon",
        "a colon in a value that is not quoted",
        "put the whole value in quotation marks, or on its own lines below `name: >-`",
    ),
    (
        "could not find expected ':'",
        True,
        "yaml-broken",
        "this line is not of the form `name: value`",
        "write `name: value`, or indent the line if it goes on with the one above",
    ),
    (
        "unexpected end of stream",
        True,
        "yaml-quote",
        "the quotation mark that opens here is never closed",
        "close it",
    ),
    (
        "expected ',' or",
        True,
        "yaml-broken",
        "the list or mapping that opens here is never closed",
        "close it with `]` or `}`, or quote the value",
    ),
    (
        "cannot start any token",
        False,
        "yaml-quote",
        "a value cannot begin with this character",
        "put the value in quotation marks",
    ),
    (
        "expected <block end>",
        False,
        "yaml-indent",
        "this line does not fit the lines above it",
        "check its indentation, and the quotation marks above it",
    ),
    (
        "did not find expected key",
        False,
        "yaml-indent",
        "this line does not fit the lines above it",
        "check its indentation, and the quotation marks above it",
    ),
    (
        # libyaml from 0.2.6 gives up by itself, before our own count is reached.
        "maximum nesting depth",
        False,
        "yaml-too-deep",
        f"more than {MAX_DEPTH} levels of lists and mappings",
        "flatten the structure",
    ),
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a text is not YAML."""

    code: str
    message: str
    line: int
    """Index into the lines, as is the column."""
    column: int
    length: int
    hint: str
    mended: str | None
    """The whole text with the line put right; None when no way to do so was found."""


def explain(failure: Exception, text: str) -> Explanation:
    """The likeliest cause of a parser's failure on the text."""
    lines = text.split("\n")
    line, column = _failure_place(failure, lines)
    if len(text) > _MENDABLE_CHARACTERS:
        return _unmended(failure, lines)
    certain = _keyless_line(failure, line, lines)
    if certain:
        return certain
    for candidate in _candidates(failure, line, lines):
        for repair in REPAIRS:
            found = repair(lines[candidate])
            if not found or found.line == lines[candidate]:
                continue
            mended = "\n".join([*lines[:candidate], found.line, *lines[candidate + 1 :]])
            # A repair is right when what fails next, if anything, lies well behind it.
            next_failure = _breaks_at(mended)
            if next_failure > line or (candidate < line and next_failure > candidate + 1):
                at, length = blamed(lines[candidate], found)
                if candidate == line and found.code == "yaml-colon":
                    at, length = column, 1
                hint = found.hint or f"write `{truncate(found.line.strip(), 300)}`"
                return Explanation(found.code, found.message, candidate, at, length, hint, mended)
    return _unmended(failure, lines)


def _unmended(failure: Exception, lines: list[str]) -> Explanation:
    """What is wrong in the words of this table, where no repair was found."""
    problem = str(getattr(failure, "problem", None) or getattr(failure, "reason", None) or "")
    line, column = _failure_place(failure, lines)
    code, message, hint = "yaml-broken", f"this is not YAML: {problem}", _GENERAL_HINT
    for part, at_context, *found in _CAUSES:
        if part in problem:
            code, message, hint = found
            context = getattr(failure, "context_mark", None)
            if at_context and context and context.line < len(lines):
                line, column = context.line, context.column
            break
    length = max(1, len(lines[line].rstrip()) - column)
    return Explanation(code, message, line, column, length, hint, None)


def _failure_place(failure: Exception, lines: list[str]) -> tuple[int, int]:
    """Line and column (from 0) of the failure, inside the text."""
    mark: Any = getattr(failure, "problem_mark", None) or getattr(failure, "context_mark", None)
    if mark is None:
        return 0, 0
    last = len(lines) - 1
    if mark.line > last:
        return last, len(lines[last])
    return mark.line, min(mark.column, len(lines[mark.line]))


def _candidates(failure: Exception, line: int, lines: list[str]) -> Iterator[int]:
    """The lines that may be to blame: the reported one, the context's, the one before."""
    seen = set()
    context = getattr(failure, "context_mark", None)
    before = line - 1
    while before > 0 and not lines[before].strip():
        before -= 1
    for one in (line, context.line if context else line, before):
        if 0 <= one < len(lines) and one not in seen and lines[one].strip():
            seen.add(one)
            yield one


def _breaks_at(text: str) -> int:
    """The line of the first failure; past every line when there is none."""
    from yaml import YAMLError

    lines = text.split("\n")
    try:
        events = parser(text)
        while events.check_event():
            events.get_event()
    except YAMLError as failure:
        return _failure_place(failure, lines)[0]
    return len(lines)


def _keyless_line(failure: Exception, line: int, lines: list[str]) -> Explanation | None:
    """The topmost of the lines above that begin at the margin but have no `name: `.

    YAML joins them with the next line that has one, and complains about the colon there.
    """
    if "mapping values" not in str(getattr(failure, "problem", "")):
        return None
    top = line
    while top > 0 and _KEYLESS.match(lines[top - 1]):
        top -= 1
    found = (separate(lines[top]) or insert_colon(lines[top])) if top < line else None
    if not found:
        return None
    at, length = blamed(lines[top], found)
    mended = "\n".join([*lines[:top], found.line, *lines[top + 1 :]])
    hint = f"write `{truncate(found.line, 300)}`"
    return Explanation(found.code, found.message, top, at, length, hint, mended)
