"""Trees that have served: emptied for the next stage, or removed."""

from __future__ import annotations

import os
from collections.abc import Iterator

from generator.files.output import MANIFEST, SYSTEM_LITTER


def folders_of_empty_tree(root: str) -> frozenset[str] | None:
    """The folders below `root` (`""` for itself), or None when anything else lies in it."""
    found = [""]
    for folder in found:
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    return None
                found.append(f"{folder}/{entry.name}" if folder else entry.name)
    return frozenset(found)


def empty(root: str, ours: frozenset[str] | None) -> list[str]:
    """Removes the files of a tree but not its folders; the paths of those that are not `ours`.

    With None, everything in the tree is. Links are removed, never followed.
    """
    left, manifest = [], False
    for path, name in _files(root):
        if path == MANIFEST:
            manifest = True
        elif ours is None or path in ours or name in SYSTEM_LITTER:
            _unlink(f"{root}/{path}")
        else:
            left.append(path)
    # Last of all, so that after a kill the next build still knows which files were ours.
    if manifest:
        _unlink(f"{root}/{MANIFEST}")
    return left


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


def _files(root: str) -> Iterator[tuple[str, str]]:
    """Path and name of everything in a tree that is no folder."""
    folders = [""]
    while folders:
        folder = folders.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}{entry.name}/")
                else:
                    yield folder + entry.name, entry.name


def _unlink(path: str) -> None:
    try:
        os.unlink(path)
    except PermissionError:
        # Removing a file asks for the right to write in its folder.
        os.chmod(os.path.dirname(path), 0o755)
        os.unlink(path)
