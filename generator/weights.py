"""What a page weighs on the way to a reader, and which pages are too heavy.

Sizes are of gzip, as servers send them, measured on the built files. Only what the first view of a
page fetches counts: its HTML, its style sheets and the scripts it names. Pictures are not counted.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from generator.diagnostics import Diagnostic, Span, warning


@dataclass(frozen=True, slots=True)
class Budget:
    """What a page may weigh, in bytes after gzip."""

    html: int = 6_000
    html_to_text: float = 2.5
    """A long page may weigh more than `html`: this many times its own words."""
    css: int = 8_000
    second_sheet: int = 2_500
    """What a page with a second sheet, for lists or rare features, may have on top of `css`; the
    sheet is one request more."""
    requests: int = 3
    """The page itself, its sheets and the scripts that its first view waits for."""


@dataclass(frozen=True, slots=True)
class PageWeight:
    """What the first view of a page fetches, in bytes after gzip."""

    path: str
    """The file, relative to the output folder."""
    html: int
    text: int
    """The page's words alone, in bytes after gzip."""
    css: int
    sheets: int
    scripts: int
    requests: int
    """The page itself, its sheets and the scripts that its first view waits for."""
    foreign: tuple[str, ...]
    """Addresses on other hosts that are fetched, pictures included."""
    missing: tuple[str, ...]
    """Sheets and scripts that the output does not have."""


def weigh_page(
    path: str, html: bytes, size_of: Callable[[str], int | None], *, site_url: str = ""
) -> PageWeight:
    """The weight of one page. `size_of` gives the size after gzip of a file of the output, or None.

    `site_url` is the site's address: what lies below it is not foreign.
    """
    reader = _Fetched()
    reader.feed(html.decode("utf-8"))
    reader.close()
    base = site_url or "https://site.invalid/"
    sizes: dict[str, dict[str, int]] = {"css": {}, "js": {}, "deferred": {}}
    foreign: set[str] = set()
    missing: set[str] = set()
    for kind, address in reader.fetched:
        full = urljoin(urljoin(base, path), address)
        if urlsplit(full).scheme not in ("http", "https"):
            continue
        if not full.startswith(base):
            foreign.add(full)
        elif kind in sizes:
            name = urlsplit(full.removeprefix(base)).path
            size = size_of(name)
            if size is None:
                missing.add(name)
            else:
                sizes[kind][name] = size
    return PageWeight(
        path=path,
        html=packed(html),
        text=packed(" ".join(reader.text).encode()),
        css=sum(sizes["css"].values()),
        sheets=len(sizes["css"]),
        scripts=sum(sizes["js"].values()) + sum(sizes["deferred"].values()),
        requests=1 + len(sizes["css"]) + len(sizes["js"]),
        foreign=tuple(sorted(foreign)),
        missing=tuple(sorted(missing)),
    )


def weigh_site(files: Mapping[str, bytes], *, site_url: str = "") -> tuple[PageWeight, ...]:
    """The weight of every page of a built site, given as its files by path."""

    @cache
    def size_of(name: str) -> int | None:
        return packed(files[name]) if name in files else None

    pages = sorted(one for one in files if one.endswith(".html"))
    return tuple(weigh_page(one, files[one], size_of, site_url=site_url) for one in pages)


def budget_faults(weights: Iterable[PageWeight], budget: Budget = Budget()) -> list[Diagnostic]:
    """A warning for each budget that a page breaks; a sheet that is too heavy is told once."""
    found: list[Diagnostic] = []
    heavy_sheets: set[int] = set()
    for one in weights:
        has_second = one.sheets > 1
        css = budget.css + has_second * budget.second_sheet
        requests = budget.requests + has_second
        allowed = max(budget.html, round(budget.html_to_text * one.text))
        if one.html > allowed:
            found.append(_over(one, "its HTML", one.html, allowed))
        if one.css > css and one.css not in heavy_sheets:
            heavy_sheets.add(one.css)
            found.append(_over(one, "its style sheets", one.css, css))
        if one.requests > requests:
            message = f"it takes {one.requests} requests before pictures, more than {requests}"
            found.append(_warn(one, message, "join sheets and scripts, or load them when needed"))
        found += [
            _warn(one, f"it fetches {address} from another host", "keep a copy in `static/`")
            for address in one.foreign
        ]
        found += [
            _warn(one, f"it asks for `{name}`, which is not there", "build the site again")
            for name in one.missing
        ]
    return found


def packed(content: bytes) -> int:
    """The size of the content after gzip at its usual level."""
    return len(gzip.compress(content, 6, mtime=0))


def _over(page: PageWeight, what: str, size: int, allowed: int) -> Diagnostic:
    message = f"{what} weighs {size:,} bytes after gzip, more than {allowed:,}"
    return _warn(page, message, "look for markup or rules that repeat themselves")


def _warn(page: PageWeight, message: str, hint: str) -> Diagnostic:
    return warning("over-budget", message, Span(page.path), hint=hint)


class _Fetched(HTMLParser):
    """Gathers what a page makes a browser fetch, and the words it shows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.fetched: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "svg", "head"):
            self.silent = self.silent or tag
        rel = values.get("rel", "").lower().split()
        if tag == "link" and "stylesheet" in rel:
            self.fetched.append(("css", values.get("href", "")))
        elif tag == "link" and {"icon", "preload", "modulepreload", "manifest"} & set(rel):
            self.fetched.append(("other", values.get("href", "")))
        elif tag == "script" and values.get("src"):
            waits = not {"defer", "async"} & set(values) and values.get("type") != "module"
            self.fetched.append(("js" if waits else "deferred", values["src"]))
        elif tag in ("img", "iframe", "video", "audio", "source", "embed"):
            sources = [values.get("src", ""), values.get("poster", "")]
            sources += [
                one.split()[0] for one in values.get("srcset", "").split(",") if one.split()
            ]
            self.fetched += [("other", one) for one in sources if one]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.text.append(data.strip())
