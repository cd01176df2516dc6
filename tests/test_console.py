from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.console import (
    diagnostic_text,
    progress,
    show_diagnostics,
    show_timings,
    summary,
    working,
)
from generator.diagnostics import Diagnostic, Span, error, warning

ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    return Terminal()


def shown(*diagnostics: Diagnostic) -> str:
    out = io.StringIO()
    show_diagnostics(diagnostics, file=out)
    return out.getvalue()


def excerpt(text: str, column: int, length: int = 1) -> list[str]:
    """The source line and the caret line that are shown for a place."""
    span = Span("a.md", 7, column, length, text)
    return diagnostic_text(error("some-code", "wrong", span)).split("\n")[2:4]


def test_a_diagnostic_has_the_form_of_the_documentation() -> None:
    heading = "## What brings the two countries together?"
    gone = error(
        "question-vanished",
        "question `why-now` is gone",
        Span("content/pact.md", 31, 1, len(heading), heading),
        hint="looks like the same question reworded",
        notes=["it was published on 19 June 2024", "two pages link to it"],
    )
    assert (
        diagnostic_text(gone)
        == """\
error[question-vanished]: question `why-now` is gone
  content/pact.md:31:1
   31 | ## What brings the two countries together?
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  note: it was published on 19 June 2024
  note: two pages link to it
  fix: looks like the same question reworded
"""
    )


def test_errors_come_first_then_by_file_and_line_and_are_counted() -> None:
    found = [
        warning("late", "four", Span("a.md", 1)),
        error("late", "three", Span("b.md", 10)),
        error("late", "two", Span("b.md", 9)),
        error("late", "one"),
        error("late", "two", Span("b.md", 9)),
    ]
    assert (
        shown(*found)
        == """\
error[late]: one

error[late]: two
  b.md:9:1

error[late]: three
  b.md:10:1

warning[late]: four
  a.md:1:1

3 errors, 1 warning
"""
    )


def test_a_single_warning_is_counted_in_the_singular() -> None:
    assert shown(warning("late", "four")).endswith("\n\n1 warning\n")


def test_nothing_is_shown_when_nothing_is_wrong() -> None:
    assert shown() == ""


def test_a_file_as_a_whole_has_no_line() -> None:
    text = diagnostic_text(error("some-code", "wrong", Span("a.md")))
    assert text == "error[some-code]: wrong\n  a.md\n"


def test_further_lines_of_a_hint_stand_below_its_first() -> None:
    text = diagnostic_text(error("some-code", "wrong", hint="write\n---\ntitle: T\n---"))
    assert text.endswith("  fix: write\n       ---\n       title: T\n       ---\n")


def test_the_caret_stands_below_its_place() -> None:
    assert excerpt("title: a: b", 9) == ["   7 | title: a: b", "     |         ^"]


def test_the_caret_may_stand_behind_the_line() -> None:
    assert excerpt("abc", 9) == ["   7 | abc", "     |    ^"]


def test_an_empty_line_is_not_shown() -> None:
    text = diagnostic_text(error("some-code", "wrong", Span("a.md", 7, excerpt="  ")))
    assert text == "error[some-code]: wrong\n  a.md:7:1\n"


def test_the_caret_is_aligned_below_tabs() -> None:
    assert excerpt("\ta\tbc", 4, 2) == ["   7 |     a    bc", "     |          ^^"]


def test_the_caret_is_aligned_below_wide_and_combining_characters() -> None:
    assert excerpt("为什么 e\u0301 x", 8) == ["   7 | 为什么 e\u0301 x", "     |          ^"]
    assert excerpt("x为什x", 2, 2) == ["   7 | x为什x", "     |  ^^^^"]


def test_what_a_terminal_would_obey_is_shown_as_an_escape() -> None:
    found = error(
        "some-code",
        "wrong \x1b]0;title\x07",
        Span("a\x1b[2J.md", 7, 3, 1, "a \x1b[31m\u202eb\u2028"),
        hint="write\x9b \r",
        notes=["\x00", "\udcff"],
    )
    assert (
        shown(found)
        == """\
error[some-code]: wrong \\u001b]0;title\\u0007
  a\\u001b[2J.md:7:3
   7 | a \\u001b[31m\\u202eb\\u2028
     |   ^^^^^^
  note: \\u0000
  note: \\udcff
  fix: write\\u009b \\u000d

1 error
"""
    )


def test_what_people_write_is_shown_as_it_is() -> None:
    text = "30\u00a0% – “été” 👩\u200d🔬 می\u200cخواهم"
    assert diagnostic_text(error("some-code", text)) == f"error[some-code]: {text}\n"


def test_a_long_line_is_cut_around_the_caret() -> None:
    line, caret = excerpt("x" * 300 + "HERE" + "y" * 300, 301, 4)
    assert line == "   7 | …" + "x" * 31 + "HERE" + "y" * 59 + "…"
    assert caret == "     | " + " " * 32 + "^^^^"


def test_a_long_line_keeps_its_beginning_when_the_caret_is_there() -> None:
    line, caret = excerpt("HERE" + "y" * 300, 1, 4)
    assert line == "   7 | HERE" + "y" * 91 + "…"
    assert caret == "     | ^^^^"


