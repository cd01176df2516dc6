"""What is wrong, where, and what to do: the one form of every message to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, cast

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a source file."""

    path: str
    """As a person would type it: relative to the site folder, `/` between parts."""
    line: int = 0
    """From 1; 0 means the file as a whole."""
    column: int = 1
    """From 1, in characters."""
    length: int = 1
    """How many characters the caret underlines; at least 1."""
    excerpt: str = ""
    """The whole source line, without its line break."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem."""

    severity: Severity
    code: str
    """Kebab-case and stable; each has an entry in docs/errors.md."""
    message: str
    """What is wrong, with the value quoted; lower case, no full stop."""
    span: Span | None = None
    hint: str = ""
    """What to do about it; a sentence fragment shown after `fix:`."""
    notes: tuple[str, ...] = ()
    status: Literal[1, 2] = 1
    """The exit status it asks for: 1 a problem in content, 2 wrong use or unusable input."""


class GeneratorError(Exception):
    """Problems that a person can mend, all of a stage's at once.

    Takes one positional argument, so that it survives the way back from a worker process.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(one.message for one in self.diagnostics)

    @property
    def status(self) -> int:
        """The exit status of a command that ends with these problems."""
        return max((one.status for one in self.diagnostics if one.severity == "error"), default=1)


def raise_errors(diagnostics: Iterable[Diagnostic]) -> None:
    """Raises `GeneratorError` with all of them when any is an error."""
    found = tuple(diagnostics)
    if any(one.severity == "error" for one in found):
        raise GeneratorError(found)


def graded(
    diagnostics: Iterable[Diagnostic], severities: Mapping[str, str]
) -> tuple[Diagnostic, ...]:
    """The diagnostics as a site wants them: made graver or milder, or left out, by code.

    An error stays one, since a site cannot be built with it.
    """
    return tuple(
        one
        if one.severity == "error" or one.code not in severities
        else replace(one, severity=cast(Severity, severities[one.code]))
        for one in diagnostics
        if one.severity == "error" or severities.get(one.code) != "off"
    )


def error(
    code: str, message: str, span: Span | None = None, *, hint: str = "", notes: Iterable[str] = ()
) -> Diagnostic:
    """An error in content: exit status 1."""
    return Diagnostic("error", code, message, span, hint, tuple(notes))


def unusable(
    code: str, message: str, span: Span | None = None, *, hint: str = "", notes: Iterable[str] = ()
) -> Diagnostic:
    """An error of wrong use or input that cannot be used at all: exit status 2."""
    return Diagnostic("error", code, message, span, hint, tuple(notes), status=2)


def warning(
    code: str, message: str, span: Span | None = None, *, hint: str = "", notes: Iterable[str] = ()
) -> Diagnostic:
    """Something to look at that does not stop a build."""
    return Diagnostic("warning", code, message, span, hint, tuple(notes))
