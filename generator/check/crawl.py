"""What rendered pages link to: every address and every id, taken from their HTML."""

from __future__ import annotations

import html
import posixpath
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from generator import urls

# The pages are the program's own: attributes are quoted, and `<` in text is escaped.
_SILENT = re.compile(r"<!--.*?-->|(<(script|style)\b[^>]*>).*?</\2>", re.S | re.I)
_TAG = re.compile(r"<[a-zA-Z][^>]*>")
_ATTRIBUTE = re.compile(r"""\s(href|src|srcset|poster|id)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
# Fragments that a browser understands without an element of that id.
_ALWAYS_THERE = ("", "top")


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links of one page of the output."""

    path: str
    """Site path."""
    addresses: tuple[str, ...]
    """As written, each once, in their order."""
    ids: frozenset[str]

    def joined(self, other: PageLinks) -> PageLinks:
        """Both together, under this one's path."""
        addresses = dict.fromkeys((*self.addresses, *other.addresses))
        return PageLinks(self.path, tuple(addresses), self.ids | other.ids)


@dataclass(frozen=True, slots=True)
class Target:
    """A place inside the site."""

    path: str
    """Site path."""
    fragment: str


def page_links(path: str, text: str) -> PageLinks:
    """The links and ids of a page's HTML."""
    addresses: dict[str, None] = {}
    ids: set[str] = set()
    for tag in _TAG.findall(_SILENT.sub(r"\1", text)):
        for name, quoted, single in _ATTRIBUTE.findall(tag):
            # Most addresses are on many pages: each is kept once.
            value = sys.intern(html.unescape(quoted or single))
            if name == "id":
                ids.add(value)
            elif name == "srcset":
                addresses.update(dict.fromkeys(_of_srcset(value)))
            else:
                addresses[value] = None
    return PageLinks(path, tuple(addresses), frozenset(ids))


def resolve(page: str, address: str, base_url: str) -> Target | None:
    """Where an address on a page leads inside the site; None when it leads elsewhere.

    `base_url` is the site's own address, empty when it is not known.
    """
    address = address.strip()
    plain, _, fragment = address.partition("#")
    if base_url and (plain + "/").startswith(base_url):
        path = plain[len(base_url) :]
    elif urls.is_external(address):
        return None
    elif plain.startswith("/"):
        base = urls.base_path(base_url)
        path = plain.removeprefix(base) if plain.startswith(base) else plain.lstrip("/")
    elif plain:
        path = posixpath.normpath(posixpath.join("/" + posixpath.dirname(page), plain)).lstrip("/")
        path += "/" if plain.endswith(("/", "/.", "/..")) or plain in (".", "..") else ""
        path = "" if path == "/" else path
    else:
        path = page
    return Target(unquote(path.partition("?")[0]), unquote(fragment))


@dataclass(slots=True)
class Resolver:
    """`resolve` for all pages of a site: most of their links lead to the same places."""

    base_url: str
    _known: dict[str, Target | None] = field(default_factory=dict)
    """By the address as the home page would write it."""

    def targets(self, page: PageLinks) -> Iterator[tuple[str, Target | None]]:
        """Each address of a page with where it leads."""
        up, known = "../" * page.path.count("/"), self._known
        is_at_root = not page.path
        for address in page.addresses:
            plain = address.removeprefix(up)
            # What leads up to the root is as if the home page said it, unless it reads otherwise.
            is_same = is_at_root or (up and address.startswith(up))
            if is_same and plain[:1] != "/" and ":" not in plain:
                if plain not in known:
                    known[plain] = resolve("", plain, self.base_url)
                yield address, known[plain]
            else:
                yield address, resolve(page.path, address, self.base_url)


def served(path: str, outputs: frozenset[str]) -> str | None:
    """The file of the output that a site path is served from, by the rules of GitHub Pages."""
    for file in (urls.output_path(path), f"{path}.html", f"{path}/index.html"):
        if file in outputs:
            return file
    return None


def has_anchor(page: PageLinks | None, fragment: str) -> bool:
    """Whether a page has that place; what is no page of ours has them all."""
    return (
        page is None
        or fragment in _ALWAYS_THERE
        or fragment in page.ids
        or fragment.startswith(":~:")
    )


def _of_srcset(value: str) -> Iterator[str]:
    for part in value.split(", "):
        address = part.strip().partition(" ")[0].rstrip(",")
        if address:
            yield address
