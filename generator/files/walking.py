"""The same look or step for many files and folders, on a few threads where they are many.

The system's calls do not hold the interpreter's lock: two threads link, look at and remove the
files of a large tree in half the time.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

_One = TypeVar("_One")

Look = Callable[[str, Iterable["os.DirEntry[str]"]], list[str]]
"""Told a folder, `""` or ending in a slash, and what lies in it; gives the folders to go into."""

_WORTH_THREADS = 1000
_WORTH_THREADS_FOLDERS = 100
_MOST_THREADS = 4


def walk(root: str, look: Look) -> None:
    """Shows `look` the folder and then those that it asks for, in any order, on a few threads.

    Raises what the system or `look` raises, and then goes no further.
    """
    with os.scandir(root) as entries:
        first = look("", entries)

    def go(some: Sequence[str]) -> None:
        for one in some:
            _go_down(root, one, look)

    each(go, first, least=_WORTH_THREADS_FOLDERS)


def _go_down(root: str, start: str, look: Look) -> None:
    folders = [start]
    while folders:
        folder = folders.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            folders += look(folder, entries)


def each(
    work: Callable[[Sequence[_One]], None], items: Sequence[_One], *, least: int = _WORTH_THREADS
) -> None:
    """Hands `work` all items, in parts on a few threads where there are `least` of them.

    Raises what one of the threads raised, when all are done.
    """
    count = min(os.cpu_count() or 1, _MOST_THREADS)
    if len(items) < least or count == 1:
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
