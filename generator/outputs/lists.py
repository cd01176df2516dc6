"""The home page and the pages of tags."""

from __future__ import annotations

from collections.abc import Callable

from generator.model import Artifact, Card
from generator.outputs.head import page_head
from generator.outputs.paging import paged
from generator.site import Sheet, Site
from generator.views import Frame, Head, ListView, Pager, TagLink, TagsView

# The home page shows the most used tags; the page of all tags has the rest.
HOME_TAGS = 12


def list_pages(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The home page and each tag's page, in pages of `page_size`, and the page of all tags."""
    frame = frame_for("")
    config = site.config
    links = [
        TagLink(one.name, f"{config.paths.tags}/{one.slug}/", len(one.pages)) for one in site.tags
    ]
    often = tuple(sorted(links, key=lambda one: (-one.count, one.path))[:HOME_TAGS])
    sheets: list[Sheet | Artifact] = []
    cards = [one.card for one in site.explainers]
    for path, some, pager in paged("", cards, config.page_size, config.paths.page):
        arguments = (path, tuple(some), pager, often)
        sheets.append(Sheet(path, "home.html", home, frame, arguments))
    for link, tag in zip(links, site.tags, strict=True):
        members = [one.card for one in tag.pages]
        for path, some, pager in paged(link.path, members, config.page_size, config.paths.page):
            arguments = (path, tag.name, tuple(some), pager)  # type: ignore[assignment]
            sheets.append(Sheet(path, "tag.html", tag_page, frame, arguments))
    all_tags = (f"{config.paths.tags}/", tuple(links))
    sheets.append(Sheet(all_tags[0], "tags.html", tags_page, frame, all_tags))
    return sheets


def home(
    frame: Frame, path: str, cards: tuple[Card, ...], pager: Pager, tags: tuple[TagLink, ...]
) -> tuple[ListView, Head]:
    """The view and head of the home page."""
    return ListView(path, "", cards, pager, tags), page_head(frame, path, "", frame.description)


def tag_page(
    frame: Frame, path: str, name: str, cards: tuple[Card, ...], pager: Pager
) -> tuple[ListView, Head]:
    """The view and head of a tag's page."""
    description = "; ".join(one.title for one in cards[:3])
    return ListView(path, name, cards, pager, ()), page_head(frame, path, name, description)


def tags_page(frame: Frame, path: str, tags: tuple[TagLink, ...]) -> tuple[TagsView, Head]:
    """The view and head of the page of all tags, in alphabetical order."""
    ordered = tuple(sorted(tags, key=lambda one: (one.name.casefold(), one.path)))
    title = frame.strings["all_topics"]
    return TagsView(path, ordered), page_head(frame, path, title, frame.description)
