"""Every theme that comes along, in a real browser: what its sheet promises and no markup shows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from generator.theme import built_in_themes, list_themes
from tests.browser.conftest import Watched
from tests.conftest import ROOT, explainer
from tests.pages_server import served

THEMES = sorted(list_themes(built_in_themes()))
KINDS = {
    "home": "",
    "explainer": "leap-seconds/",
    "parts": "unicode/",
    "plain": "about/",
    "tag": "tags/science/",
    "tags": "tags/",
    "questions": "questions/",
    "search": "search/",
    "arabic": "arabic/",
    "404": "nothing/here",
}
SIDEWAYS = "(one => one.scrollWidth - one.clientWidth)(document.documentElement)"
AXE = """axe.run({rules: {'target-size': {enabled: true}}}).then(
  one => one.violations.map(v => v.id + ' ' + v.nodes[0].html))"""
# What has the focus, and what of it lies below the sticky bar or outside of the window.
FOCUS = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const bar = document.querySelector('.question-bar');
  const edge = bar && !bar.contains(one) && getComputedStyle(bar).display !== 'none'
    ? bar.getBoundingClientRect() : {top: -1, bottom: 0};
  const stuck = edge.top <= 0.5 && edge.bottom > 0;
  return {name: one.textContent.trim().slice(0, 40) || one.name, body: one === document.body,
    hidden: stuck && box.top < edge.bottom - 1 || box.bottom > innerHeight + 1,
    ring: parseFloat(getComputedStyle(one).outlineWidth)};
}"""
# How the question that a link leads to looks, and how another one does.
LOOKS = """() => {
  const looks = question => ['', '::before'].map(pseudo => {
    const one = getComputedStyle(question, pseudo);
    return [one.backgroundColor, one.outlineStyle, one.content].join();
  }).join();
  return [':has(:target)', ':not(:has(:target))'].map(
    one => looks(document.querySelector('.question' + one)));
}"""
ARABIC = """---
title: كيف ترفع الأهوسة السفن؟
kicker: قنوات
lang: ar
date: 2024-06-19
updated: 2024-07-01
lead: يفصل الهويس بين مستويين من الماء.
summary: [تدخل السفينة من الأسفل., تُغلق البوابة خلفها.]
tags: [science]
---

يفصل الهويس بين مستويين من الماء.

## ما هو الهويس؟

تدخل السفينة من الأسفل، ثم تُغلق البوابة خلفها.[^a]

## من أين يأتي الماء؟

من الأعلى.

## كم يدوم العبور؟

ربع ساعة.

[^a]: https://example.org/locks "دليل الأهوسة"
"""


