"""NITF 3.x (News Industry Text Format).

Specification: https://iptc.org/standards/nitf/. `docdata` says how the item may be used; the text
is in `body.content`. Notes of class `editorsnote` and of type `npa` (not for publication) are for
editors.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from generator.convert.blocks import BlockStream, RawArticle
from generator.convert.dates import read_stamp
from generator.convert.encoding import read_text
from generator.convert.readers.bodies import html_body, text_body, typed_text
from generator.convert.readers.inline import local_name, read_runs, tidy
from generator.convert.readers.markup import MarkupReader
from generator.convert.readers.wire import NOTE, Item, as_text, compose, field, remark
from generator.convert.structured import load_xml

_KICKER_NAMES = ("kicker", "overline", "topline", "vignette", "rubric", "eyebrow", "dachzeile")
_PRIVATE_NOTES = ("editorsnote", "hd", "trademk", "undef")


def read(article: RawArticle) -> BlockStream:
    """The stream of an NITF document."""
    name = article.name
    root = load_xml(read_text(article.data, name=name, declared=article.charset), name)
    reader = MarkupReader(base=article.address, rule=drop_rule, has_lines=True)
    read_nitf_body(root, name, reader)
    messages = [field(message.get("info")) for message in _all(root, "ed-msg")]
    reader.blocks.extend(remark(text, dropped=NOTE) for text in messages if text)
    datelines = _all(root, "dateline")
    if dateline := ", ".join(
        text for one in datelines for part in one.itertext() if (text := field(part))
    ):
        reader.blocks.append(remark(dateline, dropped="dateline"))  # The text begins with it.
    return compose(read_nitf_item(root), reader.blocks, reader, name)


def read_nitf_body(root: Any, name: str, reader: MarkupReader) -> None:
    """Adds the text of an NITF document, however incomplete it is."""
    content = [one for one in _all(root, "body.content") if local_name(one.getparent()) != "note"]
    for body in content:
        if len(body) == 0 and body.text and "<" in body.text:
            html_body(body.text, name, reader)  # Some systems put HTML there as plain text.
        elif typed := typed_text(body):
            reader.blocks.extend(text_body(typed))
        else:
            reader.read(body)
    if not content:
        for body in _all(root, "body")[:1]:
            for child in body:
                if local_name(child) not in ("body.head", "body.end"):
                    reader.read(child)
    for note in (one for head in _all(root, "body.head") for one in _all(head, "note")):
        # Whatever its type, a note above the text speaks to desks.
        reader.read(note, dropped=NOTE)
    for end in _all(root, "body.end"):
        for tagline in end:
            text = as_text(tidy(read_runs(tagline)))
            if text:
                role = "credit" if local_name(tagline) == "tagline" else ""
                reader.blocks.append(remark(text, role=role))


def read_nitf_item(root: Any) -> Item:
    """The head fields of an NITF document."""
    issued = _norm(root, "date.issue") or _publication(root)
    released = _norm(root, "date.release")
    status = next((field(one.get("management-status")) for one in _all(root, "docdata")), "")
    titles = [(one, as_text(tidy(read_runs(one)))) for one in _all(root, "hl1")]
    heads = [one for hedline in _all(root, "hedline") for one in _all(hedline, "hl2")]
    second = [(one, as_text(tidy(read_runs(one)))) for one in heads]
    kickers = [text for one, text in (*titles, *second) if _is_kicker(one)]
    plain = [text for one, text in titles if not _is_kicker(one)]
    deck = [text for one, text in second if not _is_kicker(one) and text != text.upper()]
    bylines = [_byline(one) for one in _all(root, "byline")]
    persons = [one for line in _all(root, "byline") for one in _all(line, "person")]
    return Item(
        format="nitf",
        title=next(iter(plain), "") or _text(root, "title"),
        kicker=next(iter(kickers), "") or _text(root, "kicker"),
        subhead=next(iter(deck), ""),
        byline=next((one for one in bylines if one), ""),
        lead=next((as_text(tidy(read_runs(one))) for one in _all(root, "abstract")), ""),
        source=_text(root, "distributor") or _copyright(root),
        language=_language(root),
        created=issued,
        changed=_changed(root) or issued,
        embargo=released if status.lower() == "embargoed" or _later(released, issued) else "",
        status=status,
        authors=tuple(name for one in persons if (name := as_text(tidy(read_runs(one))))),
        tags=tuple(key for one in _all(root, "keyword") if (key := field(one.get("key")))),
    )


def drop_rule(element: Any) -> str:
    """The rule by which an element of the text is for editors only."""
    if local_name(element) != "note":
        return ""
    private = element.get("type") in ("npa", "pa") or element.get("noteclass") in _PRIVATE_NOTES
    return NOTE if private else ""


def _all(root: Any, name: str) -> list[Any]:
    return [one for one in root.iter() if local_name(one) == name]


def _text(root: Any, name: str) -> str:
    return next((text for one in _all(root, name) if (text := as_text(tidy(read_runs(one))))), "")


def _byline(element: Any) -> str:
    """Who wrote it; functions and places (`byttl`, `location`) are parted from the names."""
    parts = [element.text or ""]
    for child in element:
        apart = local_name(child) in ("byttl", "location", "virtloc")
        parts.append(", " if apart else "")
        parts.extend(child.itertext())
        parts.append(child.tail or "")
    return re.sub(r"\s*,(?:\s*,)*\s*", ", ", field("".join(parts))).strip(" ,")


def _is_kicker(element: Any) -> bool:
    named = " ".join(element.get(key) or "" for key in ("class", "id", "style")).lower()
    return any(one in named for one in _KICKER_NAMES)


def _norm(root: Any, name: str) -> str:
    return next((text for one in _all(root, name) if (text := field(one.get("norm")))), "")


def _publication(root: Any) -> str:
    found = (field(one.get("date.publication")) for one in _all(root, "pubdata"))
    return next((text for text in found if text), _norm(root, "story.date"))


def _changed(root: Any) -> str:
    """The latest date of the revision history."""
    dates = [field(one.get("norm")) for one in _all(root, "revision-history")]
    return next((one for one in reversed(dates) if one), "")


def _later(released: str, issued: str) -> bool:
    """True when the document may be used only some time after it was issued."""
    one, other = read_stamp(released), read_stamp(issued)
    if not isinstance(one, datetime) or not isinstance(other, datetime):
        return bool(one and other) and str(one)[:10] > str(other)[:10]
    return one > other if bool(one.tzinfo) == bool(other.tzinfo) else False


def _copyright(root: Any) -> str:
    return next(
        (text for one in _all(root, "doc.copyright") if (text := field(one.get("holder")))), ""
    )


def _language(root: Any) -> str:
    for one in (root, *_all(root, "body"), *_all(root, "nitf")):
        for key in ("baselang", "{http://www.w3.org/XML/1998/namespace}lang", "lang"):
            if field(one.get(key)):
                return field(one.get(key))
    return ""
