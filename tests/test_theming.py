"""`explainer theme`, as it is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run, put, tree


def test_a_theme_is_begun_listed_changed_checked_and_built(run: Run, site: Path) -> None:
    begun = run("theme", "new", "harbour", cwd=site)
    assert begun.returncode == 0, begun.stderr
    assert "themes/harbour/theme.yml" in begun.stdout
    put(site / "site.yml", "title: Small\ntheme: harbour\n")
    ejected = run("theme", "eject", "footer.html", cwd=site)
    assert ejected.returncode == 0, ejected.stderr
    footer = site / "themes/harbour/templates/partials/footer.html"
    put(footer, footer.read_text(encoding="utf-8").replace("<footer", '<footer data-own="yes"'))
    listed = run("theme", "list", cwd=site).stdout
    assert "* harbour (extends default)" in listed
    assert "    themes/harbour/templates/partials/footer.html" in listed
    assert "  default:" in listed
    before = tree(site)
    checked = run("theme", "check", cwd=site)
    assert checked.returncode == 0, checked.stderr
    assert "`harbour` keeps to the contract" in checked.stdout
    assert tree(site) == before
    assert run("build", cwd=site).returncode == 0
    assert 'data-own="yes"' in (site / "output/tea/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["new", "default"], "theme-exists", "there is a theme `default` already"),
        (["new", "../out"], "bad-theme-name", "`../out` cannot be the name"),
        (["new", "mine", "--extends", "defalt"], "unknown-theme", "did you mean `default`?"),
        (["eject", "foter.html"], "missing-template", "did you mean `footer.html`?"),
        (["eject", "../../site.yml"], "missing-template", "has no file `../../site.yml`"),
        (["check", "defalt"], "unknown-theme", "did you mean `default`?"),
    ],
)
def test_wrong_use_is_told_and_changes_nothing(
    run: Run, site: Path, arguments: list[str], code: str, said: str
) -> None:
    before = tree(site)
    done = run("theme", *arguments, cwd=site)
    assert done.returncode == 2
    assert f"error[{code}]" in done.stderr
    assert said in done.stderr
    assert tree(site) == before


def test_what_was_taken_over_is_not_overwritten(run: Run, site: Path) -> None:
    assert run("theme", "eject", "footer.css", cwd=site).returncode == 0
    own = site / "themes/default/styles/footer.css"
    put(own, "/* mine */")
    done = run("theme", "eject", "footer.css", cwd=site)
    assert done.returncode == 2
    assert "error[theme-exists]" in done.stderr
    assert own.read_text(encoding="utf-8") == "/* mine */"


@pytest.mark.parametrize(
    ("partial", "text", "said"),
    [
        ("question_list.html", "", "the list of questions lacks 1 of 1: `#how-does-a-lock-work`"),
        ("byline.html", "<p>{{ date(page.published) }}</p>", "does not show when it was published"),
        ("footer.html", "<h1>Again</h1>", "it has 2 `h1` instead of one"),
        ("footer.html", "<p><div>", "`div` is not closed"),
        ("footer.html", '<p style="color: red">Red</p>', "which the content policy forbids"),
        ("footer.html", '<img alt="" src="//cdn.example.net/x.png">', "from another host"),
        ("footer.html", '<p id="_main">Twice</p>', "the id `_main` stands 2 times"),
        ("footer.html", "{% if false %}{{ page.titel }}{% endif %}", "there is no `page.titel`"),
        (
            "footer.html",
            "{% if false %}{{ t.all_topcs }}{% endif %}",
            "did you mean `t.all_topics`?",
        ),
    ],
)
def test_a_theme_that_breaks_the_contract_is_told_what_and_where(
    run: Run, site: Path, partial: str, text: str, said: str
) -> None:
    put(site / "themes/default/templates/partials" / partial, text)
    done = run("theme", "check", cwd=site)
    assert done.returncode == 1
    assert said in done.stderr
    assert "theme default: " in done.stderr or f"partials/{partial}:1:" in done.stderr


def test_colours_that_are_hard_to_read_are_told(run: Run, site: Path) -> None:
    put(site / "site.yml", 'title: Small\ntokens: {accent: "light-dark(#999, rebeccapurple)"}\n')
    done = run("theme", "check", cwd=site)
    assert done.returncode == 1
    assert "error[theme-contrast]: `accent` on `paper` has a contrast of 2.85 in the light" in (
        done.stderr
    )
    assert "warning[theme-contrast]: the contrast of `accent` in the dark" in done.stderr


def test_what_browsers_pass_over_in_sheets_is_told_by_file_and_line(run: Run, site: Path) -> None:
    sheet = site / "themes" / "mine" / "styles" / "mine.css"
    put(site / "themes" / "mine" / "theme.yml", "extends: default\n")
    put(site / "site.yml", "title: Small\ntheme: mine\n")
    put(sheet, '/* } */\n.a { color: var(--acent); gap: var(--own-gap, 1rem); content: "{" }\n')
    done = run("theme", "check", cwd=site)
    assert done.returncode == 0
    assert "warning[unset-token]: nothing sets `--acent`" in done.stderr
    assert "themes/mine/styles/mine.css:2:17" in done.stderr
    assert "did you mean `--accent`?" in done.stderr
    assert "nothing sets `--own-gap`" not in done.stderr

    put(sheet, "@layer theme {\n  .a { color: red;\n}\n")
    done = run("theme", "check", cwd=site)
    assert done.returncode == 1
    assert "error[unbalanced-braces]: this `{` is never closed" in done.stderr
    assert "themes/mine/styles/mine.css:1:14" in done.stderr
    put(sheet, ".a { color: red; } }\n")
    assert "this `}` ends nothing" in run("theme", "check", cwd=site).stderr


def test_a_theme_is_checked_by_its_name_or_by_its_folder(run: Run, site: Path) -> None:
    put(site / "themes" / "mine" / "theme.yml", "extends: default\n")
    put(site / "themes" / "mine" / "styles" / "mine.css", "@layer theme { a { color: red; } }\n")
    for wanted in ("mine", "themes/mine/"):
        done = run("theme", "check", wanted, cwd=site)
        assert (done.returncode, done.stderr) == (0, "")
        assert "the theme `mine` keeps to the contract" in done.stdout
    inside = run("theme", "check", ".", "--source", "../..", cwd=site / "themes" / "mine")
    assert "the theme `mine` keeps to the contract" in inside.stdout
    done = run("theme", "check", "content/mine", cwd=site)
    assert done.returncode == 2
    assert "`content/mine` is not in themes/ of this site" in done.stderr


def test_a_missing_picture_is_told_where_the_sheet_asks_for_it(run: Run, site: Path) -> None:
    put(site / "themes" / "mine" / "theme.yml", "extends: default\n")
    put(
        site / "themes" / "mine" / "styles" / "mine.css",
        ".a { top: 0 }\n.b { background: url(lef.svg) }\n",
    )
    put(site / "site.yml", "title: Small\ntheme: mine\n")
    done = run("build", cwd=site)
    assert done.returncode == 1
    assert "error[missing-asset]: the sheet asks for `lef.svg`" in done.stderr
    assert "themes/mine/styles/mine.css:2:22" in done.stderr
