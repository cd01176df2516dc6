"""A small server with the rules of GitHub Pages: what is published, as readers get it.

Of its own making, apart from the preview's: the two are compared by a test.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

# What a site is promised to run under.
POLICY = "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'"
TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "application/javascript; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "woff2": "font/woff2",
}
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True)
class Reply:
    """What an address is answered with."""

    status: int
    file: str = ""
    """Relative to the folder."""
    location: str = ""


class Rules:
    """Which file of a folder answers which path; upper and lower case differ everywhere."""

    def __init__(self, folder: Path, base: str = "/repo/") -> None:
        self.folder = folder
        self.base = base
        self.files = {
            one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()
        }

    def reply(self, address: str) -> Reply:
        path = unquote(urlsplit(address).path)
        if path + "/" == self.base:
            return Reply(301, location=self.base)
        if not path.startswith(self.base):
            return Reply(404)
        name = path[len(self.base) :]
        index = f"{name}index.html" if name == "" or name.endswith("/") else name
        if index in self.files:
            return Reply(200, index)
        if f"{name}.html" in self.files:
            return Reply(200, f"{name}.html")
        if f"{name}/index.html" in self.files:
            return Reply(301, location=quote(path) + "/")
        return Reply(404, "404.html" if "404.html" in self.files else "")


def content_type(file: str) -> str:
    return TYPES.get(file.rpartition(".")[2].lower(), UNKNOWN)


@contextmanager
def served(folder: Path, base: str = "/repo/") -> Iterator[str]:
    """The address under which the folder is served meanwhile; ends in the base path."""
    rules = Rules(folder, base)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply = rules.reply(self.path)
            content = (folder / reply.file).read_bytes() if reply.file else b""
            headers: Mapping[str, str] = {
                "Content-Type": content_type(reply.file) if reply.file else "text/plain",
                "Content-Length": str(len(content)),
                "Content-Security-Policy": POLICY,
                **({"Location": reply.location} if reply.location else {}),
            }
            self.send_response(reply.status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
