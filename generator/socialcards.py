"""Social cards drawn on all cores, and kept in `.cache/cards/` by all that they are drawn from."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

from generator.diagnostics import Diagnostic, Span, unusable, warning
from generator.folders import CACHE, SETTINGS
from generator.images import CARD_RECIPE, CardColours, CardText
from generator.images.fonts import Fonts, load_font
from generator.inputs import Inputs
from generator.outputs.cards import SocialCard
from generator.text import digest

FOLDER = "cards"
_FAULTS = "faults.json"
_CHUNK = 25
_SUM = 32
"""Characters of the digest that stands before each card in the cache."""


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of a site, and what they are drawn with."""

    cards: Mapping[str, SocialCard]
    """By path in the output."""
    keys: Mapping[str, str]
    """By path in the output: the digest of all that the card is drawn from."""
    colours: CardColours
    fonts: Fonts
    folder: Path
    """Where drawn cards are kept."""
    problems: list[Diagnostic] = field(default_factory=list)


def deal(cards: Iterable[SocialCard], colours: CardColours, inputs: Inputs) -> Deck:
    """The deck of these cards; a font of the site that cannot be read is an error."""
    own = tuple(str(inputs.source / one) for one in inputs.config.card_fonts)
    by_path = {one.path: one for one in cards}
    deck = Deck(by_path, {}, colours, Fonts(own), inputs.source / CACHE / FOLDER)
    if not by_path:
        return deck
    deck.problems.extend(_unreadable(inputs.config.card_fonts, own))
    seed = digest(CARD_RECIPE, version("pillow"), repr(colours), deck.fonts.digest)
    keys = {path: digest(seed, repr(one.text)) for path, one in by_path.items()}
    return Deck(by_path, keys, colours, deck.fonts, deck.folder, deck.problems)


def draw(deck: Deck, standing: Mapping[str, str], pool: Executor | None) -> tuple[Diagnostic, ...]:
    """Draws what neither the output nor the cache has, and tells which signs no font could write.

    `standing` are the keys of the output's files, by path.
    """
    faults = _read_faults(deck.folder)
    missing = [
        path
        for path, key in deck.keys.items()
        if standing.get(path) != key and not (deck.folder / key).is_file()
    ]
    work = partial(_draw_all, colours=deck.colours, fonts=deck.fonts, folder=deck.folder)
    tasks = [
        [(deck.keys[path], deck.cards[path].text) for path in missing[at : at + _CHUNK]]
        for at in range(0, len(missing), _CHUNK)
    ]
    results = map(work, tasks) if pool is None or len(tasks) < 2 else pool.map(work, tasks)
    for found in results:
        faults |= found
    used = frozenset(deck.keys.values())
    kept = {key: one for key, one in faults.items() if key in used}
    if missing or len(kept) < len(faults):
        _store(deck.folder / _FAULTS, json.dumps(kept).encode())
        _sweep(deck.folder, used)
    return _told(kept)


def card_content(deck: Deck, path: str) -> bytes:
    """A card's PNG: from the cache, else drawn again."""
    with contextlib.suppress(OSError):
        kept = (deck.folder / deck.keys[path]).read_bytes()
        if digest(kept[_SUM:]).encode() == kept[:_SUM]:
            return kept[_SUM:]
    from generator.images.cards import draw_card

    return draw_card(deck.cards[path].text, deck.colours, deck.fonts).content


def _draw_all(
    cards: Sequence[tuple[str, CardText]], *, colours: CardColours, fonts: Fonts, folder: Path
) -> dict[str, list[str]]:
    """Draws cards into the cache; by key what is wrong with them."""
    from generator.images.cards import draw_card

    faults = {}
    for key, text in cards:
        card = draw_card(text, colours, fonts)
        _store(folder / key, digest(card.content).encode() + card.content)
        if card.missing or card.is_unshaped:
            faults[key] = [card.missing, "unshaped" if card.is_unshaped else ""]
    return faults


def _told(faults: Mapping[str, Sequence[str]]) -> tuple[Diagnostic, ...]:
    found = []
    lacking = [missing for missing, _ in faults.values() if missing]
    if lacking:
        signs = "".join(dict.fromkeys("".join(sorted(lacking))))
        shown = " ".join(signs[:8]) + (" …" if len(signs) > 8 else "")
        count = f"{len(lacking)} social cards" if len(lacking) > 1 else "a social card"
        found.append(
            warning(
                "card-lacks-signs",
                f"no font of this computer can write `{shown}`, which {count} would show as boxes",
                Span(SETTINGS),
                hint="install a font for that script, or name one under `card_fonts`",
            )
        )
    if any(unshaped for _, unshaped in faults.values()):
        found.append(
            warning(
                "card-not-joined",
                "Arabic or Hebrew on social cards comes out wrong: this Pillow has no libraqm",
                Span(SETTINGS),
                hint="install Pillow from PyPI, or libraqm, or turn `social_cards` off",
            )
        )
    return tuple(found)


def _unreadable(names: Sequence[str], paths: Sequence[str]) -> Iterable[Diagnostic]:
    for name, path in zip(names, paths, strict=True):
        try:
            load_font(path, 24)
        except OSError as cause:
            is_there = Path(path).is_file()
            message = f"`{name}` is no font that can be read" if is_there else f"no file `{name}`"
            yield unusable(
                "bad-card-font",
                message if is_there else f"there is no font `{name}`",
                Span(SETTINGS),
                hint="name a TrueType or OpenType file in `themes/` or `static/`",
                notes=(str(cause),) if is_there else (),
            )


def _read_faults(folder: Path) -> dict[str, list[str]]:
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((folder / _FAULTS).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {
                key: one
                for key, one in found.items()
                if isinstance(one, list) and len(one) == 2 and all(isinstance(x, str) for x in one)
            }
    return {}


def _sweep(folder: Path, used: frozenset[str]) -> None:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name not in used and entry.name != _FAULTS:
                Path(entry.path).unlink(missing_ok=True)


def _store(path: Path, content: bytes) -> None:
    """Writes a file of the cache, whole or not at all; nothing when it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
