"""What the readers of agency formats share: fields in, one block stream out.

A wire item says what its parts are, so its blocks carry roles; what must not reach the reader of
a newspaper stands in the stream as dropped, with its rule, so that the account stays complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.convert.blocks import Block, BlockStream, Declared, Picture, Run, plain
from generator.convert.characters import clean
from generator.convert.cues import agencies, fold
from generator.convert.readers.bylines import read_byline
from generator.convert.readers.escaped import read_again, unescaped, without_code
from generator.convert.readers.inline import look, resolve
from generator.convert.readers.markup import MarkupReader, number
from generator.convert.readers.media import picture_block
from generator.convert.refusal import refused
from generator.text import collapse

NOTE = "note-to-editors"
CONTACT = "contact"
EMBARGO = "embargo-remark"
REPEATED = "repeated-field"
_DASHED = re.compile(r"[-–—] ?(\S.{1,150}\S) ?[-–—]")
_SIGNS = re.compile(r"[_*=\-–—•·+#~ ]{3,}")
_LEAD_NAMES = {"lead", "teaser", "ingress", "standfirst", "vorspann", "chapo", "summary", "deck"}
# At an item's end desks say how to reach them, in words that no answer ends with.
_CONTACT_WORDS = re.compile(
    r"(?i)^(?:(?:media|press|editorial|investor)?\s*contacts?|kontakte?|ansprechpartner\w*|"
    r"pressekontakt|redaktion|rückfragen|contacts? presse|contatti|contactos?|contato|"
    r"контакты?|для справок|επικοινωνία|للتواصل|お問い合わせ|联系方式)\b"
    r"|can be reached (?:at|on|via)|follow .{1,60} on (?:twitter|x|facebook|bluesky)\b"
    r"|erreichbar unter|peut être joint"
)
_CONTACT_DATA = re.compile(r"\S@\S|https?://|(?<!\w)@\w|\+?\d[\d ()/.\-]{6,}\d")
# Who wrote and edited an item, in the letters of a desk: `jd/abc`.
_SIGN_OFF = re.compile(r"\(?[a-zäöü]{1,6}(?:[-/][a-zäöü]{1,6}){1,7}\)?")
_END = re.compile(r"(?i)ends?|ende|fin|fine|-30-|#{1,4}|\(?ends?\)?")
_SIGNED = re.compile(r"(?<=[.!?»\"”])\s+\(?([^\W\d_]{2,8})\)?\.?\s*$")
_TAIL = 6
_HEAD_REACH = 12
"""Repetitions of the head fields are looked for in so many blocks at the body's start."""


@dataclass(frozen=True, slots=True)
class Item:
    """An agency's item, taken apart."""

    format: str
    title: str = ""
    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    lead: str = ""
    dateline: str = ""
    """To stand before the first paragraph; empty where the text has it already."""
    source: str = ""
    language: str = ""
    created: str = ""
    """When the first version was made, as written."""
    changed: str = ""
    """When this version was made, as written."""
    embargo: str = ""
    """Until when, or the remark about it."""
    status: str = ""
    """As written: `usable`, `stat:canceled`."""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    """Names the source lists; empty: the byline's."""
    pictures: tuple[Picture, ...] = ()


