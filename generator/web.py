"""The program's way to the network: clients, and what went wrong in words; the home of httpx."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import generator

if TYPE_CHECKING:
    from httpx import Client, Response

__all__ = ["Client", "Response", "failures", "is_no_address", "is_timeout", "open_client", "reason"]


def open_client(*, timeout_seconds: float, redirects: int, accept: str = "*/*") -> Client:
    """A client that follows redirects and says who asks; to be closed by whoever opens it."""
    import httpx

    return httpx.Client(
        follow_redirects=True,
        max_redirects=redirects,
        timeout=timeout_seconds,
        headers={"User-Agent": f"explainer/{generator.__version__}", "Accept": accept},
    )


def failures() -> tuple[type[Exception], ...]:
    """What a request may raise for reasons that lie outside the program."""
    import httpx

    return (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError, OSError)


def is_timeout(error: Exception) -> bool:
    """Whether the other side took too long."""
    import httpx

    return isinstance(error, httpx.TimeoutException)


def is_no_address(error: Exception) -> bool:
    """Whether the address cannot be asked at all."""
    import httpx

    return isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol)


def reason(error: Exception, *, host: str | None, redirects: int) -> str:
    """Why an address was not reached: what it does or has, as the end of a sentence."""
    import httpx

    causes = _causes(error)
    texts = [str(cause) for cause in causes]
    if isinstance(error, httpx.TooManyRedirects):
        return f"leads on more than {redirects} times"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "has no trustworthy certificate (TLS)"
    unknown = ("getaddrinfo", "Name or service", "nodename", "name resolution")
    if any(mark in text for text in texts for mark in unknown):
        return f"has an unknown host, `{host}`"
    if isinstance(error, httpx.DecodingError):
        return "is packed in a way that cannot be undone"
    told = "; ".join(dict.fromkeys(text for text in texts if text)) or type(error).__name__
    return f"cannot be reached: {' '.join(told.split())}"


def _causes(error: BaseException | None) -> list[BaseException]:
    """The error and what led to it, for the library wraps what the system said."""
    found: list[BaseException] = []
    while error is not None and len(found) < 10:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
