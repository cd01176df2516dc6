"""Whether a text asks: the question marks of all scripts."""

from __future__ import annotations

import re

_CLOSERS = r"\s*['\"”’»›“」』)\]]*\s*$"
# U+037E is the Greek question mark; in most Greek texts it is a plain semicolon.
# Some end every sentence with a full stop, questions too: `What now?.`
_ASKS = re.compile(r"[?？؟\u037e]\.?" + _CLOSERS)
_ASKS_IN_GREEK = re.compile(r"[?;\u037e]\.?" + _CLOSERS)


def asks(text: str, *, greek: bool = False) -> bool:
    """True for a text that ends in a question mark of its script."""
    return bool((_ASKS_IN_GREEK if greek else _ASKS).search(text))
