"""Questions that a web page declares (FAQPage) without showing their answers in its text.

Pages that fill their accordions by script say in their metadata what a reader would see. Where a
page shows questions of its own, those are the article's, and the declared ones are dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.convert.blocks import Block, BlockStream, Run, Style
from generator.convert.cues import fold
from generator.convert.placing import Entry, Placement

QUESTION = "declared-question"
ANSWER = "declared-answer"
_LEAST = 2
_COMPARED = 80
"""Characters of an answer that are looked for in the page."""


def with_hidden(stream: BlockStream) -> BlockStream:
    """The stream with the declared questions behind its blocks whose answers it does not show."""
    shown = "\n".join(fold(one.text) for one in stream.blocks)
    added: list[Block] = []
    for one in stream.questions:
        if not one.answer or fold(one.answer)[:_COMPARED] in shown:
            continue
        added.append(_block(one.text, QUESTION))
        added += [_block(line, ANSWER) for line in one.answer.split("\n")]
    whole = [*stream.blocks, *added]
    return replace(stream, blocks=tuple(replace(one, id=at) for at, one in enumerate(whole)))


def _block(text: str, role: str) -> Block:
    return Block(-1, (0, 0), "paragraph", (Run(text),), style=Style("json-ld"), role=role)


def is_hidden(block: Block) -> bool:
    """True for a block that `with_hidden` added."""
    return block.role in (QUESTION, ANSWER)


def hidden_entries(
    hidden: Sequence[Block], body: Sequence[Block], *, wanted: bool
) -> tuple[list[Entry], list[Placement]]:
    """The entries that the declared questions make, and where their blocks went.

    Without `wanted`, or where there are too few, all are dropped. A line of the page that asks
    the same is dropped with them: its answer is not there.
    """
    asked = [one for one in hidden if one.role == QUESTION]
    if not wanted or len(asked) < _LEAST:
        rule = "declared by the page, but not shown on it"
        return [], [Placement(one.id, one.span, "dropped", rule, one.text) for one in hidden]
    entries: list[Entry] = []
    places: list[Placement] = []
    rule = "declared by the page (FAQPage), not shown on it"
    for block in hidden:
        if block.role == QUESTION:
            entries.append(Entry(block.text, ()))
            place = f"question {len(entries)}"
        else:
            last = entries[-1]
            entries[-1] = replace(last, answer=(*last.answer, block))
            place = f"answer {len(entries)}"
        places.append(Placement(block.id, block.span, place, rule, block.text, weak=True))
    known = {fold(one.text) for one in asked}
    again = [one for one in body if fold(one.text) in known]
    rule = "asks what the page declares; its answer is not shown here"
    places += [Placement(one.id, one.span, "dropped", rule, one.text) for one in again]
    return entries, places
