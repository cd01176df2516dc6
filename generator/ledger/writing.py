"""A ledger as the text of its file: one order of keys, so that a change is a small difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from generator.ledger.entries import Entry, Ledger
from generator.yamltext import write_list, write_scalar

_HEAD = "# The memory of this explainer's questions, written by `explainer ids`. Commit it.\n"


def write_ledger(ledger: Ledger) -> str:
    """The file's text; reading it gives the same ledger."""
    return _HEAD + "".join("\n".join(_lines(one)) + "\n" for one in ledger.entries.values())


def _lines(entry: Entry) -> Iterator[str]:
    yield f"{write_scalar(entry.id)}:"
    yield f"  text: {write_scalar(entry.text)}"
    if entry.was:
        yield f"  was: {write_list(entry.was)}"
    if entry.anchors:
        yield f"  anchors: {write_list(entry.anchors)}"
    yield f"  first: {_moment(entry.first)}"
    if entry.changed:
        yield f"  changed: {_moment(entry.changed)}"
    if entry.open:
        yield f"  open: {_moment(entry.open)}"
    if entry.hash:
        yield f"  hash: {write_scalar(entry.hash)}"
    if entry.words:
        yield f"  words: {write_scalar(entry.words)}"
    if entry.retired:
        yield f"  retired: {_moment(entry.retired)}"
    if entry.to:
        yield f"  to: {write_scalar(entry.to)}"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")
