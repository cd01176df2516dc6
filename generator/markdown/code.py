"""Code in colours, made while the page is parsed: the home of Pygments."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token

if TYPE_CHECKING:
    from pygments.lexer import Lexer

# Some lexers take a long time for a long text that is not in their language.
LONGEST = 50_000
# What the colours tell apart; the rest of Pygments' eighty kinds is plain text.
_CLASSES = {
    "Token.Comment.Preproc": "k",
    "Token.Comment": "c",
    "Token.Keyword": "k",
    "Token.Operator.Word": "k",
    "Token.Name.Tag": "k",
    "Token.Literal.String": "s",
    "Token.Literal.Number": "n",
    "Token.Keyword.Constant": "n",
    "Token.Name.Function": "f",
    "Token.Name.Class": "f",
    "Token.Name.Attribute": "f",
    "Token.Generic.Heading": "f",
    "Token.Generic.Inserted": "s",
    "Token.Generic.Deleted": "d",
    "Token.Generic.Prompt": "c",
}


def fence(_: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A block of code as HTML, coloured where its language is known."""
    token = tokens[at]
    name = token.info.split()[0] if token.info.strip() else ""
    language = f' class="language-{escape(name)}"' if name else ""
    lexer = _lexer(name) if name and len(token.content) <= LONGEST else None
    if lexer is None:
        return f"<pre><code{language}>{escape(token.content, quote=False)}</code></pre>\n"
    env["context"].features.add("code")
    return f"<pre><code{language}>{_coloured(token.content, lexer)}</code></pre>\n"


def _lexer(name: str) -> Lexer | None:
    """The lexer of a language; None when there is none of that name, or nothing to colour."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer: Lexer = get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    return None if "text" in lexer.aliases else lexer


def _coloured(text: str, lexer: Lexer) -> str:
    """The code with a `span` around each stretch of one class."""
    parts: list[str] = []
    open_class, stretch = "", ""
    for kind, value in [*lexer.get_tokens(text), (None, "")]:
        found = _class(kind) if kind is not None else None
        # White space has no colour: it joins what stands before it.
        if found == open_class or (found is not None and value.isspace()):
            stretch += value
            continue
        escaped = escape(stretch, quote=False)
        parts.append(f'<span class="{open_class}">{escaped}</span>' if open_class else escaped)
        open_class, stretch = found or "", value
    return "".join(parts)


def _class(kind: Any) -> str:
    """The class of a token type: that of itself or the nearest type it is one of."""
    while kind:
        found = _CLASSES.get(str(kind))
        if found:
            return found
        kind = kind.parent
    return ""
