"""Trees that have served: emptied for the next stage, or removed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from generator.files.output import MANIFEST, SYSTEM_LITTER
from generator.files.walking import each, walk


class _NotEmpty(Exception):
    """Anything but folders lies in a tree."""


def folders_of_empty_tree(root: str) -> frozenset[str] | None:
    """The folders below `root` (`""` for itself), or None when anything else lies in it."""
    found = [""]

    def look(folder: str, entries: Iterable[os.DirEntry[str]]) -> list[str]:
        within = []
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                raise _NotEmpty
            within.append(f"{folder}{entry.name}/")
        found.extend(one[:-1] for one in within)
        return within

    try:
        walk(root, look)
    except _NotEmpty:
        return None
    return frozenset(found)


def empty(root: str, ours: frozenset[str] | None) -> list[str]:
    """Removes the files of a tree but not its folders; the paths of those that are not `ours`.

    With None, everything in the tree is. Links are removed, never followed.
    """
    found = _files(root)
    going = [
        path
        for path in found
        if path != MANIFEST
        and (ours is None or path in ours or path.rpartition("/")[2] in SYSTEM_LITTER)
    ]

    def unlink(some: Sequence[str]) -> None:
        for path in some:
            _unlink(f"{root}/{path}")

    each(unlink, going)
    # Last of all, so that after a kill the next build still knows which files were ours.
    if MANIFEST in found:
        _unlink(f"{root}/{MANIFEST}")
    return [*{*found}.difference(going, (MANIFEST,))]


def remove(root: str) -> None:
    """Removes a tree with all that is in it; nothing happens when there is none."""
    if not os.path.lexists(root):
        return
    if os.path.islink(root) or not os.path.isdir(root):
        os.unlink(root)
        return
    empty(root, None)
    for folder in sorted(folders_of_empty_tree(root) or (), reverse=True):
        os.rmdir(f"{root}/{folder}")


def move_into(target: str, root: str, paths: list[str]) -> None:
    """Moves files of a tree to the same paths below `target`, or beside what stands there."""
    for path in paths:
        place = f"{target}/{path}"
        while os.path.lexists(place):
            place += ".found"
        os.makedirs(os.path.dirname(place), exist_ok=True)
        os.rename(f"{root}/{path}", place)


def _files(root: str) -> list[str]:
    """The paths of everything in a tree that is no folder."""
    found: list[str] = []

    def look(folder: str, entries: Iterable[os.DirEntry[str]]) -> list[str]:
        within = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                within.append(f"{folder}{entry.name}/")
            else:
                found.append(folder + entry.name)
        return within

    walk(root, look)
    return found


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except PermissionError:
        # Removing a file asks for the right to write in its folder.
        os.chmod(os.path.dirname(path), 0o755)
        os.unlink(path)
