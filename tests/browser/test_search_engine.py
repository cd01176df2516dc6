"""The browser's half of search against Python's, and its form, on pages of their own."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.search.rank import rank
from generator.search.read import Index
from generator.search.results import search
from generator.theme.scripts import shared_scripts
from tests.conftest import ROOT, SHARED
from tests.pages_server import POLICY
from tests.search.site import RECORDS, files_of, record

EVALUATION = SHARED / "search-eval"
WORDS = {
    "search_results_one": "1 question",
    "search_results_many": "{count} questions",
    "search_none": "No question matches.",
    "search_failed": "Search could not be loaded.",
    "search_meant": "Searching for “{meant}” instead of “{word}”.",
    "search_exact": "Search for “{word}” only",
    "search_unquoted": "Nothing has these words together.",
    "search_reset": "Search without filters",
}
HEAD = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Search</title>'
    '<link rel="icon" href="../assets/icon.svg">'
    f'<script type="application/json" id="search-strings">{json.dumps(WORDS)}</script>'
)
SCRIPT = '<script src="../assets/search.js" data-index="search/index.js"></script>'
FORM = (
    '<form role="search" id="search" action="../questions/index.html"'
    ' data-search="../search/index.html"><input type="search" name="q" aria-label="Search"'
)
SUGGESTIONS = (
    ' role="combobox" aria-expanded="false" aria-controls="options">'
    '<ul role="listbox" id="options" aria-label="Suggestions" hidden></ul><p role="status"></p>'
)
RESULTS = """<div id="search-results" hidden><details><summary>Filter</summary>
<label>Sort <select name="sort" form="search"><option value="">-<option>date</select></label>
<label>Tag <select name="tag" form="search"><option value="">Any</select></label>
<label>Language <select name="lang" form="search"><option value="">Any</select></label>
<input type="hidden" name="exact" form="search"></details>
<p role="status"></p><div class="search-notes"></div><ol class="search-list"></ol>
<button class="search-more" type="button" hidden>More</button>
<template><li class="search-item"><h2 class="search-question"></h2><p class="search-excerpt"></p>
<p class="search-meta"><span class="search-explainer"></span> <time></time></p>
<ul class="search-same"></ul></li></template></div>"""
PAGES = {
    "search/index.html": f"{HEAD}<main>{FORM}></form>{RESULTS}</main>{SCRIPT}",
    "other/index.html": f"{HEAD}<header>{FORM}{SUGGESTIONS}</form></header>{SCRIPT}",
    "assets/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
}


class Quiet(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def write_site(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        path = folder / "assets" / "search" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, content in shared_scripts().items():
        (folder / "assets" / name).write_bytes(content)
    for name, text in PAGES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small site's address, under `/repo/`."""
    folder = tmp_path_factory.mktemp("small")
    write_site(folder / "repo", files_of())
    yield from serve(folder)


def serve(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/repo/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda one: problems.append(str(one)))
    opened.on(
        "console",
        lambda one: (
            problems.append(one.text)
            if one.type == "error" and "ERR_INTERNET_DISCONNECTED" not in one.text
            else None
        ),
    )
    yield opened
    context.close()
    assert problems == []


def ready(page: Page) -> None:
    """Waits for the engine and the entry of the index."""
    page.locator("input[type=search]").focus()
    # The policy forbids what waiting for a function needs.
    page.evaluate(
        """new Promise((done) => {
             const look = () =>
               window.explainerSearch ? explainerSearch.ready().then(done) : setTimeout(look, 20);
             look();
           })"""
    )


def test_words_are_split_as_in_python(page: Page, site: str) -> None:
    cases = json.loads((ROOT / "tests/search/words.json").read_text("utf-8"))
    page.goto(site + "search/")
    ready(page)
    found = page.evaluate(
        "texts => texts.map(explainerSearch.words)", [one["text"] for one in cases]
    )
    assert found == [one["words"] for one in cases]


