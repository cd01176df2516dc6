"""Markdown to tokens, HTML and plain text, with markdown-it-py.

CommonMark with tables, strikethrough and footnotes. Raw HTML is shown as text; comments are
invisible. Links that leave the page for another one of the site are rendered as marks, which
`fill_links` replaces once the addresses are known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from generator import urls

# Deeper nesting is dropped by markdown-it without a word; `parse` reports it instead.
MAX_NESTING = 60
# Control characters are removed from every source (see `clean`), so no text can hold a mark.
LINK_MARK = re.compile("\x02([0-9]+)\x03")
ID_MARK = "\x04"
"""Stands for the id of the question in whose answer it is."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# `[^t]: https://example.org/a "Name, publisher, 19 June 2024"`: a source, as authors write it.
_SOURCE_NOTE = re.compile(r'<?(https?://[^\s<>"]+)>?(?:\s+["“](.+)["”])?\s*')


@dataclass(slots=True)
class Context:
    """What the rendering of one file gathers beside the HTML."""

    label: str = ""
    """The id of the heading that names the block being rendered."""
    targets: list[str] = field(default_factory=list)
    """Link targets inside the site, in order; the n-th is rendered as mark n."""
    shift: int = 0
    """Added to the level of headings."""
    heading_id: Callable[[str], str] | None = None
    """Gives a heading's id for its plain text."""


def clean(text: str) -> str:
    """The text with `\\n` as its only line break and without control characters or BOM."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).removeprefix("\ufeff")


def parse(text: str) -> tuple[list[Token], dict[str, Any], list[int]]:
    """The tokens of a text, their environment, and the lines (from 0) nested too deep."""
    environment: dict[str, Any] = {}
    tokens = _parser().parse(text, environment)
    return tokens, environment, environment.get("too_deep", [])


def render(tokens: Sequence[Token], environment: dict[str, Any], context: Context) -> str:
    """The HTML of block tokens."""
    environment["context"] = context
    parser = _parser()
    html: str = parser.renderer.render(tokens, parser.options, environment)
    return html.strip("\n")


def render_inline(tokens: Sequence[Token], environment: dict[str, Any], context: Context) -> str:
    """The HTML of an inline token's children."""
    environment["context"] = context
    parser = _parser()
    renderer = parser.renderer
    assert isinstance(renderer, RendererHTML)
    return renderer.renderInline(tokens, parser.options, environment)


def inline(text: str, context: Context) -> tuple[str, str]:
    """The HTML and the plain text of one line of inline Markdown, such as a lead."""
    environment: dict[str, Any] = {}
    tokens = _parser().parseInline(text, environment)[0].children or []
    return render_inline(tokens, environment, context), inline_text(tokens)


def inline_text(tokens: Sequence[Token]) -> str:
    """The plain text of inline tokens: images by their alternative text, notes left out."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type == "image":
            parts.append(inline_text(token.children or []))
    return "".join(parts)


def plain_text(tokens: Sequence[Token]) -> str:
    """The plain text of block tokens, a line a block; table cells are parted by ` | `."""
    lines: list[str] = []
    row: list[str] | None = None
    for token in tokens:
        if token.type == "inline":
            text = inline_text(token.children or []).strip()
            if row is not None:
                row.append(text)
            elif text:
                lines.append(text)
        elif token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip("\n"))
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            lines.append(" | ".join(row))
            row = None
    return "\n".join(lines)


def source_of(text: str) -> tuple[str, str] | None:
    """The text and the address of a note that is a source (see `_SOURCE_NOTE`), else None."""
    found = _SOURCE_NOTE.fullmatch(text)
    if found is None or not urls.is_safe(found[1]):
        return None
    return found[2] or found[1], found[1]


def fill_links(html: str, addresses: Sequence[str]) -> str:
    """The HTML with each link mark replaced by the address of its number."""
    if "\x02" not in html:
        return html
    return LINK_MARK.sub(lambda mark: escape(addresses[int(mark[1])]), html)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING, "xhtmlOut": False})
    parser.enable(["table", "strikethrough"])
    parser.disable(["html_block", "html_inline"])
    parser.use(footnote_plugin, inline=False)
    parser.block.ruler.before(
        "table", "comment", _comment_block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    parser.inline.ruler.before("autolink", "comment", _comment_inline)
    parser.validateLink = urls.is_safe  # type: ignore[assignment, method-assign]
    _note_depth(parser)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


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


def _nothing(*_: object) -> str:
    return ""


def _mark(token: Token, name: str, env: Any) -> None:
    """Puts a mark in place of an address inside the site."""
    address = str(token.attrs.get(name, ""))
    if urls.is_external(address) or "\x02" in address:
        return
    context: Context = env["context"]
    token.attrs[name] = f"\x02{len(context.targets)}\x03"
    context.targets.append(address)


def _link_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    _mark(tokens[at], "href", env)
    return self.renderToken(tokens, at, options, env)


def _image(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    _mark(token, "src", env)
    token.attrs["alt"] = inline_text(token.children or [])
    token.attrs["loading"] = "lazy"
    return self.renderToken(tokens, at, options, env)


def _table_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any
) -> str:
    label = env["context"].label
    named = f' role="group" aria-labelledby="{escape(label)}"' if label else ""
    return f'<div class="table-scroll" tabindex="0"{named}><table>\n'


def _table_close(*_: object) -> str:
    return "</table></div>\n"


def _cell_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A cell whose alignment is a class: a style attribute would break a strict CSP."""
    token = tokens[at]
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrs["class"] = "align-" + style.removeprefix("text-align:")
    if token.tag == "th":
        token.attrs["scope"] = "col"
    return self.renderToken(tokens, at, options, env)


