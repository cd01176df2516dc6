"""The ledger in a build: permanent ids, earlier anchors, true dates, and what it does not know."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tests.conftest import Run, put, tree

TEA = """---
title: How to make tea
date: 2025-03-01
---

## How hot must the water be?

Ninety-five degrees for black tea, eighty for green.

| Tea | Degrees |
|-----|--------:|
| black | 95 |

## How long does tea take?
<!-- q
id: how-long
-->

Three minutes. See [the heat](#how-hot) and [again](#how-hot-must-the-water-be).
"""
PLAIN = TEA.replace("See [the heat](#how-hot) and [again](#how-hot-must-the-water-be).", "")
LEDGER = """how-hot:
  text: How hot must the water be?
  was: [How hot?]
  anchors: [heat, how-hot-is-it]
  first: 2025-03-01
  changed: 2025-04-02T10:00+02:00
how-long:
  text: How long does tea take?
  first: 2025-03-05
milk-first:
  text: Does the milk go first?
  first: 2025-03-01
  retired: 2025-05-01
"""


def tea_site(folder: Path, ledger: str = LEDGER) -> Path:
    put(folder / "site.yml", "title: Tea\nurl: https://example.org/\n")
    put(folder / "content" / "tea.md", TEA)
    put(folder / "ledger" / "tea.yml", ledger)
    return folder


def page(folder: Path) -> str:
    return (folder / "output" / "tea" / "index.html").read_text(encoding="utf-8")


def test_the_ledger_gives_ids_anchors_and_dates(run: Run, tmp_path: Path) -> None:
    site = tea_site(tmp_path)
    assert run("build", cwd=site).returncode == 0
    html = page(site)
    assert re.findall(r'<h2 id="([^"]+)">(?:<span id="([^"]+)"></span>)*', html)[0][0] == "how-hot"
    assert 'id="heat"' in html
    assert 'id="how-hot-is-it"' in html
    assert 'aria-labelledby="how-hot"><table>' in html
    # A link to the present wording's anchor leads to the permanent one.
    assert '<a href="#how-hot">the heat</a> and <a href="#how-hot">again</a>' in html
    assert 'Answer updated <time datetime="2025-04-02T10:00:00+02:00">2 April 2025' in html
    assert 'property="article:modified_time" content="2025-04-02T10:00:00+02:00"' in html
    changed = "<lastmod>2025-04-02T10:00:00+02:00</lastmod>"
    assert changed in (site / "output" / "sitemap.xml").read_text()
    feed = (site / "output" / "feed.xml").read_text()
    assert feed.count("<updated>2025-04-02T10:00:00+02:00</updated>") == 2


def test_a_build_after_a_change_of_the_ledger_equals_one_from_nothing(
    run: Run, tmp_path: Path
) -> None:
    site = tea_site(tmp_path)
    put(site / "content" / "tea.md", PLAIN)
    run("build", cwd=site)
    for changed in (LEDGER.replace("2025-04-02", "2025-04-03"), LEDGER.replace("[heat, ", "["), ""):
        put(site / "ledger" / "tea.yml", changed)
        assert run("build", cwd=site).returncode == 0
        run("build", "--output", "fresh", "--jobs", "1", cwd=site)
        shutil.rmtree(site / ".cache")
        run("build", "--output", "clean", cwd=site)
        clean = tree(site / "clean")
        assert tree(site / "output") == tree(site / "fresh") == clean
    (site / "ledger" / "tea.yml").unlink()
    run("build", cwd=site)
    assert tree(site / "output") == clean


def test_what_the_ledger_does_not_know_is_a_warning_and_locked_an_error(
    run: Run, tmp_path: Path
) -> None:
    site = tea_site(tmp_path, LEDGER.replace("  text: How long does", "  text: How short does"))
    put(site / "ledger" / "gone.yml", "a:\n  text: What was it?\n  first: 2025-01-01\n")
    done = run("build", cwd=site)
    assert done.returncode == 0
    assert "warning[ledger-behind]: the ledger does not know of 1 new wording" in done.stderr
    assert (
        "warning[explainer-vanished]: the explainer `gone` is gone, and 1 question" in done.stderr
    )
    before = tree(site / "output")
    done = run("build", "--locked", cwd=site)
    assert done.returncode == 1
    assert "error[ledger-behind]: the ledger does not know of 1 new wording and 2 " in done.stderr
    assert "error[explainer-vanished]" in done.stderr
    assert tree(site / "output") == before


def test_a_question_that_is_gone_is_named_with_its_likely_heir(run: Run, tmp_path: Path) -> None:
    old = LEDGER.replace(
        "how-hot:\n  text: How hot must the water be?", "warm:\n  text: Is it warm?"
    )
    site = tea_site(tmp_path, old.replace("anchors: [heat, how-hot-is-it]", "anchors: [heat]"))
    put(site / "content" / "tea.md", PLAIN)
    done = run("build", cwd=site)
    assert "warning[question-vanished]: the question `warm` is gone" in done.stderr
    assert "note: it read: Is it warm?" in done.stderr


def test_drafts_need_no_ledger_and_a_site_without_one_hears_nothing(
    run: Run, tmp_path: Path
) -> None:
    site = tea_site(tmp_path)
    put(site / "content" / "new.md", PLAIN.replace("date:", "draft: true\ndate:"))
    done = run("build", "--drafts", cwd=site)
    assert "content/new.md" not in done.stderr
    shutil.rmtree(site / "ledger")
    put(site / "content" / "tea.md", PLAIN)
    assert run("build", cwd=site).stderr == ""
    done = run("build", "--locked", cwd=site)
    assert done.returncode == 1
    assert "error[no-ledger]: the site has no ledger, and `--locked` asks for one" in done.stderr


def test_a_merge_conflict_stops_the_build(run: Run, tmp_path: Path) -> None:
    site = tea_site(tmp_path, f"<<<<<<< HEAD\n{LEDGER}=======\n>>>>>>> b\n")
    done = run("build", cwd=site)
    assert done.returncode == 1
    assert "error[ledger-conflict]: a merge has left a conflict in this file" in done.stderr
    assert "ledger/tea.yml:1:1" in done.stderr
    # The page is there: links to it are not said to be wrong.
    put(
        site / "content" / "pot.md",
        "---\ntitle: Pot\ndate: 2025-01-01\n---\n\nSee [tea](tea.md).\n",
    )
    assert "1 error\n" in run("build", cwd=site).stderr
