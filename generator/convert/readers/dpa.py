"""dpa digitalwires: one JSON object an entry, its text as HTML in named fields.

Fields and roles as in dpa's own converters (github.com/dpa-newslab): `notepad` and `ednotes` are
for editors, `linkbox_html` goes beside the text, `version_created` is the time of this version.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.convert.blocks import Block, BlockStream, Picture, RawArticle
from generator.convert.characters import clean
from generator.convert.encoding import decode
from generator.convert.readers.bodies import html_body
from generator.convert.readers.markup import MarkupReader
from generator.convert.readers.wire import (
    CONTACT,
    NOTE,
    Item,
    compose,
    field,
    fields,
    remark,
    safe_picture,
)
from generator.convert.refusal import refused
from generator.convert.sniff import unwrap
from generator.convert.structured import load_json


def read(article: RawArticle) -> BlockStream:
    """The stream of a digitalwires entry."""
    name = article.name
    entry = unwrap(load_json(decode(article.data, name=name, declared=article.charset), name))
    if not isinstance(entry, dict):
        raise refused("unknown-json", "is no digitalwires entry", name)
    reader = MarkupReader(base=article.address)
    html_body(_with_pictures(entry), name, reader)
    html_body(entry.get("infobox_html"), name, reader)
    html_body(entry.get("linkbox_html"), name, reader, dropped="link-box")
    _read_notes(entry, name, reader)
    body = _without_feature_image(entry, reader.blocks)
    return compose(_item(entry), body, reader, name)


def _item(entry: dict[str, Any]) -> Item:
    changed = field(entry.get("version_created")) or field(entry.get("updated"))
    categories = _dicts(entry.get("categories"))
    status = field(entry.get("pubstatus")) or next(
        (field(one.get("qcode")) for one in categories if one.get("type") == "dnltype:pubstatus"),
        "",
    )
    roles = {field(note.get("role")): field(note.get("ednote")) for note in _notes(entry)}
    subjects = [
        tag
        for key in ("keyword_names", "dpasubject_names", "geosubject_names")
        for tag in fields(entry.get(key))
    ]
    return Item(
        format="dpa",
        title=field(entry.get("headline")),
        kicker=field(entry.get("kicker")),
        subhead=field(entry.get("subhead")),
        byline=field(entry.get("byline")),
        lead=field(entry.get("teaser")),
        dateline=_dateline(entry.get("dateline")),
        source=field(entry.get("creditline")) or "dpa",
        language=field(entry.get("language")),
        created=field(entry.get("content_created")) or changed,
        changed=changed,
        embargo=field(entry.get("embargoed")) or roles.get("dpaednoterole:embargo", ""),
        status=status,
        tags=tuple(subjects),
        pictures=tuple(
            picture
            for one in _dicts(entry.get("associations"))
            if one.get("type") == "image" and one.get("is_featureimage")
            for picture in _pictures(one)
        ),
    )


def _dateline(value: Any) -> str:
    """As written, so that the dash before the text stays."""
    text = field(value)
    return text + " " if text else ""


def _with_pictures(entry: dict[str, Any]) -> Any:
    """The text's HTML; pictures inside it refer to their addresses among the associations."""
    html = entry.get("article_html")
    if not isinstance(html, str):
        return html
    for one in _dicts(entry.get("associations")):
        urn = field(one.get("urn"))
        for picture in _pictures(one):
            source = picture.src.replace("&", "&amp;").replace('"', "%22")
            html = html.replace(f'ref="{urn}"', f'src="{source}"') if urn else html
    return html


def _without_feature_image(entry: dict[str, Any], blocks: list[Block]) -> list[Block]:
    """The blocks; a picture that leads the article is not shown again inside."""
    leading = {
        picture.src
        for one in _dicts(entry.get("associations"))
        if one.get("is_featureimage")
        for picture in _pictures(one)
    }
    return [
        block
        for block in blocks
        if not (
            block.kind == "image" and block.runs[0].image and block.runs[0].image.src in leading
        )
    ]


def _pictures(association: dict[str, Any]) -> Iterator[Picture]:
    """The largest rendition of a picture."""
    renditions = [one for one in _dicts(association.get("renditions")) if field(one.get("url"))]
    widest = max(renditions, key=_width, default=None)
    if widest is not None:
        caption, credit = (field(association.get(key)) for key in ("caption", "creditline"))
        picture = safe_picture(field(widest.get("url")), caption=caption, credit=credit)
        if picture:
            yield picture


def _width(rendition: dict[str, Any]) -> int:
    width = rendition.get("width")
    return width if isinstance(width, int) else 0


def _read_notes(entry: dict[str, Any], name: str, reader: MarkupReader) -> None:
    """Adds what editors are told, as dropped."""
    notepad = entry.get("notepad")
    if isinstance(notepad, dict):
        for key, rule in (("public_html", NOTE), ("nonpublic_html", CONTACT)):
            html_body(notepad.get(key), name, reader, dropped=rule)
    else:
        for note in _notes(entry):
            rule = CONTACT if note.get("is_publishable") is False else NOTE
            text = note.get("ednote")
            if isinstance(text, str) and text.strip():
                reader.blocks.append(remark(clean(text), dropped=rule))
    notice = field(entry.get("autopublishnotice"))
    if notice:
        reader.blocks.append(remark(notice, dropped=NOTE))


def _notes(entry: dict[str, Any]) -> list[dict[str, Any]]:
    return _dicts(entry.get("ednotes"))


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
