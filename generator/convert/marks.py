"""The marks that lines of a list or a dialogue begin with: numbers and dashes of all scripts."""

from __future__ import annotations

import re

NUMBER = re.compile(
    r"\s*(?:(?:Nr|No|N[°º]|№|#)\.?\s?)?[(（]?"
    r"(?:\d{1,2}\s?(?:[.):：）．、](?!\d)|°|\s?[-–—](?=\s))"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}[.)](?=\s)"
    r"|[IVX]{1,4}[.)](?=\s)|[①-⑳❶-❿])\s*(?=\S)"
)
"""`1.`, `2)`, `(3)`, `4 -`, `５．`, `IV.`, `№ 6.`, `⑦`, `8.1.`.

Not the beginning of `3.5` or `10:30`. `counts_on` tells which number follows which.
"""
DASH = re.compile(
    r"\s*(?:[—–―─‒]{2}\s*(?=\S)|[—–―‒-]\s+(?=\S)|-{2}\s*(?=[^\s\-])|-(?=[^\W\d_]|[¿¡\"«“]))"
)
"""The dash that opens speech; a hyphen serves as one."""
SIGN = re.compile(r"\s*[•■◆◇●○▼▶►◎★☆❓❔➤✦]\s*(?=\S)")
"""A sign set before a question."""
BULLET = re.compile(r"(?:([•●▪◦‣·*\-–—✓✔➤►▶→])[ \t]+|([・■◆◇▪●○▼])[ \t]*)(?=\S)")
"""The mark of an unnumbered list."""


def counts_on(text: str, before: str) -> bool:
    """True where a text's number follows the other's: `3.` after `2.`, `8.3.` after `8.2.`."""
    here, there = _numbers(text), _numbers(before)
    return bool(there) and here == (*there[:-1], there[-1] + 1)


def _numbers(text: str) -> tuple[int, ...]:
    found = NUMBER.match(text)
    return tuple(int(one) for one in re.findall(r"\d+", found[0])) if found else ()
