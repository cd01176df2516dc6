"""Processes that work for another end when that one does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

KILLED = """
import os, signal, sys, time
from generator.workers import spread, workers

def work(seconds):
    print("at work", flush=True)
    time.sleep(seconds)

with workers(2) as pool:
    for _ in spread(pool, work, [0, 0]):
        pass
    {end}
"""


def run(end: str) -> subprocess.CompletedProcess[str]:
    """Runs a program with two workers, and reads what they say until the last of them is gone."""
    return subprocess.run(
        [sys.executable, "-c", KILLED.format(end=end)],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="a process there keeps the name of a dead parent")
def test_workers_end_with_a_killed_parent() -> None:
    ended = run("os.kill(os.getpid(), signal.SIGKILL)")
    assert ended.returncode == -signal.SIGKILL
    assert ended.stdout.count("at work") == 2


def test_workers_end_with_their_work() -> None:
    ended = run("pass")
    assert (ended.returncode, ended.stdout.count("at work"), ended.stderr) == (0, 2, "")
