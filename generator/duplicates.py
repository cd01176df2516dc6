"""Questions that may be the same: asked in other words, on one page or on two.

Wording counts most, the answers' words next; words that many questions have count least. What its
author calls distinct (`distinct-from:`) is never named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log2, sqrt

from generator.diagnostics import Diagnostic, Span, warning
from generator.links import Place, resolve_pins
from generator.model import Page, Question
from generator.neighbours import find_neighbours, near_pairs
from generator.search.stems import stemmer, stop_words
from generator.search.words import words
from generator.site import Site
from generator.text import truncate
from generator.vectors import read_vector

LEAST = 70
"""Per cent; below it, different questions outnumber the same ones."""
_WORDING = 0.6
"""The rest is the answers' part."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two questions that may be the same."""

    first: Place
    second: Place
    score: int
    """Per cent."""


def find_duplicates(site: Site, least: int = LEAST) -> tuple[Duplicate, ...]:
    """The pairs that are alike by at least so many per cent, the most alike first."""
    pins, _ = resolve_pins(site)
    _, frequency, kept = find_neighbours(site.explainers).memory
    scale = _Scale(site.explainers, frequency, site.config.lang)

    def score(first: Place, second: Place) -> int:
        (path, at), (other_path, other) = first, second
        one, its = site.by_path[path].questions[at], site.by_path[other_path].questions[other]
        return scale.score(first, one, second, its)

    found = [
        Duplicate(first, second, alike)
        for first, second in near_pairs(kept)
        if (first, second) not in pins.distinct and (alike := score(first, second)) >= least
    ]
    return tuple(sorted(found, key=lambda one: (-one.score, one.first, one.second)))


def report_duplicates(site: Site, least: int = LEAST) -> tuple[Diagnostic, ...]:
    """A warning for each pair, at its second question."""
    return tuple(_warning(site, one) for one in find_duplicates(site, least))


def _warning(site: Site, pair: Duplicate) -> Diagnostic:
    (path, at), (own_path, own) = pair.first, pair.second
    other, question = site.by_path[path].questions[at], site.by_path[own_path].questions[own]
    # What begins with `#` is a comment to YAML, unless it is quoted.
    link = f"{path.rpartition('/')[2]}#{other.id}" if path != own_path else f'"#{other.id}"'
    return warning(
        "duplicate-question",
        f"“{truncate(question.text, 60)}” may ask the same as “{truncate(other.text, 60)}”: "
        f"{pair.score} % alike",
        Span(own_path, question.line),
        hint=f"answer it once and link to it, or add `distinct-from: {link}` to its comment",
        notes=(f"the other is {path}:{other.line}",),
    )


class _Scale:
    """How alike two questions are, by how much each word tells on this site."""

    def __init__(self, pages: Iterable[Page], frequency: Mapping[int, int], lang: str) -> None:
        self._frequency = frequency
        self._wordings: dict[Place, frozenset[str]] = {
            (page.path, at): _wording(one.text, page.front.lang or lang)
            for page in pages
            for at, one in enumerate(page.questions)
        }
        self._counts = Counter(stem for one in self._wordings.values() for stem in one)

    def score(self, first: Place, one: Question, second: Place, other: Question) -> int:
        """Per cent."""
        wording = self._alike(self._wordings[first], self._wordings[second])
        answer = self._near(one.vector, other.vector)
        return round(100 * (_WORDING * wording + (1 - _WORDING) * answer))

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The weight of the shared stems as a part of all (Dice).

        A word in the place of another (black tea, green tea) asks something else: what both have
        for themselves counts against them.
        """
        weigh = self._told
        own, its = weigh(one), weigh(other)
        shared = weigh(one & other)
        replaced = min(own, its) - shared
        return max(0.0, 2 * (shared - replaced) / (own + its)) if own + its else 0.0

    def _told(self, stems: Iterable[str]) -> float:
        return sum(self._weight(self._counts[stem]) for stem in stems)

    def _near(self, one: bytes, other: bytes) -> float:
        """The cosine of two vectors."""
        first, second = self._weighed(one), self._weighed(other)
        product = sum(weight * second.get(term, 0.0) for term, weight in first.items())
        lengths = sqrt(_squares(first) * _squares(second))
        return product / lengths if lengths else 0.0

    def _weighed(self, packed: bytes) -> dict[int, float]:
        terms, weights = read_vector(packed)
        return {
            term: weight * self._weight(self._frequency.get(term, 1))
            for term, weight in zip(terms, weights, strict=True)
        }

    def _weight(self, count: int) -> float:
        return 1 + log2(max(1, len(self._wordings)) / max(1, count))


def _wording(text: str, lang: str) -> frozenset[str]:
    """The stems of a question, but for those that only ask."""
    stem, stops = stemmer(lang), frozenset(stop_words(lang))
    return frozenset(stem(one) for one in words(text) if one not in stops)


def _squares(weights: Mapping[int, float]) -> float:
    return sum(one * one for one in weights.values())
