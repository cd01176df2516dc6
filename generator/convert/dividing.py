"""The body of an article parted at its questions: intro, answers, and what belongs to none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.convert import blocks as stream_blocks
from generator.convert.asking import asks
from generator.convert.blocks import Block
from generator.convert.cues import Cues, fold, load_cues, starts_with
from generator.convert.labels import label
from generator.convert.pasted import is_heading_like, is_prose
from generator.convert.placing import Entry, Placement, Rival, placed
from generator.convert.questions import without_mark
from generator.convert.speakers import answering_speaker, asking_speakers, dash, speaker
from generator.text import words

_LONGEST = 40
"""Words of a line that asks, for the report."""
_CLOSING_WORDS = 150
_COUNT = re.compile(r"\d{1,2} \D")


@dataclass(frozen=True, slots=True)
class Divided:
    """A body, parted."""

    intro: tuple[Block, ...]
    entries: tuple[Entry, ...]
    places: tuple[Placement, ...]
    """One for each block of the body."""


@dataclass(frozen=True, slots=True)
class _Manner:
    """How the questions and answers of one article are set."""

    lang: str
    plain: bool
    """Text without a look: short lines between paragraphs are its headings."""
    rule: str
    """What the questions have in common, in words for the report."""
    headed: bool
    """Answers have headings of their own."""
    dashed: bool
    askers: frozenset[str]
    """What the questions begin with: `The Gazette:`."""
    tellers: frozenset[str]
    """What the answers begin with."""
    counted: bool
    """The questions begin with 1, 2, 3, without a mark behind the numbers."""


def divide(
    body: Sequence[Block], run: Sequence[int], lang: str, *, rule: str, plain: bool
) -> Divided:
    """The intro, and each question with its answer. `run` holds the indexes of the questions."""
    places: list[Placement] = []
    first = run[0] if run else len(body)
    while run and first > 1 and body[first - 1].kind == "heading":
        first -= 1
        places.append(placed(body[first], "dropped", "heads the questions"))
    intro = [_as_crosshead(body, at) if plain else body[at] for at in range(first)]
    places += [placed(one, "intro", "stands before the first question") for one in body[:first]]
    manner = _manner(body, run, lang, rule=rule, plain=plain)
    entries = []
    ends = [*run[1:], len(body)][: len(run)]
    for number, (at, end) in enumerate(zip(run, ends, strict=True), 1):
        question, asked = _question(body[at], number, manner)
        answer, tail = _without_tail(body, at, end, last=number == len(run), manner=manner)
        places += [asked, *tail]
        blocks: list[Block] = []
        for block in answer:
            found = "" if blocks else _answer_mark(block, manner)
            told = f"; the label `{found.strip()}` is left out" if found else ""
            places.append(placed(block, f"answer {number}", f"answers question {number}{told}"))
            shown = _as_crosshead(body, body.index(block, at)) if plain and blocks else block
            blocks.append(replace(block, runs=_without(block.runs, found)) if found else shown)
        anchor = body[at].anchor if is_anchor(body[at].anchor) else ""
        entries.append(Entry(question, tuple(blocks), id=anchor))
    return Divided(tuple(intro), tuple(entries), tuple(places))


def is_anchor(text: str) -> bool:
    """True for what may be the id of a question."""
    return bool(text) and all(one.isalnum() or one in "-_" for one in text)


def not_asked(body: Sequence[Block], divided: Divided, *, greek: bool) -> Iterator[Rival]:
    """The lines of the text that ask and are no question of the explainer, with the reason."""
    place = {one.block: one.place for one in divided.places}
    for block in body:
        where = place.get(block.id, "")
        short = block.kind in ("paragraph", "heading") and len(words(block.text)) <= _LONGEST
        if not short or where.startswith("question") or not asks(block.text, greek=greek):
            continue
        rule = "it stands in the intro" if where == "intro" else f"it stands in {where}"
        if where == "dropped":
            rule = "it was dropped"
        yield Rival("question", block.text, rule, block.span)


def _manner(
    body: Sequence[Block], run: Sequence[int], lang: str, *, rule: str, plain: bool
) -> _Manner:
    inside = range(run[0] + 1, run[-1]) if run else range(0)
    return _Manner(
        lang=lang,
        plain=plain,
        rule=rule,
        headed=any(_heads_other_text(body[at : at + 2]) for at in inside),
        dashed=bool(run) and all(dash(body[at].text) for at in run),
        askers=asking_speakers([body[at].text for at in run]),
        tellers=answering_speaker([body[at + 1].text for at in run if at + 1 < len(body)]),
        counted=len(run) > 1
        and all(_COUNT.match(body[at].text) for at in run)
        and [int(body[at].text.split()[0]) for at in run] == list(range(1, len(run) + 1)),
    )


def _question(block: Block, number: int, manner: _Manner) -> tuple[str, Placement]:
    name = speaker(block.text)
    name = name if name in manner.askers else ""
    text, mark = without_mark(block.text.removeprefix(name), manner.lang)
    if manner.counted:
        mark, _, text = text.partition(" ")
    mark = f"{name.strip()} {mark}".strip()
    states = not asks(block.text, greek=manner.lang.startswith("el"))
    rule = f"a statement, but {manner.rule}" if states else manner.rule
    rule += f"; the mark `{mark}` is left out" if mark else ""
    return text, placed(block, f"question {number}", rule, weak=states)


def _answer_mark(block: Block, manner: _Manner) -> str:
    """The label, name or dash that an answer's first paragraph begins with."""
    if block.kind != "paragraph":
        return ""
    name = speaker(block.text)
    return (
        label(block.text, "answer_labels", manner.lang)
        or (name if name in manner.tellers else "")
        or (dash(block.text) if manner.dashed else "")
    )


