"""Which questions of an updated story are those of its earlier version.

The wording alone finds only half of what editors reword; the words of the answers find the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.text import words

# Together of 2: a question reworded with its answer kept has about 1.2, another question 0.4.
_ENOUGH = 0.75


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer's plain text."""

    text: str
    answer: str
    id: str = ""


def match_questions(old: Sequence[Asked], new: Sequence[Asked]) -> tuple[int, ...]:
    """For each new question the index of the old one that it continues, or -1.

    Each old question is continued at most once; equal wordings come first, then the likeliest.
    """
    found = [-1] * len(new)
    taken: set[int] = set()
    by_text = {_key(one.text): place for place, one in enumerate(old)}
    for place, one in enumerate(new):
        same = by_text.get(_key(one.text), -1)
        if same >= 0 and same not in taken:
            found[place] = same
            taken.add(same)
    pairs = sorted(
        (
            (-_likeness(before, after), abs(n - m), n, m)
            for n, before in enumerate(old)
            if n not in taken
            for m, after in enumerate(new)
            if found[m] < 0
        ),
    )
    for negative, _, n, m in pairs:
        if -negative >= _ENOUGH and n not in taken and found[m] < 0:
            found[m] = n
            taken.add(n)
    return tuple(found)


def _likeness(old: Asked, new: Asked) -> float:
    """From 0 to 2: how much the questions share, and how much their answers."""
    return _shared(old.text, new.text) + _shared(old.answer, new.answer)


def _shared(one: str, other: str) -> float:
    """The share of the shorter text's words that the other has too."""
    first, second = (Counter(word.casefold() for word in words(text)) for text in (one, other))
    least = min(first.total(), second.total())
    return (first & second).total() / least if least else 0.0


def _key(text: str) -> str:
    return " ".join(word.casefold() for word in words(text))
