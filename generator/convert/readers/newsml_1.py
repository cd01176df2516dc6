"""NewsML 1.2 (and 1.0, 1.1), with its text as NITF, HTML, bare paragraphs or plain text.

Specification: https://iptc.org/standards/newsml-1/. A NewsItem is a tree of NewsComponents; the
first text that is no caption is the article, components of pictures give their captions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from generator.convert.blocks import BlockStream, Picture, RawArticle
from generator.convert.encoding import read_text
from generator.convert.readers.bodies import html_body, text_body
from generator.convert.readers.inline import local_name, read_runs, tidy
from generator.convert.readers.markup import MarkupReader
from generator.convert.readers.nitf import drop_rule, read_nitf_body, read_nitf_item
from generator.convert.readers.wire import NOTE, Item, as_text, compose, field, remark, safe_picture
from generator.convert.refusal import refused
from generator.convert.structured import load_xml

_PICTURES = ("photo", "picture", "image", "graphic")
_NO_TEXT = ("caption", "thumbnail", "quicklook")
_PRIVATE_LINES = ("note", "contact", "advisory", "editor", "embargo")


def read(article: RawArticle) -> BlockStream:
    """The stream of the document's one news item with text."""
    name = article.name
    root = load_xml(read_text(article.data, name=name, declared=article.charset), name)
    items = [one for one in _all(root, "newsitem") if list(_text_contents(one))]
    if not items:
        raise refused("no-article", "holds no text item", name, hint="a NewsItem with a text")
    if len(items) > 1:
        raise refused("many-articles", f"holds {len(items)} text items", name, hint="one a file")
    news = items[0]
    pictures = dict(_pictures(news))
    reader = MarkupReader(
        base=article.address, rule=drop_rule, has_lines=True, pictures={**pictures}
    )
    inner = _read_data(next(_text_contents(news)), name, reader)
    for text in _notes(news):
        reader.blocks.append(remark(text, dropped=NOTE))
    shown = [run.image for block in reader.blocks for run in block.runs if run.image]
    leading = tuple(one for one in pictures.values() if one not in shown)
    item = replace(_item(root, news, inner), pictures=leading)
    return compose(item, reader.blocks, reader, name)


def _text_contents(news: Any) -> Iterator[Any]:
    """The data of every text that is no caption, in order."""
    for content in _all(news, "contentitem"):
        kind = _formal(_child(content, "mediatype")).lower()
        component = content.getparent()
        role = _formal(_child(component, "role")).lower() if component is not None else ""
        data = _child(content, "datacontent")
        if data is None or kind not in ("", "text", "complexdata", "article"):
            continue
        if not any(word in role for word in _NO_TEXT) and "".join(data.itertext()).strip():
            yield data


def _read_data(data: Any, name: str, reader: MarkupReader) -> Any:
    """Adds the text; gives the inner NITF document when it is one, else None."""
    documents = [one for one in data.iter() if local_name(one) == "nitf"]
    if documents:
        read_nitf_body(documents[0], name, reader)
        return documents[0]
    if len(data):
        reader.read(data)
        return None
    text = data.text or ""
    if "</" in text:
        html_body(text, name, reader)
    else:
        reader.blocks.extend(text_body(text))
    return None


def _item(root: Any, news: Any, inner: Any) -> Item:
    nested = read_nitf_item(inner) if inner is not None else Item("nitf")
    management = _child(news, "newsmanagement")
    lines = next((one for one in _all(news, "newslines")), None)
    status = _formal(_child(management, "status"))
    embargo = _embargo(management) if status.lower() == "embargoed" else ""
    return Item(
        format="newsml-1",
        title=_line(lines, "headline") or nested.title,
        kicker=_special_line(lines, "kicker") or nested.kicker,
        subhead=_line(lines, "subheadline") or nested.subhead,
        byline=_line(lines, "byline") or nested.byline,
        lead=_abstract(news) or nested.lead,
        dateline=_dateline(_line(lines, "dateline")),
        source=_line(lines, "creditline") or _party(news) or nested.source,
        language=_language(news) or nested.language,
        created=_text(_child(management, "firstcreated")) or nested.created,
        changed=_text(_child(management, "thisrevisioncreated")) or _sent(root) or nested.changed,
        embargo=embargo or nested.embargo,
        status=status or nested.status,
        tags=tuple(_tags(news, lines)) or nested.tags,
    )


