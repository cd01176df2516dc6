"""`explainer convert` from outside."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

import pytest

from generator.frontmatter import parse_front_matter
from generator.parse import parse_page
from tests.conftest import ROOT, SHARED, Run

PASTED = """City moves its marketThe market leaves the square for a year
afp
3.5.2025 - 10:15
The stalls move while the paving is renewed. Traders fear for their trade. What is planned?
afp
03.05.2025, 10:15
04.05.2025, 18:40
afp
In brief
The square is closed from June.
The market moves to the station.
It returns in the spring.
The square was paved in 1961 and has been patched ever since.
Here are the most important questions and answers.
Why is the square closed?
The paving has sunk by a hand's breadth.
Nobody wants to see a stall tip over.
Where does the market go?
To the forecourt of the station, on the same days.
Advertisement
Who pays for it?
The city does. 1. is no list, and # is no heading.
afp
"""


def test_a_pasted_article_becomes_an_explainer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PASTED, encoding="utf-8")
    done = run("convert", "a.txt", "--output", "x.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    front, problems = parse_front_matter(text, "x.md", UTC)
    assert front is not None, problems
    assert front.title == "The market leaves the square for a year"
    assert front.kicker == "City moves its market"
    assert front.source is not None
    assert front.source.name.casefold() == "afp"
    assert front.date is not None
    assert front.date.isoformat().startswith("2025-05-03T10:15")
    assert front.updated is not None
    assert front.updated.isoformat().startswith("2025-05-04T18:40")
    assert len(front.summary) == 3
    page, body = parse_page(text, "content/x.md", UTC, "")
    assert [one.text for one in page.questions] == [
        "Why is the square closed?",
        "Where does the market go?",
        "Who pays for it?",
    ]
    assert "tip over" in body.answer_texts[0]
    assert "1. is no list, and # is no heading." in body.answer_texts[2]
    assert "Advertisement" not in text
    assert "Advertisement" in done.stdout


def test_the_report_accounts_for_every_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PASTED, encoding="utf-8")
    done = run("convert", "a.txt", "--output", "x.md", cwd=tmp_path)
    assert "dropped" in done.stdout
    assert "lost" in done.stdout


def test_nothing_is_overwritten_without_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PASTED, encoding="utf-8")
    (tmp_path / "x.md").write_text("mine", encoding="utf-8")
    done = run("convert", "a.txt", "--output", "x.md", cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert (tmp_path / "x.md").read_text() == "mine"
    assert "--force" in done.stderr or "exists" in done.stderr
    assert run("convert", "a.txt", "--output", "x.md", "--force", cwd=tmp_path).returncode == 0
    assert "title:" in (tmp_path / "x.md").read_text()


def test_standard_input_is_read(run: Run, tmp_path: Path) -> None:
    done = run("convert", "-", "--output", "x.md", cwd=tmp_path, stdin=PASTED)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "x.md").exists()


def test_one_bad_file_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PASTED, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    done = run("convert", "empty.txt", "missing.txt", "a.txt", "--output", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert len(list((tmp_path / "out").glob("*.md"))) == 1
    assert "empty.txt" in done.stderr
    assert "missing.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_article_without_questions_is_a_draft(run: Run, tmp_path: Path) -> None:
    text = "The harbour\n\nShips come and go. They always did.\n\nIs that all? Nobody knows.\n"
    done = run("convert", "-", "--output", "x.md", cwd=tmp_path, stdin=text)
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "x.md").read_text(encoding="utf-8")
    assert "draft: true" in written
    assert "\n## " not in written


@pytest.mark.parametrize("seed", sorted((ROOT / "seeds").glob("*.txt")), ids=lambda one: one.stem)
def test_every_seed_converts(run: Run, tmp_path: Path, seed: Path) -> None:
    done = run("convert", seed, "--output", tmp_path / "x.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "x.md").read_text(encoding="utf-8")
    asks = seed.stem != "paper-feature"
    assert written.count("\n## ") >= 5 if asks else "\n## " not in written


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared seed article is not here")
def test_the_seed_article_gives_what_is_expected(run: Run, tmp_path: Path) -> None:
    expected = json.loads((SHARED / "seed" / "expected.json").read_text(encoding="utf-8"))
    (tmp_path / "site.yml").write_text("title: X\ntimezone: Europe/Zurich\n")
    article = SHARED / "seed" / "article.txt"
    done = run("convert", article, "--output", "x.md", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "x.md").read_text(encoding="utf-8")
    front, _ = parse_front_matter(text, "x.md", UTC)
    assert front is not None
    assert (front.title, front.kicker, front.lang) == tuple(
        expected[one] for one in ("title", "kicker", "lang")
    )
    assert front.date is not None
    assert front.updated is not None
    assert front.date.isoformat() == expected["date"] + ":00+02:00"
    assert front.updated.isoformat() == expected["updated"] + ":00+02:00"
    assert front.source is not None
    assert front.source.name == expected["source"]
    assert len(front.summary) == expected["summary_points"]
    page, _ = parse_page(text, "content/x.md", UTC, "")
    assert [one.text for one in page.questions] == expected["questions"]
