"""`explainer build` from outside: the real command on real folders."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.conftest import Run, put, tree


def build(run: Run, site: Path, *options: str, **environment: str) -> dict[str, bytes]:
    done = run("build", *options, cwd=site, **environment)
    assert done.returncode == 0, done.stderr
    return tree(site / "output")


def test_every_kind_of_page_is_written(run: Run, site: Path) -> None:
    written = build(run, site)
    assert {
        ".nojekyll",
        "404.html",
        "about/index.html",
        "bread/index.html",
        "feed.xml",
        "index.html",
        "old-bread/index.html",
        "questions/index.html",
        "robots.txt",
        "search/index.html",
        "sitemap.xml",
        "tags/index.html",
        "tags/kitchen/index.html",
        "tags/science/index.html",
        "tea/index.html",
    } <= set(written)


def test_a_site_of_one_line_works(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: X\n")
    put(tmp_path / "content" / "a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n\n## Why?\n\nSo.\n")
    written = build(run, tmp_path)
    assert b"Why?" in written["a/index.html"]
    assert "feed.xml" not in written
    assert "sitemap.xml" not in written


def test_a_second_build_rewrites_no_file(run: Run, site: Path) -> None:
    build(run, site)
    before = {one: one.stat().st_mtime_ns for one in (site / "output").rglob("*")}
    done = run("build", cwd=site)
    assert "nothing changed" in done.stdout
    assert {one: one.stat().st_mtime_ns for one in (site / "output").rglob("*")} == before


def test_two_builds_are_identical(run: Run, site: Path) -> None:
    first = build(run, site, "--output", "one", PYTHONHASHSEED="1", TZ="UTC")
    done = run("build", "--output", "two", cwd=site, PYTHONHASHSEED="2", TZ="Asia/Tokyo")
    assert done.returncode == 0
    assert tree(site / "one") == tree(site / "two")
    assert first is not None


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_number_of_workers_changes_nothing(run: Run, site: Path, jobs: str) -> None:
    for number in range(260):
        text = f"---\ntitle: Page {number}\ndate: 2024-01-01\n---\n\n## Why {number}?\n\nSo.\n"
        put(site / "content" / f"page-{number}.md", text)
    build(run, site, "--output", "alone", "--jobs", "1")
    (site / ".cache" / "build.sqlite").unlink()
    build(run, site, "--output", "many", "--jobs", jobs)
    assert tree(site / "alone") == tree(site / "many")


def test_an_incremental_build_equals_a_clean_one(run: Run, site: Path) -> None:
    build(run, site)
    tea = site / "content" / "tea.md"
    tea.write_text(tea.read_text().replace("How to make tea", "Tea, made well"))
    (site / "content" / "about.md").unlink()
    incremental = build(run, site)
    (site / ".cache" / "build.sqlite").unlink()
    done = run("build", "--output", "clean", cwd=site)
    assert done.returncode == 0
    assert tree(site / "clean") == incremental
    assert b"Tea, made well" in incremental["index.html"]
    assert "about/index.html" not in incremental


def test_a_damaged_cache_is_a_full_build(run: Run, site: Path) -> None:
    before = build(run, site)
    cache = site / ".cache" / "build.sqlite"
    data = bytearray(cache.read_bytes())
    data[100:2000] = b"\xff" * 1900
    cache.write_bytes(data)
    assert build(run, site) == before


def test_an_edit_that_keeps_size_and_time_shows(run: Run, site: Path) -> None:
    import os

    build(run, site)
    tea = site / "content" / "tea.md"
    facts = tea.stat()
    tea.write_text(tea.read_text().replace("Three minutes.", "Seven minutes."))
    os.utime(tea, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert b"Seven minutes." in build(run, site)["tea/index.html"]


def test_links_are_relative_and_anchored(run: Run, site: Path) -> None:
    page = build(run, site)["tea/index.html"].decode()
    assert 'href="../bread/#rise"' in page
    assert 'id="how-long"' in page
    assert "https://example.org/tea" in page


def test_offline_links_end_in_index_html(run: Run, site: Path) -> None:
    page = build(run, site, "--offline")["tea/index.html"].decode()
    assert 'href="../bread/index.html#rise"' in page


def test_the_404_page_has_addresses_from_the_root(run: Run, site: Path) -> None:
    page = build(run, site)["404.html"].decode()
    assert '"/repo/assets/' in page
    assert '"../' not in page


def test_the_base_url_overrides_the_configured_address(run: Run, site: Path) -> None:
    written = build(run, site, "--base-url", "https://other.example/x")
    assert b"https://other.example/x/tea/" in written["sitemap.xml"]
    assert b'<link rel="canonical" href="https://other.example/x/tea/"' in written["tea/index.html"]


def test_structured_data_names_every_question(run: Run, site: Path) -> None:
    page = build(run, site)["tea/index.html"].decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert found is not None
    data = json.loads(found[1])
    assert data["@type"] == "BackgroundNewsArticle"
    names = [one["name"] for one in data["hasPart"]]
    assert names == ["How hot must the water be?", "How long does tea take?"]
    assert data["hasPart"][1]["acceptedAnswer"]["text"].startswith("Three minutes.")


def test_feed_and_sitemap_are_well_formed(run: Run, site: Path) -> None:
    put(
        site / "content" / "odd.md",
        '---\ntitle: "Ben & <Jerry> ]]>"\ndate: 2025-04-01\nlead: "\\u2028 x"\n---\n\n'
        "## A & B?\n\nC.\n",
    )
    written = build(run, site)
    feed = ElementTree.fromstring(written["feed.xml"])
    assert feed.find("{http://www.w3.org/2005/Atom}entry/{*}title").text == "Ben & <Jerry> ]]>"  # type: ignore[union-attr]
    ElementTree.fromstring(written["sitemap.xml"])


def test_raw_html_and_foreign_schemes_stay_text(run: Run, site: Path) -> None:
    put(
        site / "content" / "evil.md",
        "---\ntitle: </title><script>alert(1)</script>\ndate: 2025-01-01\n---\n\n"
        "## Is <img src=x onerror=alert(1)> text?\n\n<script>alert(2)</script> "
        "[a](javascript:alert(3)) [b](feed:javascript:alert(4))\n",
    )
    page = build(run, site)["evil/index.html"].decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert 'href="feed' not in page


def test_drafts_and_future_pages_wait_until_asked_for(run: Run, site: Path) -> None:
    put(
        site / "content" / "d.md",
        "---\ntitle: D\ndate: 2025-01-01\ndraft: true\n---\n\n## Q?\n\nA.\n",
    )
    put(site / "content" / "f.md", "---\ntitle: F\ndate: 2199-01-01\n---\n\n## Q?\n\nA.\n")
    written = build(run, site)
    assert "d/index.html" not in written
    assert "f/index.html" not in written
    assert {"d/index.html", "f/index.html"} <= set(build(run, site, "--drafts", "--future"))


def test_the_clock_can_be_set(run: Run, site: Path) -> None:
    put(site / "content" / "f.md", "---\ntitle: F\ndate: 2030-01-01\n---\n\n## Q?\n\nA.\n")
    assert "f/index.html" in build(run, site, SOURCE_DATE_EPOCH="1900000000")


PROBLEMS = {
    "missing-title": ("content/x.md", "---\ndate: 2025-01-01\n---\n", "title", 1),
    "unknown-key": (
        "content/x.md",
        "---\ntitle: X\ndate: 2025-01-01\ntgas: [a]\n---\n",
        "did you mean `tags`?",
        1,
    ),
    "bad-date": ("content/x.md", "---\ntitle: X\ndate: 2025-13-45\n---\n", "date", 1),
    "broken-yaml": (
        "content/x.md",
        "---\ntitle: X: Y\ndate: 2025-01-01\n---\n",
        "content/x.md:2:",
        1,
    ),
    "duplicate-slug": (
        "content/x.md",
        "---\ntitle: X\ndate: 2025-01-01\nslug: tea\n---\n",
        "content/tea.md",
        1,
    ),
    "missing-page": (
        "content/x.md",
        "---\ntitle: X\ndate: 2025-01-01\n---\n\n[a](teaa.md)\n",
        "did you mean `tea.md`?",
        1,
    ),
    "missing-anchor": (
        "content/x.md",
        "---\ntitle: X\ndate: 2025-01-01\n---\n\n[a](tea.md#how-lng)\n",
        "did you mean `#how-long`?",
        1,
    ),
    "broken-template": ("themes/default/templates/tag.html", "{% if %}", "templates/tag.html:1", 1),
    "undefined-name": (
        "themes/default/templates/tag.html",
        "\n{{ nope }}",
        "templates/tag.html:2",
        1,
    ),
    "unknown-theme": ("site.yml", "title: X\ntheme: defualt\n", "did you mean `default`?", 2),
    "broken-config": ("site.yml", "title: X\nlnag: en\n", "did you mean `lang`?", 1),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_names_its_place_and_leaves_the_last_output(
    run: Run, site: Path, name: str
) -> None:
    path, text, said, status = PROBLEMS[name]
    before = build(run, site)
    put(site / path, text)
    done = run("build", cwd=site)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert said in done.stderr
    assert path in done.stderr
    assert tree(site / "output") == before


def test_an_unreadable_file_is_named(run: Run, site: Path) -> None:
    before = build(run, site)
    (site / "content" / "x.md").write_bytes(b"---\ntitle: \xff\xfe\n---\n")
    done = run("build", cwd=site)
    assert done.returncode in (1, 2)
    assert "content/x.md" in done.stderr
    assert tree(site / "output") == before


def test_empty_content_is_refused(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: X\n")
    done = run("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "empty-content" in done.stderr
    assert not (tmp_path / "output").exists()


def test_a_folder_without_site_yml_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("build", cwd=tmp_path)
    assert done.returncode == 2
    assert "site.yml" in done.stderr


def test_an_output_with_foreign_files_is_refused(run: Run, site: Path) -> None:
    put(site / "output" / "thesis.txt", "years of work")
    done = run("build", cwd=site)
    assert done.returncode == 2
    assert (site / "output" / "thesis.txt").read_text() == "years of work"


def test_all_problems_are_reported_together(run: Run, site: Path) -> None:
    put(site / "content" / "x.md", "---\ndate: 2025-01-01\n---\n")
    put(site / "content" / "y.md", "---\ntitle: Y\n---\n")
    done = run("build", cwd=site)
    assert "content/x.md" in done.stderr
    assert "content/y.md" in done.stderr
    assert "2 errors" in done.stderr


def test_letters_have_pages_of_their_own_when_there_are_many_questions(
    run: Run, site: Path
) -> None:
    asked = "\n\n".join(f"## Why is {one} a number?\n\nSo." for one in range(320))
    put(site / "content" / "many.md", f"---\ntitle: Many\ndate: 2025-01-01\n---\n\n{asked}\n")
    written = build(run, site)
    assert "questions/w/index.html" in written
    assert "questions/w/page/2/index.html" in written
    assert b"Why is 7 a number?" not in written["questions/index.html"]
    second = written["questions/w/page/2/index.html"].decode()
    guides = second[second.index('<nav class="guides"') : second.index('<section class="letter"')]
    assert guides.count("<li>") == 2
    assert '<a href="../../">Wh' in guides
    assert 'aria-current="page">Why is ' in guides


def test_one_run_reports_what_every_stage_finds(run: Run, site: Path) -> None:
    put(
        site / "content" / "broken.md",
        "---\ntitle: Broken\nkicker: 23:31\n---\n\n## What?\n<!-- q\nid: a b\n-->\n\n[x](no.md)\n",
    )
    put(site / "content" / "twice.md", "---\ntitle: T\nslug: tea\nkind: page\n---\n")
    put(site / "content" / "right.md", "---\ntitle: R\nkind: page\n---\n[b](broken.md#what)\n")
    done = run("build", cwd=site)
    assert done.returncode == 1
    codes = re.findall(r"^error\[([a-z-]+)\]", done.stderr, re.M)
    assert sorted(codes) == [
        "bad-id",
        "duplicate-slug",
        "missing-key",
        "missing-page",
        "yaml-sexagesimal",
    ]
    assert not (site / "output").exists()


def test_a_site_decides_how_grave_a_message_is(run: Run, site: Path) -> None:
    put(site / "content" / "empty.md", "---\ntitle: E\ndate: 2025-01-01\n---\n## What?\n")
    settings = (site / "site.yml").read_text(encoding="utf-8")
    assert "warning[empty-answer]" in run("build", cwd=site).stderr
    put(site / "site.yml", settings + "severities: {empty-answer: off}\n")
    assert run("build", cwd=site).stderr == ""
    put(site / "site.yml", settings + "severities: {empty-answer: error}\n")
    done = run("build", cwd=site)
    assert (done.returncode, "error[empty-answer]" in done.stderr) == (1, True)
