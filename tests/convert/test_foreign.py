"""Markdown of other site generators: front matter that maps is kept, the rest is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import conversion
from generator.conversion import convert, convert_articles
from generator.convert.blocks import RawArticle
from generator.convert.placing import Explainer

BODY = """
The tram comes. Here is how.

## Who pays? {#pay}

Every household pays a little.

## When does it come?

In two years, with luck.
"""
YAML = """---
title: How the tram works
date: 2024-05-03T10:00:00+02:00
lastmod: 2024-06-01
description: All about the new line.
authors: [Ada Lovelace, {name: Charles Babbage}]
tags: [tram, Tram, traffic]
categories: city
slug: tram
aliases: [/old/tram/, /tram.html]
cover: {image: images/tram.jpg}
weight: 3
layout: wide
---
"""
TOML = """+++
title = "How the tram works"
date = 2024-05-03T10:00:00+02:00
lastmod = 2024-06-01
description = "All about the new line."
tags = ["tram", "traffic"]
categories = ["city"]
slug = "tram"
aliases = ["/old/tram/", "/tram.html"]
weight = 3
layout = "wide"
[params]
authors = ["Ada Lovelace", "Charles Babbage"]
[cover]
image = "images/tram.jpg"
+++
"""
JSON = (
    json.dumps(
        {
            "title": "How the tram works",
            "date": "2024-05-03T10:00:00+02:00",
            "lastmod": "2024-06-01",
            "description": "All about the new line.",
            "authors": ["Ada Lovelace", "Charles Babbage"],
            "tags": ["tram", "traffic"],
            "categories": ["city"],
            "slug": "tram",
            "aliases": ["/old/tram/", "/tram.html"],
            "cover": "images/tram.jpg",
            "weight": 3,
            "layout": "wide",
        },
        indent=1,
    )
    + "\n"
)


def explained(name: str, text: str) -> tuple[str, Explainer]:
    return convert(RawArticle(name, text.encode()))


@pytest.mark.parametrize("matter", [YAML, TOML, JSON], ids=["yaml", "toml", "json"])
def test_front_matter_is_kept_where_it_maps_and_the_rest_is_named(matter: str) -> None:
    text, explainer = explained("tram.md", matter + BODY)
    front = explainer.front
    assert front.title == "How the tram works"
    assert (str(front.date), str(front.updated)) == (
        "2024-05-03 10:00:00+02:00",
        "2024-06-01 00:00:00",
    )
    assert front.lead == "All about the new line."
    assert front.authors == ("Ada Lovelace", "Charles Babbage")
    assert front.tags == ("tram", "traffic", "city")
    assert (front.slug, front.aliases) == ("tram", ("old/tram",))
    assert front.image is not None
    assert front.image.src == "images/tram.jpg"
    assert explainer.notes == ("not kept of the front matter: weight, layout",)
    assert "## Who pays?\n<!-- q\nid: pay\n-->" in text
    assert "{#" not in text


def test_a_post_takes_its_date_from_its_name_and_drops_commands_to_templates() -> None:
    post = (
        "---\nlayout: post\ntitle: The tram\nexcerpt: In short.\npublished: false\n"
        "permalink: /:year/:title/\n---\n{% include map.html %}\n\n### Who pays?\n{: .question}\n\n"
        "Every household.\n\n### When does it come?\n\nIn two years.\n"
    )
    text, explainer = explained("_posts/2024-05-03-tram.md", post)
    assert str(explainer.front.date) == "2024-05-03 00:00:00"
    assert explainer.front.draft
    assert explainer.notes == ("not kept of the front matter: layout, permalink",)
    assert [one.text for one in explainer.entries] == ["Who pays?", "When does it come?"]
    dropped = [one.text for one in explainer.placements if one.place == "dropped"]
    assert dropped == ["{% include map.html %}", "{: .question}"]
    assert "include" not in text


BOXES = {
    "boxes": (
        'Title: The tram\nDate: 2024-05-03\n\nAn intro.\n\n??? question "Who pays?"\n\n'
        '    Every household.\n\n    - one\n    - two\n\n???+ faq "When does it come?"\n'
        "    In two years.\n"
    ),
    "details": (
        "# The tram\n\nAn intro.\n\n<details>\n<summary><b>Who pays?</b></summary>\n\n"
        "Every household.\n\n- one\n- two\n\n</details>\n\n<details><summary>When does it come?"
        "</summary>\n\nIn two years.\n\n</details>\n"
    ),
    "bold labels": (
        "# The tram\n\nAn intro.\n\n**Q: Who pays?**\nA: Every household.\n\n- one\n- two\n\n"
        "**Q: When does it come?**\nA: In two years.\n"
    ),
}


@pytest.mark.parametrize("form", BOXES)
def test_boxes_and_labels_of_plain_markdown_are_questions(form: str) -> None:
    text, explainer = explained("tram.md", BOXES[form])
    assert explainer.front.title == "The tram"
    assert text.endswith(
        "An intro.\n\n## Who pays?\n\nEvery household.\n\n- one\n- two\n\n"
        "## When does it come?\n\nIn two years.\n"
    )


def test_a_folder_is_read_with_its_folders_and_without_pictures(tmp_path: Path) -> None:
    (tmp_path / "site" / "posts").mkdir(parents=True)
    (tmp_path / "site" / "tram.md").write_text(YAML + BODY)
    (tmp_path / "site" / "posts" / "2024-05-03-bus.md").write_text(BODY)
    (tmp_path / "site" / "posts" / "map.png").write_bytes(b"\x89PNG")
    (tmp_path / "site" / ".git").mkdir()
    (tmp_path / "site" / ".git" / "HEAD").write_text("ref: refs/heads/main")
    done = list(convert_articles([str(tmp_path / "site")], tmp_path / "content"))
    assert [Path(one.name).name for one in done] == ["2024-05-03-bus.md", "tram.md"]
    assert all(not one.problems for one in done)


def test_a_fault_of_the_program_costs_one_article_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(article: RawArticle, wishes: object) -> tuple[str, Explainer]:
        if article.name.endswith("b.md"):
            raise AssertionError("lost a word")
        return convert(article)

    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"# Of {name}\n{BODY}")
    monkeypatch.setattr(conversion, "convert", faulty)
    done = list(convert_articles([str(tmp_path / f"{one}.md") for one in "abc"], tmp_path / "out"))
    assert [bool(one.path) for one in done] == [True, False, True]
    (problem,) = done[1].problems
    assert (problem.code, problem.status) == ("converter-fault", 2)
    assert problem.message == "a fault of the program: AssertionError: lost a word"
