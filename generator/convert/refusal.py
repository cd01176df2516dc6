"""The one form in which an input that cannot be used is refused."""

from __future__ import annotations

from generator.diagnostics import GeneratorError, Span, unusable


def refused(code: str, message: str, name: str, *, hint: str = "") -> GeneratorError:
    """The error (exit status 2) that names the file; `message` is one line about it."""
    return GeneratorError([unusable(code, f"`{name}` {message}", Span(name), hint=hint)])
