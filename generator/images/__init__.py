"""Pictures: what a file holds, and the files that pages show instead; the home of Pillow."""

from __future__ import annotations

from generator.images.cards import HEIGHT as CARD_HEIGHT
from generator.images.cards import RECIPE as CARD_RECIPE
from generator.images.cards import WIDTH as CARD_WIDTH
from generator.images.cards import CardColours, CardText, DrawnCard, draw_card
from generator.images.encoding import Encoded, Variant, encode, encoders
from generator.images.fonts import Fonts, load_font
from generator.images.looking import SUFFIXES, ImageFault, look

__all__ = [
    "CARD_HEIGHT",
    "CARD_RECIPE",
    "CARD_WIDTH",
    "SUFFIXES",
    "CardColours",
    "CardText",
    "DrawnCard",
    "Encoded",
    "Fonts",
    "ImageFault",
    "Variant",
    "draw_card",
    "encode",
    "encoders",
    "load_font",
    "look",
]
