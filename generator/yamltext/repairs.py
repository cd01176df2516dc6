"""The usual slips in a line of YAML, each with the line as it was probably meant.

None of these knows whether it is right: `mending` parses the text with the line put in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from generator.yamltext.writing import write_scalar

_KEY: Final = re.compile(r"(\s*(?:-[ ]+)*[^\s:#\"'\[\]{},-][^:#\"'\[\]{},]*:[ \t]+)(\S.*)$")
_ITEM: Final = re.compile(r"(\s*-[ ]+)(\S.*)$")
_GLUED: Final = re.compile(r"(\s*(?:-[ ]+)?[\w-]+):(?=[^\s:/])")
_NO_COLON: Final = re.compile(r"(\s*(?:-[ ]+)?[\w-]+)[ \t]+(\S.*)$")
_INDENTED_KEY: Final = re.compile(r"\s+(?:[\w-]+\s*:(?:\s|$)|- |#)")
_INDENTED_COLON: Final = re.compile(r"(\s{2,}[^\s#-][^:]*):(?=\s|$)")
_HASH_IN_LIST: Final = re.compile(r"(?<=[\[,\s])#[^\s,\]]+")


class Repaired(NamedTuple):
    """A broken line as it was probably meant."""

    code: str
    message: str
    line: str
    hint: str = ""
    """Empty: to write the line so."""


Repair = Callable[[str], Repaired | None]


def blamed(line: str, found: Repaired) -> tuple[int, int]:
    """The part of the line to point at: its value, or from where the repaired one differs."""
    value = _KEY.match(line) or _ITEM.match(line)
    at = 0
    if found.code == "yaml-quote" and value:
        at = value.start(2)
    else:
        while at < min(len(line), len(found.line)) and line[at] == found.line[at]:
            at += 1
        at = min(at, max(0, len(line) - 1))
    return at, max(1, len(line.rstrip()) - at)


def _indent_with_spaces(line: str) -> Repaired | None:
    indent = line[: len(line) - len(line.lstrip())]
    return _without_tab(line, indent.replace("\t", "  "))


def _dedent_tab(line: str) -> Repaired | None:
    return _without_tab(line, "")


def _without_tab(line: str, indent: str) -> Repaired | None:
    if "\t" not in line[: len(line) - len(line.lstrip())]:
        return None
    message = "a tab at the beginning of the line; YAML indents with spaces"
    return Repaired("yaml-tab", message, indent + line.lstrip())


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
    value = found.group(2).rstrip()
    for opening, closing in ("[]", "{}"):
        if value[0] == opening and value.count(opening) == value.count(closing) + 1:
            key = found.group(1).strip(" -:\t")
            message = f"`{opening}` after `{key}` is never closed"
            return Repaired("yaml-broken", message, line.rstrip(" ,") + closing)
    return None


def insert_colon(line: str) -> Repaired | None:
    """`name value` as `name: value`."""
    found = _NO_COLON.match(line)
    if not found:
        return None
    key = found.group(1).strip(" -")
    return Repaired("yaml-broken", f"no colon after `{key}`", f"{found.group(1)}: {found.group(2)}")


def separate(line: str) -> Repaired | None:
    """`name:value` as `name: value`."""
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
    head, value = found.group(1), found.group(2).rstrip()
    key = head.strip(" -:\t")
    name = f"the value of `{key}`" if key else "the list item"
    if value[0] in "\"'":
        return _requote(head, value, name)
    if value.startswith("- ") and key:
        return Repaired(
            "yaml-quote",
            f"{name} begins with “-”, but a list begins below its key",
            head + write_scalar(value),
            f"write `{head.lstrip()}[{value[2:]}]` for a list, or quote the value",
        )
    if ": " in value or value.endswith(":"):
        code, message = "yaml-colon", f"a colon in {name}, which is not quoted"
    else:
        code, message = "yaml-quote", f"{name} has to be quoted, for it begins with “{value[0]}”"
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


REPAIRS: Final[tuple[Repair, ...]] = (
    _indent_with_spaces,
    _dedent_tab,
    _quote_hashes,
    _close_list,
    _quote_value,
    _quote_item,
    separate,
    insert_colon,
    _go_on,
    _dedent,
)
