"""Which questions of other explainers are about the same: by the rare words that they share.

Terms are weighed by how few questions have them, in coarse steps (powers of two), so that one edit
changes the weights of few. Each question keeps its few heaviest terms, its signature; only
questions whose signatures share terms are compared, by way of an index from terms to questions.
What the last call found out is handed to the next: only questions near a change are looked at
again, and the result is the same as without it.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isqrt

from generator.model import Page
from generator.vectors import read_vector

MOST = 3
SIGNATURE = 10
_SCALE = 1000
"""A signature's length: its weights are whole numbers, so that sums do not depend on order."""
PAIR = 125_000
"""Of a million, which a question has with itself: what two shared terms must come to."""
NEAR, AFAR = 55_000, 100_000
"""What three or more must come to: where the pages share a tag, and where they do not."""

Place = tuple[str, int]
"""A question: its page's file, and its number on the page from 0."""
Signature = tuple[bytes, bytes]
"""Terms and weights, as arrays."""
Kept = tuple[str, tuple[bytes, ...], tuple[Signature, ...], tuple[tuple[Place, ...], ...]]
"""Of a page: its digest, and of each question the vector, the signature and the neighbours."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """For each explainer's file, for each of its questions, the nearest first."""

    found: Mapping[str, tuple[tuple[Place, ...], ...]]
    memory: tuple[int, dict[int, int], dict[str, Kept]]
    """What the next call can go by: number of steps, questions by term, what is kept of pages."""
    compared: int
    """Questions that were looked at."""
    has_changed: bool
    """False: the memory is the one that was given."""


def find_neighbours(pages: Sequence[Page], memory: object = None) -> Neighbours:
    """At most three neighbours for each question, from other pages.

    `memory` is what an earlier call left, for whatever pages; anything else counts as none.
    """
    total = sum(len(one.questions) for one in pages)
    steps = max(1, total).bit_length()
    last_steps, frequency, last = _memory(memory)
    if last_steps != steps:
        frequency, last = {}, {}
    now = {one.path: one for one in pages}
    gone = [one for path, one in last.items() if path not in now or now[path].digest != one[0]]
    fresh = [one for one in pages if one.path not in last or last[one.path][0] != one.digest]
    if not gone and not fresh:
        memory = (steps, frequency, last)
        return Neighbours({path: one[3] for path, one in last.items()}, memory, 0, False)
    before, frequency = frequency, dict(frequency)
    changed = _recount(frequency, gone, fresh)
    weigh = _Weights(frequency, steps)
    moved = {one for one in changed if _step(before.get(one, 0)) != _step(frequency.get(one, 0))}
    touched: set[int] = set()
    for one in gone:
        touched.update(*(_numbers(terms) for terms, _ in one[2]))
    kept: dict[str, Kept] = {}
    for page in pages:
        old = last.get(page.path)
        if old is not None and old[0] != page.digest:
            old = None
        kept[page.path] = _signed(page, old, weigh, moved, touched)
    places = _affected(kept, touched)
    tags = {one.path: frozenset(map(str.casefold, one.front.tags)) for one in pages}
    found = _compare(kept, places, tags)
    for path, answers in found.items():
        one = kept[path]
        neighbours = tuple(answers.get(at, old) for at, old in enumerate(one[3]))
        kept[path] = (*one[:3], neighbours)
    return Neighbours(
        {path: one[3] for path, one in kept.items()},
        (steps, frequency, kept),
        sum(map(len, places.values())),
        True,
    )


def near_pairs(kept: Mapping[str, Kept]) -> Iterator[tuple[Place, Place]]:
    """Every two questions, of one page or two, whose signatures share terms; each pair once."""
    index: dict[int, set[int]] = defaultdict(set)
    names: list[Place] = []
    for path in sorted(kept):
        for at, (terms, _) in enumerate(kept[path][2]):
            own = len(names)
            names.append((path, at))
            once: set[int] = set()
            again: set[int] = set()
            for term in _numbers(terms):
                others = index[term]
                again |= once & others
                once |= others
                others.add(own)
            again.discard(own)
            yield from ((names[other], names[own]) for other in sorted(again))


def _memory(value: object) -> tuple[int, dict[int, int], dict[str, Kept]]:
    if isinstance(value, tuple) and len(value) == 3:
        return value
    return 0, {}, {}


def _recount(frequency: dict[int, int], gone: Iterable[Kept], fresh: Iterable[Page]) -> set[int]:
    """Brings the questions by term up to date; the terms whose number changed."""
    less = Counter(term for one in gone for packed in one[1] for term in read_vector(packed)[0])
    more = Counter(
        term
        for page in fresh
        for question in page.questions
        for term in read_vector(question.vector)[0]
    )
    for term in less.keys() | more.keys():
        count = frequency.get(term, 0) - less[term] + more[term]
        if count:
            frequency[term] = count
        else:
            frequency.pop(term, None)
    return set(less) | set(more)


