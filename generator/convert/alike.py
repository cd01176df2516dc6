"""Lines of plain text that are set like the questions around them, though no mark ends them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.convert.blocks import Block
from generator.convert.cues import Cues, fold
from generator.convert.marks import counts_on
from generator.convert.pasted import is_heading_like
from generator.text import words

_MOST_TITLE_WORDS = 8
_PRONOUN = 2
_JAPANESE = re.compile(r"(?:こと|とは|理由|仕組み)$")
"""How a Japanese title ends that asks without a mark."""


def with_statements(
    blocks: Sequence[Block],
    run: Sequence[int],
    cues: Cues,
    *,
    mark: re.Pattern[str] | None = None,
) -> list[int]:
    """The run with the lines inside it that are set like its questions but do not ask.

    Set alike are lines with the run's `mark`, a number or a sign, and lines with more space above
    than below; a line that begins as questions do is one anywhere between two answers.
    """
    is_apart = all(stands_apart(blocks, at) for at in run)
    found: list[int] = []
    known = set(run)
    before = run[0]
    for at in range(run[0] + 1, len(blocks) - 1):
        if at in known or not _is_head(blocks, at):
            before = at if at in known else before
            continue
        inside = at < run[-1]
        if mark:
            is_next = counts_on(blocks[at].text, blocks[before].text)
            taken = is_next or (inside and bool(mark.match(blocks[at].text)))
        elif is_apart:
            taken = inside and stands_apart(blocks, at)
        else:
            is_answered = at - 1 not in known and at + 1 not in known
            taken = inside and is_answered and _begins_asking(blocks[at].text, cues)
        if taken:
            found.append(at)
            before = at
    return sorted([*run, *found]) if len(found) <= len(run) else list(run)


def with_titles(blocks: Sequence[Block], run: Sequence[int]) -> list[int]:
    """The run with the titles among and behind its questions, where each has one paragraph.

    For texts that announce their questions: what is set like them through the whole text is one.
    """
    places = range(run[0] + 1, len(blocks) - 1)
    known = set(run)
    found = [at for at in places if at not in known and _is_title(blocks, at)]
    heads = sorted([*run, *found])
    ends = [*heads[1:], len(blocks)]
    is_even = all(end - at == 2 for at, end in zip(heads, ends, strict=True))
    return heads if found and is_even and len(found) <= len(run) else list(run)


def _is_title(blocks: Sequence[Block], at: int) -> bool:
    text = blocks[at].text
    return (
        _is_head(blocks, at)
        and len(words(text)) <= _MOST_TITLE_WORDS
        and text[:1].isupper()
        and text[-1:].isalnum()
    )


def stands_apart(blocks: Sequence[Block], at: int) -> bool:
    """True for a line with more space above it than below."""
    return at + 1 < len(blocks) and blocks[at].gap > blocks[at + 1].gap


def set_alike(blocks: Sequence[Block], run: Sequence[int], *, least: int) -> list[int]:
    """Only those with more space above than below, where most are set so."""
    apart = [at for at in run if stands_apart(blocks, at)]
    if len(apart) < max(least, 0.6 * len(run)):
        return list(run)
    # The first one follows the lines of the head, which may stand as close.
    first = run[0] if run[0] < apart[0] and run[1] == apart[0] else -1
    is_first = first >= 0 and (first == 0 or is_heading_like(blocks[first - 1]))
    return [first, *apart] if is_first else apart


def _is_head(blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at]
    return (
        block.kind in ("paragraph", "heading")
        and is_heading_like(block)
        and len(words(block.text)) >= 2
        and not is_heading_like(blocks[at + 1])
    )


def _begins_asking(text: str, cues: Cues) -> bool:
    """True for `What walkers should know`, `Ce que les piétons doivent savoir`."""
    if _JAPANESE.search(text):
        return True
    begins = [fold(one) for one in re.findall(r"[\w'’-]+", text)[:2]]
    # A pronoun may stand before the word: `ce que`, `lo que`.
    asked = [at for at, one in enumerate(begins) if one in cues.question_words]
    is_first = asked[:1] == [0] or (asked == [1] and len(begins[0]) <= _PRONOUN)
    return is_first and len(words(text)) >= 3
