"""Search as a reader uses it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Watched
from tests.conftest import ROOT, explainer

RESULTS = "#search-results a"


def test_a_sentence_finds_its_question(watched: Watched) -> None:
    page = watched.open("search/?q=why+does+the+sky+look+blue+in+daytime")
    expect(page.locator(RESULTS).first).to_be_visible()
    assert "/blue-sky/#" in str(page.locator(RESULTS).first.evaluate("one => one.href"))


def test_a_result_lands_on_its_answer(watched: Watched) -> None:
    page = watched.open("search/?q=how+does+the+traffic+light+know+that+a+tram+is+coming")
    page.locator(RESULTS).first.click()
    page.wait_for_url("**/tram-priority/**")
    # A browser may name the target a moment after the page has loaded.
    expect(page.locator(":target")).to_be_visible()


def test_search_is_loaded_when_a_field_is_first_used(watched: Watched) -> None:
    asked: list[str] = []
    watched.page.on("request", lambda one: asked.append(one.url.removeprefix(watched.address)))
    page = watched.open("")
    page.wait_for_load_state("networkidle")
    assert not [one for one in asked if "/search" in one]
    page.get_by_role("combobox").first.press_sequentially("leap second")
    expect(page.get_by_role("option").first).to_contain_text("leap second")
    files = [one.split("?")[0] for one in asked if "/search" in one]
    assert any(one.startswith("assets/search.") for one in files)
    assert len(files) == len(set(files))
    assert len(files) <= 8


def test_one_word_finds_questions(watched: Watched) -> None:
    page = watched.open("search/")
    field = page.locator("main input[type=search]")
    field.fill("magnitude")
    field.press("Enter")
    expect(page.locator(RESULTS).first).to_be_visible()
    assert "earthquake" in str(page.locator(RESULTS).first.evaluate("one => one.href"))
    assert "q=magnitude" in page.url


def test_no_result_is_no_dead_end(watched: Watched) -> None:
    page = watched.open("search/?q=xqzzyplugh+wvvkjq")
    area = page.locator("main")
    expect(area.locator("a[href*='questions']").first).to_be_visible()


def test_hostile_words_stay_text(watched: Watched) -> None:
    page = watched.open("search/?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+tides")
    page.wait_for_timeout(800)
    assert page.locator("main img[src='x']").count() == 0


def test_search_works_from_disk(browser: Browser, tmp_path: Path) -> None:
    output = tmp_path / "output"
    done = explainer("build", "--source", ROOT, "--output", output, "--offline")
    assert done.returncode == 0, done.stderr
    page = browser.new_page()
    page.goto((output / "search" / "index.html").as_uri() + "?q=what+is+a+leap+second")
    expect(page.locator(RESULTS).first).to_be_visible()
    page.locator(RESULTS).first.click()
    page.wait_for_url("**/leap-seconds/index.html*")
    page.close()
