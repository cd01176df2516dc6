"""The authors: a page for each with what they wrote, and one with all of them."""

from __future__ import annotations

from collections.abc import Callable

from generator.model import Artifact, Author, Card
from generator.naming import Called, written_by
from generator.outputs.head import page_head
from generator.outputs.paging import paged
from generator.site import Sheet, Site
from generator.views import AuthorLink, AuthorsView, AuthorView, Frame, Head, Pager


def author_pages(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The pages of authors, in pages of `page_size` explainers; none without authors.yml."""
    if not site.authors:
        return []
    frame, paths = frame_for(""), site.config.paths
    wrote = written_by(site)
    all_path = f"{paths.authors}/"
    links = tuple(
        AuthorLink(one.name, f"{all_path}{one.id}/", one.role, len(wrote.get(one.id, ())))
        for one in sorted(site.authors, key=lambda one: (one.name.casefold(), one.id))
    )
    sheets: list[Sheet | Artifact] = [
        Sheet(all_path, "authors.html", all_authors, frame, (all_path, links))
    ]
    for one in site.authors:
        cards = [page.card for page in wrote.get(one.id, ())]
        own = f"{all_path}{one.id}/"
        for path, some, pager in paged(own, cards, site.config.page_size, paths.page):
            sheets.append(
                Sheet(path, "author.html", author, frame, (path, one, tuple(some), pager))
            )
    return sheets


def author_link(name: str, called: Called, site: Site) -> AuthorLink:
    """An author as an explainer names them: by the name of authors.yml where there is one."""
    known = called.known(name)
    if known is None:
        return AuthorLink(name, "")
    return AuthorLink(known.name, f"{site.config.paths.authors}/{known.id}/")


def all_authors(
    frame: Frame, path: str, authors: tuple[AuthorLink, ...]
) -> tuple[AuthorsView, Head]:
    """The view and head of the page of all authors."""
    title = frame.strings["authors"]
    description = ", ".join(one.name for one in authors)
    return AuthorsView(path, authors), page_head(frame, path, title, description)


def author(
    frame: Frame, path: str, who: Author, cards: tuple[Card, ...], pager: Pager
) -> tuple[AuthorView, Head]:
    """The view and head of an author's page."""
    view = AuthorView(path, who.name, who.role, who.text, who.url, cards, pager)
    return view, page_head(frame, path, who.name, who.text or who.role)
