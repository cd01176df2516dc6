"""NewsML-G2: `newsItem`, alone or in a `newsMessage`.

Specification: https://iptc.org/standards/newsml-g2/. `itemMeta` holds the management (times,
status, notes to editors), `contentMeta` the head fields, `contentSet` the text as XHTML, NITF or
plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.convert.blocks import BlockStream, RawArticle
from generator.convert.encoding import read_text
from generator.convert.readers.bodies import html_body, text_body
from generator.convert.readers.inline import local_name, read_runs, tidy
from generator.convert.readers.markup import MarkupReader
from generator.convert.readers.nitf import drop_rule, read_nitf_body, read_nitf_item
from generator.convert.readers.wire import (
    CONTACT,
    EMBARGO,
    NOTE,
    Item,
    as_text,
    compose,
    field,
    remark,
)
from generator.convert.refusal import refused
from generator.convert.structured import load_xml

# Plain text in one paragraph's tags: only the tags are markup.
_WRAPPED = re.compile(r"\s*<p>([^<>]*)</p>\s*", re.IGNORECASE)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_KICKERS = ("kicker", "overline", "topline", "vignette", "eyebrow", "rubric")
_LEADS = ("teaser", "summary", "abstract", "lead", "standfirst", "")
_NOTES = ("notepad", "np-public", "embargoed", "closingline")
_FURNITURE = ("publicationdate", "slugline", "genre")


def read(article: RawArticle) -> BlockStream:
    """The stream of the one text item in the document."""
    name = article.name
    root = load_xml(read_text(article.data, name=name, declared=article.charset), name)
    news = _text_item(root, name)
    reader = MarkupReader(base=article.address, rule=_rule, has_lines=True)
    inner = _read_content(news, name, reader)
    for note in _all(news, "ednote"):
        private = "nonpublic" in (note.get("pubconstraint") or "") or "contact" in _role(note)
        text = field(" ".join(note.itertext()))
        if text:
            reader.blocks.append(remark(text, dropped=CONTACT if private else NOTE))
    return compose(_item(news, inner), reader.blocks, reader, name)


def _text_item(root: Any, name: str) -> Any:
    """The item to convert: the only one, or the only one of class text."""
    items = [one for one in root.iter() if local_name(one) == "newsitem"]
    texts = [one for one in items if _class(one) in ("", "text")]
    if not texts:
        message = "holds no text item" if items else "is NewsML-G2 without a news item"
        raise refused("no-article", message, name, hint="the item whose itemClass is ninat:text")
    if len(texts) > 1:
        raise refused("many-articles", f"holds {len(texts)} text items", name, hint="one a file")
    return texts[0]


def _class(item: Any) -> str:
    for one in _all(item, "itemclass"):
        code = field(one.get("qcode")) or field(one.get("uri"))
        return code.replace("/", ":").rpartition(":")[2]
    return ""


def _read_content(news: Any, name: str, reader: MarkupReader) -> Any:
    """Adds the text; gives the inner NITF document when it is one, else None."""
    for content in _all(news, "contentset")[:1]:
        for inline in (one for one in content if local_name(one) == "inlinexml"):
            for inner in inline:
                if local_name(inner) == "nitf":
                    read_nitf_body(inner, name, reader)
                    return inner
                reader.read(inner)
                return None
        for data in (one for one in content if local_name(one) == "inlinedata"):
            text = "".join(data.itertext())
            is_plain = (data.get("contenttype") or "") == "text/plain"
            if is_plain and (wrapped := _WRAPPED.fullmatch(text)):
                reader.blocks.extend(text_body(wrapped[1]))
            elif "html" in (data.get("contenttype") or "") or "</p>" in text.lower():
                html_body(text, name, reader)
            else:
                reader.blocks.extend(text_body(text))
            return None
    return None


def _rule(element: Any) -> str:
    """What stands in the text but is none of it: notes, embargo remarks, repeated metadata."""
    classes = (element.get("class") or "").lower().split()
    if "np-nonpublic" in classes:
        return CONTACT
    if any(one in classes for one in ("embargoed", "embargo")):
        return EMBARGO
    if any(one in classes for one in _NOTES):
        return NOTE
    if any(one in classes for one in _FURNITURE):
        return "item-metadata"
    return drop_rule(element)


def _item(news: Any, inner: Any) -> Item:
    nested = read_nitf_item(inner) if inner is not None else Item("nitf")
    title, kicker, subhead = _headlines(news)
    creators = tuple(_creators(news))
    embargo = _first(news, "embargoed")
    if not embargo and any("embargo" in _role(note) for note in _all(news, "ednote")):
        embargo = next(
            field(" ".join(one.itertext()))
            for one in _all(news, "ednote")
            if "embargo" in _role(one)
        )
    changed = _first(news, "versioncreated") or _first(news, "contentmodified")
    byline = _first(news, "by") or nested.byline
    return Item(
        format="newsml-g2",
        title=title or nested.title or _meta_title(news),
        kicker=kicker or nested.kicker,
        subhead=subhead or nested.subhead,
        byline=byline,
        lead=_lead(news) or nested.lead,
        source=_source(news) or nested.source,
        language=_language(news) or nested.language,
        created=_first(news, "firstcreated") or _first(news, "contentcreated") or nested.created,
        changed=changed,
        embargo=embargo or nested.embargo,
        status=_status(news) or nested.status,
        tags=tuple(_tags(news)) or nested.tags,
        authors=() if byline else creators,
    )


def _headlines(news: Any) -> tuple[str, str, str]:
    """Title, kicker and subhead: told by role; dpa numbers them (1 title, 2 subhead, 3 kicker)."""
    title = kicker = subhead = ""
    for one in _meta(news, "headline"):
        text = as_text(tidy(read_runs(one)))
        role, rank = _role(one), field(one.get("rank"))
        if any(word in role for word in _KICKERS) or (not role and rank == "3"):
            kicker = kicker or text
        elif "sub" in role or (not role and rank == "2"):
            subhead = subhead or text
        else:
            title = title or text
    return title, kicker, subhead


def _lead(news: Any) -> str:
    """The description that serves as lead: a teaser before a summary before one without role."""
    texts = [(_role(one), as_text(tidy(read_runs(one)))) for one in _meta(news, "description")]
    for wanted in _LEADS:
        for role, text in texts:
            if text and (wanted in role if wanted else not role):
                return text
    return ""


def _creators(news: Any) -> Iterator[str]:
    """Persons named as creators; a user name such as `muster.anna` is none."""
    for one in (*_meta(news, "creator"), *_meta(news, "contributor")):
        name = next((field(inner.text) for inner in one if local_name(inner) == "name"), "")
        name = name or field(one.get("literal"))
        if " " in name and not any(sign.isdigit() or sign in "@/" for sign in name):
            yield name


def _source(news: Any) -> str:
    credit = _first(news, "creditline").rstrip(" –—-")  # Set to stand before the text.
    if credit:
        return credit
    for key in ("infosource", "provider", "copyrightholder"):
        for one in _all(news, key):
            for inner in one:
                if local_name(inner) == "name" and field(inner.text):
                    return field(inner.text)
            code = field(one.get("literal")) or field(one.get("qcode")).rpartition(":")[2]
            if code:
                return code
    return ""


def _language(news: Any) -> str:
    for one in _meta(news, "language"):
        if field(one.get("tag")):
            return field(one.get("tag"))
    return field(news.get(_XML_LANG))


def _status(news: Any) -> str:
    for one in _all(news, "pubstatus"):
        return field(one.get("qcode")) or field(one.get("uri")) or field(one.get("literal"))
    return ""


def _tags(news: Any) -> Iterator[str]:
    for one in (*_meta(news, "keyword"), *_meta(news, "subject")):
        if local_name(one) == "keyword":
            text = field(one.text)
        else:
            # Places of interest are addresses, desks are codes of the newsroom.
            if any(word in field(one.get("type")) for word in ("poi", "category")):
                continue
            text = next((field(inner.text) for inner in one if local_name(inner) == "name"), "")
        if text:
            yield text


def _meta_title(news: Any) -> str:
    """The item's own name, which is no headline but better than none."""
    for meta in _all(news, "itemmeta"):
        for one in meta:
            if local_name(one) == "title":
                return field(one.text)
    return ""


def _meta(news: Any, name: str) -> list[Any]:
    """The elements of that name directly inside `contentMeta`."""
    return [one for meta in _all(news, "contentmeta") for one in meta if local_name(one) == name]


def _all(root: Any, name: str) -> list[Any]:
    return [one for one in root.iter() if local_name(one) == name]


def _first(news: Any, name: str) -> str:
    """The text of the first element of that name in the item's metadata."""
    for part in ("itemmeta", "contentmeta"):
        for meta in _all(news, part):
            for one in meta:
                if local_name(one) == name and (text := field(" ".join(one.itertext()))):
                    return text
    return ""


def _role(element: Any) -> str:
    return field(element.get("role")).lower().rpartition(":")[2]
