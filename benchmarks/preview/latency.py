"""From a save to the new text on the screen, in Chromium: ours, and Hugo's server beside it.

python -m benchmarks.preview.latency [--sizes 100 1000 10000] [--saves 40] [--full] [--hugo PATH]

Saves to the two take turns, so that both see the same machine. Ours has its defaults (`--full`) or
what Hugo has. Each save adds a sentence to an answer; every tenth changes the title, too.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.build.compare import installed_hugo, version_of
from benchmarks.build.corpus import FULL, PLAIN, write_hugo, write_ours
from benchmarks.results import RESULTS, circumstances, write_part

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE_SECONDS = 120
_IDLE_SECONDS = 10
# The build of everything that follows the last save is over then.
_SETTLING_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Subject:
    """A running preview and the file that is saved again and again."""

    name: str
    command: Sequence[str]
    folder: Path
    file: Path
    address: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--pause", type=float, default=0.7, help="seconds between two saves")
    parser.add_argument("--full", action="store_true", help="our site with its defaults")
    parser.add_argument("--hugo", default="", metavar="PATH")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    hugo = options.hugo or installed_hugo()
    lines = [
        "# Saving beside Hugo's server",
        "",
        f"`python -m benchmarks.preview.latency` on {circumstances()}; {version_of(hugo)}.",
        "Milliseconds from the write to the new text in Chromium, saves to the two in turn.",
        "",
        "| explainers | server | median | 95th of 100 | longest | saves | idle CPU |",
        "|---:|---|---:|---:|---:|---:|---:|",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=FLAGS
        )
        for size in options.sizes:
            with tempfile.TemporaryDirectory(prefix="explainer-bench-") as folder:
                subjects = [ours(Path(folder) / "ours", size, FULL if options.full else PLAIN)]
                if hugo:
                    subjects.append(_hugo(Path(folder) / "hugo", size, hugo))
                with running(subjects) as processes:
                    pages = [opened(browser.new_page(), one.address) for one in subjects]
                    taken = _measure(subjects, pages, options.saves, options.pause)
                    time.sleep(_SETTLING_SECONDS)
                    idle = f"{_idle_percent(processes[0].pid):.1f} %"
                    for one in subjects:
                        lines.append(_row(size, one.name, taken[one.name], idle))
                        print(lines[-1], flush=True)
                        idle = ""
                    for page in pages:
                        page.close()
            write_part(options.results, "\n".join(lines) + "\n")
        browser.close()


def ours(folder: Path, size: int, settings: str) -> Subject:
    port = _free_port()
    file = write_ours(folder, size, settings=settings)[-1]
    command = [sys.executable, "-m", "generator", "serve", "--source", str(folder), "--base", "/"]
    return Subject(
        "explainer",
        [*command, "--port", str(port)],
        Path.cwd(),
        file,
        f"http://127.0.0.1:{port}/{file.stem}/",
    )


def _hugo(folder: Path, size: int, command: str) -> Subject:
    port = _free_port()
    file = write_hugo(folder, size)[-1]
    base = f"http://localhost:{port}/"
    return Subject(
        "hugo server",
        [command, "server", "--port", str(port), "--baseURL", base],
        folder,
        file,
        f"{base}{file.stem}/",
    )


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


@contextmanager
def running(subjects: Sequence[Subject]) -> Iterator[list[subprocess.Popen[bytes]]]:
    processes = [
        subprocess.Popen(
            one.command,
            cwd=one.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        for one in subjects
    ]
    kept = [one.file.read_bytes() for one in subjects]
    try:
        yield processes
    finally:
        for one, content in zip(subjects, kept, strict=True):
            one.file.write_bytes(content)
        for process in processes:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


def opened(page: Page, address: str) -> Page:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            answer = page.goto(address)
        except Exception:  # The server does not listen yet.
            answer = None
        if answer is not None and answer.status == 200:
            return page
        time.sleep(0.5)
    raise SystemExit(f"{address} is not served")


def _measure(
    subjects: Sequence[Subject], pages: Sequence[Page], saves: int, pause: float
) -> dict[str, list[float]]:
    """Milliseconds of each save, by subject; the first of each is thrown away."""
    taken: dict[str, list[float]] = {one.name: [] for one in subjects}
    for number in range(saves + 1):
        for one, page in zip(subjects, pages, strict=True):
            mark = f"saved{number}x{time.time_ns()}"
            text = re.sub(r"\n*saved\d+x\d+\n*$", "\n", one.file.read_text(encoding="utf-8"))
            time.sleep(pause)
            if number % 10 == 9:
                text = re.sub(r"^title: .*$", f'title: "Saved {number}"', text, flags=re.M)
            begin = time.perf_counter()
            one.file.write_text(f"{text}\n{mark}\n", encoding="utf-8")
            _wait(page, mark)
            taken[one.name].append((time.perf_counter() - begin) * 1000)
    return {name: times[1:] for name, times in taken.items()}


def _wait(page: Page, mark: str) -> None:
    """Until the page's text holds the mark, also across reloads."""
    asked = "mark => document.body.textContent.includes(mark)"
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            page.wait_for_function(asked, arg=mark, polling="raf", timeout=_PATIENCE_SECONDS * 1000)
        except Exception:  # The page was loaded anew while it was asked.
            continue
        return
    raise SystemExit(f"{mark} never showed")


def _row(size: int, name: str, times: Sequence[float], idle: str) -> str:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    figures = (statistics.median(ordered), late, ordered[-1])
    cells = (f"{size:,}", name, *(f"{one:.0f}" for one in figures), str(len(times)), idle)
    return f"| {' | '.join(cells)} |"


def _idle_percent(pid: int) -> float:
    begin = _ticks(pid)
    time.sleep(_IDLE_SECONDS)
    return (_ticks(pid) - begin) / os.sysconf("SC_CLK_TCK") / _IDLE_SECONDS * 100


def _ticks(pid: int) -> int:
    """Processor time of a process and its children (proc(5))."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(folder.name) == pid or int(fields[1]) == pid:
            total += int(fields[11]) + int(fields[12])
    return total


if __name__ == "__main__":
    main()
