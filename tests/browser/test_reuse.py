"""Answers elsewhere, in place, in other languages and in a frame, as readers meet them."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Watched


def test_a_snippet_is_copied_and_a_frame_shows_one_answer(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{address}tides/braking/")
    page.get_by_text("Show this answer on your site").click()
    page.get_by_role("button", name="Copy", exact=True).last.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    snippet = page.evaluate("navigator.clipboard.readText()")
    assert snippet.startswith('<iframe src="https://example.org/repo/tides/_embed/#braking"')
    # The frame itself, as the snippet asks for it.
    page.goto(f"{address}tides/_embed/#braking")
    headings = page.get_by_role("heading")
    expect(headings).to_have_text(["Why there are two tides a day", "Will the tides stop one day?"])
    link = page.get_by_role("link", name="leap seconds")
    with context.expect_page() as opened:
        link.click()
    assert opened.value.url.endswith("/leap-seconds/#why-they-differ")
    page.goto(f"{address}tides/_embed/")
    page.reload()
    expect(headings).to_have_text(["Why there are two tides a day"])
    assert said == []
    context.close()


def test_a_translation_leads_to_its_original_and_back(watched: Watched) -> None:
    page, address = watched.page, watched.address
    page.goto(f"{address}paper-sizes/")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    heading = page.get_by_role("heading", level=1).bounding_box()
    listed = page.locator(".question-list").bounding_box()
    assert heading
    assert listed
    # Right to left: the list of questions stands at the right of the text.
    assert listed["x"] > heading["x"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("link", name="Deutsch").click()
    missing = page.locator("section", has=page.locator("#which-countries-use-other-paper"))
    expect(missing.locator("h2")).to_have_attribute("lang", "en")
    missing.get_by_role("link", name="Zum Original").click()
    expect(page).to_have_url(f"{address}paper-sizes/#which-countries-use-other-paper")


def test_an_answer_in_place_leads_to_where_it_was_first(watched: Watched) -> None:
    page, address = watched.page, watched.address
    page.goto(f"{address}leap-seconds/#why-they-differ")
    shown = page.locator(".embedded")
    expect(shown).to_contain_text("It moves away from us by 3.8 centimetres a year")
    shown.get_by_role("link", name="Why there are two tides a day").click()
    expect(page).to_have_url(f"{address}tides/#braking")
