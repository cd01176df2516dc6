"""Which questions of a later version are those of an earlier one.

The wording alone finds only half of what editors reword; the words of the answers find the rest.
An answer is compared by its sketch, since the ledger remembers no more of it than that.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeVar

from generator.text import words

T = TypeVar("T")
Sketch = tuple[int, ...]
"""The smallest hashes of a text's terms, ascending (bottom-k sampling): the part of two sketches
that lies below the end of both is a fair sample of both texts."""
SKETCH_SIZE = 36
_SHORT_WORD = 3
"""Letters: shorter words stand in every answer."""
_BYTES = 2

# Weights and limits are tuned on tests/ledger/rewordings.txt. Precision comes first: a link that
# leads to another question is worse than one that a person is asked about.
_WORDING, _KEPT, _COMMON = 0.2, 0.4, 0.4
SURE = 0.6
DOUBTFUL = 0.35
_NEAR_WORDING = 0.8
"""Questions that share so much of their words are worth asking about, whatever their answers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the sketch of its answer."""

    text: str
    answer: Sketch
    id: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier question and the later one that continues it, by their places."""

    old: int
    new: int
    score: float
    shared: float
    """The share of the shorter answer's words that the other has too."""

    @property
    def is_sure(self) -> bool:
        """False: a person has to decide."""
        return self.score >= SURE


def sketch(text: str) -> Sketch:
    """The sketch of an answer's plain text; empty when it has no word."""
    hashes = {
        int.from_bytes(blake2b(one.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest())
        for one in set(_terms(text))
    }
    return tuple(sorted(hashes)[:SKETCH_SIZE])


def write_sketch(values: Sketch) -> str:
    """The sketch in letters, digits, `-` and `_`."""
    data = b"".join(one.to_bytes(_BYTES) for one in values)
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read_sketch(text: str) -> Sketch:
    """The sketch that `write_sketch` wrote; empty for anything else."""
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return ()
    values = [int.from_bytes(data[at : at + _BYTES]) for at in range(0, len(data), _BYTES)]
    return tuple(values) if values == sorted(set(values)) else ()


def match_questions(old: Sequence[Asked], new: Sequence[Asked]) -> list[Match]:
    """Which new question continues which old one, each at most once; the likeliest first.

    Holds the doubtful pairs too, but only of questions that no likelier pair takes.
    """
    pairs = sorted(
        (
            (score, n, m, shared)
            for n, before in enumerate(old)
            for m, after in enumerate(new)
            for score, shared in (_compare(before, after),)
            if score >= DOUBTFUL
        ),
        key=lambda one: (-one[0], abs(one[1] - one[2]), one[1], one[2]),
    )
    found: list[Match] = []
    olds: set[int] = set()
    news: set[int] = set()
    for score, n, m, shared in pairs:
        if n not in olds and m not in news:
            olds.add(n)
            news.add(m)
            found.append(Match(n, m, score, shared))
    return found


def _compare(old: Asked, new: Asked) -> tuple[float, float]:
    """How likely two questions are one, and how much of the shorter answer stayed."""
    kept, common = _shared(old.answer, new.answer)
    first, second = _key(old.text), _key(new.text)
    if first == second:
        return 1.0, kept
    wording, _ = _overlap({*_terms(old.text)}, {*_terms(new.text)})
    score = _WORDING * wording + _KEPT * kept + _COMMON * common
    if _overlap({*first}, {*second})[1] >= _NEAR_WORDING:
        score = max(score, DOUBTFUL)
    return round(score, 3), kept


def _shared(one: Sketch, other: Sketch) -> tuple[float, float]:
    """As `_overlap`, of the two texts, as far as their sketches tell."""
    ends = [each[-1] for each in (one, other) if len(each) == SKETCH_SIZE]
    end = min(ends, default=1 << 8 * _BYTES)
    return _overlap({a for a in one if a <= end}, {b for b in other if b <= end})


def _overlap(one: set[T], other: set[T]) -> tuple[float, float]:
    """The share of the smaller set, and of both together, that the two have in common."""
    both = len(one & other)
    return (both / min(len(one), len(other)), both / len(one | other)) if both else (0.0, 0.0)


def _key(text: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in words(text))


def _terms(text: str) -> Iterator[str]:
    """The words that tell texts apart; in scripts without spaces, pairs of characters."""
    before = ""
    for word in words(text):
        if len(word) == 1 and word > "\u0e00":
            if before:
                yield before + word
            before = word
            continue
        before = ""
        if len(word) > _SHORT_WORD or any(one.isdigit() for one in word) or not word.isascii():
            yield word.casefold()
