"""What the preview answers to a browser. The home of tornado and livereload.

livereload's own server accepts any host and any origin, lets anybody ask for a reload, serves
hidden files and builds inside its event loop; what is used of it is its protocol, so that its
browser extensions work, too.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import stat
from collections.abc import Awaitable
from email.utils import formatdate
from pathlib import Path
from typing import Any

from livereload.handlers import LiveReloadHandler
from tornado import web

from generator.preview import addresses, drafts, messages
from generator.preview.guard import DRAFTS, Guard
from generator.preview.guarded import Guarded
from generator.preview.session import Session, State

OWN = "/_preview/"
"""What the preview answers itself lies below this address, outside any site."""
_BROWSER = Path(__file__).with_name("browser")
_BODY_END = re.compile(rb"</body\s*>(?!.*</body\s*>)", re.IGNORECASE | re.DOTALL)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_BLOCK = 1 << 18


def make_application(session: Session, guard: Guard, editor: str) -> web.Application:
    """The preview's server; `editor` makes addresses that open a file in the author's editor."""
    tools = {"session": session, "guard": guard}
    return web.Application(
        [
            (r"/livereload", _Socket, {**tools, "editor": editor}),
            (OWN + r"(client\.js|morph\.js|panel\.js|drafts\.css)", _OwnFile, tools),
            (OWN + r"state", _StateNow, {**tools, "editor": editor}),
            (OWN + r"page", _PageFacts, {**tools, "editor": editor}),
            (DRAFTS, drafts.Drafts, tools),
            (r"/.*", _SiteFile, tools),
        ],
        log_function=lambda handler: None,
        websocket_ping_interval=30,
        xsrf_cookies=True,
        xsrf_cookie_name="explainer_form",
        xsrf_cookie_kwargs={"httponly": True, "samesite": "Strict"},
    )


class _SiteFile(Guarded):
    """The files of the site, by the rules of GitHub Pages."""

    async def get(self) -> None:
        state = self.session.state
        base = state.base or "/"
        if state.index and self.request.path.startswith(base + state.index):
            await self.session.searchable()
        found = addresses.answer(str(self.session.output), base, self.request.path)
        if found.location:
            self.redirect(found.location, status=found.status)
            return
        self.set_status(found.status)
        kind = addresses.content_type(found.file) if found.file else "text/html; charset=utf-8"
        self.set_header("Content-Type", kind)
        if not found.file:
            self._stand_in(state)
            return
        try:
            with open(
                os.open(found.file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb"
            ) as file:
                if kind.startswith("text/html"):
                    self._page(file.read(), found.path, state)
                else:
                    await self._send(file)
        except FileNotFoundError:
            # Another tree took the place of the one in which it was found.
            self._stand_in(state)

    async def head(self) -> None:
        await self.get()

    def _page(self, html: bytes, path: str, state: State) -> None:
        script = messages.script(OWN + "client.js", path, state).encode()
        end = _BODY_END.search(html)
        at = end.start() if end else len(html)
        self.finish(html[:at] + script + html[at:])

    def _stand_in(self, state: State) -> None:
        """The page shown where there is none: nothing built yet, or no 404 page."""
        if not state.is_built:
            self.set_status(503)
        self.finish(messages.stand_in(OWN + "client.js", state))

    async def _send(self, file: Any) -> None:
        facts = os.fstat(file.fileno())
        if not stat.S_ISREG(facts.st_mode):
            raise web.HTTPError(404)
        self.set_header("ETag", f'"{facts.st_ino:x}-{facts.st_mtime_ns:x}-{facts.st_size:x}"')
        self.set_header("Last-Modified", formatdate(facts.st_mtime, usegmt=True))
        self.set_header("Accept-Ranges", "bytes")
        if self.get_status() == 200 and self.check_etag_header():
            self.set_status(304)
            return
        start, end = self._range(facts.st_size)
        self.set_header("Content-Length", str(end - start))
        if self.request.method == "HEAD":
            return
        file.seek(start)
        while start < end and (block := file.read(min(_BLOCK, end - start))):
            start += len(block)
            self.write(block)
            await self.flush()

    def _range(self, size: int) -> tuple[int, int]:
        """Where the part asked for begins and ends; browsers fetch video in parts."""
        asked = _RANGE.fullmatch(self.request.headers.get("Range", ""))
        if self.get_status() != 200 or not asked or not any(asked.groups()):
            return 0, size
        first, last = asked.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if start >= end:
            self.set_header("Content-Range", f"bytes */{size}")
            raise web.HTTPError(416)
        self.set_status(206)
        self.set_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        return start, end


class _OwnFile(Guarded):
    """The scripts that every page of the preview gets, and the style of its own pages."""

    async def get(self, name: str) -> None:
        self.set_header("Content-Type", addresses.content_type(name))
        self.finish((_BROWSER / name).read_bytes())


class _StateNow(Guarded):
    """The state for a browser whose socket is away."""

    async def get(self) -> None:
        self.set_header("Content-Type", "application/json")
        self.finish(messages.state_json(self.session.state, self.session.job.source, self.editor))


class _PageFacts(Guarded):
    """What an author wants to know of the page that is shown."""

    async def get(self) -> None:
        path = self.get_query_argument("path", "")
        state = self.session.state
        found = addresses.answer(str(self.session.output), "/", "/" + path)
        sizes = {}
        if found.status == 200 and found.file:
            content = Path(found.file).read_bytes()
            sizes = {"bytes": len(content), "gzipped": len(gzip.compress(content, 6))}
        facts = messages.page_facts(state, path, self.session.job.source, self.editor)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(facts | sizes))


class _Socket(Guarded, LiveReloadHandler):  # type: ignore[misc]
    """Tells a page of every build, in livereload's protocol; our own script hears more."""

    _is_own_script = False

    def check_origin(self, origin: str) -> bool:
        # The guard has compared it with the host.
        return True

    def get_compression_options(self) -> dict[str, Any]:
        return {}

    def open(self, *args: str, **kwargs: str) -> Awaitable[None] | None:
        self.session.listeners.add(self.tell)
        return None

    def on_close(self) -> None:
        self.session.listeners.discard(self.tell)

    def on_message(self, message: str | bytes) -> None:
        try:
            said = json.loads(message)
            command = said["command"]
            protocols = said.get("protocols", [])
        except (ValueError, KeyError, TypeError, AttributeError):
            self.close(1003)
            return
        if command == "hello":
            self._is_own_script = messages.PROTOCOL in protocols
            self.send_message(messages.HELLO)
            if self._is_own_script:
                self.tell(self.session.state)

    def tell(self, state: State) -> None:
        """Sends what changed."""
        if self._is_own_script:
            self.send_message(messages.state_json(state, self.session.job.source, self.editor))
        elif not (state.problems or state.crash):
            self.send_message(messages.RELOAD)
