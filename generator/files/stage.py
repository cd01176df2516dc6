"""The next output tree, made beside the last one and put in its place in one step.

What is promised: whoever kills the build at any moment, or fills the disk, leaves the old tree
or the new one, whole; the next build sweeps what a killed one left. After a power cut the names
are those of one tree, too, since the exchange is one entry in the file system's journal, but a
file written in the last half minute may be empty, since only the manifest is flushed to the disk:
flushing 10,000 files costs as much as the rest of the writing. The next build sees such a file by
its size and writes it again. Without an exchange in one step (`exchange` says where), two renames
take its place: killed just between them, no output stands until the next build starts, which
first of all puts the old one back.

Every file that stays gets a second name, one by one. Folders cannot have two names, and one that is
moved out of the last tree is missing there until the exchange, so a kill between would tear it. A
second tree of copies would take twice the room, and to look whether it is still whole takes as long
as the links do.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from generator.diagnostics import GeneratorError, Span, error, unusable
from generator.files import tree
from generator.files.claims import Claims, collision
from generator.files.creating import (
    BLOCK,
    FileFacts,
    create_file,
    create_folder,
    link_file,
    open_file,
    same_file,
    standing_file,
)
from generator.files.exchange import exchange
from generator.files.lock import locked
from generator.files.output import (
    MANIFEST,
    Folders,
    beside_of,
    folder_facts,
    foreign_files,
    manifest_text,
    read_manifest,
)
from generator.files.places import Placed, Places
from generator.files.single import cannot_write
from generator.files.walking import each

# So many new files wait in memory: few of them may not need a whole new tree.
_FEW_FILES, _FEW_BYTES = 40, 8 << 20


@dataclass(frozen=True, slots=True)
class Published:
    """What a build did to the output tree."""

    written: int
    kept: int
    removed: int
    facts: Mapping[str, FileFacts]
    """Of every file of the tree, by path; what the next build hands to `Stage.keep`."""
    folders: Folders | None = None
    """Of every folder as `folder_facts` gives them, where the whole tree is a new one."""


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
            beside = beside_of(place)
            stage = Stage(place, beside, str(spare or ""))
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

    def __init__(self, output: str, beside: str, spare: str) -> None:
        self._output, self._spare = output, spare
        self._new, self._part, self._old = beside + "new", beside + "part", beside + "old"
        self._last: frozenset[str] | None = None
        self._claims = Claims()
        self._facts: dict[str, FileFacts] = {}
        self._kept: list[str] = []
        self._claimed: set[str] = set()
        # New files that are not on the disk yet; None once a whole new tree grows there.
        self._few: dict[str, bytes] | None = {}
        # Folders of the stage: the ones that are there, and those of them that hold a file.
        self._made: set[str] = set()
        self._used: set[str] = set()
        self._folders: Folders | None = None

    def open(self) -> None:
        """Sweeps what a killed build left, and looks at the last tree; raises `OSError`."""
        self._sweep()
        self._last = read_manifest(self._output)

    def keep(self, path: str, facts: FileFacts) -> bool:
        """Takes the file of the last tree over; False when it is not the one of these facts."""
        if path not in self._listed or standing_file(f"{self._output}/{path}") != facts:
            return False
        self._keep(path, facts)
        return True

    def keep_all(self, facts: Mapping[str, FileFacts]) -> None:
        """Takes files of the last tree over that `output.stands` has just looked at."""
        for path, one in facts.items():
            self._keep(path, one)

    def write(self, path: str, content: bytes) -> None:
        """Adds a file; one that the last tree holds with the same bytes is taken over.

        Raises `GeneratorError` when the path is unsafe or collides with another.
        """
        facts = same_file(f"{self._output}/{path}", content) if path in self._listed else None
        if facts:
            self._keep(path, facts)
            return
        self._claim(path)
        if self._few is None or len(content) > _FEW_BYTES:
            self._create(path, [content])
            return
        self._few[path] = content
        self._facts[path] = FileFacts(len(content), 0, 0)
        if len(self._few) > _FEW_FILES or sum(map(len, self._few.values())) > _FEW_BYTES:
            self._begin()

    def copy(self, path: str, source: Path) -> None:
        """Adds a copy of a file, which may be of any size and must not be a link."""
        try:
            with open_file(source) as file:
                if os.fstat(file.fileno()).st_size <= BLOCK:
                    self.write(path, file.read())
                    return
                self._claim(path)
                self._create(path, iter(lambda: file.read(BLOCK), b""))
        except OSError as problem:
            message = f"the file cannot be read: {problem.strerror}"
            span = Span(str(source))
            raise GeneratorError([error("unreadable-file", message, span)]) from problem

    def lists(self, path: str) -> bool:
        """True when the last tree's manifest names the path."""
        return path in self._listed

    def open_places(self, paths: Iterable[str]) -> Places:
        """Claims paths for files that others write, such as worker processes: see `Places`.

        Each of them is handed to `adopt` afterwards.
        """
        for path in paths:
            self._claim(path)
            self._claimed.add(path)
        self._begin()
        return Places(self._new, self._output)

    def adopt(self, path: str, placed: Placed) -> None:
        """Adds a file that `Places.put` has written or found unchanged."""
        if placed.is_kept:
            self._keep(path, placed.facts)
            return
        if path in self._facts:
            raise collision(path, path)
        self._facts[path] = placed.facts
        folder = path.rpartition("/")[0]
        while folder not in self._used:
            self._used.add(folder)
            self._made.add(folder)
            folder = folder.rpartition("/")[0]

    def publish(self) -> Published:
        """Puts the tree in the place of the last one; touches nothing when the two are equal.

        Where all that differs lies in one folder, that folder alone is replaced, and where it is
        one file, that file: each of the three is one step for whoever looks.
        """
        paths, kept = frozenset(self._facts), len(self._kept)
        if paths != self._last or kept < len(paths):
            with _told(self._output):
                if paths != self._last or not self._few or not self._replace_few(self._few):
                    self._replace_all(paths)
        removed = len(self._listed - paths)
        facts = MappingProxyType(self._facts)
        return Published(len(paths) - kept, kept, removed, facts, self._folders)

    def close(self) -> None:
        """Clears what stands beside the output: after `publish` the last tree, else the stage."""
        # Whatever fails here, the output is whole, and the next build sweeps again.
        with contextlib.suppress(OSError):
            self._sweep()

    @property
    def _listed(self) -> frozenset[str]:
        """The paths of the last tree."""
        return self._last or frozenset()

    def _keep(self, path: str, facts: FileFacts) -> None:
        if path in self._facts:
            raise collision(path, path)
        self._facts[path] = facts
        self._kept.append(path)

    def _claim(self, path: str) -> None:
        if path in self._facts:
            raise collision(path, path)
        self._claims.take(path)

    def _create(self, path: str, blocks: Iterable[bytes], *, flush: bool = False) -> None:
        with _told(f"{self._output}/{path}"):
            self._begin()
            self._use_folder(path.rpartition("/")[0])
            facts = create_file(f"{self._new}/{path}", blocks, flush=flush)
        if path != MANIFEST:
            self._facts[path] = facts

    def _begin(self) -> None:
        """Lets a whole new tree grow: in the spare folders, or in a new one."""
        few, self._few = self._few, None
        if few is None:
            return
        with _told(self._output):
            if self._spare:
                # None to take, or on another file system: then a new one will do.
                with contextlib.suppress(OSError):
                    os.rename(self._spare, self._new)
                    self._made.update(tree.folders_of_empty_tree(self._new) or ())
            if not self._made:
                tree.remove(self._new)
                create_folder(self._new)
                self._made.add("")
        for path, content in few.items():
            self._create(path, [content])

    def _use_folder(self, folder: str) -> None:
        if folder in self._used:
            return
        if folder:
            self._use_folder(folder.rpartition("/")[0])
        if folder not in self._made:
            create_folder(f"{self._new}/{folder}")
            self._made.add(folder)
        self._used.add(folder)

    def _link_all(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._link(path, f"{self._new}/{path}")

    def _link(self, path: str, new: str) -> None:
        """Gives a file that stays its name below a new folder."""
        place = f"{self._output}/{path}"
        try:
            if facts := link_file(place, new):
                self._facts[path] = facts
        except FileNotFoundError as problem:
            raise _changed(place) from problem

    def _replace_all(self, paths: frozenset[str]) -> None:
        """Makes the whole new tree the output."""
        self._begin()
        self._create(MANIFEST, [manifest_text(paths).encode()], flush=True)
        # Paths that all stood together in the last tree do well together.
        is_known = paths == self._last
        for path in self._kept:
            if not is_known and path not in self._claimed:
                self._claims.take(path)
            self._use_folder(path.rpartition("/")[0])
        each(self._link_all, self._kept)
        for folder in sorted(self._made - self._used, reverse=True):
            os.rmdir(f"{self._new}/{folder}")
        # While nobody else can have put anything into the tree.
        self._folders = folder_facts(self._new, paths)
        if not os.path.lexists(self._output):
            os.rename(self._new, self._output)
            return
        if self._last is None and foreign_files(self._output, frozenset()):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))
        if not exchange(self._new, self._output):
            os.rename(self._output, self._old)
            os.rename(self._new, self._output)

    def _replace_few(self, few: Mapping[str, bytes]) -> bool:
        """Replaces the one file, or the one folder, in which all changes lie; False: not so."""
        folder = os.path.commonpath([path.rpartition("/")[0] for path in few])
        try:
            if len(few) == 1:
                ((path, content),) = few.items()
                self._facts[path] = create_file(self._part, [content])
                os.rename(self._part, f"{self._output}/{path}")
                return True
            if folder:
                self._grow_part(few, f"{folder}/")
                if exchange(f"{self._part}/{folder}", f"{self._output}/{folder}"):
                    return True
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            # The last tree is not what its manifest says: a whole new one sets that right.
            pass
        tree.remove(self._part)
        return False

    def _grow_part(self, few: Mapping[str, bytes], within: str) -> None:
        """Makes one folder of the next tree: its few new files, and names for those that stay."""
        create_folder(self._part)
        made = {""}
        for path in [*few, *(one for one in self._kept if one.startswith(within))]:
            new = f"{self._part}/{path}"
            _use_folders(self._part, path.rpartition("/")[0], made)
            if path in few:
                self._facts[path] = create_file(new, [few[path]])
            else:
                self._link(path, new)

    def _sweep(self) -> None:
        """Clears stage and last tree away; first of all, an output that was moved aside returns.

        What others put into the last tree while a build ran goes back into the output, where the
        next build will complain of it.
        """
        if os.path.isdir(self._old) and not os.path.lexists(self._output):
            os.rename(self._old, self._output)
        for root in (self._new, self._part, self._old):
            if not os.path.isdir(root) or os.path.islink(root):
                tree.remove(root)
                continue
            # A part of a tree holds what the output's own manifest names.
            ours = read_manifest(self._output if root == self._part else root)
            tree.move_into(self._output, root, tree.empty(root, ours))
            if self._spare and root != self._part:
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


def _use_folders(root: str, folder: str, made: set[str]) -> None:
    """Makes a folder below `root` with those above it, unless they are among those made."""
    if folder not in made:
        _use_folders(root, folder.rpartition("/")[0], made)
        create_folder(f"{root}/{folder}")
        made.add(folder)


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
