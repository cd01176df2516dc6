"""The way through all folders of a tree, and one step for many of its files."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

_One = TypeVar("_One")

Look = Callable[[str, Iterable["os.DirEntry[str]"]], list[str]]
"""Told a folder, `""` or ending in a slash, and what lies in it; gives the folders to go into."""

_WORTH_THREADS = 1000
_MOST_THREADS = 4


def walk(root: str, look: Look, start: Iterable[str] = ("",)) -> None:
    """Shows `look` the folders to start with, and then each of those that it asks for."""
    folders = [*start]
    while folders:
        folder = folders.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            folders += look(folder, entries)


@contextlib.contextmanager
def looking(root: str) -> Iterator[Callable[[str], os.stat_result]]:
    """What gives the facts of a path below a folder, that of a link itself; raises `OSError`.

    The system goes the way to the folder once, where it can.
    """
    if os.stat not in os.supports_dir_fd:
        yield lambda path: os.lstat(f"{root}/{path}")
        return
    holder = os.open(root, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        yield partial(os.stat, dir_fd=holder, follow_symlinks=False)
    finally:
        os.close(holder)


def each(work: Callable[[Sequence[_One]], None], items: Sequence[_One]) -> None:
    """Hands `work` all items, in parts on a few threads where they are many.

    Worth it for what changes the disk: then the system works without the interpreter's lock for
    long enough. Looks at files are so quick that threads get in each other's way.
    Raises what one of the threads raised, when all are done.
    """
    count = min(os.cpu_count() or 1, _MOST_THREADS)
    if len(items) < _WORTH_THREADS or count == 1:
        work(items)
        return
    failures: list[BaseException] = []

    def run(some: Sequence[_One]) -> None:
        try:
            work(some)
        except BaseException as failure:
            failures.append(failure)

    size = -(-len(items) // count)
    parts = [items[at : at + size] for at in range(0, len(items), size)]
    threads = [threading.Thread(target=run, args=(one,), daemon=True) for one in parts[1:]]
    for one in threads:
        one.start()
    run(parts[0])
    for one in threads:
        one.join()
    if failures:
        raise failures[0]
