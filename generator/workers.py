"""Much work: handed to other processes, and the collector of cycles kept still meanwhile."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")

# Tasks on their way at once: enough to keep many cores busy, few enough to lie in memory.
_AHEAD = 32


@contextmanager
def workers(jobs: int = 0, given: Executor | None = None) -> Iterator[Executor | None]:
    """The executor for work on all cores: the one given, else processes; None for one job.

    `jobs` is how many, 0 for one a core. The processes start with the first work that is handed to
    them.
    """
    count = jobs or os.cpu_count() or 1
    if given is not None or count == 1:
        yield given
        return
    from concurrent.futures import ProcessPoolExecutor  # A build with little to do needs none.

    pool = ProcessPoolExecutor(count, initializer=_leave_with_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _leave_with_parent() -> None:
    """Lets this worker end with its parent, which tells it so itself unless it was killed.

    A worker that stayed would hold the lock of an output for ever: forked, it shares it.
    """
    from multiprocessing import parent_process
    from threading import Thread

    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def spread(
    executor: Executor, work: Callable[[_Given], _Made], tasks: Iterable[_Given]
) -> Iterator[_Made]:
    """The results in the order of the tasks; when the caller breaks off, nobody works on."""
    from concurrent.futures import wait

    running: deque[Future[_Made]] = deque()
    try:
        for task in tasks:
            running.append(executor.submit(work, task))
            if len(running) == _AHEAD:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()
    finally:
        for one in running:
            one.cancel()
        wait(running)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keeps the collector still: a site makes few cycles and hundreds of thousands of values.

    To look through these again and again took a fifth of a build after one edit.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