def field(value: Any) -> str:
    """The text of a field on one line; empty for anything but text and numbers."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    # A field is plain text, but some desks fill it with what their editor wrote for a page.
    return collapse(clean(unescaped(str(value))))


def fields(value: Any) -> Iterator[str]:
    """The texts of a list of texts, or of things with a name."""
    for one in value if isinstance(value, list) else ():
        text = field(one.get("name") if isinstance(one, dict) else one)
        if text:
            yield text


def remark(text: str, *, role: str = "", dropped: str = "") -> Block:
    """A paragraph of undressed text."""
    runs = (Run(collapse(text)),)
    return Block(-1, (0, 0), "paragraph", runs, style=look(runs, "p"), role=role, dropped=dropped)


def compose(item: Item, body: Iterable[Block], reader: MarkupReader, name: str) -> BlockStream:
    """The stream of an item: its head fields with their roles, then its body.

    Raises the refusal of an item without text.
    """
    content = [_as_crosshead(without_code(read_again(block))) for block in body]
    content = _without_sign_off(_without_contacts(content))
    if not any(not block.dropped and block.text for block in content):
        hint = "a text item; pictures, films and advisories hold no article"
        raise refused("no-article", "holds no text of an article", name, hint=hint)
    item, content = _with_marked_lead(item, content)
    known = {_key(text) for text in (item.kicker, item.title, item.byline, item.lead, item.subhead)}
    content = _with_dateline(_without_repetitions(known - {""}, content), item.dateline)
    lead = _lead(item, content)
    pictures = (picture_block(picture) for picture in item.pictures)
    return BlockStream(
        blocks=number((*_head(item), *lead, *pictures, *content)),
        declared=tuple(_declared(item, usable_lead=bool(lead) and not lead[0].dropped)),
        language=item.language,
        containers=tuple(reader.containers),
        format=item.format,
    )


def _as_crosshead(block: Block) -> Block:
    """The block, as a heading when it stands between dashes, as AFP sets its crossheads.

    A paragraph of signs alone is a rule.
    """
    if block.kind == "paragraph" and _SIGNS.fullmatch(block.text):
        return replace(block, kind="rule", runs=())
    found = _DASHED.fullmatch(block.text) if block.kind == "paragraph" else None
    if found is None:
        return block
    runs = (Run(found[1]),)
    style = replace(look(runs, "crosshead"), names=block.style.names)
    return replace(block, kind="heading", level=2, runs=runs, style=style)


def _with_marked_lead(item: Item, content: list[Block]) -> tuple[Item, list[Block]]:
    """The item with the lead that only a class name in the text marks, and the text without it."""
    place = next((n for n, one in enumerate(content[:4]) if _LEAD_NAMES & _names(one)), -1)
    if item.lead or place < 0 or content[place].dropped or content[place].kind != "paragraph":
        return item, content
    lead = collapse(content[place].text)
    return replace(item, lead=lead), [*content[:place], *content[place + 1 :]]


def _names(block: Block) -> set[str]:
    return {name.lower() for name in block.style.names}


def _without_contacts(content: list[Block]) -> list[Block]:
    """The body with the lines dropped in which the desk says how to reach it."""
    reach = max(0, len(content) - _TAIL)
    return [
        replace(block, dropped=CONTACT)
        if place >= reach
        and not block.dropped
        and _CONTACT_WORDS.search(block.text)
        and _CONTACT_DATA.search(block.text)
        else block
        for place, block in enumerate(content)
    ]


def _without_sign_off(content: list[Block]) -> list[Block]:
    """The body with its last lines dropped that say who wrote it, or that it is over."""
    for place in reversed(range(1, len(content))):
        block = content[place]
        if block.dropped:
            continue
        if _SIGN_OFF.fullmatch(block.text) or _END.fullmatch(block.text):
            content = [*content[:place], replace(block, dropped="sign-off"), *content[place + 1 :]]
            continue
        return [*content[:place], *_without_signature(block), *content[place + 1 :]]
    return content


def _without_signature(block: Block) -> list[Block]:
    """The last paragraph, parted from the agency's name behind its last sentence: `… . EFE`."""
    last = block.runs[-1] if block.runs else Run("")
    found = _SIGNED.search(last.text)
    if block.kind != "paragraph" or found is None or fold(found[1]) not in agencies():
        return [block]
    left = replace(last, text=last.text[: found.start()])
    return [replace(block, runs=(*block.runs[:-1], left)), remark(found[1], dropped="sign-off")]


