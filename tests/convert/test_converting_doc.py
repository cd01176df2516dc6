"""The worked examples of docs/converting.md are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.conversion import convert
from generator.convert.blocks import RawArticle
from tests.convert.test_docx import document, paragraph

PAGE = (Path(__file__).parents[2] / "docs" / "converting.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"^### (?P<name>.+)\n(?:(?!^###).*\n)*?^```(?P<kind>\w+)\n(?P<input>(?:.*\n)*?)^```\n\n"
    r"^```markdown\n(?P<output>(?:.*\n)*?)^```\n",
    re.MULTILINE,
)
EXAMPLES = {found["name"]: found for found in EXAMPLE.finditer(PAGE)}
STYLES = {"Title": "Titel", "Subtitle": "Untertitel", "Heading 2": "berschrift2", "Normal": ""}


def article(name: str, kind: str, text: str) -> RawArticle:
    if "Word" not in name:
        return RawArticle(f"example.{kind}", text.encode())
    lines = [line.split(": ", 1) for line in text.splitlines()]
    body = "".join(paragraph(words, STYLES[style]) for style, words in lines)
    return RawArticle("example.docx", document(body))


def test_every_format_has_its_example() -> None:
    kinds = "Pasted text|An interview|A web page|Markdown|A Word document|An item of an agency"
    assert list(EXAMPLES) == kinds.split("|")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_becomes_what_the_page_says(name: str) -> None:
    example = EXAMPLES[name]
    text, _ = convert(article(name, example["kind"], example["input"]))
    assert text == example["output"]
