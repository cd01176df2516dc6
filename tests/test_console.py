"""What a person sees on the terminal, to the letter."""

from __future__ import annotations

from pathlib import Path

from generator.console import diagnostic_text
from generator.diagnostics import Span, error
from tests.conftest import Run, put


def test_a_problem_shows_place_excerpt_caret_and_fix() -> None:
    span = Span("content/pact.md", 31, 4, 3, "## Why so late?")
    problem = error("some-code", "`Why` is odd", span, hint="write it even", notes=["it is old"])
    assert diagnostic_text(problem) == (
        "error[some-code]: `Why` is odd\n"
        "  content/pact.md:31:4\n"
        "   31 | ## Why so late?\n"
        "      |    ^^^\n"
        "  note: it is old\n"
        "  fix: write it even\n"
    )


def test_a_caret_stands_below_wide_characters() -> None:
    span = Span("a.md", 1, 3, 2, "日本語です")
    lines = diagnostic_text(error("x-y", "m", span)).splitlines()
    assert lines[2:] == ["   1 | 日本語です", "     |     ^^^^"]


def test_a_long_line_is_cut_around_its_place() -> None:
    span = Span("a.md", 1, 501, 3, "x" * 500 + "bad" + "y" * 500)
    shown = diagnostic_text(error("x-y", "m", span)).splitlines()[2]
    assert "…" in shown
    assert "bad" in shown
    assert len(shown) < 120


def test_control_characters_are_shown_and_never_sent() -> None:
    text = diagnostic_text(error("x-y", "a\x1b[31mb", Span("a.md", 1, 1, 1, "\x1b]0;x\x07")))
    assert "\x1b" not in text
    assert "\\u001b" in text


def test_the_transcript_of_a_failed_build(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: X\n")
    put(
        tmp_path / "content" / "a.md",
        "---\ntitle: A\ndate: 2025-01-01\n---\n\n## Why?\n\nSee [b](b.md).\n",
    )
    put(
        tmp_path / "content" / "bb.md",
        "---\ntitle: B\ndate: 2025-01-01\n---\n\n## How?\n\nSee [a](a.md#wyh).\n",
    )
    done = run("build", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "error[missing-page]: `b.md` leads to nothing in this site\n"
        "  content/a.md:8:9\n"
        "   8 | See [b](b.md).\n"
        "     |         ^^^^\n"
        "  fix: did you mean `bb.md`?\n"
        "\n"
        "error[missing-anchor]: `content/a.md` has no question or heading `#wyh`\n"
        "  content/bb.md:8:9\n"
        "   8 | See [a](a.md#wyh).\n"
        "     |         ^^^^^^^^\n"
        "  fix: did you mean `#why`?\n"
        "\n"
        "2 errors\n"
    )


def test_the_transcript_of_a_good_build(run: Run, site: Path) -> None:
    done = run("build", cwd=site)
    assert done.stderr == ""
    assert done.stdout.startswith("built 2 explainers, 3 questions in ")
    assert done.stdout.count("\n") == 1
