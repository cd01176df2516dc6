"""The Atom feed of the newest explainers (RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from generator import urls
from generator.model import Artifact, Page
from generator.site import Sheet, Site
from generator.views import Frame

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def feeds(site: Site, frame_for: Callable[[str], Frame]) -> list[Sheet | Artifact]:
    """The site's feed; none without an address, since its links are absolute."""
    frame = frame_for("")
    if not frame.url:
        return []
    newest = site.listed[: site.config.feed_size]
    updated = max(
        (_changed(one) for one in newest), key=lambda one: one.timestamp(), default=_EPOCH
    )
    own = urls.absolute(frame.url, frame.feed_path)
    author = site.config.author or site.config.title
    text = "".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>\n',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(frame.lang)}>\n',
            f"<title>{escape(frame.title)}</title>\n",
            f"<subtitle>{escape(frame.description)}</subtitle>\n" if frame.description else "",
            f"<id>{escape(frame.url)}</id>\n",
            f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>\n',
            f'<link rel="alternate" type="text/html" href={quoteattr(frame.url)}/>\n',
            f"<updated>{updated.isoformat()}</updated>\n",
            f"<author><name>{escape(author)}</name></author>\n",
            f"<rights>{escape(site.config.licence)}</rights>\n" if site.config.licence else "",
            *(_entry(frame, one) for one in newest),
            "</feed>\n",
        ]
    )
    return [Artifact(frame.feed_path, text.encode())]


def _entry(frame: Frame, page: Page) -> str:
    address = urls.absolute(frame.url, f"{page.slug}/")
    published = page.front.date or _EPOCH
    lang = f" xml:lang={quoteattr(page.front.lang)}" if page.front.lang else ""
    return "".join(
        [
            f"<entry{lang}>\n<title>{escape(page.front.title)}</title>\n",
            f"<id>{escape(address)}</id>\n",
            f'<link rel="alternate" type="text/html" href={quoteattr(address)}/>\n',
            f"<published>{published.isoformat()}</published>\n",
            f"<updated>{_changed(page).isoformat()}</updated>\n",
            *(f"<author><name>{escape(one)}</name></author>\n" for one in page.front.authors),
            *(f"<category term={quoteattr(one)}/>\n" for one in page.front.tags),
            f"<summary>{escape(page.card.excerpt)}</summary>\n</entry>\n",
        ]
    )


def _changed(page: Page) -> datetime:
    return page.front.updated or page.front.date or _EPOCH