@pytest.fixture(scope="module", params=THEMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo in one of the themes, with an explainer in Arabic; its address."""
    folder = tmp_path_factory.mktemp(request.param)
    for name in ("content", "static", "ledger"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    for path in ROOT.glob("*.yml"):
        shutil.copy(path, folder)
    (folder / "content" / "arabic.md").write_text(ARABIC, encoding="utf-8")
    settings = (ROOT / "site.yml").read_text(encoding="utf-8") + f"\ntheme: {request.param}\n"
    (folder / "site.yml").write_text(settings, encoding="utf-8")
    done = explainer("build", "--source", folder, "--base-url", "https://example.org/repo/")
    assert done.returncode == 0, done.stderr
    with served(folder / "output") as address:
        yield address


def opened(browser: Browser, address: str, **options: Any) -> Page:
    page = browser.new_context(reduced_motion="reduce", **options).new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_open_to_everyone_at_every_width(
    browser: Browser, site: str, kind: str, axe: str
) -> None:
    """No violation in axe, targets of 24 px, no sideways scrolling, no error, no foreign host."""
    found: list[str] = []
    for width, scheme in ((320, "dark"), (1280, "light")):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        page = Watched(context.new_page(), site)
        wide = page.open(KINDS[kind]).evaluate(SIDEWAYS)
        if wide > 0:
            found.append(f"{wide} px too wide in {width} px")
        found += [one for one in page.errors if "status of 404" not in one]
        found += [f"foreign: {one}" for one in page.foreign]
        page.page.evaluate(axe)
        violations = page.page.evaluate(AXE)
        found += [f"axe at {width} px, {scheme}: {one}" for one in violations]
        context.close()
    assert found == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_focus_is_always_seen(browser: Browser, site: str, width: int) -> None:
    page = opened(browser, site + "unicode/", viewport={"width": width, "height": 700})
    faults, seen = [], 0
    for _ in range(400):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["body"]:
            break
        seen += 1
        if focus["hidden"] or focus["ring"] < 3:
            faults.append(json.dumps(focus))
    page.context.close()
    assert seen > 40
    assert faults == []


def test_an_anchor_lands_below_the_bar_and_is_marked(browser: Browser, site: str) -> None:
    page = opened(browser, site + "unicode/#utf-8", viewport={"width": 360, "height": 700})
    top, bar = page.evaluate(
        "[document.querySelector(':target').getBoundingClientRect().top,"
        " document.querySelector('.question-bar').getBoundingClientRect().bottom]"
    )
    assert bar == pytest.approx(48, abs=2)
    assert bar < top < 350
    looks, others = page.evaluate(LOOKS)
    page.context.close()
    assert looks != others


def test_the_list_marks_where_the_reader_is(browser: Browser, site: str) -> None:
    page = opened(browser, site + "unicode/", viewport={"width": 1440, "height": 900})
    page.evaluate("document.getElementById('mojibake').scrollIntoView({block: 'start'})")
    page.mouse.wheel(0, 40)
    page.wait_for_function("document.querySelector('nav a[aria-current=true]')")
    current = page.eval_on_selector_all(
        "nav a[aria-current=true]", "all => [...new Set(all.map(one => one.hash))]"
    )
    visible = page.eval_on_selector_all(
        "nav a[aria-current=true]",
        "all => all.filter(one => { const b = one.getBoundingClientRect();"
        " return b.height && b.top >= -1 && b.bottom <= innerHeight + 1; }).length",
    )
    page.context.close()
    assert current == ["#mojibake"]
    assert visible >= 1


def test_what_is_emphasised_looks_so(browser: Browser, site: str) -> None:
    page = opened(browser, site + "unicode/")
    style = "getComputedStyle(document.querySelector('.prose em')).fontStyle"
    assert page.evaluate(style) == "italic"
    page.context.close()


def test_arabic_runs_from_the_right_and_paper_bears_no_bars(browser: Browser, site: str) -> None:
    page = opened(browser, site + "arabic/", viewport={"width": 1280, "height": 900})
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.get_attribute("html", "lang") == "ar"
    right = page.evaluate("document.querySelector('.question p').getBoundingClientRect().right")
    start = page.evaluate("getComputedStyle(document.querySelector('.question p')).textAlign")
    page.emulate_media(media="print")
    hidden = page.eval_on_selector_all(
        ".question-bar, .search-form, .menu, .scheme-switch, .site-footer, .skip",
        "all => all.filter(one => one.getClientRects().length).map(one => one.className)",
    )
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.context.close()
    assert right > 640
    assert start in ("start", "right")
    assert hidden == []
    assert ground == "rgba(0, 0, 0, 0)"


def test_paper_shows_the_whole_list_of_questions(browser: Browser, site: str) -> None:
    page = opened(browser, site + "unicode/", viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => {
          const columns = document.querySelector('.question-list ol').getBoundingClientRect();
          return [...document.querySelectorAll('.question-list :is(.part-name, a)')].filter(
            one => one.getBoundingClientRect().left < columns.left - 1).length;
        }"""
    )
    assert cut == 0
    page.context.close()


def test_high_contrast_keeps_numbers_and_borders(browser: Browser, site: str) -> None:
    page = opened(
        browser,
        site + "leap-seconds/",
        viewport={"width": 1280, "height": 900},
        forced_colors="active",
    )
    shown = page.evaluate(
        "[...document.querySelectorAll('.question-list a')].map(one =>"
        " getComputedStyle(one, '::before').content !== 'none')"
    )
    colours = page.evaluate(
        "(one => [one.color, one.backgroundColor])(getComputedStyle(document.body))"
    )
    page.context.close()
    assert all(shown)
    assert colours[0] != colours[1]


def test_a_theme_reads_well_without_javascript(browser: Browser, site: str) -> None:
    page = opened(browser, site + "leap-seconds/", java_script_enabled=False)
    shown = page.locator(".question .prose")
    assert shown.count() == 8
    assert all(one.is_visible() for one in shown.all())
    # What could not work without the script is not shown.
    assert not page.locator(".scheme-switch").is_visible()
    page.context.close()
