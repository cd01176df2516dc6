"""What of a web page is its article: everything else is marked with the rule that drops it."""

from __future__ import annotations

from dataclasses import replace

from generator.convert import furniture
from generator.convert.blocks import BlockStream, Declared
from generator.convert.cues import Cues
from generator.convert.linkboxes import (
    drop_boxes_of_notices,
    drop_language_lists,
    drop_link_boxes,
    keep_linked_answers,
)
from generator.convert.mainpart import drop_after_closing, keep_the_main_part
from generator.convert.pageroles import find_title, give_roles, join_captions, mark_byline
from generator.convert.pagestate import Page
from generator.convert.sitelines import without_own_subjects


def clear_page(stream: BlockStream, cues: Cues) -> BlockStream:
    """The stream with everything that is no part of the article marked as dropped.

    The title gets its role, and so do a kicker above it and the lead.
    """
    page = Page(stream, cues)
    page.title = find_title(page)
    titled = page.folded[page.title] if page.title >= 0 else ""
    asked = [page.folded[at] for at in range(len(page.blocks)) if page.asks(at)]
    page.cues = without_own_subjects(cues, titled, asked)
    furniture.drop_named_elements(page)
    furniture.drop_small_things(page)
    furniture.drop_link_groups(page)
    drop_link_boxes(page)
    drop_boxes_of_notices(page)
    drop_language_lists(page)
    keep_linked_answers(page)
    furniture.drop_contents_lists(page)
    keep_the_main_part(page)
    furniture.drop_repeated(page)
    furniture.drop_pull_quotes(page)
    join_captions(page)
    drop_after_closing(page)
    give_roles(page)
    mark_byline(page)
    title = _stated_title(page)
    stated = tuple(
        one
        for one in stream.declared
        if one.field != "lead"
        and not (one.field == "author" and one.value.startswith(("http", "@", "/")))
    )
    return replace(stream, blocks=tuple(page.blocks), declared=(*title, *stated))


def _stated_title(page: Page) -> tuple[Declared, ...]:
    """The main heading; the page's own title where it has none and no title comes first."""
    if page.title >= 0:
        return (Declared("title", page.blocks[page.title].text.replace("\n", " "), "h1"),)
    begins = next(iter(page.kept()), -1)
    named = next((one for one in page.stream.declared if one.field == "page-title"), None)
    is_known = any(one.field == "title" for one in page.stream.declared)
    if named is None or is_known or begins < 0 or not (page.asks(begins) or page.prose(begins)):
        return ()
    return (replace(named, field="title"),)
