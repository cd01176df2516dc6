"""Which folder may become the output, and the list of files that the program wrote there."""

from __future__ import annotations

import contextlib
import os
import stat
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from generator.diagnostics import Diagnostic, GeneratorError, Span, unusable
from generator.files.creating import FileFacts, facts_of
from generator.files.names import are_safe, shown
from generator.files.walking import looking, walk
from generator.text import digest

MANIFEST = ".explainer-files"
"""Lies in the output tree, so that it moves with it in one step."""
_HEADER = "explainer-files 1"
# What file managers leave in any folder they show; it goes when its folder goes.
SYSTEM_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
# Most systems count the times of folders in ticks: within one, a folder may change twice.
_TICK_NANOSECONDS = 50_000_000

FolderFacts = tuple[int, int, int]
"""By what a folder is known to hold the same names: its times and its inode."""
Folders = Mapping[str, FolderFacts | None]
"""Those of a tree by path, `""` or ending in a slash; None where they tell nothing."""
_UNKNOWN: Folders = MappingProxyType({})


def check_output(
    output: Path,
    *,
    source: Path,
    protected: Sequence[Path],
    folders: Folders = _UNKNOWN,
) -> Folders:
    """Raises `GeneratorError` when building into this folder could destroy anything.

    `protected` are the folders of the site that people edit; the output may neither hold one
    nor lie in one. It may lie in `source` itself. Folders of the facts that this gave before, or
    `Published.folders`, are not read.
    """
    problem, seen = place_problem(output, source=source, protected=protected), folders
    while problem is None:
        looked_at = _identity(output)
        problem, seen = _look_through(output, folders)
        # Another build may have exchanged the tree between its manifest and the last folder read.
        if _identity(output) == looked_at:
            break
        problem = None
    if problem:
        raise GeneratorError([problem])
    return seen


def manifest_digest(output: str) -> str:
    """The digest of the manifest as it is; empty when there is none."""
    try:
        with open(os.path.join(output, MANIFEST), "rb") as file:
            return digest(file.read())
    except OSError:
        return ""


def folder_facts(output: str, paths: Iterable[str]) -> Folders:
    """The facts of the folders of a tree that holds these files, and no others."""
    folders = {""}
    for path in paths:
        folder = path[: path.rfind("/") + 1]
        while folder not in folders:
            folders.add(folder)
            folder = folder[: folder.rfind("/", 0, -1) + 1]
    with looking(output) as look:
        return _settled({one: _folder_facts(look(one[:-1] or ".")) for one in folders})


def stands(
    output: str,
    written: Mapping[str, FileFacts],
    manifest: str,
    folders: Folders,
) -> bool:
    """True when a tree holds just the files of these facts, and the manifest of this digest.

    Folders of these facts are not read: they hold what they held. Others are.
    """

    def look(folder: str, entries: Iterable[os.DirEntry[str]]) -> list[str]:
        within = []
        for entry in entries:
            path = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                if path + "/" not in folders:
                    within.append(path + "/")
            elif path not in written and path != MANIFEST and entry.name not in SYSTEM_LITTER:
                raise _Differs
        return within

    try:
        if not manifest or manifest_digest(output) != manifest:
            return False
        with looking(output) as facts:
            for path, known in written.items():
                if facts_of(facts(path)) != known:
                    return False
        walk(output, look, _to_read(output, folders))
    except (_Differs, OSError):
        return False
    return True


def _to_read(output: str, folders: Folders) -> list[str]:
    """The folders of a tree that may hold other names than those of these facts did."""
    changed = []
    with looking(output) as facts:
        for path, known in folders.items():
            # What holds one that is gone has changed, too.
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                if _folder_facts(facts(path[:-1] or ".")) != known:
                    changed.append(path)
    return changed if folders else [""]


class _Differs(Exception):
    """A tree is not the one that it should be."""


def _settled(folders: Mapping[str, FolderFacts]) -> Folders:
    latest = time.time_ns() - _TICK_NANOSECONDS
    return {one: facts if max(facts[:2]) < latest else None for one, facts in folders.items()}


def _folder_facts(found: os.stat_result) -> FolderFacts:
    """Raises `NotADirectoryError` for what is no folder."""
    if not stat.S_ISDIR(found.st_mode):
        raise NotADirectoryError
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def manifest_text(paths: Iterable[str]) -> str:
    """The manifest of a tree that holds these paths."""
    return "".join(f"{line}\n" for line in (_HEADER, *sorted(paths)))


def read_manifest(output: str) -> frozenset[str] | None:
    """The paths that the last build wrote; None when there is no manifest that can be trusted."""
    try:
        with open(os.path.join(output, MANIFEST), encoding="utf-8", newline="\n") as file:
            header, *paths = file.read().removesuffix("\n").split("\n")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    if header != _HEADER or not are_safe(paths):
        return None
    return frozenset(paths)


