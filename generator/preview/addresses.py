"""Which file answers an address: the rules of GitHub Pages, decided without a server."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from generator import urls

# What GitHub Pages sends; the rest it names by the same table as most servers.
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "application/javascript; charset=utf-8",
    ".mjs": "application/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".xml": "application/xml",
    ".atom": "application/atom+xml",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/vnd.microsoft.icon",
    ".pdf": "application/pdf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
}
_NOT_FOUND = "404.html"
_PUBLIC_HIDDEN = ".well-known"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address leads to: a file, or another address."""

    status: int
    """200, 301, 302 or 404."""
    file: str = ""
    """On disk; empty for a redirect, and for a 404 without a page of its own."""
    location: str = ""
    """The address of a redirect."""
    path: str = ""
    """The site path of the file: `pact/` for its `index.html`."""


def answer(root: str, base: str, address: str) -> Answer:
    """The answer to the path of a request, still percent-encoded.

    `root` is the output folder, `base` the path that the site is served under, with a slash at
    both ends.
    """
    if address == "/" != base or address + "/" == base:
        # GitHub Pages serves another site there; to an author the preview is all there is.
        return Answer(302, location=base)
    if not address.startswith(base):
        return Answer(404)
    path = _site_path(address[len(base) :])
    if path is None:
        return _not_found(root)
    place = f"{root}/{path}"
    if not path or path.endswith("/"):
        index = f"{place}index.html" if path else f"{root}/index.html"
        return Answer(200, index, path=path) if _is_file(index) else _not_found(root)
    if _is_file(place):
        return Answer(200, place, path=_without_index(path))
    if _is_file(f"{place}.html"):
        return Answer(200, f"{place}.html", path=f"{path}.html")
    if _is_file(f"{place}/index.html"):
        return Answer(301, location=base + urls.quote_path(path) + "/")
    return _not_found(root)


def content_type(file: str) -> str:
    """The media type that a file is served with."""
    return _TYPES.get(os.path.splitext(file)[1].lower(), "application/octet-stream")  # noqa: PTH122


def _site_path(address: str) -> str | None:
    """The path that an address names inside the site; None for one that no site can have."""
    try:
        path = unquote_to_bytes(address).decode("utf-8")
    except UnicodeDecodeError:
        return None
    parts = path.split("/")
    if any(
        part in (".", "..") or (part[:1] == "." and part != _PUBLIC_HIDDEN) for part in parts
    ) or not all(parts[:-1]):
        return None
    # A backslash is a separator to Windows, a colon names a drive or a stream there.
    return None if set("\0\\:") & set(path) else path


def _without_index(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return folder + slash if name == "index.html" else path


def _is_file(place: str) -> bool:
    """True for a regular file; a link is none, wherever it leads."""
    try:
        return stat.S_ISREG(os.lstat(place).st_mode)
    except (OSError, ValueError):
        return False


def _not_found(root: str) -> Answer:
    page = f"{root}/{_NOT_FOUND}"
    return Answer(404, page, path=_NOT_FOUND) if _is_file(page) else Answer(404)
