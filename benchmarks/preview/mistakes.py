"""From a save with a mistake in it to the overlay that shows it, in Chromium, and back.

python -m benchmarks.preview.mistakes [--sizes 1000 10000]
"""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.build.corpus import FULL
from benchmarks.preview.latency import FLAGS, opened, ours, running
from benchmarks.results import RESULTS, circumstances, write_part

_PARTIAL = "templates/partials/footer.html"
_BOX = "explainer-preview .problems"
_PAUSE_SECONDS = 2.0
_ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    lines = [
        "# Mistakes in the preview",
        "",
        f"`python -m benchmarks.preview.mistakes` on {circumstances()}.",
        f"The longest of {_ROUNDS}, in milliseconds: save to overlay, and mending to its end.",
        "",
        "| explainers | mistake | shown | gone |",
        "|---:|---|---:|---:|",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=FLAGS
        )
        for size in options.sizes:
            with tempfile.TemporaryDirectory(prefix="explainer-bench-") as folder:
                subject = ours(Path(folder) / "ours", size, f"{FULL}theme: own\n")
                site = Path(folder) / "ours"
                _take_theme(site)
                with running([subject]):
                    page = opened(browser.new_page(), subject.address)
                    for name, make in _mistakes(site, subject.file).items():
                        shown, gone = _measure(page, make)
                        lines.append(f"| {size:,} | {name} | {shown:.0f} | {gone:.0f} |")
                        print(lines[-1], flush=True)
                    page.close()
        browser.close()
    write_part(options.results, "\n".join(lines) + "\n")


def _take_theme(site: Path) -> None:
    theme = site / "themes" / "own"
    (theme / _PARTIAL).parent.mkdir(parents=True)
    (theme / "theme.yml").write_text("extends: default\n", encoding="utf-8")
    shutil.copy(Path("themes/default") / _PARTIAL, theme / _PARTIAL)


def _mistakes(site: Path, file: Path) -> dict[str, Callable[[], Callable[[], object]]]:
    """What makes each mistake; each gives what mends it."""
    twice = "\n## Once?\n<!-- q\nid: same\n-->\n\nYes.\n\n## Twice?\n<!-- q\nid: same\n-->\n\nNo.\n"
    theme = site / "themes" / "own"

    def without_theme() -> Callable[[], object]:
        aside = theme.rename(site / "aside")
        return lambda: aside.rename(theme)

    return {
        "template": lambda: _append(theme / _PARTIAL, "{% if %}"),
        "front matter": lambda: _replace(file, "---\n", "---\ntags: [open\n"),
        "broken link": lambda: _append(file, "\nSee [this](nowhere.md).\n"),
        "id twice": lambda: _append(file, twice),
        "theme deleted": without_theme,
        "site.yml": lambda: _append(site / "site.yml", "tags: [open\n"),
    }


def _append(file: Path, text: str) -> Callable[[], object]:
    good = file.read_text(encoding="utf-8")
    file.write_text(good + text, encoding="utf-8")
    return lambda: file.write_text(good, encoding="utf-8")


def _replace(file: Path, old: str, new: str) -> Callable[[], object]:
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace(old, new, 1), encoding="utf-8")
    return lambda: file.write_text(good, encoding="utf-8")


def _measure(page: Page, make: Callable[[], Callable[[], object]]) -> tuple[float, float]:
    """The longest times in milliseconds until a mistake is shown, and until it is gone."""
    shown, gone = 0.0, 0.0
    for _ in range(_ROUNDS):
        time.sleep(_PAUSE_SECONDS)
        begin = time.perf_counter()
        mend = make()
        page.wait_for_selector(_BOX, timeout=30_000)
        shown = max(shown, (time.perf_counter() - begin) * 1000)
        time.sleep(_PAUSE_SECONDS)
        begin = time.perf_counter()
        mend()
        page.wait_for_selector(_BOX, state="detached", timeout=60_000)
        gone = max(gone, (time.perf_counter() - begin) * 1000)
    return shown, gone


if __name__ == "__main__":
    main()
