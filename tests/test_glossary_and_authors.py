"""glossary.yml and authors.yml: their pages, the links to them, and what is told about them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from tests.conftest import Run, put, tree

GLOSSARY = """utc:
  term: UTC
  text: The time of <all> clocks.
  also: [Coordinated Universal Time]
neap-tide: A weak tide.
"""
AUTHORS = """sea-desk:
  name: Sea desk
  role: Tides & harbours
  url: https://example.org/sea
  also: [The sea]
moon-desk: Moon desk
"""
TEXT = """---
title: Tides
date: 2025-01-01
authors: [the sea, Moon desk]
---

## Why?

By [UTC](term:utc), by [that time](term:Coordinated%20Universal%20Time) and at
[neap tide](term:neap-tide "weak").
"""


def write(folder: Path, text: str = TEXT, glossary: str = GLOSSARY, authors: str = AUTHORS) -> None:
    put(folder / "site.yml", "title: Sea\nurl: https://example.org/\n")
    put(folder / "content" / "tides.md", text)
    put(folder / "glossary.yml", glossary)
    put(folder / "authors.yml", authors)


def page(folder: Path, path: str) -> str:
    return (folder / "output" / path / "index.html").read_text(encoding="utf-8")


def test_links_lead_to_terms_and_terms_to_the_pages_that_use_them(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr
    html = page(tmp_path, "tides")
    links = re.findall(r'<a href="\.\./glossary/#([\w-]+)"[^>]* class="term"', html)
    assert links == ["utc", "utc", "neap-tide"]
    glossary = page(tmp_path, "glossary")
    assert re.findall(r"<dfn>(.*?)</dfn>", glossary) == ["neap-tide", "UTC"]
    assert "The time of &lt;all&gt; clocks." in glossary
    assert glossary.count('<a href="../tides/">Tides</a>') == 2
    assert '<a href="../glossary/">Glossary</a>' in html
    twin = (tmp_path / "output" / "tides" / "index.md").read_text()
    assert "[UTC](https://example.org/glossary/#utc)" in twin


def test_authors_have_pages_by_whichever_name(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    html = page(tmp_path, "tides")
    assert '<a href="../authors/sea-desk/" rel="author">Sea desk</a>, <a href' in html
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    assert json.loads(data)["author"][0] == {
        "@type": "Person",
        "name": "Sea desk",
        "url": "https://example.org/authors/sea-desk/",
    }
    own = page(tmp_path, "authors/sea-desk")
    assert "<h1>Sea desk</h1>" in own
    assert "Tides &amp; harbours" in own
    assert '<a href="../../tides/">Tides</a>' in own
    assert '<a href="sea-desk/">Sea desk <span class="count">1</span></a>' in page(
        tmp_path, "authors"
    )


def test_authors_are_called_alike_in_feeds_and_files_for_machines(run: Run, tmp_path: Path) -> None:
    write(tmp_path, TEXT.replace("authors: [the sea, Moon desk]", "authors: [the sea, A guest]"))
    output = tmp_path / "output"
    assert run("build", cwd=tmp_path).returncode == 0
    for feed in ("feed.xml", "answers.xml", "tides/answers.xml"):
        names = re.findall("<author><name>(.*?)</name>", (output / feed).read_text())
        assert names == ["Sea", "Sea desk", "A guest"], feed
    for feed in ("answers.json", "tides/answers.json"):
        (entry,) = json.loads((output / feed).read_text())["items"]
        assert entry["authors"] == [{"name": "Sea desk"}, {"name": "A guest"}], feed
    for twin in ("tides/index.md", "tides/why/index.md"):
        assert "authors: [Sea desk, A guest]\n" in (output / twin).read_text()
    line = json.loads((output / "questions.jsonl").read_text())
    assert line["authors"] == ["Sea desk", "A guest"]
    # A new name of the desk is everywhere at once.
    put(tmp_path / "authors.yml", AUTHORS.replace("Sea desk", "Coast desk"))
    assert run("build", cwd=tmp_path).returncode == 0
    changed = tree(output)
    assert "Coast desk" in (output / "questions.jsonl").read_text()
    shutil.rmtree(tmp_path / ".cache")
    assert run("build", cwd=tmp_path).returncode == 0
    assert tree(output) == changed


def test_what_is_not_named_or_not_known_is_told(run: Run, tmp_path: Path) -> None:
    text = TEXT.replace("term:utc", "term:utd").replace("term:neap-tide", "term:moon")
    twice = GLOSSARY + "moon: {text: One., also: [Luna]}\nluna: {text: Two., also: [Moon]}\n"
    write(tmp_path, text.replace("Moon desk", "Sun desk"), twice)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "error[undefined-term]: glossary.yml explains no `utd`" in done.stderr
    assert "fix: did you mean `term:utc`?" in done.stderr
    assert "content/tides.md:9:10" in done.stderr
    assert "error[ambiguous-term]: `moon` is `moon` and `luna` in glossary.yml" in done.stderr
    assert "warning[unused-term]: no page links to the term `neap-tide`" in done.stderr
    assert "glossary.yml:5:1" in done.stderr
    assert "warning[unknown-author]: authors.yml knows no `Sun desk`" in done.stderr
    assert "warning[unused-author]: no explainer names the author `moon-desk`" in done.stderr
    write(
        tmp_path,
        authors=AUTHORS.replace("moon-desk: Moon desk", "sea: {name: Sea, also: [the sea]}"),
    )
    done = run("build", cwd=tmp_path)
    assert "warning[ambiguous-author]: `the sea` is `sea-desk` and `sea`" in done.stderr


def test_a_list_that_cannot_be_read_says_where(run: Run, tmp_path: Path) -> None:
    write(tmp_path, glossary="utc:\n  term: UTC\n", authors="a b: X\nc: {name: C, url: ftp:x}\n")
    done = run("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "glossary.yml:1:1" in done.stderr
    assert "`text`" in done.stderr
    assert "error[bad-id]" in done.stderr
    assert "error[bad-address]" in done.stderr
    assert "authors.yml:2:" in done.stderr


def test_a_changed_list_changes_what_it_must(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    write(tmp_path, glossary=GLOSSARY.replace("clocks", "watches"), authors="sea-desk: The sea\n")
    assert run("build", cwd=tmp_path).returncode == 0
    assert "watches" in page(tmp_path, "glossary")
    assert "moon-desk" not in page(tmp_path, "tides")
    assert run("build", "--output", "clean", cwd=tmp_path).returncode == 0
    edited, clean = tree(tmp_path / "output"), tree(tmp_path / "clean")
    assert edited.pop(".explainer-files", None) == clean.pop(".explainer-files", None)
    assert edited == clean
    (tmp_path / "glossary.yml").unlink()
    assert "error[undefined-term]" in run("build", cwd=tmp_path).stderr
