"""Shared by all tests: the real command in a subprocess, small sites on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from generator import folders

# No test asserts seconds: machines are noisy, and a slow example is no wrong one.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def explainer(
    *arguments: str | Path, cwd: Path = ROOT, stdin: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """The finished run of the command line."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment},
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the expected files")


@pytest.fixture
def expected(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares a text with the file that holds the expected one; `--update` writes the file."""

    def compare(file: Path, text: str) -> None:
        if request.config.getoption("--update"):
            file.write_text(text, encoding="utf-8", newline="")
        assert file.is_file(), f"run pytest with --update to write {file}"
        assert text == file.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the files of the test had been written a while ago."""
    monkeypatch.setattr(folders, "UNSETTLED_NANOSECONDS", 0)


@pytest.fixture
def run() -> Run:
    return explainer


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site: two explainers that link to each other, and a plain page."""
    folder = tmp_path / "site"
    put(folder / "site.yml", "title: Small\nurl: https://example.org/repo/\n")
    put(
        folder / "content" / "tea.md",
        """---
title: How to make tea
kicker: Kitchen
lead: Water, leaves and *patience*.
date: 2025-03-01
tags: [kitchen]
summary: [Boil water., Wait.]
---

An introduction with a [link](bread.md#rise).

## How hot must the water be?

Ninety-five degrees for black tea, eighty for green.[^a]

## How long does tea take?
<!-- q
id: how-long
label: How long
-->

Three minutes.

| Tea | Minutes |
|-----|--------:|
| black | 3 |

[^a]: https://example.org/tea "Tea board, 2020"
""",
    )
    put(
        folder / "content" / "bread.md",
        """---
title: Why bread rises
date: 2025-02-01
tags: [kitchen, science]
aliases: [old-bread/]
---

## Why does dough rise?
<!-- q
id: rise
-->

Yeast makes gas. See [tea](tea.md).
""",
    )
    put(folder / "content" / "about.md", "---\ntitle: About\nkind: page\n---\n\n## Who\n\nUs.\n")
    return folder


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder and its bytes."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own demo site, built once under `/repo/`."""
    output = tmp_path_factory.mktemp("demo") / "output"
    done = explainer(
        *("build", "--source", ROOT, "--output", output),
        *("--base-url", "https://example.org/repo/"),
    )
    assert done.returncode == 0, done.stderr
    return output
