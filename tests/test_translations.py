"""Translations: pairing, what is missing, what is newer, and what lists show."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.languages import split_language, translation_of
from tests.conftest import Run, put, tree

ENGLISH = """---
title: Tides
date: 2025-01-01
tags: [sea]
---

## Why do tides come?
<!-- q
id: why
-->

The moon.[^a] See [when](#when) and [tea](tea.md).

| Sea | Metres |
|---|---|
| North | 4 |

## When do they come?
<!-- q
id: when
updated: 2025-03-01
-->

Twice a day.

[^a]: https://example.org/moon "The moon"
"""
GERMAN = """---
title: Gezeiten
date: 2025-02-01
tags: [Meer]
---

## Wann kommen sie?
<!-- q
id: when
-->

Zweimal am Tag.
"""
TEA = "---\ntitle: Tea\ndate: 2025-01-02\n---\n\n## Which tea?\n\nGreen.\n"


@pytest.fixture
def sea(tmp_path: Path) -> Path:
    put(tmp_path / "site.yml", "title: Sea\nurl: https://example.org/\n")
    put(tmp_path / "content" / "tides.md", ENGLISH)
    put(tmp_path / "content" / "tides.de.md", GERMAN)
    put(tmp_path / "content" / "tea.md", TEA)
    return tmp_path


def page(folder: Path, path: str) -> str:
    return (folder / "output" / path / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("stem", "parts"),
    [
        ("pact.de", ("pact", "de")),
        ("pact.pt-BR", ("pact", "pt-BR")),
        ("pact.DE", ("pact", "de")),
        ("pact", ("pact", "")),
        ("node.js", ("node.js", "")),
        ("release-1.2", ("release-1.2", "")),
        (".de", (".de", "")),
    ],
)
def test_a_language_in_a_file_name_is_one_that_exists(stem: str, parts: tuple[str, str]) -> None:
    assert split_language(stem) == parts
    assert bool(translation_of(f"content/{stem}.md")[0]) == bool(parts[1])


def test_a_translation_pairs_falls_back_and_says_what_is_newer(run: Run, sea: Path) -> None:
    done = run("build", cwd=sea)
    assert done.returncode == 0, done.stderr
    html = page(sea, "de/tides")
    assert '<html lang="de" dir="ltr">' in html
    # The missing answer comes first, as in the original, in its language and with a notice.
    assert re.findall(r'<section class="question" aria-labelledby="(\w+)"', html) == ["why", "when"]
    why, when = html.split('<section class="question"')[1:3]
    assert '<h2 id="why" lang="en" dir="auto">' in why
    assert '<div class="prose" lang="en" dir="auto">' in why
    assert "noch nicht übersetzt. Sie steht hier auf Englisch." in why
    assert 'href="../../tides/#why">Zum Original</a>' in why
    # Its links and notes lead where they lead from its own page; it brings no ids along.
    assert 'href="../../tides/#when"' in why
    assert 'href="../../tea/"' in why
    assert 'href="../../tides/#note-1"' in why
    assert 'id="note-ref' not in why
    assert "aria-labelledby" not in why.partition(">")[2]
    assert "Es wurde am 1. März 2025 geändert." in when
    assert 'href="../../tides/#when">Zum Original</a>' in when
    # What is shown in another language is no part of this page to machines.
    assert '"name":"Why do tides come?"' not in html
    assert '"translationOfWork":"https://example.org/tides/"' in html


def test_each_language_names_the_others(run: Run, sea: Path) -> None:
    assert run("build", cwd=sea).returncode == 0
    for path in ("tides", "de/tides"):
        html = page(sea, path)
        found = re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', html)
        assert found == [
            ("de", "https://example.org/de/tides/"),
            ("en", "https://example.org/tides/"),
            ("x-default", "https://example.org/tides/"),
        ]
    assert '<a href="../de/tides/" hreflang="de" lang="de">Deutsch</a>' in page(sea, "tides")
    assert '<a href="../../tides/" hreflang="en" lang="en">English</a>' in page(sea, "de/tides")
    assert "hreflang" not in page(sea, "tea")


def test_the_navigation_speaks_the_language_of_the_page(run: Run, sea: Path) -> None:
    with (sea / "site.yml").open("a", encoding="utf-8") as file:
        file.write(
            "nav:\n- {title: Questions, path: questions/, titles: {de: Fragen}}\n- Tags: tags/\n"
        )
    assert run("build", cwd=sea).returncode == 0
    assert '<a href="../questions/">Questions</a>' in page(sea, "tides")
    assert '<a href="../../questions/">Fragen</a>' in page(sea, "de/tides")
    assert '<a href="../../tags/">Tags</a>' in page(sea, "de/tides")


def test_lists_show_originals_and_the_sitemap_everything(run: Run, sea: Path) -> None:
    assert run("build", cwd=sea).returncode == 0
    for path in ("", "questions", "tags", "tags/sea"):
        assert "de/tides" not in page(sea, path), path
        assert "Meer" not in page(sea, path), path
    assert "de/tides" not in (sea / "output" / "feed.xml").read_text()
    assert "https://example.org/de/tides/" in (sea / "output" / "sitemap.xml").read_text()
    assert '<a href="../../tags/sea/">' in page(sea, "de/tides")


def test_a_translation_follows_its_original(run: Run, sea: Path) -> None:
    assert run("build", cwd=sea).returncode == 0
    put(sea / "content" / "tides.md", ENGLISH.replace("The moon.", "The moon and the sun."))
    assert run("build", cwd=sea).returncode == 0
    assert "The moon and the sun." in page(sea, "de/tides")
    assert run("build", "--output", "clean", cwd=sea).returncode == 0
    edited, clean = tree(sea / "output"), tree(sea / "clean")
    assert edited.pop(".explainer-files", None) == clean.pop(".explainer-files", None)
    assert edited == clean


def test_what_does_not_pair_is_told(run: Run, sea: Path) -> None:
    put(sea / "content" / "tides.fr.md", GERMAN.replace("id: when", "id: quand"))
    put(sea / "content" / "lost.it.md", GERMAN)
    done = run("build", cwd=sea)
    assert done.returncode == 0
    assert "warning[unpaired-question]: the original `content/tides.md` has no" in done.stderr
    assert "content/tides.fr.md:7:1" in done.stderr
    assert "warning[translation-without-original]" in done.stderr
    put(sea / "content" / "tides.es.md", GERMAN.replace("date:", "lang: it\ndate:"))
    put(sea / "content" / "tides.en.md", GERMAN)
    done = run("build", cwd=sea)
    assert done.returncode == 1
    assert "the file's name says `es` and `lang` says `it`" in done.stderr
    assert "`content/tides.md` is in the same language, `en`" in done.stderr