QUERIES = [
    *("why do tides come twice a day", "heat pmup electricty", '"heat pump" moon', "electr", "?!"),
    *("Wärmepumpenversicherung", "behandlung ärztlich", "ضريبة", "青い空", "散乱 光", "impots"),
    *(
        '"heat pump"',
        '"pump heat" cost',
        '"two tides a day" moon',
        "„Krankenversicherung“",
        "«青い»",
    ),
    *(
        "ουρανος",
        "ΟΥΡΑΝΌΣ",
        "IŞIK",
        "ışığı",
        "İstanbul’da",
        "don’t they'd've",
        "👩‍🚀 moon",
        "𠀀𠀁𝒜",
    ),
    *("Versicherungskasse", "tide's", "heat " * 300, "a\0b", "ﬁsh", "moon\u0301"),
    *("embalses vacíos", "the the a", "swimers", "quanto scuola", "spring", "x", "vaccinators "),
]


def test_results_are_those_of_python_to_the_last_place(page: Page, site: str) -> None:
    page.goto(site + "search/")
    ready(page)
    index = Index(files_of().__getitem__)
    for options in ({}, {"tag": "energy"}, {"lang": "de"}, {"sort": "date"}, {"exact": True}):
        found = page.evaluate(
            """async ([texts, options]) => Promise.all(texts.map(async (text) => {
                 const some = await explainerSearch(text, options);
                 return [some.total, some.meant, some.unquoted, some.map(one => [
                   one.url, one.question, one.excerpt, one.explainer, one.score, one.date])];
               }))""",
            [QUERIES, options],
        )
        for text, got in zip(QUERIES, found, strict=True):
            assert got == expected(index, site, text, options), (text, options)


def expected(index: Index, site: str, text: str, options: dict[str, Any]) -> list[object]:
    settings = dict(options)
    by_date = settings.pop("sort", "") == "date"
    found = search(index, text, by_date=by_date, **settings)
    return [
        found.total,
        [[word, list(meant)] for word, meant in found.meant],
        found.unquoted,
        [
            [site + one.path, one.question, one.excerpt, one.explainer, one.score, one.date]
            for one in found.results
        ],
    ]