def foreign_files(output: str, ours: frozenset[str]) -> list[str]:
    """The paths below a folder that are neither ours nor a file manager's litter; links too."""
    return _foreign_files(output, ours, _UNKNOWN)[0]


def _foreign_files(
    output: str, ours: frozenset[str], folders: Folders
) -> tuple[list[str], Folders]:
    """As `foreign_files`, but folders of these facts are not read; and the facts of all folders."""
    found: list[str] = []
    seen: dict[str, FolderFacts] = {}

    def look(folder: str, entries: Iterable[os.DirEntry[str]]) -> list[str]:
        # Before anything is read, so that what comes later shows the next time.
        seen[folder] = _folder_facts(os.lstat(f"{output}/{folder}".rstrip("/")))
        within = []
        for entry in entries:
            path = folder + entry.name
            if entry.is_dir(follow_symlinks=False):
                if path + "/" not in folders:
                    within.append(path + "/")
            elif entry.is_symlink() or (
                path not in ours and path != MANIFEST and entry.name not in SYSTEM_LITTER
            ):
                found.append(path)
        return within

    walk(output, look, _to_read(output, folders))
    return sorted(found), {**folders, **_settled(seen)}


def place_problem(output: Path, *, source: Path, protected: Sequence[Path]) -> Diagnostic | None:
    """What speaks against the place of the output, whatever it holds."""
    if output.is_symlink():
        target = shown(os.readlink(output))
        return _refused(output, f"is a link to `{target}`", "name the folder itself")
    place = os.path.realpath(output)
    if place == os.path.dirname(place):
        return _refused(output, "is the root of the file system")
    if _holds(place, os.path.expanduser("~")):
        return _refused(output, "is your home folder or holds it")
    if _holds(place, source):
        return _refused(output, "is the site's source folder or holds it")
    for one in protected:
        name = os.path.relpath(one, source)
        if _holds(place, one):
            return _refused(output, f"is the folder `{name}` of the site or holds it")
        if _holds(one, place):
            return _refused(output, f"lies in the folder `{name}` of the site")
    try:
        if not stat.S_ISDIR(os.stat(place).st_mode):
            return _refused(output, "is a file")
    except OSError:
        return None
    if os.path.ismount(place):
        return _refused(
            output,
            "is the root of a mounted file system, which cannot be exchanged in one step",
            "build into a folder inside it",
        )
    return None


def has_litter(output: Path) -> bool:
    """True when a killed build left something beside an output, or another one is running."""
    beside = beside_of(os.path.realpath(output))
    return any(os.path.lexists(beside + one) for one in ("new", "part", "old", "lock"))


def beside_of(place: str) -> str:
    """What the names of all begin with that a build needs beside its output."""
    return os.path.join(os.path.dirname(place), f".{os.path.basename(place)}.explainer-")


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        facts = os.lstat(path)
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _look_through(output: Path, folders: Folders) -> tuple[Diagnostic | None, Folders]:
    """What speaks against replacing what the folder holds, and the facts of its folders."""
    ours = read_manifest(str(output))
    known = folders if ours else _UNKNOWN
    try:
        foreign, seen = _foreign_files(str(output), ours or frozenset(), known)
    except FileNotFoundError:
        return None, _UNKNOWN
    except OSError as problem:
        reason = f"cannot be read: {problem.strerror}"
        return _refused(output, reason, "check its permissions"), _UNKNOWN
    return _foreign_problem(output, foreign, ours), seen


def _foreign_problem(
    output: Path, foreign: Sequence[str], ours: frozenset[str] | None
) -> Diagnostic | None:
    if not foreign:
        return None
    named = ", ".join(f"`{shown(path)}`" for path in foreign[:3])
    more = f" and {len(foreign) - 3} more" if len(foreign) > 3 else ""
    if ours is None:
        message = f"holds files that no build wrote: {named}{more}"
        return _refused(output, message, "name a new or an empty folder, or empty this one")
    return _refused(
        output,
        f"holds files that the last build did not write: {named}{more}",
        "move them away; files that belong to the site go into `static/`",
    )


def _holds(outer: str | Path, inner: str | Path) -> bool:
    """True when `inner` is `outer` or lies below it, by name or by what the disk says."""
    outer, inner = os.path.realpath(outer), os.path.realpath(inner)
    if os.path.commonpath([outer, inner]) == outer:
        return True
    try:
        wanted = os.stat(outer)
    except OSError:
        return False
    # A file system that ignores case, or a second mount, has more than one name for a folder.
    while True:
        try:
            if os.path.samestat(os.stat(inner), wanted):
                return True
        except OSError:
            pass
        if inner == os.path.dirname(inner):
            return False
        inner = os.path.dirname(inner)


def _refused(output: Path, reason: str, hint: str = "name another folder") -> Diagnostic:
    return unusable(
        "output-refused", f"the output folder `{output}` {reason}", Span(str(output)), hint=hint
    )
