"""Text that one system after the other escaped (`&amp;auml;`), and code that was pasted as text."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

from generator.convert.blocks import Block, Run
from generator.convert.characters import clean

_ESCAPED = re.compile(r"&(?:[A-Za-z]{2,8}\d{0,2}|#\d{2,5}|#[xX][0-9A-Fa-f]{2,5});")
# What an editor pasted to show a film or a post, escaped on its way: `<iframe src=…></iframe>`.
_PASTED_CODE = re.compile(
    r"<(iframe|script|blockquote|div|embed|object|style|figure)\b[^<>]*>.*>", re.I | re.DOTALL
)


def unescaped(text: str) -> str:
    """The text without what one system after the other escaped: `&amp;auml;`."""
    for _ in range(2):
        if not _ESCAPED.search(text):
            break
        text = unescape(text)
    return text


def read_again(block: Block) -> Block:
    """The block with the characters that stand escaped in its text."""
    if not _ESCAPED.search(block.text):
        return block
    return replace(
        block,
        runs=_plain_runs(block.runs),
        items=tuple(replace(one, runs=_plain_runs(one.runs)) for one in block.items),
        rows=tuple(tuple(_plain_runs(cell) for cell in row) for row in block.rows),
    )


def _plain_runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    return tuple(one if one.code else replace(one, text=clean(unescaped(one.text))) for one in runs)


def without_code(block: Block) -> Block:
    """The block; dropped when it shows the code of what was to be embedded."""
    is_code = block.kind in ("paragraph", "code") and _PASTED_CODE.fullmatch(block.text.strip())
    return replace(block, dropped="embedded code") if is_code and not block.dropped else block