def test_a_long_line_keeps_its_end_when_the_caret_is_there() -> None:
    line, caret = excerpt("x" * 300 + "HERE", 301, 4)
    assert line == "   7 | …" + "x" * 91 + "HERE"
    assert caret == "     | " + " " * 92 + "^^^^"


def test_a_long_mark_is_cut_as_well() -> None:
    line, caret = excerpt("x" * 300 + "H" * 300 + "y" * 300, 301, 300)
    assert line == "   7 | …" + "x" * 31 + "H" * 63 + "…"
    assert caret == "     | " + " " * 32 + "^" * 64


def test_a_long_line_of_wide_characters_is_cut_by_columns() -> None:
    line, caret = excerpt("中" * 300, 151, 2)
    assert line == "   7 | …" + "中" * 15 + "中" * 2 + "中" * 30 + "…"
    assert caret == "     | " + " " * 31 + "^^^^"


def test_a_terminal_gets_the_same_text_in_colour(terminal: Terminal) -> None:
    found = error("some-code", "wrong [red]x[/red]", Span("a.md", 7, 1, 3, "abc"), hint="mend it")
    show_diagnostics([found], file=terminal)
    assert "\x1b[1;31merror[some-code]" in terminal.getvalue()
    assert ANSI.sub("", terminal.getvalue()) == shown(found)


def test_long_lines_are_not_wrapped_on_a_terminal(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    show_diagnostics([error("some-code", "wrong " * 40)], file=terminal)
    assert ANSI.sub("", terminal.getvalue()).count("\n") == 3


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_can_be_declined(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    show_diagnostics([error("some-code", "wrong")], file=terminal)
    assert terminal.getvalue() == "error[some-code]: wrong\n\n1 error\n"


def test_a_console_of_another_encoding_shows_escapes() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\n")
    show_diagnostics([error("some-code", "“été” 🙂")], file=out)
    out.seek(0)
    assert out.read().startswith("error[some-code]: \\u201c\\xe9t\\xe9\\u201d \\U0001f642\n")


def test_results_go_to_stdout_and_the_rest_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    summary("built 3 pages")
    show_diagnostics([error("some-code", "wrong")])
    show_timings({"parse": 0.25, "write": 1.5}, {"write": "3 written, 1 kept, 0 removed"})
    out, err = capsys.readouterr()
    assert out == "built 3 pages\n"
    assert err.startswith("error[some-code]: wrong\n")
    assert err.endswith(
        "     parse    0.250 s\n     write    1.500 s  3 written, 1 kept, 0 removed\n"
        "     total    1.750 s\n"
    )


def test_progress_is_shown_on_a_terminal(terminal: Terminal) -> None:
    with progress("Parsing [x]", 3, file=terminal, after_seconds=0) as advance:
        advance(1)
        advance(1)
    text = ANSI.sub("", terminal.getvalue())
    assert "Parsing [x]" in text
    assert "2/3" in text


def test_short_work_shows_no_progress(terminal: Terminal) -> None:
    with progress("Parsing", 3, file=terminal, after_seconds=3600) as advance:
        advance(3)
    assert terminal.getvalue() == ""


def test_without_a_terminal_no_progress_is_shown() -> None:
    out = io.StringIO()
    with progress("Parsing", 3, file=out, after_seconds=0) as advance:
        advance(3)
    assert out.getvalue() == ""


def test_progress_gives_the_cursor_back_when_the_work_fails(terminal: Terminal) -> None:
    def work() -> None:
        with progress("Parsing", 3, file=terminal, after_seconds=0) as advance:
            advance(1 // 0)

    def late_work() -> None:
        with progress("Parsing", 3, file=terminal, after_seconds=0) as advance:
            advance(1)
            work()

    with pytest.raises(ZeroDivisionError):
        late_work()
    hidden, shown_again = terminal.getvalue().count("\x1b[?25l"), "\x1b[?25h"
    assert hidden == terminal.getvalue().count(shown_again) == 1


def test_rich_is_not_imported_without_a_terminal() -> None:
    code = (
        "import sys\n"
        "from generator.console import show_diagnostics, summary\n"
        "from generator.diagnostics import error\n"
        "show_diagnostics([error('some-code', 'wrong')])\n"
        "summary('done')\n"
        "print('rich' in sys.modules, 'pydantic' in sys.modules, 'yaml' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
    )
    assert done.stdout == "done\nFalse False False\n"


def test_what_a_long_work_is_at_is_shown_on_a_terminal(terminal: Terminal) -> None:
    with working(file=terminal, after_seconds=0) as tell:
        tell("Rendering [pages]")
        time.sleep(0.3)
    assert "Rendering [pages] …" in terminal.getvalue()


def test_short_work_and_files_show_nothing_of_it(terminal: Terminal) -> None:
    out = io.StringIO()
    for file, seconds in ((terminal, 3600), (out, 0)):
        with working(file=file, after_seconds=seconds) as tell:
            tell("Rendering")
    assert terminal.getvalue() + out.getvalue() == ""
