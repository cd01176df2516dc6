"""Addresses: where a page lies in the site and how one page leads to another."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

TERM = "term:"
"""How links to terms of the glossary begin: `[NATO](term:nato)`."""
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
# What a path segment may hold unescaped (RFC 3986, section 3.3).
_SEGMENT = "!$&'()*+,;=:@-._~"
_PLAIN_WEB = re.compile(r"https?://[a-z0-9][!-~]*")
# Nearly every path and fragment: nothing in it is to be escaped.
_PLAIN = re.compile(rf"[A-Za-z0-9/{re.escape(_SEGMENT)}]*")


def quote_path(path: str) -> str:
    """The site path with everything percent-encoded that an address must not hold as it is."""
    return path if _PLAIN.fullmatch(path) else quote(path, safe="/" + _SEGMENT)


def to_fragment(fragment: str) -> str:
    """The address of a place on the page itself, by its id."""
    return "#" + _quote_fragment(fragment)


def _quote_fragment(fragment: str) -> str:
    return fragment if _PLAIN.fullmatch(fragment) else quote(fragment, safe=_SEGMENT + "/?")


def relative(from_page: str, to: str, *, offline: bool = False) -> str:
    """The address of `to` as written on the page `from_page`.

    Both are site paths without leading slash (`""` is the home page, `"pact/"` a page,
    `"assets/a.css"` a file); `to` may end in `#fragment`. With `offline`, folders end in
    `index.html`, so that the site opens from disk.
    """
    # Most links lead out of the page's folder.
    if not to.startswith(from_page.partition("/")[0]):
        return from_depth(from_page.count("/"), to, offline=offline)
    path, hash_sign, fragment = to.partition("#")
    if path == from_page and fragment:
        return to_fragment(fragment)
    base = from_page.split("/")[:-1]
    target = path.split("/")
    shared = 0
    while shared < min(len(base), len(target) - 1) and base[shared] == target[shared]:
        shared += 1
    rest = "/".join(target[shared:]) + hash_sign + fragment
    return from_depth(len(base) - shared, rest, offline=offline)


def from_depth(depth: int, to: str, *, offline: bool = False) -> str:
    """As `relative`, on a page so many folders deep, none of which `to` lies in."""
    path, hash_sign, fragment = to.partition("#")
    address = "../" * depth + quote_path(path)
    if offline and (not address or address.endswith("/")):
        address += "index.html"
    elif not address:
        address = "./"
    elif ":" in address.split("/")[0]:
        address = "./" + address
    return address + (hash_sign + _quote_fragment(fragment) if fragment else "")


def absolute(base_url: str, path: str) -> str:
    """The full address of a site path (which may end in `#fragment`); `base_url` ends in `/`."""
    plain, hash_sign, fragment = path.partition("#")
    return base_url + quote_path(plain) + hash_sign + _quote_fragment(fragment)


def base_path(base_url: str) -> str:
    """The path part of the site's address, with a slash at both ends; `/` when there is none."""
    path = urlsplit(base_url).path.strip("/")
    return f"/{path}/" if path else "/"


def output_path(path: str) -> str:
    """The file in the output folder that a site path is served from."""
    return path + "index.html" if not path or path.endswith("/") else path


def is_safe(address: str) -> bool:
    """True for http, https, mailto and tel addresses, relative ones and fragments.

    Decides as a browser would: control characters and white space inside a scheme do not hide it.
    """
    if _PLAIN_WEB.fullmatch(address):
        return True
    cleaned = "".join(one for one in address if one > " " and one != "\x7f")
    head = cleaned.split("/")[0].split("?")[0].split("#")[0]
    if ":" not in head:
        return not cleaned.startswith("\\")
    return head.split(":")[0].lower() in _SAFE_SCHEMES


def is_external(address: str) -> bool:
    """True when the address names a scheme or a host of its own."""
    if ":" not in address and "//" not in address:
        return False
    if _PLAIN_WEB.fullmatch(address):
        return True
    parts = urlsplit(address)
    return bool(parts.scheme or parts.netloc) or address.startswith("//")
