"""Large and odd input: a result or a clear refusal, in bounded memory."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, put

HEAD = "---\ntitle: T\ndate: 2026-01-01\n---\n\n"
SMALL = f"{HEAD}## Why?\n\nSo.\n"
MOST_MEMORY = 1_500_000_000


def build(site: Path) -> subprocess.CompletedProcess[str]:
    """The real command, which may not take more memory than this."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))

    return subprocess.run(
        [sys.executable, "-m", "generator", "build", "--jobs", "1"],
        cwd=site,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        preexec_fn=limit,
    )


def many_tags(count: int) -> str:
    tags = ", ".join(f"t{number}" for number in range(count))
    return SMALL.replace("date:", f"tags: [{tags}]\ndate:")


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no explainer": (lambda site: put(site / "content" / "a.txt", ""), "error[empty-content]"),
    "50 MB": (
        lambda site: put(site / "content" / "a.md", SMALL + "word " * 10_000_000),
        "error[file-too-large]",
    ),
    "100,000 tags": (
        lambda site: put(site / "content" / "a.md", many_tags(100_000)),
        "error[too-many-tags]: there are 100,000 tags, more than 100",
    ),
    "a million of YAML": (
        lambda site: put(site / "content" / "a.md", SMALL.replace("T", "T" * 1_000_001)),
        "error[yaml-too-large]",
    ),
    "deep quotes": (
        lambda site: put(site / "content" / "a.md", SMALL + "> " * 5_000 + "x\n"),
        "error[nested-too-deep]",
    ),
    "a bomb of merge keys": (
        lambda site: put(
            site / "content" / "a.md",
            "---\na: &a {x: 1}\n"
            + "".join(f"b{n}: &b{n} {{<<: [*a, *a]}}\n" for n in range(20))
            + "---\n",
        ),
        "error[yaml-anchor]",
    ),
}


@pytest.mark.parametrize(("write", "told"), REFUSED.values(), ids=REFUSED)
def test_what_is_too_much_is_refused(
    tmp_path: Path, write: Callable[[Path], object], told: str
) -> None:
    put(tmp_path / "site.yml", "title: X\n")
    write(tmp_path)

    done = build(tmp_path)

    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in (1, 2)
    assert not (tmp_path / "output").exists()


def test_a_page_of_2000_questions_and_hostile_brackets_are_built(tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: X\nquestion_pages: false\n")
    questions = "".join(f"## Why {n}?\n\nBecause of {n}.\n\n" for n in range(2_000))
    put(tmp_path / "content" / "a.md", HEAD + questions)
    put(tmp_path / "content" / "b.md", SMALL + "[" * 50_000 + "\n\n" + "*a " * 20_000 + "\n")
    put(tmp_path / "content" / "c.md", many_tags(100))

    done = build(tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert "2002 questions" in done.stdout
    page = (tmp_path / "output" / "a" / "index.html").read_text()
    assert page.count('<section class="question') == 2_000
