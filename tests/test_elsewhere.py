"""Answers on other sites: snippets, the page for iframes, oEmbed."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from tests.conftest import Run, put, tree

TEXT = """---
title: Tides & <moons>
date: 2025-01-01
---

## Why "do" tides <come>?
<!-- q
id: why
-->

The moon.[^a] See [tea](tea.md). %s

## When?
<!-- q
id: embed
-->

Twice a day.

[^a]: https://example.org/moon "The moon"
""" % ("And so on. " * 60)


def write(
    folder: Path, settings: str = "url: https://example.org/s/\ntypographic_quotes: false\n"
) -> None:
    put(folder / "site.yml", f"title: Sea\n{settings}")
    put(folder / "content" / "tides.md", TEXT)
    put(folder / "content" / "tea.md", "---\ntitle: T\ndate: 2025-01-02\n---\n\n## Which?\n\nA.\n")


def test_a_question_has_snippets_that_are_whole_and_safe(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "output" / "tides" / "why" / "index.html").read_text()
    quote, frame = map(html.unescape, re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S))
    assert quote.startswith('<blockquote cite="https://example.org/s/tides/#why" lang="en">')
    assert '<strong>Why "do" tides &lt;come&gt;?</strong>' in quote
    assert '<a href="https://example.org/s/tides/#why">Tides &amp; &lt;moons&gt; – Sea</a>' in quote
    assert quote.endswith("…</p>" + quote[quote.index("<p><a href") :])
    assert len(quote) < 700
    assert 'src="https://example.org/s/tides/_embed/#why"' in frame
    assert 'title="Why &quot;do&quot; tides &lt;come&gt;?"' in frame


def test_the_page_for_iframes_leads_back(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    page = (tmp_path / "output" / "tides" / "_embed" / "index.html").read_text()
    assert '<base target="_blank">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert '<link rel="canonical" href="https://example.org/s/tides/">' in page
    assert '<article class="embed-answer" id="why">' in page
    assert 'href="../../tea/"' in page
    assert 'href="../#note-1"' in page
    assert "<script" not in page
    assert "_embed" not in (tmp_path / "output" / "sitemap.xml").read_text()


def test_oembed_is_found_from_the_explainer(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    page = (tmp_path / "output" / "tides" / "index.html").read_text()
    (address,) = re.findall(r'type="application/json\+oembed" title="[^"]+" href="([^"]+)"', page)
    path = address.removeprefix("https://example.org/s/")
    data = json.loads((tmp_path / "output" / path).read_text())
    assert (data["version"], data["type"], data["title"]) == ("1.0", "rich", "Tides & <moons>")
    assert 'src="https://example.org/s/tides/_embed/"' in data["html"]
    assert "&lt;moons&gt;" in data["html"]


@pytest.mark.parametrize("settings", ["", "url: https://example.org/s/\nembeddable: false\n"])
def test_a_site_without_address_or_wish_has_none(run: Run, tmp_path: Path, settings: str) -> None:
    write(tmp_path, settings)
    assert run("build", cwd=tmp_path).returncode == 0
    files = tree(tmp_path / "output")
    assert not [one for one in files if "_embed/" in one or "oembed" in one]
    assert b"oembed" not in files["tides/index.html"]
    assert b"snippets" not in files["tides/why/index.html"]
