"""A block stream to an explainer: header, summary, intro, questions with their answers.

Every block is placed exactly once, or dropped with its rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from generator.convert.blocks import Block, BlockStream
from generator.convert.carried import kept_front
from generator.convert.closing import (
    read_closing,
    read_closing_authors,
    read_closing_stamps,
    read_source,
)
from generator.convert.cues import load_cues
from generator.convert.dividing import divide, not_asked
from generator.convert.glue import part_glued
from generator.convert.header import read_header
from generator.convert.headfacts import Header, take_stamps
from generator.convert.hidden import hidden_entries, is_hidden, with_hidden
from generator.convert.language import detect_language
from generator.convert.page import clear_page
from generator.convert.pasted import clear_text, is_heading_like, is_prose
from generator.convert.placing import Explainer, Placement, placed
from generator.convert.questions import find_questions, form
from generator.convert.runin import part_run_in
from generator.convert.runs import Run, find_run
from generator.convert.speakers import asking_speakers
from generator.editorial import FrontMatter, Source
from generator.text import words

# Words: a paragraph with fewer introduces nothing.
_SENTENCE = 6
_TWO_SENTENCES = re.compile(r"\w{4,}[.!?…]['\"”’»]*\s+\S.{20,}|[。！？].{10,}")
_LEAST_ON_PAGES = 4
_DENSE = 4


def prepare(stream: BlockStream, *, default_lang: str = "") -> tuple[BlockStream, str]:
    """The stream ready to be taken apart, and its language.

    Glued lines and run-in questions are parted, and what is no part of the article is marked.
    """
    lang = _language(stream) or default_lang
    cues = load_cues(lang, "en")
    stream = replace(
        stream, language=lang, blocks=part_run_in(stream.blocks, cues, greek=lang.startswith("el"))
    )
    if stream.format == "html":
        return with_hidden(clear_page(stream, cues)), lang
    stream = replace(stream, blocks=part_glued(stream.blocks))
    return clear_text(stream, cues, greek=lang.startswith("el")), lang


def segment(stream: BlockStream, lang: str, *, headings_ask: bool = False) -> Explainer:
    """The explainer that the blocks make; with `headings_ask`, each heading is an entry."""
    is_page = stream.format == "html"
    blocks = [one for one in stream.blocks if not one.dropped and not is_hidden(one)]
    header = read_header(blocks, stream, lang)
    closing = read_closing(_left(blocks, header.placements), lang)
    take_stamps(header, read_closing_stamps(closing, blocks, lang))
    header.takes_lead = header.takes_lead and not is_page
    asked = _questions(_left(blocks, [*header.placements, *closing]), stream, lang, headings_ask)
    hidden = [one for one in stream.blocks if is_hidden(one)]
    declared, told = hidden_entries(hidden, asked.body, wanted=not asked.run)
    body = asked.body if asked.run else _left(asked.body, told)
    is_plain = stream.format == "text"
    divided = divide(body, asked.run, lang, rule=asked.rule, plain=is_plain)
    entries = divided.entries or tuple(declared)
    lead, intro, leads = _lead(header, divided.intro, cue=asked.cue)
    cut = [placed(one, "dropped", one.dropped) for one in stream.blocks if one.dropped]
    placements = (*cut, *header.placements, *closing, *asked.behind, *divided.places, *told)
    places = {one.block: one for one in (*placements, *leads)}
    if asked.cue >= 0:
        places[asked.cue] = replace(places[asked.cue], rule="leads to the questions")
    source = header.source or read_source(blocks, closing)
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
    if stream.format == "markdown":
        front = kept_front(front, stream.declared)
    return Explainer(
        front,
        tuple(intro),
        entries,
        tuple(places[one.id] for one in stream.blocks),
        (*header.notes, *([] if entries else _missing(intro))),
        rivals=(*header.rivals, *not_asked(body, divided, greek=lang.startswith("el"))),
        origins=tuple(header.origins.items()),
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which blocks of a body ask."""

    body: list[Block]
    run: Sequence[int] = ()
    """Indexes into the body."""
    rule: str = ""
    cue: int = -1
    """The block that leads to the questions; -1 without."""
    behind: tuple[Placement, ...] = ()
    """What stands behind the last answer."""


def _questions(body: list[Block], stream: BlockStream, lang: str, headings_ask: bool) -> _Asked:
    styled = Run() if stream.format == "text" else find_run(body, stream)
    if headings_ask:
        styled = _every_heading(body)
    if styled.entries:
        rule = "after the last answer"
        behind = tuple(placed(one, "dropped", rule) for one in body[styled.end :])
        return _Asked(body[: styled.end], styled.entries, styled.rule, behind=behind)
    run, cue = find_questions(body, 0, lang)
    if not run:
        return _Asked(body)
    way = form(body[run[0]], lang)
    is_dialogue = bool(asking_speakers([body[at].text for at in run]))
    is_bare = stream.format == "html" and cue < 0 and way in ("plain", "capitals")
    # Without a dress of their own, only questions close together are a run on a page.
    is_thin = len(run) < _LEAST_ON_PAGES or run[-1] - run[0] > _DENSE * len(run)
    if is_bare and is_thin and not is_dialogue:
        return _Asked(body)
    return _Asked(body, run, f"asks; {_FORMS[way]}", body[cue].id if cue >= 0 else -1)


_FORMS = {
    "label": "a label marks it",
    "number": "a number marks it",
    "sign": "a sign marks it",
    "dash": "a dash opens it",
    "capitals": "a line in capitals",
    "plain": "a line of its own, answered below",
}


def _left(blocks: Sequence[Block], placements: Iterable[Placement]) -> list[Block]:
    taken = {one.block for one in placements}
    return [one for one in blocks if one.id not in taken]


def _missing(intro: Sequence[Block]) -> Iterator[str]:
    """What an editor has to do where nothing is asked."""
    yield "no run of questions was found: marked as a draft, for you to ask them"
    for one in [one for one in intro if one.kind == "heading"][:12]:
        yield f"could be asked as a question: {one.text}"


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


def _lead(
    header: Header, intro: Sequence[Block], *, cue: int
) -> tuple[str, Sequence[Block], list[Placement]]:
    """The lead: the header's, else the first of several paragraphs of the intro.

    A line that only announces the questions is none of them, and the title of a section no lead.
    """
    told = [
        one
        for one in intro
        if one.kind == "paragraph"
        and len(words(one.text)) >= _SENTENCE
        and (one.id != cue or _TWO_SENTENCES.search(one.text))
    ]
    if header.lead or not header.takes_lead or len(told) < 2 or intro[0].kind != "paragraph":
        return header.lead, intro, []
    if is_heading_like(intro[0]) and len(words(intro[0].text)) < _SENTENCE:
        return "", intro, []
    rule = "the first of several paragraphs"
    return intro[0].text, intro[1:], [placed(intro[0], "lead", rule, weak=True)]
