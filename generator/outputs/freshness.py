"""What readers are told of an answer's standing: corrected, not checked in time, expired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from generator.model import Page
from generator.review import expired, overdue_checks
from generator.site import Site
from generator.views import CorrectionView, QuestionView

Freshness = tuple[tuple[tuple[str, datetime], ...], tuple[tuple[str, datetime], ...]]
"""By the ids of questions: when overdue ones were last checked, when expired ones expired."""
ALL_FRESH: Freshness = ((), ())


def freshness(page: Page, site: Site) -> Freshness:
    """What is overdue on a page, and what has expired."""
    now, zone = site.options.now, site.options.timezone
    gone = expired((page,), site.config, now, zone)
    return (
        tuple(overdue_checks(page, site.config, now, zone).items()),
        tuple((one.question.id, one.expires) for one in gone if one.question and one.expires),
    )


def with_standing(
    questions: Sequence[QuestionView], corrections: Sequence[CorrectionView], fresh: Freshness
) -> tuple[QuestionView, ...]:
    """The questions of a page with what is to be told of each."""
    if not corrections and fresh == ALL_FRESH:
        return tuple(questions)
    checked, gone = dict(fresh[0]), dict(fresh[1])
    return tuple(
        replace(
            one,
            corrections=tuple(c for c in corrections if c.path.endswith(f"/#{one.id}")),
            checked=checked.get(one.id),
            expired=gone.get(one.id),
        )
        for one in questions
    )


def checked_as_a_whole(questions: Sequence[QuestionView]) -> datetime | None:
    """When a page was last checked, where none of its answers has been checked in time."""
    moments = [one.checked for one in questions if one.checked]
    if not moments or len(moments) < len(questions):
        return None
    return min(moments, key=lambda one: one.timestamp())
