"""When answers are to be looked at again, and when they stop being true: dates against a date.

`review`, `owner` and `expires` are inherited: an answer has its own, else its explainer's, else the
site's. An answer counts as checked when it was first published, when it changed, and when somebody
wrote `checked`.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from generator.model import Config, Page, Question

_SPAN = re.compile(r"([0-9]+)([dwmy])")


@dataclass(frozen=True, slots=True)
class Standing:
    """How fresh an answer, or a page without questions, is."""

    page: Page
    question: Question | None
    checked: datetime | None
    """When somebody last found it right."""
    due: datetime | None
    """When it is to be looked at again; None: never."""
    expires: datetime | None
    owner: str

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been looked at by now."""
        return self.due is not None and self.due <= now

    def is_expired(self, now: datetime) -> bool:
        """Whether it is true no longer."""
        return self.expires is not None and self.expires <= now


def standings(page: Page, config: Config, zone: tzinfo) -> Iterator[Standing]:
    """The standing of each answer of a page, in their order; of a page without any its own."""
    for question in page.questions or (None,):
        yield _standing(page, question, config, zone)


def overdue(pages: Iterable[Page], config: Config, now: datetime, zone: tzinfo) -> list[Standing]:
    """What should have been looked at by now, the longest overdue first."""
    found = [
        one
        for page in pages
        if _is_asked(page, config)
        for one in standings(page, config, zone)
        if one.is_overdue(now)
    ]
    return sorted(found, key=lambda one: (_instant(one.due), one.page.path, _line(one)))


def expired(pages: Iterable[Page], config: Config, now: datetime, zone: tzinfo) -> list[Standing]:
    """What is true no longer, in the order in which it expired."""
    found = [
        one
        for page in pages
        if _may_expire(page)
        for one in standings(page, config, zone)
        if one.is_expired(now)
    ]
    return sorted(found, key=lambda one: (_instant(one.expires), one.page.path, _line(one)))


def next_change(
    pages: Iterable[Page], config: Config, now: datetime, zone: tzinfo
) -> datetime | None:
    """When the next answer falls due or expires; None: never."""
    moments = (
        moment
        for page in pages
        if _is_asked(page, config) or _may_expire(page)
        for one in standings(page, config, zone)
        for moment in (one.due, one.expires)
        if moment is not None and moment > now
    )
    return min(moments, key=lambda one: one.timestamp(), default=None)


def overdue_checks(
    page: Page, config: Config, now: datetime, zone: tzinfo
) -> Mapping[str, datetime]:
    """For each overdue answer of a page, by its id, when it was last checked."""
    if not _is_asked(page, config):
        return {}
    return {
        one.question.id: one.checked
        for one in standings(page, config, zone)
        if one.question is not None and one.checked is not None and one.is_overdue(now)
    }


def _standing(page: Page, question: Question | None, config: Config, zone: tzinfo) -> Standing:
    front = page.front
    own = question or front
    moments = [front.date, front.checked]
    if question is None:
        moments.append(front.updated)
    else:
        # Without a ledger only the page tells when an answer was written.
        moments = [question.first or front.updated or front.date, front.checked]
        moments += [question.updated, question.checked]
    checked = max((one for one in moments if one), key=_instant, default=None)
    review = own.review or front.review or (config.review if front.kind == "explainer" else "")
    return Standing(
        page=page,
        question=question,
        checked=checked,
        due=_due(review, checked, zone),
        expires=own.expires or front.expires,
        owner=own.owner or front.owner or config.owner,
    )


def _is_asked(page: Page, config: Config) -> bool:
    """Whether anything on the page is ever to be looked at: most pages of most sites are not."""
    if page.front.review or (config.review and page.front.kind == "explainer"):
        return True
    return any(one.review for one in page.questions)


def _may_expire(page: Page) -> bool:
    return page.front.expires is not None or any(one.expires for one in page.questions)


def _due(review: str, checked: datetime | None, zone: tzinfo) -> datetime | None:
    """The moment at which a `review` falls due after the last check."""
    if not review:
        return None
    span = _SPAN.fullmatch(review)
    if span is None:
        day = datetime.fromisoformat(review).replace(tzinfo=zone)
        return day if checked is None or checked < day else None
    if checked is None:
        return None
    count, unit = int(span[1]), span[2]
    try:
        if unit in "dw":
            return checked + timedelta(days=count * (7 if unit == "w" else 1))
        return _months_later(checked, count * (12 if unit == "y" else 1))
    except (OverflowError, ValueError):
        return None


def _months_later(moment: datetime, months: int) -> datetime:
    """The same day so many months later, or the last day of a shorter month."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _instant(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


def _line(one: Standing) -> int:
    return one.question.line if one.question else 0
