"""New files and folders of an output tree, with the modes of a public site."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable
from typing import NamedTuple

FILE_MODE, FOLDER_MODE = 0o644, 0o755
_PUBLIC_FILE = stat.S_IFREG | FILE_MODE
BLOCK = 1 << 20
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OLD_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class FileFacts(NamedTuple):
    """By what a file of the output is known to be the one that a build wrote."""

    size: int
    mtime_ns: int
    inode: int


def create_folder(place: str) -> None:
    """Makes a folder; raises `OSError`."""
    os.mkdir(place, FOLDER_MODE)
    os.chmod(place, FOLDER_MODE)


def create_file(place: str, blocks: Iterable[bytes], *, flush: bool = False) -> FileFacts:
    """Writes a file that is not there yet; raises `OSError`."""
    descriptor = os.open(place, _NEW_FILE, FILE_MODE)
    try:
        for block in blocks:
            written = os.write(descriptor, block)
            while written < len(block):
                written += os.write(descriptor, memoryview(block)[written:])
        facts = os.fstat(descriptor)
        if facts.st_mode & 0o777 != FILE_MODE and hasattr(os, "fchmod"):
            os.fchmod(descriptor, FILE_MODE)
        if flush:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    return FileFacts(facts.st_size, facts.st_mtime_ns, facts.st_ino)


def link_file(place: str, new: str) -> FileFacts | None:
    """Gives a file a second name; the facts of a copy where that cannot be.

    Raises `FileNotFoundError` when the file is gone, else `OSError` of the copy.
    """
    try:
        os.link(place, new, follow_symlinks=False)
    except FileNotFoundError:
        raise
    except OSError:
        # A file system without hard links, or a file of another user.
        with open_file(place) as file:
            return create_file(new, iter(lambda: file.read(BLOCK), b""))
    return None


def open_file(place: str | os.PathLike[str]) -> io.FileIO:
    """A file to read, which must not be a link; raises `OSError`."""
    return open(os.open(place, _OLD_FILE), "rb", buffering=0)


def standing_file(place: str) -> FileFacts | None:
    """The facts of a file of the last tree, if it may become one of the next."""
    try:
        return facts_of(os.lstat(place))
    except OSError:
        return None


def facts_of(now: os.stat_result) -> FileFacts | None:
    """The facts of what was looked at, if it may be a file of the output."""
    # A second link would let something outside change the site.
    if now.st_nlink != 1 or now.st_mode != _PUBLIC_FILE:
        return None
    return FileFacts(now.st_size, now.st_mtime_ns, now.st_ino)


def same_file(place: str, content: bytes) -> FileFacts | None:
    """The facts of a file of the last tree if it holds just this content."""
    facts = standing_file(place)
    if facts is None or facts.size != len(content):
        return None
    try:
        with open_file(place) as file:
            return facts if file.read(len(content) + 1) == content else None
    except OSError:
        return None
