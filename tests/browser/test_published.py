"""The site as GitHub Pages serves it under `/repo/`: every link followed, each kind looked at."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urljoin

import pytest

from generator.preview.addresses import answer
from tests.browser.conftest import Watched
from tests.conftest import put
from tests.pages_server import Rules, content_type

PUBLIC = "https://example.org/repo/"


class Reader(HTMLParser):
    """The ids of a page and the addresses that it fetches or leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.addresses: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.add(value or "")
            elif name in ("href", "src", "poster", "action"):
                self.addresses.append(value or "")
            elif name == "srcset":
                self.addresses += [one.split()[0] for one in (value or "").split(",")]
            elif name == "content" and (value or "").startswith(PUBLIC):
                self.addresses.append(value or "")


class Crawl:
    """Every address of the site that can be reached from its home page and its sitemap."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Reader] = {}
        self.types: dict[str, str] = {}
        self.broken: list[str] = []
        self.wanted: list[tuple[str, str, str]] = []
        todo = [address, address + "sitemap.xml"]
        while todo:
            one = todo.pop()
            if one in self.types:
                continue
            content = self._fetch(one)
            if one.endswith(".xml"):
                # An entry's id is a name, not an address.
                found = re.findall(rf'(?:href="|src="|<loc>|<link>)({PUBLIC}[^<"]*)', content)
            elif self.types[one].startswith("text/html"):
                self.pages[one] = Reader(content)
                found = self.pages[one].addresses
            else:
                continue
            todo += [plain for plain in self._own(one, found) if plain not in self.types]

    def _fetch(self, address: str) -> str:
        self.types[address] = ""
        try:
            with urllib.request.urlopen(address) as response:
                self.types[address] = response.headers["Content-Type"]
                if response.url != address:
                    self.broken.append(f"{address} is redirected to {response.url}")
                content: bytes = response.read()
                return content.decode("utf-8", "replace")
        except HTTPError as failure:
            self.broken.append(f"{address}: {failure.code}")
            return ""

    def _own(self, page: str, addresses: list[str]) -> Iterator[str]:
        for one in addresses:
            target = urljoin(page, one).replace(PUBLIC, self.address)
            plain, _, fragment = target.partition("#")
            if plain.startswith(self.address):
                self.wanted.append((page, plain, unquote(fragment)))
                yield plain.partition("?")[0]


@pytest.fixture(scope="module")
def crawl(address: str) -> Crawl:
    return Crawl(address)


def test_every_link_leads_to_a_file_and_a_place(crawl: Crawl) -> None:
    assert crawl.broken == []
    lost = [
        f"{page} → {plain}#{fragment}"
        for page, plain, fragment in crawl.wanted
        if fragment and plain in crawl.pages and fragment not in crawl.pages[plain].ids
    ]
    assert lost == []
    assert len(crawl.pages) > 100


def test_every_page_that_is_built_can_be_reached(crawl: Crawl, demo: Path) -> None:
    built = {
        crawl.address + one.relative_to(demo).as_posix().removesuffix("index.html")
        for one in demo.rglob("*.html")
        # Old addresses and boxes for other sites are there for those who have them already.
        if 'http-equiv="refresh"' not in one.read_text(encoding="utf-8")
        and one.parent.name != "_embed"
    }
    # The search page is opened by a script; without one, the form leads to all questions.
    assert built - crawl.pages.keys() == {crawl.address + one for one in ("404.html", "search/")}


def test_files_are_served_with_a_type_that_browsers_take(crawl: Crawl) -> None:
    assert "application/octet-stream" not in crawl.types.values()


def test_each_kind_of_page_loads_whole_and_without_complaint(
    watched: Watched, crawl: Crawl, demo: Path
) -> None:
    failed: list[str] = []
    watched.page.on("response", lambda one: failed.append(one.url) if one.status >= 400 else None)
    kinds = one_of_each(crawl, demo)
    assert len(kinds) >= 9
    for page in kinds.values():
        watched.page.goto(page)
        watched.page.wait_for_load_state("load")
    assert failed == []


def one_of_each(crawl: Crawl, demo: Path) -> Mapping[str, str]:
    """A page of each kind: by the classes of its body and by its language."""
    kinds: dict[str, str] = {}
    for page in sorted(crawl.pages):
        file = demo / (page.removeprefix(crawl.address) or ".")
        text = (file / "index.html" if file.is_dir() else file).read_text(encoding="utf-8")
        body = re.search(r"<body[^>]*>", text)
        lang = re.search(r'<html lang="([^"]*)"', text)
        kinds.setdefault(f"{body and body[0]} {lang and lang[1]}", page)
    return kinds


@pytest.mark.parametrize(
    ("address", "status", "file", "location"),
    [
        ("/repo/", 200, "index.html", ""),
        ("/repo", 301, "", "/repo/"),
        ("/repo/tea/", 200, "tea/index.html", ""),
        ("/repo/tea/index.html", 200, "tea/index.html", ""),
        ("/repo/tea", 301, "", "/repo/tea/"),
        ("/repo/plan", 200, "plan.html", ""),
        ("/repo/a.css?v=1", 200, "a.css", ""),
        ("/repo/A.css", 404, "404.html", ""),
        ("/repo/TEA/", 404, "404.html", ""),
        ("/repo/%C3%BC/", 200, "ü/index.html", ""),
        ("/repo/none", 404, "404.html", ""),
        ("/repo/tea/../a.css", 404, "404.html", ""),
        ("/other/", 404, "", ""),
    ],
)
def test_this_server_and_the_preview_have_the_same_rules(
    tmp_path: Path, address: str, status: int, file: str, location: str
) -> None:
    for path in ("index.html", "tea/index.html", "plan.html", "a.css", "404.html", "ü/index.html"):
        put(tmp_path / path, path)
    reply = Rules(tmp_path).reply(address)
    assert (reply.status, reply.file, reply.location) == (status, file, location)
    theirs = answer(str(tmp_path), "/repo/", address.partition("?")[0])
    # The preview leads to the site with a redirect that no browser remembers.
    assert theirs.status == (302 if address == "/repo" else status)
    assert theirs.file == (str(tmp_path / file) if file else "")
    assert theirs.location == location


def test_types_follow_the_name() -> None:
    assert content_type("a/b.CSS") == "text/css; charset=utf-8"
    assert content_type("CNAME") == "application/octet-stream"
