"""The promises of docs/theming.md that can be read off the files of the themes that come along."""

from __future__ import annotations

import gzip
import re
from dataclasses import fields
from pathlib import Path

import pytest

from generator import views, yamltext
from generator.colours import Scheme, contrast, in_scheme, parse_colour
from generator.theme import built_in_themes, list_themes, load_theme
from generator.wording import languages
from tests.conftest import Run

THEME = built_in_themes() / "default"
STRINGS = Path(__file__).parent.parent / "generator" / "strings"
THEMES = sorted(list_themes(built_in_themes()))
SHEETS = sorted(built_in_themes().glob("[!_]*/st*/**/*.css"))
TOKENS = (THEME / "styles" / "tokens.css").read_text(encoding="utf-8")
GUIDE = (Path(__file__).parent.parent / "docs" / "theming.md").read_text(encoding="utf-8")
TEMPLATES = sorted(built_in_themes().glob("*/templates/**/*.html"))
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


@pytest.mark.parametrize("path", SHEETS, ids=lambda one: f"{one.parts[-3]}/{one.name}")
def test_a_sheet_speaks_of_start_and_end(path: Path) -> None:
    without_comments = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    without_queries = re.sub(r"@media[^{]*{|@page[^}]*}[^}]*}", "", without_comments)
    assert PHYSICAL.findall(without_queries) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda one: f"{one.parts[-3]}/{one.name}")
def test_the_light_scheme_is_the_same_for_browsers_without_light_dark(path: Path) -> None:
    modern, *old = path.read_text(encoding="utf-8").split("@supports not (color: light-dark(")
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w+), #\w+\);", modern)
    assert len(pairs) == 0 or len(old) == 1
    for sheet in old:
        assert set(re.findall(r"--([\w-]+): (#\w+);", sheet)) == set(pairs)


@pytest.mark.parametrize("name", THEMES)
def test_what_a_reader_fetches_of_the_looks_is_small(name: str) -> None:
    assert len(gzip.compress(served_sheet(name), 6, mtime=0)) <= 8000


@pytest.mark.parametrize("name", THEMES)
def test_a_built_in_theme_keeps_to_the_contract(run: Run, name: str) -> None:
    done = run("theme", "check", name)
    assert (done.returncode, done.stderr) == (0, "")
    # Three inks on three grounds in two schemes.
    assert "18 pairs of colours" in done.stdout


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda one: f"{one.parts[-4]}/{one.name}")
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
    names = {path.name for path in TEMPLATES if path.is_relative_to(THEME)} - {"base.html"}
    tokens = set(re.findall(r"^    --([\w-]+):", TOKENS.split("@supports")[0], re.M))
    assert {one for one in names | tokens if f"`{one}`" not in GUIDE} == set()


@pytest.mark.parametrize("name", THEMES)
def test_the_inks_of_code_and_callouts_read_on_every_ground(name: str) -> None:
    tokens = load_theme(name, Path("no-themes-of-a-site")).tokens
    sheet = (THEME / "styles" / "features" / "features.css").read_text(encoding="utf-8")
    inks = dict(re.findall(r"--([\w-]+): (light-dark\([^;]*\));", sheet))
    assert len(inks) == 10
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        for ground in ("paper", "wash", "mark"):
            under = parse_colour(in_scheme(tokens[ground], scheme))
            for ink, value in inks.items():
                over = parse_colour(in_scheme(value, scheme))
                assert under is not None
                assert over is not None
                assert contrast(over, under) >= 4.5, (ink, ground, scheme)
