"""The short way to read a ledger: the form that `write_ledger` gives, line by line.

A clean build reads every ledger, and nearly all are as the program wrote them. Whatever is not in
that form, by a person's hand or by a merge, is left to the careful way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from generator.ledger.entries import Entry, Ledger

_ID: Final = re.compile(r"([\w][\w-]*):")
_LINE: Final = re.compile(r"  (\w+): (.+)")
_ITEM: Final = re.compile(r'"([^"\\]*)"|\'([^\']*)\'|([^,"\'\[\]]+)')
_HASH: Final = re.compile(r"[0-9a-f]*")
_SPECIAL: Final = re.compile(r": | #|:$")
_MOMENTS: Final = frozenset({"first", "changed", "open", "retired"})
_LISTS: Final = frozenset({"was", "anchors"})


class _OddForm(Exception):
    """The text is not as the program writes it."""


def read_written(text: str, slug: str) -> Ledger | None:
    """The ledger; None for a text that the program did not write just so."""
    try:
        entries = {one.id: one for one in _entries(text)}
        return None if _has_shared_anchors(entries) else Ledger(slug, entries)
    except (_OddForm, ValueError, TypeError):
        return None


def _entries(text: str) -> Iterator[Entry]:
    fields: dict[str, Any] = {}
    seen: set[str] = set()
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found:
            name, written = found[1], found[2]
            if not fields or name in fields or name not in Entry.__dataclass_fields__:
                raise _OddForm
            fields[name] = _value(name, written)
            continue
        begins = _ID.fullmatch(line)
        if begins is None or begins[1] in seen or not begins[1].lower().strip("0123456789_-"):
            raise _OddForm
        if fields:
            yield Entry(**fields)
        seen.add(begins[1])
        fields = {"id": begins[1]}
    if fields:
        yield Entry(**fields)


def _value(name: str, written: str) -> Any:
    if name in _MOMENTS:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            raise _OddForm
        return moment
    if name in _LISTS:
        return _list(written)
    text = _scalar(written)
    if (name == "hash" and not _HASH.fullmatch(text)) or name == "id":
        raise _OddForm
    return text


def _scalar(written: str) -> str:
    if written[0] == '"':
        inside = written[1:-1]
        if len(written) < 2 or written[-1] != '"' or '"' in inside or "\\" in inside:
            raise _OddForm
        return inside
    if written[0] == "'":
        if len(written) < 2 or written[-1] != "'" or "'" in written[1:-1]:
            raise _OddForm
        return written[1:-1]
    if not written[0].isalnum() or _SPECIAL.search(written) or written != written.strip():
        raise _OddForm
    return written


def _list(written: str) -> tuple[str, ...]:
    """The items of `[a, "b"]`."""
    if written[0] != "[" or written[-1] != "]" or "\\" in written:
        raise _OddForm
    items, at, inside = [], 0, written[1:-1]
    while at < len(inside):
        found = _ITEM.match(inside, at)
        if found is None:
            raise _OddForm
        items.append(next(one for one in found.groups() if one is not None))
        at = found.end()
        if inside[at : at + 2] == ", ":
            at += 2
        elif at < len(inside):
            raise _OddForm
    return tuple(items)


def _has_shared_anchors(entries: dict[str, Entry]) -> bool:
    anchors = [one for entry in entries.values() for one in (entry.id, *entry.anchors)]
    return len(anchors) != len(set(anchors))
