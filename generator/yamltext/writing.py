"""Text as YAML scalars: unquoted where every reader agrees on it, quoted where one might not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from generator.yamltext.scalars import resolve

# Characters that mean something to YAML at the beginning of a word, or anywhere in a flow list.
_SPECIAL_START: Final = frozenset("-?:,[]{}#&*!|>'\"%@`=<~")
_SPECIAL_IN_FLOW: Final = re.compile(r"[,\[\]{}:?]")
_SPECIAL: Final = re.compile(r": | #|:$")
# Invisible or breaking characters that a person should see as what they are. Joiners (U+200C,
# U+200D) stay: Persian, Indic scripts and emoji need them, and they do no harm.
_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff\ufff0-\uffff]"
)
_SHORT_ESCAPES: Final = {"\n": "\\n", "\t": "\\t"}


def write_scalar(text: str, *, in_flow: bool = False, in_comment: bool = False) -> str:
    """The text as a YAML scalar on one line, quoted only where needed.

    `in_flow`: inside `[a, b]`. `in_comment`: inside an HTML comment, which it cannot end.
    """
    if in_comment and "--" in text:
        # `-->` and `--!>` end a comment; without `>` neither can come about.
        return _double_quoted(text).replace(">", "\\x3E")
    if _is_plain(text) and not (in_flow and _SPECIAL_IN_FLOW.search(text)):
        return text
    if '"' in text and "'" not in text and not _HIDDEN.search(text):
        return f"'{text}'"
    return _double_quoted(text)


def write_list(items: Iterable[str], *, in_comment: bool = False) -> str:
    """The items as a YAML list on one line: `[a, b]`."""
    return (
        "["
        + ", ".join(write_scalar(one, in_flow=True, in_comment=in_comment) for one in items)
        + "]"
    )


def _is_plain(text: str) -> bool:
    return (
        bool(text)
        and text[0] not in _SPECIAL_START
        and text == text.strip()
        and not _SPECIAL.search(text)
        and not _HIDDEN.search(text)
        and resolve(text)[1] == ""
        and not _looks_like_number(text)
    )


def _looks_like_number(text: str) -> bool:
    """True for what a reader of YAML 1.2 or of another library may take for a number or date."""
    return text[0] in "0123456789+." and not any(one.isalpha() for one in text.lstrip("0123456789"))


def _double_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _HIDDEN.sub(_escape, escaped) + '"'


def _escape(found: re.Match[str]) -> str:
    one = found.group()
    short = _SHORT_ESCAPES.get(one)
    if short:
        return short
    return f"\\x{ord(one):02X}" if ord(one) < 256 else f"\\u{ord(one):04X}"
