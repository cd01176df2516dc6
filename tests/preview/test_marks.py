"""What an author is told of a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from generator.assemble import assemble
from generator.diagnostics import Span, warning
from generator.model import BuildOptions, Card, Config, FrontMatter, Page, Source
from generator.preview.marks import join_marks, mark_pages, mark_warnings

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CARD = Card("tea/", "Tea", "", "", None, None, 0, 1, "", "")
FRONT = FrontMatter("Tea", date=datetime(2026, 3, 1, tzinfo=UTC), source=Source("dpa"))


def names(front: FrontMatter) -> list[str]:
    page = Page("content/tea.md", "tea", front, (), (), (), CARD, "")
    options = BuildOptions(now=NOW, timezone=UTC, drafts=True, future=True)
    site, _ = assemble([page], Config("S"), options)
    return [one.name for one in mark_pages(site).get(page.path, ())]


def test_a_page_without_fault_has_no_mark() -> None:
    assert names(FRONT) == []


def test_drafts_and_pages_of_the_future_are_marked() -> None:
    later = datetime(2026, 6, 2, tzinfo=UTC)
    assert names(replace(FRONT, draft=True, date=later)) == ["draft", "future"]


@pytest.mark.parametrize(
    ("review", "marks"),
    [
        ("92d", ["review due"]),
        ("93d", []),
        ("2026-06-01", ["review due"]),
        ("2026-06-02", []),
        ("", []),
    ],
)
def test_a_review_is_due_on_its_day(review: str, marks: list[str]) -> None:
    assert names(replace(FRONT, review=review)) == marks


def test_a_change_puts_off_the_review_in_days() -> None:
    updated = datetime(2026, 5, 20, tzinfo=UTC)
    assert names(replace(FRONT, review="92d", updated=updated)) == []


def test_an_explainer_without_source_is_marked_and_a_plain_page_is_not() -> None:
    assert names(replace(FRONT, source=None)) == ["no source"]
    assert names(replace(FRONT, source=None, kind="page")) == []


def test_warnings_about_a_file_are_marks_with_their_place_and_remedy() -> None:
    span = Span("content/tea.md", 9, 1)
    found = mark_warnings(
        [
            warning("ledger-behind", "the ledger does not know it", span, hint="record it"),
            warning("tag-spelling", "of no file in particular"),
        ]
    )
    (mark,) = found["content/tea.md"]
    assert mark.name == "ledger"
    assert mark.text == "The ledger does not know it (line 9). Record it."
    assert join_marks(found, found) == found
