"""Pictures of every kind of page in every theme, to be looked at: phone to desk, light and dark.

    python scripts/screenshots.py [FOLDER_FOR_PICTURES] [THEME…]

Builds the site of this folder, and the kitchen sink of `explainer theme check` (Arabic, forty
questions, long words and the like), in each theme; also prints an explainer on paper. Ends with 1
when a page is wider than its window, breaks the strict content policy, or asks another host.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from browse import CHROMIUM, CHROMIUM_OPTIONS, one_of_each, pages, served
from browse import address as address_of
from playwright.sync_api import Browser, sync_playwright

from generator import build
from generator.inputs import read_config
from generator.theme import list_themes
from generator.theming.kitchen_sink import write_sink

SITE = Path(__file__).resolve().parent.parent
WIDTHS = {360: 780, 768: 1024, 1440: 1000}
SCHEMES = ("light", "dark")


def main() -> int:
    """Takes all pictures; 1 when a page has a fault that needs no eye."""
    pictures = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots")
    themes = sys.argv[2:] or list(list_themes(SITE / "themes"))
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_OPTIONS])
        for theme in themes:
            demo, sink = build_both(Path(folder), theme)
            difficult = {
                path.parent.name: address_of(path, sink)
                for kind, path in pages(sink)
                if kind == "explainer"
            }
            for root, chosen, into in ((demo, one_of_each(demo), ""), (sink, difficult, "sink")):
                with served(root) as base:
                    found = _photograph(browser, base, chosen, pictures / theme / into)
                    faults += [f"{theme}: {one}" for one in found]
                    if not into:
                        _print(browser, base + chosen["explainer"], pictures / theme / "print.pdf")
        browser.close()
    print("\n".join(faults) or f"no fault found; now look at them: {pictures}")
    return 1 if faults else 0


def build_both(folder: Path, theme: str) -> tuple[Path, Path]:
    """The output of this site and of the kitchen sink, in that theme."""
    outputs = folder / "demo" / theme, folder / "sink" / theme
    demo, sink = folder / "demo-source", folder / "sink-source"
    if not demo.exists():
        for name in ("content", "static", "ledger"):
            if (SITE / name).is_dir():
                shutil.copytree(SITE / name, demo / name)
        for path in SITE.glob("*.yml"):
            shutil.copy(path, demo)
    settings = (SITE / "site.yml").read_text(encoding="utf-8")
    (demo / "site.yml").write_text(f"{settings}\ntheme: {theme}\n", encoding="utf-8")
    write_sink(sink, replace(read_config(SITE), theme=theme))
    for source, output in zip((demo, sink), outputs, strict=True):
        build.build(build.Request(source=source, output=output, drafts=True))
    return outputs


def _photograph(browser: Browser, base: str, chosen: dict[str, str], into: Path) -> list[str]:
    faults: list[str] = []
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
            )
            page = context.new_page()
            page.on("console", lambda said: faults.append(f"{said.location['url']}: {said.text}"))
            page.on(
                "request",
                lambda asked: (
                    None
                    if asked.url.startswith(base)
                    else faults.append(f"third party: {asked.url}")
                ),
            )
            for name, path in chosen.items():
                page.goto(base + path)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    faults.append(f"{path}: {wide} px wide in a window of {width} px")
                page.screenshot(path=into / f"{name}-{width}-{scheme}.png", full_page=True)
            context.close()
    return faults


def _print(browser: Browser, address: str, into: Path) -> None:
    page = browser.new_page()
    page.goto(address)
    page.pdf(path=into, prefer_css_page_size=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
