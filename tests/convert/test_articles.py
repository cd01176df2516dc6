"""Articles in every shape, each beside what becomes of it.

`articles/NAME.txt` (or `.html`, `.md`) is the source, `expected/NAME.md` the content file, written
anew by `pytest --update`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.conversion import convert
from generator.convert.blocks import RawArticle

HERE = Path(__file__).parent
ARTICLES = sorted((HERE / "articles").iterdir())


@pytest.mark.parametrize("source", ARTICLES, ids=lambda one: one.name)
def test_an_article_becomes_what_is_expected(
    source: Path, expected: Callable[[Path, str], None]
) -> None:
    text, _ = convert(RawArticle(source.name, source.read_bytes()))
    expected(HERE / "expected" / f"{source.name}.md", text)