def _head(item: Item) -> Iterator[Block]:
    for role, text in (("kicker", item.kicker), ("title", item.title)):
        if text:
            yield remark(text, role=role)
    if item.byline:
        named = item.authors or read_byline(item.byline, item.source)
        yield remark(item.byline, role="byline", dropped="" if named else "byline-without-person")


def _lead(item: Item, content: list[Block]) -> list[Block]:
    """The lead, unless it is only the beginning of the body; subhead before it."""
    blocks = []
    if item.subhead and _key(item.subhead) != _key(item.title):
        blocks.append(remark(item.subhead, role="" if item.lead else "lead"))
    if item.lead:
        first = next((_key(one.text) for one in content if not one.dropped and one.text), "")
        lead = _key(item.lead)
        # Without its full stop it may be cut off; with it, it is a sentence of its own.
        repeated = first.startswith(lead if lead[-1:] in ".!?" else lead.rstrip("… "))
        repeated = repeated or (lead.endswith("...") and first.startswith(lead.rstrip(". ")))
        blocks.append(remark(item.lead, role="lead", dropped=REPEATED if repeated else ""))
        if repeated:
            blocks.reverse()
    return blocks


def _declared(item: Item, *, usable_lead: bool) -> Iterator[Declared]:
    def stated(name: str, value: str, origin: str) -> Iterator[Declared]:
        if value:
            yield Declared(name, value, f"{item.format} {origin}")

    yield from stated("title", item.title, "headline")
    yield from stated("kicker", item.kicker, "kicker")
    if usable_lead:
        yield from stated("lead", item.lead or item.subhead, "lead")
    yield from stated("date", item.created or item.changed, "created")
    yield from stated("updated", item.changed, "version created")
    yield from stated("source", item.source, "source")
    for author in item.authors or read_byline(item.byline, item.source):
        yield from stated("author", author, "byline")
    yield from stated("lang", item.language, "language")
    for tag in dict.fromkeys(item.tags):
        yield from stated("tag", tag, "subject")
    for picture in item.pictures[:1]:
        yield from stated("image", picture.src, "picture")
    status = item.status.lower().rpartition(":")[2].rpartition("/")[2]
    if status and status not in ("usable", "embargoed"):
        yield Declared("status", "canceled" if status.startswith("cancel") else status, item.format)
    yield from stated("embargo", item.embargo or item.status * (status == "embargoed"), "embargo")


def _with_dateline(content: list[Block], dateline: str) -> list[Block]:
    """The body with the dateline before its first paragraph's text."""
    place = next(
        (n for n, one in enumerate(content) if one.kind == "paragraph" and not one.dropped), -1
    )
    stated = _key(dateline).rstrip(" –—-")
    if not stated or place < 0 or _key(content[place].text).startswith(stated):
        return content
    lead_in = Run(dateline if dateline.endswith(" ") else dateline + " ")
    first = content[place]
    runs = first.runs
    if runs and replace(runs[0], text="") == Run(""):
        runs = (replace(runs[0], text=lead_in.text + runs[0].text), *runs[1:])
    else:
        runs = (lead_in, *runs)
    return [*content[:place], replace(first, runs=runs), *content[place + 1 :]]


def _without_repetitions(known: set[str], content: list[Block]) -> list[Block]:
    """The body with those blocks dropped that only repeat a head field."""
    return [
        replace(block, dropped=REPEATED)
        if place < _HEAD_REACH and not block.dropped and _key(block.text) in known
        else block
        for place, block in enumerate(content)
    ]


def _key(text: str) -> str:
    return collapse(text).casefold()


def safe_picture(
    address: str, *, alt: str = "", caption: str = "", credit: str = ""
) -> Picture | None:
    """A picture by its address, or None when that must not be followed."""
    source = resolve(address, "")
    return Picture(source, alt, caption, credit) if source else None


def as_text(runs: tuple[Run, ...]) -> str:
    """The words of some runs on one line."""
    return collapse(plain(runs))
