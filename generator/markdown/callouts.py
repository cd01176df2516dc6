"""Callouts, as GitHub writes them (`> [!NOTE]`): their HTML, with titles in the page's language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it.token import Token

KINDS = ("note", "tip", "important", "warning", "caution")
# Which word stands here is known only when the page is rendered.
WORD_MARK = re.compile("\x05([a-z_]+)\x06")
_LIKE_A_KIND = re.compile(r"\[!\s*(\w+)\s*\](.*)")


def fill_word(mark: re.Match[str], words: Mapping[str, str]) -> str:
    """The word that a mark stands for; in English where `words` lack it."""
    return escape(words.get(mark[1]) or mark[1].removeprefix("callout_").capitalize())


def unknown_callouts(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Quotes that were meant as callouts: the kind as written, and what follows it."""
    for at, token in enumerate(tokens[:-2]):
        if token.type == "blockquote_open" and tokens[at + 2].type == "inline":
            found = _LIKE_A_KIND.match(tokens[at + 2].content)
            if found:
                yield found[1], found[2].strip()


def callout_open(_: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The opening of a box."""
    env["context"].features.add("callout")
    kind = str(tokens[at].meta["kind"]).lower()
    return f'<div class="callout callout-{kind}" role="note">\n'


def callout_close(*_: Any) -> str:
    """The end of a box."""
    return "</div>\n"


def title_open(_: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The whole title; the token of its English text is emptied."""
    title = tokens[at + 1]
    word = title.content.lower()
    title.children = []
    return f'<p class="callout-title">\x05callout_{word}\x06'


def title_close(*_: Any) -> str:
    """The end of the title."""
    return "</p>\n"


def unknown_open(_: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The opening of a box."""
    env["context"].features.add("unknown")
    return '<div class="not-known" role="note">\n'


def unknown_close(*_: Any) -> str:
    """The end of a box."""
    return "</div>\n"
