"""Tables of markup as rows of cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from generator.convert.blocks import Cell, Run
from generator.convert.readers.inline import local_name, tidy


def read_rows(
    table: Any, runs: Callable[[Any], Iterable[Run]]
) -> tuple[tuple[tuple[Cell, ...], ...], int]:
    """The rows that hold anything, and how many of the first are the table's head."""
    rows: list[tuple[Cell, ...]] = []
    heads: list[bool] = []
    for row in table.iter():
        if local_name(row) != "tr" or _table_of(row) is not table:
            continue
        cells = [one for one in row if local_name(one) in ("td", "th")]
        read = tuple(tidy(runs(cell)) for cell in cells)
        if any(read):
            rows.append(read)
            in_head = local_name(row.getparent()) == "thead"
            heads.append(in_head or all(local_name(cell) == "th" for cell in cells))
    return even_rows(rows), next((n for n, head in enumerate(heads) if not head), len(heads))


def even_rows(rows: Iterable[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with empty cells added, so that all have as many."""
    listed = list(rows)
    width = max((len(row) for row in listed), default=0)
    return tuple(row + ((),) * (width - len(row)) for row in listed)


def is_layout(table: Any) -> bool:
    """True for a table of one cell: a frame, not data."""
    return sum(1 for cell in table.iter() if local_name(cell) in ("td", "th")) <= 1


def _table_of(row: Any) -> Any:
    """The table that a row belongs to: the nearest around it."""
    return next((one for one in row.iterancestors() if local_name(one) == "table"), None)
