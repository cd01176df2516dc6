"""What a box looks like that tells an article in short."""

from __future__ import annotations

from generator.convert.asking import asks
from generator.convert.blocks import Block, plain
from generator.convert.cues import Cues, contains, fold, starts_with
from generator.text import words

HEAD_WORDS = 9


def is_box_head(block: Block, cues: Cues, *, greek: bool) -> bool:
    """True for a line that is the title of a summary box in one of the languages."""
    text = fold(block.text)
    if block.kind not in ("paragraph", "heading") or len(words(block.text)) > HEAD_WORDS:
        return False
    if starts_with(text, cues.summary):
        return True
    several = [one for one in cues.summary if " " in one and len(one) > 8]
    return contains(text, several) > 0 and not asks(block.text, greek=greek)


def is_points(block: Block, *, greek: bool) -> bool:
    """True for a list of a few sentences that ask nothing."""
    lines = [plain(one.runs) for one in block.items]
    long = sum(1 for one in lines if len(words(one)) >= 5)
    asked = sum(1 for one in lines if asks(one, greek=greek))
    return 2 <= len(lines) <= 8 and long >= 0.7 * len(lines) and not asked
