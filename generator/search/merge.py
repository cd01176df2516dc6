"""The postings of all pages merged: one list a stem, ready to be cut into shards."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.search.codec import BLOCK
from generator.search.page import LEVELS
from generator.search.words import sort_key


@dataclass(slots=True)
class Group:
    """A stem: its forms and where it occurs. Filled while merging."""

    forms: set[str] = field(default_factory=set)
    asked: list[tuple[int, int, str]] = field(default_factory=list)
    """Id, level and the two neighbours' marks, of records with the stem in their question."""
    told: list[list[int]] = field(default_factory=list)
    """Ids of the other records, by level."""

    @property
    def count(self) -> int:
        """The records that hold the stem."""
        return len(self.asked) + sum(map(len, self.told))


@dataclass(slots=True)
class Merged:
    """Everything that the index holds, before it is cut."""

    groups: dict[str, Group]
    blocks: list[list[object]]
    """`[path, title, tags, lang, records]` with up to BLOCK records `[anchor, question, date,
    sentences]`; a record's id is BLOCK times its block plus its place."""
    records: int
    languages: dict[str, list[int]]
    """The blocks of each language, rising."""
    tags: dict[str, list[int]]
    dates: list[str]
    """The latest date of each block."""


def merge(pages: Iterable[tuple[str, bytes]]) -> Merged:
    """The pages' postings as one, ids given in the order of the pages."""
    groups: dict[str, Group] = {}
    merged = Merged(groups, [], 0, defaultdict(list), defaultdict(list), [])
    for _, data in pages:
        page = json.loads(data)
        if not page:
            continue
        _add_postings(groups, page, len(merged.blocks) * BLOCK)
        _add_blocks(merged, page)
    return merged


def _add_postings(groups: dict[str, Group], page: dict[str, object], first: int) -> None:
    """Appends the records of a page, whose first has the id `first`."""
    forms: dict[str, list[str]] = page["forms"]  # type: ignore[assignment]
    for stem, found in forms.items():
        group = groups.get(stem)
        if group is None:
            group = groups[stem] = Group(told=[[] for _ in range(LEVELS)])
        group.forms.update(found)
    records: list[list[object]] = page["records"]  # type: ignore[assignment]
    for number, record in enumerate(records, first):
        for stem, level, before, after in record[4]:  # type: ignore[attr-defined]
            groups[stem].asked.append((number, level, before + after))
        for text, stems in record[5].items():  # type: ignore[attr-defined]
            level = int(text)
            for stem in stems:
                groups[stem].told[level].append(number)


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


def forms_of(groups: dict[str, Group]) -> list[tuple[str, list[str]]]:
    """Every form in the index, as JavaScript sorts, with the stems that it stands for."""
    found: dict[str, list[str]] = defaultdict(list)
    for stem in sorted(groups):
        for form in groups[stem].forms:
            found[form].append(stem)
    return sorted(found.items(), key=lambda one: sort_key(one[0]))
