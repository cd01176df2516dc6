"""What a box looks like that tells an article in short."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.convert.asking import asks
from generator.convert.blocks import Block, plain
from generator.convert.cues import Cues, contains, fold, starts_with
from generator.convert.pasted import is_heading_like
from generator.text import words

POINTS = 3
"""Where nothing marks the points of a summary, a box has this many."""
_HEAD_WORDS = 9
_PLAIN_HEAD_WORDS = 5
_MOST_POINTS = 7
_MOST_WORDS = 35
_LEAST_BELOW = 3

IsSmall = Callable[[int], bool]
"""Whether the block at an index is a line of the head: a date, a byline, an agency."""


def is_box_head(block: Block, cues: Cues, *, greek: bool) -> bool:
    """True for a line that is the title of a summary box in one of the languages."""
    text = fold(block.text)
    if block.kind not in ("paragraph", "heading") or len(words(block.text)) > _HEAD_WORDS:
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


def is_bare_box(blocks: Sequence[Block], at: int, *, greek: bool, is_small: IsSmall) -> bool:
    """True for points without a known title: a list, or what `is_plain_box` is true for."""
    block = blocks[at]
    if block.kind == "list":
        return is_points(block, greek=greek) and at + 1 < len(blocks)
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    return (
        after is not None
        and after.kind == "list"
        and is_points(after, greek=greek)
        and block.kind in ("paragraph", "heading")
        and len(words(block.text)) <= _HEAD_WORDS
        and not asks(block.text, greek=greek)
        and at + 2 < len(blocks)
    ) or is_plain_box(blocks, at, greek=greek, is_small=is_small)


def is_plain_box(blocks: Sequence[Block], at: int, *, greek: bool, is_small: IsSmall) -> bool:
    """True for a short title with a few sentences below it, each a line, that nothing marks.

    More lines of the head below them tell that they are a box; or that they stand close together,
    in a text that sets every paragraph apart.
    """
    head = blocks[at]
    if (
        not is_heading_like(head)
        or len(words(head.text)) > _PLAIN_HEAD_WORDS
        or is_small(at)
        or asks(head.text, greek=greek)
    ):
        return False
    end = box_end(blocks, at + 1, greek=greek, is_small=is_small)
    points = blocks[at + 1 : end]
    if not 2 <= len(points) <= _MOST_POINTS or not all(_is_point(one, greek) for one in points):
        return False
    if end < len(blocks) and is_small(end):
        return True
    below = range(end, len(blocks))
    return (
        len(below) >= _LEAST_BELOW
        and head.gap > 0
        and not any(one.gap for one in points)
        and all(blocks[one].gap or asks(blocks[one - 1].text, greek=greek) for one in below)
    )


def _is_point(block: Block, greek: bool) -> bool:
    is_line = block.kind == "paragraph" and 4 <= len(words(block.text)) <= _MOST_WORDS
    return is_line and not asks(block.text, greek=greek)


def box_end(blocks: Sequence[Block], begin: int, *, greek: bool, is_small: IsSmall) -> int:
    """The index after the last point of the box whose points begin here."""
    at = begin
    marked = at < len(blocks) and blocks[at].kind == "list"
    while at < len(blocks):
        if marked and blocks[at].kind != "list":
            break
        if not marked and _ends_box(blocks, begin, at, greek=greek, is_small=is_small):
            break
        at += 1
    return at


def _ends_box(
    blocks: Sequence[Block], begin: int, at: int, *, greek: bool, is_small: IsSmall
) -> bool:
    """A box without marks ends at a wider gap, a date or a question, or when it is full."""
    block, count = blocks[at], at - begin
    if count == 0:
        return False
    inner = blocks[at - 1].gap if count > 1 else block.gap
    if block.gap > inner or (count == 1 and block.gap > blocks[at - 1].gap):
        return True
    # Where a wider gap ends the lines within the size of a box, all of them are points.
    inside = blocks[begin + 1 : begin + _MOST_POINTS + 1]
    apart = at + 1 < len(blocks) and inner == 0 and any(one.gap > 0 for one in inside)
    if count == POINTS and not apart:
        return True
    return is_small(at) or count == _MOST_POINTS or asks(block.text, greek=greek)
