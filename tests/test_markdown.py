"""What explainers are written with: callouts, timelines, figures, code, formulas and the like."""

from __future__ import annotations

import re
import time
from datetime import UTC
from pathlib import Path

import pytest

from generator.convert.dategrammar import month_number
from generator.diagnostics import GeneratorError
from generator.markdown import fill_links
from generator.model import Body, Page
from generator.parse import Dialect, parse_page
from tests.conftest import Run, put

HEAD = "---\ntitle: T\ndate: 2025-01-01\n---\n\n"
ALL = Dialect(math=True, month=month_number)


def parse(text: str, dialect: Dialect = ALL) -> tuple[Page, Body]:
    return parse_page(HEAD + text, "content/x.md", UTC, "key", dialect)


def intro(text: str, dialect: Dialect = ALL) -> str:
    return parse(text, dialect)[1].intro


def remarks(text: str) -> list[str]:
    """The first lines of all warnings and errors, with their places."""
    try:
        found = parse(text)[0].diagnostics
    except GeneratorError as failure:
        found = failure.diagnostics
    return [f"{one.span.line if one.span else ''} {one.code}: {one.message}" for one in found]


def test_a_callout_is_a_box_with_its_title_in_the_language_of_the_page() -> None:
    html = intro("> [!WARNING]\n> Careful & *slow*.\n>\n> - One\n")
    assert '<div class="callout callout-warning" role="note">' in html
    assert "<p>Careful &amp; <em>slow</em>.</p>" in html
    assert '<p class="callout-title">Warning</p>' in fill_links(html, ())
    german = fill_links(html, (), {"callout_warning": "Warnung <!>"})
    assert '<p class="callout-title">Warnung &lt;!&gt;</p>' in german


def test_the_text_of_a_callout_is_found_without_its_title() -> None:
    assert parse("> [!NOTE]\n> Water does it.\n")[1].intro_text == "Water does it."


def test_an_unknown_callout_stays_a_quote_and_the_nearest_kind_is_named() -> None:
    assert "<blockquote>" in intro("> [!NOTES]\n> Text.\n")
    page, _ = parse("> [!NOTES]\n> Text.\n\n> [!TIP] Text.\n")
    assert [one.hint for one in page.diagnostics] == [
        "did you mean `[!NOTE]`?",
        "begin the text on the next line",
    ]
    assert remarks("> [!NOTES]\n> Text.\n") == [
        "6 unknown-callout: `[!NOTES]` makes no callout here"
    ]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1961", "1961"),
        ("984", "0984"),
        ("2024-06", "2024-06"),
        ("2024-06-19", "2024-06-19"),
        ("19 June 2024", "2024-06-19"),
        ("19th of June, 2024", "2024-06-19"),
        ("June 19, 2024", "2024-06-19"),
        ("Sept. 2024", "2024-09"),
        ("19. Juni 2024", "2024-06-19"),
        ("1er mai 1968", "1968-05-01"),
        ("2 de mayo de 1808", "1808-05-02"),
        ("9.11.1989", "1989-11-09"),
        ("2024年6月19日", "2024-06-19"),
        ("19 июня 2024", "2024-06-19"),
        ("١٩ يونيو ٢٠٢٤", "2024-06-19"),
    ],
)
def test_a_date_that_begins_an_item_is_one_for_machines(written: str, value: str) -> None:
    html = intro(f"- **{written}** One.\n- **{written}:** Two.\n")
    assert html.count(f'<time datetime="{value}">{written}</time></span> ') == 2
    assert '<ol class="timeline">' in html


def test_a_date_need_not_be_bold_when_a_colon_or_dash_ends_it() -> None:
    _, body = parse(
        "- 1914–1999: *Run* by one.\n- May 2000 – Run by [another](https://a.example).\n"
    )
    assert (
        '<time datetime="1914">1914</time>–<time datetime="1999">1999</time></span> <em>Run</em>'
        in body.intro
    )
    assert '<time datetime="2000-05">May 2000</time></span> Run by <a' in body.intro
    assert body.intro_text == "1914–1999: Run by one.\nMay 2000: Run by another."


