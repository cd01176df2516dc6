"""What of a web page is no part of its article: rules that drop blocks.

Judged on the whole document: names and roles of elements, shares of links, where the bulk of the
prose stands, repetition, and entries of lists that come again as headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from generator.convert.asking import asks
from generator.convert.blocks import Container
from generator.convert.cues import contains, fold, starts_with
from generator.convert.pagestate import Page, all_runs, has_link
from generator.convert.purposes import STRUCTURAL, named_purpose
from generator.convert.sitelines import is_caption, site_line

_ROLES = frozenset(
    [
        "navigation",
        "banner",
        "contentinfo",
        "dialog",
        "alertdialog",
        "search",
        "menu",
        "menubar",
        "toolbar",
        "tablist",
    ]
)
_DROP = re.compile(r"dropdown|accordion|collaps|faq|answer")
_TAGS = {"nav": "navigation", "footer": "page footer", "form": "form", "fieldset": "form"}
_CAPTION = re.compile(
    r"caption|credit|copyright|legend|bildunterschrift|figcaption|photographer|image-?source"
)
_PULL = re.compile(r"pull-?quote")
_LEAST_PAIRS = 3
_CREDIT = 10
_SHORT = 30
_QUOTATION = re.compile(r"[“„«»「『\"].{20,}[”“»«」』\"][.!]?$", re.DOTALL)
_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|[•–—-])\s*")


def drop_named_elements(page: Page) -> None:
    """What stands in elements whose names or roles say that it is no article."""
    found = [_container_rule(page, one) for one in page.stream.containers]
    total = max(1, max(page.sizes, default=1))
    title_chain = set(page.chain(page.title)) if page.title >= 0 else set()
    own = page.own = _names_of_the_text(page, found)
    for at in range(len(page.blocks)):
        for inside in page.chain(at):
            rule, name = found[inside]
            if (
                rule
                and name not in own
                and inside not in title_chain
                and page.sizes[inside] < 0.4 * total
            ):
                page.drop(at, rule)
                break


def _names_of_the_text(page: Page, found: Sequence[tuple[str, str]]) -> set[str]:
    """The names that say nothing on this page: most questions and answers stand in such elements,
    or nearly all of the prose.

    Page builders call everything a widget, and some pages set each answer as an alert.
    """
    pairs = [
        (at, at + 1)
        for at in range(len(page.blocks) - 1)
        if page.asks(at) and page.blocks[at + 1].text and not page.asks(at + 1)
    ]
    size = max(1, sum(page.prose(at) for at in range(len(page.blocks))))
    held: Counter[str] = Counter()
    for at in range(len(page.blocks)):
        around = {found[inside][1] for inside in page.chain(at)}
        for name in (around | {_named(page, at)[1]}) & STRUCTURAL:
            held[name] += page.prose(at)
    paired: Counter[str] = Counter()
    for pair in pairs:
        around = {found[inside][1] for at in pair for inside in page.chain(at)}
        set_as = {_named(page, at)[1] for at in pair}
        for name in (around | set_as) & STRUCTURAL:
            paired[name] += 1
    least = max(_LEAST_PAIRS, 0.6 * len(pairs))
    return {
        name
        for name, prose in held.items()
        if prose >= 0.7 * size or (prose >= 0.4 * size and paired[name] >= least)
    }


def _named(page: Page, at: int) -> tuple[str, str]:
    """The rule that a block's own names ask for, and which of them does."""
    return named_purpose(tuple(one.lower() for one in page.blocks[at].style.names))


def _container_rule(page: Page, container: Container) -> tuple[str, str]:
    """The rule that an element's tag, role or names ask for, and which of them does."""
    if container.tag == "nav" and _holds_answer(page, container):
        return "", ""
    if container.tag in _TAGS:
        return _TAGS[container.tag], container.tag
    if role := next((one for one in container.names if one in _ROLES), ""):
        return "navigation", role
    if container.tag == "aside" and not _is_summary_box(page, container):
        return "aside", "aside"
    return named_purpose(container.names)


def _holds_answer(page: Page, container: Container) -> bool:
    """True for a list that a builder of sites calls a menu, and that holds prose: an answer."""
    is_drop = any(_DROP.search(one) for one in container.names)
    return is_drop and page.sizes[page.stream.containers.index(container)] > 0


def _is_summary_box(page: Page, container: Container) -> bool:
    own = page.stream.containers.index(container)
    first = next((at for at in range(len(page.blocks)) if own in page.chain(at)), -1)
    return first >= 0 and starts_with(page.folded[first], page.cues.summary)


def drop_small_things(page: Page) -> None:
    """Single blocks: controls, captions, teasers, notices."""
    for at, block in enumerate(page.blocks):
        if not block.dropped and (rule := _small_rule(page, at)):
            page.drop(at, rule)


