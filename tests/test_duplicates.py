"""Duplicates: found among questions that were written to be the same and to be different."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import yaml

from generator.assemble import assemble
from generator.duplicates import find_duplicates, report_duplicates
from generator.model import BuildOptions, Config, Page
from generator.parse import parse_page
from generator.site import Site
from generator.text import digest

CASES = yaml.safe_load((Path(__file__).parent / "fixtures" / "duplicates.yml").read_text("utf-8"))


def page(name: str, *answers: tuple[str, str], comment: str = "", tags: str = "[]") -> Page:
    text = f"---\ntitle: {name}\ndate: 2025-01-01\ntags: {tags}\n---\n\n"
    text += "".join(f"## {asked}\n{comment}\n\n{told}\n\n" for asked, told in answers)
    return parse_page(text, f"content/{name}.md", UTC, digest(name, text))[0]


def site_of(*pages: Page) -> Site:
    options = BuildOptions(now=datetime(2026, 1, 1, tzinfo=UTC), timezone=UTC)
    return assemble(pages, Config("X"), options)[0]


def test_the_same_questions_are_found_and_different_ones_are_not() -> None:
    pages, same = [], set()
    for kind, pairs in CASES.items():
        for number, (one, told, other, its) in enumerate(pairs):
            first, second = f"{kind}-{number}-a", f"{kind}-{number}-b"
            pages += [page(first, (one, told)), page(second, (other, its))]
            if kind == "same":
                same.add((f"content/{first}.md", f"content/{second}.md"))
    found = {(one.first[0], one.second[0]) for one in find_duplicates(site_of(*pages))}
    right = len(found & same)
    assert right / len(found) >= 0.95, sorted(found - same)
    assert right / len(same) >= 0.7, sorted(same - found)


def test_a_duplicate_is_told_with_its_score_and_the_way_out() -> None:
    asked = ("How hot must the water be?", "Ninety degrees for black tea.")
    site = site_of(page("tea", asked), page("brew", asked))
    (told,) = report_duplicates(site)
    assert told.code == "duplicate-question"
    assert told.message == (
        "“How hot must the water be?” may ask the same as “How hot must the water be?”: 100 % alike"
    )
    assert "distinct-from: brew.md#how-hot-must-the-water-be" in told.hint
    assert told.span is not None
    assert (told.span.path, told.span.line) == ("content/tea.md", 7)


def test_what_is_called_distinct_is_not_named() -> None:
    asked = ("How hot must the water be?", "Ninety degrees for black tea.")
    comment = "<!-- q\ndistinct-from: brew.md#how-hot-must-the-water-be\n-->"
    tea = page("tea", asked, comment=comment)
    assert find_duplicates(site_of(tea, page("brew", asked))) == ()
