"""What a person sees on the terminal: diagnostics, progress, a summary line. The home of rich.

rich is imported only where there is a terminal to colour: everything else is plain text.
"""

from __future__ import annotations

import os
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Final, TextIO

from generator.diagnostics import Diagnostic, Span

if TYPE_CHECKING:
    from rich.progress import Progress
    from rich.status import Status

_SEVERITIES: Final = {"error": "bold red", "warning": "bold yellow", "note": "bold blue"}
"""In the order in which they are shown, and how."""
_EXCERPT_COLUMNS: Final = 96
_CONTEXT_COLUMNS: Final = 32
"""What a clipped excerpt shows before its caret, at least."""
_TAB: Final = "    "
# What a terminal may obey, or a person cannot see: C0, C1, marks of direction, line separators,
# lone surrogates. Joiners and variation selectors stay, so that scripts and emoji stay whole.
_HIDDEN: Final = re.compile(
    r"[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

# How much is told, decided once by the command line.
_loudness = 0

Tell = Callable[[str], None]
Styled = tuple[str, str]
"""A piece of text and its rich style; an empty style leaves it as it is."""


def set_loudness(level: int) -> None:
    """-1 for problems alone, 0 as usual, 1 for more than that: for the whole process."""
    global _loudness
    _loudness = level


def is_verbose() -> bool:
    """Whether more than usual is to be told."""
    return _loudness > 0


def show_diagnostics(diagnostics: Iterable[Diagnostic], *, file: TextIO | None = None) -> None:
    """Prints each problem once: errors, then warnings, by file and line, and then their count.

    Goes to stderr unless `file` says otherwise; prints nothing when there is no problem.
    """
    out = file or sys.stderr
    ordered = sorted(set(diagnostics), key=_place)
    if not ordered:
        return
    pieces: list[Styled] = []
    for one in ordered:
        pieces += [*_pieces(one), ("\n", "")]
    _write(out, [*pieces, (_count(ordered) + "\n", "bold")])


def diagnostic_text(one: Diagnostic) -> str:
    """One problem as plain text, with a line break at its end."""
    return "".join(text for text, _ in _pieces(one))


def summary(line: str, *, file: TextIO | None = None) -> None:
    """Prints the one line that says how it went to stdout; nothing when only problems count."""
    if _loudness < 0:
        return
    _write(file or sys.stdout, [(_visible(line) + "\n", "")])


def note(line: str) -> None:
    """Prints a line about what goes on to stderr; nothing when only problems count."""
    if _loudness < 0:
        return
    _write(sys.stderr, [(_visible(line) + "\n", "")])


def show_timings(timings: Mapping[str, float], counts: Mapping[str, str]) -> None:
    """Prints the seconds of each phase to stderr with what was done in it, and their sum."""
    for name, seconds in (*timings.items(), ("total", sum(timings.values()))):
        done = counts.get(name, "")
        sys.stderr.write(f"{name:>10} {seconds:8.3f} s  {done}".rstrip() + "\n")


@contextmanager
def progress(
    label: str, total: int, *, file: TextIO | None = None, after_seconds: float = 1.0
) -> Iterator[Callable[[int], None]]:
    """Shows how far a long work is, while the block runs that calls what this gives.

    Call it with the number of steps done since the last call. Shows nothing where there is no
    terminal, nor for work that ends within `after_seconds`.
    """
    out = file or sys.stderr
    if _loudness < 0 or not out.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda steps: None
        return
    shown: list[Progress] = []
    started, done = time.monotonic(), 0

    def advance(steps: int) -> None:
        nonlocal done
        done += steps
        if not shown and time.monotonic() - started >= after_seconds:
            shown.append(_start_bar(out, label, total))
        if shown:
            shown[0].update(shown[0].task_ids[0], completed=done)

    try:
        yield advance
    finally:
        for bar in shown:
            bar.stop()


@contextmanager
def stages() -> Iterator[Callable[[str, int], Callable[[int], None]]]:
    """As `progress`, for work that has several stages: call it as each begins."""
    with ExitStack() as shown:

        def begin(label: str, total: int) -> Callable[[int], None]:
            shown.close()
            return shown.enter_context(progress(label, total))

        yield begin


@contextmanager
def working(*, file: TextIO | None = None, after_seconds: float = 1.0) -> Iterator[Tell]:
    """Shows what a long work is at, while the block runs that calls what this gives.

    Shows nothing where there is no terminal, nor for work that ends within `after_seconds`.
    """
    out = file or sys.stderr
    if _loudness < 0 or not out.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda label: None
        return
    shown: list[Status] = []
    labels = ["Working"]

    def begin() -> None:
        from rich.console import Console
        from rich.status import Status
        from rich.text import Text

        label = Text(f"{labels[-1]} …")
        shown.append(Status(label, console=Console(file=out, highlight=False)))
        shown[0].start()

    def tell(label: str) -> None:
        labels.append(_visible(label))
        for one in shown:
            from rich.text import Text

            one.update(Text(f"{labels[-1]} …"))

    timer = Timer(after_seconds, begin)
    timer.daemon = True
    timer.start()
    try:
        yield tell
    finally:
        timer.cancel()
        timer.join()
        for one in shown:
            one.stop()


def count(number: int, noun: str) -> str:
    """`1 question`, `2 questions`, `1,000 questions`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _start_bar(out: TextIO, label: str, total: int) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(file=out, highlight=False)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=console, transient=True)
    bar.add_task(_visible(label), total=total)
    bar.start()
    return bar


def _place(one: Diagnostic) -> tuple[int, str, int, int, str, str]:
    span = one.span or Span("")
    order = list(_SEVERITIES).index(one.severity)
    return order, span.path, span.line, span.column, one.code, one.message


def _pieces(one: Diagnostic) -> list[Styled]:
    """The problem in the form of docs/architecture.md, piece by piece."""
    style = _SEVERITIES[one.severity]
    pieces = [(f"{one.severity}[{one.code}]", style), (f": {_visible(one.message)}\n", "bold")]
    if one.span is not None:
        pieces.append((f"  {_where(one.span)}\n", ""))
        pieces += _excerpt(one.span, style)
    pieces += [(_labelled("note", text), "") for text in one.notes]
    if one.hint:
        pieces.append((_labelled("fix", one.hint), "green"))
    return pieces


def _labelled(label: str, text: str) -> str:
    """`  fix: …`, further lines below the first."""
    indent = " " * (len(label) + 4)
    lines = [_visible(line) for line in text.split("\n")]
    return f"  {label}: " + f"\n{indent}".join(lines) + "\n"


def _where(span: Span) -> str:
    return _visible(span.path) + (f":{span.line}:{span.column}" if span.line else "")


def _excerpt(span: Span, style: str) -> list[Styled]:
    """The source line with its number, and the carets below; nothing for an empty line."""
    if not span.line or not span.excerpt.strip():
        return []
    begin = min(span.column - 1, len(span.excerpt))
    before, marked, after = _clip(
        _visible(span.excerpt[:begin]),
        _visible(span.excerpt[begin : begin + span.length]),
        _visible(span.excerpt[begin + span.length :]),
    )
    carets = " " * _columns(before) + "^" * max(1, _columns(marked))
    number = str(span.line)
    return [
        (f"   {number} | ", "dim"),
        (f"{before}{marked}{after}".rstrip() + "\n", ""),
        (f"   {' ' * len(number)} | ", "dim"),
        (f"{carets}\n", style),
    ]


def _clip(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """The parts of a line cut to fit, an ellipsis where something is left out."""
    if _columns(before + marked + after) <= _EXCERPT_COLUMNS:
        return before, marked, after
    for_mark = _EXCERPT_COLUMNS - _CONTEXT_COLUMNS
    wanted = min(_columns(marked), for_mark)
    # The end of what stands before, so that the caret keeps some of its context …
    room = max(_CONTEXT_COLUMNS, _EXCERPT_COLUMNS - wanted - _columns(after))
    if _columns(before) > room:
        before = "…" + _cut(before[::-1], room - 1)[::-1]
    # … and the beginning of what is marked and of what follows.
    room = _EXCERPT_COLUMNS - _columns(before)
    if _columns(marked) > room:
        return before, _cut(marked, room - 1) + "…", ""
    room -= _columns(marked)
    if _columns(after) > room:
        after = _cut(after, room - 1) + "…" if room else ""
    return before, marked, after


def _cut(text: str, columns: int) -> str:
    """The beginning of the text that fits into so many columns."""
    used = 0
    for at, one in enumerate(text):
        used += _columns(one)
        if used > columns:
            return text[:at]
    return text


def _visible(text: str) -> str:
    """The text with nothing in it that a terminal would obey or a person could not see."""
    text = text.replace("\t", _TAB)
    if text.isascii() and text.isprintable():
        return text
    return _HIDDEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(one: str) -> int:
    if unicodedata.category(one) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(one) in "WF" else 1


def _count(diagnostics: list[Diagnostic]) -> str:
    counts = {one: sum(found.severity == one for found in diagnostics) for one in _SEVERITIES}
    return ", ".join(
        f"{number} {severity}{'s' * (number != 1)}" for severity, number in counts.items() if number
    )


def _is_colourful(out: TextIO) -> bool:
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write(out: TextIO, pieces: Iterable[Styled]) -> None:
    if not _is_colourful(out):
        plain = "".join(text for text, _ in pieces)
        encoding = out.encoding or "utf-8"
        # A console of another encoding shows escapes rather than fail.
        out.write(plain.encode(encoding, "backslashreplace").decode(encoding))
        return
    from rich.console import Console
    from rich.text import Text

    text = Text.assemble(*pieces, end="")
    Console(file=out, highlight=False, soft_wrap=True).print(text, soft_wrap=True, end="")
