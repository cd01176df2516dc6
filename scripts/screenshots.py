"""Pictures of a site's pages, to be looked at: each kind, phone to desk, light and dark.

    python scripts/screenshots.py OUTPUT_OF_BUILD [FOLDER_FOR_PICTURES]

Also what is difficult (see `kitchen_sink`), and an explainer on paper. Ends with 1 when a page
is wider than its window, breaks the strict content policy, or asks another host for anything.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from browse import CHROMIUM, CHROMIUM_OPTIONS, one_of_each, pages, served
from browse import address as address_of
from kitchen_sink import build_site, write_site
from playwright.sync_api import Browser, sync_playwright

WIDTHS = {360: 780, 768: 1024, 1440: 1000}
SCHEMES = ("light", "dark")


def main() -> int:
    """Takes all pictures; 1 when a page has a fault that needs no eye."""
    site = Path(sys.argv[1])
    pictures = Path(sys.argv[2] if len(sys.argv) > 2 else "screenshots")
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        sink = Path(folder) / "output"
        write_site(Path(folder))
        build_site(Path(folder), sink)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_OPTIONS])
        difficult = {
            path.parent.name: address_of(path, sink)
            for kind, path in pages(sink)
            if kind == "explainer"
        }
        for root, chosen, into in ((site, one_of_each(site), ""), (sink, difficult, "sink")):
            with served(root) as base:
                faults += _photograph(browser, base, chosen, pictures / into)
                if not into:
                    _print(browser, base + chosen["explainer"], pictures / "print.pdf")
        browser.close()
    print("\n".join(faults) or "no fault found; now look at them: " + str(pictures))
    return 1 if faults else 0


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
