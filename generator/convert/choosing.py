"""Which blocks of a taken-apart article ask, as a person chose them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from generator.convert.blocks import Block, Run
from generator.convert.placing import Entry, Explainer, Placement
from generator.text import collapse

LONGEST = 400
"""Characters of the longest block that may become a question."""
CHOSEN = "chosen by hand"
_ASKABLE = ("paragraph", "heading")


def asked_blocks(explainer: Explainer) -> frozenset[int]:
    """The blocks that ask in this explainer."""
    return frozenset(_heads(explainer))


def askable_blocks(explainer: Explainer) -> frozenset[int]:
    """The blocks that ask, and those of the text that a person may make ask."""
    return asked_blocks(explainer) | {
        one.id
        for one in _text_blocks(explainer).values()
        if one.kind in _ASKABLE and 0 < len(one.text) <= LONGEST and collapse(one.text)
    }


def choose_questions(explainer: Explainer, asked: Collection[int]) -> Explainer:
    """The same explainer with exactly these blocks as its questions.

    A question that is none any more becomes a heading inside the answer before it, or of the
    intro. Blocks that cannot ask are left where they are.
    """
    heads = _heads(explainer)
    wanted = askable_blocks(explainer) & frozenset(asked)
    if wanted == heads.keys():
        return explainer
    blocks = _text_blocks(explainer)
    intro: list[Block] = []
    into = intro
    entries: list[tuple[Entry, list[Block]]] = []
    placements: list[Placement] = []
    for one in explainer.placements:
        if not _is_text(one):
            placements.append(one)
            continue
        block, head = blocks.get(one.block), heads.get(one.block)
        if one.block in wanted:
            into = []
            entry = head or Entry(collapse(block.text if block else one.text), ())
            entries.append((entry, into))
        elif head:
            runs = (Run(head.text),)
            into.append(Block(one.block, one.lines, "heading", runs=runs, level=3))
        elif block:
            into.append(block)
        placements.append(_placed(one, len(entries), asks=one.block in wanted))
    return replace(
        explainer,
        front=replace(explainer.front, draft=not entries),
        intro=tuple(intro),
        entries=tuple(replace(entry, answer=tuple(answer)) for entry, answer in entries),
        placements=tuple(placements),
    )


def _placed(one: Placement, number: int, *, asks: bool) -> Placement:
    """The placement in the text as it is parted now."""
    place = f"question {number}" if asks else f"answer {number}" if number else "intro"
    asked = one.place.startswith("question ")
    return replace(one, place=place, rule=one.rule if asks == asked else CHOSEN, weak=False)


def _is_text(one: Placement) -> bool:
    return one.place == "intro" or one.place.startswith(("question ", "answer "))


def _heads(explainer: Explainer) -> dict[int, Entry]:
    """Each question by the block that asks it; the first, where a mark has a block of its own."""
    found: dict[str, int] = {}
    for one in explainer.placements:
        if one.place.startswith("question "):
            found.setdefault(one.place, one.block)
    return {
        block: explainer.entries[int(place.removeprefix("question ")) - 1]
        for place, block in found.items()
    }


def _text_blocks(explainer: Explainer) -> dict[int, Block]:
    answers = (block for entry in explainer.entries for block in entry.answer)
    return {one.id: one for one in (*explainer.intro, *answers)}
