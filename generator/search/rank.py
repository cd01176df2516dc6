"""The ranking: which questions of an index answer a text best.

The same steps in the same order as in themes/_search/engine.js, with arithmetic that both
compute to the last bit (no logarithms or powers of the platform). docs/search.md has the formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from generator.search.codec import BLOCK, mark
from generator.search.read import Group, Index
from generator.search.shards import shared_start
from generator.search.spelling import corrections
from generator.search.words import units, words

STOP = 0.5
"""The weight of a stop word against another of the same frequency."""
PAIR = 0.35
"""What two words that follow one another in a question add."""
COVERED = 0.15
"""The part of a score that depends on how much of the text was found."""
BEGINNING = 0.5
"""The weight of a longer word that a last, unfinished one begins."""
RELATED, RELATED_LENGTH = 0.12, 5
"""The weight of words of the same file that begin like one of at least this many letters."""
SLIP = 0.85
"""The weight that a word keeps for each corrected letter."""
PHRASE_FILES = 8
"""Files of records read at most to see whether quoted words stand together."""
CONTENT_FILES, STOP_FILES = 5, 3
"""Files of words fetched at most; stop words add theirs only below the second number."""

_QUOTED = re.compile('"([^"]+)"|[“„«]([^”“»]+)[”“»]')


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the text as it is looked up."""

    word: str
    weight: float
    levels: dict[int, float]
    marks: dict[int, int]
    forms: frozenset[str]
    meant: tuple[str, ...] = ()
    """The known words searched for instead of an unknown one."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best records for a text."""

    ids: tuple[int, ...]
    """All that match, best first."""
    scores: dict[int, float]
    terms: tuple[Term, ...]
    unquoted: bool = False
    """True where no record has the quoted words together: then it is as if they were not quoted."""


