"""The next output tree, made beside the last one and put in its place in one step."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import GeneratorError, Span, error, unusable
from generator.files.exchange import exchange
from generator.files.lock import locked
from generator.files.names import name_key, name_problem, path_problem, shown
from generator.files.output import MANIFEST, manifest_text, read_manifest
from generator.files.single import cannot_write

_FILE_MODE, _FOLDER_MODE = 0o644, 0o755
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


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
    output: Path, *, on_wait: Callable[[str], None] = lambda message: None
) -> Iterator[Stage]:
    """A stage for the next tree of an output folder that `check_output` has accepted.

    Unless the block calls `publish`, the folder stays as it is and the stage goes. While another
    build holds the folder, waits after telling `on_wait` so. Raises `GeneratorError`.
    """
    place = os.path.realpath(output)
    parent, name = os.path.split(place)
    beside = os.path.join(parent, f".{name}.explainer-")
    made = _make_parents(parent)
    try:
        with _held(beside + "lock", lambda: on_wait(f"waiting: another build writes `{output}`")):
            _recover(place, beside)
            stage = Stage(place, beside)
            try:
                yield stage
            finally:
                stage.close()
    finally:
        for folder in made:
            with contextlib.suppress(OSError):
                os.rmdir(folder)


class Stage:
    """The next output tree while it grows; every path in it is relative, `/` between parts."""

    def __init__(self, output: str, beside: str) -> None:
        self._output = output
        self._new = beside + "new"
        self._old = beside + "old"
        self._last = read_manifest(output)
        self._facts: dict[str, FileFacts] = {}
        self._kept: list[str] = []
        # Key of a path → the path; key of a folder with a slash at its end → the folder.
        self._claimed: dict[str, str] = {}
        self._folder_keys: dict[str, str] = {"": ""}
        self._made: set[str] = set()

    def keep(self, path: str, facts: FileFacts) -> bool:
        """Takes the file of the last tree over; False when it is not the one of these facts."""
        if self._last is None or path not in self._last:
            return False
        if not self._stands(path, facts):
            return False
        self._claim(path)
        self._facts[path] = facts
        self._kept.append(path)
        return True

    def write(self, path: str, content: bytes) -> None:
        """Adds a file; one that the last tree holds with the same bytes is taken over.

        Raises `GeneratorError` when the path is unsafe or collides with another.
        """
        self._claim(path)
        if facts := self._same_as_last(path, content):
            self._facts[path] = facts
            self._kept.append(path)
            return
        self._create(path, content)

    def copy(self, path: str, source: Path) -> None:
        """Adds a copy of a file."""
        try:
            with open(source, "rb") as file:
                content = file.read()
        except OSError as problem:
            message = f"the file cannot be read: {problem.strerror}"
            raise GeneratorError(
                [error("unreadable-file", message, Span(str(source)))]
            ) from problem
        self.write(path, content)

    def publish(self) -> Published:
        """Puts the tree in the place of the last one; nothing is touched when they are equal."""
        paths = self._facts.keys()
        last = self._last or frozenset()
        kept = len(self._kept)
        published = Published(len(paths) - kept, kept, len(last - paths), dict(self._facts))
        if self._last is not None and kept == len(paths) == len(last):
            return published
        self._create(MANIFEST, manifest_text(paths).encode(), listed=False)
        self._link_kept()
        self._replace()
        return Published(len(paths) - kept, kept, len(last - paths), dict(self._facts))

    def close(self) -> None:
        """Removes what stands beside the output."""
        for path in (self._new, self._old):
            _remove_tree(path)

    def _stands(self, path: str, facts: FileFacts) -> bool:
        try:
            now = os.lstat(f"{self._output}/{path}")
        except OSError:
            return False
        return (
            now.st_ino == facts.inode
            and now.st_mtime_ns == facts.mtime_ns
            and now.st_size == facts.size
            and now.st_nlink == 1
            and now.st_mode == stat.S_IFREG | _FILE_MODE
        )

    def _same_as_last(self, path: str, content: bytes) -> FileFacts | None:
        if self._last is None or path not in self._last:
            return None
        place = f"{self._output}/{path}"
        try:
            now = os.lstat(place)
            facts = FileFacts(now.st_size, now.st_mtime_ns, now.st_ino)
            if now.st_size != len(content) or not self._stands(path, facts):
                return None
            with open(place, "rb", buffering=0) as file:
                return facts if file.read(len(content) + 1) == content else None
        except OSError:
            return None

    def _create(self, path: str, content: bytes, *, listed: bool = True) -> None:
        folder, _, _ = path.rpartition("/")
        place = f"{self._new}/{path}"
        try:
            self._make_folder(folder)
            descriptor = os.open(place, _NEW_FILE, _FILE_MODE)
            try:
                os.fchmod(descriptor, _FILE_MODE)
                written = os.write(descriptor, content)
                while written < len(content):
                    written += os.write(descriptor, memoryview(content)[written:])
                facts = os.fstat(descriptor)
            finally:
                os.close(descriptor)
        except OSError as problem:
            raise cannot_write(f"{self._output}/{path}", problem) from problem
        if listed:
            self._facts[path] = FileFacts(facts.st_size, facts.st_mtime_ns, facts.st_ino)

    def _make_folder(self, folder: str) -> None:
        if folder in self._made:
            return
        if folder:
            self._make_folder(folder.rpartition("/")[0])
        else:
            os.makedirs(os.path.dirname(self._new), exist_ok=True)
        place = f"{self._new}/{folder}"
        os.mkdir(place)
        os.chmod(place, _FOLDER_MODE)
        self._made.add(folder)

    def _link_kept(self) -> None:
        for path in self._kept:
            source, target = f"{self._output}/{path}", f"{self._new}/{path}"
            try:
                self._make_folder(path.rpartition("/")[0])
                os.link(source, target, follow_symlinks=False)
            except FileNotFoundError as problem:
                raise _changed(source) from problem
            except OSError as problem:
                # A file system without hard links, or a file of another user.
                self._copy_kept(path, problem)

    def _copy_kept(self, path: str, cause: OSError) -> None:
        try:
            with open(f"{self._output}/{path}", "rb") as file:
                content = file.read()
        except OSError as problem:
            raise cannot_write(f"{self._output}/{path}", cause) from problem
        self._create(path, content)

    def _replace(self) -> None:
        """The one step that makes the new tree the output."""
        try:
            if not os.path.isdir(self._output) or not os.listdir(self._output):
                os.rename(self._new, self._output)
            elif not exchange(self._new, self._output):
                # Between the two renames there is no output; `_recover` mends a kill just there.
                os.rename(self._output, self._old)
                os.rename(self._new, self._output)
        except OSError as problem:
            raise cannot_write(self._output, problem) from problem

    def _claim(self, path: str) -> None:
        """Takes the path for this tree; raises `GeneratorError` when nothing may stand there."""
        folder, _, name = path.rpartition("/")
        key = self._folder_keys.get(folder)
        if key is None or name_problem(name):
            if (problem := path_problem(path)) or path == MANIFEST:
                raise _unsafe(path, problem or "is the program's own")
            key = self._claim_folder(folder)
        key += name_key(name)
        other = self._claimed.setdefault(key, path)
        if other is not path or key + "/" in self._claimed:
            raise _collision(self._claimed.get(key + "/", other), path)
        if path == MANIFEST:
            raise _unsafe(path, "is the program's own")

    def _claim_folder(self, folder: str) -> str:
        if (key := self._folder_keys.get(folder)) is not None:
            return key
        outer, _, name = folder.rpartition("/")
        key = self._claim_folder(outer) + name_key(name)
        if key in self._claimed:
            raise _collision(self._claimed[key], folder + "/")
        key += "/"
        if (other := self._claimed.setdefault(key, folder + "/")) != folder + "/":
            raise _collision(other, folder + "/")
        self._folder_keys[folder] = key
        return key


def _make_parents(folder: str) -> list[str]:
    """Makes a folder with those above it; the ones that were missing, innermost first."""
    missing = []
    while not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    try:
        for one in reversed(missing):
            os.mkdir(one)
    except OSError as problem:
        raise cannot_write(one, problem) from problem
    return missing


@contextlib.contextmanager
def _held(path: str, on_wait: Callable[[], None]) -> Iterator[None]:
    lock = locked(path, on_wait)
    try:
        lock.__enter__()
    except OSError as problem:
        raise cannot_write(path, problem) from problem
    with contextlib.ExitStack() as stack:
        stack.push(lock)
        yield


def _recover(output: str, beside: str) -> None:
    """Brings back the tree that a killed build had moved aside, and sweeps what it left."""
    old = beside + "old"
    try:
        if os.path.isdir(old) and not os.path.lexists(output):
            os.rename(old, output)
    except OSError as problem:
        raise cannot_write(output, problem) from problem
    for path in (beside + "new", old):
        _remove_tree(path)


def _remove_tree(path: str) -> None:
    if os.path.lexists(path):
        shutil.rmtree(path, ignore_errors=True)


def _unsafe(path: str, problem: str) -> GeneratorError:
    message = f"the output path `{shown(path)}` {problem}"
    return GeneratorError([error("unsafe-path", message, hint="change what the path comes from")])


def _collision(first: str, second: str) -> GeneratorError:
    same = first.rstrip("/") == second.rstrip("/")
    message = f"two outputs want the path `{shown(second)}`"
    if not same:
        message = f"the output paths `{shown(first)}` and `{shown(second)}` collide"
    hint = "give one of the two another slug or path"
    return GeneratorError([error("path-collision", message, hint=hint)])


def _changed(path: str) -> GeneratorError:
    message = f"`{path}` changed while the site was built"
    return GeneratorError([unusable("output-changed", message, hint="build again")])
