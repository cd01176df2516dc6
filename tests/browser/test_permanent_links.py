"""Questions are reworded, moved and retired: every old link still leads to its answer."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched
from tests.conftest import ROOT, explainer
from tests.pages_server import served


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of the demo after a year of edits, and its old links with their wordings."""
    site = tmp_path_factory.mktemp("changed")
    for name in ("content", "static"):
        shutil.copytree(ROOT / name, site / name)
    for file in ROOT.glob("*.yml"):
        shutil.copy(file, site)
    explainer("ids", cwd=site)
    options = ("--base-url", "https://example.org/repo/")
    assert explainer("build", *options, cwd=site).returncode == 0
    old = links(site / "output")
    edit(site)
    assert explainer("ids", cwd=site).returncode == 1
    done = explainer("ids", "--fix", cwd=site)
    assert done.returncode == 1, "the retired question is a person's to decide"
    assert explainer("ids", "--retire", "blue-sky/experiment", cwd=site).returncode == 0
    done = explainer("build", "--locked", *options, cwd=site)
    assert done.returncode == 0, done.stderr
    with served(site / "output") as address:
        yield address, old


def links(output: Path) -> dict[str, str]:
    """Every address of a question, in its explainer and alone, with the question's wording."""
    found = {}
    for file in sorted(output.glob("*/index.html")):
        html = file.read_text(encoding="utf-8")
        for identity in re.findall(r'<section class="question" aria-labelledby="([^"]+)"', html):
            found[f"{file.parent.name}/#{identity}"] = identity
            found[f"{file.parent.name}/{identity}/"] = identity
    assert len(found) > 150
    return found


def edit(site: Path) -> None:
    """Rewords two questions, moves one, drops one, and renames an explainer."""
    leap = site / "content" / "leap-seconds.md"
    text = leap.read_text(encoding="utf-8")
    text = text.replace("## What is a leap second?", "## What are leap seconds?")
    text = text.replace("## Do satellite navigation systems use", "## Does GPS know")
    leap.write_text(text, encoding="utf-8")
    tides = site / "content" / "tides.md"
    head, tsunami, rest = re.split(
        r"(?m)^(?=## Is a tsunami|## Will the tides)", tides.read_text(encoding="utf-8")
    )
    tides.write_text(head + rest, encoding="utf-8")
    quakes = site / "content" / "earthquake-magnitude.md"
    quakes.write_text(quakes.read_text(encoding="utf-8") + "\n" + tsunami, encoding="utf-8")
    sky = site / "content" / "blue-sky.md"
    found = re.sub(r"(?ms)^## How can we make a blue sky.*\Z", "", sky.read_text(encoding="utf-8"))
    sky.write_text(found, encoding="utf-8")
    (site / "content" / "kilogram.md").rename(site / "content" / "the-kilogram.md")
    for file in (site / "content").glob("*.md"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("(kilogram.md", "(the-kilogram.md"), encoding="utf-8")


def test_every_old_link_leads_to_its_question(
    browser: Browser, changed: tuple[str, dict[str, str]]
) -> None:
    address, old = changed
    page = browser.new_page()
    moved = {
        "tides/#is-a-tsunami-a-tidal-wave": "earthquake-magnitude/#is-a-tsunami-a-tidal-wave",
        "tides/is-a-tsunami-a-tidal-wave/": "earthquake-magnitude/#is-a-tsunami-a-tidal-wave",
        "kilogram/my-weight/": "the-kilogram/#my-weight",
        "kilogram/#le-grand-k": "the-kilogram/#le-grand-k",
    }
    for link, identity in old.items():
        # Many pages are not touched by the edits: one link of each is enough.
        slug = link.split("/")[0]
        if slug not in ("leap-seconds", "tides", "kilogram", "blue-sky", "earthquake-magnitude"):
            continue
        page.goto("about:blank")
        response = page.goto(address + link)
        assert response is not None
        assert response.status == 200, link
        if link in moved:
            page.wait_for_url(address + moved[link])
        place = page.locator(f'[id="{identity}"]')
        if slug == "kilogram":
            page.wait_for_url(re.compile("/the-kilogram/"))
        expect(place).to_have_count(1)
        expect(place).to_be_visible()
    page.close()


def test_the_notice_of_a_retired_question_is_seen_by_who_follows_its_link(
    browser: Browser, changed: tuple[str, dict[str, str]]
) -> None:
    address, _ = changed
    page = browser.new_page()
    page.goto(address + "blue-sky/")
    notice = page.locator("#experiment")
    expect(notice).to_be_hidden()
    page.goto(address + "blue-sky/experiment/")
    page.wait_for_url(address + "blue-sky/#experiment")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("no longer answered here")
    page.close()


def test_without_script_a_notice_shows_the_way(
    browser: Browser, changed: tuple[str, dict[str, str]]
) -> None:
    address, _ = changed
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "tides/#is-a-tsunami-a-tidal-wave")
    notice = page.locator(".moved:target")
    expect(notice).to_be_visible()
    notice.get_by_role("link", name="Is a tsunami a tidal wave?").click()
    expect(page).to_have_url(address + "earthquake-magnitude/#is-a-tsunami-a-tidal-wave")
    page.goto(address + "kilogram/")
    page.wait_for_url(address + "the-kilogram/")
    context.close()


def test_a_link_is_copied_by_key_and_by_touch_and_shown_without_script(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(has_touch=True, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "tides/")
    link = page.locator("a[rel=bookmark]").first
    link.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    button = page.locator(".copy-link").first
    expect(button).to_have_text("Link copied")
    assert copied(page) == address + "tides/cause/"
    page.locator(".copy-link").nth(1).tap()
    expect(page.locator(".copy-link").nth(1)).to_have_text("Link copied")
    assert copied(page) == address + "tides/far-side/"
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "tides/")
    expect(page.locator(".copy-link")).to_have_count(0)
    page.get_by_role("link", name="Link to this question").first.click()
    expect(page).to_have_url(address + "tides/cause/")
    expect(page.get_by_role("link", name="https://example.org/repo/tides/cause/")).to_be_visible()
    context.close()


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_a_questions_page_stands_alone(watched: Watched) -> None:
    page = watched.open("leap-seconds/what-goes-wrong-when-a-second-is-inserted/")
    expect(page.locator("h1")).to_have_text("What goes wrong when a second is inserted?")
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical == "https://example.org/repo/leap-seconds/"
    shared = page.locator("meta[property='og:url']").get_attribute("content")
    assert shared == f"{canonical}what-goes-wrong-when-a-second-is-inserted/"
    # Its notes stand in the explainer.
    page.locator(".note-ref a").first.click()
    expect(page).to_have_url(re.compile(r"/leap-seconds/#note-\d+$"))
    page.go_back()
    page.get_by_role("link", name="Read the whole explainer").click()
    expect(page).to_have_url(re.compile("/leap-seconds/#what-goes-wrong"))
