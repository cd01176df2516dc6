"""After any sequence of changes, the output is byte for byte that of a build from nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from generator import folders, standing
from generator.build import build
from generator.diagnostics import GeneratorError
from generator.request import Request, Result
from generator.revision import revise
from tests.conftest import put, tree

NOW = datetime(2026, 5, 1, tzinfo=UTC)
PAGE = """---
title: {title}
date: 2026-01-{day:02}
slug: {slug}
tags: [{tag}]
draft: {draft}
---

An intro with [another page](first.md).

## Why {title}?

Because **{day}**.[^a]

## How {title}?

Like so.

[^a]: https://example.org/{day} "A source"
"""
PARTIAL = "themes/default/templates/partials/figure.html"
SWITCHES = ("search", "question_pages", "related_questions", "for_machines", "embeddable")
numbers = st.integers(1, 28)


def _swapped(text: str) -> str:
    return text.replace("Like so", "lIKE sO") if "Like so" in text else text.replace("lIKE", "Like")


class Site(RuleBasedStateMachine):
    """A small site that is edited and built, beside a copy that is always built from nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="explainer-test-"))
        self.source = self.folder / "site"
        self.request = Request(source=self.source, output=self.source / "output", now=NOW, jobs=1)
        self.count = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    @initialize()
    def begin(self) -> None:
        put(self.source / "site.yml", "title: Site\nurl: https://example.org/\n")
        self._put("first", title="First", slug="first")
        self._put("second", title="Second", slug="second")

    def _put(self, name: str, **values: object) -> None:
        given = {"title": name, "day": 1, "slug": name, "tag": "tea", "draft": "false", **values}
        put(self.source / "content" / f"{name}.md", PAGE.format(**given))

    def _pages(self) -> list[Path]:
        return sorted((self.source / "content").glob("*.md"))

    def _page(self, at: int) -> Path:
        pages = self._pages()
        return pages[at % len(pages)]

    @rule(at=numbers, day=numbers)
    def edit_a_body(self, at: int, day: int) -> None:
        page = self._page(at)
        page.write_text(page.read_text() + f"\nMore, {day}.\n")

    @rule(at=numbers, day=numbers)
    def edit_a_title(self, at: int, day: int) -> None:
        page = self._page(at)
        lines = page.read_text().split("\n")
        lines[1] = f"title: Title {day}"
        page.write_text("\n".join(lines))

    @rule(at=numbers)
    def edit_keeping_size_and_time(self, at: int) -> None:
        page = self._page(at)
        before = page.stat()
        page.write_text(_swapped(page.read_text()))
        os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(at=numbers)
    def touch(self, at: int) -> None:
        os.utime(self._page(at))

    @rule(day=numbers, tag=st.sampled_from(["tea", "Tea", "water"]), draft=st.booleans())
    def add(self, day: int, tag: str, draft: bool) -> None:
        self.count += 1
        name = f"added-{self.count}"
        self._put(name, title=f"Added {day}", day=day, tag=tag, draft=str(draft).lower())

    @precondition(lambda self: len(self._pages()) > 2)
    @rule(at=numbers)
    def delete(self, at: int) -> None:
        pages = [one for one in self._pages() if one.stem != "first"]
        pages[at % len(pages)].unlink()

    @rule(at=numbers)
    def rename_or_give_another_address(self, at: int) -> None:
        self.count += 1
        pages = [one for one in self._pages() if one.stem != "first"]
        page = pages[at % len(pages)]
        if at % 2:
            page.rename(page.with_name(f"moved-{self.count}.md"))
        else:
            lines = page.read_text().split("\n")
            lines[3] = f"slug: slug-{self.count}"
            page.write_text("\n".join(lines))

    @rule(day=numbers)
    def edit_a_template(self, day: int) -> None:
        put(self.source / PARTIAL, f"<!-- {day} -->")

    @rule(day=numbers, name=st.sampled_from(SWITCHES), on=st.booleans())
    def edit_the_settings(self, day: int, name: str, on: bool) -> None:
        text = f"title: Site {day % 3}\nurl: https://example.org/\n{name}: {str(on).lower()}\n"
        put(self.source / "site.yml", text)

    @rule(feeds=st.booleans())
    def switch_off_what_is_made_of_all_pages(self, feeds: bool) -> None:
        off = "".join(f"{one}: false\n" for one in SWITCHES)
        text = f"title: Site\nurl: https://example.org/\nanswer_feeds: {feeds}\n{off}"
        put(self.source / "site.yml", text)

    @rule(day=numbers)
    def edit_static_files(self, day: int) -> None:
        path = self.source / "static" / f"{day % 3}.txt"
        if path.exists():
            path.unlink()
        else:
            put(path, str(day))

    @rule(at=numbers)
    def break_and_mend(self, at: int) -> None:
        page = self._page(at)
        whole = page.read_text()
        page.write_text(whole.replace("title:", "titel:"))
        self.incremental_equals_clean()
        page.write_text(whole)

    @rule(at=numbers)
    def edit_the_ledger(self, at: int) -> None:
        ledger = self.source / "ledger"
        if ledger.is_dir():
            shutil.rmtree(ledger)
            return
        from generator.recording import Wish, record

        # What is broken is recorded another time.
        with contextlib.suppress(GeneratorError):
            record(self.source, Wish(), NOW)

    @rule(at=st.integers(0, 1 << 20), cut=st.booleans())
    def damage_the_cache(self, at: int, cut: bool) -> None:
        path = self.source / ".cache" / "build.sqlite"
        if not path.exists():
            return
        content = bytearray(path.read_bytes())
        place = at % len(content)
        content[place] ^= 255
        path.write_bytes(content[:place] if cut else content)

    @rule()
    def let_another_version_have_made_the_cache(self) -> None:
        path = self.source / ".cache" / "build.sqlite"
        if path.exists():
            connection = sqlite3.connect(path)
            try:
                connection.execute("UPDATE version SET value = 'another'")
                connection.commit()
            except sqlite3.Error:
                pass
            connection.close()

    @rule(drafts=st.booleans(), day=st.integers(1, 9))
    def ask_for_something_else(self, drafts: bool, day: int) -> None:
        now = datetime(2026, 5, day, tzinfo=UTC)
        self.request = replace(self.request, drafts=drafts, now=now)

    @invariant()
    def incremental_equals_clean(self) -> None:
        if not self.source.exists():
            return
        copy = self.folder / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.source, copy, ignore=shutil.ignore_patterns(".cache", "output"))
        clean = replace(self.request, source=copy, output=copy / "output")
        seen = standing.fingerprint(self.request)

        def again() -> Result:
            quick = standing.take(self.request, seen) or revise(self.request, seen)
            return quick or build(self.request, seen=seen)

        said = outcome(again)
        assert said == outcome(lambda: build(clean))
        if not clean.output.exists():
            return
        assert tree(self.request.output) == tree(clean.output)
        # Nothing was said to be unchanged that a full look would find changed.
        assert said == outcome(again) == outcome(lambda: build(self.request, seen=seen))
        assert tree(self.request.output) == tree(clean.output)


def outcome(action: Callable[[], Result]) -> object:
    """What a build says."""
    try:
        built = action()
    except GeneratorError as problems:
        return problems.diagnostics
    return built.warnings, built.explainers, built.questions, built.next_due


def test_incremental_equals_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    # Facts tell at once, so that every short way is taken.
    monkeypatch.setattr(folders, "UNSETTLED_NANOSECONDS", 0)
    few = settings(
        max_examples=3, stateful_step_count=8, deadline=None, phases=[Phase.reuse, Phase.generate]
    )
    run_state_machine_as_test(Site, settings=few)
