"""Pages and files that a site has once: search, 404, robots.txt, CNAME, .nojekyll."""

from __future__ import annotations

from collections.abc import Callable

from generator import urls
from generator.model import Artifact, Card
from generator.outputs.head import page_head
from generator.site import Sheet, Site
from generator.views import Frame, Head, NotFoundView, SearchView

NOT_FOUND_CARDS = 4


def single_pages(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The search page (where search is on), the 404 page and the files for crawlers and hosts."""
    frame = frame_for("")
    newest = tuple(one.card for one in site.listed[:NOT_FOUND_CARDS])
    made: list[Sheet | Artifact] = [
        Sheet("404.html", "404.html", not_found, frame, (newest,)),
        # Without it GitHub Pages runs Jekyll, which leaves out files that begin with `_`.
        Artifact(".nojekyll", b""),
        Artifact("robots.txt", _robots(frame).encode()),
    ]
    if site.config.search:
        total = sum(len(one.questions) for one in site.explainers)
        made.append(
            Sheet(frame.search_path, "search.html", search, frame, (frame.search_path, total))
        )
    if site.config.cname:
        made.append(Artifact("CNAME", f"{site.config.cname}\n".encode()))
    return made


def search(frame: Frame, path: str, total: int) -> tuple[SearchView, Head]:
    """The view and head of the search page."""
    head = page_head(frame, path, frame.strings["search"], frame.strings["search_intro"])
    return SearchView(path, total), head


def not_found(frame: Frame, cards: tuple[Card, ...]) -> tuple[NotFoundView, Head]:
    """The view and head of the 404 page; its addresses begin at the site's base path."""
    head = Head(f"{frame.strings['not_found']} – {frame.title}", "", "", index=False)
    return NotFoundView("404.html", cards), head


def _robots(frame: Frame) -> str:
    lines = ["User-agent: *", "Allow: /"]
    if frame.url:
        lines.append(f"Sitemap: {urls.absolute(frame.url, 'sitemap.xml')}")
    return "\n".join(lines) + "\n"
