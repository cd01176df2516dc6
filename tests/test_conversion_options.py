"""The options of `explainer convert`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run

STORY = """Old pipes, new bill for everyone
By Ann Field
3 May 2024, 5:30 pm
The town council voted on the plan in the spring, and the first works begin next year.
Why are the pipes replaced?
The pipes were laid ninety years ago and lose a fifth of the water on its way to the houses.
What does it cost a household?
A household pays about four euros more each month, says the operator.
"""


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with one story in it."""
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    return tmp_path


def test_a_dry_run_writes_nothing(run: Run, desk: Path) -> None:
    done = run("convert", "story.txt", "--dry-run", cwd=desk)
    assert done.returncode == 0
    assert not (desk / "content").exists()


def test_the_report_as_json_holds_fields_blocks_and_the_account(run: Run, desk: Path) -> None:
    done = run("convert", "story.txt", "--dry-run", "--report", "json", cwd=desk)
    report = json.loads(done.stdout)
    assert [one["text"] for one in report["questions"]] == [
        "Why are the pipes replaced?",
        "What does it cost a household?",
    ]
    assert report["questions"][0]["answer_lines"] == [[6, 6]]
    count = report["account"]
    assert count["read"] == count["placed"] + count["dropped"]
    title = next(one for one in report["fields"] if one["field"] == "title")
    assert title["lines"] == [[1, 1]]


def test_review_lies_beside_the_file(run: Run, desk: Path) -> None:
    run("convert", "story.txt", "--output", "x.md", "--review", cwd=desk)
    assert json.loads((desk / "x.review.json").read_text(encoding="utf-8"))["written"] == "x.md"


def test_strict_asks_for_a_look_where_something_is_missing(run: Run, desk: Path) -> None:
    (desk / "undated.txt").write_text(STORY.replace("3 May 2024, 5:30 pm\n", ""), encoding="utf-8")
    assert run("convert", "undated.txt", "--dry-run", "--strict", cwd=desk).returncode == 1
    assert run("convert", "story.txt", "--dry-run", "--strict", cwd=desk).returncode == 0


def test_headings_become_questions_only_when_asked_for(run: Run, desk: Path) -> None:
    page = "<h1>Pipes</h1><h2>What we know</h2><p>They leak.</p><h2>The bill</h2><p>It rises.</p>"
    (desk / "page.html").write_text(f"<html lang=en><body>{page}</body></html>", encoding="utf-8")
    run("convert", "page.html", "--output", "plain.md", cwd=desk)
    assert "### What we know" in (desk / "plain.md").read_text(encoding="utf-8")
    assert "draft: true" in (desk / "plain.md").read_text(encoding="utf-8")
    run("convert", "page.html", "--output", "asked.md", "--headings-as-questions", cwd=desk)
    assert "\n## What we know\n" in (desk / "asked.md").read_text(encoding="utf-8")


def test_one_bad_file_does_not_stop_the_others(run: Run, desk: Path) -> None:
    (desk / "bad.txt").write_bytes(bytes(range(256)) * 20)
    done = run("convert", "bad.txt", "story.txt", "nowhere.txt", cwd=desk)
    assert done.returncode == 2
    written = [one.name for one in (desk / "content").iterdir()]
    assert written == ["old-pipes-new-bill-for-everyone.md"]
    assert "3 articles: 1 converted, 2 not" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_many_is_converted_whole(run: Run, desk: Path) -> None:
    folder = desk / "desk"
    folder.mkdir()
    for number in range(12):
        text = STORY.replace("Old pipes", f"Old pipes {number}")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    done = run("convert", "desk", "--output", "out", cwd=desk)
    assert done.returncode == 0, done.stderr
    assert len(list((desk / "out").iterdir())) == 12


def test_an_update_keeps_ids_and_edits_and_writes_only_by_force(run: Run, desk: Path) -> None:
    run("convert", "story.txt", "--output", "x.md", cwd=desk)
    file = desk / "x.md"
    edited = file.read_text(encoding="utf-8").replace("title: Old pipes", "title: Dear old pipes")
    file.write_text(edited, encoding="utf-8")
    new = STORY.replace("What does it cost a household?", "How much more must households pay?")
    (desk / "new.txt").write_text(new.replace("four euros", "five euros"), encoding="utf-8")
    shown = run("convert", "new.txt", "--update", "x.md", cwd=desk)
    assert shown.returncode == 1
    assert "reworded, keeps the id what-does-it-cost-a-household" in shown.stdout
    assert file.read_text(encoding="utf-8") == edited
    assert run("convert", "new.txt", "--update", "x.md", "--force", cwd=desk).returncode == 0
    text = file.read_text(encoding="utf-8")
    assert "title: Dear old pipes" in text
    assert "id: what-does-it-cost-a-household" in text
    assert "five euros" in text


def test_an_update_leaves_a_date_without_a_zone_as_it_is(run: Run, tmp_path: Path) -> None:
    story = "New pipes\n3 May 2024\nWhy now?\nThey leak.\nWho pays?\nEvery household does.\n"
    (tmp_path / "v1.txt").write_text(story)
    (tmp_path / "v2.txt").write_text(story.replace("May 2024\n", "May 2024\nUpdated 5 May 2024\n"))
    run("convert", "v1.txt", "--output", "pipes.md", cwd=tmp_path)
    run("convert", "v2.txt", "--update", "pipes.md", "--force", cwd=tmp_path)
    text = (tmp_path / "pipes.md").read_text()
    assert "\ndate: 2024-05-03T00:00:00\nupdated: 2024-05-05T00:00:00\n" in text
