"""Cuts the sorted words into shards and writes each one: forms first, then their postings."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

from generator.search.codec import ALPHABET, encode_all

Forms = list[tuple[str, list[int]]]
"""Words with the numbers of the stems that they stand for."""


def write_forms(forms: Forms) -> tuple[str, list[int]]:
    """The forms of a shard as one text, and its stems in the order of their first form.

    Each form: how many characters it shares with the one before, the rest; then, unless it opens
    the next group, `~` and its groups, counted back from the number of groups so far (0 opens one).
    """
    order: dict[int, int] = {}
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
    """How many characters two words have in common at their beginning, at most 31.

    Those that are two units in JavaScript do not count, so that both count alike.
    """
    shared = 0
    for left, right in zip(before[:31], word, strict=False):
        if left != right or left > "\uffff":
            break
        shared += 1
    return shared


def cut(forms: Forms, sizes: Sequence[int], target: int) -> Iterator[Forms]:
    """The forms in runs of about `target` characters of postings.

    Where a run may end depends on the words about that place only, so that a change here leaves
    the cuts elsewhere; a stem's forms stay together where they lie close.
    """
    bounds = _reach(forms)
    run: Forms = []
    weight, seen, open_until = 0, set[int](), -1
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
            if bounds[stem] > open_until:
                open_until = bounds[stem]
            if stem not in seen:
                seen.add(stem)
                weight += sizes[stem] if sizes else 0
    if run:
        yield run


def _reach(forms: Forms) -> dict[int, int]:
    """The last form of each stem that begins like its first."""
    first: dict[int, str] = {}
    last: dict[int, int] = {}
    for index, (form, stems) in enumerate(forms):
        for stem in stems:
            begin = first.setdefault(stem, form)
            if form[:3] == begin[:3]:
                last[stem] = index
    return last
