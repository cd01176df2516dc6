"""The postings of all pages merged: one list a stem, ready to be cut into shards."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from generator.search.codec import BLOCK
from generator.search.compounds import COMPOUNDING, add_parts
from generator.search.groups import Group
from generator.search.stems import stop_words
from generator.search.words import sort_key


@dataclass(slots=True)
class Merged:
    """Everything that the index holds, before it is cut."""

    groups: dict[str, Group]
    forms: list[tuple[str, list[str]]]
    """Every form, as JavaScript sorts, with the stems that it stands for."""
    blocks: list[list[object]]
    """`[path, title, tags, lang, records]` with up to BLOCK records `[anchor, question, date,
    answer]`; a record's id is BLOCK times its block plus its place."""
    records: int
    languages: dict[str, list[int]]
    """The blocks of each language, rising."""
    tags: dict[str, list[int]]
    dates: list[str]
    """The latest date of each block."""


def merge(pages: Iterable[tuple[str, bytes]]) -> Merged:
    """The pages' postings as one, ids given in the order of the pages."""
    merged = Merged({}, [], [], 0, defaultdict(list), defaultdict(list), [])
    asked: dict[str, list[tuple[int, str]]] = defaultdict(list)
    told: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    forms: set[str] = set()
    compounding: set[str] = set()
    for _, data in pages:
        page = json.loads(data)
        if not page:
            continue
        forms.update(page["forms"])
        if page["lang"] in COMPOUNDING:
            compounding.update(page["forms"])
        for number, record in enumerate(page["records"], len(merged.blocks) * BLOCK):
            found = record[4].split(" ") if record[4] else ()
            for stem, facts in zip(found[::2], found[1::2], strict=True):
                asked[stem].append((number, facts))
            for line in record[5].split("|") if record[5] else ():
                lists = told[line[0]]
                for stem in line[2:].split(" "):
                    lists[stem].append(number)
        _add_blocks(merged, page)
    for stem, questions in asked.items():
        merged.groups[stem] = Group(questions)
    for level in sorted(told, reverse=True):
        for stem, ids in told[level].items():
            merged.groups.setdefault(stem, Group()).told[level] = ids
    merged.forms = _by_form(forms)
    add_parts(merged.groups, compounding, frozenset(stop_words("de")))
    return merged


def _add_blocks(merged: Merged, page: dict[str, object]) -> None:
    """Appends the blocks of a page."""
    records: list[list[object]] = page["records"]  # type: ignore[assignment]
    merged.records += len(records)
    for start in range(0, len(records), BLOCK):
        part = records[start : start + BLOCK]
        merged.languages[str(page["lang"])].append(len(merged.blocks))
        for tag in page["tags"]:  # type: ignore[attr-defined]
            merged.tags[tag].append(len(merged.blocks))
        merged.dates.append(max(str(one[2]) for one in part))
        merged.blocks.append(
            [page["path"], page["title"], page["tags"], page["lang"], [one[:4] for one in part]]
        )


def _by_form(pairs: Iterable[str]) -> list[tuple[str, list[str]]]:
    """The forms with their stems, from texts of a stem, a space and a form."""
    found: dict[str, list[str]] = defaultdict(list)
    for pair in sorted(pairs):
        stem, _, form = pair.partition(" ")
        found[form].append(stem)
    return sorted(found.items(), key=lambda one: sort_key(one[0]))
