"""Text to tokens, and tokens to HTML and plain text, with markdown-it-py.

CommonMark with tables, strikethrough, footnotes, callouts, timelines, figures, definition lists,
abbreviations and, where the site asks for it, mathematics. Raw HTML is shown as text; comments are
invisible. What a page's HTML says about the rest of the site is rendered as marks, which
`fill_links` replaces once it is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from types import MappingProxyType
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from generator import urls
from generator.markdown.callouts import WORD_MARK, fill_word
from generator.markdown.figures import make_figures
from generator.markdown.quick import QuickRenderer, quicken
from generator.markdown.quotes import typeset
from generator.markdown.rendering import RULES, Context, inline_text
from generator.markdown.timelines import english_month, make_timelines

# Deeper nesting is dropped by markdown-it without a word; `parse` reports it instead.
MAX_NESTING = 60
# Control characters are removed from every source (see `clean`), so no text can hold a mark.
LINK_MARK = re.compile("\x02([0-9]+)\x03")
ID_MARK = "\x06"
"""Stands for the id of the question in whose answer it is."""
_IMAGE = re.compile('<img src="\x02([0-9]+)\x03"([^>]*)>')
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_DEFINITION = re.compile(r"\n[ \t>]*[:~][ \t]")


def clean(text: str) -> str:
    """The text with `\\n` as its only line break and without control characters or BOM."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.replace("\n", "").isprintable():
        return text
    return _CONTROL.sub("", text).removeprefix("\ufeff")


def parse(
    text: str, *, math: bool = False, month: Callable[[str], int] = english_month
) -> tuple[list[Token], dict[str, Any], list[int]]:
    """The tokens of a text, their environment, and the lines (from 0) nested too deep.

    `month` gives the number of a month (from 1) for its name, and 0 for any other word.
    """
    environment: dict[str, Any] = {}
    tokens = _parser(_extensions(text, math)).parse(text, environment)
    if "![" in text:
        make_figures(tokens)
    make_timelines(tokens, month)
    if "abbreviations" in environment:
        from generator.markdown.abbreviations import mark_abbreviations

        mark_abbreviations(tokens, environment)
    return tokens, environment, environment.get("too_deep", [])


def render(tokens: Sequence[Token], environment: dict[str, Any], context: Context) -> str:
    """The HTML of block tokens; their quotation marks become those of the context."""
    environment["context"] = context
    if context.marks:
        for token in tokens:
            if token.children and ('"' in token.content or "'" in token.content):
                typeset(token.children, context.marks)
    parser = _parser()
    html: str = parser.renderer.render(tokens, parser.options, environment)
    return html.strip("\n")


def render_inline(tokens: Sequence[Token], environment: dict[str, Any], context: Context) -> str:
    """The HTML of an inline token's children; their quotation marks become those of the context."""
    environment["context"] = context
    typeset(tokens, context.marks)
    parser = _parser()
    renderer = parser.renderer
    assert isinstance(renderer, RendererHTML)
    return renderer.renderInline(tokens, parser.options, environment)


def inline(text: str, context: Context) -> tuple[str, str]:
    """The HTML and the plain text of one line of inline Markdown, such as a lead."""
    environment: dict[str, Any] = {}
    parser = _parser(("math",) if context.math and "$" in text else ())
    if parser.inline.terminator_re.search(text):
        tokens = parser.parseInline(text, environment)[0].children or []
    else:
        tokens = [Token("text", "", 0, content=text)] if text else []
    plain = inline_text(tokens)
    return render_inline(tokens, environment, context), plain


def plain_text(tokens: Sequence[Token]) -> str:
    """The plain text of block tokens, a line a block; table cells are parted by ` | `."""
    lines: list[str] = []
    row: list[str] | None = None
    title = False
    for token in tokens:
        if token.type == "inline":
            # A callout's title is the page's word, not the author's.
            text = "" if title else inline_text(token.children or []).strip()
            if row is not None:
                row.append(text)
            elif text:
                lines.append(text)
        elif token.type in ("fence", "code_block", "math_block"):
            lines.append(token.content.strip("\n"))
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            lines.append(" | ".join(row))
            row = None
        title = token.type == "alert_title_open"
    return "\n".join(lines)


