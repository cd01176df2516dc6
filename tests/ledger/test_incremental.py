"""A build after a build equals one from nothing, whatever happens to questions and their ledger."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Run, put, tree

QUESTION = "## {0}\n\nThe answer about {1} has some words of its own, about {1} and more of {1}.\n"
HEAD = "---\ntitle: {0}\ndate: 2025-0{1}-01\ntags: [all]\nreview: 30d\n---\n\n"


def site(folder: Path) -> Path:
    put(folder / "site.yml", "title: S\nurl: https://example.org/\n")
    for number, name in enumerate(("bread", "tea", "salt"), 1):
        asked = [f"What is {name} {what} good for?" for what in ("dough", "water", "smoke")]
        text = "\n".join(QUESTION.format(one, one.split()[2] + one.split()[3]) for one in asked)
        put(folder / "content" / f"{name}.md", HEAD.format(name.title(), number) + text)
    return folder


def change(folder: Path, name: str, pattern: str, to: str) -> None:
    path = folder / "content" / f"{name}.md"
    text, count = re.subn(pattern, to, path.read_text(encoding="utf-8"), flags=re.S)
    assert count == 1
    path.write_text(text, encoding="utf-8")


def test_each_step_of_a_year_builds_the_same_twice(run: Run, tmp_path: Path) -> None:
    folder = site(tmp_path)

    def ids(*wish: str) -> None:
        done = run("ids", *wish, cwd=folder, SOURCE_DATE_EPOCH="1751328000")
        assert done.returncode == 0, done.stderr

    def move() -> None:
        path = folder / "content" / "tea.md"
        head, _, question = path.read_text(encoding="utf-8").rpartition("## ")
        path.write_text(head, encoding="utf-8")
        with (folder / "content" / "salt.md").open("a", encoding="utf-8") as file:
            file.write(f"\n## {question}")

    def rename() -> None:
        (folder / "content" / "bread.md").rename(folder / "content" / "loaf.md")

    def damage() -> None:
        (folder / ".cache" / "build.sqlite").write_bytes(b"no database")

    steps: list[Callable[[], None]] = [
        lambda: None,
        ids,
        lambda: change(folder, "tea", "What is tea dough good for", "Which use has tea dough"),
        lambda: ids("--fix"),
        lambda: change(folder, "tea", "words of its own, about teawater", "new words on teawater"),
        ids,
        move,
        lambda: ids("--fix"),
        rename,
        lambda: ids("--fix"),
        damage,
        lambda: change(folder, "salt", "## What is salt dough.*?(?=## )", ""),
        lambda: ids("--retire", "salt/what-is-salt-dough-good-for", "--to", "tea"),
        lambda: shutil.rmtree(folder / "ledger"),
    ]
    for number, step in enumerate(steps):
        step()
        done = run("build", "--jobs", "1", cwd=folder, SOURCE_DATE_EPOCH="1751328060")
        assert done.returncode == 0, (number, done.stderr)
        clean = tmp_path / f"clean-{number}"
        for name in ("content", "ledger"):
            if (folder / name).is_dir():
                shutil.copytree(folder / name, clean / name)
        shutil.copy(folder / "site.yml", clean)
        run("build", "--jobs", "1", cwd=clean, SOURCE_DATE_EPOCH="1751328060")
        assert tree(folder / "output") == tree(clean / "output"), number
        shutil.rmtree(clean)
