"""The site under the checkers of others: axe-core and Lighthouse in Chromium, the Nu HTML checker.

    npm install --prefix TOOLS axe-core lighthouse vnu-jar
    python scripts/audit.py OUTPUT_OF_BUILD TOOLS [--lighthouse]

Needs Chromium and, for the Nu checker, Java. Ends with 1 when anything is found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from browse import CHROMIUM, CHROMIUM_OPTIONS, one_of_each, served
from playwright.sync_api import sync_playwright

WIDTHS = (320, 360, 1440)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main() -> int:
    """Runs the checkers and prints what they found."""
    site, tools = Path(sys.argv[1]), Path(sys.argv[2]) / "node_modules"
    chosen = one_of_each(site)
    found = check_html(site, tools)
    with served(site) as base:
        found += check_accessibility(base, chosen, tools)
        if "--lighthouse" in sys.argv:
            found += check_lighthouse(base, chosen, tools)
    print("\n".join(found) or "nothing found")
    return 1 if found else 0


def check_html(site: Path, tools: Path) -> list[str]:
    """What the Nu checker says of every page and style sheet, warnings included."""
    jar = tools / "vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", str(jar), "--skip-non-html", "--format", "json", str(site)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(run.stderr)["messages"]
    print(f"Nu checker: {len(messages)} messages")
    return [
        f"{one['url'].removeprefix('file:')}:{one.get('lastLine', 0)}: {one['message']}"
        for one in messages
    ]


def check_accessibility(base: str, chosen: dict[str, str], tools: Path) -> list[str]:
    """axe-core's violations on one page of each kind, narrow and wide, light and dark."""
    script = (tools / "axe-core/axe.min.js").read_text(encoding="utf-8")
    found = []
    runs = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_OPTIONS])
        for width in WIDTHS:
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme="dark" if scheme == "dark" else "light",
                    bypass_csp=True,
                )
                page = context.new_page()
                for path in chosen.values():
                    page.goto(base + path)
                    page.evaluate(script)
                    result = page.evaluate(
                        "tags => axe.run({runOnly: {type: 'tag', values: tags}})", _RULES
                    )
                    runs += 1
                    found += [
                        f"axe {width} {scheme} /{path}: {one['id']}: {node['html'][:160]}"
                        for one in result["violations"]
                        for node in one["nodes"]
                    ]
                context.close()
        browser.close()
    print(f"axe-core: {len(found)} violations in {runs} runs")
    return found


def check_lighthouse(base: str, chosen: dict[str, str], tools: Path) -> list[str]:
    """Lighthouse's scores below 100, on an emulated phone."""
    found = []
    for kind, path in chosen.items():
        if kind == "not-found":
            continue
        command = ["node", str(tools / "lighthouse/cli/index.js"), base + path, "--quiet"]
        command += ["--output=json", "--chrome-flags=--headless=new " + " ".join(CHROMIUM_OPTIONS)]
        run = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "CHROME_PATH": CHROMIUM},
        )
        report = json.loads(run.stdout)
        scores = {one: round(report["categories"][one]["score"] * 100) for one in _CATEGORIES}
        print(f"Lighthouse /{path}: {scores}")
        for category, score in scores.items():
            if score == 100:
                continue
            failed = [
                one["id"]
                for one in report["categories"][category]["auditRefs"]
                if one["weight"] and (report["audits"][one["id"]]["score"] or 0) < 1
            ]
            found.append(f"Lighthouse /{path}: {category} {score}: {', '.join(failed)}")
    return found


if __name__ == "__main__":
    sys.exit(main())
