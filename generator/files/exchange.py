"""Two folders change places in one step, where the system knows how."""

from __future__ import annotations

import errno
import os
import platform
import sys

# <linux/fs.h>, <fcntl.h> of Linux and <sys/stdio.h> of macOS.
_LINUX_HERE, _LINUX_EXCHANGE = -100, 2
_MACOS_HERE, _MACOS_SWAP = -2, 2
# For C libraries without the function (musl before 1.2.6).
_LINUX_CALL = {"x86_64": 316, "aarch64": 276, "riscv64": 276, "ppc64le": 357, "s390x": 347}
_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def exchange(first: str, second: str) -> bool:
    """Lets two existing paths change places at once; False when this system has no such step.

    Raises `OSError` when the system knows the step and refuses it.
    """
    failure = _swap(os.fsencode(first), os.fsencode(second))
    if failure in _UNKNOWN:
        return False
    if failure:
        raise OSError(failure, os.strerror(failure), first, None, second)
    return True


def _swap(first: bytes, second: bytes) -> int:
    """The system's error number; 0 when the two have changed places."""
    if sys.platform not in ("linux", "darwin"):
        return errno.ENOSYS
    import ctypes  # only a build that changes something needs it

    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        if not hasattr(library, "renameatx_np"):
            return errno.ENOSYS
        done = library.renameatx_np(_MACOS_HERE, first, _MACOS_HERE, second, _MACOS_SWAP)
    elif hasattr(library, "renameat2"):
        done = library.renameat2(_LINUX_HERE, first, _LINUX_HERE, second, _LINUX_EXCHANGE)
    elif number := _LINUX_CALL.get(platform.machine()):
        done = library.syscall(number, _LINUX_HERE, first, _LINUX_HERE, second, _LINUX_EXCHANGE)
    else:
        return errno.ENOSYS
    return ctypes.get_errno() if done else 0