def _heading_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any
) -> str:
    context: Context = env["context"]
    name = ""
    if context.heading_id is not None:
        text = inline_text(tokens[at + 1].children or [])
        name = f' id="{escape(context.heading_id(text))}"'
    return f"<{_heading_tag(tokens[at], context)}{name}>"


def _heading_close(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any
) -> str:
    return f"</{_heading_tag(tokens[at], env['context'])}>\n"


def _heading_tag(token: Token, context: Context) -> str:
    return f"h{min(6, int(token.tag[1:]) + context.shift)}"


def _note_ref(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    meta = tokens[at].meta
    number = int(meta["id"]) + 1
    again = f"-{meta['subId'] + 1}" if meta.get("subId") else ""
    return (
        f'<sup class="note-ref"><a href="#note-{number}" id="note-ref-{number}{again}"'
        f' role="doc-noteref">{number}</a></sup>'
    )


def _notes_open(*_: object) -> str:
    return '<ol class="notes">\n'


def _notes_close(*_: object) -> str:
    return "</ol>\n"


def _note_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A note; one that is an address with a title becomes a link (see `_SOURCE_NOTE`)."""
    _link_source(tokens[at + 1 :])
    return f'<li id="note-{int(tokens[at].meta["id"]) + 1}">'


def _note_close(*_: object) -> str:
    return "</li>\n"


def _note_anchor(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any
) -> str:
    meta = tokens[at].meta
    if meta.get("subId"):
        return ""
    number = int(meta["id"]) + 1
    return f' <a href="#note-ref-{number}" class="note-back" role="doc-backlink">↩ {number}</a>'


def _link_source(tokens: Sequence[Token]) -> None:
    block = next((one for one in tokens[:2] if one.type == "inline"), None)
    if block is None or len([one for one in tokens if one.type == "inline"]) < 1:
        return
    found = source_of(block.content)
    if found is None:
        return
    opening = Token("link_open", "a", 1, attrs={"href": found[1]})
    text = Token("text", "", 0, content=found[0])
    rest = [one for one in block.children or [] if one.type == "footnote_anchor"]
    block.children = [opening, text, Token("link_close", "a", -1), *rest]


def _text(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return escapeHtml(tokens[at].content)


_RULES: dict[str, Callable[..., str]] = {
    "comment": _nothing,
    "text": _text,
    "link_open": _link_open,
    "image": _image,
    "table_open": _table_open,
    "table_close": _table_close,
    "th_open": _cell_open,
    "td_open": _cell_open,
    "heading_open": _heading_open,
    "heading_close": _heading_close,
    "footnote_ref": _note_ref,
    "footnote_block_open": _notes_open,
    "footnote_block_close": _notes_close,
    "footnote_open": _note_open,
    "footnote_close": _note_close,
    "footnote_anchor": _note_anchor,
}
