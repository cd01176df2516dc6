"""The home page and the pages of tags, as a build writes them."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import Run, put

PAGE = """---
title: {title}
date: 2025-03-{day:02}
tags: [{tag}]
---

## Who asks in {title}?
<!-- q
id: who
label: Who asks?
updated: 2025-{month:02}-20
-->

Somebody.

## Why in {title}?

Because.
"""


def test_the_front_page_shows_what_is_new_what_changed_and_the_topics(
    run: Run, tmp_path: Path
) -> None:
    put(tmp_path / "site.yml", "title: Small\npage_size: 4\ntopics: {Energy: Where power goes.}\n")
    for number in range(1, 10):
        text = PAGE.format(title=f"T{number}", day=number, month=number, tag="energy")
        put(tmp_path / "content" / f"t{number}.md", text)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    home = (tmp_path / "output/index.html").read_text(encoding="utf-8")
    lead = home[home.index('class="front"') : home.index('class="changed"')]
    assert re.findall(r'href="(t9/[^"]*)">([^<]*)<', lead) == [
        ("t9/", "T9"),
        ("t9/#who", "Who asks?"),
        ("t9/#why-in-t9", "Why in T9?"),
    ]
    changed = home[home.index('class="changed"') : home.index('class="more"')]
    # January and February lie before the explainers appeared: nothing has changed there.
    assert re.findall(r'href="(t\d)/#who">Who asks in', changed) == [
        "t9",
        "t8",
        "t7",
        "t6",
        "t5",
        "t4",
    ]
    assert 'href="tags/energy/">energy' in home
    second = (tmp_path / "output/page/2/index.html").read_text(encoding="utf-8")
    assert 'class="front"' not in second
    assert 'class="changed"' not in second
    tag = (tmp_path / "output/tags/energy/index.html").read_text(encoding="utf-8")
    assert '<p class="lead">Where power goes.</p>' in tag
    assert "<span>9 explainers</span> <span>18 questions</span>" in tag
    assert "Where power goes." in (tmp_path / "output/tags/index.html").read_text(encoding="utf-8")


def test_a_topic_that_no_explainer_has_is_a_warning_with_the_nearest(run: Run, site: Path) -> None:
    put(site / "site.yml", "title: Small\ntopics: {kitchn: Pots and pans.}\n")
    done = run("build", cwd=site)
    assert done.returncode == 0
    assert "warning[unknown-topic]" in done.stderr
    assert "did you mean `kitchen`?" in done.stderr
