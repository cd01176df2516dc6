"""A file of the ledger from text to values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone, tzinfo

from generator.diagnostics import Diagnostic, GeneratorError, Span, error
from generator.ledger.entries import Entry, Ledger
from generator.ledger.quick import read_written
from generator.yamltext import parse_yaml, validate

_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$", re.M)


def parse_ledger(text: str, path: str, slug: str, zone: tzinfo) -> Ledger:
    """The ledger of one explainer.

    A date without a zone is one of `zone`. Raises `GeneratorError` with all that is wrong.
    """
    written_by_us = read_written(text, slug)
    if written_by_us is not None:
        return written_by_us
    from generator.ledger.models import WrittenLedger

    text = text.replace("\r\n", "\n")
    conflict = _CONFLICT.search(text)
    if conflict:
        raise GeneratorError([_conflict(text, conflict, path)])
    if not text.strip():
        return Ledger(slug, {})
    document = parse_yaml(text, path)
    written, problems = validate(document, WrittenLedger, known="ledger")
    if written is None:
        raise GeneratorError(problems)
    entries = {}
    for identity, one in written.root.items():
        entries[identity] = Entry(
            id=identity,
            text=one.text,
            first=_aware(one.first, zone),
            hash=one.hash,
            words=one.words,
            changed=_aware(one.changed, zone) if one.changed else None,
            open=_aware(one.open, zone) if one.open else None,
            was=one.was,
            anchors=one.anchors,
            retired=_aware(one.retired, zone) if one.retired else None,
            to=one.to,
        )
    twice = [*_named_twice(entries, document.spans)]
    if twice:
        raise GeneratorError(twice)
    return Ledger(slug, entries)


def _conflict(text: str, found: re.Match[str], path: str) -> Diagnostic:
    line = text.count("\n", 0, found.start()) + 1
    return error(
        "ledger-conflict",
        "a merge has left a conflict in this file",
        Span(path, line, 1, 7, found.group()),
        hint="keep the questions of both sides, remove the lines that begin with `<<<<<<<`,"
        " `=======` and `>>>>>>>`, then run `explainer ids`",
    )


def _named_twice(
    entries: Mapping[str, Entry], spans: Mapping[tuple[str | int, ...], Span]
) -> Iterator[Diagnostic]:
    """Anchors that two questions claim: a link can lead to one of them only."""
    owners = {one: one for one in entries}
    for entry in entries.values():
        for anchor in entry.anchors:
            owner = owners.setdefault(anchor, entry.id)
            if owner != entry.id:
                yield error(
                    "bad-ledger",
                    f"the anchor `{anchor}` belongs to `{owner}` and to `{entry.id}`",
                    spans.get((entry.id, "anchors")),
                    hint="leave it at the question that links to it mean",
                )


def _aware(moment: date | datetime, zone: tzinfo) -> datetime:
    """The moment with a fixed offset: a zone's rules do not belong to the ledger."""
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    offset = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).utcoffset() or timedelta()
    return moment.replace(tzinfo=timezone(offset))
