"""What an unknown word most likely meant: the same steps as in themes/_search/search-engine.js.

One slip leaves either the first or the second half of a word whole, so the words that begin or end
like it are all that need be looked at.
"""

from __future__ import annotations

from generator.search.read import Index

SHORTEST = 4
"""Letters below which a word has too many neighbours to guess."""
LONG = 8
"""Letters from which two slips are looked for."""
CHOICES = 3


def spelling_files(index: Index, word: str) -> list[tuple[str, int]]:
    """The spelling files (kind and number) to look into for a word; none for short words."""
    if len(word) < SHORTEST or word.isdigit() or not index.holds("f"):
        return []
    half = len(word) // 2
    files = []
    for kind, part in (("f", word[:half]), ("b", word[::-1][:half])):
        first, last = index.place(kind, part), index.place(kind, part + "\uffff")
        files += [(kind, number) for number in range(first, min(last, first + 2) + 1)]
    return files


def corrections(index: Index, word: str) -> list[tuple[str, int]]:
    """Known words near an unknown one, the nearest first, with their distance."""
    allowed = 2 if len(word) >= LONG else 1
    found: dict[str, tuple[int, int]] = {}
    for kind, number in spelling_files(index, word):
        for written, frequency in index.spellings(kind, number):
            known = written if kind == "f" else written[::-1]
            if known not in found and abs(len(known) - len(word)) <= allowed:
                apart = distance(word, known, allowed)
                if apart <= allowed:
                    found[known] = (apart, -frequency)
    if not found:
        return _parts(index, word)
    nearest = min((apart for apart, _ in found.values()), default=0)
    chosen = sorted(found, key=lambda one: (found[one], one))
    return [(one, found[one][0]) for one in chosen if found[one][0] == nearest][:CHOICES]


def _parts(index: Index, word: str) -> list[tuple[str, int]]:
    """The longest known words that a word begins and ends with, else those that begin like it."""
    stem = word[: max(5, len(word) - 3)]
    head = tail = ""
    alike: dict[str, int] = {}
    for kind, number in spelling_files(index, word):
        for written, frequency in index.spellings(kind, number):
            known = written if kind == "f" else written[::-1]
            if word.startswith(known) and len(known) > len(head):
                head = known
            if word.endswith(known) and len(known) > len(tail):
                tail = known
            if len(word) > 5 and known.startswith(stem) and len(known) <= len(word) + 3:
                alike[known] = frequency
    if head or tail:
        return [(one, 2) for one in dict.fromkeys((head, tail)) if one]
    chosen = sorted(alike, key=lambda one: (-alike[one], one))
    return [(one, 2) for one in chosen[:CHOICES]]


def distance(left: str, right: str, limit: int) -> int:
    """How many letters are missing, added, wrong or swapped; `limit` + 1 stands for more."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    older: list[int] = []
    old = list(range(len(right) + 1))
    for row, char in enumerate(left, 1):
        new = [row]
        for column, other in enumerate(right, 1):
            best = min(old[column] + 1, new[-1] + 1, old[column - 1] + (char != other))
            swapped = (
                row > 1 and column > 1 and char == right[column - 2] and left[row - 2] == other
            )
            new.append(min(best, older[column - 2] + 1) if swapped else best)
        if min(new) > limit:
            return limit + 1
        older, old = old, new
    return old[-1]
