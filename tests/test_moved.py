"""Where old addresses lead: through moves of moves, circles and explainers that are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run, put, tree

PAGE = "---\ntitle: {0}\ndate: 2025-01-0{1}\n---\n\n## {2}\n<!-- q\nid: {3}\n-->\n\nYes.\n"
GONE = "  text: Was it?\n  first: 2025-01-01\n  retired: 2025-02-01\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path / "site.yml", "title: S\nurl: https://example.org/\n")
    put(tmp_path / "content" / "a.md", PAGE.format("A", 1, "Is it a?", "is-a"))
    put(tmp_path / "content" / "b.md", PAGE.format("B", 2, "Is it b?", "is-b"))
    put(tmp_path / "ledger" / "a.yml", "is-a:\n  text: Is it a?\n  first: 2025-01-01\n")
    put(tmp_path / "ledger" / "b.yml", "is-b:\n  text: Is it b?\n  first: 2025-01-02\n")
    return tmp_path


def target(site: Path, path: str) -> str:
    html = (site / "output" / path / "index.html").read_text(encoding="utf-8")
    return html.partition("data-moved-page>")[0].rpartition('<a href="')[2].partition('"')[0]


def test_moves_of_moves_are_followed_to_their_end(run: Run, site: Path) -> None:
    put(site / "ledger" / "old.yml", f"one:\n{GONE}  to: older/two\n")
    put(site / "ledger" / "older.yml", f"two:\n{GONE}  anchors: [deux]\n  to: b/is-b\n")
    assert run("build", cwd=site).returncode == 0
    assert target(site, "old") == "../b/"
    assert target(site, "old/one") == "../../b/#is-b"
    assert target(site, "older/deux") == "../../b/#is-b"
    html = (site / "output" / "old" / "index.html").read_text(encoding="utf-8")
    assert '<li id="one" data-moved>Was it? → <a href="../b/#is-b">Is it b?</a></li>' in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_circle_and_a_way_to_nowhere_end_in_a_notice(run: Run, site: Path) -> None:
    put(site / "ledger" / "old.yml", f"one:\n{GONE}  to: older/two\n")
    put(site / "ledger" / "older.yml", f"two:\n{GONE}  to: old/one\n")
    with (site / "ledger" / "a.yml").open("a", encoding="utf-8") as file:
        file.write(f"lost:\n{GONE}  to: nowhere/x\n")
    assert run("build", cwd=site).returncode == 0
    assert target(site, "old/one") == "../#one"
    assert target(site, "a/lost") == "../#lost"
    html = (site / "output" / "a" / "index.html").read_text(encoding="utf-8")
    assert 'id="lost" data-moved><strong>Was it?</strong> This question is no longer' in html


def test_what_is_asked_now_goes_before_what_was(run: Run, site: Path) -> None:
    put(site / "ledger" / "old.yml", f"is-b:\n{GONE}  to: a\n")
    put(site / "content" / "old.md", PAGE.format("Old", 3, "Is it b?", "is-b"))
    assert run("build", cwd=site).returncode == 0
    html = (site / "output" / "old" / "is-b" / "index.html").read_text(encoding="utf-8")
    assert "<h1" in html


def test_question_pages_can_be_switched_off(run: Run, site: Path) -> None:
    put(site / "site.yml", "title: S\nquestion_pages: false\n")
    put(site / "ledger" / "old.yml", f"one:\n{GONE}  to: a\n")
    assert run("build", cwd=site).returncode == 0
    names = tree(site / "output")
    assert "a/index.html" in names
    assert "old/index.html" in names
    assert not any(name.startswith(("a/is-a", "old/one")) for name in names)
    assert '<a href="#is-a" rel="bookmark">' in names["a/index.html"].decode()


def test_hostile_wordings_stay_text(run: Run, site: Path) -> None:
    put(
        site / "ledger" / "old.yml",
        'one:\n  text: "<script>alert(1)</script>"\n  first: 2025-01-01\n  retired: 2025-02-01\n',
    )
    assert run("build", cwd=site).returncode == 0
    html = (site / "output" / "old" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
