"""The live preview: builds at each save and shows the page anew; the home of livereload.

livereload's watcher and its reload address are not used: its folder watch sees one change a poll
and runs the build inside the event loop, and the address lets any page reload this one. Its
protocol and its socket handler are. Requests are answered while a build runs in a thread; a failed
build keeps the last good site and lays its problems over the page.
"""

from __future__ import annotations

import asyncio
import json
import mimetypes
import os
import socket
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from livereload.handlers import LiveReloadHandler
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from generator import build as building
from generator.diagnostics import Diagnostic, GeneratorError
from generator.inputs import CONTENT, LEDGER, STATIC, THEMES, read_config
from generator.urls import base_path

POLL_SECONDS = 0.25
# How long the files must stand still before a build begins: a storm of saves is one build.
SETTLE_SECONDS = 0.08
_PORTS_TO_TRY = 20
_OWN = "_preview/"
_LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}


@dataclass(frozen=True, slots=True)
class Preview:
    """What is asked of a preview."""

    source: Path
    output: Path | None = None
    """Where the site is built; None: a folder that goes when the preview ends."""
    host: str = "127.0.0.1"
    port: int = 8000
    base: str = ""
    """The path the site is served under; empty: that of the address in site.yml."""
    drafts: bool = True
    future: bool = True


@dataclass(slots=True)
class _State:
    """What the server shows; written by the one building thread, read by requests."""

    output: Path
    base: str
    hosts: frozenset[str]
    problems: tuple[Diagnostic, ...] = ()
    built: bool = False
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)


Tell = Callable[[str, tuple[Diagnostic, ...]], None]


def serve(preview: Preview, *, tell: Tell, opened: Callable[[str], None]) -> None:
    """Serves until interrupted; `tell` gets a line for each build, `opened` the address.

    Raises `GeneratorError` when there is no site folder or no free port.
    """
    base = preview.base or base_path(read_config(preview.source).url)
    base = f"/{base.strip('/')}/" if base.strip("/") else "/"
    sockets, port = _listen(preview.host, preview.port)
    with tempfile.TemporaryDirectory(prefix="explainer-preview-") as folder:
        output = preview.output or Path(folder) / "site"
        names = _LOOPBACK | {preview.host}
        state = _State(output, base, frozenset(f"{one}:{port}" for one in names))
        address = f"http://{_shown_host(preview.host)}:{port}{base}"
        if port != preview.port:
            tell(f"port {preview.port} is in use: serving on {port} instead", ())
        try:
            asyncio.run(_run(preview, state, sockets, tell, lambda: opened(address)))
        except KeyboardInterrupt:
            return


async def _run(
    preview: Preview,
    state: _State,
    sockets: list[socket.socket],
    tell: Tell,
    ready: Callable[[], None],
) -> None:
    server = HTTPServer(_application(state))
    with ThreadPoolExecutor(1) as thread:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(thread, _rebuild, preview, state, tell)
        server.add_sockets(sockets)
        ready()
        while True:
            await asyncio.sleep(POLL_SECONDS)
            if await loop.run_in_executor(thread, _settled_change, preview, state):
                await loop.run_in_executor(thread, _rebuild, preview, state, tell)
                _reload_all()


def _rebuild(preview: Preview, state: _State, tell: Tell) -> None:
    """Builds the site; whatever goes wrong is shown and never ends the server."""
    state.seen = _look(preview.source)
    started = time.perf_counter()
    request = building.Request(
        source=preview.source,
        output=state.output,
        drafts=preview.drafts,
        future=preview.future,
        jobs=0 if not state.built else 1,
    )
    try:
        result = building.build(request)
    except GeneratorError as failure:
        state.problems = failure.diagnostics
        tell("the site has problems: the last good one stays", failure.diagnostics)
        return
    mended = " again" if state.problems else ""
    state.problems = ()
    state.built = True
    milliseconds = (time.perf_counter() - started) * 1000
    pages = [one for one in result.changed if one.endswith(".html")]
    what = f"{pages[0]} changed" if len(pages) == 1 else f"{len(pages)} pages changed"
    tell(f"built{mended} in {milliseconds:.0f} ms: {what}", result.warnings)


