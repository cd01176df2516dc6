"""Short ways through markdown-it-py for what most text is: paragraphs, plain words, plain links.

The parser asks every rule about every block and at every sign. Here a block asks only the rules
that can begin with its first character; a paragraph of one line, and a list of such, none at all.
Text without any sign of Markdown becomes one token, text whose only signs are plain links, plain
bold words and line breaks one for each piece. The tokens are those that the rules themselves give
(`tests/test_quick.py` compares the two); a rule that this module does not know is always asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

BlockRule = Callable[[StateBlock, int, int, bool], bool]

# The characters that a block may begin with, by rule. A rule that is not here may begin with any.
_BLOCK_STARTS = {
    "abbreviation": "*",
    "blockquote": ">",
    "comment": "<",
    "fence": "`~",
    "footnote_def": "[",
    "heading": "#",
    "hr": "*-_",
    "html_block": "<",
    "list": "*+-0123456789",
    "math_block": "$",
    "reference": "[",
}
_BULLETS = "*+-"
_SPACES = " \t"
# What may continue a list below an empty line, beside an indented line: an item, a definition.
_MAY_GO_ON = _BULLETS + ":~"
# Rules that say no to a line which begins with none of the above and has an empty line below it.
_SILENT = frozenset({"table", "code", "deflist", "lheading"})
# The characters that inline rules react to.
_INLINE_STARTS = {
    "text": "",
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    # The end of a link's text is looked for token by token.
    "link": "[]",
    "plain_link": "[",
    "plain_strong": "*",
    "image": "![]",
    "comment": "<",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "footnote_ref": "[",
    "math_inline": "$",
}
# A link whose text and address hold no sign that any rule, or an address, treats in a special way.
_PLAIN_LINK = re.compile(
    r"\[(?P<text>[^\]\[\\`~*_<>&!$\n]+)\]"
    r"\((?P<href>https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[A-Za-z0-9._/-]*)?"
    r"|[A-Za-z0-9][A-Za-z0-9._/-]*(?:#[A-Za-z0-9-]+)?|#[A-Za-z0-9-]+)\)"
)
# Letters and digits at both ends: these marks open and close whatever stands around them.
_PLAIN_STRONG = re.compile(
    r"\*\*(?P<bold>[A-Za-z0-9](?:[^\]\[\\`~*_<>&!$\n]*[A-Za-z0-9])?)\*\*(?!\*)"
)
# With a space on either side it may be a hard break, or the space goes.
_PLAIN_BREAK = r"(?P<line_break>(?<! )\n(?![ \t]))"


class QuickRenderer(RendererHTML):
    """The renderer of markdown-it-py with a shorter way for tags without attributes."""

    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        """The tag of a token."""
        token = tokens[idx]
        if token.attrs:
            return super().renderToken(tokens, idx, options, env)
        if token.hidden:
            return ""
        if not token.block:
            return f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>"
        if token.nesting < 0:
            return f"</{token.tag}>\n"
        before = "\n" if idx and tokens[idx - 1].hidden else ""
        if token.nesting > 0 and idx + 1 < len(tokens):
            after = tokens[idx + 1]
            if (
                after.type == "inline"
                or after.hidden
                or (after.nesting < 0 and after.tag == token.tag)
            ):
                return f"{before}<{token.tag}>"
        return f"{before}<{token.tag}>\n"


def quicken(parser: MarkdownIt) -> None:
    """Lets a parser take the short ways; to be called when all its rules are in place."""
    active = parser.inline.ruler.get_active_rules()
    if "link" in active:
        parser.inline.ruler.before("link", "plain_link", _plain_link)
    if "emphasis" in active:
        parser.inline.ruler.before("emphasis", "plain_strong", _plain_strong)
    parser.core.ruler.at("normalize", _normalize)
    parser.core.ruler.at("text_join", _join_texts)
    if {"link", "emphasis", "newline"} <= {*active} <= {*_INLINE_STARTS}:
        _quicken_inline(parser, "".join(_INLINE_STARTS[one] for one in active))
    _quicken_blocks(parser)


def _quicken_inline(parser: MarkdownIt, signs: str) -> None:
    parse = parser.inline.parse
    parser.inline.terminator_re = found = re.compile(f"[{re.escape(signs)}]")
    search = found.search
    piece = re.compile(
        f"(?P<plain>[^{re.escape(signs)}]+)"
        f"|{_PLAIN_LINK.pattern}|{_PLAIN_STRONG.pattern}|{_PLAIN_BREAK}"
    )

    def quick(src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        if not search(src):
            if src:
                tokens.append(Token("text", "", 0, content=src))
        elif pieces := _pieces(src, piece):
            tokens += pieces
        else:
            parse(src, md, env, tokens)
        return tokens

    parser.inline.parse = quick  # type: ignore[method-assign]


def _pieces(src: str, piece: re.Pattern[str]) -> list[Token]:
    """The tokens of a text that is made of plain pieces; none where any sign is something else."""
    tokens: list[Token] = []
    at, end = 0, len(src)
    while at < end:
        found = piece.match(src, at)
        if found is None:
            return []
        at = found.end()
        kind = found.lastgroup
        if kind == "plain":
            tokens.append(Token("text", "", 0, content=found["plain"]))
        elif kind == "href":
            tokens += (
                Token("link_open", "a", 1, {"href": found["href"]}),
                Token("text", "", 0, level=1, content=found["text"]),
                Token("link_close", "a", -1),
            )
        elif kind == "bold":
            tokens += (
                Token("strong_open", "strong", 1, markup="**"),
                Token("text", "", 0, level=1, content=found["bold"]),
                Token("strong_close", "strong", -1, markup="**"),
            )
        else:
            tokens.append(Token("softbreak", "br", 0))
    return tokens


def _plain_link(state: StateInline, silent: bool) -> bool:
    """`[text](address)` where both are plain: the rule `link` takes twenty steps to the same."""
    found = _PLAIN_LINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        # Such an address is safe and needs no normalizing, which takes long.
        state.push("link_open", "a", 1).attrs = {"href": found["href"]}
        state.append_pending(found["text"])
        state.push("link_close", "a", -1)
    state.pos = found.end()
    return True


def _plain_strong(state: StateInline, silent: bool) -> bool:
    """`**text**` where the text is plain and no mark before it could pair with these."""
    if silent or state.delimiters or (state.pos and state.src[state.pos - 1] == "*"):
        return False
    found = _PLAIN_STRONG.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    state.push("strong_open", "strong", 1).markup = "**"
    state.append_pending(found["bold"])
    state.push("strong_close", "strong", -1).markup = "**"
    state.pos = found.end()
    return True


def _normalize(state: StateCore) -> None:
    """The rule `normalize`, not asked where it would change nothing: nearly always."""
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _join_texts(state: StateCore) -> None:
    """The rule `text_join`, not asked where there is one text alone."""
    all_tokens = state.tokens
    state.tokens = [
        one
        for one in all_tokens
        if one.type == "inline"
        and one.children
        and (len(one.children) > 1 or one.children[0].type != "text")
    ]
    text_join(state)
    state.tokens = all_tokens


class _Rules:
    """The rules of a chain that may begin with a character, in their order."""

    def __init__(self, parser: MarkdownIt, chain: str) -> None:
        ruler = parser.block.ruler
        names = {one.fn: one.name for one in ruler.__rules__}
        self.all: Sequence[BlockRule] = ruler.getRules(chain)
        self.starts = [_BLOCK_STARTS.get(names[one]) for one in self.all]
        self.others = self._for("")
        self.by_start = {
            sign: self._for(sign) for sign in sorted({*"".join(filter(None, self.starts))})
        }
        self.plain_is_paragraph = all(
            names[one] in _SILENT or names[one] == "paragraph" for one in self.others
        )

    def _for(self, sign: str) -> list[BlockRule]:
        return [
            rule
            for rule, start in zip(self.all, self.starts, strict=True)
            if start is None or (sign and sign in start)
        ]


def _quicken_blocks(parser: MarkdownIt) -> None:
    limit = parser.options["maxNesting"]
    rules = _Rules(parser, "")
    by_start, others = rules.by_start, rules.others
    ends_paragraph = _Rules(parser, "paragraph").by_start if rules.plain_is_paragraph else None

    def tokenize(state: StateBlock, start: int, end: int) -> None:
        """`ParserBlock.tokenize`, asking only the rules that can match."""
        line, has_empty = start, False
        src, begins, ends, shifts = state.src, state.bMarks, state.eMarks, state.tShift
        while line < end:
            state.line = line = state.skipEmptyLines(line)
            if line >= end:
                break
            indent = state.sCount[line] - state.blkIndent
            if indent < 0:
                break
            if state.level >= limit:
                state.line = end
                break
            first = begins[line] + shifts[line]
            able = by_start.get(src[first], others) if indent < 4 else rules.all
            if able is others and ends_paragraph and _stands_alone(state, line, ends_paragraph):
                _push_paragraph(state, line, mdTrim(src[first : ends[line]]))
            elif (
                ends_paragraph
                and src[first] in _BULLETS
                and not (indent or state.level)
                and (below := _below_plain_list(state, line, end, by_start)) > line
            ):
                _push_plain_list(state, line, below)
            else:
                for rule in able:
                    if rule(state, line, end, False):
                        break
                else:
                    raise RuntimeError("none of the block rules matched")
                if state.line <= line:
                    raise RuntimeError("block rule did not advance")
            state.tight = not has_empty
            line = state.line
            if line - 1 < end and state.isEmpty(line - 1):
                has_empty = True
            if line < end and state.isEmpty(line):
                has_empty = True
                line += 1
                state.line = line

    parser.block.tokenize = tokenize  # type: ignore[assignment, method-assign]


def _stands_alone(
    state: StateBlock, line: int, ends_paragraph: Mapping[str, Sequence[BlockRule]]
) -> bool:
    """True for a line that begins plainly and is a paragraph whatever follows it."""
    below = line + 1
    if below >= state.lineMax:
        return True
    begins, ends, shifts = state.bMarks, state.eMarks, state.tShift
    at = begins[below] + shifts[below]
    if at >= ends[below]:
        below += 1
        # A term and its definition may have an empty line between them.
        return below >= state.lineMax or not state.src.startswith(
            (":", "~"), begins[below] + shifts[below]
        )
    indent = state.sCount[below] - state.blkIndent
    rules = ends_paragraph.get(state.src[at])
    # Not where the line below could underline this one, or be a row of a table.
    if (
        not rules
        or indent > 3
        or state.sCount[below] < 0
        or (indent >= 0 and state.src[at] in "-|")
    ):
        return False
    around, state.parentType = state.parentType, "paragraph"
    is_end = any(rule(state, below, state.lineMax, True) for rule in rules)
    state.parentType = around
    return is_end


def _push_paragraph(state: StateBlock, line: int, text: str) -> None:
    state.line = line + 1
    level, lines = state.level, [line, line + 1]
    state.tokens += (
        Token("paragraph_open", "p", 1, {}, lines, level, block=True),
        Token("inline", "", 0, {}, lines.copy(), level + 1, [], text, block=True),
        Token("paragraph_close", "p", -1, level=level, block=True),
    )


def _below_plain_list(state: StateBlock, line: int, end: int, starts: Container[str]) -> int:
    """The line below a list whose items are one plain line each; `line` itself where it is none."""
    src, begins, ends = state.src, state.bMarks, state.eMarks
    bullet = f"{src[begins[line]]} "
    at = line
    while at < end and not state.isEmpty(at):
        text = begins[at] + len(bullet)
        # A line without bullet would continue the item above it.
        if not src.startswith(bullet, begins[at]) or text >= ends[at]:
            return line
        if src[text] in starts or src[text] in _SPACES:
            return line
        at += 1
    at = state.skipEmptyLines(at)
    if at < end and (state.sCount[at] or src[begins[at]] in _MAY_GO_ON):
        return line
    return at


def _push_plain_list(state: StateBlock, line: int, below: int) -> None:
    """The last item ends where the list does: below the empty lines behind it."""
    src, ends, tokens = state.src, state.eMarks, state.tokens
    mark = src[state.bMarks[line]]
    tokens.append(Token("bullet_list_open", "ul", 1, {}, [line, below], markup=mark, block=True))
    while line < below and not state.isEmpty(line):
        text = mdTrim(src[state.bMarks[line] + 2 : ends[line]])
        is_last = line + 1 >= below or state.isEmpty(line + 1)
        lines = [line, line + 1]
        tokens += (
            Token(
                "list_item_open",
                "li",
                1,
                {},
                [line, below if is_last else line + 1],
                1,
                markup=mark,
                block=True,
            ),
            Token("paragraph_open", "p", 1, {}, lines, 2, block=True, hidden=True),
            Token("inline", "", 0, {}, lines.copy(), 3, [], text, block=True),
            Token("paragraph_close", "p", -1, level=2, block=True, hidden=True),
            Token("list_item_close", "li", -1, level=1, markup=mark, block=True),
        )
        line += 1
    tokens.append(Token("bullet_list_close", "ul", -1, markup=mark, block=True))
    state.line = below
