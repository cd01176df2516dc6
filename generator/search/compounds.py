"""Compound words by their parts: `Krankenversicherung` is also found by `Versicherung`.

A word is a compound when it is made of two others that the site itself uses, with or without a
letter that joins them; so no dictionary is needed, and no part is a mere ending.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from generator.search.codec import ALPHABET
from generator.search.groups import Group

COMPOUNDING = frozenset({"da", "de", "fi", "nb", "nl", "nn", "no", "sv"})
"""Languages that write compounds as one word."""

SHORTEST_PART = 4
_JOINTS = ("", "s", "n", "en", "es", "e", "er")
# A part tells less of a record than the word itself: two of the steps of `page.level`.
_ASKED, _TOLD = ALPHABET[10], ALPHABET[2]


def add_parts(groups: dict[str, Group], pairs: Iterable[str], stops: frozenset[str]) -> None:
    """Adds the records of compounds to the groups of their parts.

    `pairs` are stems and forms (`stem form`) of pages in languages that write compounds as one.
    """
    stems: dict[str, str] = {}
    for pair in sorted(pairs):
        stem, _, form = pair.partition(" ")
        if len(form) >= SHORTEST_PART and form.isalpha():
            stems.setdefault(form, stem)
    for form in sorted(stems):
        whole = stems[form]
        for part in split(form, stems.keys() - stops) if len(form) > 2 * SHORTEST_PART else ():
            if stems[part] != whole:
                _add(groups[stems[part]], groups[whole])


def split(form: str, known: Set[str]) -> tuple[str, ...]:
    """The two words that a compound is made of, the longest last part first; empty when none."""
    for at in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
        head, tail = form[:at], form[at:]
        if tail in known:
            for joint in _JOINTS:
                first = head.removesuffix(joint)
                if len(first) >= SHORTEST_PART and head == first + joint and first in known:
                    return first, tail
    return ()


def _add(part: Group, whole: Group) -> None:
    """Adds the records of a compound that do not hold the part itself."""
    has = {one[0] for one in part.asked}.union(*part.told.values())
    asked = {one[0] for one in whole.asked} - has
    told = set().union(*whole.told.values()) - has - asked
    for level, ids in ((_ASKED, asked), (_TOLD, told)):
        if ids:
            part.told[level] = sorted({*part.told.get(level, ()), *ids})
    part.told = {level: part.told[level] for level in sorted(part.told, reverse=True)}
