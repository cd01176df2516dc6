"""The title, kicker, lead and captions of a web page."""

from __future__ import annotations

import re
from dataclasses import replace

from generator.convert.cues import fold, starts_with
from generator.convert.pagestate import Page
from generator.convert.readers.bylines import read_byline
from generator.convert.readers.spoken import KICKER
from generator.text import words

_TITLE_SIGNS = 10
_TEASER_SIGNS = 40
_HEAD_BLOCKS = 16
_BYLINE_DEPTH = 3
_BYLINE = re.compile(
    r"(?:[\w-]*[-_])?(?:by-?lines?|authors?|autor(?:en|es|a)?|auteurs?|autore|contributors?)"
    r"(?:[-_]+(?:block|names?|line|info|list|link|item))*"
)
_LEAD = re.compile(
    r"(?:^|[-_])(?:lead|lede|standfirst|dek|intro|vorspann|chapo|chapeau|sommario|entradilla|bajada|subtitle|subheadline|subdeck|deck|perex|abstract|excerpt)(?:$|[-_])"
)


def find_title(page: Page) -> int:
    """The main heading: the h1 most like the declared title, else the heading equal to it."""
    stated = {
        fold(one.value) for one in page.stream.declared if one.field in ("title", "page-title")
    }
    firsts = [
        at
        for at, one in enumerate(page.blocks)
        if one.kind == "heading" and one.level == 1 and page.folded[at]
    ]

    def near(at: int) -> float:
        mine = set(page.folded[at].split())
        return max(
            (len(mine & set(one.split())) / max(1, len(mine)) for one in stated), default=0.0
        )

    if firsts:
        return max(
            firsts, key=lambda at: (near(at), _in_main(page, at), len(page.folded[at]) > 12, -at)
        )
    headings = [at for at, one in enumerate(page.blocks) if one.kind == "heading"]
    found = next((at for at in headings if near(at) > 0.7), -1)
    if found >= 0:
        return found
    lines = [at for at, one in enumerate(page.blocks) if one.kind == "paragraph"]
    return next((at for at in lines if _begins_title(page, at, stated)), -1)


def _in_main(page: Page, at: int) -> bool:
    """True inside the element that the page marks as its own text; the name of a site is above."""
    return any(page.stream.containers[one].tag in ("main", "article") for one in page.chain(at))


def _begins_title(page: Page, at: int, stated: set[str]) -> bool:
    """True for a line that the page's own title is or begins with."""
    text = page.folded[at]
    block = page.blocks[at]
    return (
        len(text) >= _TITLE_SIGNS
        and not block.link_only
        and any(one == text or starts_with(one, [text]) for one in stated)
    )


def is_kicker(page: Page, at: int) -> bool:
    """A short line right above the title, inside an element that holds both."""
    if not 0 <= page.title - at <= 2 or len(page.folded[at].split()) > 8:
        return False
    shared = set(page.chain(at)) & set(page.chain(page.title))
    if page.blocks[at].text.rstrip().endswith((":", "…")) or page.folded[at] in page.cues.contents:
        return False
    return (
        bool(shared)
        and max(shared) >= max(page.chain(page.title)) - 1
        and not page.blocks[at].link_only
    )


def join_captions(page: Page) -> None:
    """Gives each picture the caption beside it, which then goes with it."""
    for at, block in enumerate(page.blocks):
        if block.dropped != "caption" or not block.text.strip():
            continue
        near = [one for one in (at - 1, at - 2, at + 1) if 0 <= one < len(page.blocks)]
        for other in near:
            found = page.blocks[other]
            if (
                found.kind == "image"
                and not found.dropped
                and len(found.runs) == 1
                and found.runs[0].image
            ):
                picture = found.runs[0].image
                caption = f"{picture.caption} {block.text}".strip().replace("\n", " ")
                run = replace(found.runs[0], image=replace(picture, caption=caption))
                page.blocks[other] = replace(found, runs=(run,))
                page.blocks[at] = replace(block, dropped="caption, kept with its picture")
                break


def give_roles(page: Page) -> None:
    """Marks the title, the kicker above it and the lead below."""
    if page.title < 0:
        return
    page.blocks[page.title] = replace(page.blocks[page.title], role="title", dropped="")
    kickers = [at for at in range(max(0, page.title - 4), page.title) if _named(page, at, KICKER)]
    near = range(max(0, page.title - 2), page.title)
    kickers += [at for at in near if not page.blocks[at].dropped and is_kicker(page, at)]
    if kickers and len(page.folded[kickers[0]].split()) <= 10:
        page.blocks[kickers[0]] = replace(page.blocks[kickers[0]], role="kicker", dropped="")
    _find_lead(page)


def _find_lead(page: Page) -> None:
    described = {fold(one.value[:400]) for one in page.stream.declared if one.field == "lead"}
    title = set(words(page.folded[page.title]))
    for at in range(page.title + 1, min(page.title + 12, len(page.blocks))):
        block = page.blocks[at]
        if block.kind == "heading" and set(words(page.folded[at])) == title:
            page.drop(at, "repeats the title")
            continue
        if not block.dropped and page.folded[at] in described and len(page.folded[at]) > 40:
            page.blocks[at] = replace(block, role="lead")
            return
        if _is_teaser_of_own(page, at):
            page.blocks[at] = replace(block, role="lead", dropped="")
            return
        is_first = block.kind in ("paragraph", "heading") and not block.dropped
        if is_first and (_named(page, at, _LEAD) or (block.style.bold and page.prose(at))):
            if not page.asks(at) and len(page.folded[at].split()) >= 5:
                page.blocks[at] = replace(block, role="lead")
            return
        if is_first and page.prose(at):
            return


def mark_byline(page: Page) -> None:
    """Gives its role to the first name above the text that its element calls the author's."""
    if page.title < 0:
        return
    for at in range(page.title + 1, min(page.title + _HEAD_BLOCKS, len(page.blocks))):
        block = page.blocks[at]
        if block.dropped:
            continue
        if page.prose(at) or block.role == "byline":
            return
        around = list(page.chain(at))[:_BYLINE_DEPTH]
        names = [
            *block.style.names,
            *(n for one in around for n in page.stream.containers[one].names),
        ]
        is_marked = any(_BYLINE.fullmatch(one.lower()) for one in names)
        if is_marked and block.kind == "paragraph" and read_byline(block.text, ""):
            page.blocks[at] = replace(block, role="byline")
            return


def _is_teaser_of_own(page: Page, at: int) -> bool:
    """True for prose below the title that its element calls a teaser: that of its own article."""
    block = page.blocks[at]
    beside = set(page.chain(page.title))
    around = next(page.chain(page.title), -1)
    near = [one for one in list(page.chain(at))[:2] if one in beside]
    size = len(block.text)
    return (
        block.dropped == "teasers"
        and block.kind == "paragraph"
        and bool(near)
        and around >= 0
        and size >= _TEASER_SIGNS
        and not any(run.href for run in block.runs)
        and not page.asks(at)
    )


def _named(page: Page, at: int, pattern: re.Pattern[str]) -> bool:
    """True when the block's own names, or those of the element right around it, match."""
    names = [*page.blocks[at].style.names]
    inside = page.blocks[at].container
    if inside >= 0 and _holds_little(page, inside):
        names += page.stream.containers[inside].names
    return any(pattern.search(one.lower()) for one in names)


def _holds_little(page: Page, inside: int) -> bool:
    return sum(1 for one in page.blocks if one.container == inside) <= 2
