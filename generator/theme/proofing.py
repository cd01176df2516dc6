"""Faults of style sheets that a browser passes over in silence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.diagnostics import Diagnostic, Span, error, warning
from generator.text import nearest

# Told by file and line as they were written: a joined sheet has neither comments nor lines.
_OPAQUE = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'""", re.S)
_BRACE = re.compile(r"[{}]")
_READ = re.compile(r"\bvar\(\s*--([\w-]+)\s*([,)])")
_SET = re.compile(r"--([\w-]+)\s*:|@property\s+--([\w-]+)|setProperty\(\s*[\"']--([\w-]+)")


def sheet_problems(
    sheets: Mapping[str, str], others: Iterable[str], tokens: Collection[str]
) -> list[Diagnostic]:
    """Braces without a partner, and `var(--…)` that nothing sets and that says no other value.

    `sheets` are texts by their files; `others` are texts that may set properties, too, of
    templates and scripts. `tokens` are the properties that the theme is known to set.
    """
    known = {*tokens}
    for text in (*sheets.values(), *others):
        known.update(next(filter(None, found)) for found in _SET.findall(text))
    problems: list[Diagnostic] = []
    for shown, text in sorted(sheets.items()):
        plain = _OPAQUE.sub(_blank, text)
        problems += _braces(shown, text, plain)
        for read in _READ.finditer(plain):
            if read[1] not in known and read[2] == ")":
                problems.append(_unset(shown, text, read, known))
    return problems


def _blank(part: re.Match[str]) -> str:
    """As many characters and lines that mean nothing."""
    return re.sub(r"[^\n]", " ", part[0])


def _braces(shown: str, text: str, plain: str) -> Iterator[Diagnostic]:
    open_at: list[int] = []
    for brace in _BRACE.finditer(plain):
        if brace[0] == "{":
            open_at.append(brace.start())
        elif open_at:
            open_at.pop()
        else:
            span = _span(shown, text, brace.start(), 1)
            hint = "remove it, or find the block that ends too early"
            yield error("unbalanced-braces", "this `}` ends nothing", span, hint=hint)
            return
    if open_at:
        span = _span(shown, text, open_at[-1], 1)
        hint = "add its `}`: until then, browsers drop what follows"
        yield error("unbalanced-braces", "this `{` is never closed", span, hint=hint)


def _unset(shown: str, text: str, read: re.Match[str], known: Collection[str]) -> Diagnostic:
    name = f"--{read[1]}"
    close = nearest(read[1], known)
    return warning(
        "unset-token",
        f"nothing sets `{name}`",
        _span(shown, text, read.start(1) - 2, len(name)),
        hint=f"did you mean `--{close}`?" if close else f"set it, or write `var({name}, VALUE)`",
    )


def _span(shown: str, text: str, at: int, length: int) -> Span:
    """The place of a character in a text."""
    begin = text.rfind("\n", 0, at) + 1
    excerpt = text[begin:].split("\n", 1)[0]
    return Span(shown, text.count("\n", 0, at) + 1, at - begin + 1, length, excerpt)