def _embargo(management: Any) -> str:
    """When the status will become usable, where that is said."""
    change = _child(management, "statuswillchange")
    return _text(_child(change, "dateandtime")) or "embargoed"


def _dateline(text: str) -> str:
    """The dateline as it stands before a text."""
    if not text:
        return ""
    return f"{text} " if text.endswith(("-", "–", "—")) else f"{text} – "


def _abstract(news: Any) -> str:
    """The text of the component that says it is an abstract."""
    for component in _all(news, "newscomponent"):
        role = _formal(_child(component, "role")).lower()
        if any(word in role for word in ("abstract", "summary", "lead", "teaser")):
            for data in _all(component, "datacontent"):
                return field(" ".join(data.itertext()))
    return ""


def _special_line(lines: Any, kind: str) -> str:
    """A NewsLine of a type that the provider has made up: its kicker."""
    for one in _all(lines, "newsline") if lines is not None else ():
        if kind in _formal(_child(one, "newslinetype")).lower():
            return _text(_child(one, "newslinetext"))
    return ""


def _notes(news: Any) -> Iterator[str]:
    """What editors are told."""
    management = _child(news, "newsmanagement")
    for one in _all(management, "instruction") if management is not None else ():
        text = field(" ".join(one.itertext()))
        if text:
            yield text
    for one in _all(news, "newsline"):
        kind = _formal(_child(one, "newslinetype")).lower()
        if any(word in kind for word in _PRIVATE_LINES):
            text = _text(_child(one, "newslinetext"))
            if text:
                yield text


def _pictures(news: Any) -> Iterator[tuple[str, Picture]]:
    """Pictures of the news item with their names: one a component, in its first rendition."""
    for component in _all(news, "newscomponent"):
        renditions = [
            one
            for inner in component
            if local_name(inner) == "newscomponent"
            for one in inner
            if local_name(one) == "contentitem"
            and _formal(_child(one, "mediatype")).lower() in _PICTURES
        ]
        address = next((field(one.get("Href")) for one in renditions if one.get("Href")), "")
        captions = [
            field(" ".join(data.itertext()))
            for inner in component
            if local_name(inner) == "newscomponent"
            and "caption" in _formal(_child(inner, "role")).lower()
            for data in _all(inner, "datacontent")
        ]
        lines = _child(component, "newslines")
        caption = next(iter(captions), "") or _line(lines, "headline")
        credit = _line(lines, "creditline") or _line(lines, "byline")
        picture = safe_picture(address, caption=caption, credit=credit) if address else None
        if picture:
            yield field(component.get("Duid")) or address, picture


def _language(news: Any) -> str:
    return next((code for one in _all(news, "language") if (code := _formal(one))), "")


def _party(news: Any) -> str:
    for key in ("source", "provider"):
        for one in _all(news, key):
            name = _formal(_child(one, "party"))
            if name:
                return name
    return ""


def _tags(news: Any, lines: Any) -> Iterator[str]:
    for one in _all(lines, "keywordline") if lines is not None else ():
        text = field(" ".join(one.itertext()))
        if text:
            yield text
    for one in _all(news, "property"):
        if _formal(one).lower() == "keyword" and field(one.get("Value")):
            yield field(one.get("Value"))


def _sent(root: Any) -> str:
    envelope = next(iter(_all(root, "newsenvelope")), None)
    return _text(_child(envelope, "dateandtime"))


def _line(lines: Any, name: str) -> str:
    found = _child(lines, name)
    return as_text(tidy(read_runs(found))) if found is not None else ""


def _text(element: Any) -> str:
    return field(" ".join(element.itertext())) if element is not None else ""


def _formal(element: Any) -> str:
    return field(element.get("FormalName")) if element is not None else ""


def _child(element: Any, name: str) -> Any:
    if element is None:
        return None
    return next((one for one in element if local_name(one) == name), None)


def _all(root: Any, name: str) -> list[Any]:
    return [one for one in root.iter() if local_name(one) == name]
