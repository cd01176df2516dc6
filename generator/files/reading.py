"""What a source folder holds: its files with their facts, and their text."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from generator.diagnostics import Diagnostic, GeneratorError, Span, error
from generator.files.names import name_key, name_problem, shown

LARGEST_FILE = 20_000_000
"""Bytes of a text file: one of that size is a mistake, and parsing it would take minutes."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
# A named pipe would make the open wait for a writer for ever.
_FILE_FLAGS = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_FOLDER_FLAGS = os.O_RDONLY | _NO_LINK | getattr(os, "O_DIRECTORY", 0)


class SourceFile(NamedTuple):
    """A file as the folder shows it, unread."""

    path: str
    """Relative to the scanned folder, `/` between parts."""
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


@dataclass(frozen=True, slots=True)
class Scan:
    """A folder's files and what stands in it that cannot be used."""

    files: tuple[SourceFile, ...]
    """Sorted by path."""
    diagnostics: tuple[Diagnostic, ...]


def scan(root: Path, *, suffix: str | tuple[str, ...] = "") -> Scan:
    """Every file below a folder whose name ends in a `suffix`; nothing when there is no folder.

    Hidden files and folders and the leftovers of editors are passed over. Links are reported and
    not followed. Diagnostics name the files as `FOLDER/path`.
    """
    files: list[SourceFile] = []
    problems: list[Diagnostic] = []
    seen: dict[str, str] = {}
    if root.is_symlink():
        return Scan((), (_refused_link(root.name),))
    folders = [("", "")]
    while folders:
        folder, folder_key = folders.pop()
        for name, facts in _entries(root, folder, problems):
            path = folder + name
            kind = stat.S_IFMT(facts.st_mode)
            if kind in (stat.S_IFREG, stat.S_IFDIR):
                if kind == stat.S_IFREG and not path.endswith(suffix):
                    continue
                if problem := name_problem(name):
                    problems.append(_bad_name(_span_path(root, path), problem))
                    continue
            else:
                refused = _refused_link if kind == stat.S_IFLNK else _not_a_file
                problems.append(refused(_span_path(root, path)))
                continue
            key = folder_key + name_key(name)
            if (other := seen.setdefault(key, path)) != path:
                problems.append(_collision(root.name, other, path))
            elif kind == stat.S_IFDIR:
                folders.append((path + "/", key + "/"))
            else:
                files.append(_source_file(path, facts))
    files.sort(key=lambda one: one.path)
    problems.sort(key=lambda one: one.span.path if one.span else "")
    return Scan(tuple(files), tuple(problems))


def read_bytes(root: Path, relative: str, *, limit: int = LARGEST_FILE) -> bytes:
    """The content of a file below `root`, reached without following any link.

    `relative` is also the name that an error shows. Raises `GeneratorError`.
    """
    try:
        descriptor = _open_below(root, relative)
        try:
            facts = os.fstat(descriptor)
            if not stat.S_ISREG(facts.st_mode):
                raise GeneratorError([_not_a_file(relative)])
            if facts.st_size > limit:
                raise GeneratorError([_too_large(relative, limit)])
            # One byte more tells the end of the file from a part of it.
            parts = [os.read(descriptor, facts.st_size + 1)]
            while parts[-1] and sum(map(len, parts)) != facts.st_size:
                parts.append(os.read(descriptor, limit))
        finally:
            os.close(descriptor)
    except OSError as problem:
        raise GeneratorError([_unreadable(relative, problem)]) from problem
    return b"".join(parts)


def read_text(root: Path, relative: str) -> str:
    """The text of a file below `root`, without byte order mark; line breaks as they are.

    `relative` is also the name that an error shows. Raises `GeneratorError`.
    """
    data = read_bytes(root, relative)
    try:
        # Decoded with its mark, so that the offset is the file's.
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as problem:
        raise GeneratorError([_not_utf8(relative, data, problem.start)]) from problem


