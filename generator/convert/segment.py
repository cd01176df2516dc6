"""A block stream to an explainer: header, summary, intro, questions with their answers.

Every block is placed exactly once, or dropped with its rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from generator.convert import blocks as stream_blocks
from generator.convert.blocks import Block, BlockStream
from generator.convert.closing import read_closing, read_closing_authors, read_source
from generator.convert.cues import Cues, fold, load_cues, starts_with
from generator.convert.glue import part_glued
from generator.convert.header import Header, read_header
from generator.convert.language import detect_language
from generator.convert.page import clear_page
from generator.convert.pasted import clear_text, is_heading_like, is_prose
from generator.convert.placing import Entry, Explainer, Placement
from generator.convert.questions import (
    find_questions,
    form,
    label,
    without_mark,
)
from generator.convert.runin import part_run_in
from generator.convert.runs import Run, find_run
from generator.convert.speakers import answering_speaker, common_speaker, dash, speaker
from generator.model import FrontMatter, Source
from generator.text import words

# Words: a paragraph with fewer introduces nothing.
_SENTENCE = 6


def prepare(stream: BlockStream, *, default_lang: str = "") -> tuple[BlockStream, str]:
    """The stream ready to be taken apart, and its language.

    Glued lines and run-in questions are parted, and what is no part of the article is marked.
    """
    lang = _language(stream) or default_lang
    cues = load_cues(lang, "en")
    stream = replace(stream, language=lang, blocks=part_run_in(stream.blocks, cues))
    if stream.format == "html":
        return clear_page(stream, cues), lang
    stream = replace(stream, blocks=part_glued(stream.blocks))
    return clear_text(stream, cues, greek=lang.startswith("el")), lang


def segment(stream: BlockStream, lang: str, *, headings_ask: bool = False) -> Explainer:
    """The explainer that the blocks make; with `headings_ask`, each heading is an entry."""
    is_page = stream.format == "html"
    places: dict[int, Placement] = {}
    blocks = []
    for block in stream.blocks:
        if block.dropped:
            places[block.id] = _placed(block, "dropped", block.dropped)
        else:
            blocks.append(block)
    header = read_header(blocks, stream, lang)
    for placement in header.placements:
        places[placement.block] = placement
    body = [one for one in blocks if one.id not in places]
    closing = read_closing(body, lang)
    for placement in closing:
        places[placement.block] = placement
    source = header.source or read_source(blocks, closing)
    if is_page:
        header.takes_lead = False
    body = [one for one in body if one.id not in places]
    cue = -1
    styled = Run() if stream.format == "text" else find_run(body, stream)
    if headings_ask:
        styled = _every_heading(body)
    run = list(styled.entries)
    if run:
        for block in body[styled.end :]:
            places[block.id] = _placed(block, "dropped", "after the last answer")
        body = body[: styled.end]
    else:
        run, cue = find_questions(body, 0, lang)
        if run and is_page and cue < 0 and form(body[run[0]], lang) in ("plain", "capitals"):
            run = []
    intro, entries = _divide(body, run, lang, places)
    notes = [*header.notes]
    if cue >= 0:
        at = body[cue].id
        places[at] = replace(places[at], rule="leads to the questions")
    if not entries:
        notes.append("no run of questions was found: marked as a draft, for you to ask them")
        could = [one.text for one in intro if one.kind == "heading"][:12]
        notes += [f"could be asked as a question: {one}" for one in could]
    lead, intro = _lead(header, intro, places, cue=body[cue].id if cue >= 0 else -1)
    front = FrontMatter(
        title=header.title,
        kicker=header.kicker,
        lead=lead,
        summary=header.summary,
        date=header.published,
        updated=header.updated,
        source=Source(name=source) if source else None,
        authors=header.authors or read_closing_authors(closing),
        lang=lang,
        draft=not entries,
    )
    ordered = tuple(places[one.id] for one in stream.blocks)
    return Explainer(
        front,
        tuple(intro),
        tuple(entries),
        ordered,
        tuple(notes),
        rivals=tuple(header.rivals),
        origins=tuple(header.origins.items()),
    )


def _every_heading(body: Sequence[Block]) -> Run:
    """Every heading that has text below it, as an entry."""
    heads = [at for at, one in enumerate(body) if one.kind == "heading"]
    if not heads:
        heads = [
            at
            for at, one in enumerate(body)
            if is_heading_like(one) and at + 1 < len(body) and is_prose(body[at + 1])
        ]
    told = [at for at in heads if at + 1 < len(body) and at + 1 not in heads]
    return Run(tuple(told), len(body), "every heading")


def _language(stream: BlockStream) -> str:
    """The language of the article's longer paragraphs; of all its text where it has few."""
    texts = [one.text for one in stream.blocks if not one.link_only]
    prose = "\n".join(one for one in texts if len(one) > 80)
    return detect_language(prose if len(prose) > 400 else "\n".join(texts), stream.language)[0]


