"""One page's blocks while they are judged: what stands where, and how much prose is in what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.convert.asking import asks as is_question
from generator.convert.blocks import Block, BlockStream, Run
from generator.convert.cues import Cues, fold
from generator.text import words

_PROSE = 60
_PROSE_UNSPACED = 25


class Page:
    """The state that the rules of a page share; they only ever mark blocks."""

    def __init__(self, stream: BlockStream, cues: Cues) -> None:
        self.stream = stream
        self.cues = cues
        self.greek = stream.language.lower().startswith("el")
        self.blocks = list(stream.blocks)
        self.folded = [fold(one.text[:400]) for one in self.blocks]
        self.sizes = self.measure()
        self.own: set[str] = set()
        """Names of elements that hold the page's own questions, whatever they mean elsewhere."""
        self.title = -1
        """The index of the block that is the title; -1 without."""

    def drop(self, at: int, rule: str) -> None:
        """Marks a block as dropped, unless it is already, or is the title."""
        if not self.blocks[at].dropped and at != self.title:
            self.blocks[at] = replace(self.blocks[at], dropped=rule)

    def kept(self) -> list[int]:
        """The indexes of the blocks that no rule has dropped so far."""
        return [at for at, one in enumerate(self.blocks) if not one.dropped]

    def chain(self, at: int) -> Iterator[int]:
        """The containers around a block, the nearest first."""
        inside = self.blocks[at].container
        while inside >= 0:
            yield inside
            inside = self.stream.containers[inside].parent

    def above(self, container: int, most: int) -> Iterator[int]:
        """The containers around another, the nearest first, so many at most."""
        for _ in range(most):
            container = self.stream.containers[container].parent
            if container < 0:
                return
            yield container

    def measure(self) -> list[int]:
        """How many characters of prose stand in each container."""
        sizes = [0] * len(self.stream.containers)
        for at in range(len(self.blocks)):
            weight = self.prose(at)
            if weight:
                for inside in self.chain(at):
                    sizes[inside] += weight
        return sizes

    def prose(self, at: int) -> int:
        """The characters of a block that is prose; 0 for any other."""
        block = self.blocks[at]
        if (
            block.dropped
            or block.link_only
            or block.kind not in ("paragraph", "quote", "list", "table")
        ):
            return 0
        text = block.text
        linked = sum(len(run.text) for run in all_runs(block) if run.href)
        spaced = len(words(text)) * 3 < len(text)
        enough = _PROSE if spaced else _PROSE_UNSPACED
        return len(text) if len(text) >= enough and linked * 2 < len(text) else 0

    def is_toggle(self, at: int) -> bool:
        """True for what opens what stands below it, and for the terms of a list of such."""
        return self.blocks[at].style.tag in ("button", "summary", "dt")

    def asks(self, at: int) -> bool:
        """True for a question that is set as headings and toggles are."""
        block = self.blocks[at]
        styled = block.kind == "heading" or block.style.bold or self.is_toggle(at)
        return styled and is_question(block.text, greek=self.greek)


def all_runs(block: Block) -> Iterator[Run]:
    """The runs of a block, its list entries and its cells."""
    yield from block.runs
    for item in block.items:
        yield from item.runs
    for row in block.rows:
        for cell in row:
            yield from cell


def has_link(block: Block) -> bool:
    """True where any of its words is a link."""
    return any(run.href for run in all_runs(block))
