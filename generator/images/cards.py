"""Social cards: what a shared link shows of a page, drawn as a PNG of 1200 by 630 pixels.

The colours are the theme's; each ink is drawn in a few steps from the paper, sixteen in all, so
that a card takes some fifteen kilobytes and ten milliseconds.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from functools import cache
from typing import Final

from generator.images.fonts import (
    Fonts,
    Role,
    can_shape,
    direction_for,
    load_font,
    missing_signs,
    needs_shaping,
    scripts_of,
)
from generator.images.lines import Face, Line, fit
from generator.images.values import CARD_HEIGHT as HEIGHT
from generator.images.values import CARD_WIDTH as WIDTH
from generator.images.values import RGB, CardColours, CardText

_MARGIN: Final = 72
_TOP: Final = 64
_FOOT: Final = 530
_NUMERAL: Final = 150
# Steps from the paper to each ink; with the paper sixteen.
_STEPS: Final = {"ink": 6, "accent": 5, "soft": 3, "rule": 1}


@dataclass(frozen=True, slots=True)
class DrawnCard:
    """A card, and what on it could not be written right."""

    content: bytes
    missing: str
    """Characters that no font has."""
    is_unshaped: bool
    """Whether it holds Arabic or Hebrew, which this machine's Pillow cannot join or turn."""


def draw_card(text: CardText, colours: CardColours, fonts: Fonts) -> DrawnCard:
    """The card as PNG: the same for the same text, colours, fonts and libraries."""
    card = _Card(text, colours, fonts)
    card.draw()
    whole = "".join((text.title, text.kicker, text.site, text.note))
    return DrawnCard(
        content=card.png(),
        missing="".join(dict.fromkeys(card.missing)),
        is_unshaped=needs_shaping(whole) and not can_shape(),
    )


class _Card:
    """A card while it is drawn."""

    def __init__(self, text: CardText, colours: CardColours, fonts: Fonts) -> None:
        from PIL import Image

        self.text = text
        self.fonts = fonts
        self.missing = ""
        # A number has no script of its own: it is written like the words around it.
        self.scripts = scripts_of(f"{text.title} {text.site}")
        self.inks: dict[str, int] = {}
        palette: list[int] = [*colours.paper]
        for name, steps in _STEPS.items():
            self.inks[name] = len(palette) // 3
            for step in range(1, steps + 1):
                palette += _mixed(colours.paper, getattr(colours, name), step / steps)
        self.image = Image.new("P", (WIDTH, HEIGHT), 0)
        self.image.putpalette(palette)

    def draw(self) -> None:
        text, right = self.text, WIDTH - _MARGIN
        self._bar(_MARGIN, right, _TOP, 8, "ink")
        top = _TOP + 34
        if text.kicker:
            kicker = self._lines(text.kicker, "bold", (30, 30), right - _MARGIN, 1)
            self._write(kicker, _MARGIN, right, top, "accent")
            top += 52
        begin, end = _MARGIN, right
        if text.number and text.from_right:
            end -= _NUMERAL
        elif text.number:
            begin += _NUMERAL
        sizes = (96 if text.number else 120, 44)
        lines = self._lines(text.title, "title", sizes, end - begin, 6, _FOOT - 24 - top)
        self._write(lines, begin, end, top, "ink")
        if text.number and lines:
            # On the line of the first words, whatever their size.
            numeral = self._lines(text.number, "title", (112, 60), _NUMERAL - 24, 1)
            line = max(top - 16, top + lines[0].size - numeral[0].size)
            self._write(numeral, _MARGIN, right, line, "accent")
        self._foot(right)

    def _foot(self, right: int) -> None:
        self._bar(_MARGIN, right, _FOOT, 2, "rule")
        text, middle = self.text, _MARGIN + (right - _MARGIN) * 6 // 10
        site = self._lines(text.site, "bold", (30, 24), middle - _MARGIN, 1)
        note = self._lines(text.note, "plain", (28, 22), right - middle - 24, 1)
        if text.from_right:
            self._write(site, right - middle + _MARGIN, right, _FOOT + 26, "ink")
            self._write(note, _MARGIN, right, _FOOT + 26, "soft", opposite=True)
        else:
            self._write(site, _MARGIN, middle, _FOOT + 26, "ink")
            self._write(note, _MARGIN, right, _FOOT + 26, "soft", opposite=True)

    def _lines(
        self,
        text: str,
        role: Role,
        sizes: tuple[int, int],
        width: int,
        most: int,
        height: int = HEIGHT,
    ) -> tuple[Line, ...]:
        paths = self.fonts.choose(text, role, self.scripts)
        self.missing += missing_signs(text, paths)
        face = Face(paths, self.text.lang, self.text.from_right)
        return fit(text, face, sizes, width, most, height)

    def _write(
        self,
        lines: tuple[Line, ...],
        left: int,
        right: int,
        top: int,
        ink: str,
        *,
        opposite: bool = False,
    ) -> None:
        """Draws lines from the side where the language begins, or from the opposite one."""
        from PIL import Image, ImageDraw

        at_right = self.text.from_right != opposite
        for line in lines:
            width = min(WIDTH, round(line.width) + 16)
            layer = Image.new("L", (width, line.height + line.size // 2), 0)
            pen = ImageDraw.Draw(layer)
            place = 4.0
            for run in reversed(line.runs) if self.text.from_right else line.runs:
                font = load_font(run.path, line.size, self.text.lang)
                direction = direction_for(font, from_right=self.text.from_right)
                pen.text((place, line.size), run.text, 255, font, anchor="ls", direction=direction)
                place += run.width
            x = right - round(line.width) - 4 if at_right else left - 4
            steps, mask = _tables(self.inks[ink], _STEPS[ink])
            self.image.paste(layer.point(steps), (x, top), layer.point(mask))
            top += line.height

    def _bar(self, left: int, right: int, top: int, height: int, ink: str) -> None:
        colour = self.inks[ink] + _STEPS[ink] - 1
        self.image.paste(colour, (left, top, right, top + height))

    def png(self) -> bytes:
        out = io.BytesIO()
        # Runs alone take a tenth of the time of all repetitions, for a tenth more bytes.
        self.image.save(out, "PNG", bits=4, compress_level=6, compress_type=zlib.Z_RLE)
        return out.getvalue()


@cache
def _tables(first: int, steps: int) -> tuple[list[int], list[int]]:
    """For each share of ink (0 to 255) its colour, and whether there is any."""
    shares = [round(value * steps / 255) for value in range(256)]
    colours = [first + one - 1 if one else 0 for one in shares]
    return colours, [255 if one else 0 for one in shares]


def _mixed(one: RGB, other: RGB, share: float) -> list[int]:
    return [round(a + (b - a) * share) for a, b in zip(one, other, strict=True)]
