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

from generator.text import words

Sketch = tuple[int, ...]
"""The smallest hashes of a text's terms, ascending (bottom-k sampling): the part of two sketches
that lies below the end of both is a fair sample of both texts."""
SKETCH_SIZE = 36
_SHORT_WORD = 3
"""Letters: shorter words stand in every answer."""
_BYTES = 2

# Of 0 to 1 each. Tuned on tests/matching-cases.yml; precision comes first: a link that leads to
# another question is worse than one that a person is asked about.
SURE = 0.62
DOUBTFUL = 0.38
_SAME_ANSWER = 0.8


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

    Holds the doubtful pairs too, but only of questions that no sure pair takes.
    """
    pairs = sorted(
        (
            _compare(n, before, m, after)
            for n, before in enumerate(old)
            for m, after in enumerate(new)
        ),
        key=lambda one: (-one.score, abs(one.old - one.new), one.old, one.new),
    )
    found: list[Match] = []
    olds: set[int] = set()
    news: set[int] = set()
    for one in pairs:
        if one.score >= DOUBTFUL and one.old not in olds and one.new not in news:
            olds.add(one.old)
            news.add(one.new)
            found.append(one)
    return found


def _compare(n: int, old: Asked, m: int, new: Asked) -> Match:
    shared = _shared(old.answer, new.answer)
    first, second = _key(old.text), _key(new.text)
    if first == second:
        return Match(n, m, 1.0, shared)
    wording = _overlap(set(first), set(second))
    return Match(n, m, round((wording + shared) / 2, 3), shared)


def _shared(one: Sketch, other: Sketch) -> float:
    """The share of the shorter answer's words that the other has too."""
    ends = [each[-1] for each in (one, other) if len(each) == SKETCH_SIZE]
    end = min(ends, default=1 << 8 * _BYTES)
    return _overlap({a for a in one if a <= end}, {b for b in other if b <= end})


def _overlap(one: set[str] | set[int], other: set[str] | set[int]) -> float:
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


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