def _settled_change(preview: Preview, state: _State) -> bool:
    """True when a source file differs from the last build's, and none is being written now."""
    now = _look(preview.source)
    if now == state.seen:
        return False
    while True:
        time.sleep(SETTLE_SECONDS)
        after = _look(preview.source)
        if after == now:
            return True
        now = after


def _look(source: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file that a build reads."""
    found: dict[str, tuple[int, int]] = {}
    stack = [str(source / one) for one in (CONTENT, STATIC, THEMES, LEDGER)]
    try:
        facts = (source / "site.yml").stat()
        found["site.yml"] = (facts.st_size, facts.st_mtime_ns)
    except OSError:
        pass
    while stack:
        try:
            with os.scandir(stack.pop()) as entries:
                for one in entries:
                    if one.name.startswith(".") or one.is_symlink():
                        continue
                    if one.is_dir():
                        stack.append(one.path)
                    else:
                        facts = one.stat()
                        found[one.path] = (facts.st_size, facts.st_mtime_ns)
        except OSError:
            continue
    return found


def _listen(host: str, port: int) -> tuple[list[socket.socket], int]:
    """Listening sockets on the port, or on the next free one."""
    for number in range(port, port + _PORTS_TO_TRY):
        try:
            return bind_sockets(number, address=host), number
        except OSError as cause:
            reason = cause.strerror or str(cause)
    from generator.diagnostics import unusable

    raise GeneratorError(
        [
            unusable(
                "no-free-port",
                f"cannot listen on {host}, ports {port} to {port + _PORTS_TO_TRY - 1}: {reason}",
                hint="name another with --port",
            )
        ]
    )


def _shown_host(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "") else host


def _application(state: _State) -> Application:
    arguments = {"state": state}
    own = state.base + _OWN
    return Application(
        [
            (f"{own}socket", _Socket, arguments),
            (f"{own}client.js", _Client, arguments),
            (r"/livereload", _Socket, arguments),
            (r"(/.*)", _Pages, arguments),
        ],
        log_function=lambda handler: None,
    )


def _reload_all() -> None:
    """Tells every open page to load anew."""
    message = json.dumps({"command": "reload", "path": "*", "liveCSS": True})
    for waiter in list(LiveReloadHandler.waiters):
        waiter.send_message(message)


class _Guarded(RequestHandler):
    """Answers only requests that name this server: no other site's page can reach it."""

    def initialize(self, state: _State) -> None:
        self.state = state

    def prepare(self) -> None:
        if self.request.host.lower() not in self.state.hosts:
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")


class _Client(_Guarded):
    def get(self) -> None:
        self.set_header("Content-Type", "text/javascript; charset=utf-8")
        self.write(_CLIENT)


class _Pages(_Guarded):
    """Serves the built site by the rules of GitHub Pages."""

    def get(self, path: str) -> None:
        state = self.state
        if not path.startswith(state.base):
            if path + "/" == state.base or path == "/":
                self.redirect(state.base)
                return
            self._not_found()
            return
        relative = unquote(path[len(state.base) :])
        file = self._file(relative)
        if file is None and relative and not relative.endswith("/") and self._file(relative + "/"):
            self.redirect(self.request.path + "/")
            return
        if file is None:
            self._not_found()
            return
        self._send(file)

    head = get

    def _file(self, relative: str) -> Path | None:
        """The file of an address; None when there is none that may be served."""
        if relative == "" or relative.endswith("/"):
            relative += "index.html"
        parts = relative.split("/")
        unsafe = any(one in ("", ".", "..") or one.startswith(".") for one in parts)
        if unsafe or "\\" in relative or not relative.isprintable() or len(relative) > 1000:
            return None
        root = self.state.output.resolve()
        try:
            file = (root / relative).resolve()
            return file if file.is_relative_to(root) and file.is_file() else None
        except OSError:
            return None

    def _not_found(self) -> None:
        self.set_status(404)
        file = self._file("404.html")
        if file is None:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.write(self._with_client("<!doctype html><title>404</title><body></body>"))
            return
        self._send(file)

    def _send(self, file: Path) -> None:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        kind = {".js": "text/javascript", ".xml": "application/xml"}.get(file.suffix, kind)
        if kind.startswith("text/") or kind.endswith(("xml", "json")):
            kind += "; charset=utf-8"
        self.set_header("Content-Type", kind)
        content = file.read_bytes()
        if file.suffix == ".html":
            content = self._with_client(content.decode("utf-8", "replace")).encode()
        self.write(content)

    def _with_client(self, html: str) -> str:
        """The page with the preview's script and, when the build failed, its problems."""
        script = f'<script src="{escape(self.state.base)}{_OWN}client.js" defer></script>'
        extra = script + _overlay(self.state.problems)
        head, found, tail = html.rpartition("</body>")
        return f"{head}{extra}{found}{tail}" if found else html + extra


class _Socket(LiveReloadHandler):  # type: ignore[misc]
    """livereload's socket, for this server's own pages alone."""

    def initialize(self, state: _State) -> None:
        self.state = state

    def prepare(self) -> None:
        if self.request.host.lower() not in self.state.hosts:
            raise HTTPError(403)

    def check_origin(self, origin: str) -> bool:
        return urlsplit(origin).netloc.lower() in self.state.hosts


def _overlay(problems: tuple[Diagnostic, ...]) -> str:
    """The problems of the last build as a layer over the page; empty when it went well."""
    if not problems:
        return ""
    items = []
    for one in problems[:50]:
        span = one.span
        where = (
            f"{span.path}:{span.line}:{span.column}"
            if span and span.line
            else (span.path if span else "")
        )
        excerpt = f"<pre>{escape(span.excerpt[:200])}</pre>" if span and span.excerpt else ""
        hint = f"<p><b>fix:</b> {escape(one.hint)}</p>" if one.hint else ""
        items.append(
            f"<li><p><b>{escape(one.severity)}[{escape(one.code)}]</b> {escape(one.message)}</p>"
            f"<p><code>{escape(where)}</code></p>{excerpt}{hint}</li>"
        )
    more = f"<p>… and {len(problems) - 50} more</p>" if len(problems) > 50 else ""
    style = (
        "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:99999;margin:0;"
        "padding:1rem 1.5rem;background:#2b0d0d;color:#fff;font:15px/1.5 system-ui,sans-serif;"
        "border-top:4px solid #ff6b6b;box-shadow:0 -4px 24px #0008;text-align:left;direction:ltr"
    )
    return (
        f'<section role="alert" id="explainer-problems" style="{style}">'
        "<p><b>The last build failed: this is the last good page.</b></p>"
        f"<ol>{''.join(items)}</ol>{more}<style>"
        "#explainer-problems pre{white-space:pre-wrap;background:#0006;padding:.5rem;color:#ffd9d9}"
        "#explainer-problems p{margin:.25rem 0}#explainer-problems li{margin:.75rem 0}"
        "</style></section>"
    )


_CLIENT = """// The preview's own script: loads the page anew after each build.
(() => {
  const own = document.currentScript.src;
  const connect = (again) => {
    const socket = new WebSocket(own.replace(/^http/, "ws").replace(/client\\.js$/, "socket"));
    socket.onopen = () => {
      socket.send(JSON.stringify({ command: "hello", protocols: [] }));
      socket.send(JSON.stringify({ command: "info", url: location.href }));
      if (again) location.reload();
    };
    socket.onmessage = (event) => {
      if (JSON.parse(event.data).command === "reload") location.reload();
    };
    socket.onclose = () => setTimeout(() => connect(true), 1000);
  };
  connect(false);
})();
"""
