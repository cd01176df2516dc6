"""A parsed page and its ledger together: permanent ids, earlier anchors, true dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from generator.diagnostics import Diagnostic, GeneratorError, Span, error, warning
from generator.ledger.drift import drift_of
from generator.ledger.entries import Entry, Ledger
from generator.ledger.pairing import pair_questions
from generator.model import Card, Departed, FrontMatter, Page, Question, Retired
from generator.text import digest


def apply_ledger(page: Page, answers: Sequence[str], ledger: Ledger, lines: Sequence[str]) -> Page:
    """The page with what its ledger knows; `answers` are its plain texts, `lines` the file's.

    Raises `GeneratorError` where a permanent id is that of a heading on the same page.
    """
    pairing = pair_questions(page.questions, answers, ledger)
    own = {one.id for one in page.questions}
    headings = [one for one in page.anchors if one not in own]
    taken = {*headings, *(one.id for one in pairing.entries if one)}
    questions = []
    for question, entry in zip(page.questions, pairing.entries, strict=True):
        remembered = _remember(question, entry, ledger, taken)
        taken.add(remembered.id)
        questions.append(remembered)
    clashes = [*_clashes(questions, headings, page, lines)]
    if clashes:
        raise GeneratorError(clashes)
    questions = _without_taken_anchors(questions, taken)
    updated = _latest(page, questions)
    anchors = [anchor for one in questions for anchor in (one.id, *one.anchors)]
    return replace(
        page,
        front=_front(page, updated),
        questions=tuple(questions),
        anchors=(*anchors, *headings),
        card=_dated(page, updated),
        retired=tuple(_retired(ledger.entries.values(), pairing.entries)),
        drift=drift_of(page, pairing, lines),
    )


def departed(ledger: Ledger, path: str) -> Departed:
    """What is left of an explainer without a file."""
    asked = [one for one in ledger.entries.values() if one.retired is None]
    problems: tuple[Diagnostic, ...] = ()
    if asked:
        count = f"{len(asked)} question{'s' * (len(asked) > 1)}"
        problems = (
            warning(
                "explainer-vanished",
                f"the explainer `{ledger.slug}` is gone, and {count} with it",
                Span(path),
                hint="`explainer ids --fix` leads its links to where the questions are now;"
                f" `explainer ids --retire {ledger.slug}` says that they are not asked any more",
            ),
        )
    return Departed(ledger.slug, path, tuple(_retired(ledger.entries.values(), ())), problems)


def _remember(question: Question, entry: Entry | None, ledger: Ledger, taken: set[str]) -> Question:
    if entry is None:
        identity = question.id
        if not question.is_named:
            known = {anchor for one in ledger.entries.values() for anchor in (one.id, *one.anchors)}
            identity = free_id(question.id, taken | known)
        return replace(question, id=identity) if identity != question.id else question
    identity = question.id if question.is_named else entry.id
    anchors = tuple(one for one in (*entry.anchors, entry.id) if one != identity)
    changed = entry.changed if entry.changed and entry.changed > entry.first else None
    moments = [one for one in (question.updated, changed) if one]
    return replace(
        question,
        id=identity,
        anchors=anchors,
        first=entry.first,
        unknown_since=entry.open if question.unknown else None,
        updated=max(moments, default=None),
    )


def free_id(wanted: str, taken: set[str]) -> str:
    """The wanted id, or the first one with a number that nothing has taken."""
    identity, number = wanted, 1
    while identity in taken:
        number += 1
        identity = f"{wanted}-{number}"
    return identity


def _clashes(
    questions: Iterable[Question], headings: Sequence[str], page: Page, lines: Sequence[str]
) -> Iterator[Diagnostic]:
    for one in questions:
        if one.id in headings:
            excerpt = lines[one.line - 1] if 0 < one.line <= len(lines) else ""
            yield error(
                "duplicate-id",
                f"the ledger's id of this question, `{one.id}`, is that of a heading in an answer",
                Span(page.path, one.line, 1, max(1, len(excerpt)), excerpt),
                hint="word that heading in another way",
            )


def _without_taken_anchors(questions: Sequence[Question], taken: set[str]) -> list[Question]:
    """An earlier anchor gives way to an id that is in use now."""
    seen = set(taken)
    kept = []
    for one in questions:
        anchors = tuple(each for each in one.anchors if each not in seen)
        seen.update(anchors)
        kept.append(replace(one, anchors=anchors) if anchors != one.anchors else one)
    return kept


def _front(page: Page, updated: datetime | None) -> FrontMatter:
    """The front matter with the page's true date; what its author wrote was a check of it all."""
    front = page.front
    checks = [one for one in (front.checked, front.updated) if one]
    return replace(front, updated=updated, checked=max(checks, default=None))


def _latest(page: Page, questions: Iterable[Question]) -> datetime | None:
    """When the page last changed: by its author's word, or by an answer changed or added."""
    date = page.front.date
    moments = [one.updated for one in questions if one.updated]
    moments += [one.first for one in questions if one.first and date and one.first > date]
    moments += [page.front.updated] if page.front.updated else []
    return max(moments, default=None)


def _dated(page: Page, updated: datetime | None) -> Card:
    if updated == page.card.updated:
        return page.card
    return replace(page.card, updated=updated, digest=digest(page.card.digest, repr(updated)))


def _retired(entries: Iterable[Entry], asked: Sequence[Entry | None]) -> Iterator[Retired]:
    for one in entries:
        if one.retired is not None and one not in asked:
            yield Retired(one.id, one.text, one.anchors, one.retired, one.to)
