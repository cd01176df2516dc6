"""A file of the ledger: what may stand in it, and that it survives being written."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import GeneratorError
from generator.ledger import Entry, Ledger, parse_ledger, write_ledger
from generator.ledger.quick import read_written
from generator.matching import write_sketch
from tests.conftest import ROOT

ZONE = ZoneInfo("Europe/Zurich")
MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),
    max_value=datetime(2090, 1, 1),
    timezones=st.sampled_from([timezone(timedelta(minutes=at)) for at in (0, 60, 330)]),
).map(lambda one: one.replace(microsecond=0))
IDS = st.from_regex(r"[a-z0-9_é]([a-z0-9_é-]{0,8}[a-z0-9])?", fullmatch=True).filter(
    lambda one: one not in ("con", "prn", "aux", "nul")
)
# What a question's wording may hold: everything that is left of Markdown on one line.
LINES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
ENTRIES = st.builds(
    Entry,
    id=IDS,
    text=LINES,
    first=MOMENTS,
    hash=st.from_regex(r"[0-9a-f]{16}", fullmatch=True),
    words=st.sets(st.integers(0, 65535), max_size=36).map(
        lambda found: write_sketch(tuple(sorted(found)))
    ),
    changed=st.none() | MOMENTS,
    open=st.none() | MOMENTS,
    was=st.lists(LINES, max_size=2, unique=True).map(tuple),
)


def told(text: str) -> str:
    with pytest.raises(GeneratorError) as failure:
        parse_ledger(text, "ledger/pact.yml", "pact", ZONE)
    return "\n".join(
        f"{one.code} {one.span.line if one.span else 0} {one.message}"
        for one in failure.value.diagnostics
    )


@settings(max_examples=60)
@given(st.lists(ENTRIES, max_size=4, unique_by=lambda one: one.id))
def test_what_is_written_is_read_back(entries: list[Entry]) -> None:
    ledger = Ledger("pact", {one.id: one for one in entries})
    text = write_ledger(ledger)
    assert parse_ledger(text, "ledger/pact.yml", "pact", ZONE) == ledger
    assert write_ledger(ledger) == text


def test_a_date_alone_is_one_of_the_sites_time_zone() -> None:
    ledger = parse_ledger("a:\n  text: A?\n  first: 2024-06-19\n", "l.yml", "l", ZONE)
    assert ledger.entries["a"].first.isoformat() == "2024-06-19T00:00:00+02:00"


def test_a_merge_conflict_is_told_with_its_line() -> None:
    ours = "a:\n  text: A?\n<<<<<<< HEAD\n  first: 2024-06-19\n=======\n"
    found = told(ours + "  first: 2024-06-20\n>>>>>>> other\n")
    assert found == "ledger-conflict 3 a merge has left a conflict in this file"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n  first: 2024-06-19\n", "missing-key 1 `a` of the ledger lacks `text`"),
        (
            "a:\n  text: A?\n  first: 2024-06-19\n  tezt: B\n",
            "unknown-key 4 unknown key `tezt` in `a` of the ledger",
        ),
        ("a:\n  text: A?\n  first: soon\n", "bad-date 3 `soon` is not a date"),
        (
            "a:\n  text: A?\n  first: 2024-06-19\n  to: b/c\n",
            "bad-ledger 2 `to` stands only with `retired`",
        ),
        (
            "a: {text: A, first: 2024-06-19}\nb:\n  text: B\n  first: 2024-06-19\n  anchors: [a]",
            "bad-ledger 5 the anchor `a` belongs to `a` and to `b`",
        ),
        (
            "../x:\n  text: A?\n  first: 2024-06-19\n",
            "bad-id 1 `../x` cannot be the id of a question: it holds `.`",
        ),
        ("- a\n", "yaml-not-a-mapping 1 a list where `name: value` lines are wanted"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, message: str) -> None:
    assert told(text) == message


@settings(max_examples=100)
@given(st.lists(ENTRIES, max_size=4, unique_by=lambda one: one.id))
def test_the_short_way_reads_nothing_else_than_the_careful_one(entries: list[Entry]) -> None:
    text = write_ledger(Ledger("pact", {one.id: one for one in entries}))
    found = read_written(text, "pact")
    # A line that the program never writes leads to the careful way.
    careful = parse_ledger(f"{text}\n\n# by hand\n \n", "ledger/pact.yml", "pact", ZONE)
    assert found is None or found == careful


def test_the_short_way_reads_what_most_ledgers_are_like() -> None:
    text = (ROOT / "ledger" / "tides.yml").read_text(encoding="utf-8")
    found = read_written(text, "tides")
    assert found is not None
    assert found == parse_ledger(f"{text} \n", "ledger/tides.yml", "tides", ZONE)


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  text: A?\n  first: 2024-06-19\n",
        "a:\n  text: A?\n",
        "1:\n  text: A?\n  first: 2024-06-19T10:00+02:00\n",
        "a:\n  text: A?\n  first: 2024-06-19T10:00+02:00\na:\n  text: B\n",
        "a:\n  text: [A]\n  first: 2024-06-19T10:00+02:00\n",
        "a: {text: A}\n",
        "a:\n  text: 'it''s'\n  first: 2024-06-19T10:00+02:00\n",
        "a:\n  text: A # B\n  first: 2024-06-19T10:00+02:00\n",
        "a:\n  text: A?\n  first: 2024-06-19T10:00+02:00\n  hash: no\n",
        "<<<<<<< HEAD\n",
    ],
)
def test_what_the_program_does_not_write_is_left_to_the_careful_way(text: str) -> None:
    assert read_written(text, "pact") is None
