"""IPTC ninjs 1.x, 2.x and 3.x (News in JSON).

The generations differ in spelling, not in substance: 1.x has `body_html` and `headline`, 2.x
lists (`bodies`, `headlines`), 3.x the same in camel case. Keys are therefore read in lower case.
Specification: https://iptc.org/std/ninjs/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from generator.convert.blocks import BlockStream, Picture, RawArticle
from generator.convert.encoding import decode
from generator.convert.readers.bodies import html_body, text_body
from generator.convert.readers.markup import MarkupReader
from generator.convert.readers.wire import NOTE, Item, compose, field, fields, remark, safe_picture
from generator.convert.refusal import refused
from generator.convert.sniff import unwrap
from generator.convert.structured import load_html, load_json

_KICKER_ROLES = ("kicker", "overline", "topline", "vignette", "eyebrow", "supertitle", "overhead")
_SUBHEAD_ROLES = ("sub", "subhead", "subheadline", "subtitle", "deck", "secondary")
_MAIN_ROLES = ("main", "headline", "title", "")
_LEAD_ROLES = ("lead", "summary", "teaser", "abstract", "standfirst", "text", "")
_CAPTION_ROLES = ("caption", "")


def read(article: RawArticle) -> BlockStream:
    """The stream of a ninjs object."""
    name = article.name
    data = unwrap(load_json(decode(article.data, name=name, declared=article.charset), name))
    if not isinstance(data, dict):
        raise refused("unknown-json", "is no ninjs object", name)
    item = _lower(data)
    kickers: list[str] = []
    reader = MarkupReader(base=article.address, rule=partial(_rule, kickers=kickers))
    body, is_html = _best_body(item)
    if is_html:
        html_body(body, name, reader)
    else:
        reader.blocks.extend(text_body(body))
    lead = _description(item, name)
    if not any(block.text for block in reader.blocks):
        reader.blocks.extend(text_body(lead))
        lead = ""
    for note in (item.get("ednote"), item.get("usageterms"), *_contacts(item)):
        text = field(note)
        if text:
            reader.blocks.append(remark(text, dropped=NOTE))
    made = _item(item, lead)
    if kickers and not made.kicker:
        made = replace(made, kicker=kickers[0])
    return compose(made, reader.blocks, reader, name)


def _rule(element: Any, kickers: list[str]) -> str:
    """Metadata that some agencies repeat in the text: TT's line of topic and source."""
    names = (element.get("class") or "").lower().split()
    if "dat" not in names and not set(names) & set(_KICKER_ROLES):
        return ""
    for one in element.iter():
        if set((one.get("class") or "").lower().split()) & set(_KICKER_ROLES):
            kickers.append(field(" ".join(one.itertext())))
    return "item-metadata"


def _item(item: dict[str, Any], lead: str) -> Item:
    headlines = list(_headlines(item))
    title = _with_role(headlines, _MAIN_ROLES) or (headlines[0][1] if headlines else "")
    created = field(item.get("firstcreated")) or field(item.get("firstpublished"))
    source = (
        field(item.get("source"))
        or next(fields(item.get("infosources")), "")
        or field(item.get("provider"))
        or field(item.get("copyrightholder"))
    )
    byline = field(item.get("by")) or field(item.get("byline"))
    return Item(
        format="ninjs",
        title=title,
        kicker=_with_role(headlines, _KICKER_ROLES),
        subhead=_with_role(headlines, _SUBHEAD_ROLES),
        byline=byline if byline.casefold() != source.casefold() else "",
        lead=lead,
        dateline=_dateline(item.get("dateline")),
        source=source,
        language=field(item.get("language")),
        created=created,
        changed=field(item.get("versioncreated")),
        embargo=field(item.get("embargoed")),
        status=field(item.get("pubstatus")),
        authors=() if byline else tuple(_authors(item)),
        tags=tuple(
            tag for key in ("keywords", "subject", "subjects") for tag in fields(item.get(key))
        ),
        pictures=tuple(_pictures(item.get("associations"))),
    )


