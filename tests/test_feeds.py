"""Feeds of changed answers and of corrections: their entries, their order, their permanence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.conftest import Run, put

ATOM = "{http://www.w3.org/2005/Atom}"
TEA = """---
title: Tea & <time>
date: 2025-03-01
tags: [kitchen]
authors: [Ann Field]
corrections:
  - date: 2025-04-01
    question: how-long
    was: Two minutes.
    now: Three minutes.
---

## How hot?

Ninety-five degrees.

## How long?
<!-- q
id: how-long
-->

Three *minutes*.
"""
BREAD = """---
title: Bread
date: 2025-02-01
tags: [kitchen, oven]
---

## Why does it rise?

Gas.
"""


@pytest.fixture
def kitchen(run: Run, tmp_path: Path) -> Path:
    """A site of two explainers, one of whose answers changed on 1 July 2025."""
    put(tmp_path / "site.yml", "title: Kitchen\nurl: https://example.org/repo/\nlicence: CC BY\n")
    put(tmp_path / "content" / "tea.md", TEA)
    put(tmp_path / "content" / "bread.md", BREAD)
    run("ids", cwd=tmp_path, SOURCE_DATE_EPOCH="1748736000")
    put(tmp_path / "content" / "tea.md", TEA.replace("Ninety-five", "Ninety"))
    run("ids", cwd=tmp_path, SOURCE_DATE_EPOCH="1751328000")
    assert run("build", cwd=tmp_path).returncode == 0
    return tmp_path


def entries(site: Path, path: str) -> list[tuple[str, str]]:
    """Id and time of each entry, in order; the JSON Feed beside it says the same."""
    root = ElementTree.parse(site / "output" / f"{path}.xml").getroot()
    found = [
        (one.findtext(f"{ATOM}id") or "", one.findtext(f"{ATOM}updated") or "")
        for one in root.iter(f"{ATOM}entry")
    ]
    items = data(site, path)["items"]
    assert [(one["id"], one["date_modified"]) for one in items] == found
    latest = max((moment for _, moment in found), default="1970-01-01T00:00:00+00:00")
    assert root.findtext(f"{ATOM}updated") == latest
    return found


def data(site: Path, path: str) -> dict[str, Any]:
    text = (site / "output" / f"{path}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def test_changed_answers_come_first_in_the_feeds_of_site_topic_and_explainer(
    kitchen: Path,
) -> None:
    base = "https://example.org/repo/"
    hot = (f"{base}tea/#how-hot", "2025-07-01T00:00:00+00:00")
    long = (f"{base}tea/#how-long", "2025-03-01T00:00:00+00:00")
    rise = (f"{base}bread/#why-does-it-rise", "2025-02-01T00:00:00+00:00")
    assert entries(kitchen, "answers") == [hot, long, rise]
    assert entries(kitchen, "tags/kitchen/answers") == [hot, long, rise]
    assert entries(kitchen, "tags/oven/answers") == [rise]
    assert entries(kitchen, "tea/answers") == [hot, long]
    feed = data(kitchen, "tea/answers")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "New and changed answers – Tea & <time>"
    assert feed["feed_url"] == f"{base}tea/answers.json"
    assert feed["items"][0]["content_text"] == "Ninety degrees."
    assert feed["items"][0]["date_published"] == "2025-03-01T00:00:00+00:00"
    assert feed["items"][0]["authors"] == [{"name": "Ann Field"}]


def test_a_reworded_question_stays_the_same_entry(run: Run, kitchen: Path) -> None:
    before = entries(kitchen, "tea/answers")
    put(kitchen / "content" / "tea.md", TEA.replace("Ninety-five", "Ninety").replace(
        "## How hot?", "## At which heat?"
    ))  # fmt: skip
    assert run("ids", "--fix", cwd=kitchen).returncode == 0
    run("build", cwd=kitchen)
    assert entries(kitchen, "tea/answers") == before
    assert data(kitchen, "tea/answers")["items"][0]["title"] == "At which heat?"


def test_corrections_have_their_feed(kitchen: Path) -> None:
    ((identity, moment),) = entries(kitchen, "corrections/feed")
    assert identity.startswith("https://example.org/repo/corrections/#")
    assert moment == "2025-04-01T00:00:00+00:00"
    (item,) = data(kitchen, "corrections/feed")["items"]
    assert item["url"] == "https://example.org/repo/tea/#how-long"
    assert item["content_text"] == "It said: Two minutes.\nCorrect is: Three minutes."


def test_pages_name_their_feeds(kitchen: Path) -> None:
    def linked(path: str) -> list[str]:
        html = (kitchen / "output" / path / "index.html").read_text(encoding="utf-8")
        return [
            one for one in ("answers.xml", "answers.json", "feed.json") if f'href="{one}"' in html
        ]

    assert linked("tea") == ["answers.xml", "answers.json"]
    assert linked("tags/kitchen") == ["answers.xml", "answers.json"]
    assert linked("") == ["answers.xml", "answers.json"]
    assert linked("corrections") == ["feed.json"]


def test_only_as_many_answers_as_asked_for_and_none_where_switched_off(
    run: Run, kitchen: Path
) -> None:
    settings = "title: Kitchen\nurl: https://example.org/\n"
    put(kitchen / "site.yml", f"{settings}feed_size: 1\n")
    run("build", cwd=kitchen)
    assert [one for one, _ in entries(kitchen, "answers")] == ["https://example.org/tea/#how-hot"]
    for off in (f"{settings}answer_feeds: false\n", "title: Kitchen\n"):
        put(kitchen / "site.yml", off)
        run("build", cwd=kitchen)
        assert not [*(kitchen / "output").rglob("answers.*")]
        assert "answers.xml" not in (kitchen / "output" / "tea" / "index.html").read_text()
