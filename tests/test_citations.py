"""Sources: from notes to the list under the answer, the structured data and the report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from generator.assemble import assemble
from generator.citations import answers_without_source
from generator.model import BuildOptions, Citation, Config
from generator.parse import parse_page
from tests.conftest import Run, put

TEXT = """---
title: Tides
date: 2025-01-01
---

Intro.[^b]

## Why?

The moon.[^a] And the sun,[^c] as said.[^a]

## When?

Twice a day.[^r]

## Where?

At the sea.[^b] See [^l].

[^a]: https://example.org/moon "The moon, Harbour office, 2020"
[^b]: https://example.org/sea?a=1&b=2
[^c]: <https://example.org/sun> “The sun & <b>”
[^r]: Counted by hand.
[^l]: [A tide table](https://example.org/table), 2021
"""


def test_each_answer_has_the_sources_it_names_in_the_order_of_naming() -> None:
    page, body = parse_page(TEXT, "content/tides.md", UTC, "")
    assert body.sources == (
        (
            Citation(2, "The moon, Harbour office, 2020", "https://example.org/moon"),
            Citation(3, "The sun & <b>", "https://example.org/sun"),
        ),
        (),
        (
            Citation(1, "https://example.org/sea?a=1&b=2", "https://example.org/sea?a=1&b=2"),
            Citation(5, "A tide table, 2021", "https://example.org/table"),
        ),
    )
    assert [one.sources for one in page.questions] == [2, 0, 2]


def test_sources_stand_under_their_answer_and_in_the_structured_data(
    run: Run, tmp_path: Path
) -> None:
    put(tmp_path / "site.yml", "title: X\n")
    put(tmp_path / "content" / "tides.md", TEXT)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    html = (tmp_path / "output" / "tides" / "index.html").read_text()
    lists = re.findall(r'<div class="answer-sources">.*?</div>', html, re.S)
    assert len(lists) == 2
    assert (
        '<li value="2"><a href="https://example.org/moon">The moon, Harbour office, 2020</a>'
        in (lists[0])
    )
    assert "The sun &amp; &lt;b&gt;" in lists[0]
    for number in re.findall(r'<li value="(\d+)">', "".join(lists)):
        assert f'<li id="note-{number}">' in html
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    answers = [one["acceptedAnswer"] for one in json.loads(data)["hasPart"]]
    assert [len(one.get("citation", ())) for one in answers] == [2, 0, 2]
    assert answers[0]["citation"][0] == {
        "@type": "CreativeWork",
        "name": "The moon, Harbour office, 2020",
        "url": "https://example.org/moon",
    }


def test_answers_without_source_are_reported_where_the_site_asks_for_them() -> None:
    page, _ = parse_page(TEXT, "content/tides.md", UTC, "")
    options = BuildOptions(now=datetime(2026, 1, 1, tzinfo=UTC), timezone=UTC)
    site, _ = assemble([page], Config("X"), options)
    assert answers_without_source(site) == ()
    (found,) = answers_without_source(replace(site, config=Config("X", require_sources=True)))
    assert found.code == "answer-without-source"
    assert found.message == "the answer to “When?” names no source"
    assert (found.span.path, found.span.line) == ("content/tides.md", 12) if found.span else False
