"""Single files: written whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from generator.diagnostics import GeneratorError, Span, unusable


def write_atomically(path: Path, content: bytes) -> None:
    """Puts the content in the place of the file; whoever reads sees the old or the new one whole.

    The mode of an older file stays; a link is followed to the file that it names. Also whole
    after a power cut, since what commands write here are a person's sources.
    """
    with _told(path):
        target = os.path.realpath(path)
        mode = _mode(target)
        temporary = _write_beside(target, content, mode)
        try:
            os.replace(temporary, target)
        except BaseException:
            _remove(temporary)
            raise
        _sync_folder(target)


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that is not there yet; raises `already-exists` rather than touch one."""
    with _told(path):
        target = os.path.join(os.path.realpath(path.parent), path.name)
        temporary = _write_beside(target, content, None)
        try:
            _place_new(temporary, target)
        except FileExistsError as problem:
            raise _already_exists(path) from problem
        finally:
            _remove(temporary)
        _sync_folder(target)


def _place_new(temporary: str, target: str) -> None:
    """Gives the temporary file its name, failing when the name is taken."""
    try:
        # A link is made or refused in one step; a rename would replace the file.
        os.link(temporary, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        # Some file systems have no hard links: reserve the name, then replace the empty file.
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        try:
            os.replace(temporary, target)
        except BaseException:
            _remove(target)
            raise


def _write_beside(target: str, content: bytes, mode: int | None) -> str:
    folder, name = os.path.split(target)
    os.makedirs(folder, exist_ok=True)
    temporary = os.path.join(folder, f".{name[:40]}.{os.urandom(4).hex()}.explainer-tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with open(descriptor, "wb") as file:
            if mode is not None:
                os.chmod(temporary, mode)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _mode(path: str) -> int | None:
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        return None


def _sync_folder(target: str) -> None:
    # The rename itself lives in the folder. Not every system can sync one; then it comes later.
    with contextlib.suppress(OSError):
        descriptor = os.open(os.path.dirname(target), os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise cannot_write(str(path), problem) from problem


def cannot_write(path: str, problem: OSError) -> GeneratorError:
    """The one message for everything that keeps a file from being written."""
    reason = problem.strerror or str(problem)
    return GeneratorError(
        [unusable("cannot-write", f"`{path}` cannot be written: {reason}", Span(path))]
    )


def _already_exists(path: Path) -> GeneratorError:
    return GeneratorError(
        [
            unusable(
                "already-exists",
                f"`{path}` is already there",
                Span(str(path)),
                hint="give another name, or `--force` to replace it",
            )
        ]
    )
