"""The pictures of docs/authoring.md, taken of the kitchen sink's page of features and of the demo.

python scripts/docs_pictures.py [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browse import CHROMIUM, CHROMIUM_OPTIONS, served
from PIL import Image
from playwright.sync_api import sync_playwright

from generator import build
from generator.model import Config
from generator.theming.kitchen_sink import write_sink

ROOT = Path(__file__).resolve().parent.parent
PICTURES = {
    "callout.png": ".callout-warning",
    "timeline.png": ".timeline",
    "definitions.png": "dl",
    "code.png": "pre:has(.language-python)",
    "formula.png": ".formula",
    "figure.png": "figure",
}

# Of the demo: page and selector.
DEMO = {
    "sources.png": ("leap-seconds/", "section.question"),
    "related.png": ("security-council-veto/", "section:has(> #example-2024)"),
    "embedded.png": ("leap-seconds/", ".embedded"),
    "translation.png": ("de/paper-sizes/", "section:has(> #which-countries-use-other-paper)"),
    "right-to-left.png": ("ar/paper-sizes/", "body"),
    "glossary.png": ("glossary/", "main"),
    "author.png": ("authors/documentation-desk/", "main"),
    "snippets.png": ("tides/braking/", ".snippets"),
    "question-page.png": ("tides/far-side/", "main"),
    "copy-link.png": ("tides/", "section:has(> #cause) .answer-meta"),
    "moved.png": ("kilogram/#visit", ".moved:target"),
    "correction.png": ("tides/", ".correction"),
    "corrections.png": ("tides/", ".corrected"),
    "last-checked.png": ("leap-seconds/", ".byline"),
    "not-known.png": ("sommerzeit/", ".not-known"),
    "open-questions.png": ("open/", "main"),
    "feeds.png": ("tides/", ".feeds"),
}
_HIGHEST = 680
"""Pixels: what is higher is cut there."""
_EDGE = 12


def main() -> int:
    """Takes them all, each of the first place that its selector finds."""
    into = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = Path(folder) / "output"
        write_sink(Path(folder), Config(title=""))
        build.build(build.Request(source=Path(folder), output=output, drafts=True))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_OPTIONS])
        with served(output) as base:
            page = browser.new_page(viewport={"width": 720, "height": 900}, device_scale_factor=1.5)
            page.goto(base + "features/")
            for name, selector in PICTURES.items():
                page.locator(selector).first.screenshot(path=into / name)
        build.build(build.Request(source=ROOT, output=output))
        with served(output) as base:
            for name, (path, selector) in DEMO.items():
                width = 1100 if selector == "body" else 720
                page = browser.new_page(
                    viewport={"width": width, "height": 2000}, device_scale_factor=1.5
                )
                page.goto(base + path)
                page.evaluate(
                    "document.querySelectorAll('details').forEach(one => one.open = true)"
                )
                # An address with an anchor has scrolled; boxes are measured from the window's top.
                page.evaluate("window.scrollTo({top: 0, behavior: 'instant'})")
                box = page.locator(selector).first.bounding_box()
                assert box is not None
                left, top = max(0, box["x"] - _EDGE), max(0, box["y"] - _EDGE)
                clip = {
                    "x": left,
                    "y": top,
                    "width": min(width - left, box["width"] + 2 * _EDGE),
                    "height": min(box["height"], _HIGHEST) + 2 * _EDGE,
                }
                page.screenshot(path=into / name, clip=clip, full_page=True)  # type: ignore[arg-type]
                page.close()
                # Text needs few colours, and a repository keeps every picture for ever.
                with Image.open(into / name) as picture:
                    picture.convert("RGB").quantize(48).save(into / name, optimize=True)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