def rank(
    index: Index,
    text: str,
    *,
    blocks: frozenset[int] | None = None,
    by_date: bool = False,
    exact: bool = False,
) -> Ranking:
    """The records that match a text, best first (or newest first); of equals the later one.

    `blocks` limits the result to these blocks; `exact` leaves unknown words uncorrected.
    """
    spoken = words(text)
    terms = _terms(index, spoken, exact=exact, open_end=bool(text) and _open_end(text, spoken))
    scores: dict[int, float] = {}
    covered: dict[int, float] = {}
    total = 0.0
    for term in terms:
        total += term.weight
        for number, part in term.levels.items():
            scores[number] = scores.get(number, 0.0) + term.weight * part
            covered[number] = covered.get(number, 0.0) + term.weight
    _add_pairs(scores, spoken, {one.word: one for one in terms})
    phrases = [words(one[0] or one[1]) for one in _QUOTED.findall(text)]
    for number in list(scores):
        if blocks is not None and number // BLOCK not in blocks:
            del scores[number]
            continue
        scores[number] *= 1 - COVERED + COVERED * (covered[number] / total)
    days = index.facets()[0].split(" ") if by_date else ()
    ids = sorted(scores, key=lambda number: (-scores[number], -number))
    if by_date:
        ids.sort(key=lambda number: days[number // BLOCK], reverse=True)
    quoted = _standing(index, ids, phrases, terms) if phrases else ids
    unquoted = bool(ids) and not quoted
    return Ranking(tuple(quoted or ids), scores, tuple(terms), unquoted)


def files_of(index: Index, spoken: Iterable[str]) -> frozenset[int]:
    """The files of words to look into for the words of a text: the long words' first."""
    known = dict.fromkeys(spoken)
    order = sorted((one in index.stops, -units(one), place) for place, one in enumerate(known))
    names = list(known)
    files: set[int] = set()
    for stop, _, place in order:
        if len(files) < (STOP_FILES if stop else CONTENT_FILES):
            files.add(index.place("t", names[place]))
    return frozenset(files)


def _open_end(text: str, spoken: list[str]) -> bool:
    """True when the last word may be unfinished: nothing follows it."""
    return bool(spoken) and units(spoken[-1]) > 1 and words(text[-1:]) != []


def _terms(index: Index, spoken: list[str], *, exact: bool, open_end: bool) -> list[Term]:
    """The words of a text that the index knows, each stem once, in their order."""
    files = files_of(index, spoken) if index.holds("t") else frozenset()
    terms: list[Term] = []
    seen: set[tuple[str, ...]] = set()
    for word in dict.fromkeys(spoken):
        number = index.place("t", word)
        if number not in files:
            continue
        last = open_end and word == spoken[-1]
        groups = _groups(index, word, number, 1.0)
        if groups and len(word) >= RELATED_LENGTH and word not in index.stops:
            groups += _related(index, word, number)
        if last:
            groups += _begun(index, word, number)
        meant: tuple[str, ...] = ()
        if not groups and not exact:
            near = corrections(index, word)
            meant = tuple(one for one, _ in near)
            for one, apart in near:
                part = SLIP if apart == 1 else SLIP * SLIP
                groups += _groups(index, one, index.place("t", one), part)
        key = tuple(form for group, _ in groups for form in group.forms)
        if groups and key not in seen:
            seen.add(key)
            terms.append(_term(index, word, groups, meant))
    return terms


def _groups(index: Index, word: str, number: int, part: float) -> list[tuple[Group, float]]:
    """The groups of a word with the part of its weight that each gets."""
    found = index.words(number)
    return [(found.group(one), part) for one in found.forms.get(word, ())]


def _related(index: Index, word: str, number: int) -> list[tuple[Group, float]]:
    """The groups of up to eight words of the same file that a word largely begins like."""
    found = index.words(number)
    own = set(found.forms.get(word, ()))
    more: dict[int, None] = {}
    for form, groups in found.forms.items():
        shared = shared_start(form, word)
        if shared >= 4 and (
            shared in (len(form), len(word)) or 10 * shared >= 7 * max(len(word), len(form))
        ):
            more.update((one, None) for one in groups if one not in own)
    return [(found.group(one), RELATED) for one in list(more)[:8]]


def _begun(index: Index, word: str, number: int) -> list[tuple[Group, float]]:
    """The groups of up to eight longer words of the same file that a word begins."""
    found = index.words(number)
    own = set(found.forms.get(word, ()))
    more: dict[int, None] = {}
    for form, groups in found.forms.items():
        if form.startswith(word) and form != word:
            more.update((one, None) for one in groups if one not in own)
    part = BEGINNING if own else 1.0
    return [(found.group(one), part) for one in list(more)[:8]]


def _term(
    index: Index, word: str, groups: list[tuple[Group, float]], meant: tuple[str, ...]
) -> Term:
    """The groups of a word as one; a record keeps the first group's word on it."""
    levels: dict[int, float] = {}
    marks: dict[int, int] = {}
    count = 0
    for group, part in groups:
        if part >= 0.6:
            count += group.count
        for number, level in group.levels.items():
            if number not in levels:
                levels[number] = part * level / 32
                if number in group.marks:
                    marks[number] = group.marks[number]
    common = (meant[0] if meant else word) in index.stops
    weight = rarity(index.entry["records"], count) * (STOP if common else 1.0)
    forms = frozenset(form for group, _ in groups for form in group.forms)
    return Term(word, weight, levels, marks, forms, meant)


def rarity(records: int, count: int) -> float:
    """How much a word tells that stands in `count` of `records`: about a binary logarithm.

    Straight lines between the powers of two, which every platform computes alike.
    """
    value, power = 1 + records / max(1, count), 0
    while value >= 2:
        value /= 2
        power += 1
    return power + value - 1


def _add_pairs(scores: dict[int, float], spoken: list[str], terms: dict[str, Term]) -> None:
    """Adds what words tell that follow one another in the text and in a question."""
    done: set[tuple[str, str]] = set()
    for before, after in pairwise(spoken):
        left, right = terms.get(before), terms.get(after)
        if left is None or right is None or (before, after) in done:
            continue
        done.add((before, after))
        bonus = PAIR * (left.weight + right.weight) / 2
        wanted = {mark(one) for one in (right.meant or (after,))}
        for number, follows in left.marks.items():
            if follows in wanted and number in right.marks:
                scores[number] += bonus


def _standing(
    index: Index, ids: list[int], phrases: list[list[str]], terms: list[Term]
) -> list[int]:
    """The records in which the words of each phrase stand together, as their texts tell."""
    quoted = {word for phrase in phrases for word in phrase}
    for term in terms:
        if term.word in quoted:
            ids = [one for one in ids if one in term.levels]
    together = [f" {' '.join(one)} " for one in phrases if len(one) > 1]
    if not together:
        return ids
    opened: set[int] = set()
    kept = []
    for number in ids:
        file = number // index.entry["span"]
        if file not in opened and len(opened) == PHRASE_FILES:
            continue
        opened.add(file)
        _, title, _, _, _, records = index.block(number)
        _, question, answer, *_ = records[number % BLOCK]
        texts = [f" {' '.join(words(one))} " for one in (question, title, answer)]
        if all(any(one in text for text in texts) for one in together):
            kept.append(number)
    return kept
