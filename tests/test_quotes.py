"""Quotation marks by language: seen on pages, never in ids, hashes or the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.markdown import typeset_line
from generator.wording import languages, quotation_marks
from tests.conftest import Run, put, tree

TEXT = """---
title: What a "tide" is
lead: It's the *sea's* own "clock".
date: 2025-01-01
summary: ['The "ebb" comes twice.']
---

## What's a "neap" tide?

A 'small' one, `it's "code"`, and "**bold**" too.[^a]

[^a]: https://example.org/ "The keeper's 'book'"
"""


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("\"Why?\" he asked. It's 'odd'.", "en", "“Why?” he asked. It’s ‘odd’."),
        ("\"Wie geht's?\" 'So'", "de", "„Wie geht’s?“ ‚So‘"),
        ('"Wie?"', "de-AT", "„Wie?“"),
        ('l\'eau "claire"', "fr", "l’eau «\u202fclaire\u202f»"),
        ('Dice "no"', "es", "Dice «no»"),
        ('"X" it\'s', "ja", '"X" it\'s'),
        ("“done” already", "en", "“done” already"),
        ("5'10\" tall", "en", '5’10" tall'),
    ],
)
def test_a_line_has_the_marks_of_its_language(text: str, lang: str, shown: str) -> None:
    assert typeset_line(text, quotation_marks(lang)) == shown


def test_every_language_of_the_interface_has_four_marks() -> None:
    assert {lang: len(quotation_marks(lang)) for lang in languages()} == dict.fromkeys(
        languages(), 4
    )


def _page(folder: Path, name: str) -> str:
    return (folder / "output" / name / "index.html").read_text("utf-8")


def test_pages_show_them_and_nothing_else_changes(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: Sea\nurl: https://example.org/\n")
    put(tmp_path / "content" / "tide.md", TEXT)
    assert run("ids", cwd=tmp_path).returncode == 0
    ledger = (tmp_path / "ledger" / "tide.yml").read_text("utf-8")
    assert """What's a "neap" tide?""" in ledger.replace("''", "'")
    done = run("build", "--locked", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = _page(tmp_path, "tide")
    for shown in (
        "<h1>What a “tide” is",
        "It’s the <em>sea’s</em> own “clock”.",
        "The “ebb” comes twice.",
        "What’s a “neap” tide?",
        "A ‘small’ one, <code>it's &quot;code&quot;</code>, and “<strong>bold</strong>” too.",
        "The keeper’s ‘book’",
        'id="whats-a-neap-tide"',
    ):
        assert shown in page, shown
    assert "What’s a “neap” tide?" in _page(tmp_path, "tide/whats-a-neap-tide")
    assert "A 'small' one" in (tmp_path / "output" / "tide" / "index.md").read_text("utf-8")
    assert run("ids", cwd=tmp_path).returncode == 0
    assert (tmp_path / "ledger" / "tide.yml").read_text("utf-8") == ledger


def test_a_site_may_show_marks_as_they_are_written(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: Sea\nurl: https://example.org/\n")
    put(tmp_path / "content" / "tide.md", TEXT)
    assert run("build", cwd=tmp_path).returncode == 0
    settings = "title: Sea\nurl: https://example.org/\ntypographic_quotes: false\n"
    put(tmp_path / "site.yml", settings)
    assert run("build", cwd=tmp_path).returncode == 0
    assert "’" not in _page(tmp_path, "tide").split("<main", 1)[1].split("</main>")[0]
    again = tree(tmp_path / "output")
    assert run("build", "--output", "clean", cwd=tmp_path).returncode == 0
    assert tree(tmp_path / "clean") == again


def test_the_language_of_a_text_goes_before_the_sites(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site.yml", "title: Sea\nlang: de\nurl: https://example.org/\n")
    put(tmp_path / "content" / "tide.md", TEXT.replace("date:", "lang: en\ndate:"))
    put(tmp_path / "content" / "ebbe.md", TEXT)
    assert run("build", cwd=tmp_path).returncode == 0
    assert "<h1>What a “tide” is" in _page(tmp_path, "tide")
    assert "<h1>What a „tide“ is" in _page(tmp_path, "ebbe")
