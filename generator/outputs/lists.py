"""The home page and the pages of tags."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import replace

from generator.model import Artifact, Card, Page
from generator.outputs.changes import feed_links
from generator.outputs.head import page_head
from generator.outputs.paging import paged
from generator.site import Sheet, Site
from generator.views import (
    ChangedAnswer,
    Frame,
    Head,
    ListView,
    Pager,
    QuestionLink,
    TagLink,
    TagsView,
)

# The home page shows the most used tags; the page of all tags has the rest.
HOME_TAGS = 12
FIRST_QUESTIONS = 5
CHANGED_ANSWERS = 6


def list_pages(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The home page and each tag's page, in pages of `page_size`, and the page of all tags."""
    frame = frame_for("")
    paths, size = site.config.paths, site.config.page_size
    links = [
        TagLink(one.name, f"{paths.tags}/{one.slug}/", len(one.pages), one.description)
        for one in site.tags
    ]
    often = tuple(sorted(links, key=lambda one: (-one.count, one.path))[:HOME_TAGS])
    sheets: list[Sheet | Artifact] = []
    first, changed = _first_questions(site.listed), _changed_answers(site.listed)
    totals = _totals(site.listed)
    cards = [one.card for one in site.listed]
    for path, some, pager in paged("", cards, size, paths.page):
        on_top = (first, changed) if pager.number == 1 else ((), ())
        arguments = (path, tuple(some), pager, often, *on_top, totals)
        sheets.append(Sheet(path, "home.html", home, frame, arguments))
    for link, tag in zip(links, site.tags, strict=True):
        members = [one.card for one in tag.pages]
        of_tag = _totals(tag.pages)
        for path, some, pager in paged(link.path, members, size, paths.page):
            about = (path, tag.name, tag.description, tuple(some), pager, of_tag)
            sheets.append(Sheet(path, "tag.html", tag_page, frame, about))
    all_tags = (f"{paths.tags}/", tuple(links))
    sheets.append(Sheet(all_tags[0], "tags.html", tags_page, frame, all_tags))
    return sheets


def home(
    frame: Frame,
    path: str,
    cards: tuple[Card, ...],
    pager: Pager,
    tags: tuple[TagLink, ...],
    first_questions: tuple[QuestionLink, ...],
    changed: tuple[ChangedAnswer, ...],
    totals: tuple[int, int],
) -> tuple[ListView, Head]:
    """The view and head of the home page. `totals`: explainers and questions of the site."""
    view = ListView(path, "", "", cards, pager, tags, first_questions, changed, *totals)
    head = page_head(frame, path, "", frame.description)
    return view, replace(head, feeds=feed_links(frame, "", frame.title))


def tag_page(
    frame: Frame,
    path: str,
    name: str,
    description: str,
    cards: tuple[Card, ...],
    pager: Pager,
    totals: tuple[int, int],
) -> tuple[ListView, Head]:
    """The view and head of a tag's page. `totals`: its explainers and their questions."""
    view = ListView(path, name, description, cards, pager, (), (), (), *totals)
    titles = "; ".join(one.title for one in cards[:3])
    head = page_head(frame, path, name, description or titles)
    return view, replace(head, feeds=feed_links(frame, pager_home(path, pager), name))


def pager_home(path: str, pager: Pager) -> str:
    """The path of a list's first page."""
    return path if pager.number == 1 else "/".join(path.split("/")[:-3]) + "/"


def tags_page(frame: Frame, path: str, tags: tuple[TagLink, ...]) -> tuple[TagsView, Head]:
    """The view and head of the page of all tags, in alphabetical order."""
    ordered = tuple(sorted(tags, key=lambda one: (one.name.casefold(), one.path)))
    title = frame.strings["all_topics"]
    return TagsView(path, ordered), page_head(frame, path, title, frame.description)


def _totals(pages: Sequence[Page]) -> tuple[int, int]:
    return len(pages), sum(len(one.questions) for one in pages)


def _first_questions(pages: Sequence[Page]) -> tuple[QuestionLink, ...]:
    """What the newest explainer asks first, in its short forms."""
    return tuple(
        QuestionLink(
            one.label or one.text, f"{page.slug}/#{one.id}", page.front.title, page.front.lang
        )
        for page in pages[:1]
        for one in page.questions[:FIRST_QUESTIONS]
    )


def _changed_answers(pages: Sequence[Page]) -> tuple[ChangedAnswer, ...]:
    """The answers that changed last, of those that changed after their explainer appeared."""
    changed = (
        ChangedAnswer(one.text, f"{page.slug}/#{one.id}", page.front.title, page.front.lang, moment)
        for page in pages
        for one in page.questions
        if (moment := one.updated) and page.front.date and moment > page.front.date
    )
    return tuple(
        heapq.nlargest(
            CHANGED_ANSWERS, changed, key=lambda one: (one.updated.timestamp(), one.path)
        )
    )
