"""The documentation as a site of this very program: `make docs`.

The questions are explainers in docs/questions/; the other documents join them as pages, the lists
of commands and messages as explainers, so that each entry is found by asking.
"""

from __future__ import annotations

import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from generator.cli import run
from generator.frontmatter import write_front_matter
from generator.model import FrontMatter

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
SITE = ROOT / ".cache" / "docs-site"
OUTPUT = ROOT / "build" / "docs"
# Each `##` of these is something to ask for.
LISTS = ("commands", "errors")
# The site's own search page has the plain name.
SLUGS = {"search": "search-by-question"}
# Shown in the README alone.
README_ONLY = ("explainer.png",)
_PARENT = re.compile(r"\]\(\.\./(?!\.)([\w-]+\.md)")
_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./|\.github/)[^)]+\)")
_FENCE = re.compile(r"(^(`{3,})[^\n]*\n.*?^\2`*$)", re.M | re.S)
_IMAGE = re.compile(r"\]\(images/")


def main() -> int:
    """Composes the site folder, checks and builds it; the exit code."""
    shutil.rmtree(SITE, ignore_errors=True)
    content = SITE / "content"
    content.mkdir(parents=True)
    shutil.copy(DOCS / "site.yml", SITE)
    without = shutil.ignore_patterns(*README_ONLY)
    shutil.copytree(DOCS / "images", SITE / "static" / "images", ignore=without)
    for file in sorted((DOCS / "questions").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        (content / f"how-{file.name}").write_text(_for_questions(text), encoding="utf-8")
    for file in sorted(DOCS.glob("*.md")):
        (content / file.name).write_text(document(file), encoding="utf-8")
    source = ["--source", str(SITE)]
    return run(["check", *source]) or run(["build", *source, "--output", str(OUTPUT)])


def document(file: Path) -> str:
    """A document as a content file: its first heading becomes the title."""
    heading, _, text = file.read_text(encoding="utf-8").partition("\n")
    is_list = file.stem in LISTS
    front = FrontMatter(
        heading.removeprefix("# "),
        kind="explainer" if is_list else "page",
        date=datetime(2026, 11, 1, tzinfo=UTC) if is_list else None,
        tags=("reference",) if is_list else (),
        slug=SLUGS.get(file.stem, ""),
    )
    if is_list:
        # A command's name alone, without the marks of code, is what people ask for.
        text = re.sub(r"^## `([^`]+)`$", r"## \1", text, flags=re.M)
    return write_front_matter(front) + _linked(text)


def _for_questions(text: str) -> str:
    """The links of an explainer, which lies a folder deeper than the documents."""
    text = re.sub(r"\]\(([a-z]+\.md)", r"](how-\1", text)
    return _linked(_PARENT.sub(r"](\1", text))


def _linked(text: str) -> str:
    """The text with its links as they are in the site; what lies outside the documents is named."""
    parts = _FENCE.split(text)
    # The second of three is the mark that a fence begins and ends with.
    for at in range(0, len(parts), 3):
        parts[at] = _IMAGE.sub("](/images/", _OUTSIDE.sub(r"\1", parts[at]))
    return "".join(part for at, part in enumerate(parts) if at % 3 != 2)


if __name__ == "__main__":
    sys.exit(main())
