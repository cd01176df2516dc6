"""Cuts the sorted words into shards and writes each one: forms first, then their postings."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from operator import add

from generator.search.codec import ALPHABET, VALUES, encode, encode_all, encode_each, gaps
from generator.search.groups import Group

ASKED_CAP = 2500
"""At most so many records with a word in their question are listed, the weightiest."""
TOLD_CAPS = (5000, 2400, 1200, 600, 300, 150)
"""How many records a list holds in all: a large site takes the first that keeps its files small."""

Forms = list[tuple[str, list[str]]]


def write_groups(groups: Mapping[str, Group], room: int) -> dict[str, str]:
    """The postings of each stem, cut as little as keeps their sum within `room` characters."""
    texts: dict[str, str] = {}
    for cap in TOLD_CAPS:
        texts = {
            stem: texts[stem] if stem in texts and group.count <= cap else write_group(group, cap)
            for stem, group in groups.items()
        }
        if sum(map(len, texts.values())) <= room:
            break
    return texts


def write_group(group: Group, cap: int) -> str:
    """A group's postings.

    Number of records that hold the stem (uncut); number of those asked; for each a gap, a level
    and two marks; then for each level, highest first: the level, the number of ids, their gaps.
    """
    asked = group.asked
    if len(asked) > ASKED_CAP:
        # Later records win among equals, as in the ranking.
        asked = sorted(asked, key=lambda one: (-VALUES[one[1][0]], -one[0]))[:ASKED_CAP]
        asked.sort()
    parts = [encode(group.count), encode(len(asked))]
    parts += map(add, encode_each(gaps([one[0] for one in asked])), [one[1] for one in asked])
    left = cap - len(asked)
    for level, every in group.told.items():
        if left <= 0:
            break
        ids = every[-left:]
        left -= len(ids)
        parts += (level, encode(len(ids)), *encode_each(gaps(ids)))
    return "".join(parts)


def write_forms(forms: Forms) -> tuple[str, list[str]]:
    """The forms of a shard as one text, and its stems in the order of their first form.

    Each form: how many characters it shares with the one before, the rest; then, unless it opens
    the next group, `~` and its groups, counted back from the number of groups so far (0 opens one).
    """
    order: dict[str, int] = {}
    parts, before = [], ""
    for form, stems in forms:
        shared = shared_start(before, form)
        refs = []
        for stem in stems:
            refs.append(0 if stem not in order else len(order) - order[stem])
            order.setdefault(stem, len(order))
        tail = "" if refs == [0] else "~" + encode_all(refs)
        parts.append(ALPHABET[shared] + form[shared:] + tail)
        before = form
    return " ".join(parts), list(order)


def shared_start(before: str, word: str) -> int:
    """How many characters two words have in common at their beginning, at most 63."""
    shared = 0
    for left, right in zip(before[:63], word, strict=False):
        if left != right:
            break
        shared += 1
    return shared


def cut(forms: Forms, sizes: dict[str, int], target: int) -> Iterator[Forms]:
    """The forms in runs of about `target` characters of postings.

    Where a run may end depends on the words about that place only, so that a change here leaves
    the cuts elsewhere; a stem's forms stay together where they lie close.
    """
    bounds = _reach(forms)
    run: Forms = []
    weight, seen, open_until = 0, set[str](), -1
    for index, (form, stems) in enumerate(forms):
        loose = index > open_until and zlib.crc32(form.encode()) % 4 == 0
        if run and (
            (weight > target // 2 and loose)
            or (weight > target * 3 // 2 and index > open_until)
            or weight > target * 3
        ):
            yield run
            run, weight, seen = [], 0, set()
        run.append((form, stems))
        weight += len(form)
        for stem in stems:
            open_until = max(open_until, bounds[stem])
            if stem not in seen:
                seen.add(stem)
                weight += sizes.get(stem, 0)
    if run:
        yield run


def _reach(forms: Forms) -> dict[str, int]:
    """The last form of each stem that begins like its first."""
    first: dict[str, str] = {}
    last: dict[str, int] = {}
    for index, (form, stems) in enumerate(forms):
        for stem in stems:
            begin = first.setdefault(stem, form)
            if form[:3] == begin[:3]:
                last[stem] = index
    return last
