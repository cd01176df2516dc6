"""Every kind of page in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Watched

BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor"
KINDS = {
    "home": "",
    "explainer": "leap-seconds/",
    "parts": "unicode/",
    "german": "sommerzeit/",
    "plain": "about/",
    "tag": "tags/science/",
    "tags": "tags/",
    "questions": "questions/",
    "search": "search/",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_renders_without_errors_or_foreign_requests(watched: Watched, kind: str) -> None:
    page = watched.open(KINDS[kind])
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.locator("html").get_attribute("lang")


def test_an_unknown_address_shows_the_404_page_in_its_dress(watched: Watched) -> None:
    answer = watched.page.goto(watched.address + "no/such/page")
    assert answer is not None
    assert answer.status == 404
    sheets = watched.page.evaluate(
        "document.styleSheets.length && document.styleSheets[0].cssRules.length"
    )
    assert sheets > 0
    # The status itself is reported to the console; that is the only complaint.
    assert all("404" in one for one in watched.errors)
    watched.errors.clear()


def test_an_anchor_of_another_page_is_there(watched: Watched) -> None:
    page = watched.open("tram-priority/")
    links = page.eval_on_selector_all(
        "main a[href*='#']", "all => all.map(one => one.href).filter(one => one.includes('/repo/'))"
    )
    for link in set(links):
        page.goto(link)
        expect(page.locator(":target")).to_be_visible()


def test_the_dark_scheme_is_dark(browser: Browser, address: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(address + "tides/")
        shades.append(page.evaluate(BACKGROUND))
        page.close()
    light, dark = (sum(map(float, one[one.index("(") + 1 : -1].split(",")[:3])) for one in shades)
    assert light > 600
    assert dark < 200


def test_the_chosen_scheme_is_remembered(watched: Watched) -> None:
    page = watched.open("tides/")
    before = page.evaluate(BACKGROUND)
    switch = page.locator("header button").last
    for _ in range(3):
        switch.click()
        if page.evaluate(BACKGROUND) != before:
            break
    chosen = page.evaluate(BACKGROUND)
    assert chosen != before
    page.reload()
    assert page.evaluate(BACKGROUND) == chosen


def test_everything_can_be_read_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "leap-seconds/")
    assert page.get_by_role("heading", level=2).count() >= 8
    assert page.locator("main").inner_text().count("\n") > 20
    page.goto(address + "search/")
    link = page.locator("main a[href*='questions']").first
    link.click()
    assert page.url.endswith("/repo/questions/")
    context.close()


def test_the_question_list_leads_to_the_answers(watched: Watched) -> None:
    page = watched.open("tides/")
    first = page.locator("nav a[href^='#'], aside a[href^='#']").first
    target = first.get_attribute("href")
    first.click()
    assert page.url.endswith(str(target))
    assert page.locator(str(target)).is_visible()
