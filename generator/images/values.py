"""What pages need to know of pictures and social cards, apart from what reads and draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SUFFIXES: Final = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg")
CARD_WIDTH: Final = 1200
CARD_HEIGHT: Final = 630
# Raised whenever the same card would be drawn otherwise.
CARD_RECIPE: Final = "2"
RGB = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CardText:
    """What stands on a card."""

    title: str
    """The page's title or the question."""
    kicker: str
    """Above the title, in the theme's accent."""
    number: str
    """Of a question, in large beside it; empty for explainers."""
    site: str
    """At the foot, with `note` opposite."""
    note: str
    lang: str
    from_right: bool


@dataclass(frozen=True, slots=True)
class CardColours:
    """The inks and their ground."""

    paper: RGB
    ink: RGB
    soft: RGB
    accent: RGB
    rule: RGB
