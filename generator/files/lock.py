"""One build at a time for one output folder."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator


@contextlib.contextmanager
def locked(path: str, on_wait: Callable[[], None]) -> Iterator[None]:
    """Holds the lock file, which is gone afterwards; `on_wait` is called when another holds it.

    A killed holder leaves the file, but not the lock: the system drops that with the process.
    """
    descriptor = _take(path, on_wait)
    try:
        yield
    finally:
        # Removed while held: whoever waits for it sees that the name has gone and makes it anew.
        with contextlib.suppress(OSError):
            os.unlink(path)
        os.close(descriptor)


def _take(path: str, on_wait: Callable[[], None]) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
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


if sys.platform == "win32":

    def _wait(descriptor: int, on_wait: Callable[[], None]) -> None:
        """Windows refuses to remove an open file, which serves as the lock's second half."""

else:
    import fcntl

    def _wait(descriptor: int, on_wait: Callable[[], None]) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
