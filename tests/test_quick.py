"""The short ways of `markdown.quick` give what the rules of markdown-it-py themselves give."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from generator.markdown import parser as module


@pytest.fixture(scope="module", params=[(), ("abbreviations", "definitions", "math")])
def parsers(request: pytest.FixtureRequest) -> tuple[MarkdownIt, MarkdownIt]:
    """The parser as it is, and one without short ways."""
    make = module._parser.__wrapped__
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "quicken", lambda parser: None)
        patch.setattr(module, "QuickRenderer", RendererHTML)
        slow = make(request.param)
    return make(request.param), slow


def told(tokens: list[Token]) -> list[Any]:
    """The tokens as values; of texts what counts, and none of those that emphasis leaves empty."""
    return [
        (one.level, one.content)
        if one.type == "text"
        else (replace(one, children=None), told(one.children or []))
        for one in tokens
        if one.type != "text" or one.content
    ]


SIGNS = [
    *("a", "Word", "two words", "é", "1", "1. ", "- ", "* ", "+ ", "> ", "# ", "## ", "    ", "  "),
    *("\t", "\n", "\n\n", "\n- ", "\n  ", "\n> ", "\n===", "\n---", "\n| a | b |\n|---|---|\n"),
    *(": ", "\n: ", "~ ", "**", "*", "_", "__", "`", "~~", "[", "]", "(", ")", "![", "<", ">"),
    *("&amp;", "&", "\\", "!", "$", "[a](b.md)", "[a b](https://example.org/x_y)", "[a](#b)"),
    *("[a][b]", "\n[b]: /x\n", "[^n]", "\n[^n]: Note\n", "<!-- c -->", "<https://example.org>"),
    *(
        "**bold**",
        "**b c**",
        "*em*",
        "```\n",
        "x  \ny",
        "\n- one\n- two\n",
        "\n* a word\n* **b**\n\n",
        "\n\n- x",
        "a\nb",
        ".",
        ",",
        "“",
        "-",
        "$$",
        "$a$",
        "\n$$\nb\n$$\n",
        "\n*[a]: x\n",
        "> [!NOTE]\n",
    ),
]


@given(st.lists(st.sampled_from(SIGNS), max_size=14).map("".join))
def test_short_ways_give_the_same_tokens_and_pages(
    parsers: tuple[MarkdownIt, MarkdownIt], text: str
) -> None:
    quick, slow = parsers
    one: dict[str, Any] = {}
    other: dict[str, Any] = {}
    tokens, expected = quick.parse(text, one), slow.parse(text, other)
    assert told(tokens) == told(expected)
    one.setdefault("footnotes", {"refs": {}, "list": {}})
    other.setdefault("footnotes", {"refs": {}, "list": {}})
    assert one == other
    one["context"], other["context"] = module.Context(), module.Context()
    html = quick.renderer.render(tokens, quick.options, one)
    assert html == slow.renderer.render(expected, slow.options, other)
    assert one["context"].targets == other["context"].targets


def test_plain_text_asks_no_rule(parsers: tuple[MarkdownIt, MarkdownIt]) -> None:
    """So a new rule that `markdown.quick` does not know shows here."""
    asked: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and (
            "rules_block" in file or "rules_inline" in file or "plugins" in file
        ):
            asked.append(frame.f_code.co_name)

    text = "Plain words: none asked.\n\nSecond, with a 1 in it.\n"
    parsers[0].parse(text)
    sys.setprofile(note)
    try:
        parsers[0].parse(text)
    finally:
        sys.setprofile(None)
    assert set(asked) <= {"__init__", "<genexpr>", "skipEmptyLines", "isEmpty", "footnote_tail"}
