"""Text to lines of a given width: broken where its script breaks, as large as it fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from generator.images.fonts import direction_for, has_glyph, load_font, script_of

# Widths are measured once, at this size, and scaled.
_MEASURE: Final = 64
_ATOMS: Final = re.compile(r"[0-9A-Za-z]+(?:[.,:/%+-][0-9A-Za-z]+)*%?|.", re.DOTALL)
# Scripts written without spaces may break between any two signs, but not before these.
_SOLID: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f]")
_NEVER_FIRST: Final = frozenset(
    "、。，．・：；！？」』）】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
    "\u0e30\u0e31\u0e32\u0e33\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a"
    "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"
)
_NEVER_LAST: Final = frozenset("「『（【〈《")
_TALL: Final = frozenset({"ARABIC", "DEVANAGARI", "BENGALI", "THAI", "TAMIL", "TELUGU", "MYANMAR"})


@dataclass(frozen=True, slots=True)
class Face:
    """The fonts of a text, and how it runs."""

    paths: tuple[str, ...]
    lang: str
    from_right: bool


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one font."""

    text: str
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line, ready to be drawn."""

    runs: tuple[Run, ...]
    width: float
    size: int
    height: int
    """From this line to the next."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is not broken, with the space before it."""

    text: str
    width: float
    space: float


@lru_cache(maxsize=1024)
def fit(
    text: str, face: Face, sizes: tuple[int, int], width: int, most: int, height: int
) -> tuple[Line, ...]:
    """The text in at most so many lines, in the largest of the sizes in which it fits.

    Lines are of about equal length. What does not fit in the smallest size ends in an ellipsis.
    """
    text = " ".join(text.split())
    if not text:
        return ()
    pieces = list(_pieces(text, face))
    spread = 1.4 if any(script_of(one) in _TALL for one in text) else 1.16
    largest, smallest = sizes
    for size in range(largest, smallest - 1, -4):
        scale = size / _MEASURE
        if max(one.width for one in pieces) * scale > width:
            continue
        lines = _broken(pieces, width / scale)
        if len(lines) <= most and len(lines) * round(size * spread) <= height:
            lines = _balanced(pieces, width / scale, len(lines))
            return _set(lines, face, size, spread)
    scale = smallest / _MEASURE
    room = width / scale
    short = [part for one in pieces for part in _split(one, face, room)]
    lines = _broken(short, room)
    most = max(1, min(most, height // round(smallest * spread)))
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], face, room)]
    return _set(lines, face, smallest, spread)


def _pieces(text: str, face: Face) -> Iterator[_Piece]:
    """Words; in scripts without spaces, signs with what must stand beside them."""
    space = _measured(" ", face)
    for word in text.split(" "):
        if not word:
            continue
        first = True
        for part in _breakable(word):
            yield _Piece(part, _measured(part, face), space if first else 0)
            first = False


def _breakable(word: str) -> Iterator[str]:
    """A word at its soft hyphens and hyphens, and between the signs of scripts without spaces."""
    part = ""
    for at, sign in enumerate(word):
        after_hyphen = part[-1:] in ("-", "–", "\u00ad") and len(part) > 2
        solid = bool(_SOLID.match(sign) or _SOLID.match(part[-1:] or " "))
        may_break = sign not in _NEVER_FIRST and part[-1:] not in _NEVER_LAST
        if part and at and may_break and (after_hyphen or solid):
            yield part
            part = ""
        part += sign
    if part:
        yield part


def _broken(pieces: Sequence[_Piece], width: float) -> list[list[_Piece]]:
    """Lines filled as far as they go."""
    lines: list[list[_Piece]] = []
    used = 0.0
    for one in pieces:
        if lines and used + one.space + one.width <= width:
            lines[-1].append(one)
            used += one.space + one.width
        else:
            lines.append([one])
            used = one.width
    return lines


def _balanced(pieces: Sequence[_Piece], width: float, count: int) -> list[list[_Piece]]:
    """As many lines, as narrow as they can be."""
    low, high = max(one.width for one in pieces), width
    for _ in range(8):
        middle = (low + high) / 2
        if len(_broken(pieces, middle)) <= count:
            high = middle
        else:
            low = middle
    return _broken(pieces, high)


def _split(piece: _Piece, face: Face, width: float) -> Iterator[_Piece]:
    """A piece that is wider than a line, in parts that end in hyphens."""
    rest, space = piece.text, piece.space
    while _measured(rest, face) > width and len(rest) > 1:
        end = len(rest) - 1
        while end > 1 and _measured(rest[:end] + "-", face) > width:
            end -= 1
        part = rest[:end] + ("-" if rest[end - 1].isalpha() and rest[end].isalpha() else "")
        yield _Piece(part, _measured(part, face), space)
        rest, space = rest[end:], 0
    yield _Piece(rest, _measured(rest, face), space)


def _cut(line: Sequence[_Piece], face: Face, width: float) -> list[_Piece]:
    """The line with an ellipsis at its end."""
    kept = list(line)
    dots = _measured("…", face)
    while len(kept) > 1 and sum(one.space + one.width for one in kept) + dots > width:
        kept.pop()
    last = kept[-1]
    kept[-1] = _Piece(last.text.rstrip(" ,;:–—-.") + "…", last.width + dots, last.space)
    return kept


def _set(
    lines: Iterable[Sequence[_Piece]], face: Face, size: int, spread: float
) -> tuple[Line, ...]:
    """The lines as runs of one font each, measured at their size."""
    found = []
    for line in lines:
        text = "".join((" " if at and one.space else "") + one.text for at, one in enumerate(line))
        text = _without_soft_hyphens(text)
        runs = tuple(
            Run(part, path, _length(part, path, size, face)) for part, path in _runs(text, face)
        )
        found.append(Line(runs, sum(one.width for one in runs), size, round(size * spread)))
    return tuple(found)


def _without_soft_hyphens(line: str) -> str:
    """Soft hyphens vanish but for the one at which the line ends."""
    end = "-" if line.endswith("\u00ad") else ""
    return line.replace("\u00ad", "") + end


def _runs(text: str, face: Face) -> Iterator[tuple[str, str]]:
    """Stretches of the text with the font that writes them; spaces go with what precedes them.

    A word of Latin letters and digits is never parted: from the right, parts would change places.
    """
    part, current = "", ""
    for sign in _ATOMS.findall(text):
        path = current
        if not sign.isspace() or not current:
            path = next((one for one in face.paths if _has_all(one, sign)), face.paths[0])
            # Marks and signs that this font has too stay in its run.
            if current and not sign.isalnum() and _has_all(current, sign):
                path = current
        if part and path != current:
            yield part, current
            part = ""
        part, current = part + sign, path
    if part:
        yield part, current


def _has_all(path: str, signs: str) -> bool:
    return all(has_glyph(path, one) for one in signs)


def _measured(text: str, face: Face) -> float:
    return sum(_length(part, path, _MEASURE, face) for part, path in _runs(text, face))


def _length(text: str, path: str, size: int, face: Face) -> float:
    font = load_font(path, size, face.lang)
    return font.getlength(text, direction=direction_for(font, from_right=face.from_right))
