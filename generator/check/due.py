"""Answers that should have been looked at by now."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diagnostics import Diagnostic, Span, warning
from generator.review import overdue
from generator.site import Site
from generator.text import truncate


def overdue_reviews(site: Site) -> Iterator[Diagnostic]:
    """A warning for each answer whose review is overdue, the longest first."""
    options = site.options
    pages = (*site.explainers, *site.plain_pages)
    for one in overdue(pages, site.config, options.now, options.timezone):
        what = f"the answer to “{truncate(one.question.text, 60)}”" if one.question else "this page"
        notes = [f"last checked on {one.checked:%Y-%m-%d}"] if one.checked else []
        notes += [f"looked after by {one.owner}"] if one.owner else []
        yield warning(
            "review-due",
            f"{what} was to be looked at by {one.due:%Y-%m-%d}",
            Span(one.page.path, one.question.line if one.question else 0),
            hint=f"look at it, and write `checked: {options.now:%Y-%m-%d}`",
            notes=notes,
        )
