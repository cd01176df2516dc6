"""`explainer fmt`: one form of front matter and question comments, and nothing else touched."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.formatting import format_text
from generator.frontmatter import parse_front_matter, split
from tests.conftest import ROOT, Run, put, tree

ZONE = ZoneInfo("Europe/Zurich")

UNTIDY = """---
# About the whole file.

tags: ["sea", 'moon and sun',   plain]
# Asked by many.
title:   "Why there are two tides"   # not three
lead: >-
  Folded, and so
  left alone.
updated: "2025-06-01 08:30"
date: 2025-6-1
draft: No
source: {url: 'https://example.org/', name: "Harbour: office"}
summary:
  - 'One.'
  - "Two: parts."
---

Prose with  two spaces and a trailing one.\u0020
"""
TIDY = """---
# About the whole file.

# Asked by many.
title:   Why there are two tides   # not three
lead: >-
  Folded, and so
  left alone.
date: 2025-06-01
updated: 2025-06-01T08:30
source: {url: "https://example.org/", name: "Harbour: office"}
tags: [sea, moon and sun,   plain]
summary:
  - One.
  - "Two: parts."
draft: false
---

Prose with  two spaces and a trailing one.\u0020
"""


def formatted(text: str) -> str:
    result, errors = format_text(text, "content/a.md", ZONE)
    assert errors == ()
    return result


def test_links_in_a_comment_are_the_same_wherever_they_stand() -> None:
    before = "---\ntitle: Tea\ndate: 2025-06-01\n---\n\n## Why?\n<!-- q\n"
    after = "-->\n\nSo.\n"
    text = f'{before}distinct-from: "b.md#x"\nrelated:   ["a.md#b", "c.md#d"]\n{after}'
    tidy = f"{before}related:   [a.md#b, c.md#d]\ndistinct-from: b.md#x\n{after}"
    assert formatted(text) == tidy
    assert formatted(tidy) == tidy


def test_keys_quotes_and_dates_take_their_usual_form() -> None:
    assert formatted(UNTIDY) == TIDY
    assert formatted(TIDY) == TIDY


def test_comments_of_questions_take_theirs() -> None:
    head = "---\ntitle: T\ndate: 2025-01-01\n---\n\n## What?\n"
    before = '<!-- q\nlabel: "What"\nupdated: 2025-1-2\nid: \'what\'\n-->\n\n```\nlabel: "x"\n```\n'
    after = '<!-- q\nid: what\nlabel: What\nupdated: 2025-01-02\n-->\n\n```\nlabel: "x"\n```\n'
    assert formatted(head + before) == head + after


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- q id: 'a' -->",
        "<!-- q\nid: 'a' -->",
        "<!-- q\nlabel: 'a -- > b'\n-->",
        "<!--\nq\nid: 'a'\n-->",
        "<!-- not a question: 'a' -->",
    ],
)
def test_comments_in_other_shapes_keep_what_they_say(comment: str) -> None:
    text = f"---\ntitle: T\ndate: 2025-01-01\n---\n\n## What?\n{comment}\n\nText.\n"
    once = formatted(text)
    assert formatted(once) == once
    assert once.replace('"', "").replace("'", "") == text.replace('"', "").replace("'", "")


def test_a_file_with_errors_is_left_as_it_is() -> None:
    text = '---\ntitle: "T"\nkicker: 23:31\n---\n'
    result, errors = format_text(text, "content/a.md", ZONE)
    assert result == text
    assert {one.code for one in errors} == {"yaml-sexagesimal", "missing-key"}


@pytest.mark.parametrize("file", sorted((ROOT / "content").glob("*.md")), ids=lambda one: one.stem)
def test_the_demo_keeps_its_prose(file: Path) -> None:
    text = file.read_bytes().decode()
    once = formatted(text)
    assert split(once)[1].count("##") == split(text)[1].count("##")
    assert formatted(once) == once


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufeff"),
    min_size=1,
    max_size=12,
).filter(lambda one: one.strip() and one.isprintable())


def quoted(text: str, mark: str) -> str:
    if mark == "'":
        return "'" + text.replace("'", "''") + "'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@given(
    title=TEXTS,
    tags=st.lists(st.sampled_from(["sea", "moon", "a b", "no", "1984"]), max_size=3),
    mark=st.sampled_from("'\""),
    date=st.sampled_from(["2025-1-2", "2025-01-02 08:30", "'2025-01-02'", "2025-01-02T08:30:00Z"]),
    order=st.permutations(["title", "tags", "date", "kicker"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    prose=TEXTS,
)
@settings(max_examples=60)
def test_whatever_is_written_says_the_same_afterwards(
    title: str,
    tags: list[str],
    mark: str,
    date: str,
    order: list[str],
    ending: str,
    prose: str,
) -> None:
    values = {
        "title": quoted(title, mark),
        "kicker": quoted(title[::-1], mark),
        "tags": "[" + ", ".join(quoted(one, mark) for one in tags) + "]",
        "date": date,
    }
    head = [f"{key}: {values[key]}" for key in order]
    end = ["", "## Question?", "<!-- q", f"label: {quoted('a', mark)}", "-->", "", prose, ""]
    text = ending.join(["---", *head, "---", *end])
    once, errors = format_text(text, "content/a.md", ZONE)
    if errors:
        assert once == text
        return
    assert format_text(once, "content/a.md", ZONE) == (once, ())
    assert parse_front_matter(once, "", ZONE)[0] == parse_front_matter(text, "", ZONE)[0]
    assert once.endswith(ending.join(["-->", "", prose, ""]))
    assert once.count("\r\n") == text.count("\r\n")


def test_the_command_writes_only_what_changes(run: Run, site: Path) -> None:
    put(site / "content" / "untidy.md", UNTIDY)
    mark = "\ufeff" + UNTIDY.replace("\n", "\r\n")
    (site / "content" / "windows.md").write_bytes(mark.encode())
    put(site / "content" / "broken.md", "---\ntitle: 'T'\n---\n")
    before = tree(site)
    checked = run("fmt", "--check", cwd=site)
    assert checked.returncode == 1
    assert "would change  content/untidy.md" in checked.stdout
    assert "error[missing-key]" in checked.stderr
    assert tree(site) == before
    (site / "content" / "broken.md").unlink()
    assert run("fmt", cwd=site).returncode == 0
    after = tree(site)
    assert after["content/untidy.md"].decode() == TIDY
    assert after["content/windows.md"] == ("\ufeff" + TIDY.replace("\n", "\r\n")).encode()
    assert {one for one in after if after[one] != before[one]} == {
        "content/untidy.md",
        "content/windows.md",
    }
    assert run("fmt", "--check", cwd=site).returncode == 0


def test_the_command_takes_files_of_the_content_folder(run: Run, site: Path) -> None:
    put(site / "content" / "untidy.md", UNTIDY)
    assert run("fmt", "content/tea.md", cwd=site).stdout == ""
    assert "changed  content/untidy.md" in run("fmt", "content/untidy.md", cwd=site).stdout
    done = run("fmt", "site.yml", cwd=site)
    assert (done.returncode, "error[no-such-explainer]" in done.stderr) == (2, True)
