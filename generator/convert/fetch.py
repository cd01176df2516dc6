"""An article by its address: the one place that talks to the network."""

from __future__ import annotations

import ssl
import time
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import generator
from generator.convert.blocks import RawArticle
from generator.convert.refusal import refused
from generator.diagnostics import GeneratorError

if TYPE_CHECKING:
    import httpx

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
    import httpx

    headers = {"User-Agent": f"explainer/{generator.__version__}", "Accept": _ACCEPT}
    deadline = time.monotonic() + timeout_seconds
    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=redirects,
                timeout=timeout_seconds,
                headers=headers,
            ) as client,
            client.stream("GET", address) as response,
        ):
            return _read(response, name, deadline, timeout_seconds, limit_bytes)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, OSError) as error:
        raise _unreachable(error, name, timeout_seconds, redirects) from error


def _read(
    response: httpx.Response, name: str, deadline: float, timeout_seconds: float, limit_bytes: int
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
    import httpx

    causes = [str(cause) for cause in _causes(error)]
    host = urlsplit(name).hostname
    if isinstance(error, httpx.TimeoutException):
        return _timed_out(name, timeout_seconds)
    if isinstance(error, httpx.TooManyRedirects):
        return refused("not-reached", f"leads on more than {redirects} times", name)
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol)):
        return refused("bad-address", "is or leads to no web address", name)
    if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
        return refused("not-reached", "has no trustworthy certificate (TLS)", name)
    if any("getaddrinfo" in text or "Name or service" in text for text in causes):
        return refused("not-reached", f"has an unknown host, `{host}`", name)
    if any("nodename" in text or "name resolution" in text for text in causes):
        return refused("not-reached", f"has an unknown host, `{host}`", name)
    if isinstance(error, httpx.DecodingError):
        return refused("not-reached", "is packed in a way that cannot be undone", name)
    reason = "; ".join(dict.fromkeys(text for text in causes if text)) or type(error).__name__
    return refused("not-reached", f"cannot be reached: {' '.join(reason.split())}", name)


def _causes(error: BaseException | None) -> list[BaseException]:
    """The error and what led to it, for the library wraps what the system said."""
    found: list[BaseException] = []
    while error is not None and len(found) < 10:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


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
