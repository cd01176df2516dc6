"""Where each block of an article goes: the values that segmenting gives and reporting shows."""

from __future__ import annotations

from dataclasses import dataclass

from generator.convert.blocks import Block
from generator.editorial import FrontMatter


@dataclass(frozen=True, slots=True)
class Placement:
    """What became of one block."""

    block: int
    lines: tuple[int, int]
    """First and last source line; (0, 0) where there are none."""
    place: str
    """`title`, `lead`, `summary`, `intro`, `question 3`, `answer 3` …, or `dropped`."""
    rule: str
    """Why, in a few words; shown in the report."""
    text: str
    weak: bool = False
    """True when another reading was nearly as likely."""


def placed(block: Block, place: str, rule: str, *, weak: bool = False) -> Placement:
    """The placement of a block."""
    return Placement(block.id, block.span, place, rule, block.text, weak)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another reading that was weighed and lost."""

    place: str
    """The field, or `question` for a line that asks and stayed text."""
    value: str
    rule: str
    """Where it was said, or why it lost, in a few words."""
    lines: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A question and the blocks of its answer."""

    text: str
    answer: tuple[Block, ...]
    id: str = ""
    """Kept from an earlier version; empty: made of the wording when the page is built."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """An article, taken apart. Its dates are naive where the article names no time zone."""

    front: FrontMatter
    intro: tuple[Block, ...]
    entries: tuple[Entry, ...]
    """Empty when the article asks no questions."""
    placements: tuple[Placement, ...]
    """One for every block, in their order."""
    notes: tuple[str, ...] = ()
    """What an editor should look at."""
    rivals: tuple[Rival, ...] = ()
    origins: tuple[tuple[str, str], ...] = ()
    """For each field that the source declares, where it does so: `json-ld headline`."""
    raw_front: bool = False
    """True when lead and summary are Markdown already: those of a file that was edited."""
