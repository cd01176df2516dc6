"""Where a page's article begins and ends: what stands around and behind it is dropped."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generator.convert.pageroles import is_kicker
from generator.convert.pagestate import Page
from generator.convert.sitelines import without_counts

# An answer may lie as many elements deep in what holds its question, too.
_NEAR = 3


def keep_the_main_part(page: Page) -> None:
    """Drops what stands outside the element that holds the bulk of the prose."""
    page.sizes = page.measure()
    total = max(page.sizes, default=0)
    if not total:
        return
    main = max((at for at, size in enumerate(page.sizes) if size >= 0.75 * total), default=0)
    main = _widen(page, main)
    first = last = -1
    for at in page.kept():
        if main in page.chain(at):
            first = at if first < 0 else first
            last = at
    begin = page.title if 0 <= page.title < last else first
    for at in page.kept():
        if (
            at > last
            or (at < begin and not is_kicker(page, at))
            or (begin < at < first and page.prose(at) == 0 and _far(page, at))
        ):
            page.drop(at, "outside the article")


def drop_after_closing(page: Page) -> None:
    """Everything below a title such as `Related articles`, in the second half of the text."""
    kept = page.kept()
    prose = sum(page.prose(at) for at in kept)
    seen = 0
    for place, at in enumerate(kept):
        seen += page.prose(at)
        short = len(page.folded[at].split()) <= 8
        if (
            short
            and seen >= 0.5 * prose
            and without_counts(page.folded[at]) in page.cues.closing
            and not page.prose(at)
        ):
            before = {_dress(page, one) for one in kept[:place] if page.asks(one)}
            asked = _answered_after(page, kept[place:])
            if len(asked) >= 2 or any(_dress(page, one) in before for one in asked.values()):
                page.drop(at, "teaser")
                continue
            for later in kept[place:]:
                page.drop(later, "after the article")
            return


def _widen(page: Page, main: int) -> int:
    """The element around `main` that also holds questions with answers left outside it."""
    asking = {at for at in page.kept() if page.asks(at)}
    around = {main, *page.above(main, _NEAR)}
    alike = {_dress(page, at) for at in asking if around & set(page.chain(at))}
    # Of toggles set alike not each asks.
    asking |= {at for at in page.kept() if page.is_toggle(at) and _dress(page, at) in alike}
    answered = [
        at
        for at, after in pairwise(page.kept())
        if at in asking
        and main not in page.chain(at)
        # Short answers tell enough below questions set like those inside.
        and (page.prose(after) or (_dress(page, at) in alike and _says(page, after)))
    ]
    if len(answered) < 2:
        return main
    parent = page.stream.containers[main].parent
    while parent >= 0 and not all(parent in page.chain(at) for at in answered):
        parent = page.stream.containers[parent].parent
    return parent if parent >= 0 else main


def _answered_after(page: Page, kept: Sequence[int]) -> dict[str, int]:
    """The different questions among these blocks that text follows, with their indexes."""
    pairs = pairwise(kept)
    return {page.folded[at]: at for at, after in pairs if page.asks(at) and _says(page, after)}


def _dress(page: Page, at: int) -> tuple[str, bool, tuple[str, ...]]:
    style = page.blocks[at].style
    return style.tag, style.bold, style.names[:2]


def _says(page: Page, at: int) -> bool:
    block = page.blocks[at]
    return block.kind in ("paragraph", "list") and not block.link_only and not page.asks(at)


def _far(page: Page, at: int) -> bool:
    return len(page.folded[at].split()) > 25
