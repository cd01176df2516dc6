"""The whole way, once: a pasted article becomes a site, and a question finds its answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import SHARED, explainer

PASTED = """Neighbours at oddsThe old bridge will be closed for a year
afp
12.4.2025 - 08:00
The bridge is older than the town hall. Now it needs new bearings, and everybody a detour.
afp
In brief
The bridge closes in May.
Buses take the ring road.
Walkers keep a footbridge.
The bridge carries nine thousand cars a day.
Here are the most important questions and answers.
Why must the bridge be closed at all?
The bearings below the deck are worn, and they can only be changed without traffic.
How do people on foot get across?
A footbridge stands beside it until the work is done.
"""


def _search(browser: Browser, output: Path, words: str) -> str:
    """The address of the first result's page, after following it."""
    page = browser.new_page()
    page.goto((output / "search" / "index.html").as_uri() + "?q=" + words.replace(" ", "+"))
    first = page.locator("#search-results a").first
    expect(first).to_be_visible()
    first.click()
    page.wait_for_url("**/index.html#*")
    # A browser may name the target a moment after the page has loaded.
    expect(page.locator(":target")).to_be_visible()
    # A text fragment, which marks the words found, may follow the anchor.
    address = page.url.partition(":~:")[0]
    page.close()
    return address


def test_from_a_pasted_article_to_its_answer(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("title: Town\n", encoding="utf-8")
    (tmp_path / "bridge.txt").write_text(PASTED, encoding="utf-8")
    for command in (["convert", "bridge.txt"], ["build", "--offline"]):
        done = explainer(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    address = _search(browser, tmp_path / "output", "why is the bridge closed")
    assert address.endswith("#why-must-the-bridge-be-closed-at-all")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared seed article is not here")
def test_the_seed_article_is_found_by_a_question(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("title: Desk\n", encoding="utf-8")
    article = SHARED / "seed" / "article.txt"
    for command in (["convert", article, "--output", "content/x.md"], ["build", "--offline"]):
        done = explainer(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    address = _search(browser, tmp_path / "output", "why are they joining forces")
    assert address.endswith("#why-are-putin-and-kim-joining-forces")
