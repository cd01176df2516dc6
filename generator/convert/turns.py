"""What who asks says in an interview without asking, told by the turns around it alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from generator.convert.blocks import Block
from generator.convert.cues import Cues, fold, speaks_to
from generator.text import words

_BROKEN_OFF = re.compile(r"(?:…|\.\.\.)\s*$")
_GOES_ON = re.compile(r"\s*(?:…|\.\.\.)")
_FIRST_WORD = re.compile(r"\W{0,2}([^\W\d_]+)[.,!،、。]")
_ONE = re.compile(r"[^.!?…。]+[.!…。]\W*")
_LEAST = 2
_MOST_WORDS = 24
_FEW = 6


def with_turns(blocks: Sequence[Block], run: Sequence[int], cues: Cues) -> list[int]:
    """The run with the lines between two of its questions that are a turn of the same person.

    Between them stand an answer, the line and an answer to it. `And your parents …` is one where
    the answer goes on so, or where all questions are turns apart; there `You laugh.` is one, too.
    """
    if len(run) < _LEAST:
        return list(run)
    gaps = [after - at for at, after in pairwise(run)]
    is_talk = all(gap % 2 == 0 for gap in gaps)
    spoken = sum(speaks_to(blocks[at].text, cues) for at in run)
    # One answer a question, and questions to a person: then short lines between are turns.
    is_strict = is_talk and 3 * gaps.count(2) >= 2 * len(gaps) and 2 * spoken >= len(run)
    found = [
        at + 2
        for at, after in pairwise(run)
        if after - at == 4
        and _is_turn(blocks[at + 1 : after], cues, is_talk=is_talk, is_strict=is_strict)
    ]
    found += [
        line
        for at, after in pairwise(run)
        for line in range(at + 2, after - 1)
        if _is_answered(blocks[line], blocks[line + 1], cues)
    ]
    return sorted({*run, *found})


def _is_answered(line: Block, reply: Block, cues: Cues) -> bool:
    """True for one sentence that the next paragraph says yes or no to."""
    if line.kind != "paragraph" or reply.kind != "paragraph":
        return False
    first = _FIRST_WORD.match(reply.text)
    is_reply = first is not None and fold(first[1]) in cues.replies
    return is_reply and len(words(line.text)) <= _MOST_WORDS and bool(_ONE.fullmatch(line.text))


def _is_polite(text: str, cues: Cues) -> bool:
    """True for `Sie lachen.`, which speaks to somebody or of others."""
    first = words(text)[:1]
    return bool(first) and fold(first[0]) in cues.polite


def _is_turn(between: Sequence[Block], cues: Cues, *, is_talk: bool, is_strict: bool) -> bool:
    answer, line, reply = between
    count = len(words(line.text))
    if any(one.kind != "paragraph" for one in between) or not 1 <= count <= _MOST_WORDS:
        return False
    if _BROKEN_OFF.search(line.text) and (is_talk or _GOES_ON.match(reply.text)):
        return True
    longer = min(len(words(answer.text)), len(words(reply.text)))
    addressed = is_strict or speaks_to(line.text, cues) or _is_polite(line.text, cues)
    return is_talk and count <= min(_FEW, longer) and bool(addressed)
