"""The preview as an author sees it: real saves, a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ROOT, put
from tests.preview.running import Preview, previewing

# The page was not loaded anew if what a test left in its window is still there.
MARK = "window.unloaded = false"
IS_SAME = "window.unloaded === false"
TWICE = "Three minutes.\n\n## And coffee?\n<!-- q\nid: how-long\n-->\n\nFour.\n"
FOOTER = "themes/own/templates/partials/footer.html"


@pytest.fixture
def preview(site: Path) -> Iterator[Preview]:
    long = "\n\n".join(f"Paragraph {number} of the answer." for number in range(60))
    with (site / "content" / "tea.md").open("a") as file:
        file.write(
            f"\n## Who drank it first?\n\n{long}\n\n## Why is it green?\n\nIt is not heated.\n"
        )
    with previewing(site) as running:
        yield running


@pytest.fixture
def page(browser: Browser, preview: Preview) -> Iterator[Page]:
    errors: list[str] = []
    opened = browser.new_page(viewport={"width": 1000, "height": 700})
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
    show(opened, preview, "tea/")
    yield opened
    opened.close()
    # The browser itself reports the status of a page that is not there (yet).
    assert [one for one in errors if "status of" not in one] == []


def show(page: Page, preview: Preview, path: str) -> None:
    page.goto(preview.address + path)
    expect(page.locator("explainer-preview aside")).to_be_visible()
    page.evaluate(MARK)


def edit(site: Path, old: str, new: str, name: str = "content/tea.md") -> None:
    text = (site / name).read_text()
    assert old in text
    (site / name).write_text(text.replace(old, new))


def test_a_save_changes_the_text_without_a_reload(page: Page, site: Path) -> None:
    edit(site, "Ninety-five degrees", "Ninety degrees")

    expect(page.locator("main")).to_contain_text("Ninety degrees")
    assert page.evaluate(IS_SAME)


def test_the_focus_and_the_selection_stay(page: Page, site: Path) -> None:
    page.evaluate("window.scrollTo(0, 900)")
    page.locator("main a[href]").first.evaluate("one => one.focus({ preventScroll: true })")
    page.evaluate(
        """() => {
          const words = [...document.querySelectorAll("main p")].find((one) =>
            one.textContent.includes("Paragraph 7 "));
          getSelection().selectAllChildren(words);
        }"""
    )
    page.evaluate("window.focused = document.activeElement")

    edit(site, "title: How to make tea", "title: How tea is made")

    expect(page).to_have_title("How tea is made – Small")
    assert page.evaluate("focused.matches('main a') && focused === document.activeElement")
    assert page.evaluate("getSelection().toString()") == "Paragraph 7 of the answer."
    assert page.evaluate(IS_SAME)


def test_what_a_script_put_into_the_page_stays(page: Page, site: Path) -> None:
    page.evaluate(
        """() => {
          const made = document.createElement("dialog");
          made.id = "by-a-script";
          made.textContent = "open";
          document.querySelector("main").prepend(made);
          made.show();
          document.documentElement.dataset.byScript = "yes";
        }"""
    )

    edit(site, "Ninety-five degrees", "Ninety degrees")

    expect(page.locator("main")).to_contain_text("Ninety degrees")
    expect(page.locator("#by-a-script")).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.byScript") == "yes"


def test_the_changed_answer_comes_into_view_and_flashes_once(page: Page, site: Path) -> None:
    page.evaluate(
        """() => {
          window.flashed = [];
          const animate = Element.prototype.animate;
          Element.prototype.animate = function (...given) {
            window.flashed.push(this.textContent);
            return animate.apply(this, given);
          };
        }"""
    )
    edit(site, "It is not heated.", "It is steamed, not heated.")

    expect(page.locator("text=It is steamed")).to_be_in_viewport()
    assert page.evaluate("window.flashed") == ["It is steamed, not heated."]


def test_with_reduced_motion_nothing_flashes(
    browser: Browser, preview: Preview, site: Path
) -> None:
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 1000, "height": 700})
    show(page, preview, "tea/")
    page.evaluate("() => { Element.prototype.animate = () => { window.flashed = true; }; }")

    edit(site, "It is not heated.", "It is steamed, not heated.")

    expect(page.locator("text=It is steamed")).to_be_in_viewport()
    assert page.evaluate("window.flashed") is None
    page.close()


def test_a_new_and_a_removed_question_leave_the_others_alone(page: Page, site: Path) -> None:
    page.evaluate("document.querySelector('#how-long').mine = true")

    edit(site, "## How hot", "## What is it?\n\nLeaves.\n\n## How hot")
    expect(page.locator("#what-is-it")).to_be_visible()
    assert page.evaluate("document.querySelector('#how-long').mine") is True

    edit(site, "## What is it?\n\nLeaves.\n\n", "")
    expect(page.locator("#what-is-it")).to_have_count(0)
    assert page.evaluate("document.querySelector('#how-long').mine") is True
    assert page.evaluate(IS_SAME)


def test_a_new_question_gets_what_the_scripts_of_the_theme_give(page: Page, site: Path) -> None:
    count = page.locator(".copy-link").count()
    edit(site, "## How long does", "## Why tea?\n\nIt is warm.\n\n## How long does")

    fresh = page.locator("section", has_text="It is warm.").last
    expect(fresh.locator(".copy-link")).to_have_count(1)
    expect(page.locator(".copy-link")).to_have_count(count + 1)
    fresh.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 100)")
    expect(page.locator('.question-list a[aria-current="true"]')).to_have_text("Why tea?")


def test_a_style_applies_without_a_reload(page: Page, site: Path) -> None:
    edit(site, "title: Small\n", 'title: Small\ntokens: {paper: "#123456"}\n', "site.yml")

    expect(page.locator("html")).to_have_css("--paper", "#123456")
    expect(page.locator('link[rel="stylesheet"]')).to_have_count(1)
    assert page.evaluate(IS_SAME)


def test_a_picture_under_the_same_address_is_loaded_again(page: Page, site: Path) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="10"/>'
    put(site / "static" / "leaf.svg", drawing.format(20))
    edit(site, "An introduction", "![A leaf](/leaf.svg)\n\nAn introduction")
    image = page.locator('main img[alt="A leaf"]')
    expect(image).to_have_js_property("naturalWidth", 20)

    put(site / "static" / "leaf.svg", drawing.format(30))

    expect(image).to_have_js_property("naturalWidth", 30)
    assert page.evaluate(IS_SAME)


def test_problems_lie_over_the_last_good_page_until_they_are_mended(page: Page, site: Path) -> None:
    edit(site, "(bread.md#rise)", "(broad.md)")
    edit(site, "title: Why bread rises", "titel: Why bread rises", "content/bread.md")

    box = page.locator("explainer-preview .problems")
    expect(box).to_contain_text("titel")
    expect(box.locator("li")).not_to_have_count(0)
    expect(box.get_by_text("content/bread.md:2")).to_have_attribute(
        "href", f"vscode://file{site.resolve()}/content/bread.md:2:1"
    )
    expect(box.locator("pre mark").first).to_have_text("titel")
    expect(page.locator("main")).to_contain_text("Ninety-five degrees")

    edit(site, "titel: Why bread rises", "title: Why bread rises", "content/bread.md")
    edit(site, "(broad.md)", "(bread.md#rise)")
    expect(box).to_have_count(0)
    assert page.evaluate(IS_SAME)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        pytest.param(
            FOOTER, "</footer>", "</footer>{% if %}", "partials/footer.html:", id="template"
        ),
        pytest.param("content/tea.md", "tags: [kitchen]", "tags: [kitchen", "tea.md:", id="yaml"),
        pytest.param("content/tea.md", "bread.md#rise", "broad.md", "tea.md:10", id="broken link"),
        pytest.param("content/tea.md", "Three minutes.", TWICE, "how-long", id="id twice"),
        pytest.param("site.yml", "title: Small", "title: [Small", "site.yml:", id="site.yml"),
    ],
)
def test_each_kind_of_mistake_is_shown_and_gone_when_mended(
    browser: Browser, site: Path, name: str, old: str, new: str, said: str
) -> None:
    take_theme(site)
    with previewing(site) as preview:
        page = browser.new_page()
        show(page, preview, "tea/")
        edit(site, old, new, name)
        box = page.locator("explainer-preview .problems")
        expect(box).to_contain_text(said)
        expect(page.locator("main")).to_contain_text("Ninety-five degrees")

        edit(site, new, old, name)
        expect(box).to_have_count(0)
        assert page.evaluate(IS_SAME)
        page.close()


def test_a_deleted_theme_is_said_and_served_again_when_it_is_back(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    take_theme(site)
    with previewing(site) as preview:
        page = browser.new_page()
        show(page, preview, "tea/")
        shutil.move(site / "themes" / "own", tmp_path / "aside")
        box = page.locator("explainer-preview .problems")
        expect(box).to_contain_text("`own`")

        shutil.move(tmp_path / "aside", site / "themes" / "own")
        expect(box).to_have_count(0)
        assert page.evaluate(IS_SAME)
        page.close()


def take_theme(site: Path) -> None:
    """Gives the site a theme of its own with one template."""
    put(site / "themes" / "own" / "theme.yml", "extends: default\n")
    put(site / FOOTER, (ROOT / "themes/default/templates/partials/footer.html").read_text())
    edit(site, "title: Small", "title: Small\ntheme: own", "site.yml")


def test_what_keeps_the_site_from_being_built_stands_above_warnings(page: Page, site: Path) -> None:
    put(site / "content" / "a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n\n## What?\n")
    edit(site, "tea.md", "nowhere.md", "content/bread.md")

    first = page.locator("explainer-preview .problems li").first
    expect(first).to_contain_text("error[missing-page]")
    expect(page.locator("explainer-preview .problems")).to_contain_text("warning[")


def test_problems_show_on_a_page_that_is_opened_later(
    page: Page, preview: Preview, site: Path
) -> None:
    edit(site, "title: Small", "titel: Small", "site.yml")
    expect(page.locator("explainer-preview .problems")).to_be_visible()

    page.goto(preview.address + "bread/")

    expect(page.locator("explainer-preview .problems")).to_contain_text("titel")
    page.locator("explainer-preview .problems button").click()
    expect(page.locator("explainer-preview .problems")).to_have_count(0)


def test_markup_in_a_problem_is_shown_and_never_run(page: Page, site: Path) -> None:
    edit(site, "title: Small", 'title: Small\n"<img src=x onerror=window.run=1>": 1', "site.yml")

    expect(page.locator("explainer-preview .problems")).to_contain_text("<img src=x")
    assert page.evaluate("window.run") is None


def test_a_site_that_was_never_built_appears_when_it_is_mended(
    browser: Browser, site: Path
) -> None:
    edit(site, "title: Small", "titel: Small", "site.yml")
    with previewing(site) as preview:
        page = browser.new_page()
        page.goto(preview.address + "repo/tea/")
        expect(page.locator("explainer-preview .problems")).to_contain_text("titel")
        edit(site, "titel: Small", "title: Small", "site.yml")
        expect(page.locator("h1")).to_have_text("How to make tea")
        page.close()


def test_a_saved_page_that_is_not_shown_is_offered(page: Page, site: Path) -> None:
    edit(site, "Yeast makes gas", "Yeast makes carbon dioxide", "content/bread.md")

    page.locator("explainer-preview .offer a").click()

    expect(page.locator("main")).to_contain_text("carbon dioxide")


def test_the_strip_names_file_weight_and_marks(page: Page, site: Path) -> None:
    strip = page.locator("explainer-preview .strip")
    expect(strip).to_contain_text("content/tea.md")
    expect(strip).to_contain_text("kB")
    expect(strip).to_contain_text("no source")

    edit(site, "tags: [kitchen]", "tags: [kitchen]\ndraft: true\nsource: Tea board")

    expect(strip).to_contain_text("draft")
    expect(strip).not_to_contain_text("no source")
    strip.get_by_role("button").click()
    expect(strip).to_have_count(0)


def test_what_takes_long_to_find_is_marked_when_there_is_time(page: Page, site: Path) -> None:
    text = (site / "content" / "tea.md").read_text().replace("id: how-long\n", "")
    put(site / "content" / "tea-again.md", text.replace("How to make tea", "Tea, once more"))
    strip = page.locator("explainer-preview aside")

    page.goto(page.url.replace("/tea/", "/tea-again/"))
    expect(strip).to_contain_text("asked twice?", timeout=30_000)
    strip.locator("summary").press("Enter")

    expect(strip.locator("details[open] ul")).to_contain_text("may ask the same")


def test_an_unknown_page_appears_when_it_is_written(
    page: Page, preview: Preview, site: Path
) -> None:
    page.goto(preview.address + "later/")
    put(
        site / "content" / "later.md",
        "---\ntitle: Later\ndate: 2020-01-01\n---\n\n## Why?\n\nSo.\n",
    )

    expect(page.locator("h1")).to_have_text("Later")


def test_a_page_catches_up_after_the_preview_was_started_anew(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    with previewing(site) as first:
        show(page, first, "tea/")
        port = str(first.port)
    edit(site, "Ninety-five degrees", "Ninety degrees")
    expect(page.locator("explainer-preview .away")).to_be_visible()

    with previewing(site, "--port", port):
        expect(page.locator("main")).to_contain_text("Ninety degrees")
        expect(page.locator("explainer-preview .away")).to_have_count(0)
        page.close()


MORPHS = {
    "text": ("<p>a</p>", "<p>b</p>"),
    "attributes": ('<p class="a" id="x">a</p>', '<p id="x" lang="de">a</p>'),
    "inserted first": ("<p>b</p><p>c</p>", "<p>a</p><p>b</p><p>c</p>"),
    "inserted between": ("<p>a</p><p>c</p>", "<p>a</p><p>b</p><p>c</p>"),
    "inserted last": ("<p>a</p>", "<p>a</p><h2>b</h2>c"),
    "removed": ("<p>a</p><h2>b</h2><p>c</p>", "<p>c</p>"),
    "all removed": ("<p>a</p>text<p>b</p>", ""),
    "from nothing": ("", "<p>a</p> <p>b</p>"),
    "moved": ('<p id="a">a</p><p id="b">b</p>', '<p id="b">b</p><p id="a">a!</p>'),
    "another element": ("<p>a</p><p>b</p>", "<ul><li>a</li></ul><p>b</p>"),
    "nested": (
        "<ul><li>a</li><li>b <b>c</b></li></ul>",
        "<ul><li>b <b>d</b> e</li><li>f</li></ul>",
    ),
    "comments": ("<!-- a --><p>a</p>", "<p>a</p><!-- b -->"),
    "table": (
        "<table><tbody><tr><td>1</td></tr></tbody></table>",
        "<table><thead><tr><th>n</th></tr></thead><tbody><tr><td>2</td></tr></tbody></table>",
    ),
    "all at once": (
        '<h2 id="a">A?</h2><p>x</p><h2 id="b">B?</h2><p>y</p><h2 id="c">C?</h2><p>z</p>',
        '<h2 id="c">C!</h2><p>z</p><h2 id="d">D?</h2><p>x</p><h2 id="a">A?</h2><p>y2</p>',
    ),
}


@pytest.mark.parametrize("by_script", [False, True])
@pytest.mark.parametrize("case", MORPHS)
def test_a_morphed_page_is_the_new_one(page: Page, case: str, by_script: bool) -> None:
    """What a script has put into the page stays, everything else is as if loaded anew."""
    before, after = MORPHS[case]
    found = page.evaluate(
        """async ([before, after, byScript]) => {
          const { morph } = await import("/_preview/morph.js");
          const parse = (html) => new DOMParser().parseFromString(html, "text/html").body;
          const live = parse(before);
          for (const one of byScript ? [live, ...live.querySelectorAll("p, li")] : []) {
            one.prepend(Object.assign(document.createElement("mark"), { textContent: "script" }));
          }
          morph(live, parse(before), parse(after));
          for (const one of live.querySelectorAll("mark")) one.remove();
          return live.innerHTML;
        }""",
        [before, after, by_script],
    )
    assert found == after


def test_an_article_becomes_a_page_in_the_browser(
    browser: Browser, preview: Preview, site: Path, tmp_path: Path
) -> None:
    """By keyboard and without JavaScript: paste nothing, choose a file, tick, name, save."""
    article = tmp_path / "glass.txt"
    put(
        article,
        "Why glass breaks\n\nA window holds a storm and falls to a pebble.\n\n"
        "What makes glass brittle?\n\nIts atoms stand in no order and cannot glide.\n\n"
        "Why does a scratch matter?\n\nStress gathers at its tip.\n\nA closing thought\n\n"
        "Old glass is no softer.\n",
    )
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    opened = context.new_page()
    opened.goto(preview.address.replace("/repo/", "/_convert/"))
    opened.get_by_role("button", name="Convert").click()
    expect(opened.get_by_role("alert")).to_contain_text("there is nothing to convert")
    opened.locator("#file").set_input_files(article)
    opened.get_by_role("button", name="Convert").click()
    expect(opened.locator("input[name=asks]:checked")).to_have_count(2)
    line = opened.locator("li.answer, li.dropped").filter(has_text="Stress gathers")
    line.locator("input").check()
    opened.get_by_label("Title").fill("Why glass breaks so easily")
    opened.get_by_label("Published").fill("2025-01-02T03:04")
    opened.get_by_role("button", name="Look again").click()
    expect(opened.locator("pre")).to_contain_text("## Stress gathers at its tip.")
    width = opened.evaluate("document.documentElement.scrollWidth")
    opened.get_by_role("button", name="Save").press("Enter")
    expect(opened.get_by_role("heading", level=1)).to_have_text("Why glass breaks so easily")
    context.close()
    assert width <= 390
    assert "date: 2025-01-02T03:04" in (site / "content" / "why-glass-breaks.md").read_text()
