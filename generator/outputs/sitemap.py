"""`sitemap.xml`: every page that should be found, with the day it last changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from generator import urls
from generator.model import Artifact, Page
from generator.site import Sheet, Site
from generator.views import Frame

# The protocol's limit for one file (sitemaps.org).
LIMIT = 50_000
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The sitemap, split and listed in an index when it is long; none without an address."""
    base = frame_for("").url
    if not base:
        return []
    entries = [
        f"<url><loc>{escape(urls.absolute(base, path))}</loc>"
        + (f"<lastmod>{changed}</lastmod>" if changed else "")
        + "</url>\n"
        for path, changed in _entries(site, frame_for(""))
    ]
    if len(entries) <= LIMIT:
        return [Artifact("sitemap.xml", _file("urlset", entries))]
    parts = [entries[at : at + LIMIT] for at in range(0, len(entries), LIMIT)]
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    listed = [
        f"<sitemap><loc>{escape(urls.absolute(base, name))}</loc></sitemap>\n" for name in names
    ]
    return [
        Artifact("sitemap.xml", _file("sitemapindex", listed)),
        *(Artifact(name, _file("urlset", part)) for name, part in zip(names, parts, strict=True)),
    ]


def _entries(site: Site, frame: Frame) -> Iterator[tuple[str, str]]:
    paths = site.config.paths
    changed = {one.path: _changed(one) for one in site.explainers}
    newest = max(changed.values(), default="")
    yield "", newest
    for page in site.explainers:
        yield f"{page.slug}/", changed[page.path]
    for page in site.plain_pages:
        yield f"{page.slug}/", _changed(page)
    yield f"{paths.tags}/", ""
    for tag in site.tags:
        yield f"{paths.tags}/{tag.slug}/", max([changed[one.path] for one in tag.pages])
    yield f"{paths.questions}/", newest
    if frame.corrections_path:
        yield frame.corrections_path, ""
    if frame.open_path:
        yield frame.open_path, ""


def _changed(page: Page) -> str:
    moment = page.front.updated or page.front.date
    return moment.isoformat() if moment else ""


def _file(root: str, entries: list[str]) -> bytes:
    return f"{_DECLARATION}<{root} {_NAMESPACE}>\n{''.join(entries)}</{root}>\n".encode()
