"""The site under the checkers of others: the Nu HTML checker, axe-core, Lighthouse, schema.org.

    python scripts/audit.py [--quick] [THEME…]

Builds the site of this folder and the kitchen sink in each theme (default: all). Fetches the
checkers with npm into .cache/audit. Needs npm, Java and Chromium. `--quick` leaves Lighthouse out.
Ends with 1 when anything is found.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from browse import CHROMIUM, CHROMIUM_OPTIONS, one_of_each, served
from playwright.sync_api import sync_playwright
from screenshots import SITE, build_both

from generator.theme import list_themes

TOOLS = SITE / ".cache" / "audit"
PACKAGES = ("axe-core@4", "lighthouse@12", "schema-dts@2", "vnu-jar")
WIDTHS = (320, 360, 1440)
SCHEMES = ("light", "dark")
# Page kinds that Lighthouse visits in the default theme; of the others it visits the first two.
VISITED = ("explainer", "home", "tag", "question-page", "questions", "search")
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def main() -> int:
    """Runs the checkers and prints what they found."""
    quick = "--quick" in sys.argv
    themes = [one for one in sys.argv[1:] if not one.startswith("-")]
    modules = fetch_tools()
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for theme in themes or list(list_themes(SITE / "themes")):
            print(f"== {theme}")
            demo, sink = build_both(Path(folder), theme)
            faults = check_html(demo, modules) + check_html(sink, modules)
            faults += check_structured_data(demo, modules)
            chosen = one_of_each(demo)
            with served(demo) as base:
                faults += check_accessibility(base, chosen, modules)
                if not quick:
                    kinds = VISITED if theme == "default" else VISITED[:2]
                    visited = [chosen[one] for one in kinds if one in chosen]
                    faults += check_lighthouse(base, visited, modules)
            found += [f"{theme}: {one}" for one in faults]
    print("\n".join(found) or "nothing found")
    return 1 if found else 0


def fetch_tools() -> Path:
    """The folder of node modules that has the checkers."""
    modules = TOOLS / "node_modules"
    if not (modules / "lighthouse").is_dir():
        TOOLS.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-save", "--prefix", str(TOOLS), *PACKAGES]
        subprocess.run(command, check=True)
    return modules


def check_html(site: Path, modules: Path) -> list[str]:
    """What the Nu checker says of every page, warnings included."""
    jar = modules / "vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", str(jar), "--skip-non-html", "--format", "json", str(site)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = [
        one
        for one in json.loads(run.stderr)["messages"]
        # The history of locks begins before the year 1000.
        if "Year may be mistyped" not in one["message"]
    ]
    count = sum(1 for _ in site.rglob("*.html"))
    print(f"Nu checker: {len(messages)} messages on {count} pages")
    return [
        f"{one['url'].removeprefix('file:')}:{one.get('lastLine', 0)}: {one['message']}"
        for one in messages
    ]


def check_structured_data(site: Path, modules: Path) -> list[str]:
    """Types and properties in the pages' JSON-LD that schema.org does not have."""
    text = (modules / "schema-dts/dist/schema.d.ts").read_text(encoding="utf-8")
    types = set(re.findall(r'"@type": "(\w+)"', text))
    properties = set(re.findall(r'^    "(\w+)"\?: SchemaValue', text, re.M))
    used: dict[str, Path] = {}
    for path in sorted(site.rglob("*.html")):
        for block in _JSON_LD.findall(path.read_text(encoding="utf-8")):
            for term in terms(json.loads(block)):
                used.setdefault(term, path)
    unknown = set(used) - {f"@type {one}" for one in types} - properties
    print(f"schema.org: {len(used)} terms, {len(unknown)} unknown")
    return [f"{used[one]}: schema.org has no `{one}`" for one in sorted(unknown)]


def terms(value: Any) -> Iterator[str]:
    """Every property of a JSON-LD value, and every type as `@type NAME`."""
    if isinstance(value, list):
        for one in value:
            yield from terms(one)
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name == "@type":
                yield from (
                    f"@type {one}" for one in ([inner] if isinstance(inner, str) else inner)
                )
            elif not name.startswith("@"):
                yield name
                yield from terms(inner)
            elif name == "@graph":
                yield from terms(inner)


def check_accessibility(base: str, chosen: dict[str, str], modules: Path) -> list[str]:
    """axe-core's violations on one page of each kind, narrow and wide, light and dark."""
    script = (modules / "axe-core/axe.min.js").read_text(encoding="utf-8")
    found = []
    runs = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_OPTIONS])
        for width in WIDTHS:
            for scheme in SCHEMES:
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


def check_lighthouse(base: str, visited: list[str], modules: Path) -> list[str]:
    """Lighthouse's scores below 100, on an emulated phone, in both colour schemes."""
    found = []
    for path in visited:
        for scheme in SCHEMES:
            report = _lighthouse(base + path, scheme, modules)
            scores = {one: round(report["categories"][one]["score"] * 100) for one in _CATEGORIES}
            print(f"Lighthouse {scheme} /{path}: {scores}")
            for category, score in scores.items():
                if score == 100:
                    continue
                failed = [
                    one["id"]
                    for one in report["categories"][category]["auditRefs"]
                    if one["weight"] and (report["audits"][one["id"]]["score"] or 0) < 1
                ]
                named = ", ".join(failed)
                found.append(f"Lighthouse {scheme} /{path}: {category} {score}: {named}")
    return found


def _lighthouse(address: str, scheme: str, modules: Path) -> dict[str, Any]:
    # 0 is dark and 1 is light: third_party/blink/public/mojom/css/preferred_color_scheme.mojom.
    preferred = f"--blink-settings=preferredColorScheme={SCHEMES[::-1].index(scheme)}"
    flags = " ".join(("--headless=new", *CHROMIUM_OPTIONS, preferred))
    command = ["node", str(modules / "lighthouse/cli/index.js"), address, "--quiet"]
    run = subprocess.run(
        [*command, "--output=json", f"--chrome-flags={flags}"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "CHROME_PATH": CHROMIUM},
    )
    report: dict[str, Any] = json.loads(run.stdout)
    return report


if __name__ == "__main__":
    sys.exit(main())
