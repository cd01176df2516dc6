"""Records of synthetic explainers, to measure the index with: no disk, no Markdown."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from generator.model import SearchRecord

_MARKUP = re.compile(r"\*+|\]\([^)]*\)|\[|\|")


def load_maker(path: Path) -> ModuleType:
    """The script that makes the corpus, as a module."""
    spec = importlib.util.spec_from_file_location("make_corpus", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages(maker: ModuleType, articles: int, seed: int = 1) -> Iterator[tuple[SearchRecord, ...]]:
    """The records of each explainer, oldest first."""
    for index in range(articles):
        facts, _, questions = maker.article(seed, index)
        used: dict[str, int] = {}
        records = []
        for question, blocks in questions:
            anchor = maker.slugify(question)
            used[anchor] = used.get(anchor, 0) + 1
            suffix = f"-{used[anchor]}" if used[anchor] > 1 else ""
            records.append(
                SearchRecord(
                    path=f"{facts['slug']}/#{anchor}{suffix}",
                    question=question,
                    label="",
                    answer=_MARKUP.sub("", "\n".join(blocks)),
                    explainer=facts["title"],
                    tags=tuple(facts["tags"]),
                    lang=facts["lang"],
                    date=f"{facts['date']:%Y-%m-%d}",
                )
            )
        yield tuple(records)