def _placed(block: Block, place: str, rule: str, *, weak: bool = False) -> Placement:
    return Placement(block.id, block.span, place, rule, block.text, weak)


def _divide(
    body: Sequence[Block], run: Sequence[int], lang: str, places: dict[int, Placement]
) -> tuple[list[Block], list[Entry]]:
    """The intro, and each question with its answer."""
    first = run[0] if run else len(body)
    heads = []
    while run and first > 1 and body[first - 1].kind == "heading":
        first -= 1
        heads.append(body[first])
    for block in heads:
        places[block.id] = _placed(block, "dropped", "heads the questions")
    for block in body[:first]:
        places[block.id] = _placed(block, "intro", "stands before the first question")
    entries = []
    ends = [*run[1:], len(body)]
    headed = any(
        _heads_other_text(body[place : place + 2])
        for place in range(first + 1, run[-1] if run else 0)
    )
    dashed = bool(run) and all(dash(body[at].text) for at in run)
    asker = common_speaker([body[at].text for at in run])
    tells = answering_speaker([body[at + 1].text for at in run if at + 1 < len(body)])
    for number, (at, end) in enumerate(zip(run, ends, strict=False), 1):
        text, mark = without_mark(body[at].text.removeprefix(asker), lang)
        mark = f"{asker.strip()} {mark}".strip()
        rule = f"asks; the mark `{mark}` is left out" if mark else "asks, and is answered"
        places[body[at].id] = _placed(body[at], f"question {number}", rule)
        answer: list[Block] = []
        until = _without_tail(
            body, at, end, last=number == len(run), lang=lang, headed=headed, asker=asker
        )
        for block, tail in until[1]:
            weak = tail == "heads what follows" and block.kind == "paragraph"
            places[block.id] = _placed(block, "dropped", tail, weak=weak)
        for block in until[0]:
            rule = f"answers question {number}"
            found = (
                ""
                if answer or block.kind != "paragraph"
                else label(block.text, "answer_labels", lang)
                or (name if (name := speaker(block.text)) in tells else "")
                or (dash(block.text) if dashed else "")
            )
            if found:
                rule += f"; the label `{found.strip()}` is left out"
            places[block.id] = _placed(block, f"answer {number}", rule)
            answer.append(replace(block, runs=_without(block.runs, found)) if found else block)
        entries.append(Entry(text, tuple(answer)))
    return list(body[:first]), entries


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
    body: Sequence[Block], at: int, end: int, *, last: bool, lang: str, headed: bool, asker: str
) -> tuple[list[Block], list[tuple[Block, str]]]:
    """An answer's blocks, and what stands behind it without belonging to it."""
    answer = list(body[at + 1 : end])
    tail: list[tuple[Block, str]] = []
    while len(answer) > 1 and answer[-1].kind in ("heading", "rule"):
        rule = "separator" if answer[-1].kind == "rule" else "heads what follows"
        tail.append((answer.pop(), rule))
    while len(answer) > 1 and _is_stray(answer, last=last):
        tail.append((answer.pop(), "heads what follows"))
    if not last:
        return answer, tail
    cues = load_cues(lang, "en")
    for place in range(1, len(answer)):
        rest = answer[place:]
        if _leaves_the_text(answer[place - 1], rest):
            return answer[:place], [(one, "after the article") for one in rest] + tail
        if _heads_other_text(rest) and not headed:
            return answer[:place], [(one, "after the last answer") for one in rest] + tail
        closes = rest[0].kind == "rule" or _closes(rest[0], cues)
        if asker and rest[0].text.startswith(asker):
            return answer[:place], [(one, "the last words of who asks") for one in rest] + tail
        if closes and sum(len(words(one.text)) for one in rest) < 150:
            return answer[:place], [(one, "closing note") for one in rest] + tail
    return answer, tail


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


def _lead(
    header: Header, intro: list[Block], places: dict[int, Placement], *, cue: int
) -> tuple[str, list[Block]]:
    """The lead: the header's, else the first of several paragraphs of the intro.

    A line that only announces the questions is none of them.
    """
    told = [
        one
        for one in intro
        if one.kind == "paragraph" and one.id != cue and len(words(one.text)) >= _SENTENCE
    ]
    few = len(told) < 2
    if header.lead or not header.takes_lead or few or intro[0].kind != "paragraph":
        return header.lead, intro
    first = intro[0]
    places[first.id] = _placed(first, "lead", "the first of several paragraphs", weak=True)
    return first.text, intro[1:]
