"""Broken YAML explained: what a person most likely meant, proven by parsing it again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from generator.text import truncate
from generator.yamltext.events import parser
from generator.yamltext.writing import write_scalar

# Trying a repair parses the text again; past this size one clear error has to do.
_MENDABLE_CHARACTERS: Final = 100_000

_KEY: Final = re.compile(r"(\s*(?:-[ ]+)*[^\s:#\"'\[\]{},-][^:#\"'\[\]{},]*:[ \t]+)(\S.*?)[ \t]*$")
_ITEM: Final = re.compile(r"(\s*-[ ]+)(\S.*?)[ \t]*$")
_GLUED: Final = re.compile(r"(\s*(?:-[ ]+)?[\w-]+):(?=[^\s:/])")


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


Repair = Callable[[str], tuple[str, str, str] | None]
"""A broken line → code, message, and the line as it was probably meant."""


def explain(failure: Exception, text: str) -> Explanation:
    """The likeliest cause of a parser's failure on the text."""
    lines = text.split("\n")
    line, column = _failure_place(failure, lines)
    if len(text) <= _MENDABLE_CHARACTERS:
        for candidate in _candidates(failure, line, lines):
            for repair in _REPAIRS:
                found = repair(lines[candidate])
                if not found or found[2] == lines[candidate]:
                    continue
                mended = "\n".join([*lines[:candidate], found[2], *lines[candidate + 1 :]])
                if _breaks_at(mended) > candidate:
                    code, message, fixed = found
                    at, length = _difference(lines[candidate], fixed)
                    if candidate == line and code == "yaml-colon":
                        at, length = column, 1
                    hint = f"write `{truncate(fixed.strip(), 300)}`"
                    return Explanation(code, message, candidate, at, length, hint, mended)
    problem = getattr(failure, "problem", None) or getattr(failure, "reason", None) or "not YAML"
    return Explanation(
        "yaml-broken",
        f"this is not YAML: {problem}",
        line,
        column,
        max(1, len(lines[line]) - column),
        "check the indentation, and quote values that hold `: ` or begin with a special character",
        None,
    )


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


def _indent_with_spaces(line: str) -> tuple[str, str, str] | None:
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent:
        return None
    return (
        "yaml-tab",
        "a tab at the beginning of the line; YAML indents with spaces",
        indent.replace("\t", "  ") + line.lstrip(),
    )


def _dedent(line: str) -> tuple[str, str, str] | None:
    if not line[:1].isspace():
        return None
    return "yaml-indent", "the indentation does not fit the lines around it", line.lstrip()


def _separate(line: str) -> tuple[str, str, str] | None:
    found = _GLUED.match(line)
    if not found:
        return None
    key = found.group(1).strip(" -")
    fixed = _GLUED.sub(r"\1: ", line, count=1)
    return "yaml-broken", f"no space after the colon of `{key}`", fixed


def _quote_value(line: str) -> tuple[str, str, str] | None:
    return _quote(line, _KEY)


def _quote_item(line: str) -> tuple[str, str, str] | None:
    return _quote(line, _ITEM)


def _quote(line: str, form: re.Pattern[str]) -> tuple[str, str, str] | None:
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
    return code, message, head + write_scalar(value)


def _requote(head: str, value: str, name: str) -> tuple[str, str, str]:
    mark = value[0]
    if len(value) > 1 and value[-1] == mark:
        inner = value[1:-1]
        message = f"a quotation mark inside {name} ends it too early"
        return "yaml-quote", message, head + _surely_quoted(inner)
    if mark not in value[1:]:
        message = f"the quotation mark at the beginning of {name} is never closed"
        return "yaml-quote", message, head + _surely_quoted(value[1:])
    message = f"more text after the closing quotation mark of {name}"
    return "yaml-quote", message, head + _surely_quoted(value)


def _surely_quoted(text: str) -> str:
    written = write_scalar(text)
    return written if written[0] in "\"'" else f'"{written}"'


_REPAIRS: Final[tuple[Repair, ...]] = (
    _indent_with_spaces,
    _quote_value,
    _quote_item,
    _separate,
    _dedent,
)
