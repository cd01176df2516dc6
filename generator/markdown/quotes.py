"""Straight quotation marks and apostrophes as a language has them, by markdown-it-py's own rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from markdown_it.rules_core.smartquotes import process_inlines
from markdown_it.token import Token

Marks = tuple[str, ...]
"""Opening and closing double marks, opening and closing single marks; empty: as written."""


def typeset(tokens: Sequence[Token], marks: Marks) -> None:
    """Puts the marks into the text of inline tokens, in place. Code and addresses stay."""
    if marks and any('"' in one.content or "'" in one.content for one in tokens):
        process_inlines([*tokens], _state(marks))


def typeset_line(text: str, marks: Marks) -> str:
    """The same for one line of plain text."""
    if not marks or ('"' not in text and "'" not in text):
        return text
    token = Token("text", "", 0, content=text)
    process_inlines([token], _state(marks))
    return token.content


@cache
def _state(marks: Marks) -> Any:
    """What the rule asks of the parser's state: the marks alone."""
    return SimpleNamespace(md=SimpleNamespace(options=SimpleNamespace(quotes=marks)))
