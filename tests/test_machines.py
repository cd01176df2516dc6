"""What a site has for machines: pages as Markdown, `llms.txt`, `questions.jsonl`."""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path

import pytest
import yaml

from generator.parse import parse_page
from tests.conftest import Run, put, tree

TEXT = """---
title: "Tides: *why*"
lead: See [the tea](tea.md).
date: 2025-01-01
updated: 2025-02-01
tags: [sea]
summary: [One., "Two [more](#when)."]
---

Intro.[^b]

<!-- a remark
that nobody sees -->

# The first part

## Why?
<!-- q
id: why
label: Why
-->

The moon.[^a] <!-- nor this --> See [when](#when), [tea](<tea.md> "Tea") and ![chart](/chart.svg).

```markdown
[^x]: no note
<!-- shown -->
```

[^a]: https://example.org/moon "The moon"
[^b]: A long note

    in two paragraphs.

[tea](tea.md "embed")

## When?

Twice.[^a]
"""


def write(folder: Path, settings: str = "") -> None:
    put(folder / "site.yml", f"title: Sea\nurl: https://example.org/s/\nlicence: CC0\n{settings}")
    put(folder / "content" / "tides.md", TEXT.replace('[tea](tea.md "embed")\n', ""))
    put(
        folder / "content" / "tea.md",
        "---\ntitle: Tea\ndate: 2025-01-02\n---\n\n## Which?\n\nGreen.\n",
    )
    put(folder / "content" / "about.md", "---\ntitle: About\nkind: page\n---\n\n## Us\n\nWe.\n")
    put(
        folder / "static" / "chart.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    )


def test_answers_are_kept_as_they_are_written() -> None:
    _, body = parse_page(TEXT, "content/tides.md", UTC, "")
    intro, why, when = body.written
    assert intro == "Intro.[^b]"
    assert why.split("\n\n") == [
        'The moon.[^a]  See [when](\x022\x03), [tea](\x023\x03 "Tea") and ![chart](\x024\x03).',
        "```markdown\n[^x]: no note\n<!-- shown -->\n```",
        '[tea](\x025\x03 "embed")',
    ]
    assert when == "Twice.[^a]"
    assert body.written_notes == (
        "[^b]: A long note\n\n    in two paragraphs.",
        '[^a]: https://example.org/moon "The moon"',
        '[^a]: https://example.org/moon "The moon"',
    )


def test_each_page_is_there_as_markdown(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    done = run("build", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "output"
    for path in ("tides", "tea", "about"):
        html = (out / path / "index.html").read_text()
        assert '<link rel="alternate" type="text/markdown" href="index.md">' in html
        assert (out / path / "index.md").is_file()
    text = (out / "tides" / "why" / "index.md").read_text()
    assert "# Why?\n\nThe moon.[^a]" in text
    assert text.endswith('[^a]: https://example.org/moon "The moon"\n')
    assert "url: https://example.org/s/tides/why/\n" in text
    html = (out / "tides" / "why" / "index.html").read_text()
    assert '<link rel="alternate" type="text/markdown" href="index.md">' in html
    head, text = (out / "tides" / "index.md").read_text().split("---\n\n", 1)
    facts = yaml.safe_load(head.strip("-\n"))
    assert facts["title"] == "Tides: *why*"
    assert facts["url"] == "https://example.org/s/tides/"
    assert facts["licence"] == "CC0"
    assert "See [the tea](https://example.org/s/tea/)." in text
    assert "- Two [more](https://example.org/s/tides/#when)." in text
    assert "# The first part\n\n## Why?\n\nThe moon.[^a]" in text
    assert "(https://example.org/s/tides/#when)" in text
    assert "(https://example.org/s/chart.svg)" in text
    assert text.count("[^a]: ") == 1
    assert "nobody" not in text
    assert "nor this" not in text
    assert "<!-- shown -->" in text
    assert "id: why" not in text


def test_every_question_is_a_line_of_json(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    lines = (tmp_path / "output" / "questions.jsonl").read_text().splitlines()
    records = {one["id"]: one for one in map(json.loads, lines)}
    assert set(records) == {"tides/why", "tides/when", "tea/which"}
    why = records["tides/why"]
    assert why["url"] == "https://example.org/s/tides/#why"
    assert why["question"] == "Why?"
    assert why["answer"].startswith("The moon.")
    assert why["markdown"].endswith('[^a]: https://example.org/moon "The moon"')
    assert why["sources"] == [{"text": "The moon", "url": "https://example.org/moon"}]
    assert why["language"] == "en"
    assert why["licence"] == "CC0"
    assert why["published"].startswith("2025-01-01")
    assert re.fullmatch("[0-9a-f]{32}", why["hash"])


def test_llms_txt_leads_to_the_markdown(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    text = (tmp_path / "output" / "llms.txt").read_text()
    assert text.startswith("# Sea\n")
    assert "- [Tides: \\*why\\*](https://example.org/s/tides/index.md): See the tea." in text
    for address in re.findall(r"\(https://example.org/s/([^)]+)\)", text):
        assert (tmp_path / "output" / address).is_file(), address


def test_after_an_edit_they_are_those_of_a_clean_build(run: Run, tmp_path: Path) -> None:
    write(tmp_path)
    assert run("build", cwd=tmp_path).returncode == 0
    put(
        tmp_path / "content" / "tea.md",
        "---\ntitle: T\ndate: 2025-01-02\n---\n\n## Which?\n\nRed.\n",
    )
    (tmp_path / "content" / "about.md").unlink()
    assert run("build", cwd=tmp_path).returncode == 0
    assert '"answer":"Red."' in (tmp_path / "output" / "questions.jsonl").read_text()
    assert run("build", "--output", "clean", cwd=tmp_path).returncode == 0
    edited, clean = tree(tmp_path / "output"), tree(tmp_path / "clean")
    assert edited.pop(".explainer-files", None) == clean.pop(".explainer-files", None)
    assert edited == clean


@pytest.mark.parametrize("url", ["", "https://example.org/s/"])
def test_a_site_can_do_without(run: Run, tmp_path: Path, url: str) -> None:
    write(tmp_path, "for_machines: false\n")
    assert run("build", cwd=tmp_path).returncode == 0
    files = tree(tmp_path / "output")
    assert not [one for one in files if one.endswith((".md", ".jsonl", "llms.txt"))]
    assert b"text/markdown" not in files["tides/index.html"]