@pytest.mark.parametrize(
    "text",
    [
        "- 1961: one date alone\n",
        "- 1961: a date\n- and none\n",
        "- 31 June 2024: no such day\n- 1961: one\n",
        "- 1999–1914: backwards\n- 1961: one\n",
        "- 2024 people came\n- 1961 people left\n",
        "- 12 Monkeys 1995: a film\n- 1961: one\n",
        "1. 1961: numbered\n2. 1962: numbered\n",
        "-\n-\n",
    ],
)
def test_a_list_stays_a_list_when_an_item_begins_with_no_date(text: str) -> None:
    html = intro(text)
    assert "timeline" not in html
    assert "<time" not in html


def test_without_a_calendar_english_months_are_known() -> None:
    assert "2024-06" in intro("- June 2024: a\n- 2025: b\n", Dialect())
    assert "timeline" not in intro("- Juni 2024: a\n- 2025: b\n", Dialect())


def test_an_image_alone_with_a_title_is_a_figure_with_caption_and_credit() -> None:
    _, body = parse('![A gate](https://a.example/g.png "The <gate> | Photo: Archive")\n')
    assert body.intro == (
        '<figure class="illustration">\n'
        '<img src="https://a.example/g.png" alt="A gate" loading="lazy">\n'
        '<figcaption><span class="caption">The &lt;gate&gt;</span> '
        '<span class="credit">Photo: Archive</span></figcaption></figure>'
    )
    assert body.intro_text == "A gate\nThe <gate>"


def test_an_image_in_a_text_keeps_its_title_as_a_title() -> None:
    html = intro('See ![A gate](https://a.example/g.png "The gate") here.\n')
    assert 'title="The gate"' in html
    assert "figure" not in html


def test_an_image_without_alternative_text_is_reported_where_it_stands() -> None:
    assert remarks("Text.\n\n![](https://a.example/g.png)\n") == [
        "8 missing-alt: the image `https://a.example/g.png` has no text for those who cannot see it"
    ]


def test_terms_and_meanings_are_a_definition_list() -> None:
    _, body = parse("Lock\n: A *basin*.\n: A door.\n\nSluice\n: An opening.\n")
    assert body.intro.startswith(
        "<dl>\n<dt>Lock</dt>\n<dd>A <em>basin</em>.</dd>\n<dd>A door.</dd>"
    )
    assert body.intro_text == "Lock\nA basin.\nA door.\nSluice\nAn opening."
    assert "<dl" not in intro("The hour is\n12:30 and\n~ roughly\n")


def test_an_abbreviation_is_explained_once_in_each_answer() -> None:
    _, body = parse(
        "The IMO (not IMOs) and the IMO.\n\n## What is the IMO?\n\nThe IMO.\n\n"
        '*[IMO]: The "<Maritime>" Organization\n'
    )
    mark = '<abbr title="The &quot;&lt;Maritime&gt;&quot; Organization">IMO</abbr>'
    assert body.intro == f"<p>The {mark} (not IMOs) and the IMO.</p>"
    assert body.answers == (f"<p>The {mark}.</p>",)
    assert body.answer_texts == ('The IMO (The "<Maritime>" Organization).',)


def test_an_abbreviation_that_stands_nowhere_is_reported() -> None:
    assert remarks("Text.\n\n*[NATO]: North Atlantic Treaty Organization\n") == [
        "8 unused-abbreviation: the abbreviation `NATO` stands nowhere in the text"
    ]


def test_code_is_coloured_and_says_the_same() -> None:
    source = 'def f(x): # <b>\n    return "&" + 1\n'
    _, body = parse(f"```python\n{source}```\n")
    assert '<pre><code class="language-python"><span class="k">def </span>' in body.intro
    shown = re.sub("<[^>]*>", "", body.intro)
    assert shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == source
    assert body.features == ("code",)


@pytest.mark.parametrize("language", ["", "text", "no-such-language", '"><script>'])
def test_code_in_no_known_language_is_plain(language: str) -> None:
    html = intro(f"```{language}\n<b>\n```\n")
    assert html.endswith("&lt;b&gt;\n</code></pre>")
    assert "<span" not in html
    assert "<script" not in html


