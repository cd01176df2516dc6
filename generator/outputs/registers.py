"""Lists across the whole site: every correction, and every question that is still open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from generator.corrections import corrected
from generator.model import Artifact, Page
from generator.outputs.head import page_head
from generator.outputs.paging import paged
from generator.site import Sheet, Site
from generator.views import (
    CorrectionsView,
    CorrectionView,
    Frame,
    Head,
    OpenQuestion,
    OpenQuestionsView,
    Pager,
)

PAGE = 100


def register_pages(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The page of corrections and that of open questions, each where there is anything on it."""
    frame, word = frame_for(""), site.config.paths.page
    sheets: list[Sheet | Artifact] = []
    found = all_corrections(site) if frame.corrections_path else []
    if found:
        for path, some, pager in paged(frame.corrections_path, found, PAGE, word):
            arguments = (path, tuple(some), pager)
            sheets.append(Sheet(path, "corrections.html", corrections, frame, arguments))
    asked = open_questions(site) if frame.open_path else []
    if asked:
        for path, open_ones, pager in paged(frame.open_path, asked, PAGE, word):
            about = (path, tuple(open_ones), pager)
            sheets.append(Sheet(path, "open.html", open_page, frame, about))
    return sheets


def page_corrections(page: Page) -> tuple[CorrectionView, ...]:
    """The corrections of a page, the newest first."""
    found = []
    for one in page.front.corrections:
        question = corrected(page, one)
        found.append(
            CorrectionView(
                date=one.date,
                was=one.was,
                now=one.now,
                question=question.text if question else "",
                path=f"{page.slug}/" + (f"#{question.id}" if question else ""),
                explainer=page.front.title,
                lang=page.front.lang,
            )
        )
    return tuple(sorted(found, key=lambda one: -one.date.timestamp()))


def all_corrections(site: Site) -> list[CorrectionView]:
    """Every correction of the site, the newest first."""
    pages = (one for one in (*site.explainers, *site.plain_pages) if one.front.corrections)
    found = [one for page in pages for one in page_corrections(page)]
    return sorted(found, key=lambda one: (-one.date.timestamp(), one.path, one.was))


def open_questions(site: Site) -> list[OpenQuestion]:
    """Every question whose answer says that something is not known yet, the oldest first."""
    return sorted(_open(site), key=lambda one: (one.since.timestamp(), one.path))


def register_names(site: Site) -> tuple[str, ...]:
    """Which of the lists have anything on them: `corrections`, `open`."""
    pages = (*site.explainers, *site.plain_pages)
    has_corrections = any(one.front.corrections for one in pages)
    has_open = next(_open(site), None) is not None
    return ("corrections",) * has_corrections + ("open",) * has_open


def _open(site: Site) -> Iterator[OpenQuestion]:
    for page in site.listed:
        for one in page.questions:
            since = one.unknown_since or one.first or page.front.date
            if one.unknown and since:
                yield OpenQuestion(
                    text=one.text,
                    path=f"{page.slug}/#{one.id}",
                    explainer=page.front.title,
                    lang=page.front.lang,
                    unknown=one.unknown,
                    since=since,
                )


def corrections(
    frame: Frame, path: str, found: tuple[CorrectionView, ...], pager: Pager
) -> tuple[CorrectionsView, Head]:
    """The view and head of the page of corrections."""
    words = frame.strings
    head = page_head(frame, path, words["corrections"], words["corrections_intro"])
    if frame.url:
        home, title = frame.corrections_path, words["corrections"]
        kinds = (("application/atom+xml", "feed.xml"), ("application/feed+json", "feed.json"))
        head = replace(head, feeds=tuple((kind, title, home + name) for kind, name in kinds))
    return CorrectionsView(path, found, pager), head


def open_page(
    frame: Frame, path: str, found: tuple[OpenQuestion, ...], pager: Pager
) -> tuple[OpenQuestionsView, Head]:
    """The view and head of the page of open questions."""
    words = frame.strings
    head = page_head(frame, path, words["open_questions"], words["open_questions_intro"])
    return OpenQuestionsView(path, found, pager), head
