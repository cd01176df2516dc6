"""Records the preview for docs/preview.md: an editor on the left, the browser on the right.

Everything is real: a copy of the demo site, `explainer serve`, saves, Chromium. Only the editor is
drawn, from the text of the file that was saved.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "images" / "preview.webp"
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_SIZE = {"width": 560, "height": 560}
_NAME = "blue-sky"
_LINES = 19
_EDITOR = """<body style="margin:0;background:#1d2026;color:#d9dde5;font:14px/1.6 monospace">
<p style="margin:0;padding:8px 16px;background:#15171c;color:#9aa3b2;font:13px system-ui">{name}</p>
<pre style="margin:0;padding:12px 16px;white-space:pre-wrap">{text}</pre>"""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the file and how long its picture stays."""

    old: str
    new: str
    milliseconds: int
    shows: str
    """What the browser has to show before the picture is taken: a CSS selector and a text."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for name in ("content", "static", "ledger"):
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, site / name)
        shutil.copy(ROOT / "site.yml", site)
        with _previewed(site) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_OPTIONS)
            editor, shown = (browser.new_page(viewport=_SIZE) for _ in range(2))
            frames = list(_frames(site / "content" / f"{_NAME}.md", address, editor, shown))
            browser.close()
    pictures = [picture for picture, _ in frames]
    pictures[0].save(
        TARGET,
        save_all=True,
        append_images=pictures[1:],
        duration=[milliseconds for _, milliseconds in frames],
        loop=0,
        quality=70,
        method=6,
    )
    print(f"{TARGET.relative_to(ROOT)}: {len(frames)} pictures, {TARGET.stat().st_size // 1000} kB")


def _frames(
    file: Path, address: str, editor: Page, shown: Page
) -> Iterator[tuple[Image.Image, int]]:
    text = file.read_text(encoding="utf-8")
    begin = text.index(_STEPS[0].old)
    shown.goto(f"{address}{_NAME}/#why-blue")
    shown.locator("explainer-preview aside").wait_for()
    shown.wait_for_timeout(500)
    yield _picture(file.name, text, begin, "", editor, shown), 1800
    for step in _STEPS:
        assert step.old in text
        text = text.replace(step.old, step.new, 1)
        file.write_text(text, encoding="utf-8")
        selector, _, wanted = step.shows.partition("|")
        shown.locator(selector, has_text=wanted or None).first.wait_for()
        if step.shows.startswith("main"):
            shown.locator(".problems").wait_for(state="detached")
        shown.wait_for_timeout(350)
        yield _picture(file.name, text, begin, step.new, editor, shown), step.milliseconds


_STEPS = (
    Step(
        "Because the air scatters blue light more than the other colours.",
        "Because air scatters blue light far more than red.",
        2200,
        "main|far more than red.",
    ),
    Step("Sunlight looks white", "Sunlight *looks* white", 1800, "main em|looks"),
    Step(
        "jumps about the sky.", "[jumps](nowhere.md) about the sky.", 3200, ".problems|nowhere.md"
    ),
    Step("[jumps](nowhere.md) about", "jumps about", 2000, "main|jumps about the sky"),
)


def _picture(
    name: str, text: str, begin: int, changed: str, editor: Page, shown: Page
) -> Image.Image:
    """Both windows side by side, the editor at the lines around the change."""
    at = text.find(changed) if changed else begin
    first = max(0, text.count("\n", 0, max(0, at)) - 4)
    lines = text.split("\n")[first : first + _LINES]
    told = escape("\n".join(lines))
    if mark := escape(changed.strip()):
        told = told.replace(mark, f'<mark style="background:#37507a;color:#fff">{mark}</mark>', 1)
    editor.set_content(_EDITOR.format(name=f"content/{name}", text=told))
    left, right = (Image.open(io.BytesIO(one.screenshot())) for one in (editor, shown))
    both = Image.new("RGB", (left.width + right.width + 2, left.height), "#15171c")
    both.paste(left, (0, 0))
    both.paste(right, (left.width + 2, 0))
    return both


@contextmanager
def _previewed(site: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "generator", "serve", "--source", str(site), "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr
        line = next(one for one in process.stderr if "preview at" in one)
        next(one for one in process.stderr if one.startswith("built"))
        yield line.split()[2]
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
