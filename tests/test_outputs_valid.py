"""What the site gives to machines, held to the rules of each format."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tests.conftest import ROOT

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://example.org/repo/"
# Each type that the pages use with those of its properties that they use, its parents' included.
VOCABULARY = json.loads((ROOT / "tests/fixtures/schema-org.json").read_text(encoding="utf-8"))


def stands_for(path: str, folder: Path) -> bool:
    """Whether the address leads to a file of the output."""
    assert path.startswith(BASE), path
    relative = urlsplit(path.removeprefix(BASE)).path
    target = folder / relative
    return (target / "index.html" if not relative or relative.endswith("/") else target).is_file()


def test_feeds_keep_to_the_rules_of_atom(demo: Path) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    feeds = sorted(demo.rglob("*.xml"))
    checked = 0
    for path in feeds:
        root = ElementTree.parse(path).getroot()
        if root.tag != f"{ATOM}feed":
            continue
        checked += 1
        count = Counter(one.tag.removeprefix(ATOM) for one in root)
        assert (count["id"], count["title"], count["updated"]) == (1, 1, 1)
        links = {one.get("rel"): one.get("href") for one in root.findall(f"{ATOM}link")}
        assert links["self"] == BASE + path.relative_to(demo).as_posix()
        assert stands_for(str(links["alternate"]), demo)
        entries = root.findall(f"{ATOM}entry")
        assert entries
        ids = [str(one.findtext(f"{ATOM}id")) for one in entries]
        assert len(set(ids)) == len(ids)
        for entry in entries:
            parts = Counter(one.tag.removeprefix(ATOM) for one in entry)
            assert (parts["id"], parts["title"], parts["updated"]) == (1, 1, 1)
            assert parts["author"] or count["author"]
            assert parts["summary"] or parts["content"]
            assert urlsplit(str(entry.findtext(f"{ATOM}id"))).scheme
            link = entry.find(f"{ATOM}link")
            assert link is not None
            assert stands_for(str(link.get("href")), demo)
            for name in ("updated", "published"):
                moment = entry.findtext(f"{ATOM}{name}")
                assert moment is None or datetime.fromisoformat(moment).tzinfo
    assert checked


def test_the_json_feeds_keep_to_version_1_1(demo: Path) -> None:
    """https://www.jsonfeed.org/version/1.1/"""
    for path in demo.rglob("*.json"):
        feed = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
            continue
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"]
        assert feed["feed_url"] == BASE + path.relative_to(demo).as_posix()
        ids = [one["id"] for one in feed["items"]]
        assert len(set(ids)) == len(ids)
        for one in feed["items"]:
            assert isinstance(one["id"], str)
            assert one.get("content_html") or one.get("content_text")
            assert stands_for(one["url"], demo)
            assert datetime.fromisoformat(one["date_published"]).tzinfo


def test_the_sitemap_names_pages_that_are_there(demo: Path) -> None:
    """https://www.sitemaps.org/protocol.html"""
    root = ElementTree.parse(demo / "sitemap.xml").getroot()
    assert root.tag in (f"{SITEMAP}urlset", f"{SITEMAP}sitemapindex")
    places = [str(one.text) for one in root.iter(f"{SITEMAP}loc")]
    assert len(set(places)) == len(places) <= 50_000
    assert all(stands_for(one, demo) for one in places)
    for one in root.iter(f"{SITEMAP}lastmod"):
        assert datetime.fromisoformat(str(one.text))
    listed = {one.removeprefix(BASE) for one in places}
    assert {"", "leap-seconds/", "about/"} <= listed
    # What asks not to be listed is not listed.
    for path in demo.rglob("*.html"):
        if '<meta name="robots" content="noindex' in path.read_text(encoding="utf-8"):
            assert path.relative_to(demo).as_posix().removesuffix("index.html") not in listed


def test_structured_data_uses_terms_of_schema_org_only(demo: Path) -> None:
    blocks = [
        block
        for path in demo.rglob("*.html")
        for block in re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', path.read_text(), re.S
        )
    ]
    assert len(blocks) > 10
    unknown: set[str] = set()

    def check(value: object) -> None:
        if isinstance(value, list):
            for one in value:
                check(one)
        elif isinstance(value, dict):
            kind = value.get("@type")
            known = VOCABULARY["types"].get(kind, [])
            for name, inner in value.items():
                if not name.startswith("@") and name not in known:
                    unknown.add(f"{kind}.{name}")
                check(inner)

    for one in blocks:
        check(json.loads(one))
    assert unknown == set()
