"""What a person sees on the terminal: diagnostics, a summary line, times. The home of rich."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TextIO

from generator.diagnostics import Diagnostic, Span

# Wider lines are cut around the place they are shown for.
_WIDTH = 100
_ORDER = {"error": 0, "warning": 1, "note": 2}
_COLOURS = {"error": "bold red", "warning": "bold yellow", "note": "bold blue"}


def show_diagnostics(diagnostics: Iterable[Diagnostic], *, file: TextIO | None = None) -> None:
    """Prints problems to stderr, errors first, by file and line, with a count at the end."""
    out = file or sys.stderr
    ordered = sorted(set(diagnostics), key=_place)
    if not ordered:
        return
    colour = _is_colourful(out)
    for one in ordered:
        out.write(_styled(one) if colour else diagnostic_text(one))
        out.write("\n")
    out.write(_count(ordered) + "\n")


def diagnostic_text(one: Diagnostic) -> str:
    """One problem as plain text, with a line break at its end."""
    lines = [f"{one.severity}[{one.code}]: {_visible(one.message)}"]
    if one.span is not None:
        lines.append(f"  {_where(one.span)}")
        lines += _excerpt(one.span)
    lines += [f"  note: {_visible(note)}" for note in one.notes]
    if one.hint:
        first, *rest = one.hint.split("\n")
        lines += [f"  fix: {_visible(first)}", *(f"       {_visible(line)}" for line in rest)]
    return "\n".join(lines) + "\n"


def summary(line: str) -> None:
    """Prints the one line that says all went well."""
    sys.stdout.write(_visible(line) + "\n")


def note(line: str) -> None:
    """Prints a line about what goes on, to stderr."""
    sys.stderr.write(_visible(line) + "\n")


def show_timings(timings: Mapping[str, float]) -> None:
    """Prints the seconds of each phase to stderr, and their sum."""
    for name, seconds in (*timings.items(), ("total", sum(timings.values()))):
        sys.stderr.write(f"{name:>10} {seconds:8.3f} s\n")


def _place(one: Diagnostic) -> tuple[int, str, int, int, str, str]:
    span = one.span or Span("")
    return (_ORDER[one.severity], span.path, span.line, span.column, one.code, one.message)


def _where(span: Span) -> str:
    return _visible(span.path) + (f":{span.line}:{span.column}" if span.line else "")


def _excerpt(span: Span) -> list[str]:
    """The source line and the caret line below it; none where there is nothing to show."""
    if not span.line or not span.excerpt.strip():
        return []
    column = min(span.column, len(span.excerpt) + 1) - 1
    start = 0 if column < _WIDTH - 20 else column - _WIDTH // 2
    end = start + _WIDTH
    before = ("…" if start else "") + _visible(span.excerpt[start:column])
    marked = _visible(span.excerpt[column : min(end, column + span.length)])
    after = _visible(span.excerpt[column + span.length : end]) + ("…" if len(span.excerpt) > end else "")
    number = str(span.line)
    gutter = " " * (len(number) + 2)
    carets = "^" * max(1, _columns(marked))
    return [f"  {number} | {before}{marked}{after}", f"{gutter} | {' ' * _columns(before)}{carets}"]


def _visible(text: str) -> str:
    """The text with nothing in it that a terminal would obey; tabs as four spaces."""
    return "".join(
        "    " if one == "\t" else one if one.isprintable() else f"\\u{ord(one):04x}" for one in text
    )


def _columns(text: str) -> int:
    """How many columns a terminal uses for the text."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )


def _count(diagnostics: list[Diagnostic]) -> str:
    counts = []
    for severity in _ORDER:
        number = sum(one.severity == severity for one in diagnostics)
        if number:
            counts.append(f"{number} {severity}{'' if number == 1 else 's'}")
    return ", ".join(counts)


def _is_colourful(out: TextIO) -> bool:
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _styled(one: Diagnostic) -> str:
    """The problem as `diagnostic_text` has it, in colours."""
    from rich.console import Console
    from rich.text import Text

    plain = diagnostic_text(one)
    text = Text(plain)
    text.stylize(_COLOURS[one.severity], 0, plain.index("]") + 1)
    at = 0
    for line in plain.split("\n")[1:]:
        at = plain.index(line, at) if line else at
        if line.startswith("  fix:"):
            text.stylize("green", at, at + len(line))
        elif line.strip(" |^") == "" and "^" in line:
            text.stylize(_COLOURS[one.severity], at, at + len(line))
    console = Console(file=None, force_terminal=True, width=10_000, highlight=False, soft_wrap=True)
    with console.capture() as captured:
        console.print(text, end="", soft_wrap=True)
    return captured.get()
