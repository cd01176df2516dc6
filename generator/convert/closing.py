"""The lines at an article's end that say who wrote and supplied it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from generator.convert.asking import asks
from generator.convert.blocks import Block
from generator.convert.cues import agencies, fold, load_cues, starts_with
from generator.convert.dates import Stamp
from generator.convert.placing import Placement
from generator.convert.readers.bylines import opens_byline, read_byline
from generator.convert.smallline import named_agency, read_small_line
from generator.text import words

_FURNITURE_WORDS = 25
_MOST_SIGNS = 300
_VOCATIVE = re.compile(r"^[^\W\d_][^,.:!?]{2,40},\s+")
_PLACE_LINE = re.compile(
    r"[^()（）]{2,60}[(（]([^()（）]{2,30})[)）]\s?[-–—:.]|[^/]{2,60}/([^/\s]{2,20})/\s?[-–—:.]"
)


def read_source(blocks: Sequence[Block], closing: Sequence[Placement]) -> str:
    """The agency in the place line (`BERLIN (dpa) –`) or in the line at the end; else empty."""
    for block in blocks[:6]:
        found = _PLACE_LINE.match(block.text)
        if found and (name := named_agency(found[1] or found[2])):
            return name
        found = re.match(r"\W{0,2}([^\W\d_]{2,12})\s?[-–—:]\s", block.text)
        if found and fold(found[1]) in agencies():
            return found[1]
        found = re.match(r"【([^】]{2,20})】", block.text)
        if found and (name := next((one for one in agencies() if one in fold(found[1])), "")):
            return name
    for placement in closing:
        name = re.split(r"[/,;\s]", placement.text.strip("()[]（） ."))[0]
        if fold(name) in agencies():
            return name
        if named := named_agency(placement.text):
            return named
    return ""


def read_closing_authors(closing: Sequence[Placement]) -> tuple[str, ...]:
    """The persons whom the lines at the end name as authors."""
    for placement in closing:
        text = placement.text.strip("()[]（） ")
        if opens_byline(text) and (persons := read_byline(text)):
            return persons
    return ()


def read_closing(blocks: Sequence[Block], lang: str) -> list[Placement]:
    """The lines at the end that say who wrote and supplied the article."""
    found: list[Placement] = []
    for above, block in reversed(list(pairwise(blocks[1:]))):
        text = block.text.strip()
        if asks(above.text, greek=lang.startswith("el")):
            break  # What stands right below a question answers it.
        if block.kind == "rule":
            found.append(Placement(block.id, block.span, "dropped", "separator", text))
            continue
        is_text = block.kind in ("paragraph", "heading") and len(text) <= _MOST_SIGNS
        if not is_text or len(words(text)) > _FURNITURE_WORDS:
            break
        if _stamps(text, lang):
            found.append(Placement(block.id, block.span, "date", "a stamp below the text", text))
            continue
        rule = _closing_rule(
            text, lang, first=not any(one.rule == "closing credit" for one in found)
        )
        if not rule:
            break
        found.append(Placement(block.id, block.span, "dropped", rule, text))
    return [] if all(one.rule == "separator" for one in found) else found


def read_closing_stamps(
    closing: Sequence[Placement], blocks: Sequence[Block], lang: str
) -> list[tuple[Stamp, Block]]:
    """The dates that the lines at the end say it was published or updated."""
    known = {one.id: one for one in blocks}
    dated = [one for one in closing if one.place == "date"]
    return [(stamp, known[one.block]) for one in dated for stamp in _stamps(one.text, lang)]


def _stamps(text: str, lang: str) -> tuple[Stamp, ...]:
    """The dates of a line that says when it was published or updated, and nothing else."""
    languages = (lang.split("-")[0],) if lang else ()
    line = read_small_line(text, load_cues(lang, "en"), languages)
    is_stamp = line.kind == "date" and not line.weak and not line.source
    return line.stamps if is_stamp and any(one.role != "none" for one in line.stamps) else ()


def _closing_rule(text: str, lang: str, *, first: bool) -> str:
    bare = text.strip("()[]（） .").casefold()
    names = [one for one in re.split(r"[/,;&\s]+", bare) if one]
    if named_agency(text) or (names and len(names) <= 4 and fold(names[0]) in agencies()):
        return "closing credit"
    inside = text.strip("()[]（） ")
    if opens_byline(inside) and read_byline(inside) and len(words(text)) <= 10:
        return "closing credit"
    has_address = re.search(r"\S+@\S+\.\w|https?://|www\.\w", text)
    if has_address and len(words(text)) <= 16:
        return "contact line"
    credits = load_cues(lang, "en").credits
    # `Ms Field, thank you for the interview.`
    spoken = _VOCATIVE.sub("", text)
    is_credit = starts_with(fold(text), credits) or starts_with(fold(spoken), credits)
    return "closing credit" if is_credit and first and len(words(text)) < 16 else ""
