"""Where worker processes put the files that they make: into the stage, or nowhere if unchanged."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass

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

    def put(self, path: str, content: bytes, *, is_listed: bool) -> Placed:
        """Writes a file whose path is claimed; one that stands with the same bytes is kept.

        `is_listed`: the last tree's manifest names the path. Raises `GeneratorError`.
        """
        facts = same_file(f"{self.last}/{path}", content) if is_listed else None
        if facts:
            return Placed(facts, is_kept=True)
        place = f"{self.new}/{path}"
        try:
            try:
                return Placed(create_file(place, [content]), is_kept=False)
            except FileNotFoundError:
                _make_folders(self.new, path.rpartition("/")[0])
                return Placed(create_file(place, [content]), is_kept=False)
        except OSError as problem:
            raise cannot_write(f"{self.last}/{path}", problem) from problem


def _make_folders(root: str, folder: str) -> None:
    """Makes a folder and those above it, each of which another worker may be making, too."""
    if folder and not os.path.isdir(f"{root}/{folder}"):
        _make_folders(root, folder.rpartition("/")[0])
        with contextlib.suppress(FileExistsError):
            create_folder(f"{root}/{folder}")
