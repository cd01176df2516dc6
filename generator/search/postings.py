"""Where each stem occurs, over all pages: gathered, sorted and written as arrays.

The home of numpy: a large site has millions of postings, and each step here is one call for all.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import add

import numpy as np
from numpy.typing import NDArray

from generator.model import PagePostings
from generator.search.codec import ALPHABET, encode, encode_each, gaps

ASKED_CAP = 2500
"""At most so many records with a word in their question are listed, the weightiest."""
TOLD_CAPS = (5000, 2400, 1200, 600, 300, 150)
"""How many records a list holds in all: a large site takes the first that keeps its files small."""

Numbers = NDArray[np.int64]
# A posting outside a question is one number that sorts as the lists do: stem, level from the
# highest, record.
_STEM, _LEVEL = 37, 32
_LEVELS = 32
_IDS = (1 << _LEVEL) - 1
_SIGNS = np.frombuffer(ALPHABET.encode(), np.uint8)


class Postings:
    """The postings of a site's stems, which are numbered in the order in which they were met."""

    def __init__(self, pages: Iterable[tuple[PagePostings, int]]) -> None:
        """`pages` with the id of the first record of each, rising."""
        words = _Words()
        stems = array("I")
        ids = array("I")
        parts: dict[str, list[bytes]] = defaultdict(list)
        bases: list[int] = []
        for page, first in pages:
            bases.append(len(stems))
            stems.extend(map(words.__getitem__, page.words.split("\n") if page.words else ()))
            ids.extend(range(first, first + len(page.records)))
            parts["asked"].append(page.asked)
            parts["asked_counts"].append(page.asked_counts)
            parts["asked_levels"].append(page.asked_levels)
            parts["marks"].append(page.asked_marks)
            parts["told"].append(page.told)
            parts["told_counts"].append(page.told_counts)
            parts["levels"].append(page.told_levels)
        self.pairs = words
        """The number of the stem of each `stem form`."""
        self.stems = words.stems
        every = np.frombuffer(stems, np.uint32).astype(np.int64)
        records = np.frombuffer(ids, np.uint32).astype(np.int64)

        def keys(name: str) -> Numbers:
            local = _numbers(parts[name])
            sizes = np.array([len(one) // 4 for one in parts[name]], np.int64)
            local += np.repeat(np.array(bases, np.int64), sizes)
            of = np.repeat(records, _numbers(parts[f"{name}_counts"]))
            found: Numbers = every[local] << _STEM | of
            return found

        asked = keys("asked")
        order = np.argsort(asked, kind="stable")
        self._asked: Numbers = asked[order]
        levels = np.frombuffer(b"".join(parts["asked_levels"]), np.uint8)
        self._levels = levels.astype(np.int64)[order]
        self._marks = np.frombuffer(b"".join(parts["marks"]), np.uint16)[order]
        levels = np.frombuffer(b"".join(parts["levels"]), np.uint8)
        self._told: Numbers = np.sort(keys("told") | (_LEVELS - levels.astype(np.int64)) << _LEVEL)

    def counts(self) -> list[int]:
        """How many records hold each stem."""
        found: list[int] = (self._sizes(self._asked) + self._sizes(self._told)).tolist()
        return found

    def add_parts(self, pairs: list[tuple[int, int]], asked: int, told: int) -> None:
        """Adds the records of compounds to their parts, where these are not there already.

        `pairs` are compounds and parts; `asked` and `told` the levels that a part gets for them.
        """
        if not pairs:
            return
        asked_at, told_at = self._bounds(self._asked), self._bounds(self._told)

        def records(stem: int) -> tuple[Numbers, Numbers]:
            return (
                self._asked[asked_at[stem] : asked_at[stem + 1]] & _IDS,
                self._told[told_at[stem] : told_at[stem + 1]] & _IDS,
            )

        more = []
        for whole, part in pairs:
            for level, ids in zip((asked, told), records(whole), strict=True):
                more.append((part << _LEVEL | ids) << 5 | _LEVELS - level)
        has = np.concatenate(
            [part << _LEVEL | ids for part in {one for _, one in pairs} for ids in records(part)]
        )
        # A record with two compounds of a part counts once, by the weightier.
        found = np.sort(np.concatenate(more))
        fresh = np.append(True, found[1:] >> 5 != found[:-1] >> 5)
        found = found[fresh & ~np.isin(found >> 5, has)]
        keys = found >> 5 + _LEVEL << _STEM | (found & 31) << _LEVEL | found >> 5 & _IDS
        self._told = np.sort(np.concatenate([self._told, keys]))

    def texts(self, room: int) -> list[str]:
        """The postings of each stem as text, cut as little as keeps about `room` in all.

        Number of records that hold the stem (uncut); number of those asked; for each a gap, a level
        and a mark; then for each level, highest first: the level, the number of ids, their gaps.
        """
        counts = self._sizes(self._asked) + self._sizes(self._told)
        caps = (one for one in TOLD_CAPS if np.minimum(counts, one).sum() <= room)
        asked, sizes = self._asked_texts()
        left = np.maximum(next(caps, TOLD_CAPS[-1]) - sizes, 0)
        told = self._told_texts(left)
        heads = map(add, map(encode, counts.tolist()), map(encode, sizes.tolist()))
        return [head + one + other for head, one, other in zip(heads, asked, told, strict=True)]

    def _asked_texts(self) -> tuple[list[str], Numbers]:
        """The records with each stem in their question, and how many are listed."""
        bounds = self._bounds(self._asked).tolist()
        ids: list[int] = (self._asked & _IDS).tolist()
        facts = [*map(add, encode_each(self._levels.tolist()), encode_each(self._marks.tolist()))]
        out, sizes = [], []
        for start, end in pairwise(bounds):
            signs: Sequence[int] = range(start, end)
            some = ids[start:end]
            if end - start > ASKED_CAP:
                # Later records win among equals, as in the ranking.
                best = np.lexsort((-self._asked[start:end], -self._levels[start:end]))
                signs = [start + one for one in sorted(best[:ASKED_CAP].tolist())]
                some = [ids[one] for one in signs]
            out.append("".join(map(add, encode_each(gaps(some)), [facts[one] for one in signs])))
            sizes.append(len(some))
        return out, np.array(sizes, np.int64)

    def _told_texts(self, left: Numbers) -> list[str]:
        """The other records of each stem, the weightiest `left[stem]` and of equals the later."""
        keys = self._told
        runs = np.flatnonzero(np.diff(keys >> _LEVEL, prepend=-1))
        ends = runs + np.diff(runs, append=len(keys))
        first = self._bounds(keys)[:-1]
        stems = keys >> _STEM
        before = np.repeat(runs - first[stems[runs]], ends - runs)
        later = np.repeat(ends, ends - runs) - np.arange(len(keys)) - 1
        keys = keys[before + later < left[stems]]
        ids = keys & _IDS
        opens = np.diff(keys >> _LEVEL, prepend=-1) != 0
        runs = np.flatnonzero(opens)
        # Each run has its level and its length before its gaps.
        tokens = np.empty(len(keys) + 2 * len(runs), np.int64)
        tokens[np.arange(len(keys)) + 2 * np.cumsum(opens)] = np.where(
            opens, ids, np.diff(ids, prepend=0)
        )
        heads = runs + 2 * np.arange(len(runs))
        tokens[heads] = _LEVELS - (keys[runs] >> _LEVEL & 31)
        tokens[heads + 1] = np.diff(runs, append=len(keys))
        text, at = _encode(tokens)
        bounds = self._bounds(keys)
        opened = np.append(0, np.cumsum(opens))[bounds]
        places: list[int] = at[bounds + 2 * opened].tolist()
        return [text[start:end] for start, end in pairwise(places)]

    def _bounds(self, keys: Numbers) -> Numbers:
        """Where the postings of each stem begin, and the end of the last."""
        found: Numbers = np.searchsorted(keys, np.arange(len(self.stems) + 1) << _STEM)
        return found

    def _sizes(self, keys: Numbers) -> Numbers:
        return np.diff(self._bounds(keys))


class _Words(dict[str, int]):
    """The number of the stem of each `stem form`."""

    def __init__(self) -> None:
        super().__init__()
        self.stems: list[str] = []
        self._known: dict[str, int] = {}

    def __missing__(self, pair: str) -> int:
        stem = pair.partition(" ")[0]
        if stem not in self._known:
            self._known[stem] = len(self.stems)
            self.stems.append(stem)
        self[pair] = self._known[stem]
        return self._known[stem]


def _numbers(parts: list[bytes]) -> Numbers:
    return np.frombuffer(b"".join(parts), np.uint32).astype(np.int64)


def _encode(values: Numbers) -> tuple[str, Numbers]:
    """The numbers as `codec.encode` writes them; where each begins, and the last ends."""
    sizes = np.ones(len(values), np.int64)
    digits = 1
    while (values >> 5 * digits).any():
        sizes += values >> 5 * digits > 0
        digits += 1
    at = np.append(0, np.cumsum(sizes))
    out = np.empty(at[-1], np.uint8)
    for digit in range(digits):
        some = np.flatnonzero(sizes > digit)
        more = (sizes[some] > digit + 1) * 32
        out[at[some] + digit] = _SIGNS[(values[some] >> 5 * digit & 31) + more]
    return out.tobytes().decode(), at
