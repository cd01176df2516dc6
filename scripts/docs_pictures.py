"""The pictures of docs/authoring.md, taken of the kitchen sink's page of features.

python scripts/docs_pictures.py [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browse import CHROMIUM, CHROMIUM_OPTIONS, served
from playwright.sync_api import sync_playwright

from generator import build
from generator.model import Config
from generator.theming.kitchen_sink import write_sink

PICTURES = {
    "callout.png": ".callout-warning",
    "timeline.png": ".timeline",
    "definitions.png": "dl",
    "code.png": "pre:has(.language-python)",
    "formula.png": ".formula",
    "figure.png": "figure",
}


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
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
