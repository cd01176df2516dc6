"""The sources that answers name: notes with an address, as tokens to values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from markdown_it.token import Token

from generator import markdown, urls
from generator.diagnostics import Diagnostic, Span, warning
from generator.model import Citation
from generator.text import collapse, truncate

if TYPE_CHECKING:
    from generator.site import Site

_UNDEFINED = re.compile(r"\[\^([^\]\s]+)\](?!:)")


def citations(notes: Sequence[Token]) -> Mapping[int, Citation]:
    """The sources among a page's notes, by the note's id (from 0).

    A note is a source when it is an address with a title, or holds a link to elsewhere; any other
    is a remark.
    """
    found: dict[int, Citation] = {}
    note = -1
    for token in notes:
        if token.type == "footnote_open":
            note = int(token.meta["id"])
        elif token.type == "inline" and note not in found:
            source = markdown.source_of(token.content) or _linked(token)
            if source is not None:
                found[note] = Citation(note + 1, *source)
    return found


def notes_named(tokens: Sequence[Token]) -> Iterator[int]:
    """The ids of the notes that these tokens refer to, each once, in order."""
    seen: set[int] = set()
    for token in tokens:
        for child in token.children or ():
            if child.type == "footnote_ref" and child.meta["id"] not in seen:
                seen.add(child.meta["id"])
                yield int(child.meta["id"])


def notes_missing(tokens: Sequence[Token]) -> Iterator[tuple[str, int]]:
    """The names of notes that a text refers to and nobody wrote, and the line (from 0) of each.

    Markdown shows them as they are written: `[^name]`.
    """
    for token in tokens:
        if token.type != "inline" or "[^" not in token.content or not token.map:
            continue
        begin = token.map[0]
        lines = token.content.split("\n")
        for child in token.children or ():
            for name in _UNDEFINED.findall(child.content) if child.type == "text" else ():
                mark = f"[^{name}]"
                yield name, begin + next((n for n, one in enumerate(lines) if mark in one), 0)


def answers_without_source(site: Site) -> tuple[Diagnostic, ...]:
    """A warning for each answer that names no source; none where site.yml does not ask for them."""
    if not site.config.require_sources:
        return ()
    return tuple(
        warning(
            "answer-without-source",
            f"the answer to “{truncate(one.text, 60)}” names no source",
            Span(page.path, one.line),
            hint='add a note: [^a] in the text, and [^a]: https://… "Title, publisher, date" below',
        )
        for page in site.explainers
        for one in page.questions
        if not one.sources
    )


def _linked(token: Token) -> tuple[str, str] | None:
    """The text of a note and the first address elsewhere that it links to."""
    children = token.children or []
    addresses = (str(one.attrs.get("href", "")) for one in children if one.type == "link_open")
    address = next((one for one in addresses if urls.is_external(one)), "")
    text = collapse(markdown.inline_text(children))
    return (text or address, address) if address else None
