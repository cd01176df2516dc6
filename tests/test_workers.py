"""Processes that work for another end when that one does."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import os, signal, time
from multiprocessing import active_children
from generator.workers import spread, workers

with workers(2) as pool:
    for _ in spread(pool, time.sleep, [0.1, 0.1]):
        pass
    print(len(active_children()), "at work", flush=True)
    {end}
print("the end")
"""
# Windows has no SIGKILL; there, SIGTERM ends a process as surely.
KILL = 'os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))'


def run(end: str) -> subprocess.CompletedProcess[str]:
    """Runs a program with two workers, and reads what they say until the last of them is gone."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(end=end)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_workers_end_with_a_killed_parent() -> None:
    ended = run(KILL)
    assert ended.returncode != 0
    assert ended.stdout == "2 at work\n"


def test_workers_end_with_their_work() -> None:
    ended = run("pass")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "2 at work\nthe end\n", "")
