"""A preview in a process of its own, as an author runs it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tests.conftest import ROOT

T = TypeVar("T")
PATIENCE_SECONDS = 30.0


class Preview:
    """A running preview; what it says on the terminal is in `lines`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.address = self.said(r"preview at (http://\S+)")[1]
        self.port = int(re.search(r":(\d+)/", self.address)[1])  # type: ignore[index]

    def _read(self) -> None:
        assert self.process.stderr
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def said(self, pattern: str, *, since: int = 0) -> re.Match[str]:
        """Waits for a line that holds the pattern."""

        def look() -> re.Match[str] | None:
            return next(filter(None, (re.search(pattern, one) for one in self.lines[since:])), None)

        found = eventually(look)
        assert found, "\n".join(self.lines)
        return found

    def get(
        self, path: str, *, method: str = "GET", host: str | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body; header names are written with underscores."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_host=True)
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def text(self, path: str) -> str:
        return self.get(path)[2].decode()

    def shows(self, path: str, text: str) -> bool:
        """Waits until the page holds the text."""
        return bool(eventually(lambda: text in self.text(path)))

    def stop(self, number: int = signal.SIGINT) -> int:
        """Interrupts it as Ctrl-C does, with every process of its group; its exit status."""
        os.killpg(self.process.pid, number)
        status = self.process.wait(PATIENCE_SECONDS)
        self._reader.join()
        return status


def eventually(look: Callable[[], T]) -> T:
    """What `look` gives, as soon as that is true or patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := look()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return found


@contextmanager
def previewing(
    site: Path, *options: str, port: tuple[str, ...] = ("--port", "0")
) -> Iterator[Preview]:
    """Runs `explainer serve` on a free port, until the first build is done or has failed."""
    command = [sys.executable, "-m", "generator", "serve", "--source", str(site), *port]
    process = subprocess.Popen(
        [*command, *options],
        cwd=site,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
    )
    preview = Preview(process)
    try:
        preview.said(r"^built |^\d+ errors?\b|bug")
        yield preview
    finally:
        if process.poll() is None:
            assert preview.stop() == 0, "\n".join(preview.lines)
        assert process.stderr
        process.stderr.close()
