"""The promises of docs/theming.md that can be read off the default theme's files."""

from __future__ import annotations

import gzip
import re
from dataclasses import fields
from pathlib import Path

import pytest

from generator import views, yamltext
from generator.frames import languages
from generator.theme import built_in_themes, load_theme

THEME = built_in_themes() / "default"
STRINGS = Path(__file__).parent.parent / "generator" / "strings"
STYLES = {one.name: one.read_text(encoding="utf-8") for one in (THEME / "styles").glob("*.css")}
SHEET = STYLES["tokens.css"] + "".join(STYLES.values())
GUIDE = (Path(__file__).parent.parent / "docs" / "theming.md").read_text(encoding="utf-8")
TEMPLATES = sorted((THEME / "templates").rglob("*.html"))
# CSS that speaks of left and right instead of start and end.
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|width|height|(?:min|max)-(?:width|height))\s*:"
)


def served_sheet(name: str) -> bytes:
    theme = load_theme(name, Path("no-themes-of-a-site"))
    return next(one.content for one in theme.static if one.name == "style.css")


def words(lang: str) -> dict[str, object]:
    text = (STRINGS / f"{lang}.yml").read_text(encoding="utf-8")
    return dict(yamltext.parse_yaml(text, f"{lang}.yml").data)


def places(text: object) -> set[str]:
    return set(re.findall(r"{\w+}", str(text)))


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    pairs = [one * 2 for one in digits] if len(digits) == 3 else re.findall("..", digits)
    parts = [int(one, 16) / 255 for one in pairs]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("lang", sorted(set(languages()) - {"en"}))
def test_every_language_has_the_english_words_with_the_same_places(lang: str) -> None:
    english, own = words("en"), words(lang)
    assert list(own) == list(english)
    assert {key: places(own[key]) for key in own} == {key: places(english[key]) for key in english}


def test_templates_use_only_words_that_exist() -> None:
    used = {
        name
        for path in TEMPLATES
        for name in re.findall(r"\bt\.(\w+)", path.read_text(encoding="utf-8"))
    }
    listed = {
        name
        for path in TEMPLATES
        for name in re.findall(r"'(search_\w+)'", path.read_text(encoding="utf-8"))
    }
    assert used | (listed - {"search_words"}) <= words("en").keys()


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash", "mark"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "accent"])
def test_text_has_a_contrast_of_at_least_4_5(ink: str, ground: str, scheme: int) -> None:
    pairs = dict(re.findall(r"--([\w-]+): light-dark\(([^)]*)\);", SHEET.split("@supports")[0]))
    colours = {name: pair.split(", ")[scheme] for name, pair in pairs.items()}
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_the_light_scheme_is_the_same_for_browsers_without_light_dark() -> None:
    modern, old = SHEET.split("@supports not (color: light-dark(#000, #fff))")[:2]
    light = {
        name: pair.split(", ")[0]
        for name, pair in re.findall(r"--([\w-]+): light-dark\(([^)]*)\);", modern)
    }
    assert dict(re.findall(r"--([\w-]+): (#\w+);", old.split("data-scheme")[0])) == light


def test_the_sheet_is_small_and_speaks_of_start_and_end() -> None:
    assert len(gzip.compress(served_sheet("default"), 9, mtime=0)) <= 8000
    without_comments = re.sub(r"/\*.*?\*/", "", SHEET, flags=re.S)
    without_queries = re.sub(r"@media[^{]*{|@page[^}]*}[^}]*}", "", without_comments)
    assert PHYSICAL.findall(without_queries) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_to_the_content_policy(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|https?://|javascript:", text)
    for attributes in re.findall(r"<script([^>]*)>", text):
        assert "src=" in attributes or 'type="application/' in attributes


@pytest.mark.parametrize(
    "view",
    [*views.View.__args__, views.Frame, views.Head, views.QuestionView, views.Pager],
    ids=lambda view: view.__name__,
)
def test_the_docs_name_every_field_that_templates_see(view: type) -> None:
    named = set(re.findall(r"`([a-z_]+)`", GUIDE))
    # The digest is the program's own.
    assert {one.name for one in fields(view)} - {"digest"} <= named


def test_the_docs_name_every_template_and_token() -> None:
    names = {path.name for path in TEMPLATES} - {"base.html"}
    tokens = set(re.findall(r"^    --([\w-]+):", SHEET.split("@supports")[0], re.M))
    assert {one for one in names | tokens if f"`{one}`" not in GUIDE} == set()
