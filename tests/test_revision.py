"""Pages whose words were changed are made anew alone, and only where that is the whole change."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator import standing
from generator.build import build, build_options
from generator.cache import Cache
from generator.inputs import read_inputs
from generator.model import Page
from generator.packing import pack
from generator.planning import plan
from generator.reading import read_pages
from generator.request import Request, Result
from generator.revision import revise
from generator.sheaves import Binder, named_pages, unbind
from generator.views import Frame
from tests.conftest import ROOT, put, tree

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PAGE = """---
title: About {0}
lead: What {0} are.
date: 2026-01-0{1}
tags: [tea]
---

Some words, with [another page](kettles.md#why-kettles).

## Why {0}?

Because {1}.[^a]

## How {0}?

Like so.

[^a]: https://example.org/{1} "A source"
"""
PLAIN = (
    "title: Site\nurl: https://example.org/\nsearch: false\nfor_machines: false\n"
    "related_questions: false\n"
)


pytestmark = pytest.mark.usefixtures("settled")


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    source = tmp_path / "site"
    put(source / "site.yml", PLAIN)
    for number, name in enumerate(("tides", "kettles", "lamps"), 1):
        put(source / "content" / f"{name}.md", PAGE.format(name, number))
    later = PAGE.format("later", 1).replace("2026-01", "2026-09")
    put(source / "content" / "later.md", later)
    put(
        source / "content" / "about.md",
        "---\ntitle: About us\nlead: Us.\nkind: page\n---\n\nWe are.\n",
    )
    return Request(source=source, output=source / "output", now=NOW, jobs=1)


def edit(request: Request, name: str, before: str, after: str) -> None:
    path = request.source / "content" / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def revised(request: Request) -> Result | None:
    return revise(request, standing.fingerprint(request))


def clean(request: Request) -> tuple[Result, object]:
    """What a build from nothing says and makes."""
    copy = request.source.parent / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(request.source, copy, ignore=shutil.ignore_patterns(".cache", "output"))
    result = build(replace(request, source=copy, output=copy / "output"))
    return result, tree(copy / "output")


WORDS: dict[str, tuple[tuple[str, str, str], ...]] = {
    "an answer": (("tides.md", "Like so.", "Like **this**."),),
    "the text above the questions": (("tides.md", "Some words", "Few words"),),
    "several pages": (("tides.md", "so.", "this."), ("lamps.md", "so.", "that.")),
    "a plain page": (("about.md", "We are.", "We were."),),
    "lines moved": (("tides.md", "## How", "More.\n\n## How"),),
    "a note": (("tides.md", '"A source"', '"Another source"'),),
    "nothing": (("tides.md", "Like so.", "Like so."),),
}


@pytest.mark.parametrize("name", WORDS)
def test_changed_words_are_shown_as_a_whole_build_shows_them(request_: Request, name: str) -> None:
    build(request_)
    for change in WORDS[name]:
        edit(request_, *change)

    found = revised(request_)

    assert found
    expected, files = clean(request_)
    assert tree(request_.output) == files
    assert (found.explainers, found.questions) == (expected.explainers, expected.questions)
    assert (found.next_due, found.warnings) == (expected.next_due, expected.warnings)
    # All that builds go by was brought up to date, too.
    assert standing.take(request_, standing.fingerprint(request_))
    again = build(request_)
    assert (again.written, again.parsed, again.rendered) == (0, 0, 0)
    assert revised(request_) is None


def test_one_revision_follows_another(request_: Request) -> None:
    build(request_)
    for word in ("once", "twice", "thrice"):
        edit(request_, "kettles.md", " so", f" {word} so")

        assert revised(request_)
        assert tree(request_.output) == clean(request_)[1]


def build_elsewhere(request: Request) -> None:
    edit(request, "tides.md", "so.", "this.")
    build(replace(request, output=request.source / "other"))


def damage(request: Request) -> None:
    path = request.source / ".cache" / "build.sqlite"
    content = bytearray(path.read_bytes())
    content[2000:] = bytes(len(content) - 2000)
    path.write_bytes(content)


def another_maker(request: Request) -> None:
    put(request.source / "themes/default/templates/partials/figure.html", "<hr>")


OTHERS: dict[str, Callable[[Request], object]] = {
    "title": lambda r: edit(r, "tides.md", "About tides", "On tides"),
    "lead": lambda r: edit(r, "tides.md", "What tides are", "What they are"),
    "date": lambda r: edit(r, "tides.md", "2026-01-01", "2026-01-04"),
    "tag": lambda r: edit(r, "tides.md", "[tea]", "[water]"),
    "wording": lambda r: edit(r, "tides.md", "## Why", "## Wherefore"),
    "link": lambda r: edit(r, "tides.md", "#why-kettles", "#how-kettles"),
    "reading time": lambda r: edit(r, "tides.md", "Like so.", "Like so. " * 200),
    "source": lambda r: edit(r, "tides.md", ".[^a]", "."),
    "new warning": lambda r: edit(r, "tides.md", "Like so.\n", "\n"),
    "broken": lambda r: edit(r, "tides.md", "title:", "titel:"),
    "new page": lambda r: put(r.source / "content" / "new.md", PAGE.format("new", 4)),
    "no page": lambda r: (r.source / "content" / "lamps.md").unlink(),
    "settings": lambda r: put(r.source / "site.yml", PLAIN.replace("Site", "Place")),
    "template": another_maker,
    "static file": lambda r: put(r.source / "static" / "a.txt", "a"),
    "ledger": lambda r: put(r.source / "ledger" / "none.yml", ""),
    "output": lambda r: put(r.output / "lamps" / "index.html", "mine"),
    "foreign file": lambda r: put(r.output / "mine.txt", "mine"),
    "build of another output": build_elsewhere,
    "cache": damage,
}


@pytest.mark.parametrize("name", OTHERS)
def test_any_other_change_is_left_to_a_whole_build(request_: Request, name: str) -> None:
    build(request_)
    edit(request_, "kettles.md", "Like so.", "Like **that**.")
    OTHERS[name](request_)
    before = tree(request_.output)

    assert revised(request_) is None

    assert tree(request_.output) == before


def test_what_is_asked_differently_is_left_to_a_whole_build(request_: Request) -> None:
    build(request_)
    edit(request_, "kettles.md", "Like so.", "Like that.")

    assert revised(replace(request_, offline=True)) is None
    assert revised(replace(request_, now=NOW + timedelta(days=365))) is None
    assert revised(replace(request_, output=request_.source / "elsewhere")) is None


def test_a_lent_answer_is_left_to_a_whole_build(request_: Request) -> None:
    lending = '\n[the kettles](kettles.md#why-kettles "embed")\n'
    edit(request_, "tides.md", "Like so.\n", f"Like so.\n{lending}")
    build(request_)
    edit(request_, "kettles.md", "Because", "For")

    assert revised(request_) is None
    build(request_)
    assert tree(request_.output) == clean(request_)[1]


def test_feeds_of_answers_follow(request_: Request) -> None:
    dated = "## How tides?\n<!-- q\nupdated: 2026-02-01\n-->"
    edit(request_, "tides.md", "## How tides?", dated)
    build(request_)
    edit(request_, "tides.md", "Like so.", "Like this.")

    found = revised(request_)

    assert found
    assert any("tags/tea/" in one for one in found.changed)
    assert tree(request_.output) == clean(request_)[1]


def test_a_file_written_just_now_is_read_again(
    request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(request_)
    path = request_.source / "content" / "tides.md"
    edit(request_, "tides.md", "Like so.", "Like this.")
    later = path.stat().st_mtime + 3600
    os.utime(path, (later, later))
    assert revised(request_)
    before = path.stat()
    path.write_text(path.read_text().replace("Like this.", "Like that."))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    assert revised(request_)
    assert tree(request_.output) == clean(request_)[1]


def test_every_sheet_of_the_demo_tells_which_pages_it_shows(tmp_path: Path) -> None:
    inputs = read_inputs(ROOT)
    with closing(Cache(tmp_path / "none", "", read_only=True)) as cache:
        read = read_pages(inputs, cache, None, "")
    options = build_options(Request(source=ROOT, output=tmp_path, now=NOW), inputs)
    sheets = plan(inputs, read, options, is_locked=False).sheets
    pages = {one.path: one for one in read.pages}

    for sheet in sheets:
        met = set[str]()

        def name(page: Page, met: set[str] = met) -> str:
            met.add(page.path)
            return page.path

        pack((sheet.arguments, sheet.beside), {Page: name, Frame: lambda one: one.digest})
        assert met <= named_pages(sheet), sheet.path
    bound = Binder(sheets).bind(sheets, ())
    again = [unbind(one, pages.__getitem__, bound.frames) for one in bound.sheaves.values()]
    assert None not in again
    kept = {one.path: one for some in again if some for one in some}
    assert kept == {one.path: one for one in sheets if named_pages(one)}
