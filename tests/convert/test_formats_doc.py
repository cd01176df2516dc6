"""The worked examples of docs/converting-formats.md are true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.convert.blocks import BlockStream, RawArticle
from generator.convert.decode import sniff
from generator.convert.readers import reader_for

PAGE = Path(__file__).parents[2] / "docs" / "converting-formats.md"
EXAMPLE = re.compile(
    r"^### (?P<kind>[\w\-]+)\n.*?^```\w+\n(?P<input>.*?)^```\n"
    r".*?^```text\n(?P<outline>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)
KINDS = ["dpa", "ninjs", "newsml-g2", "nitf", "newsml-1", "iptc-7901", "anpa"]


def outline(stream: BlockStream) -> str:
    """A stream as the page shows it: what is declared, what is kept, what is dropped."""
    lines = [f"{one.field}: {one.value}" for one in stream.declared]
    for block in stream.blocks:
        text = block.text.replace("\n", " / ")
        kind = f"dropped, {block.dropped}" if block.dropped else block.role or block.kind
        lines.append(f"[{kind}] {text}")
    return "\n".join(lines) + "\n"


def examples() -> dict[str, re.Match[str]]:
    return {found["kind"]: found for found in EXAMPLE.finditer(PAGE.read_text(encoding="utf-8"))}


def test_every_agency_format_has_its_example() -> None:
    assert list(examples()) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_example_is_read_as_the_page_says(kind: str) -> None:
    example = examples()[kind]
    data = example["input"].encode()
    assert sniff(data, "example") == kind
    assert outline(reader_for(kind)(RawArticle("example", data))) == example["outline"]
