"""The text of a wire item where one field or element holds all of it: HTML, or plain text."""

from __future__ import annotations

from typing import Any

from generator.convert.blocks import Block
from generator.convert.characters import clean
from generator.convert.readers.inline import local_name
from generator.convert.readers.markup import MarkupReader
from generator.convert.readers.paragraphs import INDENT, Line, read_paragraphs
from generator.convert.structured import load_html


def html_body(html: Any, name: str, reader: MarkupReader, *, dropped: str = "") -> None:
    """Adds the blocks of a scrap of HTML; nothing for anything but text."""
    if isinstance(html, str) and html.strip():
        root = load_html(clean(html), name)
        if root is None:
            return
        body = next((one for one in root.iter() if local_name(one) == "body"), root)
        if (typed := typed_text(body)) and not dropped:
            reader.blocks.extend(text_body(typed))
        else:
            reader.read(root, dropped=dropped)


def typed_text(body: Any) -> str:
    """The text of a body whose only element keeps the lines of a teleprinter; else empty.

    Its lines are those of plain text: paragraphs, not a program's code.
    """
    inside = [one for one in body if local_name(one)]
    if len(inside) != 1 or local_name(inside[0]) != "pre" or len(inside[0]):
        return ""
    loose = [body.text, *(one.tail for one in body)]
    return "" if any(one and one.strip() for one in loose) else inside[0].text or ""


def text_body(text: Any) -> list[Block]:
    """The blocks of plain text: parted by empty lines or indents, else by line ends."""
    lines = clean(text).strip("\n").split("\n") if isinstance(text, str) else []
    if all(line.strip() for line in lines) and not any(map(INDENT.match, lines[1:])):
        lines = [part for line in lines for part in (line, "")]
    return list(read_paragraphs(Line(0, line) for line in lines))
