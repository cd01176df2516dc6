"""Broken YAML explained: what a person most likely meant, proven by parsing it again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from generator.text import truncate
from generator.yamltext.events import parser
from generator.yamltext.writing import write_scalar

# Trying a repair parses the text again; past this size one clear error has to do.
_MENDABLE_CHARACTERS: Final = 100_000

_KEY: Final = re.compile(r"(\s*(?:-[ ]+)*[^\s:#\"'\[\]{},-][^:#\"'\[\]{},]*:[ \t]+)(\S.*?)[ \t]*$")
_ITEM: Final = re.compile(r"(\s*-[ ]+)(\S.*?)[ \t]*$")
_GLUED: Final = re.compile(r"(\s*(?:-[ ]+)?[\w-]+):(?=[^\s:/])")
_NO_COLON: Final = re.compile(r"(\s*(?:-[ ]+)?[\w-]+)[ \t]+(\S.*)$")
_INDENTED_KEY: Final = re.compile(r"\s+(?:[\w-]+\s*:(?:\s|$)|- |#)")
_INDENTED_COLON: Final = re.compile(r"(\s{2,}[^\s#-][^:]*):(?=\s|$)")
_HASH_IN_LIST: Final = re.compile(r"(?<=[\[,\s])#[^\s,\]]+")

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


class Repaired(NamedTuple):
    """A broken line as it was probably meant."""

    code: str
    message: str
    line: str
    hint: str = ""
    """Empty: to write the line so."""


Repair = Callable[[str], Repaired | None]


def explain(failure: Exception, text: str) -> Explanation:
    """The likeliest cause of a parser's failure on the text."""
    lines = text.split("\n")
    line, column = _failure_place(failure, lines)
    if len(text) > _MENDABLE_CHARACTERS:
        return _unmended(failure, lines)
    for candidate in _candidates(failure, line, lines):
        for repair in _REPAIRS:
            found = repair(lines[candidate])
            if not found or found.line == lines[candidate]:
                continue
            mended = "\n".join([*lines[:candidate], found.line, *lines[candidate + 1 :]])
            # A repair is right when what fails next, if anything, lies well behind it.
            next_failure = _breaks_at(mended)
            if next_failure > line or (candidate < line and next_failure > candidate + 1):
                at, length = _difference(lines[candidate], found.line)
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


def _difference(line: str, fixed: str) -> tuple[int, int]:
    """Where the broken line begins to differ, and how much of it stands after that."""
    at = 0
    while at < min(len(line), len(fixed)) and line[at] == fixed[at]:
        at += 1
    at = min(at, max(0, len(line) - 1))
    return at, max(1, len(line.rstrip()) - at)


def _indent_with_spaces(line: str) -> Repaired | None:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent:
        return None
    return Repaired(
        "yaml-tab",
        "a tab at the beginning of the line; YAML indents with spaces",
        indent.replace("\t", "  ") + line.lstrip(),
    )


def _dedent(line: str) -> Repaired | None:
    if not _INDENTED_KEY.match(line):
        return None
    message = "the indentation does not fit the lines around it"
    return Repaired("yaml-indent", message, line.lstrip())


def _go_on(line: str) -> Repaired | None:
    """Takes the colon out of a line that goes on with a value above it."""
    found = _INDENTED_COLON.match(line)
    if not found:
        return None
    return Repaired(
        "yaml-colon",
        "a colon in a line that goes on with the value above, which is not quoted",
        f"{found.group(1)} {line[found.end() :]}",
        "put the whole value in quotation marks, or below `name: >-`; "
        f"if `{found.group(1).strip()}` is a key, remove the indentation",
    )


def _quote_hashes(line: str) -> Repaired | None:
    if "[" not in line or not _HASH_IN_LIST.search(line):
        return None
    fixed = _HASH_IN_LIST.sub(lambda found: f'"{found.group()}"', line)
    return Repaired(
        "yaml-comment", "what follows ` #` or `[#` is a comment, so the list never ends", fixed
    )


def _close_list(line: str) -> Repaired | None:
    found = _KEY.match(line)
    if not found:
        return None
    value = found.group(2)
    for opening, closing in ("[]", "{}"):
        if value[0] == opening and value.count(opening) == value.count(closing) + 1:
            key = found.group(1).strip(" -:\t")
            message = f"`{opening}` after `{key}` is never closed"
            return Repaired("yaml-broken", message, line.rstrip(" ,") + closing)
    return None


def _insert_colon(line: str) -> Repaired | None:
    found = _NO_COLON.match(line)
    if not found:
        return None
    key = found.group(1).strip(" -")
    return Repaired("yaml-broken", f"no colon after `{key}`", f"{found.group(1)}: {found.group(2)}")


def _separate(line: str) -> Repaired | None:
    found = _GLUED.match(line)
    if not found:
        return None
    key = found.group(1).strip(" -")
    fixed = _GLUED.sub(r"\1: ", line, count=1)
    return Repaired("yaml-broken", f"no space after the colon of `{key}`", fixed)


def _quote_value(line: str) -> Repaired | None:
    return _quote(line, _KEY)


def _quote_item(line: str) -> Repaired | None:
    return _quote(line, _ITEM)


def _quote(line: str, form: re.Pattern[str]) -> Repaired | None:
    found = form.match(line)
    if not found:
        return None
    head, value = found.groups()
    key = head.strip(" -:\t")
    name = f"the value of `{key}`" if key else "the list item"
    if value[0] in "\"'":
        return _requote(head, value, name)
    if ": " in value or value.endswith(":"):
        code, message = "yaml-colon", f"a colon in {name}, which is not quoted"
    else:
        code, message = "yaml-quote", f"{name} has to be quoted: YAML gives `{value[0]}` a meaning"
    return Repaired(code, message, head + write_scalar(value))


def _requote(head: str, value: str, name: str) -> Repaired:
    mark = value[0]
    if len(value) > 1 and value[-1] == mark:
        inner = value[1:-1]
        message = f"a quotation mark inside {name} ends it too early"
        return Repaired("yaml-quote", message, head + _surely_quoted(inner))
    if mark not in value[1:]:
        message = f"the quotation mark at the beginning of {name} is never closed"
        return Repaired("yaml-quote", message, head + _surely_quoted(value[1:]))
    message = f"more text after the closing quotation mark of {name}"
    return Repaired("yaml-quote", message, head + _surely_quoted(value))


def _surely_quoted(text: str) -> str:
    written = write_scalar(text)
    return written if written[0] in "\"'" else f'"{written}"'


_REPAIRS: Final[tuple[Repair, ...]] = (
    _indent_with_spaces,
    _quote_hashes,
    _close_list,
    _quote_value,
    _quote_item,
    _separate,
    _insert_colon,
    _go_on,
    _dedent,
)
