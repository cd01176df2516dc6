"""Where worker processes put the files that they make: into the stage, or nowhere if unchanged."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field

from generator.files.creating import FileFacts, create_file, create_folder, same_file
from generator.files.single import cannot_write


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of the next tree."""

    facts: FileFacts
    is_kept: bool
    """True: the last tree holds the same bytes."""


@dataclass(frozen=True, slots=True)
class Places:
    """A stage as a worker process sees it."""

    new: str
    """The folder in which the next tree grows."""
    last: str
    """The folder of the last tree."""
    made: set[str] = field(default_factory=set)
    """Folders that are there for sure, relative to `new`."""

    def put(self, path: str, content: bytes, *, is_listed: bool) -> Placed:
        """Writes a file whose path is claimed; one that stands with the same bytes is kept.

        `is_listed`: the last tree's manifest names the path. Raises `GeneratorError`.
        """
        facts = same_file(f"{self.last}/{path}", content) if is_listed else None
        if facts:
            return Placed(facts, is_kept=True)
        try:
            self._use_folder(path.rpartition("/")[0])
            return Placed(create_file(f"{self.new}/{path}", [content]), is_kept=False)
        except OSError as problem:
            raise cannot_write(f"{self.last}/{path}", problem) from problem

    def _use_folder(self, folder: str) -> None:
        """Makes a folder and those above it, each of which another worker may be making, too."""
        if not folder or folder in self.made:
            return
        with contextlib.suppress(FileExistsError):
            try:
                create_folder(f"{self.new}/{folder}")
            except FileNotFoundError:
                self._use_folder(folder.rpartition("/")[0])
                create_folder(f"{self.new}/{folder}")
        self.made.add(folder)
