"""The next output tree written over the last one, for a folder that nobody else reads or writes.

A preview's own folder is served by the process that fills it: nobody can see a half of the tree,
and making all of it anew for each save is what takes longest. Nothing is written before `publish`,
so that a failed build leaves the last tree. A killed one may leave files of both trees; the next
stage of the folder (`stage.publishing`) sees by their facts which to write again.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from generator.diagnostics import GeneratorError, Span, error
from generator.files.claims import Claims, collision
from generator.files.creating import FileFacts
from generator.files.output import MANIFEST, manifest_text
from generator.files.single import cannot_write
from generator.files.stage import Published


class InPlace:
    """A tree that grows over the last one; every path in it is relative, `/` between parts."""

    def __init__(self, output: Path, last: Mapping[str, FileFacts]) -> None:
        """`last` is what the last build of this process published there."""
        self._output = output
        self._last = last
        self._facts: dict[str, FileFacts] = {}
        self._new: dict[str, bytes] = {}
        self._claims = Claims()

    def keep(self, path: str, facts: FileFacts) -> bool:
        """Leaves the file of the last tree; False when it is not the one of these facts."""
        if self._last.get(path) != facts:
            return False
        self._facts[path] = facts
        return True

    def write(self, path: str, content: bytes) -> None:
        """Adds a file."""
        if path in self._facts or path in self._new:
            raise collision(path, path)
        self._new[path] = content

    def copy(self, path: str, source: Path) -> None:
        """Adds a copy of a file, which must not be a link."""
        try:
            with open(os.open(source, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
                self.write(path, file.read())
        except OSError as problem:
            message = f"the file cannot be read: {problem.strerror}"
            raise GeneratorError(
                [error("unreadable-file", message, Span(str(source)))]
            ) from problem

    def publish(self) -> Published:
        """Writes what differs and removes what is gone.

        Raises `GeneratorError` when a path is unsafe or collides with another, and then nothing
        was written.
        """
        if not self._new.keys() <= self._last.keys():
            for path in (*self._facts, *self._new):
                self._claims.take(path)
        added = self.add()
        self._facts |= {path: self._facts_of(path) for path in self._new}
        gone = self._last.keys() - self._facts.keys()
        for path in gone:
            self._remove(path)
        if self._facts.keys() != self._last.keys():
            self._place(self._output / MANIFEST, manifest_text(self._facts).encode())
        kept = len(self._facts) - len(added)
        return Published(len(added), kept, len(gone), MappingProxyType(self._facts))

    def add(self) -> Mapping[str, FileFacts]:
        """Writes what differs and leaves everything else as it is; the facts of what it wrote."""
        changed = [path for path, content in self._new.items() if not self._stands(path, content)]
        for path in changed:
            try:
                self._place(self._output / path, self._new[path])
            except OSError as problem:
                raise cannot_write(str(self._output / path), problem) from problem
        return {path: self._facts_of(path) for path in changed}

    def _facts_of(self, path: str) -> FileFacts:
        found = os.lstat(self._output / path)
        return FileFacts(found.st_size, found.st_mtime_ns, found.st_ino)

    def _place(self, place: Path, content: bytes) -> None:
        """Gives a file its content in one step, without waiting for the disk."""
        place.parent.mkdir(parents=True, exist_ok=True)
        temporary = place.with_name(f".{place.name[:100]}.explainer-tmp")
        try:
            temporary.write_bytes(content)
            temporary.chmod(0o644)
            temporary.replace(place)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise

    def _stands(self, path: str, content: bytes) -> bool:
        """True when the last tree's file holds just this content."""
        facts = self._last.get(path)
        if facts is None or facts.size != len(content):
            return False
        try:
            return (self._output / path).read_bytes() == content
        except OSError:
            return False

    def _remove(self, path: str) -> None:
        """Removes a file, and the folders that held nothing else."""
        place = self._output / path
        with contextlib.suppress(OSError):
            if stat.S_ISREG(os.lstat(place).st_mode):
                place.unlink()
            for folder in place.parents:
                if folder == self._output:
                    break
                folder.rmdir()
