"""Compound words by their parts: `Krankenversicherung` is also found by `Versicherung`.

A word is a compound when it is made of two others that the site itself uses, with or without a
letter that joins them; so no dictionary is needed, and no part is a mere ending.
"""

from __future__ import annotations

from collections.abc import Iterable, Set

from generator.search.postings import Postings

COMPOUNDING = frozenset({"da", "de", "fi", "nb", "nl", "nn", "no", "sv"})
"""Languages that write compounds as one word."""

SHORTEST_PART = 4
_JOINTS = ("", "s", "n", "en", "es", "e", "er")
LEVELS = (10, 2)
"""What a part says of a record with the compound in its question, and elsewhere."""


def add_parts(postings: Postings, pairs: Iterable[str], stops: frozenset[str]) -> None:
    """Adds the records of compounds to the postings of their parts.

    `pairs` are stems and forms (`stem form`) of pages in languages that write compounds as one.
    """
    stems: dict[str, int] = {}
    for pair in sorted(pairs):
        form = pair.partition(" ")[2]
        if len(form) >= SHORTEST_PART and form.isalpha():
            stems.setdefault(form, postings.pairs[pair])
    known = stems.keys() - stops
    found = {
        (stems[form], stems[part])
        for form in stems
        if len(form) > 2 * SHORTEST_PART
        for part in split(form, known)
        if stems[part] != stems[form]
    }
    postings.add_parts(sorted(found), *LEVELS)


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
