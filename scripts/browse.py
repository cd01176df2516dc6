"""A built site as browsers meet it: served under a strict policy, one page of each kind chosen."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

# What docs/theming.md promises that pages run under.
POLICY = "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'"
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
_KIND = re.compile(r'<body class="([\w-]+)"')


class _Handler(SimpleHTTPRequestHandler):
    base = "/"

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(self.base).lstrip("/"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address under which the folder is served meanwhile; ends in `/`.

    The path is that of the site's own address, which its 404 page relies on.
    """
    canonical = _CANONICAL.search((folder / "index.html").read_text(encoding="utf-8"))
    base = urlsplit(canonical[1]).path if canonical else "/"
    handler = type("Handler", (_Handler,), {"base": base})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()


def pages(folder: Path) -> list[tuple[str, Path]]:
    """Every HTML page with the kind that its `body` names; pages without one are left out."""
    found = []
    for path in sorted(folder.rglob("*.html")):
        kind = _KIND.search(path.read_text(encoding="utf-8"))
        if kind:
            found.append((kind[1], path))
    return found


def one_of_each(folder: Path) -> dict[str, str]:
    """Page kind → the path of one such page; of explainers, the longest."""
    chosen: dict[str, Path] = {}
    for kind, path in pages(folder):
        size = path.stat().st_size
        if kind not in chosen or (kind == "explainer" and size > chosen[kind].stat().st_size):
            chosen[kind] = path
    return {kind: address(path, folder) for kind, path in chosen.items()}


def address(path: Path, folder: Path) -> str:
    """The page's address relative to the site's."""
    return path.relative_to(folder).as_posix().removesuffix("index.html")
