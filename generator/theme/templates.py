"""Templates in a sandbox, and their faults told by file and line."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any

from jinja2 import BaseLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import UndefinedError

from generator.diagnostics import Diagnostic, Span, error
from generator.text import nearest
from generator.theme.compiling import FastSandbox, Sandbox

_HINTS = {
    "template-syntax": "correct the template; docs/theming.md shows its language",
    "undefined-name": "docs/theming.md lists all that a template may use",
    "missing-asset": "add the file to the theme's `static/`",
    "template-error": "correct the template",
}


class MissingAsset(LookupError):
    """A template asks for a file that the theme does not have."""


class _Loader(BaseLoader):
    """Gives templates that were read beforehand: nothing outside the theme can be reached."""

    def __init__(self, sources: Mapping[str, str], shown: Mapping[str, str]) -> None:
        self.sources = sources
        self.shown = shown

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Any]:
        if template not in self.sources:
            raise TemplateNotFound(template)
        return self.sources[template], self.shown[template], lambda: True

    def list_templates(self) -> list[str]:
        return sorted(self.sources)


def make_environment(
    sources: Mapping[str, str], shown: Mapping[str, str], *, fast: bool
) -> Sandbox:
    """An environment of these templates; each is compiled when it is first rendered.

    A fast one tells the lines of faults in partials wrongly.
    """
    return (FastSandbox if fast else Sandbox)(
        loader=_Loader(sources, shown),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )


def missing_template(theme: str, name: str, shown: Mapping[str, str]) -> Diagnostic:
    """That the theme has no such template, with the nearest name."""
    close = nearest(name, [one for one in shown if (":" in one) == (":" in name)])
    return error(
        "missing-template",
        f"the theme `{theme}` has no template `{name}`",
        hint=f"did you mean `{close}`?" if close else "add the file to the theme",
    )


def template_problem(
    cause: Exception, sources: Mapping[str, str], shown: Mapping[str, str]
) -> Diagnostic | None:
    """What went wrong inside a template; None when the fault is not in one."""
    if isinstance(cause, TemplateSyntaxError):
        name = cause.name or ""
        return _at(
            "template-syntax",
            str(cause.message),
            sources.get(name, ""),
            shown.get(name, name),
            cause.lineno,
        )
    names = {file: name for name, file in shown.items()}
    frames = [one for one in traceback.extract_tb(cause.__traceback__) if one.filename in names]
    if not frames:
        return None
    said = f"{type(cause).__name__}: {cause}"
    code = "template-error"
    if isinstance(cause, MissingAsset):
        code, said = "missing-asset", str(cause)
    elif isinstance(cause, TemplateError):
        said = str(cause)
        code = "undefined-name" if isinstance(cause, UndefinedError) else code
    place = frames[-1]
    return _at(code, said, sources[names[place.filename]], place.filename, place.lineno or 0)


def _at(code: str, said: str, source: str, shown: str, line: int) -> Diagnostic:
    lines = source.split("\n")
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    indent = len(excerpt) - len(excerpt.lstrip())
    span = Span(shown, line, indent + 1, max(1, len(excerpt) - indent), excerpt)
    return error(code, said[:1].lower() + said[1:].rstrip("."), span, hint=_HINTS[code])
