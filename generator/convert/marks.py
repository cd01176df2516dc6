"""The marks that lines of a list or a dialogue begin with: numbers and dashes of all scripts."""

from __future__ import annotations

import re

NUMBER = re.compile(
    r"\s*(?:(?:Nr|No|N[°º]|№|#)\.?\s?)?[(（]?"
    r"(?:\d{1,2}\s?(?:[.):：）．、](?!\d)|°|\s?[-–—](?=\s))"
    r"|[IVX]{1,4}[.)](?=\s)|[①-⑳❶-❿])\s*(?=\S)"
)
"""`1.`, `2)`, `(3)`, `4 -`, `５．`, `IV.`, `№ 6.`, `⑦`; not the beginning of `3.5` or `10:30`."""
DASH = re.compile(
    r"\s*(?:[—–―─‒]{2}\s*(?=\S)|[—–―‒-]\s+(?=\S)|-{2}\s*(?=[^\s\-])|-(?=[^\W\d_]|[¿¡\"«“]))"
)
"""The dash that opens speech; a hyphen serves as one."""
SIGN = re.compile(r"\s*[■◆◇●○▼▶►◎★☆❓❔➤✦]\s*(?=\S)")
"""A sign set before a question."""
BULLET = re.compile(r"(?:([•●▪◦‣·*\-–—✓✔➤►▶→])[ \t]+|([・■◆◇▪●○▼])[ \t]*)(?=\S)")
"""The mark of an unnumbered list."""
