"""Themes: which file wins, what becomes of sheets, and what is said of faults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic, GeneratorError
from generator.theme import LAYERS, Theme, list_themes, load_theme, theme_files
from generator.theme.sheets import join_sheets, tokens_of


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def sheet_of(theme: Theme) -> str:
    return next(one.content for one in theme.static if one.name == "style.css").decode()


def problem_of(failure: pytest.ExceptionInfo[GeneratorError]) -> Diagnostic:
    (problem,) = failure.value.diagnostics
    return problem


def test_a_partial_comes_from_the_site_then_the_theme_then_its_parent(tmp_path: Path) -> None:
    themes = write(
        tmp_path / "themes",
        {
            "harbour/theme.yml": "extends: coast\n",
            "harbour/templates/a.html": "harbour",
            "coast/theme.yml": "extends: default\n",
            "coast/templates/a.html": "coast",
            "coast/templates/b.html": "coast {% include 'a.html' %}",
            "default/templates/partials/footer.html": "the site's own foot",
        },
    )
    theme = load_theme("harbour", themes)
    assert theme.render("b.html", {}) == "coast harbour"
    assert theme.render("partials/footer.html", {}) == "the site's own foot"
    assert "partials/head.html" in theme.sources
    origin = theme_files("harbour", "templates", themes)
    assert (origin["a.html"].theme, origin["b.html"].theme) == ("harbour", "coast")
    assert origin["b.html"].shown == "themes/coast/templates/b.html"


def test_a_template_extends_the_one_it_replaces_by_the_name_of_the_theme(tmp_path: Path) -> None:
    page = "<p>{% block a %}default{% endblock %}</p>"
    themes = write(
        tmp_path / "themes",
        {
            "coast/templates/page.html": page.replace("default", "coast"),
            "harbour/theme.yml": "extends: coast\n",
            "harbour/templates/page.html": "{% extends 'coast:page.html' %}"
            "{% block a %}{{ super() }}, harbour{% endblock %}",
            # What a site overrides of a built-in theme extends the built-in file.
            "default/templates/page.html": "{% extends 'default:page.html' %}"
            "{% block kind %}own{% endblock %}{% block main %}{% endblock %}",
        },
    )
    assert load_theme("harbour", themes).render("page.html", {}) == "<p>coast, harbour</p>"
    assert "default:page.html" in load_theme("default", themes).sources
    assert "article" in load_theme("default", themes).sources["default:page.html"]
    with pytest.raises(GeneratorError) as failure:
        load_theme(
            "harbour", write(themes, {"harbour/templates/x.html": "{% extends 'cost:page.html' %}"})
        ).render("x.html", {})
    assert problem_of(failure).hint == "did you mean `coast:page.html`?"


def test_sheets_of_parents_are_joined_and_one_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    themes = write(
        tmp_path / "themes",
        {
            "harbour/theme.yml": "extends: default\n",
            "harbour/styles/harbour.css": "@layer theme { .rope { color: red } }",
            "harbour/styles/footer.css": "@layer components { .anchor { color: blue } }",
        },
    )
    sheet = sheet_of(load_theme("harbour", themes))
    assert sheet.startswith(f"@layer {', '.join(LAYERS)};\n@layer tokens{{")
    assert ".rope{color:red}" in sheet
    assert ".anchor{color:blue}" in sheet
    assert ".question-list" in sheet
    assert ".site-name" not in sheet


def test_what_a_theme_adds_stands_behind_what_it_extends(tmp_path: Path) -> None:
    rule = "@layer theme {{ h1 {{ color: {} }} }}"
    themes = write(
        tmp_path / "themes",
        {
            "aqua/theme.yml": "extends: zinc\n",
            "aqua/styles/aqua.css": rule.format("blue"),
            "zinc/styles/zinc.css": rule.format("grey"),
            "zinc/styles/more.css": rule.format("silver"),
        },
    )
    sheet = sheet_of(load_theme("aqua", themes))
    assert sheet.index("silver") < sheet.index("grey") < sheet.index("blue")


def test_a_folder_of_styles_is_a_sheet_of_its_own(tmp_path: Path) -> None:
    themes = write(
        tmp_path / "themes",
        {
            "harbour/theme.yml": "extends: default\n",
            "harbour/styles/lists/home.css": "@layer components { .quay { color: red } }",
            "harbour/static/features.css": ".own { color: blue }",
        },
    )
    sheets = {
        one.name: one.content.decode()
        for one in load_theme("harbour", themes).static
        if one.name.endswith(".css")
    }
    assert ".quay{color:red}" in sheets["lists.css"]
    assert ".letters" in sheets["lists.css"]
    assert ".lead-story" not in sheets["lists.css"]
    assert ".quay" not in sheets["style.css"]
    # It stands for what the parent has in styles/features/.
    assert sheets["features.css"] == f"@layer {', '.join(LAYERS)};\n.own{{color:blue}}\n"


def test_a_static_sheet_stands_for_those_of_the_parents(tmp_path: Path) -> None:
    files = {
        "plain/theme.yml": "extends: default\n",
        "plain/static/style.css": "p { margin: 0; }\n",
    }
    sheet = sheet_of(load_theme("plain", write(tmp_path / "themes", files)))
    assert sheet == f"@layer {', '.join(LAYERS)};\np{{margin:0}}\n"


def test_strings_in_a_sheet_stay_as_they_are() -> None:
    rule = """a::before { content: " /* ; } { , */  x: y"; }\nb { quotes: '“ ' "\\"; " }"""
    joined = join_sheets([rule], {})
    assert """content:" /* ; } { , */  x: y"}""" in joined
    assert """quotes:'“ ' "\\"; "}""" in joined


def test_the_tokens_of_a_site_win_over_those_of_the_theme() -> None:
    parts = [
        "@layer tokens { :root { --accent: #a00; --ink: #111; } }",
        "@layer tokens { @media print { :root { --ink: red } } }",
        "@layer theme { :root { --ink: #222 } }",
    ]
    assert tokens_of(join_sheets(parts, {})) == {"accent": "#a00", "ink": "#222"}
    assert tokens_of(join_sheets(parts, {"ink": "#333"})) == {"accent": "#a00", "ink": "#333"}


def test_a_token_that_the_theme_lacks_is_an_error_with_the_nearest_name(tmp_path: Path) -> None:
    with pytest.raises(GeneratorError) as failure:
        load_theme("default", tmp_path, {"accnt": "#0a5"})
    problem = problem_of(failure)
    assert (problem.code, problem.hint) == ("unknown-token", "did you mean `accent`?")


def test_every_static_file_has_a_name_that_changes_with_its_content(tmp_path: Path) -> None:
    files = {
        "shop/static/style.css": 'a { background: url("paper/grain.svg#x") url(data:x;base64,AA) }',
        "shop/static/paper/grain.svg": "<svg/>",
    }
    themes = write(tmp_path / "themes", files)
    before = {one.name: one.path for one in load_theme("shop", themes).static}
    assert all(re.search(r"\.[0-9a-f]{10}(\.\w+)?$", path) for path in before.values())
    assert f'url("{before["paper/grain.svg"]}#x") url(data:' in sheet_of(load_theme("shop", themes))
    write(themes, {"shop/static/paper/grain.svg": "<svg></svg>"})
    after = {one.name: one.path for one in load_theme("shop", themes).static}
    # A new picture gives a new name to the sheet that shows it.
    assert before["paper/grain.svg"] != after["paper/grain.svg"]
    assert before["style.css"] != after["style.css"]
    assert before["search.js"] == after["search.js"]


@pytest.mark.parametrize("target", ["papr.svg", "https://example.org/x.png", "../../../etc/passwd"])
def test_a_sheet_that_asks_for_what_the_theme_lacks_is_an_error(
    tmp_path: Path, target: str
) -> None:
    files = {
        "shop/static/style.css": f"a {{ background: url({target}) }}",
        "shop/static/paper.svg": "<svg/>",
    }
    with pytest.raises(GeneratorError) as failure:
        load_theme("shop", write(tmp_path / "themes", files))
    problem = problem_of(failure)
    assert problem.code == "missing-asset"
    assert f"`{target}`" in problem.message
    if target == "papr.svg":
        assert problem.hint == "did you mean `paper.svg`?"


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ("extends: circle\n", "theme-circle"),
        ("extends: defalt\n", "unknown-theme"),
        ("extends: [default]\n", "bad-theme-key"),
        ("exteds: default\n", "unknown-key"),
    ],
)
def test_a_bad_manifest_is_an_error(tmp_path: Path, manifest: str, code: str) -> None:
    themes = write(tmp_path / "themes", {"circle/theme.yml": manifest})
    with pytest.raises(GeneratorError) as failure:
        load_theme("circle", themes)
    problem = problem_of(failure)
    assert problem.code == code
    if code != "theme-circle":
        assert problem.span is not None
        assert problem.span.path == "themes/circle/theme.yml"


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("<p>\n{{ page.titel }}", "undefined-name", 2),
        ("<p>\n\n{{ nothing }}", "undefined-name", 3),
        ("{% if page %}\n{% endfor %}", "template-syntax", 2),
        ("{{ 1 / 0 }}", "template-error", 1),
    ],
)
def test_a_fault_in_a_template_is_told_by_file_and_line(
    tmp_path: Path, source: str, code: str, line: int
) -> None:
    themes = write(tmp_path / "themes", {"shop/templates/partials/a.html": source})
    with pytest.raises(GeneratorError) as failure:
        load_theme("shop", themes).render("partials/a.html", {"page": object()})
    problem = problem_of(failure)
    assert problem.code == code
    assert problem.span is not None
    assert (problem.span.path, problem.span.line) == ("themes/shop/templates/partials/a.html", line)


def test_all_themes_are_listed_with_what_their_manifests_say(tmp_path: Path) -> None:
    files = {
        "harbour/theme.yml": "name: Harbour\ndescription: Blue.\nextends: default\n",
        "default/templates/partials/footer.html": "mine",
    }
    found = list_themes(write(tmp_path / "themes", files))
    assert {"harbour", "default"} <= set(found)
    assert "_search" not in found
    assert (found["harbour"].name, found["harbour"].extends) == ("Harbour", "default")
    assert found["default"].name == "Default"
