"""The index files as a search reads them: which one holds a word, and what it says of it.

The same steps as in themes/_search/engine.js; tests hold the two together.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from generator.search.codec import BLOCK, VALUES, VERSION, decode
from generator.search.words import sort_key

Load = Callable[[str], bytes]
"""The content of an index file by its name, such as `t3.js`."""


@dataclass(frozen=True, slots=True)
class Group:
    """The postings of a stem."""

    count: int
    """Records that hold it, those left out of the lists included."""
    levels: dict[int, int]
    """The weight of the stem in each record, 1 to 31."""
    marks: dict[int, int]
    """Of the records that have it in their question: the mark of the word after it."""
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """A file of words, read."""

    forms: dict[str, tuple[int, ...]]
    """The groups of each form, in the order of the forms."""
    groups: tuple[str, ...]
    _decoded: dict[int, Group]

    def group(self, number: int) -> Group:
        """The group with this number, decoded once."""
        if number not in self._decoded:
            levels, marks, count = read_group(self.groups[number])
            forms = tuple(form for form, groups in self.forms.items() if number in groups)
            self._decoded[number] = Group(count, levels, marks, forms)
        return self._decoded[number]


class Index:
    """The files of one index, each read once."""

    def __init__(self, load: Load) -> None:
        """Raises `ValueError` or `KeyError` where the entry is no index of this version."""
        self._load = load
        self._files: dict[str, Any] = {}
        self.entry: dict[str, Any] = self._content("index")
        if self.entry["version"] != VERSION:
            raise ValueError(f"an index of version {self.entry['version']}, not {VERSION}")
        self.stops = frozenset(self.entry["stops"])
        self._starts = {
            kind: [sort_key(one) for one in some] for kind, some in self.entry["starts"].items()
        }

    def place(self, kind: str, word: str) -> int:
        """The number of the file of a kind (`t`, `f`, `b`) that a word belongs to."""
        return bisect_right(self._starts[kind], sort_key(word))

    def words(self, number: int) -> Words:
        """A file of words and postings."""
        name = f"t{number}"
        if name not in self._files:
            head, body = self._content(name)
            self._files[name] = Words(read_forms(head), tuple(body.split(" ")), {})
        found: Words = self._files[name]
        return found

    def spellings(self, kind: str, number: int) -> list[tuple[str, int]]:
        """The words of a spelling file (`f`; `b` holds them backwards) with their frequency."""
        name = f"{kind}{number}"
        if name not in self._files:
            self._files[name] = read_spellings(self._content(name)[0])
        found: list[tuple[str, int]] = self._files[name]
        return found

    def block(self, record: int) -> list[Any]:
        """The block that holds a record: `[path, title, tags, language, date, records]`."""
        span = self.entry["span"]
        block: list[Any] = self.records(record // span)[record % span // BLOCK]
        return block

    def records(self, number: int) -> list[Any]:
        """The blocks of a file of records."""
        name = f"r{number}"
        if name not in self._files:
            self._files[name] = self._content(name)
        found: list[Any] = self._files[name]
        return found

    def facets(self) -> list[Any]:
        """Dates of the blocks, and the blocks of each tag and language."""
        if "g0" not in self._files:
            self._files["g0"] = self._content("g0")
        found: list[Any] = self._files["g0"]
        return found

    def holds(self, kind: str) -> bool:
        """True when the index has files of this kind."""
        return bool(self.entry["versions"].get(kind))

    def _content(self, name: str) -> Any:
        return payload(self._load(f"{name}.js"))[-1]


def payload(data: bytes) -> list[Any]:
    """The arguments of the call that an index file consists of."""
    text = data.decode("utf-8")
    arguments: list[Any] = json.loads(f"[{text[text.index('(') + 1 : text.rindex(')')]}]")
    return arguments


def front_coded(text: str) -> Iterator[tuple[str, str]]:
    """The words of a front-coded list, each with what stands behind its `~`."""
    word = ""
    for item in text.split(" ") if text else ():
        written, _, rest = item.partition("~")
        word = word[: VALUES[written[0]]] + written[1:]
        yield word, rest


def read_forms(text: str) -> dict[str, tuple[int, ...]]:
    """The forms of a file of words with their groups: see `shards.write_forms`."""
    forms: dict[str, tuple[int, ...]] = {}
    opened = 0
    for form, refs in front_coded(text):
        groups: list[int] = []
        at = 0
        while at < len(refs) or not groups:
            back, at = decode(refs, at) if refs else (0, 1)
            groups.append(opened - back)
            opened += back == 0
        forms[form] = tuple(groups)
    return forms


def read_group(text: str) -> tuple[dict[int, int], dict[int, int], int]:
    """Levels, marks and count of a group: see `shards.write_group`."""
    levels: dict[int, int] = {}
    marks: dict[int, int] = {}
    count, at = decode(text, 0)
    asked, at = decode(text, at)
    number = 0
    for _ in range(asked):
        gap, at = decode(text, at)
        number += gap
        levels[number] = VALUES[text[at]]
        marks[number], at = decode(text, at + 1)
    while at < len(text):
        level = VALUES[text[at]]
        length, at = decode(text, at + 1)
        number = 0
        for _ in range(length):
            gap, at = decode(text, at)
            number += gap
            levels[number] = level
    return levels, marks, count


def read_spellings(text: str) -> list[tuple[str, int]]:
    """The words of a spelling file with their frequency (its binary logarithm)."""
    return [(word, VALUES[frequency]) for word, frequency in front_coded(text)]
