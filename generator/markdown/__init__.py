"""Markdown to tokens, HTML and plain text: the home of markdown-it-py."""

from __future__ import annotations

from generator.markdown.parser import (
    ID_MARK,
    LINK_MARK,
    MAX_NESTING,
    Context,
    clean,
    fill_links,
    inline,
    inline_text,
    parse,
    plain_text,
    render,
    render_inline,
    source_of,
)

__all__ = [
    "ID_MARK",
    "LINK_MARK",
    "MAX_NESTING",
    "Context",
    "clean",
    "fill_links",
    "inline",
    "inline_text",
    "parse",
    "plain_text",
    "render",
    "render_inline",
    "source_of",
]
