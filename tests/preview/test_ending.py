"""A preview ends when it is told to, whatever happens in that very moment."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from generator.diagnostics import Diagnostic
from generator.preview.ending import end
from generator.preview.session import Session, State
from generator.preview.worker import Job
from tests.preview.running import PATIENCE_SECONDS


def run(ending: Coroutine[None, None, bool]) -> bool:
    """Runs it in a thread of its own: browser tests leave a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, ending).result()


class Silent:
    def note(self, line: str) -> None:
        pass

    def problems(self, diagnostics: Iterable[Diagnostic]) -> None:
        pass


def test_a_cancellation_that_a_task_mistakes_for_something_else_is_said_again() -> None:
    mistaken: list[bool] = []

    async def stubborn() -> None:
        while True:
            try:
                await asyncio.sleep(PATIENCE_SECONDS)
            except asyncio.CancelledError:
                if mistaken:
                    raise
                mistaken.append(True)

    async def ended() -> bool:
        task = asyncio.ensure_future(stubborn())
        await asyncio.sleep(0)
        await end([task])
        return task.cancelled()

    assert run(ended())
    assert mistaken


def test_a_save_in_the_moment_of_the_end_does_not_keep_the_session_going(
    site: Path, tmp_path: Path
) -> None:
    async def ended() -> bool:
        session = Session(Job(site, tmp_path / "built", is_private=True), State(), Silent())
        session.changed()
        task = asyncio.ensure_future(session.run())
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not session.state.is_built:
                await asyncio.sleep(0.02)
        # The session now waits for a pause in the saves; the save is seen a turn of the loop later.
        session.changed()
        await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=PATIENCE_SECONDS)
        return task in done and task.cancelled()

    assert run(ended())
