"""What a page's text seems to mean and does not say: formulas, callouts, images, abbreviations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from markdown_it.token import Token

from generator import markdown
from generator.diagnostics import Diagnostic, Span, error, warning
from generator.markdown import Context
from generator.text import nearest, truncate

_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.M)
_KINDS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")


def text_remarks(
    text: str,
    tokens: Sequence[Token],
    environment: Mapping[str, Any],
    context: Context,
    find: Callable[[str], Span],
) -> Iterator[Diagnostic]:
    """The remarks on a rendered page; `find` gives the span of a piece of its text."""
    for latex, reason in context.bad_formulas:
        first = latex.split("\n")[0]
        yield error(
            "bad-formula",
            f"`{truncate(latex, 60)}` is no formula that can be read: {reason}",
            find(first),
            hint="check its braces and commands, or write \\$ for a dollar sign",
        )
    if "<<<<<<<" in text:
        yield from _conflicts(tokens, find)
    if "[!" in text:
        yield from _callouts(tokens, find)
    if "![](" in text:
        yield from _images(tokens, find)
    if "abbreviations" in environment:
        used = environment["abbreviations_used"]
        for name in environment["abbreviations"]:
            if name not in used:
                yield warning(
                    "unused-abbreviation",
                    f"the abbreviation `{name}` stands nowhere in the text",
                    find(f"*[{name}]"),
                    hint="check its spelling, or remove the line",
                )


def _conflicts(tokens: Sequence[Token], find: Callable[[str], Span]) -> Iterator[Diagnostic]:
    """The first mark of a merge; in a code block it is somebody's example."""
    marks = (_CONFLICT.search(one.content) for one in tokens if one.type == "inline")
    for mark in filter(None, marks):
        yield error(
            "merge-conflict",
            "a merge has left both sides of a conflict in the text",
            find(mark.group()),
            hint="keep what is right, and remove the lines that begin with `<<<<<<<`, `=======`"
            " and `>>>>>>>`",
        )
        return


def _callouts(tokens: Sequence[Token], find: Callable[[str], Span]) -> Iterator[Diagnostic]:
    for kind, rest in markdown.unknown_callouts(tokens):
        mark = f"[!{kind}]"
        if rest:
            hint = "begin the text on the next line"
        else:
            close = nearest(kind.upper(), _KINDS)
            hint = f"did you mean `[!{close}]`?" if close else f"there are {', '.join(_KINDS)}"
        yield warning("unknown-callout", f"`{mark}` makes no callout here", find(mark), hint=hint)


def _images(tokens: Sequence[Token], find: Callable[[str], Span]) -> Iterator[Diagnostic]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "image" and not child.content.strip():
                source = str(child.attrs.get("src", ""))
                yield warning(
                    "missing-alt",
                    f"the image `{truncate(source, 60)}` has no text for those who cannot see it",
                    find("![]("),
                    hint="write what it shows between the brackets: ![A lock on the canal](…)",
                )
