"""`explainer check` from outside: what it finds beyond a build, and how it tells it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run, put, tree


def problems(run: Run, site: Path, *options: str) -> list[dict[str, object]]:
    done = run("check", "--format", "json", *options, cwd=site)
    assert done.returncode in (0, 1), done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)["problems"]
    return found


def test_a_good_site_has_nothing_to_complain_about_and_is_left_alone(run: Run, site: Path) -> None:
    before = tree(site)
    done = run("check", cwd=site)
    assert (done.returncode, done.stdout) == (0, "")
    assert "checked 2 explainers, 3 questions" in done.stderr
    assert tree(site) == before


def test_the_demo_has_no_error(run: Run) -> None:
    done = run("check", cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_what_a_build_remembers_changes_nothing(run: Run, site: Path) -> None:
    put(site / "content" / "more.md", "---\ntitle: M\nkind: page\n---\n[a](none.md)\n")
    cold = problems(run, site)
    (site / "content" / "more.md").rename(site / "more.md")
    run("build", cwd=site)
    (site / "more.md").rename(site / "content" / "more.md")
    before = tree(site / ".cache")
    assert problems(run, site) == cold
    assert tree(site / ".cache") == before


@pytest.mark.parametrize(
    ("path", "text", "code", "line"),
    [
        ("site.yml", "title: S\nnav:\n  - About: abuot/\n", "missing-page", 3),
        ("themes/default/templates/partials/footer.html", '\n<a href="gone/">x</a>\n', "", 2),
        ("content/tea.md", "---\ntitle: T\nkind: page\n---\n\n![a](no.png)\n", "missing-page", 6),
    ],
)
def test_a_broken_link_is_told_where_it_is_written(
    run: Run, site: Path, path: str, text: str, code: str, line: int
) -> None:
    (site / "content" / "bread.md").unlink()
    put(site / path, text)
    found = [one for one in problems(run, site) if one["code"] == (code or "missing-page")]
    assert {(one["file"], one["line"]) for one in found} >= {(path, line)}
    assert found[0]["fix"]


def test_links_of_the_built_site_respect_its_base(run: Run, site: Path) -> None:
    put(site / "themes/default/templates/partials/footer.html", '<a href="/repo/tea/">x</a>\n')
    assert problems(run, site) == []
    put(site / "themes/default/templates/partials/footer.html", '<a href="/repo/tee/">x</a>\n')
    (found,) = problems(run, site)
    assert found["message"] == "`/repo/tee/` leads to nothing in this site"
    assert found["fix"] == "did you mean `tea/`?"


def test_answers_without_a_source_are_told_where_sources_are_required(run: Run, site: Path) -> None:
    put(site / "site.yml", "title: S\nrequire_sources: true\n")
    put(site / "content" / "empty.md", "---\ntitle: E\ndate: 2025-01-01\n---\n## Empty?\n")
    found = {(one["code"], one["file"], one["line"]) for one in problems(run, site)}
    assert ("answer-without-source", "content/bread.md", 8) in found
    assert [one for one in found if one[1] == "content/empty.md"] == [
        ("empty-answer", "content/empty.md", 5)
    ]


def test_questions_that_ask_the_same_are_told_on_request(run: Run, site: Path) -> None:
    text = "Ninety-five degrees for black tea, eighty for green, and never any hotter than that."
    for name in ("one", "two"):
        put(
            site / "content" / f"{name}.md",
            f"---\ntitle: {name}\ndate: 2025-01-01\n---\n## How warm should water for tea be?\n\n"
            f"{text}\n",
        )
    assert problems(run, site) == []
    assert "duplicate-question" in {one["code"] for one in problems(run, site, "--dupes")}


def test_a_page_over_its_budget_is_told_at_its_source(run: Run, site: Path) -> None:
    rows = "".join(f"[a](https://example.org/{n * 7919 % 99991})\n" for n in range(3000))
    put(site / "content" / "long.md", f"---\ntitle: L\nkind: page\n---\n\n{rows}")
    found = [one for one in problems(run, site, "--budget") if one["code"] == "over-budget"]
    assert [one["file"] for one in found] == ["content/long.md"]


def test_a_picture_that_a_style_sheet_shows_is_used(run: Run, site: Path) -> None:
    put(site / "static" / "paper.png", "x")
    put(
        site / "static" / "seen.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    )
    put(site / "static" / "own.css", "body { background: url(paper.png) }")
    put(site / "content" / "about.md", "---\ntitle: A\nkind: page\n---\n![seen](/seen.svg)\n")
    assert problems(run, site) == []
    put(site / "static" / "own.css", "")
    assert [one["code"] for one in problems(run, site)] == ["unused-image"]


def test_a_file_that_github_refuses_is_told(run: Run, site: Path) -> None:
    with (site / "static.bin").open("wb") as file:
        file.truncate(100_000_001)
    (site / "static").mkdir()
    (site / "static.bin").rename(site / "static" / "film.mp4")
    assert [one["code"] for one in problems(run, site)] == ["file-over-limit"]


def test_warnings_fail_only_when_asked_to(run: Run, site: Path) -> None:
    put(site / "static" / "lonely.png", "x")
    assert run("check", cwd=site).returncode == 0
    assert run("check", "--strict", cwd=site).returncode == 1
    put(site / "site.yml", "title: S\nseverities: {unused-image: error}\n")
    assert run("check", cwd=site).returncode == 1


def test_drafts_and_pages_of_the_future_are_checked_on_request(run: Run, site: Path) -> None:
    for name, key in (("draft", "draft: true"), ("future", "date: 2999-01-01")):
        text = f"---\ntitle: {name}\nkind: page\n{key}\n---\n[a](none.md)\n"
        put(site / "content" / f"{name}.md", text)
    assert problems(run, site) == []
    found = problems(run, site, "--drafts", "--future")
    assert {one["file"] for one in found} == {"content/draft.md", "content/future.md"}


@pytest.fixture
def broken(site: Path) -> Path:
    put(
        site / "content" / "100%, really.md",
        "---\ntitle: Per cent\nslug: per-cent\nkind: page\n---\n\nSee 100%: [a, b](none.md)\n",
    )
    return site


def test_the_text_is_what_the_tasks_of_vs_code_match(run: Run, broken: Path) -> None:
    run("init", "fresh", cwd=broken.parent)
    tasks = json.loads((broken.parent / "fresh" / ".vscode" / "tasks.json").read_text("utf-8"))
    first, second = tasks["tasks"][0]["problemMatcher"]["pattern"]
    lines = run("check", cwd=broken).stdout.splitlines()
    told = re.match(first["regexp"], lines[0])
    where = re.match(second["regexp"], lines[1])
    assert told is not None
    assert where is not None
    assert told.groups() == ("error", "missing-page", "`none.md` leads to nothing in this site")
    assert where.groups() == ("content/100%, really.md", "7", "18")


def test_annotations_of_github_are_escaped(run: Run, broken: Path) -> None:
    done = run("check", "--format", "github", cwd=broken)
    assert done.stdout == (
        "::error file=content/100%25%2C really.md,line=7,col=18,endColumn=25,title=missing-page"
        "::`none.md` leads to nothing in this site%0Afix: did you mean `tea.md`?\n"
    )


def test_sarif_has_rules_results_and_places(run: Run, broken: Path) -> None:
    log = json.loads(run("check", "--format", "sarif", cwd=broken).stdout)
    (found,) = log["runs"]
    (result,) = found["results"]
    assert log["version"] == "2.1.0"
    assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "missing-page"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/100%25%2C%20really.md"
    assert place["region"]["startLine"] == 7


def test_a_folder_that_is_no_site_ends_with_2(run: Run, tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert done.returncode == 2
    assert "error[missing-site-yml]" in done.stdout
    assert run("check", "--source", "none", cwd=tmp_path).returncode == 2


def test_an_editor_checks_what_it_holds(run: Run, site: Path) -> None:
    text = "---\ntitle: T\ndate: 2025-01-01\nkicker: 23:31\n---\n\n## What?\n\n"
    text += "[a](bred.md) [b](bread.md#rsie)\n[c](#what) [d](/anything/) [e](tea.md#how-long)\n"
    before = tree(site)
    done = run("check", "--stdin", "content/new.md", cwd=site, stdin=text)
    assert done.returncode == 1
    assert re.findall(r"\[([a-z-]+)\]: .*\n  (\S+)", done.stdout) == [
        ("yaml-sexagesimal", "content/new.md:4:9"),
        ("missing-page", "content/new.md:9:5"),
        ("missing-anchor", "content/new.md:9:18"),
    ]
    absolute = str((site / "content" / "tea.md").resolve())
    good = (site / "content" / "tea.md").read_text(encoding="utf-8")
    done = run("check", "--stdin", absolute, cwd=site, stdin=good)
    assert (done.returncode, done.stdout) == (0, "")
    assert tree(site) == before
    done = run("check", "--stdin", "a.md", cwd=site.parent, stdin=good)
    assert (done.returncode, "error[missing-site-yml]" in done.stderr) == (2, True)


def test_a_file_from_an_editor_may_name_terms_of_the_glossary(run: Run, site: Path) -> None:
    text = "---\ntitle: New\ndate: 2026-01-01\n---\n\n[Oolong](term:oolong).\n\n[M](term:mat)\n"
    put(site / "glossary.yml", "oolong:\n  text: A tea.\nmate:\n  text: Another.\n")
    done = run("check", "--stdin", "content/new.md", cwd=site, stdin=text)
    assert "error[undefined-term]: glossary.yml explains no `mat`" in done.stdout
    assert "did you mean `term:mate`?" in done.stdout
    assert "oolong" not in done.stdout
    (site / "glossary.yml").unlink()
    done = run("check", "--stdin", "content/new.md", cwd=site, stdin=text)
    assert "explains no `oolong`" in done.stdout


def test_checking_one_file_imports_neither_templates_nor_search(run: Run, site: Path) -> None:
    script = (
        "import sys; from generator.cli import run; run(['check', '--stdin', 'content/tea.md']);"
        "print([one for one in ('jinja2', 'numpy', 'babel', 'rich', 'lxml', 'httpx', 'PIL',"
        " 'generator.views', 'generator.images', 'generator.search',"
        " 'generator.files.stage', 'generator.console')"
        " if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=site,
        input=(site / "content" / "tea.md").read_text(encoding="utf-8"),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "[]\n", done.stderr


def test_a_ledger_out_of_step_is_told(run: Run, site: Path) -> None:
    assert run("ids", cwd=site).returncode == 0
    assert problems(run, site) == []
    tea, bread = (site / "content" / f"{one}.md" for one in ("tea", "bread"))
    before, _, after = tea.read_text("utf-8").partition("## How long does tea take?")
    put(tea, before + after[after.index("[^a]: ") :])
    put(bread, bread.read_text("utf-8") + "\n## New?\n\nYes.\n")
    found = {(one["code"], one["file"]) for one in problems(run, site)}
    assert found == {
        ("question-vanished", "content/tea.md"),
        ("ledger-behind", "content/bread.md"),
    }


def test_what_is_to_be_looked_at_again_is_told_on_request(run: Run, site: Path) -> None:
    bread = site / "content" / "bread.md"
    put(bread, bread.read_text("utf-8").replace("id: rise", "id: rise\nreview: 30d\nowner: Baker"))
    assert problems(run, site) == []
    (found,) = problems(run, site, "--due")
    assert (found["code"], found["file"], found["line"]) == ("review-due", "content/bread.md", 8)
    assert found["notes"] == ["last checked on 2025-02-01", "looked after by Baker"]
    assert "by 2025-03-03" in str(found["message"])
