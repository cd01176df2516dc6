"""What an author should know of a page beside its text: shown in the preview only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from generator.model import Page

_DAYS = re.compile(r"(\d+)d")


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to know."""

    name: str
    """A word or two."""
    text: str
    """A sentence."""


@dataclass(frozen=True, slots=True)
class PageNote:
    """A page of the preview."""

    path: str
    """Site path."""
    marks: tuple[Mark, ...]


def note_page(page: Page, now: datetime) -> PageNote:
    """What is to be said of a page as of `now`."""
    return PageNote(f"{page.slug}/", tuple(_marks(page, now)))


def _marks(page: Page, now: datetime) -> list[Mark]:
    front, marks = page.front, []
    if front.draft:
        marks.append(Mark("draft", "A build leaves this page out until `draft` is taken away."))
    if front.date and front.date > now:
        marks.append(Mark("future", f"A build leaves this page out until {_moment(front.date)}."))
    if (due := review_date(front.review, front.updated or front.date)) and due <= now.date():
        marks.append(Mark("review due", f"This page was to be reviewed by {due}."))
    if page.front.kind == "explainer" and front.source is None:
        marks.append(Mark("no source", "Nothing says where this explainer comes from."))
    return marks


def review_date(review: str, since: datetime | None) -> date | None:
    """The day by which a page is to be reviewed: `90d` counts from its last change."""
    if days := _DAYS.fullmatch(review):
        return since.date() + timedelta(days=int(days[1])) if since else None
    try:
        return date.fromisoformat(review)
    except ValueError:
        return None


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