def _small_rule(page: Page, at: int) -> str:
    block, text = page.blocks[at], page.folded[at]
    question = asks(block.text, greek=page.greek)
    if block.kind in ("rule", "image", "code", "table"):
        return ""
    if not any(sign.isalnum() for sign in block.text):
        return "separator"
    if block.style.tag in ("nav", "footer") and block.kind == "paragraph":
        # Loose text: what has elements of its own is told by these.
        return _TAGS[block.style.tag]
    if text in page.cues.controls:
        return "control of the page"
    if block.style.tag in ("button", "label", "legend") and not question:
        return "control of the page"
    if text in page.cues.advertisement:
        return "advertisement"
    if rule := site_line(block.text, text, page.cues):
        return rule
    if block.kind == "caption" or _is_caption(page, at):
        return "caption"
    count = len(text.split())
    if count <= _CREDIT and not question and is_caption(block.text, text, page.cues):
        return "caption"
    rule, name = _named(page, at)
    if rule and name not in page.own and (count < _SHORT or block.link_only):
        return rule
    if block.kind == "heading" and block.link_only:
        return "teaser"
    if (
        starts_with(text, page.cues.teaser)
        and count < _SHORT
        and (block.link_only or has_link(block) or re.match(r"[^:：|]{2,50}[:：|]", block.text))
    ):
        return "teaser"
    if (
        re.match(r"[A-ZÄÖÜ]{4,}(?: [A-ZÄÖÜ]+)?\s?[:|]\s", block.text)
        and starts_with(text, page.cues.teaser)
        and count < 40
    ):
        return "teaser"
    if block.link_only and not question and count < 40 and not _is_address(block.text):
        return "links"
    if count < 60 and contains(text, page.cues.notices) >= (2 if count < _SHORT else 3):
        return "site notice"
    if count < _SHORT and contains(text, page.cues.newsletter) >= 2:
        return "newsletter"
    return ""


def _is_address(text: str) -> bool:
    """True for links that show where they lead, as sources and texts have them."""
    return all(one.startswith(("http://", "https://")) for one in text.split())


def _is_caption(page: Page, at: int) -> bool:
    block = page.blocks[at]
    if any(_CAPTION.search(one.lower()) for one in block.style.names):
        return True
    for depth, inside in enumerate(page.chain(at)):
        container = page.stream.containers[inside]
        if container.tag in ("figure", "figcaption"):
            return page.sizes[inside] < 1200
        if (
            depth < 3
            and any(_CAPTION.search(one) for one in container.names)
            and page.sizes[inside] < 800
        ):
            return True
    return False


def drop_link_groups(page: Page) -> None:
    """Elements that hold little but links: lists of teasers, menus without a name."""
    letters: Counter[int] = Counter()
    linked: Counter[int] = Counter()
    members: Counter[int] = Counter()
    for at, block in enumerate(page.blocks):
        size = len(block.text)
        inside_links = sum(len(run.text) for run in all_runs(block) if run.href)
        for inside in page.chain(at):
            letters[inside] += size
            linked[inside] += inside_links
            members[inside] += bool(size)
    for at in page.kept():
        for inside in page.chain(at):
            if (
                members[inside] >= 3
                and linked[inside] > 0.6 * letters[inside]
                and page.title not in (at,)
            ):
                if page.title >= 0 and inside in page.chain(page.title):
                    break
                page.drop(at, "links")
                break


def drop_contents_lists(page: Page) -> None:
    """A list whose entries come again as headings or questions, with its title."""
    later = Counter(
        page.folded[at]
        for at, one in enumerate(page.blocks)
        if one.kind != "list" and page.folded[at]
    )
    for at in page.kept():
        block = page.blocks[at]
        entries = [
            fold(_NUMBER.sub("", "".join(run.text for run in one.runs))) for one in block.items
        ]
        again = sum(
            1
            for one in entries
            if one and (later[one] or any(one in other and len(one) > 14 for other in later))
        )
        if len(entries) >= 2 and again >= 0.6 * len(entries) and max(map(len, entries)) < 200:
            page.drop(at, "table of contents")
            before = next(
                (one for one in range(at - 1, -1, -1) if not page.blocks[one].dropped), -1
            )
            if before >= 0 and starts_with(page.folded[before], page.cues.contents):
                page.drop(before, "table of contents")


def drop_repeated(page: Page) -> None:
    """Short lines that come again and again."""
    counts = Counter(page.folded[at] for at in page.kept() if len(page.folded[at]) < 120)
    for at in page.kept():
        text = page.folded[at]
        often = 2 if len(text.split()) <= 5 and page.blocks[at].kind == "paragraph" else 3
        if (
            counts[text] >= often
            and not page.asks(at)
            and page.blocks[at].kind not in ("image", "rule")
        ):
            page.drop(at, "repeated")


def drop_pull_quotes(page: Page) -> None:
    """Sentences shown a second time in large letters, and headings that are quotations."""
    prose = "\n".join(
        fold(page.blocks[at].text) for at in page.kept() if page.blocks[at].kind == "paragraph"
    )
    for at in page.kept():
        block = page.blocks[at]
        named = any(_PULL.search(one.lower()) for one in _names_around(page, at))
        least = 0 if named else 20
        if (
            block.kind == "quote"
            and len(page.folded[at]) > least
            and page.folded[at][:200] in prose
        ) or (
            block.kind == "heading"
            and _QUOTATION.match(block.text)
            and not asks(block.text, greek=page.greek)
        ):
            page.drop(at, "pull quote")


def _names_around(page: Page, at: int) -> list[str]:
    inside = page.blocks[at].container
    around = page.stream.containers[inside].names if inside >= 0 else ()
    return [*page.blocks[at].style.names, *around]
