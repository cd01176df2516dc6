"""The facts of an article's head, and those that its source declares outside the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from generator.convert.blocks import Block
from generator.convert.cues import fold
from generator.convert.dates import Stamp, read_stamp
from generator.convert.placing import Placement, Rival
from generator.convert.readers.bylines import read_byline


@dataclass(slots=True)
class Header:
    """What the header zone says."""

    title: str = ""
    kicker: str = ""
    lead: str = ""
    takes_lead: bool = True
    """True when the text's first paragraph may still be the lead."""
    summary: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    source: str = ""
    authors: tuple[str, ...] = ()
    placements: list[Placement] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rivals: list[Rival] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)
    """Where the source declares the fields it declares."""


def take_declared(
    header: Header, name: str, value: str, origin: str, languages: tuple[str, ...]
) -> None:
    """A fact that the source states outside its text."""
    moment = read_stamp(value, languages) if name in ("date", "updated") else None
    if name in ("title", "kicker", "lead", "source"):
        known = getattr(header, name)
        if not known:
            setattr(header, name, value)
            header.origins[name] = origin
        elif fold(known) != fold(value):
            header.rivals.append(Rival(name, value, origin))
    elif name == "author":
        _take_author(header, value, origin)
    elif name == "summary":
        header.summary = (*header.summary, value)
        header.origins.setdefault("summary", origin)
    elif name == "unmapped":
        header.notes.append(f"not kept of the {origin}: {value}")
    elif moment:
        _take_moment(header, name, as_moment(moment), origin)


def _take_author(header: Header, value: str, origin: str) -> None:
    """An author, or several in one value: `Ada Lovelace,Charles Babbage`."""
    parts = [one.strip() for one in value.split(",")]
    several = len(parts) > 1 and all(read_byline(one) == (one,) for one in parts)
    known = {fold(one) for one in header.authors}
    new = [one for one in (parts if several else [value]) if fold(one) not in known]
    header.authors = tuple(dict.fromkeys([*header.authors, *new]))
    header.origins.setdefault("authors", origin)


def _take_moment(header: Header, name: str, moment: datetime, origin: str) -> None:
    known = header.published if name == "date" else header.updated
    if known is None:
        header.published = moment if name == "date" else header.published
        header.updated = moment if name == "updated" else header.updated
        header.origins[name] = origin
    elif plain_clock(known)[:10] != plain_clock(moment)[:10]:
        header.rivals.append(Rival(name, moment.isoformat(), origin))


def take_stamps(header: Header, stamps: Sequence[tuple[Stamp, Block]]) -> None:
    """The dates of the head's stamps: the earliest is when it was published, the latest updated."""
    moments = sorted({as_moment(one.value) for one, _ in stamps}, key=plain_clock)
    for one, block in stamps:
        if one.ambiguous is not None:
            header.notes.append(f"the date {one.value} may also mean {one.ambiguous}")
            header.rivals.append(
                Rival("date", str(one.ambiguous), "read with the month first", block.span)
            )
    if not moments:
        return
    if header.published is None:
        marked = [as_moment(one.value) for one, _ in stamps if one.role == "published"]
        header.published = min(marked, key=plain_clock) if marked else moments[0]
    latest = moments[-1]
    if header.updated is None and plain_clock(latest) > plain_clock(header.published):
        header.updated = latest
    taken = {plain_clock(one)[:10] for one in (header.published, header.updated) if one}
    for one, block in stamps:
        value = as_moment(one.value)
        if plain_clock(value)[:10] not in taken:
            header.rivals.append(Rival("date", value.isoformat(), "another stamp", block.span))


def as_moment(value: date | datetime) -> datetime:
    """The moment; a day is its beginning."""
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def plain_clock(value: datetime) -> str:
    """A moment in its own clock, as a text that sorts."""
    return value.replace(tzinfo=None).isoformat()
