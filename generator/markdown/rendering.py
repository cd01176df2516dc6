"""How tokens become HTML: a rule for each type that does not speak for itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from generator import urls
from generator.markdown.callouts import (
    callout_close,
    callout_open,
    title_close,
    title_open,
    unknown_close,
    unknown_open,
)
from generator.markdown.code import fence
from generator.markdown.figures import figure_open
from generator.markdown.mathematics import display_formula, inline_formula
from generator.markdown.quotes import Marks, typeset_line

# `[^t]: https://example.org/a "Name, publisher, 19 June 2024"`: a source, as authors write it.
_SOURCE_NOTE = re.compile(r'<?(https?://[^\s<>"]+)>?(?:\s+["“](.+)["”])?\s*')


@dataclass(slots=True)
class Context:
    """What the rendering of one file gathers beside the HTML."""

    label: str = ""
    """The id of the heading that names the block being rendered."""
    targets: list[str] = field(default_factory=list)
    """Link targets inside the site, in order; the n-th is rendered as mark n."""
    images: set[int] = field(default_factory=set)
    """Which of the targets are images to show, by their number."""
    shift: int = 0
    """Added to the level of headings."""
    heading_id: Callable[[str], str] | None = None
    """Gives a heading's id for its plain text."""
    math: bool = False
    """Whether formulas are read in leads and summaries too."""
    marks: Marks = ()
    """The quotation marks of the text's language; empty: as written."""
    features: set[str] = field(default_factory=set)
    """What was rendered that not every page has: `callout`, `code`, `figure`, `math`, `timeline`,
    `definitions`, `abbreviation`."""
    bad_formulas: list[tuple[str, str]] = field(default_factory=list)
    """Formulas that are no LaTeX, and why."""

    def region(self) -> str:
        """The attributes of a part that scrolls by itself, named by the question it answers."""
        return f' role="group" aria-labelledby="{escape(self.label)}"' if self.label else ""


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
            parts += [f"\n{token.meta['caption']}"] if token.meta.get("caption") else []
        elif token.type == "math_inline":
            parts.append(token.content)
        elif token.type == "date_end":
            parts.append(": ")
        elif token.type == "abbr_close":
            parts.append(f" ({token.meta['title']})")
    return "".join(parts)


def source_of(text: str) -> tuple[str, str] | None:
    """The text and the address of a note that is a source (see `_SOURCE_NOTE`), else None."""
    found = _SOURCE_NOTE.fullmatch(text)
    if found is None or not urls.is_safe(found[1]):
        return None
    return found[2] or found[1], found[1]


def _nothing(*_: object) -> str:
    return ""


def _mark(token: Token, name: str, env: Any) -> bool:
    """Puts a mark in place of an address inside the site; False when it is no such address."""
    address = str(token.attrs.get(name, ""))
    is_term = address.startswith(urls.TERM)
    if (urls.is_external(address) and not is_term) or "\x02" in address:
        return False
    if is_term:
        token.attrs["class"] = "term"
    context: Context = env["context"]
    token.attrs[name] = f"\x02{len(context.targets)}\x03"
    context.targets.append(address)
    return True


def _link_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    _mark(tokens[at], "href", env)
    return self.renderToken(tokens, at, options, env)


def _image(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    token = tokens[at]
    if _mark(token, "src", env):
        context: Context = env["context"]
        context.images.add(len(context.targets) - 1)
    token.attrs["alt"] = inline_text(token.children or [])
    token.attrs["loading"] = "lazy"
    return self.renderToken(tokens, at, options, env) + _caption(token)


def _caption(token: Token) -> str:
    caption, credit = token.meta.get("caption", ""), token.meta.get("credit", "")
    if not caption and not credit:
        return ""
    parts = [
        f'<span class="{name}">{escape(text)}</span>'
        for name, text in (("caption", caption), ("credit", credit))
        if text
    ]
    return f"\n<figcaption>{' '.join(parts)}</figcaption>"


def _list_open(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    if tokens[at].attrs.get("class") == "timeline":
        env["context"].features.add("timeline")
    return self.renderToken(tokens, at, options, env)


def _noted(feature: str) -> Callable[..., str]:
    """The usual rule, which notes that the feature is used."""

    def rule(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        env["context"].features.add(feature)
        return self.renderToken(tokens, at, options, env)

    return rule


def _date_end(*_: object) -> str:
    return "</span> "


def _table_open(
    self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any
) -> str:
    return f'<div class="table-scroll" tabindex="0"{env["context"].region()}><table>\n'


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
    _link_source(tokens[at + 1 :], env["context"].marks)
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


def _link_source(tokens: Sequence[Token], marks: Marks) -> None:
    block = next((one for one in tokens[:2] if one.type == "inline"), None)
    if block is None or len([one for one in tokens if one.type == "inline"]) < 1:
        return
    found = source_of(block.content)
    if found is None:
        return
    opening = Token("link_open", "a", 1, attrs={"href": found[1]})
    text = Token("text", "", 0, content=typeset_line(found[0], marks))
    rest = [one for one in block.children or [] if one.type == "footnote_anchor"]
    block.children = [opening, text, Token("link_close", "a", -1), *rest]


def _text(self: RendererHTML, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return escapeHtml(tokens[at].content)


RULES: dict[str, Callable[..., str]] = {
    "abbr_open": _noted("abbreviation"),
    "alert_open": callout_open,
    "alert_close": callout_close,
    "unknown_open": unknown_open,
    "unknown_close": unknown_close,
    "alert_title_open": title_open,
    "alert_title_close": title_close,
    "bullet_list_open": _list_open,
    "date_end": _date_end,
    "dl_open": _noted("definitions"),
    "fence": fence,
    "figure_open": figure_open,
    "math_inline": inline_formula,
    "math_inline_double": display_formula,
    "math_block": display_formula,
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
