"""The way to a preview from a phone: an address in the local network, and its code to point at.

The home of segno.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

# Two rows of the code to a line. What is light is drawn, so that the code is right on the dark
# ground that most terminals have; phones read it the other way round, too.
_BLOCKS = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
_BORDER = 2
# Reserved for documentation (RFC 5737): asking for the way there sends nothing.
_ELSEWHERE = ("192.0.2.1", 9)


def own_address() -> str:
    """This machine's address in its network; empty when it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(_ELSEWHERE)
            found = str(asking.getsockname()[0])
        except OSError:
            return ""
    return "" if found.startswith("0.") else found


def code_lines(link: str) -> Iterator[str]:
    """The link as a QR code (ISO/IEC 18004) of block characters, line by line."""
    import segno

    rows = [list(map(bool, row)) for row in segno.make_qr(link).matrix_iter(border=_BORDER)]
    if len(rows) % 2:
        rows.append([True] * len(rows[0]))
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        yield "".join(_BLOCKS[above, below] for above, below in zip(upper, lower, strict=True))
