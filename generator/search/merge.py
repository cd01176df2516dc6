"""The postings of all pages merged: one list a stem, ready to be cut into shards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model import PagePostings
from generator.search.codec import BLOCK
from generator.search.compounds import COMPOUNDING, add_parts
from generator.search.postings import Postings
from generator.search.stems import stop_words
from generator.search.words import sort_key


@dataclass(frozen=True, slots=True)
class Block:
    """Up to `BLOCK` records of a page; a record's id is `BLOCK` times its block plus its place."""

    page: PagePostings
    start: int
    """The first of them among the page's records."""

    @property
    def records(self) -> tuple[tuple[str, str, str, str], ...]:
        """Anchor, question, date, and the answer with a sentence a line."""
        return self.page.records[self.start : self.start + BLOCK]


@dataclass(frozen=True, slots=True)
class Merged:
    """Everything that the index holds, before it is cut."""

    postings: Postings
    forms: list[tuple[str, list[int]]]
    """Every form, as JavaScript sorts, with the numbers of the stems that it stands for."""
    blocks: list[Block]
    languages: Mapping[str, list[int]]
    """The blocks of each language, rising."""
    tags: Mapping[str, list[int]]


def merge(pages: Iterable[PagePostings]) -> Merged:
    """The pages' postings as one, ids given in the order of the pages."""
    blocks: list[Block] = []
    languages: dict[str, list[int]] = defaultdict(list)
    tags: dict[str, list[int]] = defaultdict(list)
    compounding: set[str] = set()
    numbered = []
    for page in pages:
        if not page.records:
            continue
        numbered.append((page, len(blocks) * BLOCK))
        if page.lang in COMPOUNDING and page.words:
            compounding.update(page.words.split("\n"))
        for start in range(0, len(page.records), BLOCK):
            languages[page.lang].append(len(blocks))
            for tag in page.tags:
                tags[tag].append(len(blocks))
            blocks.append(Block(page, start))
    postings = Postings(numbered)
    add_parts(postings, compounding, frozenset(stop_words("de")))
    return Merged(postings, _by_form(postings), blocks, languages, tags)


def _by_form(postings: Postings) -> list[tuple[str, list[int]]]:
    """The forms with their stems in alphabetical order."""
    found: dict[str, list[int]] = defaultdict(list)
    for pair in sorted(postings.pairs):
        found[pair.partition(" ")[2]].append(postings.pairs[pair])
    return sorted(found.items(), key=lambda one: sort_key(one[0]))
