"""The site's feeds: its newest explainers, and its corrections."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from generator import urls
from generator.model import Artifact, Config, Page
from generator.naming import Called
from generator.outputs.registers import all_corrections
from generator.outputs.syndication import Entry, Feed, atom, json_feed, write_entry
from generator.site import Sheet, Site
from generator.text import digest
from generator.views import CorrectionView, Frame

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def feeds(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The feeds; none without an address, since their links are absolute."""
    frame = frame_for("")
    if not frame.url:
        return []
    newest = site.listed[: site.config.feed_size]
    feed = describe(site.config, frame, frame.title, "", frame.feed_path, frame.description)
    called = Called(site.authors)
    entries = [write_entry(_entry(frame, one, called)) for one in newest]
    made = [Artifact(frame.feed_path, atom(feed, entries).encode())]
    return [*made, *(_corrections(site, frame) if frame.corrections_path else ())]


def describe(
    config: Config, frame: Frame, title: str, home: str, own: str, subtitle: str = ""
) -> Feed:
    """A feed of this site: `home` and `own` are site paths."""
    address = urls.absolute(frame.url, home)
    return Feed(
        # The feed of explainers has had the site's address as its id since the first version.
        id=address if own == frame.feed_path else urls.absolute(frame.url, own.split(".")[0]),
        title=title,
        home=address,
        own=urls.absolute(frame.url, own),
        lang=frame.lang,
        author=config.author or config.title,
        subtitle=subtitle,
        rights=config.licence,
    )


def _corrections(site: Site, frame: Frame) -> list[Artifact]:
    found = all_corrections(site)[: site.config.feed_size]
    words, home = frame.strings, frame.corrections_path
    title = f"{words['corrections']} – {frame.title}"
    entries = [write_entry(_correction(frame, one)) for one in found]
    made = []
    for name, write in (("feed.xml", atom), ("feed.json", json_feed)):
        feed = describe(site.config, frame, title, home, home + name, words["corrections_intro"])
        made.append(Artifact(home + name, write(feed, entries).encode()))
    return made


def _correction(frame: Frame, one: CorrectionView) -> Entry:
    words, url = frame.strings, urls.absolute(frame.url, one.path)
    page = urls.absolute(frame.url, frame.corrections_path)
    return Entry(
        id=f"{page}#{digest(one.path, one.date.isoformat(), one.was)[:16]}",
        url=url,
        title=one.question or one.explainer,
        published=one.date,
        updated=one.date,
        summary=f"{words['correction_was']} {one.was}\n{words['correction_now']} {one.now}",
        lang=one.lang,
    )


def _entry(frame: Frame, page: Page, called: Called) -> Entry:
    address = urls.absolute(frame.url, f"{page.slug}/")
    published = page.front.date or _EPOCH
    return Entry(
        id=address,
        url=address,
        title=page.front.title,
        published=published,
        updated=page.front.updated or published,
        summary=page.card.excerpt,
        authors=called.names(page.front.authors),
        tags=page.front.tags,
        lang=page.front.lang,
    )
