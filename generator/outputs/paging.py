"""Long lists in pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from generator.views import Pager

T = TypeVar("T")


def paged(
    path: str, items: Sequence[T], size: int, word: str
) -> Iterator[tuple[str, Sequence[T], Pager]]:
    """For each page its site path, its items and its place: `tags/energy/page/2/`.

    There is always a first page, if need be an empty one; `word` is the segment before the number.
    """
    total = max(1, -(-len(items) // size))

    def at(number: int) -> str | None:
        if not 1 <= number <= total:
            return None
        return path if number == 1 else f"{path}{word}/{number}/"

    for number in range(1, total + 1):
        here = at(number)
        assert here is not None
        some = items[(number - 1) * size : number * size]
        yield here, some, Pager(number, total, at(number - 1), at(number + 1))