def _entries(
    root: Path, folder: str, problems: list[Diagnostic]
) -> list[tuple[str, os.stat_result]]:
    """What a folder shows, in a fixed order: who meets whom must not depend on the system."""
    try:
        with os.scandir(os.path.join(root, folder)) as entries:
            # Looked at in the system's order, which is quicker.
            found = [
                (one.name, facts)
                for one in entries
                if not _is_passed_over(one.name) and (facts := _facts(one))
            ]
        return sorted(found, key=lambda one: one[0])
    except FileNotFoundError:
        return []
    except OSError as problem:
        path = shown(f"{root.name}/{folder}".rstrip("/"))
        message = f"the folder cannot be read: {problem.strerror}"
        hint = "give yourself permission to read it"
        if isinstance(problem, NotADirectoryError):
            hint = "put a folder in its place"
        problems.append(error("unreadable-folder", message, Span(path), hint=hint))
        return []


def _facts(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return None


def _source_file(path: str, facts: os.stat_result) -> SourceFile:
    return SourceFile(path, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)


def _span_path(root: Path, path: str) -> str:
    return f"{root.name}/{shown(path)}"


def _is_passed_over(name: str) -> bool:
    return (
        # The one hidden folder that is meant to be public (RFC 8615).
        (name[0] == "." and name != ".well-known")
        or name.endswith(("~", ".swp", ".swo"))
        or (name[0] == "#" and name[-1] == "#")
    )


def _open_below(root: Path, relative: str) -> int:
    *folders, name = relative.split("/")
    if any(one in ("", ".", "..") for one in (*folders, name)) or "\0" in relative:
        raise OSError(0, "the path leads out of its folder")
    if os.open not in os.supports_dir_fd:
        path = os.path.join(root, relative)
        if os.path.realpath(path) != os.path.join(os.path.realpath(root), *folders, name):
            raise OSError(0, "a link is on the way to it")
        return os.open(path, _FILE_FLAGS)
    if not folders:
        return os.open(f"{root}/{name}", _FILE_FLAGS)
    # Folder by folder: O_NOFOLLOW regards only the last part of a path.
    holder = os.open(root, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        for folder in folders:
            inner = os.open(folder, _FOLDER_FLAGS, dir_fd=holder)
            os.close(holder)
            holder = inner
        return os.open(name, _FILE_FLAGS, dir_fd=holder)
    finally:
        os.close(holder)


def _refused_link(path: str) -> Diagnostic:
    return error(
        "symlink-refused",
        "symbolic links are not followed",
        Span(path),
        hint="put the file or folder itself in its place",
    )


def _bad_name(path: str, problem: str) -> Diagnostic:
    return error("unsafe-path", f"the path `{path}` {problem}", Span(path), hint="rename it")


def _collision(root: str, first: str, second: str) -> Diagnostic:
    return error(
        "path-collision",
        f"`{second}` and `{first}` differ only in case or Unicode form",
        Span(f"{root}/{second}"),
        hint="rename one of them: many systems take the two for one file",
        notes=(f"the other one: {root}/{first}",),
    )


def _not_a_file(path: str) -> Diagnostic:
    return error("not-a-file", "this is neither a file nor a folder", Span(path), hint="remove it")


def _too_large(path: str, limit: int) -> Diagnostic:
    message = f"the file is larger than {limit // 1_000_000} MB"
    return error("file-too-large", message, Span(path), hint="split it into several files")


def _unreadable(path: str, problem: OSError) -> Diagnostic:
    hint = ""
    if isinstance(problem, PermissionError):
        hint = "give yourself permission to read it"
    message = f"the file cannot be read: {problem.strerror}"
    return error("unreadable-file", message, Span(path), hint=hint)


def _not_utf8(path: str, data: bytes, offset: int) -> Diagnostic:
    start = data.rfind(b"\n", 0, offset) + 1 or (3 if data.startswith(_BYTE_ORDER_MARK) else 0)
    line = data[start:].split(b"\n", 1)[0].removesuffix(b"\r").decode("utf-8", "replace")
    column = len(data[start:offset].decode("utf-8")) + 1
    span = Span(path, data.count(b"\n", 0, offset) + 1, column, 1, line)
    return error(
        "not-utf8",
        f"byte {offset} (0x{data[offset]:02x}) is not UTF-8 text",
        span,
        hint="save the file with the encoding UTF-8",
    )