def _authors(item: dict[str, Any]) -> Iterator[str]:
    """The persons whom the item itself calls its makers."""
    for key in ("people", "person"):
        for one in _dicts(item.get(key)):
            rel = field(one.get("rel")).lower().rpartition(":")[2]
            if rel in ("author", "creator", "writer", "by", "byline") and field(one.get("name")):
                yield field(one.get("name"))


def _lower(data: Any) -> Any:
    """The same data with all keys in lower case."""
    if isinstance(data, dict):
        return {str(key).lower(): _lower(value) for key, value in data.items()}
    return [_lower(one) for one in data] if isinstance(data, list) else data


def _headlines(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Role and text of every headline."""
    if field(item.get("headline")):
        yield "main", field(item["headline"])
    for one in _dicts(item.get("headlines")):
        yield _role(one), field(one.get("value"))
    for key, value in item.items():
        if key.startswith("headline_"):
            yield key.removeprefix("headline_"), field(value)


def _role(text: dict[str, Any]) -> str:
    """The role without the name of its vocabulary: `drol:summary` is `summary`."""
    return field(text.get("role")).lower().replace("/", ":").rpartition(":")[2]


def _with_role(texts: list[tuple[str, str]], roles: tuple[str, ...]) -> str:
    return next((text for wanted in roles for role, text in texts if role == wanted and text), "")


def _best_body(item: dict[str, Any]) -> tuple[Any, bool]:
    """The body that says most about the text: HTML before plain text; True when it is HTML."""
    bodies = [
        (key.removeprefix("body_"), "", value)
        for key, value in item.items()
        if key.startswith("body_")
    ]
    for one in _dicts(item.get("bodies")):
        bodies.append(
            (
                _role(one),
                field(one.get("contenttype")).lower(),
                one.get("value"),
            )
        )
    worded = [one for one in bodies if isinstance(one[2], str) and one[2].strip()]
    for role, kind, value in worded:
        if "html" in kind or (not kind and "html" in role):
            return value, True
    for _, kind, value in worded:
        if "xml" not in kind:
            return value, "</p>" in value.lower()
    return "", False


def _description(item: dict[str, Any], name: str) -> str:
    """The summary, as plain text."""
    found = [(_role(one), one.get("value")) for one in _dicts(item.get("descriptions"))]
    found += [
        (key.removeprefix("description_"), value)
        for key, value in item.items()
        if key.startswith("description_")
    ]
    texts = [(role, _plain(value, name)) for role, value in found]
    return _with_role(texts, (*_LEAD_ROLES, "html", "xhtml"))


def _plain(value: Any, name: str) -> str:
    text = field(value)
    if "<" in text and ">" in text:
        root = load_html(text, name)
        text = field(" ".join(root.itertext())) if root is not None else ""
    return text


def _dateline(value: Any) -> str:
    text = field(value.get("text") if isinstance(value, dict) else value)
    return text + " " if text else ""


def _pictures(associations: Any) -> Iterator[Picture]:
    """The pictures that go with the item: a list, or by name in 1.x."""
    listed = list(associations.values()) if isinstance(associations, dict) else associations
    for one in _dicts(listed):
        if one.get("type") not in ("picture", "graphic"):
            continue
        renditions = one.get("renditions")
        renditions = list(renditions.values()) if isinstance(renditions, dict) else renditions
        usable = [one for one in _dicts(renditions) if field(one.get("href"))]
        widest = max(usable, key=_width, default=None)
        if widest is None:
            continue
        texts = [
            (_role(text), field(text.get("value"))) for text in _dicts(one.get("descriptions"))
        ]
        caption = _with_role(texts, _CAPTION_ROLES) or (texts[0][1] if texts else "")
        caption = caption or field(one.get("description_text"))
        credit = field(one.get("by")) or field(one.get("byline")) or field(one.get("creditline"))
        picture = safe_picture(field(widest.get("href")), caption=caption, credit=credit)
        if picture:
            yield picture


def _width(rendition: dict[str, Any]) -> int:
    width = rendition.get("width")
    return width if isinstance(width, int) else 0


def _contacts(item: dict[str, Any]) -> Iterator[str]:
    """How to reach people; for editors only."""
    for key in ("people", "person", "organisations", "organisation"):
        for one in _dicts(item.get(key)):
            for contact in _dicts(one.get("contactinfo")):
                yield field(contact.get("value"))


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
