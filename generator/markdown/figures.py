"""Figures: an image alone in its paragraph, whose title is its caption and credit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markdown_it.token import Token


def make_figures(tokens: Sequence[Token]) -> None:
    """Turns each paragraph that is one image with a title into a figure."""
    for at, token in enumerate(tokens):
        if token.type != "inline" or not token.children or len(token.children) != 1:
            continue
        image = token.children[0]
        title = str(image.attrs.get("title", "")) if image.type == "image" else ""
        if not title.strip() or tokens[at - 1].type != "paragraph_open" or tokens[at - 1].hidden:
            continue
        caption, bar, credit = title.rpartition("|")
        image.meta["caption"] = (caption if bar else title).strip()
        image.meta["credit"] = credit.strip() if bar else ""
        del image.attrs["title"]
        tokens[at - 1].type, tokens[at + 1].type = "figure_open", "figure_close"
        tokens[at - 1].tag = tokens[at + 1].tag = "figure"


def figure_open(_: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """The opening of a figure."""
    env["context"].features.add("figure")
    return '<figure class="illustration">\n'
