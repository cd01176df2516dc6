"""A build that has nothing to do sees it at once, and never when there is something to do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator import folders, standing
from generator.build import build
from generator.diagnostics import GeneratorError
from generator.files import MANIFEST, output
from generator.request import Request, Result
from tests.conftest import put

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PAGE = "---\ntitle: {0}\ndate: 2026-01-0{1}\ntags: [tea]\n---\n\n## Why {0}?\n\nBecause {1}.\n"


pytestmark = pytest.mark.usefixtures("settled")


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    source = tmp_path / "site"
    put(source / "site.yml", "title: Site\nurl: https://example.org/\n")
    for number, name in enumerate(("tides", "kettles"), 1):
        put(source / "content" / f"{name}.md", PAGE.format(name, number))
    put(source / "content" / "later.md", PAGE.format("later", 1).replace("2026-01", "2026-09"))
    put(source / "static" / "a.txt", "a")
    put(source / "themes" / "default" / "templates" / "partials" / "figure.html", "")
    return Request(source=source, output=source / "output", now=NOW, jobs=1)


def look(request: Request) -> Result | None:
    return standing.take(request, standing.fingerprint(request))


def test_what_stands_is_told_as_a_build_tells_it(request_: Request) -> None:
    put(request_.source / "content" / "bad.md", PAGE.format("bad", 3) + "\n## Empty?\n")
    assert look(request_) is None
    first = build(request_)

    taken = look(request_)

    assert taken
    built = build(request_)
    assert replace(taken, timings={}) == replace(built, timings={}, site=None)
    assert taken.warnings == first.warnings != ()
    assert taken.next_due == first.next_due is not None
    assert (taken.written, taken.kept) == (0, first.written)


def same_size_and_time(request: Request) -> None:
    path = request.source / "content" / "tides.md"
    before = path.stat()
    path.write_text(path.read_text().replace("Because", "becausE"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def damage(request: Request) -> None:
    path = request.source / ".cache" / "build.sqlite"
    content = bytearray(path.read_bytes())
    content[2000:] = bytes(len(content) - 2000)
    path.write_bytes(content)


CHANGES: dict[str, Callable[[Request], object]] = {
    "same size, same time": same_size_and_time,
    "new page": lambda r: put(r.source / "content" / "new.md", PAGE.format("new", 3)),
    "no page": lambda r: (r.source / "content" / "tides.md").unlink(),
    "renamed": lambda r: (r.source / "content" / "tides.md").rename(r.source / "content/a.md"),
    "touched": lambda r: os.utime(r.source / "content" / "tides.md"),
    "link": lambda r: (r.source / "content" / "x.md").symlink_to("tides.md"),
    "settings": lambda r: put(r.source / "site.yml", "title: Other\nurl: https://example.org/\n"),
    "glossary": lambda r: put(r.source / "glossary.yml", "tea: Leaves in water.\n"),
    "authors": lambda r: put(r.source / "authors.yml", "desk: The desk\n"),
    "static": lambda r: put(r.source / "static" / "b.txt", "b"),
    "template": lambda r: put(
        r.source / "themes" / "default" / "templates" / "partials" / "figure.html", "x"
    ),
    "ledger": lambda r: put(r.source / "ledger" / "tides.yml", "questions: {}\n"),
    "empty ledger": lambda r: (r.source / "ledger").mkdir(),
    "output edited": lambda r: put(r.output / "tides" / "index.html", "x"),
    "output gone": lambda r: (r.output / "tides" / "index.html").unlink(),
    "file of others": lambda r: put(r.output / "tides" / "mine.txt", "x"),
    "mode": lambda r: (r.output / "tides" / "index.html").chmod(0o600),
    "second name": lambda r: os.link(r.output / "index.html", r.source / "home.html"),
    "no manifest": lambda r: (r.output / MANIFEST).unlink(),
    "another manifest": lambda r: put(r.output / MANIFEST, "explainer-files 1\nindex.html\n"),
    "litter": lambda r: (r.source / ".output.explainer-new").mkdir(),
    "output moved": lambda r: r.output.rename(r.source / "elsewhere"),
    "damaged cache": damage,
    "no cache": lambda r: (r.source / ".cache" / "build.sqlite").unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_a_build_is_made(
    request_: Request, change: Callable[[Request], object]
) -> None:
    build(request_)
    assert look(request_)

    change(request_)

    assert look(request_) is None


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_after_a_change_a_build_is_made_also_where_folders_are_not_read(
    request_: Request, change: Callable[[Request], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_TICK_NANOSECONDS", 0)
    build(request_)
    assert look(request_)
    # Longer than a tick of any system.
    time.sleep(0.02)

    change(request_)

    assert look(request_) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: put(folder / "more" / "deep" / "mine.txt", "x"),
        lambda folder: (folder / "mine.txt").symlink_to("index.html"),
        lambda folder: (
            folder.rename(folder.parent.parent / "away"),
            folder.symlink_to("../away"),
        ),
    ],
    ids=["in a new folder", "link", "link in the place of a folder"],
)
@pytest.mark.parametrize("folder", ["", "tides/", "tags/tea/"])
def test_what_others_put_into_the_output_shows_where_folders_are_not_read(
    request_: Request,
    folder: str,
    change: Callable[[Path], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(output, "_TICK_NANOSECONDS", 0)
    build(request_)
    assert look(request_)
    time.sleep(0.02)

    change(request_.output / folder)

    assert look(request_) is None


def test_what_file_managers_leave_is_passed_over(
    request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_TICK_NANOSECONDS", 0)
    build(request_)
    put(request_.output / "tides" / ".DS_Store", "x")
    assert look(request_)


def test_what_is_asked_and_what_time_it_is_count(request_: Request) -> None:
    build(request_)
    assert look(request_)
    for other in (
        replace(request_, drafts=True),
        replace(request_, future=True),
        replace(request_, offline=True),
        replace(request_, is_locked=True),
        replace(request_, base_url="https://example.com/"),
        replace(request_, output=request_.source / "other"),
        replace(request_, now=datetime(2026, 9, 2, tzinfo=UTC)),
    ):
        assert look(other) is None
    assert look(replace(request_, jobs=2, now=datetime(2026, 8, 31, tzinfo=UTC)))


def test_another_build_into_the_same_folder_counts(request_: Request) -> None:
    build(request_)
    drafts = replace(request_, drafts=True)
    build(drafts)
    assert look(request_) is None
    assert look(drafts)


def test_files_written_a_moment_ago_are_read(
    request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "UNSETTLED_NANOSECONDS", 2_000_000_000)
    build(request_)
    assert standing.fingerprint(request_).whole == ""
    assert look(request_) is None


def test_a_link_in_the_place_of_the_output_is_left_to_the_build(request_: Request) -> None:
    build(request_)
    request_.output.rename(request_.source / "moved")
    request_.output.symlink_to("moved")
    assert look(request_) is None


@pytest.mark.parametrize("moment", ["after a build", "during a build"])
@pytest.mark.parametrize("change", ["few files", "whole tree"])
def test_what_others_put_into_the_output_is_told_where_folders_are_not_read(
    request_: Request, moment: str, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_TICK_NANOSECONDS", 0)
    build(request_)
    time.sleep(0.02)
    mine = request_.output / "kettles" / "mine.txt"
    if change == "few files":
        put(request_.source / "content" / "tides.md", PAGE.format("tides", 1) + "\nMore.\n")
    else:
        put(request_.source / "static" / "b.txt", "b")
    if moment == "during a build":
        build(replace(request_, on_phase=lambda label: put(mine, "x")))
        assert mine.is_file()
        assert look(request_) is None
        put(request_.source / "static" / "c.txt", "c")
    else:
        put(mine, "x")

    with pytest.raises(GeneratorError) as refused:
        build(request_)

    assert "`kettles/mine.txt`" in refused.value.diagnostics[0].message
    assert mine.is_file()
