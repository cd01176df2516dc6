"""The end of what runs side by side in a preview."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

_PATIENCE_SECONDS = 2.0
"""Longer than a task takes to clean up after itself."""


async def end(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancels tasks and returns when every one has ended, however it did.

    A cancellation that arrives in the very turn of the loop in which what a task waits for is done
    may be taken for that by a library (python/cpython#86296 was one): it is then said again.
    """
    while running := [one for one in tasks if not one.done()]:
        for one in running:
            one.cancel()
        await asyncio.wait(running, timeout=_PATIENCE_SECONDS)
