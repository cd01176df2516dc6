"""A feed as Atom (RFC 4287) and as JSON Feed (jsonfeed.org, version 1.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Nearly every text: nothing in it is to be escaped.
_PLAIN = re.compile(r"""[^\x00-\x1f<>&"'\ufffe\uffff]*""")
# What XML 1.0 cannot hold, however it is escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed."""

    id: str
    """A full address that never changes."""
    url: str
    title: str
    published: datetime
    updated: datetime
    summary: str
    """Plain text."""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lang: str = ""
    """Empty: that of the feed."""


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it stands in feeds, made once for all of them."""

    updated: datetime
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself; all addresses are full ones."""

    id: str
    title: str
    home: str
    own: str
    """Its own address."""
    lang: str
    author: str
    subtitle: str = ""
    rights: str = ""


def write_entry(entry: Entry) -> Written:
    """The entry in both forms."""
    # On one line: indenting is done in Python and takes ten times as long.
    item = json.dumps(_item(entry), ensure_ascii=False)
    return Written(entry.updated, "".join(_entry(entry)), item)


def atom(feed: Feed, entries: Sequence[Written]) -> str:
    """The Atom document."""
    updated = max((one.updated for one in entries), key=lambda one: one.timestamp(), default=_EPOCH)
    return "".join(
        [
            '<?xml version="1.0" encoding="utf-8"?>\n',
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed.lang)}>\n',
            f"<title>{_text(feed.title)}</title>\n",
            f"<subtitle>{_text(feed.subtitle)}</subtitle>\n" if feed.subtitle else "",
            f"<id>{_text(feed.id)}</id>\n",
            f'<link rel="self" type="application/atom+xml" href={_quoted(feed.own)}/>\n',
            f'<link rel="alternate" type="text/html" href={_quoted(feed.home)}/>\n',
            f"<updated>{updated.isoformat()}</updated>\n",
            f"<author><name>{_text(feed.author)}</name></author>\n",
            f"<rights>{_text(feed.rights)}</rights>\n" if feed.rights else "",
            *(one.atom for one in entries),
            "</feed>\n",
        ]
    )


def json_feed(feed: Feed, entries: Sequence[Written]) -> str:
    """The JSON Feed document."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.own,
        "description": feed.subtitle,
        "language": feed.lang,
        "authors": [{"name": feed.author}],
    }
    head = json.dumps({key: one for key, one in data.items() if one}, ensure_ascii=False)
    items = ", ".join(one.json for one in entries)
    return f'{head[:-1]}, "items": [{items}]}}\n'


def _entry(one: Entry) -> Iterator[str]:
    lang = f" xml:lang={_quoted(one.lang)}" if one.lang else ""
    yield f"<entry{lang}>\n<title>{_text(one.title)}</title>\n<id>{_text(one.id)}</id>\n"
    yield f'<link rel="alternate" type="text/html" href={_quoted(one.url)}/>\n'
    yield f"<published>{one.published.isoformat()}</published>\n"
    yield f"<updated>{one.updated.isoformat()}</updated>\n"
    yield from (f"<author><name>{_text(name)}</name></author>\n" for name in one.authors)
    yield from (f"<category term={_quoted(tag)}/>\n" for tag in one.tags)
    yield f"<summary>{_text(one.summary)}</summary>\n</entry>\n"


def _item(one: Entry) -> dict[str, object]:
    data = {
        "id": one.id,
        "url": one.url,
        "title": one.title,
        "content_text": one.summary,
        "date_published": one.published.isoformat(),
        "date_modified": one.updated.isoformat(),
        "authors": [{"name": name} for name in one.authors],
        "tags": list(one.tags),
        "language": one.lang,
    }
    return {key: value for key, value in data.items() if value or key == "content_text"}


def _text(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else escape(_FORBIDDEN.sub("", text), quote=False)


def _quoted(text: str) -> str:
    return f'"{text if _PLAIN.fullmatch(text) else escape(_FORBIDDEN.sub("", text))}"'
