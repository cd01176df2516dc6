"""The process that builds, as the preview's event loop sees it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import signal
import sys
from pathlib import Path

import generator
from generator.preview.worker import LENGTH, Job, Outcome, pack

_PATIENCE_SECONDS = 0.5


class Builder:
    """Makes one build after the other in a process of its own, started when first needed."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None

    async def build(self, job: Job) -> Outcome:
        """The outcome of a job; a build that something killed is tried once more."""
        for _ in range(2):
            process = self._process or await self._start()
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                return await _ask(process, job)
            status = await process.wait()
            self._process = None
        return Outcome(crash=f"the process that builds ended with status {status}")

    async def close(self) -> None:
        """Ends the process, in whatever it is, and those that help it."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await process.wait()
        with contextlib.suppress(ProcessLookupError):
            # Helpers of a build that was cut short would wait for ever for their next task.
            os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()
        await process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        # The program must be found there as it was found here, installed or in a checkout.
        home = str(Path(generator.__file__).parent.parent)
        paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", "from generator.preview.worker import main; main()"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,
        )
        return self._process


async def _ask(process: asyncio.subprocess.Process, job: Job) -> Outcome:
    assert process.stdin
    assert process.stdout
    process.stdin.write(pack(job))
    await process.stdin.drain()
    head = await process.stdout.readexactly(LENGTH.size)
    outcome = pickle.loads(await process.stdout.readexactly(LENGTH.unpack(head)[0]))
    assert isinstance(outcome, Outcome)
    return outcome
