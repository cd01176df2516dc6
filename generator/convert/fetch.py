"""An article by its address."""

from __future__ import annotations

import time
from email.message import Message
from urllib.parse import urlsplit, urlunsplit

from generator import web
from generator.convert.blocks import RawArticle
from generator.convert.refusal import refused
from generator.diagnostics import GeneratorError

TIMEOUT_SECONDS = 20.0
MAX_BYTES = 20_000_000
MAX_REDIRECTS = 5
_ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
_NO_ARTICLE = ("image/", "video/", "audio/", "font/")
_REASONS = {
    401: "asks for a login",
    402: "asks for a payment",
    403: "refuses access",
    404: "does not exist",
    410: "is gone",
    429: "is asked too often at the moment",
    451: "is blocked for legal reasons",
}


def is_address(text: str) -> bool:
    """True for what `fetch` can fetch, rather than a file's path."""
    return text.lower().startswith(("http://", "https://"))


def fetch(
    address: str,
    *,
    timeout_seconds: float = TIMEOUT_SECONDS,
    limit_bytes: int = MAX_BYTES,
    redirects: int = MAX_REDIRECTS,
) -> RawArticle:
    """The document at an `http` or `https` address, and what its sender declares about it.

    `timeout_seconds` is for the whole of it. Raises the refusal of what cannot be reached, is
    too large, or is declared to be no text.
    """
    name = _without_login(address)
    if not is_address(address) or not urlsplit(address).hostname:
        hint = "an address that begins with https:// or http://"
        raise refused("bad-address", "is no web address", name, hint=hint)
    deadline = time.monotonic() + timeout_seconds
    try:
        with (
            web.open_client(
                timeout_seconds=timeout_seconds, redirects=redirects, accept=_ACCEPT
            ) as client,
            client.stream("GET", address) as response,
        ):
            return _read(response, name, deadline, timeout_seconds, limit_bytes)
    except web.failures() as error:
        raise _unreachable(error, name, timeout_seconds, redirects) from error


def _read(
    response: web.Response, name: str, deadline: float, timeout_seconds: float, limit_bytes: int
) -> RawArticle:
    declared = Message()
    declared["Content-Type"] = response.headers.get("Content-Type", "")
    content_type = declared.get_content_type() if declared["Content-Type"] else ""
    if response.status_code >= 300:
        raise _refused_by_server(response.status_code, name)
    if content_type.startswith(_NO_ARTICLE):
        raise refused("binary-input", f"is {content_type}, not an article", name)
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > limit_bytes:
        raise _too_large(name, limit_bytes)
    data = bytearray()
    for part in response.iter_bytes():  # Unpacked, so that packed bombs count in full.
        data += part
        if len(data) > limit_bytes:
            raise _too_large(name, limit_bytes)
        if time.monotonic() > deadline:
            raise _timed_out(name, timeout_seconds)
    charset = declared.get_param("charset", "")
    return RawArticle(
        name=name,
        data=bytes(data),
        address=_without_login(str(response.url)),
        content_type=content_type,
        charset=charset if isinstance(charset, str) else "",
    )


def _refused_by_server(status: int, name: str) -> GeneratorError:
    reason = _REASONS.get(status, "has a server in trouble" if status >= 500 else "cannot be had")
    hint = "save the page in the browser and convert the file" if status in (401, 402, 403) else ""
    return refused("http-error", f"{reason} (HTTP {status})", name, hint=hint)


def _unreachable(
    error: Exception, name: str, timeout_seconds: float, redirects: int
) -> GeneratorError:
    if web.is_timeout(error):
        return _timed_out(name, timeout_seconds)
    if web.is_no_address(error):
        return refused("bad-address", "is or leads to no web address", name)
    why = web.reason(error, host=urlsplit(name).hostname, redirects=redirects)
    return refused("not-reached", why, name)


def _timed_out(name: str, timeout_seconds: float) -> GeneratorError:
    message = f"does not answer completely within {timeout_seconds:g} seconds"
    return refused("timed-out", message, name)


def _too_large(name: str, limit_bytes: int) -> GeneratorError:
    return refused("too-large", f"is larger than {limit_bytes / 1e6:g} MB", name)


def _without_login(address: str) -> str:
    """The address without user and password: messages and files must not carry them."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host)) if host != parts.netloc else address
