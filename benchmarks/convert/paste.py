"""Makes pasted text of web pages: each page of a scored set as plain lines, one block a line.

    python benchmarks/convert/paste.py SET/written OUT/written

Writes NAME.txt and NAME.gold.json. What a reader gets who marks a page's article and copies it:
everything from the title to the end of the article's element, teasers and captions included.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from generator.convert.blocks import Block, BlockStream, RawArticle
from generator.convert.cues import load_cues
from generator.convert.page import clear_page
from generator.convert.readers.html import read

# What nobody marks when copying an article.
_NOT_COPIED = frozenset({"navigation", "page footer", "form", "outside the article", "site notice"})


def lines(block: Block) -> list[str]:
    """The lines that a browser copies for a block."""
    if block.kind == "image":
        return []
    return [one for one in block.text.split("\n") if one.strip()]


def paste(stream: BlockStream) -> str:
    """The text between the title and the article's end, as a browser copies it."""
    cleared = clear_page(stream, load_cues(stream.language or "en", "en"))
    copied = [one for one in cleared.blocks if one.dropped not in _NOT_COPIED]
    kept = [at for at, one in enumerate(copied) if not one.dropped]
    inside = copied[kept[0] : kept[-1] + 6] if kept else []
    return "\n".join(line for block in inside for line in lines(block)) + "\n"


def main(source: Path, target: Path) -> None:
    """Turns every page of the folder into a pasted text with its gold."""
    target.mkdir(parents=True, exist_ok=True)
    for page in sorted(source.glob("*.html")):
        stream = read(RawArticle(page.name, page.read_bytes()))
        text = paste(stream)
        gold = json.loads(page.with_suffix(".gold.json").read_text(encoding="utf-8"))
        for field in ("date", "updated"):
            gold.pop(field, None)
        gold["must_not_appear"] = [one for one in gold.get("must_not_appear", []) if one in text]
        (target / f"{page.stem}.txt").write_text(text, encoding="utf-8")
        name = f"{page.stem}.gold.json"
        (target / name).write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
