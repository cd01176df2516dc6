"""The demo's files in three other renderers: metadata stays out of sight, and links lead on."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import cmarkgfm
import commonmark
import mistune
import pytest
from cmarkgfm.cmark import Options

from generator.frontmatter import split
from generator.parse import parse_page
from generator.text import collapse
from tests.conftest import ROOT
from tests.test_demo import CONTENT

RENDERERS: dict[str, Callable[[str], str]] = {
    # What GitHub uses.
    "cmark-gfm": lambda text: cmarkgfm.github_flavored_markdown_to_html(
        text, options=Options.CMARK_OPT_FOOTNOTES
    ),
    # CommonMark and nothing else: no tables, no footnotes.
    "commonmark": commonmark.commonmark,
    "mistune": mistune.create_markdown(escape=False, plugins=["table", "footnotes"]),  # type: ignore[dict-item]
}


class Seen(HTMLParser):
    """What a reader sees of a page, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text: list[str] = []
        self.links: list[str] = []
        self.headings = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.headings += tag == "h2"
        self.links += [value or "" for name, value in attrs if tag == "a" and name == "href"]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@cache
def seen(name: str, path: Path) -> Seen:
    _, body, _ = split(path.read_text(encoding="utf-8"))
    return Seen(RENDERERS[name](body))


@pytest.mark.parametrize("name", RENDERERS)
def test_comments_stay_out_of_sight(name: str) -> None:
    for path in CONTENT:
        text = "".join(seen(name, path).text)
        for mark in ("<!--", "-->", "\nlabel:", "\nid:", "distinct-from:"):
            assert mark not in text, path.name


@pytest.mark.parametrize("name", RENDERERS)
def test_every_question_is_a_heading_and_its_answer_follows(name: str) -> None:
    for path in CONTENT:
        page, _ = _parsed(path)
        shown = seen(name, path)
        text = collapse("".join(shown.text))
        for question in page.questions:
            assert collapse(question.text) in text, (path.name, question.text)
        assert shown.headings >= len(page.questions), path.name


@pytest.mark.parametrize("name", RENDERERS)
def test_links_between_files_lead_to_files(name: str) -> None:
    for path in CONTENT:
        page, _ = _parsed(path)
        links = seen(name, path).links
        for link in page.links:
            if link.is_image or link.target.startswith("term:"):
                continue
            assert link.target in links, (path.name, link.target)
            file = link.target.partition("#")[0]
            assert not file or file.startswith("/") or (path.parent / file).is_file()


@pytest.mark.parametrize("name", RENDERERS)
def test_sources_can_be_followed(name: str) -> None:
    for path in CONTENT:
        _, body = _parsed(path)
        links = [one.replace("%7E", "~") for one in seen(name, path).links]
        # Where notes are known, a source is an address at the end; elsewhere it is a link by name.
        text = "".join(seen(name, path).text)
        for one in (one for sources in body.sources for one in sources):
            assert one.url in links or (name != "commonmark" and one.url in text), one.url


def test_terms_stay_words() -> None:
    used = [path for path in CONTENT if "](term:" in path.read_text(encoding="utf-8")]
    assert used
    for path in used:
        words = re.findall(r"\[([^\]]+)\]\(term:", path.read_text(encoding="utf-8"))
        for name in RENDERERS:
            text = collapse("".join(seen(name, path).text))
            assert all(one in text for one in words), (name, path.name)


@cache
def _parsed(path: Path):  # type: ignore[no-untyped-def]
    from zoneinfo import ZoneInfo

    text = path.read_text(encoding="utf-8")
    return parse_page(text, path.relative_to(ROOT).as_posix(), ZoneInfo("Europe/Zurich"), "")
