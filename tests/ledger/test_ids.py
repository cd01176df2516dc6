"""`explainer ids`, as people use it: what it records, what it asks, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from generator.recording import Wish, record
from tests.conftest import Run, put, tree

TEA = """---
title: How to make tea
date: 2025-03-01
---

## How hot must the water be?

Ninety-five degrees for black tea, eighty for green. The hotter the water, the more bitter
substances come out of the leaves, and green tea has more of those to give.

## How long does tea take?
<!-- q
id: how-long
-->

Three minutes for a cup that wakes you up, five for one that calms you down. After that only
tannins are left to come.
"""
BREAD = """---
title: Why bread rises
date: 2025-02-01
---

## Why does dough rise?

Yeast makes gas from sugar, and the gluten of the flour holds it like a thousand small balloons.
"""
# 2025-06-01T00:00:00Z, 2025-07-01T00:00:00Z
JUNE, JULY = "1748736000", "1751328000"


@pytest.fixture
def kitchen(run: Run, tmp_path: Path) -> Path:
    """A site whose ledger is in step."""
    put(tmp_path / "site.yml", "title: Kitchen\nurl: https://example.org/\n")
    put(tmp_path / "content" / "tea.md", TEA)
    put(tmp_path / "content" / "bread.md", BREAD)
    done = run("ids", cwd=tmp_path, SOURCE_DATE_EPOCH=JUNE)
    assert done.returncode == 0, done.stderr
    return tmp_path


def ledger(site: Path, slug: str) -> dict[str, dict[str, object]]:
    text = (site / "ledger" / f"{slug}.yml").read_text(encoding="utf-8")
    found = yaml.load(text, yaml.BaseLoader)
    assert isinstance(found, dict)
    return found


def edit(site: Path, name: str, *pairs: tuple[str, str]) -> None:
    path = site / "content" / name
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def test_the_first_run_takes_the_dates_of_the_pages(run: Run, kitchen: Path) -> None:
    found = ledger(kitchen, "tea")
    assert list(found) == ["how-hot-must-the-water-be", "how-long"]
    assert found["how-long"]["text"] == "How long does tea take?"
    assert {one["first"] for one in found.values()} == {"2025-03-01T00:00+00:00"}
    assert not any("changed" in one for one in found.values())
    before = tree(kitchen / "ledger")
    done = run("ids", cwd=kitchen)
    assert (done.returncode, done.stdout) == (0, "the ledger is in step\n")
    assert tree(kitchen / "ledger") == before
    assert run("build", "--locked", cwd=kitchen).returncode == 0


def test_one_wording_asked_twice_is_two_questions_told_apart_by_their_answers(
    run: Run, kitchen: Path
) -> None:
    first, second = "The crust, as it dries.", "The crumb, as it cools."
    asked = "## What crackles?"
    put(
        kitchen / "content" / "crust.md",
        f"---\ntitle: Crust\ndate: 2025-02-01\n---\n\n{asked}\n\n{first}\n\n{asked}\n\n{second}\n",
    )
    run("ids", cwd=kitchen, SOURCE_DATE_EPOCH=JUNE)
    before = ledger(kitchen, "crust")
    assert list(before) == ["what-crackles", "what-crackles-2"]
    done = run("ids", cwd=kitchen, SOURCE_DATE_EPOCH=JULY)
    assert (done.returncode, done.stdout) == (0, "the ledger is in step\n")
    locked = run("build", "--locked", cwd=kitchen)
    assert (locked.returncode, locked.stderr) == (0, "")
    # In the other order: each keeps its id, and no date moves.
    edit(
        kitchen,
        "crust.md",
        (first, "A"),
        (second, first),
        ("A\n", f"{second}\n"),
    )
    assert run("ids", cwd=kitchen, SOURCE_DATE_EPOCH=JULY).returncode == 0
    assert ledger(kitchen, "crust") == before
    assert run("build", cwd=kitchen).stderr == ""
    page = (kitchen / "output" / "crust" / "index.html").read_text(encoding="utf-8")
    assert page.index('id="what-crackles-2"') < page.index('id="what-crackles"')
    # One of them gone: the other is not taken for it.
    edit(kitchen, "crust.md", (f"{asked}\n\n{second}\n\n", ""))
    done = run("build", cwd=kitchen)
    assert "the question `what-crackles-2` is gone" in done.stderr
    assert done.stderr.count("warning[") == 1


def test_a_changed_answer_and_a_new_question_get_this_moment(run: Run, kitchen: Path) -> None:
    edit(kitchen, "tea.md", ("five for one", "six for one"))
    edit(kitchen, "bread.md", ("small balloons.", "small balloons.\n\n## Who eats it?\n\nWe do."))
    done = run("ids", cwd=kitchen, SOURCE_DATE_EPOCH=JULY)
    assert "changed   how-long: How long does tea take?" in done.stdout
    assert "new       who-eats-it: Who eats it?" in done.stdout
    assert ledger(kitchen, "tea")["how-long"]["changed"] == "2025-07-01T00:00+00:00"
    assert ledger(kitchen, "bread")["who-eats-it"]["first"] == "2025-07-01T00:00+00:00"
    run("build", cwd=kitchen)
    assert "Answer updated" in (kitchen / "output" / "tea" / "index.html").read_text()
    sitemap = (kitchen / "output" / "sitemap.xml").read_text()
    assert sitemap.count("<lastmod>2025-07-01T00:00:00+00:00</lastmod>") == 4


def test_a_slip_moves_no_date(run: Run, kitchen: Path) -> None:
    edit(kitchen, "tea.md", ("wakes you up", "wakes you"))
    assert run("ids", "--minor", "tea", cwd=kitchen).returncode == 0
    assert "changed" not in ledger(kitchen, "tea")["how-long"]
    assert run("build", "--locked", cwd=kitchen).returncode == 0


def test_a_new_wording_keeps_the_id_only_when_it_is_asked_for(run: Run, kitchen: Path) -> None:
    edit(kitchen, "tea.md", ("## How hot must the water be?", "## At which heat do I brew?"))
    before = tree(kitchen / "ledger")
    done = run("ids", cwd=kitchen)
    assert done.returncode == 1
    assert "this looks like the same question reworded (100 % of its answer)" in done.stderr
    assert tree(kitchen / "ledger") == before
    shown = run("ids", "--fix", "--dry-run", cwd=kitchen)
    assert "would record 1 change" in shown.stdout
    assert tree(kitchen / "ledger") == before
    done = run("ids", "--fix", cwd=kitchen)
    assert done.returncode == 0
    assert "How hot must the water be? → At which heat do I brew? (100 % of its" in done.stdout
    found = ledger(kitchen, "tea")["how-hot-must-the-water-be"]
    assert found["text"] == "At which heat do I brew?"
    assert found["was"] == ["How hot must the water be?"]
    run("build", "--locked", cwd=kitchen)
    html = (kitchen / "output" / "tea" / "index.html").read_text()
    assert '<h2 id="how-hot-must-the-water-be">' in html


def test_a_wording_under_a_written_id_is_recorded_and_another_id_becomes_an_anchor(
    run: Run, kitchen: Path
) -> None:
    edit(kitchen, "tea.md", ("## How long does tea take?", "## When is it ready?"))
    assert "reworded  how-long" in run("ids", cwd=kitchen).stdout
    edit(kitchen, "tea.md", ("id: how-long", "id: minutes"))
    assert "renamed   how-long → minutes" in run("ids", cwd=kitchen).stdout
    assert ledger(kitchen, "tea")["minutes"]["anchors"] == ["how-long"]
    run("build", "--locked", cwd=kitchen)
    html = (kitchen / "output" / "tea" / "index.html").read_text()
    assert '<h2 id="minutes"><span id="how-long"></span>' in html


def test_a_question_and_an_explainer_that_moved_are_followed(run: Run, kitchen: Path) -> None:
    text = (kitchen / "content" / "tea.md").read_text(encoding="utf-8")
    head, question = text.split("## How long", 1)
    put(kitchen / "content" / "tea.md", head)
    put(kitchen / "content" / "bread.md", f"{BREAD}\n## How long{question}")
    (kitchen / "content" / "tea.md").rename(kitchen / "content" / "good-tea.md")
    assert run("ids", cwd=kitchen).returncode == 1
    done = run("ids", "--fix", cwd=kitchen)
    assert done.returncode == 0, done.stderr
    assert "moved     how-long: How long does tea take? → bread/how-long" in done.stdout
    assert ledger(kitchen, "tea")["how-long"]["to"] == "bread/how-long"
    hot = ledger(kitchen, "tea")["how-hot-must-the-water-be"]
    assert hot["to"] == "good-tea/how-hot-must-the-water-be"
    # A question that moves takes its dates along.
    assert ledger(kitchen, "bread")["how-long"]["first"] == "2025-03-01T00:00+00:00"
    assert run("build", "--locked", cwd=kitchen).returncode == 0


def test_a_question_is_retired_and_comes_back(run: Run, kitchen: Path) -> None:
    text = (kitchen / "content" / "tea.md").read_text(encoding="utf-8")
    put(kitchen / "content" / "tea.md", text.split("## How long")[0])
    assert run("ids", "--fix", cwd=kitchen).returncode == 1
    done = run("ids", "--retire", "tea/how-lang", cwd=kitchen)
    assert done.returncode == 2
    assert "fix: did you mean `tea/how-long`?" in done.stderr
    done = run("ids", "--retire", "how-long", "--to", "bread/why-does-dough-rise", cwd=kitchen)
    assert done.returncode == 0, done.stderr
    assert ledger(kitchen, "tea")["how-long"]["to"] == "bread/why-does-dough-rise"
    assert run("build", "--locked", cwd=kitchen).returncode == 0
    shown = '\n\n[Tea](tea.md#how-long "embed")\n'
    edit(kitchen, "bread.md", ("small balloons.", f"small balloons.{shown}"))
    done = run("build", cwd=kitchen)
    assert "is retired and leads on to `bread/why-does-dough-rise`: name that one" in done.stderr
    edit(kitchen, "bread.md", (shown, ""))
    put(kitchen / "content" / "tea.md", text)
    assert "returned  how-long" in run("ids", cwd=kitchen).stdout
    assert "retired" not in ledger(kitchen, "tea")["how-long"]


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (("--retire", "tea/how-long"), "`tea/how-long` is still asked in `content/tea.md`"),
        (("--retire", "coffee/x"), "the ledger has no question `coffee/x`"),
        (("--retire", "tea/how-long", "--to", "bread/x"), "the ledger has no question `bread/x`"),
        (("--retire", "tea/how-long", "--to", "tea/how-long"), "would lead to itself"),
        (("--to", "tea"), "--to goes with --retire"),
        (("brad",), "there is no explainer `brad`"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    run: Run, kitchen: Path, wish: tuple[str, ...], message: str
) -> None:
    before = tree(kitchen / "ledger")
    done = run("ids", *wish, cwd=kitchen)
    assert done.returncode == 2
    assert message in done.stderr
    assert tree(kitchen / "ledger") == before


def test_drafts_stay_out_and_what_is_not_yet_published_has_no_history(
    run: Run, kitchen: Path
) -> None:
    put(kitchen / "content" / "draft.md", BREAD.replace("date:", "draft: true\ndate:"))
    put(kitchen / "content" / "soon.md", BREAD.replace("2025-02-01", "2025-12-01"))
    run("ids", cwd=kitchen, SOURCE_DATE_EPOCH=JUNE)
    assert not (kitchen / "ledger" / "draft.yml").exists()
    edit(kitchen, "soon.md", ("Yeast makes", "Yeast is what makes"), ("2025-12-01", "2025-11-01"))
    done = run("ids", cwd=kitchen, SOURCE_DATE_EPOCH=JULY)
    assert "changed   why-does-dough-rise" in done.stdout
    found = ledger(kitchen, "soon")["why-does-dough-rise"]
    assert found["first"] == "2025-11-01T00:00+00:00"
    assert "changed" not in found


def test_the_report_for_other_tools(run: Run, kitchen: Path) -> None:
    edit(kitchen, "tea.md", ("## How hot must the water be?", "## At which heat do I brew?"))
    edit(kitchen, "bread.md", ("small balloons", "tiny balloons"))
    done = run("ids", "--json", cwd=kitchen)
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert data["changes"] == [
        {
            "kind": "changed",
            "slug": "bread",
            "id": "why-does-dough-rise",
            "text": "Why does dough rise?",
        }
    ]
    assert data["written"] == ["ledger/bread.yml"]
    (left,) = data["left"]
    assert (left["code"], left["file"], left["line"]) == ("question-vanished", "content/tea.md", 6)


def test_a_folder_that_cannot_be_written_loses_nothing(run: Run, kitchen: Path) -> None:
    edit(kitchen, "tea.md", ("five for one", "six for one"))
    before = tree(kitchen / "ledger")
    (kitchen / "ledger" / "tea.yml").unlink()
    (kitchen / "ledger" / "tea.yml").mkdir()
    done = run("ids", cwd=kitchen)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert tree(kitchen / "ledger") == {k: v for k, v in before.items() if k != "tea.yml"}


def test_what_is_doubtful_is_asked_and_the_answer_holds(run: Run, kitchen: Path) -> None:
    asked: list[tuple[str, str]] = []

    def answering(verdict: bool) -> Callable[[str, str, float], bool]:
        def ask(old: str, new: str, shared: float) -> bool:
            asked.append((old, new))
            return verdict

        return ask

    now = datetime(2025, 7, 1, tzinfo=UTC)
    edit(kitchen, "tea.md", ("## How hot must the water be?", "## At which heat do I brew?"))
    left = record(kitchen, Wish(ask=answering(False), dry_run=True), now).left
    assert [one.code for one in left] == ["question-vanished"]
    done = record(kitchen, Wish(ask=answering(True)), now)
    assert done.left == ()
    assert ledger(kitchen, "tea")["how-hot-must-the-water-be"]["was"] == [
        "How hot must the water be?"
    ]
    assert asked == [("How hot must the water be?", "At which heat do I brew?")] * 2
