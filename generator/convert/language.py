"""The language of an article and its cue phrases: one data file a language, none in code."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from generator.text import words

_FOLDER = Path(__file__).parent / "phrases"
# Fewer common words than this tell nothing.
_ENOUGH = 3


@cache
def languages() -> tuple[str, ...]:
    """The languages that have cue phrases, in alphabetical order."""
    return tuple(sorted(one.stem for one in _FOLDER.glob("??.toml")))


def detect_language(text: str) -> str:
    """The language whose common words the text uses most; empty when too few are found."""
    found = Counter(one.casefold() for one in words(text[:20_000]))
    scores = {lang: sum(found[one] for one in cues(lang, "common")) for lang in languages()}
    best = max(scores, key=lambda lang: (scores[lang], lang))
    return best if scores[best] >= _ENOUGH else ""


@cache
def cues(lang: str, kind: str) -> tuple[str, ...]:
    """The phrases of one kind in a language, in lower case; none in an unknown language."""
    return tuple(str(one).casefold() for one in _read(lang).get(kind, ()))


def all_cues(kind: str, lang: str = "") -> tuple[str, ...]:
    """The phrases of one kind in every language, those of `lang` first."""
    ordered: Iterable[str] = sorted(languages(), key=lambda one: one != lang.split("-")[0])
    return tuple(dict.fromkeys(phrase for one in ordered for phrase in cues(one, kind)))


@cache
def agencies() -> frozenset[str]:
    """The names by which agencies sign, in lower case."""
    return frozenset(_load("agencies")["names"])


@cache
def _read(lang: str) -> Mapping[str, list[str]]:
    return _load(lang) if lang in languages() else {}


def _load(name: str) -> Mapping[str, list[str]]:
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
