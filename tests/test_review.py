"""When answers fall due and expire: what they inherit, what counts as a check, what readers see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.model import Config, Page
from generator.parse import parse_page
from generator.review import expired, next_change, overdue, overdue_checks, standings
from tests.conftest import Run, put

ZONE = ZoneInfo("Europe/Zurich")
TEXT = """---
title: Tides
date: 2024-01-31T12:00:00+01:00
{head}---

## Why?
<!-- q
{comment}-->

Because.

## When?

Twice a day.
"""


def page(head: str = "", comment: str = "") -> Page:
    return parse_page(TEXT.format(head=head, comment=comment), "content/t.md", ZONE, "")[0]


PLAIN = Config("S")


def due(found: Page, config: Config = PLAIN) -> list[str]:
    days = (one.due for one in standings(found, config, ZONE))
    return [f"{one:%Y-%m-%d}" if one else "" for one in days]


@pytest.mark.parametrize(
    ("review", "wanted"),
    [
        ("10d", "2024-02-10"),
        ("2w", "2024-02-14"),
        ("1m", "2024-02-29"),
        ("13m", "2025-02-28"),
        ("1y", "2025-01-31"),
        ("2024-06-01", "2024-06-01"),
        ("9999y", ""),
    ],
)
def test_a_review_is_a_span_after_the_last_check_or_a_date(review: str, wanted: str) -> None:
    assert due(page(f"review: {review}\n")) == [wanted, wanted]


def test_an_answer_has_its_own_review_else_its_pages_else_the_sites() -> None:
    site = Config("S", review="1y", owner="Desk")
    found = page("owner: Ann Field\n", "review: 10d\nowner: Bo Stone\n")
    assert due(found, site) == ["2024-02-10", "2025-01-31"]
    assert [one.owner for one in standings(found, site, ZONE)] == ["Bo Stone", "Ann Field"]
    assert [one.owner for one in standings(page(), site, ZONE)] == ["Desk", "Desk"]
    assert due(page()) == ["", ""]


def test_a_change_and_a_word_that_it_is_still_right_count_as_checks() -> None:
    assert due(page("review: 10d\n", "checked: 2024-03-01\n")) == ["2024-03-11", "2024-02-10"]
    assert due(page("review: 10d\nchecked: 2024-04-01\n"))[0] == "2024-04-11"
    assert due(page("review: 10d\nupdated: 2024-05-01\n"))[0] == "2024-05-11"
    assert due(page("review: 2024-06-01\n", "checked: 2024-06-02\n")) == ["", "2024-06-01"]


def test_what_is_overdue_comes_in_order_and_what_is_next_is_known() -> None:
    one = page("review: 1y\n", "review: 10d\n")
    other = replace(page("review: 30d\n"), path="content/u.md")
    now = datetime(2024, 2, 20, tzinfo=UTC)
    found = overdue((one, other), PLAIN, now, ZONE)
    assert [(each.page.path, each.question.id if each.question else "") for each in found] == [
        ("content/t.md", "why")
    ]
    assert dict(overdue_checks(one, PLAIN, now, ZONE)) == {"why": one.front.date}
    change = next_change((one, other), PLAIN, now, ZONE)
    assert change is not None
    assert f"{change:%Y-%m-%d}" == "2024-03-01"
    assert next_change((page(),), PLAIN, now, ZONE) is None


def test_what_expires_is_found_when_its_time_has_come() -> None:
    found = page("", "expires: 2024-03-01\n")
    before, after = (datetime(2024, month, 1, 12, tzinfo=UTC) for month in (2, 3))
    assert expired((found,), PLAIN, before, ZONE) == []
    assert [one.question for one in expired((found,), PLAIN, after, ZONE)] == [found.questions[0]]


def site(folder: Path) -> Path:
    put(folder / "site.yml", "title: S\nurl: https://example.org/\nreview: 30d\n")
    put(folder / "content" / "tides.md", TEXT.format(head="", comment="review: 1y\n"))
    old = TEXT.format(head="expires: 2024-03-01\n", comment="").replace("Tides", "Old")
    put(folder / "content" / "old.md", old.replace("## When?", "## [Where](tides.md)?"))
    note = "---\ntitle: About\nkind: page\n---\n\nSee [old](old.md#why).\n"
    put(folder / "content" / "about.md", note)
    return folder


def epoch(day: str) -> str:
    return str(int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()))


def test_readers_see_when_an_overdue_answer_was_last_checked(run: Run, tmp_path: Path) -> None:
    site(tmp_path)
    html = tmp_path / "output" / "tides" / "index.html"
    done = run("build", cwd=tmp_path, SOURCE_DATE_EPOCH=epoch("2024-02-10"))
    assert "next due 2024-03-01" in done.stdout
    assert "Last checked" not in html.read_text(encoding="utf-8")
    run("build", cwd=tmp_path, SOURCE_DATE_EPOCH=epoch("2024-03-02"))
    text = html.read_text(encoding="utf-8")
    assert text.count('Last checked <time datetime="2024-01-31T12:00:00+01:00">') == 1
    run("build", cwd=tmp_path, SOURCE_DATE_EPOCH=epoch("2025-03-02"))
    # Where it holds for all answers, it is said once, on top.
    text = html.read_text(encoding="utf-8")
    assert text.count("Last checked") == 1
    assert text.index("Last checked") < text.index('id="why"')


def test_an_expired_page_leaves_the_site_and_its_links_lead_to_a_notice(
    run: Run, tmp_path: Path
) -> None:
    site(tmp_path)
    done = run("build", cwd=tmp_path, SOURCE_DATE_EPOCH=epoch("2024-04-01"))
    assert done.returncode == 0, done.stderr
    assert "warning[expired]: the page expired on 2024-03-01 and is left out" in done.stderr
    output = tmp_path / "output"
    notice = (output / "old" / "index.html").read_text(encoding="utf-8")
    assert "This was true until 1 March 2024" in notice
    assert '<meta name="robots" content="noindex">' in notice
    assert "url=../" in (output / "old" / "why" / "index.html").read_text(encoding="utf-8")
    about = (output / "about" / "index.html").read_text(encoding="utf-8")
    assert '<a href="../old/">old</a>' in about
    for name in ("index.html", "sitemap.xml", "feed.xml", "questions/index.html"):
        assert "old/" not in (output / name).read_text(encoding="utf-8"), name


def test_an_expired_answer_says_so(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: S\n")
    put(tmp_path / "content" / "t.md", TEXT.format(head="", comment="expires: 2024-03-01\n"))
    done = run("build", cwd=tmp_path, SOURCE_DATE_EPOCH=epoch("2024-04-01"))
    assert "warning[expired]: the answer to “Why?” expired on 2024-03-01" in done.stderr
    assert "content/t.md:6" in done.stderr
    for path in ("t/index.html", "t/why/index.html"):
        assert "True until" in (tmp_path / "output" / path).read_text(encoding="utf-8")