def _as_crosshead(body: Sequence[Block], at: int) -> Block:
    """The block; a short line between paragraphs of plain text is a heading."""
    block = body[at]
    after_prose = at == 0 or (is_prose(body[at - 1]) and body[at - 1].text[-1:] not in ":：")
    if after_prose and _heads_other_text(body[at : at + 2]):
        return replace(block, kind="heading", level=3)
    return block


def _without(runs: Sequence[stream_blocks.Run], label: str) -> tuple[stream_blocks.Run, ...]:
    """The runs without the label that their text begins with."""
    left = len(label)
    kept = []
    for run in runs:
        cut = min(left, len(run.text))
        left -= cut
        if run.text[cut:] or run.image:
            kept.append(replace(run, text=run.text[cut:]))
    return tuple(kept)


def _without_tail(
    body: Sequence[Block], at: int, end: int, *, last: bool, manner: _Manner
) -> tuple[list[Block], list[Placement]]:
    """An answer's blocks, and what stands behind it without belonging to it."""
    answer = list(body[at + 1 : end])
    tail: list[Placement] = []
    while len(answer) > 1 and answer[-1].kind in ("heading", "rule"):
        rule = "separator" if answer[-1].kind == "rule" else "heads what follows"
        tail.append(placed(answer.pop(), "dropped", rule))
    while len(answer) > 1 and _is_stray(answer, last=last):
        tail.append(placed(answer.pop(), "dropped", "heads what follows", weak=True))
    place, rule = _end_of_text(answer, manner) if last else (len(answer), "")
    return answer[:place], tail + [placed(one, "dropped", rule) for one in answer[place:]]


def _end_of_text(answer: Sequence[Block], manner: _Manner) -> tuple[int, str]:
    """Where the last answer ends, and the rule that drops what stands behind it."""
    cues = load_cues(manner.lang, "en")
    for place in range(1, len(answer)):
        rest = answer[place:]
        if _leaves_the_text(answer[place - 1], rest):
            return place, "after the article"
        if _heads_other_text(rest) and not manner.headed:
            return place, "after the last answer"
        if manner.askers and speaker(rest[0].text) in manner.askers:
            return place, "the last words of who asks"
        closes = rest[0].kind == "rule" or _closes(rest[0], cues)
        if closes and sum(len(words(one.text)) for one in rest) < _CLOSING_WORDS:
            return place, "closing note"
    return len(answer), ""


def _is_stray(answer: Sequence[Block], *, last: bool) -> bool:
    """True when the last line is a heading or a teaser: prose that ended stands before it."""
    lines = next((n for n, one in enumerate(reversed(answer)) if is_prose(one)), len(answer))
    return (
        1 <= lines <= (40 if last else 12)
        and answer[-1].kind == "paragraph"
        and not answer[-1].style.tag
        and (is_heading_like(answer[-1]) or _points_on(answer[-1], last=last))
        and lines < len(answer)
        and not answer[-1 - lines].text.rstrip().endswith(":")
    )


def _points_on(block: Block, *, last: bool) -> bool:
    """True for a few words and a colon, with nothing to follow: `Recommend this article:`."""
    return last and block.text.rstrip().endswith(":") and len(words(block.text)) <= 5


def _leaves_the_text(before: Block, rest: Sequence[Block]) -> bool:
    """True where pasted prose ends and a page's own lines begin: several short ones together."""
    if before.text.rstrip().endswith((":", "：")) or not is_prose(before) or len(rest) < 3:
        return False
    return all(
        one.kind == "paragraph" and not one.style.tag and is_heading_like(one) for one in rest[:3]
    )


def _heads_other_text(rest: Sequence[Block]) -> bool:
    """True for a pasted line that looks like a heading and has text of its own."""
    return (
        len(rest) > 1
        and rest[0].kind == "paragraph"
        and not rest[0].style.tag
        and is_heading_like(rest[0])
        and len(words(rest[0].text)) <= 10
        and rest[0].text[:1].isupper()
        and rest[1].kind == "paragraph"
        and is_prose(rest[1])
        and len(words(rest[1].text)) >= 12
    )


def _closes(block: Block, cues: Cues) -> bool:
    """True for a line behind the last answer that speaks of the article or its makers."""
    worded = [run for run in block.runs if run.text.strip()]
    text = fold(block.text)
    if block.kind != "paragraph" or len(words(text)) > 80:
        return False
    slanted = bool(worded) and all(run.emphasis for run in worded)
    return slanted or starts_with(text, cues.credits)