def fill_links(
    html: str,
    addresses: Sequence[str],
    words: Mapping[str, str] = MappingProxyType({}),
    pictures: Mapping[int, Callable[[str], str]] = MappingProxyType({}),
) -> str:
    """The HTML with each link mark replaced by the address of its number.

    `words` are the interface words of the page's language, for the titles of callouts. `pictures`
    make the element for an image's number, from the attributes that the text gives it.
    """
    if "\x02" in html:
        if pictures:
            html = _IMAGE.sub(
                lambda image: make(image[2]) if (make := pictures.get(int(image[1]))) else image[0],
                html,
            )
        html = LINK_MARK.sub(lambda mark: escape(addresses[int(mark[1])]), html)
    if "\x05" in html:
        html = WORD_MARK.sub(lambda mark: fill_word(mark, words), html)
    return html


def _is_linked(address: str) -> bool:
    return urls.is_safe(address) or address.startswith(urls.TERM)


def _extensions(text: str, math: bool) -> tuple[str, ...]:
    """What a text may need beyond the usual: the rest costs nothing when it is not used."""
    found = []
    if "*[" in text:
        found.append("abbreviations")
    if _DEFINITION.search(text):
        found.append("definitions")
    if math and "$" in text:
        found.append("math")
    return tuple(found)


@cache
def _parser(extensions: tuple[str, ...] = ()) -> MarkdownIt:
    parser = MarkdownIt(
        "commonmark",
        {"html": False, "maxNesting": MAX_NESTING, "xhtmlOut": False, "alerts": True},
        renderer_cls=QuickRenderer,
    )
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline"])
    parser.use(footnote_plugin, inline=False)
    for name in extensions:
        _extend(parser, name)
    parser.block.ruler.before(
        "table", "comment", _comment_block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    parser.inline.ruler.before("autolink", "comment", _comment_inline)
    parser.validateLink = _is_linked  # type: ignore[assignment, method-assign]
    quicken(parser)
    _note_depth(parser)
    for name, rule in RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _extend(parser: MarkdownIt, name: str) -> None:
    if name == "abbreviations":
        from generator.markdown.abbreviations import abbreviations_plugin

        parser.use(abbreviations_plugin)
    elif name == "definitions":
        from mdit_py_plugins.deflist import deflist_plugin

        parser.use(deflist_plugin)
    else:
        from mdit_py_plugins.dollarmath import dollarmath_plugin

        parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_digits=False)


def _note_depth(parser: MarkdownIt) -> None:
    """Makes the parser note the lines that its nesting limit keeps it from reading."""
    tokenize = parser.block.tokenize

    def noting(state: StateBlock, start: int, end: int) -> None:
        if state.level >= MAX_NESTING:
            state.env.setdefault("too_deep", []).append(start)
        tokenize(state, start, end)

    parser.block.tokenize = noting  # type: ignore[assignment, method-assign]


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment of whole lines (CommonMark 4.6, kind 2); text after its end leaves it to inline."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("<!--", begin):
        return False
    for line in range(start, end):
        found = state.src.find(
            "-->", begin + 4 if line == start else state.bMarks[line], state.eMarks[line]
        )
        if found >= 0:
            if state.src[found + 3 : state.eMarks[line]].strip():
                return False
            break
    else:
        return False
    if silent:
        return True
    state.line = line + 1
    token = state.push("comment", "", 0)
    token.map = [start, state.line]
    token.content = state.src[begin + 4 : found]
    token.hidden = True
    return True


def _comment_inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("<!--", state.pos):
        return False
    found = state.src.find("-->", state.pos + 4)
    if found < 0:
        return False
    if not silent:
        token = state.push("comment", "", 0)
        token.hidden = True
    state.pos = found + 3
    return True
