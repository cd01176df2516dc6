"""Builds of one process over an output of its own: after each step, the tree of a clean build."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.build import Workshop, build
from generator.cache import CACHE_FILE, ResidentCache
from generator.diagnostics import GeneratorError
from generator.request import Request, build_time
from generator.touchup import touch_up
from generator.version import program_digest
from tests.conftest import put, tree

NOW = build_time({"SOURCE_DATE_EPOCH": "1780000000"})


@pytest.fixture
def workshop(site: Path) -> Iterator[Workshop]:
    cache = ResidentCache(site / ".cache" / CACHE_FILE, program_digest())
    yield Workshop(cache)
    cache.close()


def made(site: Path, workshop: Workshop, *, search: bool = True) -> dict[str, bytes]:
    output = site / ".cache" / "own"
    build(Request(source=site, output=output, now=NOW, jobs=1, search=search), workshop=workshop)
    return tree(output)


def clean(site: Path, at: Path) -> dict[str, bytes]:
    copy = at / "copy"
    for path, content in tree(site).items():
        if not path.startswith(".cache"):
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_bytes(content)
    build(Request(source=copy, output=at / "clean", now=NOW, jobs=1))
    return tree(at / "clean")


def edit(site: Path, name: str, old: str, new: str) -> None:
    path = site / name
    path.write_text(path.read_text().replace(old, new))


def test_each_kind_of_change_gives_the_tree_of_a_clean_build(
    site: Path, workshop: Workshop, tmp_path: Path
) -> None:
    put(site / "static" / "plan.txt", "one")
    first = made(site, workshop)
    edit(site, "content/tea.md", "Ninety-five", "Ninety")
    second = made(site, workshop)
    assert second["tea/index.html"] != first["tea/index.html"]
    assert second == clean(site, tmp_path / "edited")
    put(site / "content" / "salt.md", "---\ntitle: Salt\ndate: 2025-05-05\n---\n\n## Why?\n\nSo.\n")
    put(site / "static" / "plan.txt", "two")
    assert made(site, workshop) == clean(site, tmp_path / "added")
    (site / "content" / "salt.md").unlink()
    (site / "static" / "plan.txt").unlink()
    after = made(site, workshop)
    assert not any(path.startswith(("salt/", "plan")) for path in after)
    assert after == clean(site, tmp_path / "removed")
    edit(site, "content/tea.md", "title: How to", "slug: brew\ntitle: How to")
    assert made(site, workshop) == clean(site, tmp_path / "moved")
    edit(site, "site.yml", "title: Small", "title: Smaller")
    assert made(site, workshop) == clean(site, tmp_path / "retitled")


def test_without_search_the_last_index_stays_and_the_next_search_is_right(
    site: Path, workshop: Workshop, tmp_path: Path
) -> None:
    first = made(site, workshop)
    index = {path for path in first if "/search/" in path and path.startswith("assets/")}
    assert index
    edit(site, "content/tea.md", "Ninety-five", "Ninety")
    second = made(site, workshop, search=False)
    assert {path: second[path] for path in index} == {path: first[path] for path in index}
    assert made(site, workshop) == clean(site, tmp_path)


def test_a_failed_build_changes_no_file(site: Path, workshop: Workshop, tmp_path: Path) -> None:
    first = made(site, workshop)
    edit(site, "content/tea.md", "[link](bread.md#rise)", "[link](nowhere.md)")
    put(site / "content" / "new.md", "---\ntitle: New\ndate: 2025-05-05\n---\n\n## A?\n\nB.\n")
    with pytest.raises(GeneratorError):
        made(site, workshop)
    assert tree(site / ".cache" / "own") == first
    edit(site, "content/tea.md", "nowhere.md", "bread.md")
    assert made(site, workshop) == clean(site, tmp_path)


def test_paths_that_collide_are_refused_before_anything_is_written(
    site: Path, workshop: Workshop
) -> None:
    put(site / "static" / "a.txt", "a")
    first = made(site, workshop)
    put(site / "static" / "A.TXT", "b")
    put(site / "static" / "b.txt", "b")
    with pytest.raises(GeneratorError):
        made(site, workshop)
    assert tree(site / ".cache" / "own") == first


def test_a_page_is_shown_ahead_and_the_build_that_follows_is_a_clean_one(
    site: Path, workshop: Workshop, tmp_path: Path
) -> None:
    output = site / ".cache" / "own"
    before = made(site, workshop)
    edit(site, "content/tea.md", "Ninety-five degrees", "Ninety degrees")
    written = touch_up(workshop, output, ["content/tea.md"])
    assert written is not None
    assert "tea/index.html" in written
    ahead = tree(output)
    assert b"Ninety degrees" in ahead["tea/index.html"]
    assert {path for path in before if ahead[path] != before[path]} == set(written)
    edit(site, "content/tea.md", "Ninety degrees", "Ninety-one degrees")
    assert touch_up(workshop, output, ["content/tea.md"]) == written
    assert made(site, workshop) == clean(site, tmp_path)
    edit(site, "content/tea.md", "Ninety-one degrees", "Ninety-five degrees")
    assert touch_up(workshop, output, ["content/tea.md"]) == written
    assert made(site, workshop) == before


def test_a_title_is_shown_ahead_on_its_own_page(
    site: Path, workshop: Workshop, tmp_path: Path
) -> None:
    output = site / ".cache" / "own"
    made(site, workshop)
    edit(site, "content/tea.md", "How to make tea", "How tea is made")
    assert touch_up(workshop, output, ["content/tea.md"])
    ahead = tree(output)
    assert b"How tea is made" in ahead["tea/index.html"]
    assert b"How tea is made" not in ahead["index.html"]
    assert made(site, workshop) == clean(site, tmp_path)


def test_what_is_wrong_with_a_file_itself_is_told_before_the_rest_is_looked_at(
    site: Path, workshop: Workshop
) -> None:
    partial = "themes/own/templates/partials/footer.html"
    put(site / "themes" / "own" / "theme.yml", "extends: default\n")
    put(site / partial, "<footer></footer>\n")
    edit(site, "site.yml", "title: Small", "title: Small\ntheme: own")
    output = site / ".cache" / "own"
    before = made(site, workshop)

    edit(site, "content/tea.md", "id: how-long", "id: [how")
    edit(site, "content/bread.md", "tea.md", "nowhere.md")
    with pytest.raises(GeneratorError) as told:
        touch_up(workshop, output, ["content/tea.md"])
    assert {one.span.path for one in told.value.diagnostics if one.span} == {"content/tea.md"}
    put(site / partial, "<footer>\n{% if %}</footer>\n")
    with pytest.raises(GeneratorError) as told:
        touch_up(workshop, output, [partial])
    (found,) = told.value.diagnostics
    assert found.code == "template-syntax"
    assert found.span
    assert (found.span.path, found.span.line) == (partial, 2)
    assert tree(output) == before


def test_a_file_that_is_gone_is_left_to_a_whole_build(
    site: Path, workshop: Workshop, tmp_path: Path
) -> None:
    before = made(site, workshop)
    (site / "content" / "bread.md").unlink()
    assert touch_up(workshop, site / ".cache" / "own", ["content/bread.md"]) is None
    assert tree(site / ".cache" / "own") == before


def test_a_page_is_shown_ahead_also_after_a_build_that_failed(
    site: Path, workshop: Workshop, tmp_path: Path
) -> None:
    output = site / ".cache" / "own"
    made(site, workshop)
    edit(site, "content/tea.md", "id: how-long", "id: [how")
    with pytest.raises(GeneratorError):
        made(site, workshop)
    edit(site, "content/tea.md", "id: [how", "id: how-long")
    edit(site, "content/tea.md", "Ninety-five degrees", "Ninety degrees")
    assert touch_up(workshop, output, ["content/tea.md"])
    assert b"Ninety degrees" in tree(output)["tea/index.html"]
    assert made(site, workshop) == clean(site, tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("content/tea.md", "date: 2025-03-01", "date: 2025-03-02"),
        ("content/tea.md", "## How hot", "## How cold"),
        ("content/tea.md", "label: How long", "label: Time"),
        ("content/tea.md", "(bread.md#rise)", "(bread.md)"),
        ("content/tea.md", "Three minutes.", "### Patience\n\nThree minutes."),
        ("content/tea.md", "tags: [kitchen]", "tags: [kitchen, tea]"),
        ("site.yml", "title: Small", "title: Large"),
    ],
)
def test_what_other_pages_show_is_left_to_a_whole_build(
    site: Path, workshop: Workshop, name: str, old: str, new: str
) -> None:
    before = made(site, workshop)
    edit(site, name, old, new)
    assert touch_up(workshop, site / ".cache" / "own", [name]) is None
    assert tree(site / ".cache" / "own") == before
