"""Questions that stand in one paragraph with their answers, parted from them.

A bold question before plain text, or `Q: …? A: …` in one line, and questions that most paragraphs
of a text begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.convert.blocks import BREAK, Block, Cell, Run, plain
from generator.convert.cues import Cues, fold
from generator.convert.marks import NUMBER
from generator.text import words

_MARKS = r"?？؟\u037e"
_CLOSED = r"\s*['\"”’»›“」』)\]]*\s*[:–—-]?\s*$"
_ASKS = re.compile(rf"[{_MARKS}]{_CLOSED}")
_ASKS_IN_GREEK = re.compile(rf"[{_MARKS};]{_CLOSED}")
# Between the two a page may have had a line break that got lost: `Who pays?The state.`
_BEHIND = r"['\"”’»)]*)(?:\s+(?=\S)|(?=[^\W\d_a-zß-ÿа-яά-ώ]))"
_OPENING = re.compile(rf"(.{{8,140}}?[{_MARKS}]{_BEHIND}")
_OPENING_IN_GREEK = re.compile(rf"(.{{8,140}}?[{_MARKS};]{_BEHIND}")
_ANSWER = re.compile(r"[?？؟;\u037e]['\"”’»)]*\s+([^\W\d_]{1,12})(?:\s?\d{1,2})?\s?[:：]\s+(?=\S)")
_LABEL = re.compile(r"\s*([^\W\d_]{1,12})(?:\s?\d{1,2})?\s?[:：.)]\s")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
"""Scripts whose question words stand anywhere."""
_LEAST = 3
_LEAST_ITEMS = 2
_MOST_OF = 0.6


def part_run_in(blocks: Sequence[Block], cues: Cues, *, greek: bool = False) -> tuple[Block, ...]:
    """The blocks with every run-in question as a block of its own; their ids are their places."""
    parted = [piece for block in blocks for piece in _by_items(block, greek=greek)]
    asking = sum(_asking_rows(one, greek=greek) for one in parted)
    if asking >= _LEAST_ITEMS:
        parted = [piece for block in parted for piece in _by_rows(block, greek=greek)]
    before = len(parted)
    parted = [piece for block in parted for piece in _by_dress(block, greek=greek)]
    if len(parted) - before >= _LEAST_ITEMS:
        parted = [piece for block in parted for piece in _by_dress(block, greek=greek, states=True)]
    parted = [piece for block in parted for piece in _by_label(block, cues)]
    openings = [one for one in parted if _opening(one, cues, greek=greek)]
    standing = sum(1 for one in parted if one.kind != "list" and _asks(one.text, greek=greek))
    if len(openings) >= _LEAST and len(openings) > 2 * standing:
        parted = [piece for block in parted for piece in _by_sentence(block, cues, greek=greek)]
    return tuple(replace(one, id=place) for place, one in enumerate(parted))


def _asks(text: str, *, greek: bool) -> bool:
    """True for a text that ends as questions do; a colon or a dash may stand behind the mark."""
    return bool((_ASKS_IN_GREEK if greek else _ASKS).search(text))


def _by_items(block: Block, *, greek: bool) -> Iterator[Block]:
    """A list whose items are questions with their answers: `<li><b>Who pays?</b> The state.`"""
    if len(block.items) == 1 and _is_bold_question(block.items[0].runs, greek=greek):
        yield _line(block, block.items[0].runs, bold=True)
        return
    parted = [_question_and_answer(item.runs, greek=greek) for item in block.items]
    found = sum(one is not None for one in parted)
    if block.kind != "list" or found < _LEAST_ITEMS or found < _MOST_OF * len(parted):
        yield block
        return
    for item, parts in zip(block.items, parted, strict=True):
        if parts is None:
            yield replace(block, items=(item,), link_only=False)
            continue
        question, answer = parts
        mark = (Run(f"{item.mark} "),) if item.mark else ()
        yield _line(block, (*mark, *question), bold=True)
        yield _line(block, answer, bold=False)


def _is_bold_question(runs: Sequence[Run], *, greek: bool) -> bool:
    """True for the only entry of a list that is set as a title: its mark is the look of it."""
    is_bold = all(one.strong or not one.text.strip() for one in runs)
    return is_bold and _asks(plain(runs), greek=greek)


def _by_rows(block: Block, *, greek: bool) -> Iterator[Block]:
    """A table of two columns: what asks, and what answers it."""
    head = [row for row in block.rows[: block.header_rows] if not _row_asks(row, greek=greek)]
    rows = block.rows[len(head) :]
    asking = _asking_rows(block, greek=greek)
    if not asking or asking < _MOST_OF * len(rows):
        yield block
        return
    if head:
        yield replace(block, rows=tuple(head), dropped="head of the table")
    for row in rows:
        if len(row) == 2 and all(plain(cell) for cell in row):
            yield _line(block, row[0], bold=True)
            yield _line(block, row[1], bold=False)
        else:
            yield replace(block, rows=(row,), header_rows=0)


def _asking_rows(block: Block, *, greek: bool) -> int:
    return sum(_row_asks(row, greek=greek) for row in block.rows)


def _row_asks(row: Sequence[Cell], *, greek: bool) -> bool:
    return len(row) == 2 and bool(plain(row[1])) and _asks(plain(row[0]), greek=greek)


def _line(block: Block, runs: Sequence[Run], *, bold: bool) -> Block:
    """A paragraph made of a part of a list or table."""
    tag = "td" if block.kind == "table" else "li"
    style = replace(block.style, tag=tag, bold=bold)
    trimmed = _trimmed(runs)
    return replace(
        block, kind="paragraph", runs=trimmed, items=(), rows=(), style=style, link_only=False
    )


def _question_and_answer(runs: Sequence[Run], *, greek: bool) -> tuple[list[Run], list[Run]] | None:
    """The bold or first line that asks, and what follows it; None without either."""
    listed = list(runs)
    end = 0
    while end < len(listed) and (listed[end].strong or not listed[end].text.strip()):
        end += 1
    if not _asks(plain(listed[:end]), greek=greek):
        end = next((at for at, one in enumerate(listed) if one.text == BREAK), 0)
    head, rest = listed[:end], listed[end:]
    asks_first = _asks(plain(head), greek=greek)
    return (head, rest) if asks_first and plain(rest) else None


def _by_dress(block: Block, *, greek: bool, states: bool = False) -> Iterator[Block]:
    """A bold question at the beginning of a paragraph of plain text.

    With `states`, also a bold sentence in a line of its own: what who asks says without asking.
    """
    runs = list(block.runs)
    end = 0
    while end < len(runs) and (runs[end].strong or not runs[end].text.strip()):
        end += 1
    head, rest = runs[:end], runs[end:]
    question = plain(head)
    if (
        block.kind != "paragraph"
        or not rest
        or not (_asks(question, greek=greek) or (states and _states(head, rest)))
        or not any(one.text.strip() for one in rest)
    ):
        yield block
        return
    style = replace(block.style, bold=True)
    yield replace(block, runs=_trimmed(head), style=style, link_only=False)
    yield replace(block, runs=_trimmed(rest), style=replace(block.style, bold=False))


def _states(head: Sequence[Run], rest: Sequence[Run]) -> bool:
    """True for a sentence of a few words at least that a line break ends."""
    is_line = rest[0].text == BREAK or (bool(head) and head[-1].text == BREAK)
    text = plain(head)
    return is_line and text.endswith((".", "!", "…", "。", "！")) and len(words(text)) > 1


def _by_label(block: Block, cues: Cues) -> Iterator[Block]:
    """`Q: Who pays? A: The state.` in one paragraph, or `A:` behind a line break."""
    text = block.text
    found = _ANSWER.search(text) if block.kind == "paragraph" else None
    label = _LABEL.match(text)
    is_marked = (label and fold(label[1]) in cues.question_labels) or NUMBER.match(text)
    if not found or not is_marked or fold(found[1]) not in cues.answer_labels:
        yield block
        return
    at = found.start(1)
    yield from _cut(block, at)


def _by_sentence(block: Block, cues: Cues, *, greek: bool) -> Iterator[Block]:
    found = _opening(block, cues, greek=greek)
    if found is None:
        yield block
        return
    yield from _cut(block, found.end())


def _opening(block: Block, cues: Cues, *, greek: bool) -> re.Match[str] | None:
    """The short question a paragraph begins with, when text follows it."""
    if block.kind != "paragraph":
        return None
    found = (_OPENING_IN_GREEK if greek else _OPENING).match(block.text)
    if not found or len(block.text) - found.end() < 20 or re.search(r"[.!]\s", found[1][4:]):
        return None
    text = NUMBER.sub("", found[1])
    begins = [fold(one) for one in re.findall(r"[\w'’-]+", text)[:2]]
    # `And what happens to the boats?`
    begins = begins[1:] if begins and begins[0] in cues.conjunctions else begins
    # In Arabic the two are one word.
    begins = [begins[0].removeprefix("و")] if begins else begins
    is_asking = bool(begins) and begins[0] in cues.question_words
    is_asking = is_asking or text.startswith("¿") or bool(_UNSPACED.search(text))
    return found if is_asking or NUMBER.match(found[1]) else None


def _cut(block: Block, at: int) -> Iterator[Block]:
    """The block in two at a character of its text."""
    offset = len("".join(run.text for run in block.runs)) - len(
        "".join(run.text for run in block.runs).lstrip()
    )
    left: list[Run] = []
    right: list[Run] = []
    place = at + offset
    for run in block.runs:
        head, tail = run.text[: max(0, place)], run.text[max(0, place) :]
        if head or (run.image and place > 0):
            left.append(replace(run, text=head))
        if tail and (place < len(run.text)):
            right.append(replace(run, text=tail))
        place -= len(run.text)
    yield replace(block, runs=_trimmed(left))
    yield replace(block, runs=_trimmed(right))


def _trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    kept = list(runs)
    while kept and (kept[0].text == BREAK or (not kept[0].text.strip() and not kept[0].image)):
        kept.pop(0)
    while kept and (kept[-1].text == BREAK or (not kept[-1].text.strip() and not kept[-1].image)):
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip(" "))
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip(" "))
    return tuple(kept)
