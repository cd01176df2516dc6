"""Pictures: what a file holds, and the files that pages show instead; the home of Pillow.

What reads, encodes and draws them is in `looking`, `encoding` and `cards`: most builds need none.
"""

from __future__ import annotations

from generator.images.values import (
    CARD_HEIGHT,
    CARD_RECIPE,
    CARD_WIDTH,
    SUFFIXES,
    CardColours,
    CardText,
)

__all__ = [
    "CARD_HEIGHT",
    "CARD_RECIPE",
    "CARD_WIDTH",
    "SUFFIXES",
    "CardColours",
    "CardText",
]