def test_a_formula_is_mathml_and_searched_as_latex() -> None:
    _, body = parse("So $x^2 < 3$.\n\n$$\n\\frac{a}{b}\n$$\n\n## Why $x$?\n\nYes.\n")
    assert "<msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mn>3</mn>" in body.intro
    assert '<div class="formula" tabindex="0"><math display="block">' in body.intro
    assert body.intro_text == "So x^2 < 3.\n\\frac{a}{b}"


@pytest.mark.parametrize("text", ["It costs $5 or $10.", "A $ b $ c", "\\$x$", "`$x$`"])
def test_a_dollar_is_no_formula(text: str) -> None:
    assert "<math" not in intro(text)


def test_without_the_switch_dollars_are_text() -> None:
    assert intro("So $x^2$.", Dialect()) == "<p>So $x^2$.</p>"


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{background:url(//a.example)}{x}",
        r"\class{\" onclick=\"alert(1)}{x}",
        r"\text{&lt;img src=x onerror=alert(1)&gt;}",
        r"\unicode{x3c}script",
    ],
)
def test_a_formula_cannot_bring_markup_of_its_own(latex: str) -> None:
    html = intro(f"${latex}$")
    tags = re.findall(r"<(/?)(\w+)([^>]*)>", html)
    assert {name for _, name, _ in tags} <= {
        "p",
        "math",
        "mrow",
        "mi",
        "mo",
        "mn",
        "mtext",
        "mstyle",
    }
    assert all(not attributes or attributes == ' display="inline"' for *_, attributes in tags)


def test_a_broken_formula_is_an_error_where_it_stands() -> None:
    assert remarks("Text.\n\nSo $\\frac{$ it is.\n")[0].startswith(
        "8 bad-formula: `\\frac{` is no formula that can be read"
    )


def test_what_is_not_used_asks_for_no_sheet(run: Run, site: Path, tmp_path: Path) -> None:
    put(site / "site.yml", "title: S\nlang: de\nurl: https://example.org/\nmath: true\n")
    put(site / "content" / "eau.md", HEAD + "> [!TIP]\n> Quoi ?\n\nSo $x$.\n")
    done = run("build", "--source", site, "--output", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "features" not in (tmp_path / "out/bread/index.html").read_text()
    page = (tmp_path / "out/eau/index.html").read_text()
    assert re.search(r'<link rel="stylesheet" href="\.\./assets/features\.\w+\.css">', page)
    assert '<p class="callout-title">Tipp</p>' in page
    assert "<math" in page


def test_the_switch_for_formulas_reaches_pages_that_were_cached(
    run: Run, site: Path, tmp_path: Path
) -> None:
    put(site / "content" / "x.md", HEAD + "So $x$.\n")
    # Old enough for the file's times to tell that it is the same, and only the settings are not.
    time.sleep(2.1)
    for switch in ("false", "true"):
        put(site / "site.yml", f"title: S\nmath: {switch}\n")
        assert run("build", "--source", site, "--output", tmp_path / "out").returncode == 0
        has = "<math" in (tmp_path / "out/x/index.html").read_text()
        assert has == (switch == "true")


def test_a_broken_formula_stops_the_build_with_its_place(
    run: Run, site: Path, tmp_path: Path
) -> None:
    put(site / "site.yml", "title: S\nmath: true\n")
    put(site / "content" / "x.md", HEAD + "So $\\frac{$ it is.\n")
    done = run("build", "--source", site, "--output", tmp_path / "out")
    assert done.returncode == 1
    assert "error[bad-formula]: `\\frac{` is no formula that can be read" in done.stderr
    assert "content/x.md:6:5" in done.stderr
    assert not (tmp_path / "out").exists()


def test_the_ledger_knows_answers_as_the_build_does(run: Run, site: Path, tmp_path: Path) -> None:
    put(site / "site.yml", "title: S\nmath: true\n")
    put(
        site / "content" / "x.md",
        HEAD + "## How much?\n\nIt is $x^2$.\n\n- März 1990: a\n- 1991: b\n",
    )
    assert run("ids", "--source", site).returncode == 0
    done = run("build", "--source", site, "--output", tmp_path / "out", "--locked")
    assert done.returncode == 0, done.stderr
