"""What an unknown word most likely meant: the same steps as in themes/_search/engine.js.

One slip leaves either the first or the second half of a word whole, so the words that begin or end
like it are all that need be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.search.read import Index
from generator.search.words import is_unspaced, sort_key

SHORTEST = 4
"""Letters below which a word has too many neighbours to guess."""
LONG = 8
"""Letters from which two slips are looked for."""
CHOICES = 3


def corrections(index: Index, word: str) -> list[tuple[str, int]]:
    """Known words near an unknown one, with the slips between them: the nearest only.

    Where none is near: the longest known words that it begins and ends with, else those that begin
    like it.
    """
    known = _alike(index, word)

    def best(some: Iterable[str]) -> list[str]:
        return sorted(some, key=lambda one: (-known[one], sort_key(one)))[:CHOICES]

    for slips in (1, 2) if len(word) >= LONG else (1,):
        found = best(one for one in known if near(word, one, slips))
        if found:
            return [(one, slips) for one in found]
    head = max((one for one in known if word.startswith(one)), key=len, default="")
    tail = max((one for one in known if word.endswith(one)), key=len, default="")
    if head or tail:
        return [(one, 2) for one in dict.fromkeys((head, tail)) if one]
    begin = word[: max(5, len(word) - 3)]
    longer = (one for one in known if one.startswith(begin) and len(one) < len(word) + 4)
    return [(one, 2) for one in best(longer if len(word) > 5 else ())]


def _alike(index: Index, word: str) -> dict[str, int]:
    """The known words that begin or end like half of a word, with their frequency."""
    numeric = word.isascii() and word.isdigit()
    if len(word) < SHORTEST or numeric or is_unspaced(word) or not index.holds("f"):
        return {}
    half = len(word) // 2
    known: dict[str, int] = {}
    for kind, part in (("f", word[:half]), ("b", word[::-1][:half])):
        first, last = index.place(kind, part), index.place(kind, part + "\uffff")
        for number in range(first, min(last, first + 2) + 1):
            for written, frequency in index.spellings(kind, number):
                known[written if kind == "f" else written[::-1]] = frequency
    return known


def near(left: str, right: str, slips: int) -> bool:
    """True where that many letters missing, added, wrong or swapped make one of the other."""
    same = 0
    while same < min(len(left), len(right)) and left[same] == right[same]:
        same += 1
    left, right = left[same:], right[same:]
    if left == right:
        return True
    if not slips or abs(len(left) - len(right)) > slips:
        return False
    return (
        near(left[1:], right[1:], slips - 1)
        or near(left[1:], right, slips - 1)
        or near(left, right[1:], slips - 1)
        or (left[:2] == right[1::-1] and near(left[2:], right[2:], slips - 1))
    )
