"""Markdown to tokens, HTML and plain text: the home of markdown-it-py."""

from __future__ import annotations

from generator.markdown.callouts import unknown_callouts
from generator.markdown.parser import (
    ID_MARK,
    LINK_MARK,
    MAX_NESTING,
    clean,
    fill_links,
    inline,
    parse,
    plain_text,
    render,
    render_inline,
)
from generator.markdown.quotes import Marks, typeset_line
from generator.markdown.rendering import Context, inline_text, source_of
from generator.markdown.timelines import english_month
from generator.markdown.unknowns import mark_unknowns

__all__ = [
    "ID_MARK",
    "LINK_MARK",
    "MAX_NESTING",
    "Context",
    "Marks",
    "clean",
    "english_month",
    "fill_links",
    "inline",
    "inline_text",
    "mark_unknowns",
    "parse",
    "plain_text",
    "render",
    "render_inline",
    "source_of",
    "typeset_line",
    "unknown_callouts",
]
