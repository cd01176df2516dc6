"""Boxes of a page that belong to the site: links and sign-ups under a title, languages.

The rules of `furniture` drop the links; what is left of a box then, its title, would head nothing
or even be taken for an entry of the questions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from generator.convert.asking import asks
from generator.convert.blocks import plain
from generator.convert.cues import autonyms, fold, starts_with
from generator.convert.pagestate import Page

_TITLE_WORDS = 8
_SIGN_UP_WORDS = 60
_LANGUAGES = 2
_LEAST_ANSWERED = 2


def drop_link_boxes(page: Page) -> None:
    """Short titles in elements that hold nothing else but links, and what they stand above."""
    for members in _by_element(page):
        first, rest = members[0], members[1:]
        if not rest or page.title in members or not _is_title(page, first):
            continue
        left = [at for at in rest if not page.blocks[at].dropped]
        asking = [at for at in rest if asks(page.blocks[at].text, greek=page.greek)]
        title = page.folded[first]
        named = title in page.cues.closing or starts_with(title, page.cues.teaser)
        if title in page.cues.newsletter and _is_small(page, rest):
            _drop(page, members, "newsletter")
            continue
        # Questions that link to their answers are a table of contents, unless named otherwise;
        # a line in bold above a link may be the author's name.
        is_box = named or (not asking and page.blocks[first].kind == "heading")
        if (
            is_box
            and any(_points_on(page, at) for at in rest)
            and all(_points_on(page, at) for at in left)
        ):
            _drop(page, members, "teaser")


def keep_linked_answers(page: Page) -> None:
    """Takes back links below a question that would have no answer without them.

    Only among questions set like it that have their answers: titles of teasers ask as well.
    """
    asking = [at for at in page.kept() if page.asks(at)]
    ends = [*asking[1:], len(page.blocks)][: len(asking)]
    answered: Counter[tuple[str, tuple[str, ...]]] = Counter()
    bare: list[tuple[int, int]] = []
    for at, end in zip(asking, ends, strict=True):
        style = page.blocks[at].style
        if any(not page.blocks[one].dropped for one in range(at + 1, end)):
            answered[style.tag, style.names] += 1
        else:
            bare.append((at, end))
    for at, end in bare:
        style = page.blocks[at].style
        if answered[style.tag, style.names] < _LEAST_ANSWERED or end == len(page.blocks):
            continue
        for one in range(at + 1, end):
            if page.blocks[one].dropped == "links":
                page.blocks[one] = replace(page.blocks[one], dropped="")


def drop_boxes_of_notices(page: Page) -> None:
    """Small elements that hold a sign-up or a notice of the site, whole.

    Not where one stands right below a question: then it holds the answer, too.
    """
    for inside, members in _by_parent(page).items():
        rules = {page.blocks[at].dropped for at in members}
        rule = next((one for one in ("form", "site notice", "newsletter") if one in rules), "")
        left = [at for at in members if not page.blocks[at].dropped]
        if not rule or not left or page.title in members or not _is_small(page, members):
            continue
        if page.stream.containers[inside].tag in ("form", "main", "article", "body"):
            continue
        before = next(
            (at for at in range(members[0] - 1, -1, -1) if not page.blocks[at].dropped), -1
        )
        if before < 0 or asks(page.blocks[before].text, greek=page.greek):
            continue
        _drop(page, members, rule)


def _by_parent(page: Page) -> dict[int, list[int]]:
    """The blocks inside each element, those of the elements in it included."""
    found: dict[int, list[int]] = defaultdict(list)
    for at in range(len(page.blocks)):
        for inside in page.chain(at):
            found[inside].append(at)
    return found


def drop_language_lists(page: Page) -> None:
    """Lists of the languages in which there is a page, each by its own name."""
    for at in page.kept():
        block = page.blocks[at]
        entries = [fold(plain(one.runs).partition("(")[0]) for one in block.items]
        if len(entries) >= _LANGUAGES and all(one in autonyms() for one in entries):
            page.drop(at, "languages")


def _by_element(page: Page) -> list[list[int]]:
    """The blocks of each element that holds blocks directly, in the order of the page."""
    found: dict[int, list[int]] = defaultdict(list)
    for at, block in enumerate(page.blocks):
        for inside in page.chain(at):
            found[inside].append(at)
            if block.kind == "heading":
                break  # A box further out has a title of its own.
    return [found[one] for one in sorted(found)]


def _is_title(page: Page, at: int) -> bool:
    block = page.blocks[at]
    return (
        not block.dropped
        and (block.kind == "heading" or block.style.bold)
        and len(page.folded[at].split()) <= _TITLE_WORDS
        and not asks(block.text, greek=page.greek)
    )


def _points_on(page: Page, at: int) -> bool:
    return page.blocks[at].link_only or page.blocks[at].dropped in ("links", "teaser")


def _is_small(page: Page, members: list[int]) -> bool:
    """True for a few lines of which none is set as a question is."""
    count = sum(len(page.folded[at].split()) for at in members)
    return count <= _SIGN_UP_WORDS and not any(page.asks(at) for at in members)


def _drop(page: Page, members: list[int], rule: str) -> None:
    for at in members:
        page.drop(at, rule)
