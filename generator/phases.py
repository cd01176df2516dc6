"""The time that each phase of a build takes."""

from __future__ import annotations

import time
from collections.abc import Callable

# What follows the end of a phase, in words for people.
_NEXT = {
    "read": "Reading pages",
    "parse": "Putting the site together",
    "assemble": "Making the search index",
    "search": "Looking for what changed",
    "views": "Rendering pages",
    "render": "Writing files",
}


class Clock:
    """The time each phase takes; tells what begins when one ends."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self.phases: dict[str, float] = {}
        self._last = time.perf_counter()

    def phase(self, name: str) -> None:
        """Ends a phase."""
        now = time.perf_counter()
        self.phases[name] = self.phases.get(name, 0.0) + now - self._last
        self._last = now
        self._tell(_NEXT.get(name, "Working"))
