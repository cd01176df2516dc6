"""What a page's ledger becomes when it is brought into step: entries and what changed in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from generator.ledger.applying import free_id
from generator.ledger.entries import Entry, Ledger, answer_hash
from generator.ledger.pairing import Pairing
from generator.matching import sketch, write_sketch
from generator.model import Body, Page, Question
from generator.text import collapse

Kind = Literal[
    "new", "reworded", "renamed", "changed", "returned", "moved", "retired", "opened", "settled"
]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the ledger did not know."""

    kind: Kind
    slug: str
    id: str
    text: str
    was: str = ""
    """The earlier wording of a reworded question, the earlier id of a renamed one."""
    shared: float | None = None
    """Where it was known by its likeness: the share of the answer's words that stayed."""
    to: str = ""
    """Where a question that is moved or retired leads: `slug/id`."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and how a page is recorded."""

    now: datetime
    is_minor: bool = False
    """A slip is corrected: no answer counts as changed."""
    is_first: bool = False
    """The explainer has no ledger yet: what stands in it was there when it was published."""
    moved: Mapping[int, Entry] = field(default_factory=dict)
    """Questions, by their place, which continue an entry of another explainer."""
    held: Collection[int] = ()
    """Questions, by their place, of which nobody has said yet whether they do."""


def record_page(
    page: Page,
    body: Body,
    ledger: Ledger,
    pairing: Pairing,
    occasion: Occasion,
) -> tuple[Ledger, list[Change]]:
    """The ledger in step with its page, and what changed.

    `page` is as parsed, without its ledger. Questions that may continue another stay out until
    that is decided.
    """
    entries: dict[str, Entry] = {}
    changes: list[Change] = []
    taken = {anchor for one in ledger.entries.values() for anchor in (one.id, *one.anchors)}
    taken |= {*page.anchors} - {one.id for one in page.questions if not one.is_named}
    for at, question in enumerate(page.questions):
        entry, answer = pairing.entries[at], body.answer_texts[at]
        if entry is None and (at in pairing.doubtful or at in occasion.held):
            continue
        if entry is None:
            made = _new(page, question, answer, occasion, taken, occasion.moved.get(at))
            if at not in occasion.moved:
                changes.append(Change("new", page.slug, made.id, made.text))
        else:
            made, found = _renewed(page, question, answer, entry, occasion)
            match = pairing.matches.get(at)
            changes += [
                replace(one, shared=match.shared) if match and one.kind == "reworded" else one
                for one in found
            ]
        taken.add(made.id)
        entries[made.id] = made
    kept = {one.id for one in pairing.entries if one}
    for key, one in ledger.entries.items():
        if key not in kept and key not in entries:
            entries[key] = one
    return Ledger(ledger.slug, entries), changes


def retire(
    ledger: Ledger, identity: str, now: datetime, to: str = "", *, kind: Kind = "retired"
) -> tuple[Ledger, Change]:
    """The ledger in which a question is no longer asked, and leads on to `to`."""
    entry = ledger.entries[identity]
    gone = replace(entry, retired=entry.retired or now, to=to or entry.to)
    change = Change(kind, ledger.slug, identity, entry.text, to=gone.to)
    return Ledger(ledger.slug, {**ledger.entries, identity: gone}), change


def _new(
    page: Page,
    question: Question,
    answer: str,
    occasion: Occasion,
    taken: set[str],
    moved: Entry | None,
) -> Entry:
    """A question that the explainer's ledger does not know; `moved`: another explainer's does."""
    published = page.front.date or occasion.now
    first = published if occasion.is_first or published > occasion.now else occasion.now
    wanted = moved.id if moved and not question.is_named else question.id
    entry = Entry(
        open=first if question.unknown else None,
        id=wanted if question.is_named else free_id(wanted, taken),
        text=question.text,
        first=first,
        hash=answer_hash(question.digest),
        words=write_sketch(sketch(answer)),
        changed=question.updated if question.updated and question.updated > first else None,
    )
    if moved is None:
        return entry
    is_open = moved.open if question.unknown else None
    is_changed = moved.hash != entry.hash and not occasion.is_minor
    return replace(
        entry,
        first=moved.first,
        open=is_open or entry.open,
        changed=occasion.now if is_changed else moved.changed,
        was=_wordings(moved, question.text),
    )


def _renewed(
    page: Page, question: Question, answer: str, entry: Entry, occasion: Occasion
) -> tuple[Entry, list[Change]]:
    """A known question as it is now. Before it is published, it has no history."""
    is_public = entry.first <= occasion.now
    identity = question.id if question.is_named else entry.id
    found: list[Change] = []
    made = replace(entry, id=identity, text=question.text)

    def note(kind: Kind, was: str = "") -> None:
        found.append(Change(kind, page.slug, identity, question.text, was))

    if entry.retired is not None:
        made = replace(made, retired=None, to="")
        note("returned")
    if identity != entry.id:
        anchors = (one for one in (*entry.anchors, entry.id) if one != identity)
        made = replace(made, anchors=tuple(anchors) if is_public else ())
        note("renamed", entry.id)
    if collapse(question.text) != collapse(entry.text):
        if is_public and not occasion.is_minor:
            made = replace(made, was=_wordings(entry, question.text))
        note("reworded", entry.text)
    digest = answer_hash(question.digest)
    if digest != entry.hash:
        if entry.hash and is_public and not occasion.is_minor:
            made = replace(made, changed=occasion.now)
        made = replace(made, hash=digest, words=write_sketch(sketch(answer)))
        note("changed")
    if bool(question.unknown) != bool(entry.open):
        made = replace(made, open=occasion.now if question.unknown else None)
        note("opened" if question.unknown else "settled")
    if not is_public and page.front.date:
        made = replace(made, first=page.front.date)
    return made, found


def _wordings(entry: Entry, now: str) -> tuple[str, ...]:
    """The earlier wordings, each once, the latest last."""
    known = dict.fromkeys((*entry.was, entry.text))
    return tuple(one for one in known if one != now)
