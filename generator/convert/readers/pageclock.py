"""The page's own time as it tells it beside its title: `1 day ago`, `vor 2 Stunden`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from generator.convert.blocks import Block, Declared

_LONGEST = 40
_DAY = len("2024-06-19")


def mark_clocks(
    blocks: Iterable[Block], body: Any, declared: Sequence[Declared]
) -> tuple[Block, ...]:
    """Gives the role `clock` to each line that is one `<time>` of a day the page declares as its.

    The element says which day is meant, so no language's words for it have to be known; a `<time>`
    of any other day may tell of an event and stays what it is.
    """
    days = {one.value[:_DAY] for one in declared if one.field in ("date", "updated")}
    told = {
        " ".join("".join(one.itertext()).split())
        for one in body.iter("time")
        if (one.get("datetime") or "")[:_DAY] in days
    } - {""}
    return tuple(
        replace(one, role="clock")
        if told and one.kind == "paragraph" and len(one.text) <= _LONGEST and one.text in told
        else one
        for one in blocks
    )
