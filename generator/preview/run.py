"""A preview from its start to Ctrl-C."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import tempfile
import time
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from generator import files, urls
from generator.diagnostics import GeneratorError, unusable
from generator.inputs import CACHE, read_config
from generator.preview.ending import end
from generator.preview.guard import DRAFTS, Guard, make_guard
from generator.preview.session import Session, State, Teller
from generator.preview.watching import changes
from generator.preview.worker import Job
from generator.theme import built_in_themes

_PORTS = range(8000, 8020)
"""The ports that are tried when none is asked for."""
_SLOTS = 9


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of a preview."""

    source: Path
    output: Path | None = None
    """Where to build; None: a folder of its own."""
    host: str = "127.0.0.1"
    port: int | None = None
    """None: the first free one from 8000; 0: any."""
    base: str = ""
    """The path to serve the site under; empty: the path of the site's address."""
    drafts: bool = True
    future: bool = True
    clock: datetime | None = None
    """Shows the site as of this time."""
    open_browser: bool = False
    poll: bool = False
    editor: str = ""
    """An address with `{path}`, `{line}` and `{column}` that opens a file in an editor."""


def preview(options: Options, teller: Teller) -> None:
    """Serves a site and builds it at every change until it is interrupted."""
    if not options.source.is_dir():
        message = f"there is no folder `{options.source}`"
        raise GeneratorError([unusable("missing-source", message, hint="name a site folder")])
    with (
        _folder(options) as output,
        contextlib.closing(_Listening(options.host, options.port)) as listening,
        contextlib.suppress(KeyboardInterrupt),
    ):
        if options.port is None and listening.port != _PORTS[0]:
            teller.note(f"port {_PORTS[0]} is in use; using {listening.port}")
        asyncio.run(_serve(options, output, listening, teller))


async def _serve(options: Options, output: Path, listening: _Listening, teller: Teller) -> None:
    from tornado.httpserver import HTTPServer

    from generator.preview.server import make_application

    # What browsers and scanners send wrongly is of no interest to an author.
    logging.getLogger("tornado.general").setLevel(logging.ERROR)
    guard = make_guard(options.host, listening.port)
    base = options.base or _own_base(options.source)
    job = Job(
        options.source,
        output,
        base=options.base,
        origin=guard.address(""),
        drafts=options.drafts,
        future=options.future,
        clock=options.clock,
        is_private=options.output is None,
    )
    session = Session(job, State(version=time.time_ns() // 1_000_000, base=base), teller)
    server = HTTPServer(make_application(session, guard, options.editor), xheaders=False)
    server.add_sockets(listening.sockets)
    link = guard.address(base or "/") + (f"?token={guard.token}" if guard.token else "")
    teller.note(f"preview at {link} (Ctrl-C ends it)")
    if guard.token:
        _tell_phones(guard, link, teller)
    else:
        teller.note(f"convert an article at {guard.address(DRAFTS)}")
    session.changed()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    if options.open_browser:
        loop.run_in_executor(None, webbrowser.open, link)
    endless = (session.run(), _watch(options, session, teller), stop.wait())
    tasks: list[asyncio.Task[Any]] = [asyncio.ensure_future(one) for one in endless]
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    server.stop()
    await end(tasks)
    for one in done:
        one.result()


def _tell_phones(guard: Guard, link: str, teller: Teller) -> None:
    """Shows the link as other devices reach it, also as a code to point a camera at."""
    from generator.preview.phones import code_lines, own_address

    own = guard.address("")
    there = own_address() if guard.host in ("", "0.0.0.0", "::") else ""
    if there:
        link = f"http://{there}:{guard.port}{link.removeprefix(own)}"
        teller.note(f"on other devices: {link}")
    for line in code_lines(link):
        teller.note(line)


def _own_base(source: Path) -> str:
    """The path of the site's address; empty when site.yml cannot be read, as a build will tell."""
    try:
        return urls.base_path(read_config(source).url)
    except GeneratorError:
        return ""


async def _watch(options: Options, session: Session, teller: Teller) -> None:
    themes = [built_in_themes()]
    async for paths in changes(options.source, themes, poll=options.poll, note=teller.note):
        session.changed(paths)


class _Listening:
    """Sockets on the port that was asked for, or on the first free one."""

    def __init__(self, host: str, port: int | None) -> None:
        from tornado.netutil import bind_sockets

        self.sockets: list[socket.socket] = []
        for number in _PORTS if port is None else [port]:
            try:
                self.sockets = bind_sockets(number, address=host)
                break
            except OSError as problem:
                # Whoever names a port has reasons: a bookmark, a proxy, a phone with the link.
                if problem.errno != errno.EADDRINUSE or port is not None:
                    raise _refused(host, number, problem) from problem
        if not self.sockets:
            message = f"the ports from {_PORTS[0]} to {_PORTS[-1]} are all in use"
            raise GeneratorError(
                [unusable("no-free-port", message, hint="name another with `--port`")]
            )
        self.port: int = self.sockets[0].getsockname()[1]

    def close(self) -> None:
        for one in self.sockets:
            one.close()


def _refused(host: str, port: int, problem: OSError) -> GeneratorError:
    reason = problem.strerror or str(problem)
    message = f"the preview cannot listen at {host}, port {port}: {reason}"
    hint = "name another host or port"
    if problem.errno == errno.EADDRINUSE:
        hint = "name another port, or leave out `--port` to take the next free one"
    return GeneratorError([unusable("not-listening", message, hint=hint)])


@contextlib.contextmanager
def _folder(options: Options) -> Iterator[Path]:
    """Where the preview is built: never the site's own output, unless that is asked for.

    A folder in the cache outlives the preview, so that the next one starts with what is there; a
    second preview of the same site takes the next.
    """
    if options.output is not None:
        yield options.output
        return
    with contextlib.ExitStack() as stack:
        for number in range(1, _SLOTS + 1):
            folder = options.source / CACHE / f"preview-{number}"
            try:
                folder.mkdir(parents=True, exist_ok=True)
                if stack.enter_context(files.claimed(folder / "lock")):
                    yield folder / "site"
                    return
            except OSError:
                break
        yield Path(stack.enter_context(tempfile.TemporaryDirectory())) / "site"
