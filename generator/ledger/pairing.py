"""Which entry of the ledger is which question of the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.ledger.entries import Entry, Ledger, answer_hash
from generator.matching import Asked, Match, match_questions, read_sketch, sketch
from generator.model import Question
from generator.text import collapse


@dataclass(frozen=True, slots=True)
class Pairing:
    """The questions of a page and what the ledger knows of each."""

    entries: tuple[Entry | None, ...]
    """One a question: its entry, or None for a question that the ledger does not know."""
    matches: Mapping[int, Match]
    """Questions, by their place, whose entry is known by its likeness alone, and surely."""
    doubtful: Mapping[int, tuple[Entry, Match]]
    """Questions without an entry, by their place, which may be a reworded one."""
    vanished: tuple[Entry, ...]
    """Entries without a question which nobody has retired."""


def pair_questions(
    questions: Sequence[Question], answers: Sequence[str], ledger: Ledger
) -> Pairing:
    """By the id that a comment gives; else by wording, anchor, earlier wording, and likeness.

    A question whose comment gives an id of its own is never taken for another id's.
    """
    found: list[Entry | None] = [ledger.entries.get(one.id) for one in questions]
    for at, one in enumerate(questions):
        if not one.is_named:
            found[at] = None
    free = {key: one for key, one in ledger.entries.items() if one not in found}
    _pair_by_text(questions, found, free)
    for known in (_by_anchor, _by_earlier_text):
        index = known(free)
        for at, one in enumerate(questions):
            key = one.id if known is _by_anchor else collapse(one.text)
            entry = index.get(key) if found[at] is None else None
            if entry is not None and entry.id in free:
                found[at] = free.pop(entry.id)
    matches, doubtful = _by_likeness(questions, answers, found, free)
    return Pairing(tuple(found), matches, doubtful, tuple(_asked(free)))


Verdict = Callable[[Entry, Question, Match], bool | None]
"""Whether a question continues an entry; None: nobody can say yet."""


def decide(pairing: Pairing, questions: Sequence[Question], verdict: Verdict) -> Pairing:
    """The pairing after every likeness, sure or doubtful, has been judged."""
    entries = list(pairing.entries)
    matches: dict[int, Match] = {}
    doubtful: dict[int, tuple[Entry, Match]] = {}
    vanished = list(pairing.vanished)
    likely = {at: (entries[at], one) for at, one in pairing.matches.items()} | {**pairing.doubtful}
    for at, (entry, match) in sorted(likely.items()):
        assert entry is not None
        judged = verdict(entry, questions[at], match)
        entries[at] = entry if judged else None
        if judged:
            matches[at] = match
            vanished = [one for one in vanished if one.id != entry.id]
            continue
        if judged is None:
            doubtful[at] = (entry, match)
        if entry not in vanished:
            vanished.append(entry)
    return Pairing(tuple(entries), matches, doubtful, tuple(vanished))


def _by_likeness(
    questions: Sequence[Question],
    answers: Sequence[str],
    found: list[Entry | None],
    free: dict[str, Entry],
) -> tuple[dict[int, Match], dict[int, tuple[Entry, Match]]]:
    old = _asked(free)
    places = [at for at, one in enumerate(found) if one is None and not questions[at].is_named]
    new = [Asked(questions[at].text, sketch(answers[at])) for at in places]
    matches: dict[int, Match] = {}
    doubtful: dict[int, tuple[Entry, Match]] = {}
    if not old or not new:
        return matches, doubtful
    for one in match_questions([Asked(each.text, read_sketch(each.words)) for each in old], new):
        at, entry = places[one.new], old[one.old]
        if one.is_sure:
            matches[at] = one
            found[at] = free.pop(entry.id)
        else:
            doubtful[at] = (entry, one)
    return matches, doubtful


def _asked(free: Mapping[str, Entry]) -> list[Entry]:
    return [one for one in free.values() if one.retired is None]


def _pair_by_text(
    questions: Sequence[Question], found: list[Entry | None], free: dict[str, Entry]
) -> None:
    """Pairs questions with the entries of their wording.

    Where a page asks one wording twice, the answer tells which is which, else the id, else the
    order. A retired question that is asked again is the same question; one still asked goes first.
    """
    asked: dict[str, list[int]] = defaultdict(list)
    for at, question in enumerate(questions):
        if found[at] is None:
            asked[collapse(question.text)].append(at)
    known: dict[tuple[str, bool], list[Entry]] = defaultdict(list)
    for one in free.values():
        known[collapse(one.text), one.retired is not None].append(one)
    for text, places in asked.items():
        for is_retired in (False, True):
            entries = known.get((text, is_retired), [])
            for is_same in (_has_answer, _has_id, _is_any):
                for at in places:
                    entry = next((one for one in entries if is_same(questions[at], one)), None)
                    if found[at] is None and entry is not None:
                        entries.remove(entry)
                        found[at] = free.pop(entry.id)


def _has_answer(question: Question, entry: Entry) -> bool:
    return entry.hash == answer_hash(question.digest)


def _has_id(question: Question, entry: Entry) -> bool:
    return entry.id == question.id


def _is_any(question: Question, entry: Entry) -> bool:
    return True


def _by_anchor(free: Mapping[str, Entry]) -> dict[str, Entry]:
    asked = _asked(free)
    return {anchor: one for one in asked for anchor in one.anchors} | {one.id: one for one in asked}


def _by_earlier_text(free: Mapping[str, Entry]) -> dict[str, Entry]:
    return {collapse(text): one for one in _asked(free) for text in one.was}
