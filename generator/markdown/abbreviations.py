"""Abbreviations: `*[NATO]: North Atlantic Treaty Organization` explains a word where it stands.

No well-kept plugin does it. A definition is a line of its own, as in PHP Markdown Extra; the first
mention in each answer is marked, as answers are read alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

_DEFINITION = re.compile(r"\*\[([^\[\]\\]{1,80})\]:[ \t]*(\S.*)")


def abbreviations_plugin(parser: MarkdownIt) -> None:
    """Makes definitions vanish from the text, and notes them in the environment."""
    parser.block.ruler.before(
        "reference", "abbreviation", _definition, {"alt": ["paragraph", "reference"]}
    )


def mark_abbreviations(tokens: Sequence[Token], environment: dict[str, Any]) -> None:
    """Marks the first mention of each abbreviation in each answer; headings are left alone.

    Leaves in the environment as `abbreviations_used` those that are mentioned anywhere.
    """
    meanings: dict[str, str] = environment["abbreviations"]
    longest_first = sorted(meanings, key=lambda one: (-len(one), one))
    names = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    used: set[str] = set()
    environment["abbreviations_used"] = used
    told: set[str] = set()
    heading = False
    for token in tokens:
        if token.type == "heading_open":
            heading = True
            if token.level == 0 and token.tag in ("h1", "h2"):
                told = set()
        elif token.type == "heading_close":
            heading = False
        elif token.type == "inline" and not heading and names.search(token.content):
            token.children = list(_marked(token.children or [], names, meanings, told))
            used |= told


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    found = _DEFINITION.fullmatch(line)
    if found is None:
        return False
    if not silent:
        known = state.env.setdefault("abbreviations", {})
        known.setdefault(found[1].strip(), found[2].strip())
        state.line = start + 1
    return True


def _marked(
    children: Sequence[Token], names: re.Pattern[str], meanings: dict[str, str], told: set[str]
) -> Iterator[Token]:
    for child in children:
        if child.type != "text":
            yield child
            continue
        at = 0
        for found in names.finditer(child.content):
            if found[1] in told:
                continue
            told.add(found[1])
            yield Token("text", "", 0, content=child.content[at : found.start()])
            title = meanings[found[1]]
            yield Token("abbr_open", "abbr", 1, attrs={"title": title})
            yield Token("text", "", 0, content=found[1])
            yield Token("abbr_close", "abbr", -1, meta={"title": title})
            at = found.end()
        if at < len(child.content):
            yield Token("text", "", 0, content=child.content[at:])
