"""What an author should know of a page beside its text: shown in the preview only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from generator.diagnostics import Diagnostic
from generator.duplicates import Duplicate
from generator.model import Page
from generator.review import Standing, overdue
from generator.site import Site

# The warnings that a word says better than their code.
_NAMES = {
    "answer-without-source": "no source",
    "empty-answer": "no answer",
    "ledger-behind": "ledger",
    "missing-alt": "picture",
    "question-vanished": "ledger",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to know."""

    name: str
    """A word or two."""
    text: str
    """A sentence."""


Marks = Mapping[str, tuple[Mark, ...]]
"""By content file; only those of which there is something to say."""


def mark_pages(site: Site) -> Marks:
    """What is to be said of the pages of a site as of its time."""
    now, zone = site.options.now, site.options.timezone
    pages = site.by_path.values()
    found: dict[str, list[Mark]] = defaultdict(list)
    for page in pages:
        if marks := _marks(page, now):
            found[page.path] += marks
    for one in overdue(pages, site.config, now, zone):
        owner = f"; {one.owner} sees to it" if one.owner else ""
        text = f"{_subject(one)} was to be looked at by {one.due:%Y-%m-%d}{owner}."
        found[one.page.path].append(Mark("review due", text))
    return {path: tuple(marks) for path, marks in found.items()}


def mark_warnings(warnings: Iterable[Diagnostic]) -> Marks:
    """The warnings about each file."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for one in warnings:
        if one.span is not None:
            name = _NAMES.get(one.code) or one.code.replace("-", " ")
            place = f" (line {one.span.line})" if one.span.line else ""
            hint = f" {one.hint[:1].upper()}{one.hint[1:]}." if one.hint else ""
            text = f"{one.message[:1].upper()}{one.message[1:]}{place}.{hint}"
            found[one.span.path].append(Mark(name, text))
    return {path: tuple(marks) for path, marks in found.items()}


def mark_duplicates(site: Site, pairs: Iterable[Duplicate]) -> Marks:
    """Of each question that may be asked twice, where the other one stands."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for pair in pairs:
        for (path, at), (other_path, other) in (
            (pair.first, pair.second),
            (pair.second, pair.first),
        ):
            own, its = site.by_path[path].questions[at], site.by_path[other_path].questions[other]
            text = f"“{own.text}” may ask the same as “{its.text}” ({other_path}:{its.line})."
            found[path].append(Mark("asked twice?", text))
    return {path: tuple(marks) for path, marks in found.items()}


def join_marks(*all_marks: Marks) -> Marks:
    """Everything that is to be said of each file, without repeating what was said."""
    joined: dict[str, dict[Mark, None]] = defaultdict(dict)
    for marks in all_marks:
        for path, some in marks.items():
            joined[path] |= dict.fromkeys(some)
    return {path: tuple(some) for path, some in joined.items()}


def _marks(page: Page, now: datetime) -> list[Mark]:
    front, marks = page.front, []
    if front.draft:
        marks.append(Mark("draft", "A build leaves this page out until `draft` is taken away."))
    if front.date and front.date > now:
        marks.append(Mark("future", f"A build leaves this page out until {_moment(front.date)}."))
    if front.kind == "explainer" and front.source is None:
        marks.append(Mark("no source", "Nothing says where this explainer comes from."))
    return marks


def _subject(one: Standing) -> str:
    return f"“{one.question.text}”" if one.question else "This page"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
