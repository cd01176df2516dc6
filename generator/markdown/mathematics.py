"""Mathematics: LaTeX between dollar signs as MathML, which browsers show by themselves.

The home of latex2mathml. It puts text and attributes of the formula into its result as they are,
so what becomes HTML is chosen here, element by element.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from markdown_it.token import Token

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LONGEST = 5_000
# MathML Core, as far as formulas need it.
_ELEMENTS = frozenset(
    {"math", "mfrac", "mi", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "mspace"}
    | {"msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder"}
    | {"munderover", "mmultiscripts", "mprescripts"}
)
_ATTRIBUTES = frozenset(
    {"accent", "accentunder", "columnalign", "columnlines", "columnspacing", "columnspan", "depth"}
    | {"display", "displaystyle", "fence", "form", "height", "largeop", "linethickness", "lspace"}
    | {"mathvariant", "maxsize", "minsize", "movablelimits", "rowlines", "rowspacing", "rowspan"}
    | {"rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width"}
)


def inline_formula(_: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A formula in a line of text."""
    return _formula(tokens[at].content, "inline", env["context"])


def display_formula(_: Any, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    """A formula on a line of its own."""
    context = env["context"]
    formula = _formula(tokens[at].content, "block", context)
    return f'<div class="formula" tabindex="0"{context.region()}>{formula}</div>\n'


def _formula(latex: str, display: str, context: Any) -> str:
    """The MathML; the LaTeX itself where it is none, which the context then knows."""
    from latex2mathml.converter import convert_to_element

    latex = latex.strip()
    context.features.add("math")
    try:
        if len(latex) > LONGEST:
            raise ValueError(f"a formula of more than {LONGEST} characters")
        return _html(convert_to_element(latex, display=display))
    # The library has a class of its own for each mistake, with no ancestor in common, and lets
    # IndexError and the like out where it did not foresee one.
    except Exception as cause:
        context.bad_formulas.append((latex, f"{cause}" or type(cause).__name__))
        return f"<code>{escape(latex)}</code>"


def _html(element: Element) -> str:
    name = element.tag if element.tag in _ELEMENTS else "mrow"
    attributes = "".join(
        f' {key}="{escape(unescape(value))}"'
        for key, value in element.attrib.items()
        if key in _ATTRIBUTES
    )
    inside = _text(element.text) + "".join(_html(one) + _text(one.tail) for one in element)
    return f"<{name}{attributes}>{inside}</{name}>"


def _text(text: str | None) -> str:
    return escape(unescape(text), quote=False) if text else ""
