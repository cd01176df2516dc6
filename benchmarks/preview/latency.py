"""From a save to the new text on the screen, in Chromium: ours, and Hugo's server beside it.

    python -m benchmarks.preview.latency SITE --page content/a.md [--hugo FOLDER --hugo-page FILE]

SITE is a site folder, FOLDER the same corpus for Hugo with its templates; `hugo` must be on the
path or given by `--hugo-command`. The files are edited in place and put back. Saves to the two take
turns, so that both see the same machine. Prints milliseconds: median, 95th of a hundred, and the
idle CPU of ours.
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
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_PATIENCE_SECONDS = 120
_IDLE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Subject:
    """A running preview and the file that is saved again and again."""

    name: str
    command: Sequence[str]
    folder: Path
    file: Path
    address: str


def main() -> None:
    options = _options()
    subjects = [_ours(options.site, options.page)]
    if options.hugo:
        subjects.append(_hugo(options))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=_FLAGS
        )
        with _running(subjects) as processes:
            pages = [_opened(browser.new_page(), one.address) for one in subjects]
            taken = _measure(subjects, pages, options.saves, options.pause)
            for one in subjects:
                _print(one.name, taken[one.name])
            print(f"idle: {_idle_percent(processes[0].pid):.1f} % of a core over {_IDLE_SECONDS} s")
        browser.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path)
    parser.add_argument("--page", required=True, help="the file to save, relative to SITE")
    parser.add_argument("--hugo", type=Path)
    parser.add_argument("--hugo-page", default="")
    parser.add_argument("--hugo-url", default="", help="the page's path; default: /SLUG/")
    parser.add_argument("--hugo-command", default="hugo")
    parser.add_argument("--saves", type=int, default=40)
    parser.add_argument("--pause", type=float, default=0.7, help="seconds between two saves")
    return parser.parse_args()


def _ours(site: Path, page: str) -> Subject:
    port = _free_port()
    command = [sys.executable, "-m", "generator", "serve", "--source", str(site), "--base", "/"]
    text = (site / page).read_text(encoding="utf-8")
    slug = re.search(r'^slug: "?([^"\s]+)', text, re.M)
    path = slug[1] if slug else Path(page).stem
    return Subject(
        "explainer",
        [*command, "--port", str(port)],
        Path.cwd(),
        site / page,
        f"http://127.0.0.1:{port}/{path}/",
    )


def _hugo(options: argparse.Namespace) -> Subject:
    port = _free_port()
    base = f"http://localhost:{port}/"
    return Subject(
        "hugo server",
        [options.hugo_command, "server", "--port", str(port), "--baseURL", base],
        options.hugo,
        options.hugo / options.hugo_page,
        base + (options.hugo_url.lstrip("/") or f"{Path(options.hugo_page).stem}/"),
    )


def _free_port() -> int:
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])


@contextmanager
def _running(subjects: Sequence[Subject]) -> Iterator[list[subprocess.Popen[bytes]]]:
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


def _opened(page: Page, address: str) -> Page:
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


def _print(name: str, times: Sequence[float]) -> None:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(
        f"{name}: median {statistics.median(ordered):.0f} ms, p95 {late:.0f} ms, {len(times)} saves"
    )


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
