"""Feeds of new and changed answers: of the site, of each topic, of each explainer.

An entry's id is the question's permanent address, so a reworded question stays the same entry, and
a changed answer is news.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from generator import urls
from generator.model import Artifact, Body, Config, Page, Question
from generator.naming import Called
from generator.outputs.feeds import describe
from generator.outputs.syndication import Entry, Written, atom, json_feed, write_entry
from generator.site import Sheet, Site
from generator.text import truncate
from generator.views import Frame

NAMES = ("answers.xml", "answers.json")
TYPES = {"answers.xml": "application/atom+xml", "answers.json": "application/feed+json"}
_SUMMARY = 600

# Entries written lately, by all that they are made from.
_KNOWN: dict[tuple[object, ...], Written] = {}
_MOST_KNOWN = 4000

NO_BODIES: Mapping[str, Body] = MappingProxyType({})
Change = tuple[datetime, str, int]
"""When a question was published or last changed, its page's file, and its place there."""


def answer_feeds(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The feeds of the site and its topics; none without an address or where switched off."""
    config, site_frame = site.config, frame_for("")
    if not site_frame.answers_path:
        return []
    made: list[Sheet | Artifact] = []
    latest = {one.path: _latest(one) for one in site.explainers}
    called = Called(site.authors)
    groups = [("", "", site_frame, site.listed)]
    tags = config.paths.tags
    groups += [(f"{tags}/{one.slug}/", one.name, site_frame, one.pages) for one in site.tags]
    for home, name, frame, pages in groups:
        changes = _newest(pages, latest, config.feed_size)
        wanted = {path for _, path, _ in changes}
        sources = tuple(site.by_path[one] for one in sorted(wanted))
        made += _sheets(config, frame, home, name, changes, sources, called)
    return made


def explainer_feeds(page: Page, frame: Frame, config: Config, called: Called) -> list[Sheet]:
    """The feeds of one explainer; made beside it, since they need its text."""
    if not frame.answers_path or not page.questions:
        return []
    changes = tuple(sorted(_changes(page), key=_by_moment, reverse=True)[: config.feed_size])
    return _sheets(config, frame, f"{page.slug}/", page.front.title, changes, (page,), called)


def _sheets(
    config: Config,
    frame: Frame,
    home: str,
    name: str,
    changes: tuple[Change, ...],
    sources: tuple[Page, ...],
    called: Called,
) -> list[Sheet]:
    parts = (config.title, config.author, config.licence)
    authors = tuple(called.names(one.front.authors) for one in sources)
    return [
        Sheet(
            home + file,
            "",
            feed_text,
            frame,
            (parts, home, name, file, changes, sources, authors),
            beside=sources,
        )
        for file in NAMES
    ]


def feed_links(frame: Frame, home: str, title: str) -> tuple[tuple[str, str, str], ...]:
    """Type, title and site path of the feeds of answers that belong to a page."""
    if not frame.answers_path:
        return ()
    words = frame.strings["changed_answers"]
    return tuple((TYPES[one], f"{words}: {title}", home + one) for one in NAMES)


def feed_text(
    frame: Frame,
    parts: tuple[str, str, str],
    home: str,
    name: str,
    file: str,
    changes: tuple[Change, ...],
    pages: tuple[Page, ...],
    authors: tuple[tuple[str, ...], ...],
    bodies: Mapping[str, Body] = NO_BODIES,
) -> str:
    """The text of one feed; `authors` are those of each page, as they are called."""
    title, author, licence = parts
    by_path = {one.path: (one, names) for one, names in zip(pages, authors, strict=True)}
    entries = [_written(frame, one, *by_path[one[1]], bodies[one[1]]) for one in changes]
    words = f"{frame.strings['changed_answers']} – {name or frame.title}"
    settings = Config(title=title, author=author, licence=licence)
    feed = describe(settings, frame, words, home, home + file)
    return (atom if file == NAMES[0] else json_feed)(feed, entries)


def _written(
    frame: Frame, change: Change, page: Page, authors: tuple[str, ...], body: Body
) -> Written:
    moment, path, at = change
    # An answer stands in the feeds of its explainer, its topics and the site, each in two forms.
    key = (page.digest, path, at, moment, frame.url, authors)
    found = _KNOWN.get(key)
    if found is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        found = _KNOWN[key] = write_entry(_entry(frame, change, page, authors, body))
    return found


def _entry(frame: Frame, change: Change, page: Page, authors: tuple[str, ...], body: Body) -> Entry:
    moment, _, at = change
    question = page.questions[at]
    address = urls.absolute(frame.url, f"{page.slug}/#{question.id}")
    return Entry(
        id=address,
        url=address,
        title=question.text,
        published=_published(question, page),
        updated=moment,
        summary=truncate(body.answer_texts[at], _SUMMARY),
        authors=authors,
        tags=page.front.tags,
        lang=page.front.lang,
    )


def _newest(pages: Sequence[Page], latest: Mapping[str, float], size: int) -> tuple[Change, ...]:
    """The changes that a feed shows; they all lie in as many pages, those that changed last."""
    if len(pages) > size:
        pages = heapq.nlargest(size, pages, key=lambda one: (latest[one.path], one.path))
    found = (one for page in pages for one in _changes(page))
    return tuple(heapq.nlargest(size, found, key=_by_moment))


def _by_moment(change: Change) -> tuple[float, str, int]:
    moment, path, at = change
    return moment.timestamp(), path, -at


def _changes(page: Page) -> Iterable[Change]:
    return (
        (one.updated or _published(one, page), page.path, at)
        for at, one in enumerate(page.questions)
    )


def _latest(page: Page) -> float:
    return max((moment.timestamp() for moment, _, _ in _changes(page)), default=0.0)


def _published(question: Question, page: Page) -> datetime:
    moment = question.first or page.front.date
    assert moment is not None, "an explainer has a date"
    return moment
