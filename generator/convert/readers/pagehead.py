"""What a web page declares about itself: JSON-LD, OpenGraph and meta elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from generator.convert.blocks import Declared, DeclaredQuestion
from generator.convert.characters import clean
from generator.convert.readers.bylines import read_byline
from generator.convert.readers.inline import local_name

_META = {
    "og:title": "title",
    "twitter:title": "title",
    "article:published_time": "date",
    "og:article:published_time": "date",
    "datepublished": "date",
    "date": "date",
    "pubdate": "date",
    "dc.date": "date",
    "dc.date.issued": "date",
    "dcterms.created": "date",
    "sailthru.date": "date",
    "article:modified_time": "updated",
    "og:updated_time": "updated",
    "datemodified": "updated",
    "last-modified": "updated",
    "dcterms.modified": "updated",
    "author": "author",
    "article:author": "author",
    "dc.creator": "author",
    "og:description": "lead",
    "description": "lead",
    "og:site_name": "site",
    "og:image": "image",
    "og:url": "address",
    "og:type": "type",
    "og:locale": "lang",
}
_ARTICLE = re.compile(r"Article|Posting|Report|WebPage|NewsAnalysis|FAQPage|QAPage|Recipe|HowTo")
_TAGS = re.compile(r"<[^>]{1,300}>")
_ENDS = re.compile(r"</(?:p|li|div|h\d)>|<br\s*/?>|\n\s*\n", re.IGNORECASE)
_MOST = 400
_MOST_AUTHORS = 3


@dataclass(frozen=True, slots=True)
class PageHead:
    """The declared facts of a page."""

    base: str
    declared: tuple[Declared, ...]
    language: str
    questions: tuple[DeclaredQuestion, ...]


def read_head(root: Any, address: str) -> PageHead:
    """Everything the page states outside its text, the most trusted first."""
    facts: list[Declared] = []
    questions: list[DeclaredQuestion] = []
    metas: list[Declared] = []
    base = address
    for element in root.iter("script", "meta", "link", "base", "title"):
        name = local_name(element)
        if name == "script" and "ld+json" in (element.get("type") or ""):
            for node in _nodes(element.text or ""):
                facts += _article(node)
                questions += _questions(node)
        elif name == "meta":
            key = (
                element.get("property") or element.get("name") or element.get("itemprop") or ""
            ).lower()
            value = _plain(element.get("content") or "")
            if key in _META and value:
                metas.append(Declared(_META[key], value, key))
        elif name == "link" and element.get("rel") == "canonical" and element.get("href"):
            metas.append(Declared("address", element.get("href"), "canonical"))
            base = base or element.get("href")
        elif name == "base" and element.get("href") and not address:
            base = element.get("href")
        elif name == "title" and element.text and not any(one.origin == "title" for one in metas):
            metas.append(Declared("page-title", _plain(element.text), "title"))
    if not any(one.field == "author" for one in (*facts, *metas)):
        metas += _linked_authors(root)
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    stated = next((one.value for one in (*facts, *metas) if one.field == "lang"), "")
    return PageHead(base, (*facts, *metas), language or stated, tuple(questions[:_MOST]))


def _linked_authors(root: Any) -> list[Declared]:
    """The persons whom links or properties of the page call its authors; none where they are many.

    A page of several articles names many.
    """
    marked = root.xpath(
        "//a[contains(concat(' ', @rel, ' '), ' author ')] | //*[@itemprop='author']"
    )
    texts = dict.fromkeys(_plain(" ".join(one.itertext())) for one in marked)
    persons = dict.fromkeys(person for text in texts for person in read_byline(text))
    origin = "rel or itemprop author"
    found = [Declared("author", one, origin) for one in persons]
    return found if len(found) <= _MOST_AUTHORS else []


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script, those of its graph included; none when it is broken."""
    try:
        data = json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return
    waiting = [data]
    for _ in range(_MOST):
        if not waiting:
            return
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting = [*one[:_MOST], *waiting]
        elif isinstance(one, dict):
            yield one
            waiting = [
                *(
                    one[key]
                    for key in ("@graph", "mainEntityOfPage")
                    if isinstance(one.get(key), (list, dict))
                ),
                *waiting,
            ]


def _is(node: dict[str, Any], pattern: re.Pattern[str]) -> bool:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and pattern.search(one) for one in kinds)


def _article(node: dict[str, Any]) -> Iterator[Declared]:
    if not _is(node, _ARTICLE):
        return
    origin = "json-ld " + str(node.get("@type"))
    for key, name in (
        ("headline", "title"),
        ("alternativeHeadline", "kicker-or-title"),
        ("datePublished", "date"),
        ("dateModified", "updated"),
        ("description", "lead"),
        ("inLanguage", "lang"),
    ):
        value = node.get(key)
        if isinstance(value, str) and _plain(value):
            yield Declared(name, _plain(value), origin)
    for key, name in (("author", "author"), ("publisher", "site")):
        value = node.get(key)
        for one in value if isinstance(value, list) else [value]:
            label = one.get("name") if isinstance(one, dict) else one
            if isinstance(label, str) and _plain(label):
                kind = str(one.get("@type")) if isinstance(one, dict) else ""
                yield Declared(
                    "organisation" if name == "author" and kind.endswith("Organization") else name,
                    _plain(label),
                    origin,
                )


def _questions(node: dict[str, Any]) -> Iterator[DeclaredQuestion]:
    entries = node.get("mainEntity") if _is(node, re.compile("FAQPage")) else None
    for one in entries if isinstance(entries, list) else [entries]:
        if not isinstance(one, dict):
            continue
        answer = one.get("acceptedAnswer")
        answer = answer[0] if isinstance(answer, list) and answer else answer
        text = one.get("name") or one.get("text")
        said = answer.get("text") if isinstance(answer, dict) else ""
        if isinstance(text, str) and _plain(text):
            yield DeclaredQuestion(_plain(text), _lines(said) if isinstance(said, str) else "")


def _lines(html: str) -> str:
    """The text of a scrap of HTML, a paragraph a line."""
    return "\n".join(line for one in _ENDS.split(unescape(html)) if (line := _plain(one)))


def _plain(text: str) -> str:
    return " ".join(clean(unescape(_TAGS.sub(" ", unescape(text)))).split())
