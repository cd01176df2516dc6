"""Hard-wrapped text as an agency sends it: paragraphs, crossheads, lists and tables.

Plain text pasted by a person is another matter and has its own reader: there nothing is certain,
here the sender follows rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.convert.blocks import Block, Item, Run
from generator.convert.readers.inline import look
from generator.convert.readers.tables import even_rows

_BULLET = re.compile(r"(?P<indent>\s*)(?P<mark>[*•·\-–+]|\d{1,2}[.)])\s+(?P<text>\S.*)")
INDENT = re.compile(r"[ \t]{2,8}\S")
"""How a paragraph's first line begins where no empty lines part them."""
_TABLE = re.compile(r"\s*\|.*\|\s*")
_ENDED = re.compile(r"[.!:;,…\"»“”’)\]]$")
_CROSSHEAD = 110


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source."""

    number: int
    text: str


def read_paragraphs(lines: Iterable[Line]) -> Iterator[Block]:
    """The blocks of the lines: parted by empty lines, or by indented first lines."""
    groups = list(_groups(lines))
    for place, (gap, group) in enumerate(groups):
        following = groups[place + 1][1] if place + 1 < len(groups) else []
        yield _block(group, following, gap)


def join(lines: Iterable[str]) -> str:
    """One text of hard-wrapped lines; a word parted at its hyphen comes together again."""
    text = ""
    for line in lines:
        part = " ".join(line.split())
        glued = re.search(r"\w-$", text) and re.match(r"\w", part)
        text = text + part if glued else f"{text} {part}"
    return text.strip()


def _groups(lines: Iterable[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Lines that belong together, and how many empty lines came before."""
    group: list[Line] = []
    gap, before = 0, 0
    for line in lines:
        if not line.text.strip():
            gap += 1
            continue
        first = group[0].text if group else ""
        apart = gap or (
            group
            and INDENT.match(line.text)
            and not _BULLET.match(line.text)
            and not _BULLET.match(first)
        )
        if apart and group:
            yield before, group
            group = []
        if not group:
            before = gap
        gap = 0
        group.append(line)
    if group:
        yield before, group


def _block(group: list[Line], following: list[Line], gap: int) -> Block:
    span = (group[0].number, group[-1].number)
    if len(group) > 1 and all(_TABLE.fullmatch(line.text) for line in group):
        rows = even_rows(
            tuple(_cell(cell) for cell in line.text.strip().strip("|").split("|")) for line in group
        )
        return Block(-1, span, "table", rows=rows, style=look((), "table"), gap=gap)
    items = _items(group)
    if items:
        runs = [run for item in items for run in item.runs]
        return Block(-1, span, "list", items=items, style=look(runs, "ul"), gap=gap)
    runs = [Run(join(line.text for line in group))]
    if _is_crosshead(group, following):
        style = look(runs, "crosshead")
        return Block(-1, span, "heading", tuple(runs), level=2, style=style, gap=gap)
    return Block(-1, span, "paragraph", tuple(runs), style=look(runs, "p"), gap=gap)


def _cell(text: str) -> tuple[Run, ...]:
    plain = " ".join(text.split())
    return (Run(plain),) if plain else ()


def _items(group: list[Line]) -> tuple[Item, ...]:
    """The entries of a list; empty when the lines are none."""
    found: list[tuple[int, str, list[str]]] = []
    for line in group:
        bullet = _BULLET.match(line.text)
        if bullet and not (found and len(bullet["indent"]) > found[0][0] + 2):
            found.append((len(bullet["indent"]), bullet["mark"], [bullet["text"]]))
        elif not found or not line.text.startswith(" "):
            return ()
        else:
            found[-1][2].append(line.text)
    dashes = len(found) == 1 and found[0][1] in "-–"
    if not found or dashes:  # A single dash begins an aside or reported speech.
        return ()
    return tuple(Item((Run(join(texts)),), 0, mark[0].isdigit()) for _, mark, texts in found)


def _is_crosshead(group: list[Line], following: list[Line]) -> bool:
    """One short line without a full stop, or a question of up to three, before a longer text."""
    text = join(line.text for line in group)
    if (
        not following
        or len(text) > 2 * _CROSSHEAD
        or (not text[0].isalnum() and text[0] not in "«\"“„'")
    ):
        return False
    if text.endswith(("?", "？", "؟")):
        single = not re.search(r"[.!?]\s+\S", text)
        return len(group) <= 3 and single and len(join(x.text for x in following)) > 20
    short = len(group) == 1 and len(text) <= _CROSSHEAD and text[0].isupper()
    after = join(line.text for line in following)
    return short and not _ENDED.search(text) and len(after) > len(text) and len(following) > 1