def test_real_questions_rank_alike_in_python_and_browser(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    if not EVALUATION.is_dir():
        pytest.skip("the evaluation set is not beside this checkout (../shared/search-eval)")
    entries = json.loads((EVALUATION / "records.json").read_text("utf-8"))
    queries = json.loads((EVALUATION / "queries.json").read_text("utf-8"))
    files = files_of(
        tuple(record(f"{one['id']}/#q", one["question"], one["answer"]) for one in entries)
    )
    write_site(tmp_path, files)
    page.goto((tmp_path / "search" / "index.html").as_uri())
    ready(page)
    found = page.evaluate(
        "async (texts) => { const out = []; for (const text of texts)"
        " out.push((await explainerSearch(text)).map(one => [one.page, one.score])); return out; }",
        [one["query"] for one in queries],
    )
    index = Index(files.__getitem__)
    for query, got in zip(queries, found, strict=True):
        ranking = rank(index, query["query"])
        best = [[index.block(one)[0], ranking.scores[one]] for one in ranking.ids[:10]]
        assert got == best, query["query"]


def test_search_page_shows_question_excerpt_title_and_date(page: Page, site: str) -> None:
    page.goto(site + "search/?q=full+moon+sun")
    first = page.locator(".search-item").first
    expect(first.locator("a").first).to_have_text("What is a spring tide?")
    expect(first.locator(".search-excerpt")).to_contain_text("At new and full moon")
    expect(first.locator(".search-meta")).to_contain_text("How tides work")
    assert first.locator("time").get_attribute("datetime") == "2023-02-01"
    assert "full" in first.locator("mark").all_inner_texts()
    assert first.get_attribute("lang") == "en"
    assert page.get_by_role("status").inner_text().endswith("questions")


def test_typed_words_are_kept_in_the_address(page: Page, site: str) -> None:
    page.goto(site + "search/")
    page.locator("input[type=search]").fill("heat pump")
    expect(page.locator(".search-item").first).to_be_visible()
    assert page.url.endswith("?q=heat+pump")


def test_questions_of_one_explainer_stand_together(page: Page, site: str) -> None:
    page.goto(site + "search/?q=heat+pump")
    expect(page.locator(".search-item")).to_have_count(1)
    expect(page.locator(".search-item .search-same a")).to_have_count(1)


def test_correction_is_told_and_can_be_undone(page: Page, site: str) -> None:
    page.goto(site + "search/?q=electricty%20")
    note = page.locator(".search-notes")
    expect(note).to_contain_text("Searching for “electricity” instead of “electricty”.")
    note.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("No question matches.")


def test_filters_narrow_the_results(page: Page, site: str) -> None:
    page.goto(site + "search/?q=what+house+moon")
    expect(page.locator(".search-item").first).to_be_visible()
    page.locator("summary").click()
    page.get_by_label("Tag").select_option("energy")
    page.wait_for_url("**tag=energy*")
    expect(page.locator(".search-meta").first).to_contain_text("Heat pumps at home")
    assert all(
        "/heat/" in one.evaluate("a => a.href") for one in page.locator(".search-item a").all()
    )


def test_address_fills_form_and_filters(page: Page, site: str) -> None:
    page.goto(site + 'search/?q="pump+heat"+cost&sort=date&tag=energy&unknown=1')
    expect(page.locator(".search-item").first).to_contain_text("What does a heat pump cost")
    expect(page.locator(".search-notes")).to_have_text("Nothing has these words together.")
    expect(page.get_by_label("Sort")).to_have_value("date")
    expect(page.get_by_label("Tag")).to_have_value("energy")
    expect(page.get_by_label("Tag").locator("option")).to_have_text(
        ["Any", "energy", "geld", "moon", "sea"]
    )
    expect(page.get_by_label("Sort").locator("option")).to_have_count(2)
    link = page.locator(".search-item a").first.get_attribute("href") or ""
    assert link.endswith("heat/#cost:~:text=That%20depends%20on%20electricity%20prices%20and")


def test_field_suggests_questions_and_keys_choose_one(page: Page, site: str) -> None:
    page.goto(site + "other/")
    field = page.get_by_role("combobox", name="Search")
    field.press_sequentially("spring tide")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("What is a spring tide?")
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    field.press("ArrowDown")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    options.first.evaluate("one => { one.dataset.url = '../search/index.html?q=kept' }")
    field.press("Enter")
    page.wait_for_url("**/search/index.html?q=kept")


def test_enter_without_a_choice_leads_to_the_search_page(page: Page, site: str) -> None:
    page.goto(site + "other/")
    field = page.get_by_role("combobox", name="Search")
    field.fill("tide")
    field.press("Enter")
    page.wait_for_url("**/search/index.html?q=tide")
    expect(page.locator(".search-item").first).to_be_visible()


def test_search_goes_on_without_network_after_first_use(page: Page, site: str) -> None:
    page.goto(site + "search/?q=heat+pump")
    expect(page.locator(".search-item").first).to_be_visible()
    page.context.set_offline(True)
    page.locator("input[type=search]").fill("heat pump cost")
    page.wait_for_url("**pump+cost")
    expect(page.locator(".search-item").first).to_contain_text("cost")
    page.context.set_offline(False)


def test_records_of_the_small_site_are_all_reachable(page: Page, site: str) -> None:
    page.goto(site + "search/")
    ready(page)
    for one in RECORDS:
        urls = page.evaluate(
            "async (text) => (await explainerSearch(text, {limit: 3})).map(one => one.url)",
            one.question,
        )
        assert any(url.split("#")[0] == site + one.path.split("#")[0] for url in urls)
