"""One build at a time for one output folder."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

# A record lock excludes processes, not the threads of one. One for all outputs will do: a process
# that builds two sites at once gains nothing.
_THREADS = threading.RLock()
_WITHOUT_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP})


@contextlib.contextmanager
def locked(path: str, on_wait: Callable[[], None]) -> Iterator[None]:
    """Holds the lock file, which is gone afterwards; `on_wait` is called when another holds it.

    A killed holder leaves the file, but not the lock: the system drops that with the process.
    """
    with _THREADS:
        descriptor = _take(path, on_wait)
        try:
            yield
        finally:
            # Removed while held: whoever waits for it sees that the name went, and starts anew.
            with contextlib.suppress(OSError):
                os.unlink(path)
            os.close(descriptor)


@contextlib.contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """True in the block, and the file held as long, unless another process holds it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        yield _try(descriptor)
    finally:
        os.close(descriptor)


def _take(path: str, on_wait: Callable[[], None]) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    while True:
        descriptor = os.open(path, flags, 0o666)
        try:
            _wait(descriptor, on_wait)
            if _is_named(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _is_named(path: str, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _wait(descriptor: int, on_wait: Callable[[], None]) -> None:
    if not _try(descriptor):
        on_wait()
        _block(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _block(descriptor: int) -> None:
        # LK_LOCK gives up after ten seconds, a build may not.
        while True:
            with contextlib.suppress(OSError):
                msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
                return

else:
    import fcntl

    # Not flock: worker processes would inherit that lock and hold it after a killed build.
    def _try(descriptor: int) -> bool:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            if problem.errno in (errno.EACCES, errno.EAGAIN):
                return False
            if problem.errno not in _WITHOUT_LOCKS:
                raise
        return True

    def _block(descriptor: int) -> None:
        fcntl.lockf(descriptor, fcntl.LOCK_EX)