def _step(count: int) -> int:
    return count.bit_length()


class _Weights:
    """How much each term tells, and the signatures that follow."""

    def __init__(self, frequency: Mapping[int, int], steps: int) -> None:
        self._frequency = frequency
        self._steps = steps
        # A term of more questions than this tells nothing, and comparing them all takes long.
        self._most = 1 << max(4, steps - 10)

    def signature(self, packed: bytes) -> Signature:
        """The heaviest terms of a vector and their weights, scaled to one length."""
        terms, weights = read_vector(packed)
        frequency = self._frequency
        weighed = []
        squares = 0
        for term, weight in zip(terms, weights, strict=True):
            count = frequency[term]
            if count < self._most:
                weight *= self._steps + 1 - _step(count)
                # A word of this question alone is shared with none, and part of what it is about.
                squares += weight * weight
                if count > 1:
                    weighed.append((weight, term))
        weighed.sort(reverse=True)
        del weighed[SIGNATURE:]
        length = isqrt(squares) or 1
        return (
            array("I", [term for _, term in weighed]).tobytes(),
            array("I", [_SCALE * weight // length for weight, _ in weighed]).tobytes(),
        )


def _signed(
    page: Page, old: Kept | None, weigh: _Weights, moved: set[int], touched: set[int]
) -> Kept:
    """What is kept of a page; terms of signatures that changed are added to `touched`."""
    nothing: tuple[Place, ...] = ()
    if old is None:
        vectors = tuple(one.vector for one in page.questions)
        signatures = tuple(map(weigh.signature, vectors))
        touched.update(*(_numbers(terms) for terms, _ in signatures))
        return page.digest, vectors, signatures, (nothing,) * len(vectors)
    if moved.isdisjoint(_numbers(b"".join(one[: len(one) // 5 * 4] for one in old[1]))):
        return old
    signatures = tuple(map(weigh.signature, old[1]))
    for before, after in zip(old[2], signatures, strict=True):
        if before != after:
            touched.update(_numbers(before[0]), _numbers(after[0]))
    return old[0], old[1], signatures, old[3]


def _affected(kept: Mapping[str, Kept], touched: set[int]) -> dict[str, list[int]]:
    """The questions whose neighbours may have changed, by page."""
    places: dict[str, list[int]] = {}
    for path, (_, _, signatures, _) in kept.items():
        if not touched.isdisjoint(_numbers(b"".join(terms for terms, _ in signatures))):
            places[path] = [
                at
                for at, (terms, _) in enumerate(signatures)
                if not touched.isdisjoint(_numbers(terms))
            ]
    return places


def _compare(
    kept: Mapping[str, Kept],
    places: Mapping[str, Sequence[int]],
    tags: Mapping[str, frozenset[str]],
) -> dict[str, dict[int, tuple[Place, ...]]]:
    """The neighbours of the questions at these places."""
    wanted: set[int] = set()
    for path, some in places.items():
        wanted.update(*(_numbers(kept[path][2][at][0]) for at in some))
    index: dict[int, set[int]] = defaultdict(set)
    names: list[Place] = []
    for path in sorted(kept):
        for at, (terms, _) in enumerate(kept[path][2]):
            for term in wanted.intersection(_numbers(terms)):
                index[term].add(len(names))
            names.append((path, at))
    return {
        path: {at: tuple(_nearest((path, at), index, names, kept, tags)) for at in some}
        for path, some in places.items()
    }


def _nearest(
    own: Place,
    index: Mapping[int, set[int]],
    names: Sequence[Place],
    kept: Mapping[str, Kept],
    tags: Mapping[str, frozenset[str]],
) -> Iterator[Place]:
    """At most three; equal scores go by file and place, whatever was found first."""
    path, at = own
    terms, weights = map(_numbers, kept[path][2][at])
    weight_of = dict(zip(terms, weights, strict=True))
    # Sets do the comparing that a loop would take ten times as long for.
    once: set[int] = set()
    again: set[int] = set()
    for term in terms:
        others = index[term]
        again |= once & others
        once |= others
    near = []
    for other in again:
        place = names[other]
        if place[0] == path:
            continue
        theirs = zip(*map(_numbers, kept[place[0]][2][place[1]]), strict=True)
        shared = [weight * weight_of[term] for term, weight in theirs if term in weight_of]
        score = sum(shared)
        is_afar = tags[path].isdisjoint(tags[place[0]])
        # Two words in common are chance, unless they are the heaviest and the subject is the same.
        if len(shared) == 2:
            is_near = score >= PAIR and not is_afar
        else:
            is_near = score >= (AFAR if is_afar else NEAR)
        if is_near:
            near.append((-score, other))
    return (names[other] for _, other in sorted(near)[:MOST])


def _numbers(packed: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(packed)
    return numbers
