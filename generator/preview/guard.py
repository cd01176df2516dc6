"""Who may ask: only pages of the preview itself, on this machine or with the link's token.

A page of some website can make a browser ask 127.0.0.1 for anything. It names its own host then
(DNS rebinding), or itself as the origin, or the browser says that the request crosses sites.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

COOKIE = "explainer_preview"
DRAFTS = "/_convert/"
"""Where articles are converted; only on this machine."""
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Guard:
    """What a request must bring."""

    host: str
    """What the server is bound to."""
    port: int
    token: str = ""
    """Asked of every request when others than this machine can reach the server."""

    def refusal(self, headers: Mapping[str, str]) -> str:
        """Why a request with these headers is not answered; empty when it is."""
        name, port = _split_host(headers.get("Host", ""))
        if port not in (None, self.port) or not self._is_own(name):
            return f"this preview answers at {self.address('')} only"
        origin = headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("Host"):
            return "another site asked for this"
        crosses = headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
        if crosses and headers.get("Sec-Fetch-Mode") != "navigate":
            return "another site asked for this"
        return ""

    def is_known(self, headers: Mapping[str, str]) -> bool:
        """True when no token is asked, or the request's cookie holds it."""
        if not self.token:
            return True
        try:
            found = SimpleCookie(headers.get("Cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return found is not None and hmac.compare_digest(found.value, self.token)

    def is_introduced(self, query: str) -> bool:
        """True when the link itself holds the token."""
        given = parse_qs(query).get("token", [""])[0]
        return bool(self.token) and hmac.compare_digest(given.encode(), self.token.encode())

    def address(self, path: str) -> str:
        """The full address of a path as this machine reaches it."""
        host = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}{path}"

    def _is_own(self, name: str) -> bool:
        if name in _LOOPBACK_NAMES or name.endswith(".localhost") or name == self.host:
            return True
        # With a token a name proves nothing, but a foreign one is no less foreign: only addresses.
        return bool(self.token) and _is_ip_address(name)


def make_guard(host: str, port: int) -> Guard:
    """The guard of a server bound to `host`; with a new token unless that is this machine only."""
    alone = host in _LOOPBACK_NAMES or host.startswith("127.")
    return Guard(host, port, "" if alone else secrets.token_urlsafe(12))


def _split_host(host: str) -> tuple[str, int | None]:
    """Name and port of a Host header, `("", None)` when it is none."""
    try:
        parts = urlsplit(f"//{host}")
        return parts.hostname or "", parts.port
    except ValueError:
        return "", None


def _is_ip_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
