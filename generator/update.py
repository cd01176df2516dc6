"""An updated story in the place of its earlier version: what editors made of that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import tzinfo

from generator.convert.placing import Explainer
from generator.matching import Asked, match_questions, sketch
from generator.model import FrontMatter
from generator.parse import parse_page


def updated_explainer(
    before: str, path: str, explainer: Explainer, zone: tzinfo
) -> tuple[Explainer, Sequence[str]]:
    """The new version with the old front matter and question ids, and what changed, in lines.

    Raises `GeneratorError` when the old file cannot be read.
    """
    page, body = parse_page(before, path, zone, "")
    old = [
        Asked(question.text, sketch(answer), question.id)
        for question, answer in zip(page.questions, body.answer_texts, strict=True)
    ]
    new = [
        Asked(one.text, sketch("\n".join(block.text for block in one.answer)))
        for one in explainer.entries
    ]
    # The doubtful ones too: the differences are shown before anything is written.
    found = {one.new: one.old for one in match_questions(old, new)}
    matches = tuple(found.get(at, -1) for at in range(len(new)))
    entries = tuple(
        replace(entry, id=old[at].id) if at >= 0 else entry
        for entry, at in zip(explainer.entries, matches, strict=True)
    )
    front = _kept(page.front, explainer.front)
    changed = replace(explainer, front=front, entries=entries, raw_front=True)
    return changed, tuple(_differences(old, new, matches))


def _kept(old: FrontMatter, new: FrontMatter) -> FrontMatter:
    """The old front matter; the new version's date of change, and what the old one left empty."""
    latest = new.updated or (new.date if old.date and new.date and new.date > old.date else None)
    empty = {
        name: getattr(new, name)
        for name in ("kicker", "source", "authors", "lang", "image")
        if not getattr(old, name)
    }
    return replace(old, **empty, updated=latest or old.updated)


def _differences(old: Sequence[Asked], new: Sequence[Asked], matches: Sequence[int]) -> list[str]:
    lines = []
    for one, at in zip(new, matches, strict=True):
        if at < 0:
            lines.append(f"  new question: {one.text}")
        elif old[at].text != one.text:
            lines.append(f"  reworded, keeps the id {old[at].id}: {old[at].text} → {one.text}")
    gone = set(range(len(old))) - set(matches)
    lines += [f"  no longer asked: {old[at].text} (id {old[at].id})" for at in sorted(gone)]
    return lines
