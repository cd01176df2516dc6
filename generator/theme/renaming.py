"""Short names for what the scripts of search declare for themselves: a sixth of their bytes.

Each script is a function called at once; its statements begin at two spaces and know one another by
the names they declare. These names become capitals, all others in a statement small letters. What
could mean something outside stays: a word behind a dot, a key, a name in a pattern with braces, the
words in strings, templates and regular expressions, and those of JavaScript and the browser
(`_KNOWN`: a function of the browser that a script begins to use belongs there). Different names
stay different within a statement, and a new name is none that the statement holds already: so each
still means what it meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from string import ascii_uppercase

_SHARED, _OWN = ascii_uppercase, "etnrisoalcdumphfgbvwyxkjzq"
"""The letters that such names are made of, those first that a script has most of anyway."""
_STATEMENT = re.compile(r"^(?=  \w)", re.MULTILINE)
_TOKEN = re.compile(
    r"""
    "(?:[^"\\]|\\.)*" | `(?:[^`\\]|\\.)*` | '(?:[^'\\]|\\.)*'
    | (?<=[(,=:[!&|?{};>])/(?:[^/\\[\n]|\\.|\[(?:[^]\\]|\\.)*])+/\w*
    | [\w$]+ | \s+ | => | \.\.\. | .
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"[A-Za-z_]\w*")
_OUTSIDE = re.compile("[A-Z][a-z].*|JSON|URL.*")
_KNOWN = frozenset(
    re.findall(
        r"\w+",
        """
        async await break case catch class const continue delete do else false finally for from
        function if in let new null of return this throw true try typeof undefined while
        clearTimeout document encodeURIComponent explainerSearch history location setTimeout window
        """,
    )
)
"""Words of JavaScript and of the browser; further ones begin with a capital."""


def statements(script: str) -> list[str]:
    """The statements in the function around everything; what opens it is the first."""
    return _STATEMENT.split(script)


def shorten(parts: list[str]) -> str:
    """The script made of statements that are stripped of comments, with short names."""
    tokens = [_TOKEN.findall(part) for part in parts]
    declared = {name for part in tokens for name in _declared(part)}
    everything = [token for part in tokens for token in part]
    shared = _short(everything, declared - _fixed(everything), _SHARED) | {"const": "let"}
    out = []
    for part in tokens:
        own = _short(part, set(part) - declared - _fixed(part), _OWN)
        out.append("".join((shared | own).get(token, token) for token in part))
    return "".join(out)


def _short(tokens: list[str], names: set[str], letters: str) -> dict[str, str]:
    """A name of one or two letters for each, none that the tokens hold besides, in their order."""
    order = [one for one in dict.fromkeys(tokens) if one in names and _WORD.fullmatch(one)]
    taken = _KNOWN.union(tokens) - set(order)
    pairs = ("".join(pair) for pair in product(letters, letters))
    return dict(zip(order, (one for one in (*letters, *pairs) if one not in taken), strict=False))


def _declared(tokens: list[str]) -> Iterator[str]:
    """The names that a statement declares for others."""
    for before, token, inside in _in_context(tokens):
        if not inside and before in ("const", "let", "function", ",") and _WORD.fullmatch(token):
            yield token


def _fixed(tokens: list[str]) -> set[str]:
    """The words whose names could mean something outside."""
    fixed = set(_KNOWN)
    for before, token, inside in _in_context(tokens):
        if token[0] in "\"'`/" and len(token) > 1:
            fixed.update(_WORD.findall(token))
        elif (
            before == "."
            or (inside == "object" and before in ("{", ","))
            or _OUTSIDE.fullmatch(token)
        ):
            fixed.add(token)
    return fixed


def _in_context(tokens: list[str]) -> Iterator[tuple[str, str, str]]:
    """Each token with the one before, and the bracket it stands in (`object` for one with keys)."""
    before, inside = "", [""]
    for token in tokens:
        if token.isspace():
            continue
        yield before, token, inside[-1]
        if token in ("(", "[", "{"):
            opens_block = before in (")", "=>", ";", "{", "}", "else", "do", "try", "")
            inside.append("object" if token == "{" and not opens_block else token)
        elif token in (")", "]", "}") and len(inside) > 1:
            inside.pop()
        before = token
