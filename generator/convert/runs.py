"""The question run of a styled article: entries of one run look alike.

Blocks that ask are grouped by how they look; the group with the most answered questions is the
run. Statements of the same look inside it are entries too, and further groups before or after it
are joined.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from generator.convert.asking import asks
from generator.convert.blocks import Block, BlockStream
from generator.convert.cues import contains, fold, load_cues
from generator.convert.marks import NUMBER, counts_on
from generator.text import words

_TOGGLES = ("button", "summary", "dt")
_LEAST = 2
_LONGEST = 90
"""Words: a reporter's question can be a paragraph."""

_LEAST_STATED = 4
"""Words of a statement behind the last question: `Contact us` heads something else."""

# What makes lines without any dress of headings a run: so many of one look, so short, so asking.
_LEAST_PLAIN = 3
_MOST_WORDS_PLAIN = 30
_SHARE_PLAIN = 0.6

_SENTENCE_END = re.compile(r"[.!…。！]['\"”’»)]*\s*$")
_WORD = re.compile(r"\w+[.!。]")
Look = tuple[str, bool, bool, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Run:
    """Where the entries stand and where the last answer ends."""

    entries: tuple[int, ...] = ()
    """Indexes into the blocks given, ascending."""
    end: int = 0
    """The index after the last answer's last block."""
    rule: str = ""


def find_run(blocks: Sequence[Block], stream: BlockStream) -> Run:
    """The run among the blocks that are still in question; empty when they ask nothing."""
    greek = stream.language.lower().startswith("el")
    looks = _looks(blocks, stream, greek=greek)
    declared = {fold(one.text) for one in stream.questions}
    asking = [
        at
        for at, one in enumerate(blocks)
        if looks[at]
        and (asks(one.text, greek=greek) or fold(one.text) in declared)
        and len(words(one.text)) <= _LONGEST
    ]
    groups: dict[Look, list[int]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    known: set[str] = set()
    for at in asking:
        look, text, below = looks[at], fold(blocks[at].text), _below(blocks, at)
        # Asked again, it is another question where another answer stands below.
        if look and (text not in known or (below and (text, below) not in seen)):
            groups[look].append(at)
        known.add(text)
        seen.add((text, below))
    best = max(
        (_answered(blocks, group, asking) for group in groups.values()),
        key=lambda group: (len(group), -_rank(blocks[group[0]]) if group else 0),
        default=[],
    )
    sure = [at for at in asking if fold(blocks[at].text) in declared]
    if best and _announced(stream):
        best = _with_all_alike(blocks, best, looks)
    if len(best) < _LEAST and not (best and set(best) <= set(sure)):
        return Run()
    if not _is_run(best, looks):
        return Run()
    entries = set(best)
    for look, group in groups.items():
        answered = _answered(blocks, group, asking)
        if look != looks[best[0]] and len(answered) >= _LEAST and _is_apart(answered, best):
            entries |= set(_with_statements(blocks, answered, looks))
        elif blocks[best[0]].kind == "paragraph" and blocks[group[0]].kind == "heading":
            # A box inside an interview that answers a question of its own.
            entries |= {at for at in answered if best[0] < at < best[-1]}
    entries |= set(_with_statements(blocks, best, looks))
    ordered = tuple(sorted(entries))
    return Run(ordered, _end(blocks, ordered, looks, stream), _say(blocks[best[0]]))


def _below(blocks: Sequence[Block], at: int) -> str:
    """The answer's beginning; empty where another line that may be an entry follows."""
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    return fold(after.text[:80]) if after and _look(after) is None and _says(after) else ""


def _looks(blocks: Sequence[Block], stream: BlockStream, *, greek: bool) -> list[Look | None]:
    """How each block looks that may be an entry; None for the others.

    Headings, toggles and bold lines may always be one. Other lines may where the page's own names
    for them set them apart from its text: most lines of that look ask.
    """
    looks = [_look(one) for one in blocks]
    named: dict[Look, list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        if looks[at] is None and block.kind == "paragraph" and (look := _plain_look(block, stream)):
            named[look].append(at)
    for look, lines in named.items():
        asking = [at for at in lines if asks(blocks[at].text, greek=greek)]
        short = [at for at in asking if len(words(blocks[at].text)) <= _MOST_WORDS_PLAIN]
        if len(asking) >= max(_LEAST_PLAIN, _SHARE_PLAIN * len(lines)) and len(short) > 1:
            for at in lines:
                looks[at] = look
    return looks


def _plain_look(block: Block, stream: BlockStream) -> Look | None:
    """The look that names and slant give a paragraph; None for one that has neither."""
    slanted = bool(block.runs) and all(run.emphasis or not run.text.strip() for run in block.runs)
    names = block.style.names[:2]
    if not names and block.container >= 0:
        names = stream.containers[block.container].names[:2]
    if not (names or slanted):
        return None
    return (block.style.tag, slanted, bool(NUMBER.match(block.text)), names)


def _look(block: Block) -> Look | None:
    """How an entry looks; None for what no entry can be."""
    style = block.style
    if (
        block.kind == "heading"
        or style.tag in _TOGGLES
        or (block.kind in ("paragraph", "quote") and style.bold)
    ):
        return (style.tag, style.bold, bool(NUMBER.match(block.text)), style.names[:2])
    return None


def _rank(block: Block) -> int:
    if block.kind == "heading":
        return block.level
    return 8 if block.style.tag in _TOGGLES else 9


def _answered(blocks: Sequence[Block], group: Sequence[int], asking: Sequence[int]) -> list[int]:
    """The questions that text follows before the next one that asks."""
    found = []
    stops = sorted(asking)
    for at in group:
        after = bisect_right(stops, at)
        end = stops[after] if after < len(stops) else len(blocks)
        if any(map(_says, blocks[at + 1 : end])):
            found.append(at)
    return found


def _says(block: Block) -> bool:
    """True for text that may be an answer: of one word, only where a mark ends it (`No.`)."""
    if block.kind not in ("paragraph", "list", "table", "quote", "code"):
        return False
    return len(words(block.text)) >= 2 or bool(_WORD.fullmatch(block.text.strip()))


def _is_run(best: Sequence[int], looks: Sequence[object]) -> bool:
    """Two questions among many statements of the same look are no run."""
    look = looks[best[0]]
    inside = sum(1 for at in range(best[0], best[-1] + 1) if looks[at] == look)
    return len(best) >= 0.34 * inside


def _is_apart(group: Sequence[int], best: Sequence[int]) -> bool:
    return group[-1] < best[0] or group[0] > best[-1]


def _with_statements(
    blocks: Sequence[Block], run: Sequence[int], looks: Sequence[object]
) -> list[int]:
    look = looks[run[0]]
    known = set(run)
    inside = [
        at
        for at in range(run[0], run[-1] + 1)
        if at in known
        or (
            looks[at] == look
            and at + 1 < len(blocks)
            and not looks[at + 1]
            and _may_state(blocks[at])
        )
    ]
    # Where a number goes on, the run does.
    for at in range(run[-1] + 1, len(blocks) - 1):
        told = looks[at] == look and not looks[at + 1]
        if told and counts_on(blocks[at].text, blocks[inside[-1]].text):
            inside.append(at)
    return inside


def _announced(stream: BlockStream) -> bool:
    """True where a title says that questions follow: `Frequently asked questions`."""
    announces = load_cues(stream.language, "en").announces
    titles = (one.value for one in stream.declared if one.field == "title")
    return any(contains(fold(one), announces) for one in titles)


def _with_all_alike(
    blocks: Sequence[Block], run: Sequence[int], looks: Sequence[object]
) -> list[int]:
    """The run with the statements of its look, behind the last question, too."""
    look = looks[run[0]]
    alike = [at for at in range(len(blocks)) if looks[at] == look]
    told = [
        at
        for at in _answered(blocks, alike, alike)
        if at > run[0] and len(words(blocks[at].text)) >= _LEAST_STATED
    ]
    return sorted({*run, *told})


def _may_state(block: Block) -> bool:
    """True for a title of two words, or a line of four; a sentence may have fewer: `Go on.`"""
    count = len(words(block.text))
    is_sentence = bool(_SENTENCE_END.search(block.text))
    return count >= 4 or (count >= 2 and (block.kind == "heading" or is_sentence))


def _end(
    blocks: Sequence[Block], entries: Sequence[int], looks: Sequence[object], stream: BlockStream
) -> int:
    """Where the last answer ends: at a heading that ranks as high, or where its element does.

    Only on pages other texts have such headings: elsewhere they are the author's own.
    """
    last = entries[-1]
    shared = set(_chain(blocks[entries[0]], stream))
    for at in entries:
        shared &= set(_chain(blocks[at], stream))
        if at + 1 < len(blocks):
            shared &= set(_chain(blocks[at + 1], stream))
    inner = max(shared, default=-1)
    for at in range(last + 2, len(blocks)):
        block = blocks[at]
        heads_other = looks[at] == looks[last] or (
            block.kind == "heading" and block.level <= max(2, _rank(blocks[last]))
        )
        if heads_other and stream.format == "html":
            return at
        if inner >= 0 and inner not in _chain(block, stream):
            return at
    return len(blocks)


def _chain(block: Block, stream: BlockStream) -> list[int]:
    found = []
    inside = block.container
    while inside >= 0:
        found.append(inside)
        inside = stream.containers[inside].parent
    return found


def _say(block: Block) -> str:
    style = block.style
    return f"entries look alike: {style.tag or block.kind}{' bold' if style.bold else ''}"
