"""Where a stem occurs, as pages are merged."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Group:
    """A stem: where it occurs. Filled while merging."""

    asked: list[tuple[int, str]] = field(default_factory=list)
    """Id, and level with the two neighbours' marks, of records with the stem in their question."""
    told: dict[str, list[int]] = field(default_factory=dict)
    """Ids of the other records, by the sign of their level."""

    @property
    def count(self) -> int:
        """The records that hold the stem."""
        return len(self.asked) + sum(map(len, self.told.values()))
