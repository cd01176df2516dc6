"""The next output tree, made beside the last one and put in its place in one step.

What is promised: whoever kills the build at any moment, or fills the disk, leaves the old tree
or the new one, whole; the next build sweeps what a killed one left. After a power cut the names
are those of one tree, too, since the exchange is one entry in the file system's journal, but a
file written in the last half minute may be empty, since only the manifest is flushed to the disk:
flushing 10,000 files costs as much as the rest of the writing. The next build sees such a file by
its size and writes it again. Without an exchange in one step (`exchange` says where), two renames
take its place: killed just between them, no output stands until the next build starts, which
first of all puts the old one back.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from generator.diagnostics import GeneratorError, Span, error, unusable
from generator.files import tree
from generator.files.claims import Claims, collision
from generator.files.exchange import exchange
from generator.files.lock import locked
from generator.files.output import MANIFEST, foreign_files, manifest_text, read_manifest
from generator.files.single import cannot_write

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OLD_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileFacts:
    """By what a file of the output is known to be the one that a build wrote."""

    size: int
    mtime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Published:
    """What a build did to the output tree."""

    written: int
    kept: int
    removed: int
    facts: Mapping[str, FileFacts]
    """Of every file of the tree, by path; what the next build hands to `Stage.keep`."""


@contextlib.contextmanager
def publishing(
    output: Path,
    *,
    spare: Path | None = None,
    on_wait: Callable[[str], None] = lambda message: None,
) -> Iterator[Stage]:
    """A stage for the next tree of an output folder that `check_output` has accepted.

    Unless the block calls `publish`, the folder stays as it is. While another build holds the
    folder, waits after telling `on_wait` so. `spare` is where the folders of the last tree,
    emptied, wait for the next build, if it lies on the same file system: making and removing
    folders costs ten times what linking their files does. Raises `GeneratorError`.
    """
    made: list[str] = []
    try:
        with contextlib.ExitStack() as stack:
            place = os.path.realpath(output)
            beside = os.path.join(os.path.dirname(place), f".{os.path.basename(place)}.explainer-")
            stage = Stage(place, beside + "new", beside + "old", str(spare or ""))
            message = f"waiting for another build of `{output}`"
            with _told(str(output)):
                _make_parents(os.path.dirname(place), made)
                stack.enter_context(locked(beside + "lock", lambda: on_wait(message)))
                stage.open()
            stack.callback(stage.close)
            yield stage
    finally:
        for folder in reversed(made):
            # Fails when the folder is of use by now.
            with contextlib.suppress(OSError):
                os.rmdir(folder)


class Stage:
    """The next output tree while it grows; every path in it is relative, `/` between parts."""

    def __init__(self, output: str, new: str, old: str, spare: str) -> None:
        self._output, self._new, self._old, self._spare = output, new, old, spare
        self._last: frozenset[str] | None = None
        self._claims = Claims()
        self._facts: dict[str, FileFacts] = {}
        self._kept: list[str] = []
        # Folders of the stage: the ones that are there, and those of them that hold a file.
        self._made: set[str] = set()
        self._used: set[str] = set()

    def open(self) -> None:
        """Sweeps what a killed build left, and looks at the last tree; raises `OSError`."""
        self._sweep()
        self._last = read_manifest(self._output)

    def keep(self, path: str, facts: FileFacts) -> bool:
        """Takes the file of the last tree over; False when it is not the one of these facts."""
        if path not in self._listed or self._standing(path) != facts:
            return False
        self._keep(path, facts)
        return True

    def write(self, path: str, content: bytes) -> None:
        """Adds a file; one that the last tree holds with the same bytes is taken over.

        Raises `GeneratorError` when the path is unsafe or collides with another.
        """
        if facts := self._same(path, content):
            self._keep(path, facts)
        else:
            self._write(path, [content])

    def copy(self, path: str, source: Path) -> None:
        """Adds a copy of a file, which may be of any size and must not be a link."""
        try:
            with open(os.open(source, _OLD_FILE), "rb", buffering=0) as file:
                if os.fstat(file.fileno()).st_size <= _BLOCK:
                    self.write(path, file.read())
                    return
                self._write(path, iter(lambda: file.read(_BLOCK), b""))
        except OSError as problem:
            message = f"the file cannot be read: {problem.strerror}"
            span = Span(str(source))
            raise GeneratorError([error("unreadable-file", message, span)]) from problem

    def publish(self) -> Published:
        """Puts the tree in the place of the last one; touches nothing when the two are equal."""
        paths, kept = frozenset(self._facts), len(self._kept)
        if paths != self._last or kept < len(paths):
            self._create(MANIFEST, [manifest_text(paths).encode()], flush=True)
            self._link_kept()
            with _told(self._output):
                self._drop_unused_folders()
                self._replace()
        removed = len(self._listed - paths)
        return Published(len(paths) - kept, kept, removed, MappingProxyType(self._facts))

    def close(self) -> None:
        """Clears what stands beside the output: after `publish` the last tree, else the stage."""
        # Whatever fails here, the output is whole, and the next build sweeps again.
        with contextlib.suppress(OSError):
            self._sweep()

    @property
    def _listed(self) -> frozenset[str]:
        """The paths of the last tree."""
        return self._last or frozenset()

    def _standing(self, path: str) -> FileFacts | None:
        """The facts of a file of the last tree, if it may become one of the next."""
        try:
            now = os.lstat(f"{self._output}/{path}")
        except OSError:
            return None
        # A second link would let something outside change the site.
        if now.st_nlink != 1 or now.st_mode != stat.S_IFREG | _FILE_MODE:
            return None
        return FileFacts(now.st_size, now.st_mtime_ns, now.st_ino)

    def _same(self, path: str, content: bytes) -> FileFacts | None:
        """The facts of the last tree's file if it holds just this content."""
        if path not in self._listed:
            return None
        facts = self._standing(path)
        if facts is None or facts.size != len(content):
            return None
        try:
            with open(os.open(f"{self._output}/{path}", _OLD_FILE), "rb", buffering=0) as file:
                return facts if file.read(len(content) + 1) == content else None
        except OSError:
            return None

    def _keep(self, path: str, facts: FileFacts) -> None:
        if path in self._facts:
            raise collision(path, path)
        self._facts[path] = facts
        self._kept.append(path)

    def _write(self, path: str, blocks: Iterable[bytes]) -> None:
        if path in self._facts:
            raise collision(path, path)
        self._claims.take(path)
        self._facts[path] = self._create(path, blocks)

    def _create(self, path: str, blocks: Iterable[bytes], *, flush: bool = False) -> FileFacts:
        with _told(f"{self._output}/{path}"):
            self._use_folder(path.rpartition("/")[0])
            descriptor = os.open(f"{self._new}/{path}", _NEW_FILE, _FILE_MODE)
            try:
                for block in blocks:
                    written = os.write(descriptor, block)
                    while written < len(block):
                        written += os.write(descriptor, memoryview(block)[written:])
                facts = os.fstat(descriptor)
                if facts.st_mode & 0o777 != _FILE_MODE and hasattr(os, "fchmod"):
                    os.fchmod(descriptor, _FILE_MODE)
                if flush:
                    os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return FileFacts(facts.st_size, facts.st_mtime_ns, facts.st_ino)

    def _link_kept(self) -> None:
        """Gives the new tree its own name for every file that stays."""
        for path in self._kept:
            # Not sooner: a build that changes nothing need not look at paths that did well before.
            self._claims.take(path)
            place = f"{self._output}/{path}"
            with _told(place):
                self._use_folder(path.rpartition("/")[0])
            try:
                os.link(place, f"{self._new}/{path}", follow_symlinks=False)
            except FileNotFoundError as problem:
                raise _changed(place) from problem
            except OSError:
                # A file system without hard links, or a file of another user.
                self._copy_kept(path)

    def _copy_kept(self, path: str) -> None:
        with (
            _told(f"{self._output}/{path}"),
            open(os.open(f"{self._output}/{path}", _OLD_FILE), "rb", buffering=0) as file,
        ):
            self._facts[path] = self._create(path, iter(lambda: file.read(_BLOCK), b""))

    def _use_folder(self, folder: str) -> None:
        if folder in self._used:
            return
        if not self._made:
            self._begin()
        if folder:
            self._use_folder(folder.rpartition("/")[0])
        if folder not in self._made:
            os.mkdir(f"{self._new}/{folder}")
            os.chmod(f"{self._new}/{folder}", _FOLDER_MODE)
            self._made.add(folder)
        self._used.add(folder)

    def _begin(self) -> None:
        """Takes the spare folders for the stage, or makes a new one."""
        if self._spare:
            # None to take, or on another file system: then a new one will do.
            with contextlib.suppress(OSError):
                os.rename(self._spare, self._new)
                self._made.update(tree.folders_of_empty_tree(self._new) or ())
        if not self._made:
            tree.remove(self._new)
            os.mkdir(self._new)
            os.chmod(self._new, _FOLDER_MODE)
            self._made.add("")

    def _drop_unused_folders(self) -> None:
        for folder in sorted(self._made - self._used, reverse=True):
            os.rmdir(f"{self._new}/{folder}")

    def _replace(self) -> None:
        """The one step that makes the new tree the output."""
        if not os.path.lexists(self._output):
            os.rename(self._new, self._output)
            return
        if self._last is None and any(foreign_files(self._output, frozenset())):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))
        if not exchange(self._new, self._output):
            os.rename(self._output, self._old)
            os.rename(self._new, self._output)

    def _sweep(self) -> None:
        """Clears stage and last tree away; first of all, an output that was moved aside returns.

        What others put into the last tree while a build ran goes back into the output, where the
        next build will complain of it.
        """
        if os.path.isdir(self._old) and not os.path.lexists(self._output):
            os.rename(self._old, self._output)
        for root in (self._new, self._old):
            if not os.path.isdir(root) or os.path.islink(root):
                tree.remove(root)
                continue
            tree.move_into(self._output, root, tree.empty(root, read_manifest(root)))
            if self._spare:
                with contextlib.suppress(OSError):
                    os.rename(root, self._spare)
            tree.remove(root)


def _make_parents(folder: str, made: list[str]) -> None:
    """Makes a folder with those above it, and adds the ones that were missing to `made`."""
    if not os.path.isdir(folder):
        if os.path.lexists(folder):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)
        _make_parents(os.path.dirname(folder), made)
        os.mkdir(folder)
        made.append(folder)


@contextlib.contextmanager
def _told(path: str) -> Iterator[None]:
    """Turns what the system reports into the one message of `cannot_write`."""
    try:
        yield
    except OSError as problem:
        raise cannot_write(path, problem) from problem


def _changed(path: str) -> GeneratorError:
    message = f"`{path}` went away while the site was built"
    return GeneratorError([unusable("output-changed", message, hint="build again")])
