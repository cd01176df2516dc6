"""What the preview says to the browser: its script's tag, the state, the facts of a page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from urllib.parse import quote

from generator.diagnostics import Diagnostic
from generator.preview.session import State

PROTOCOL = "explainer-preview-1"
"""What our own script says hello with."""
_LIVERELOAD = "http://livereload.com/protocols/official-7"
HELLO = {
    "command": "hello",
    "protocols": [_LIVERELOAD, PROTOCOL],
    "serverName": "explainer",
}
RELOAD = {"command": "reload", "path": "/", "liveCSS": True, "liveImg": True}
_MOST_SAVED = 5
_STAND_IN = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<body style="font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 36rem">
<p>{text}</p>
{script}
</body>
</html>
"""


def script(address: str, path: str, state: State) -> str:
    """The tag that brings our script into a page; says which build the page is of."""
    return (
        f'<script type="module" src="{address}" data-version="{state.version}"'
        f' data-base="{escape(state.base)}" data-path="{escape(path)}"></script>'
    )


def stand_in(address: str, state: State) -> str:
    """A page for when there is none to show."""
    title, text = "Not found", "There is no such page in this site, and no 404 page either."
    if state.problems or state.crash:
        title, text = "Not built yet", "The site could not be built yet."
    elif not state.is_built:
        title, text = "Building", "The site is being built for the first time."
    return _STAND_IN.format(title=title, text=text, script=script(address, "", state))


def state_json(state: State, source: Path, editor: str) -> str:
    """The state as our script reads it."""
    return json.dumps(
        {
            "command": "state",
            "version": state.version,
            "built": state.is_built,
            "problems": [_problem(one, source, editor) for one in _gravest_first(state.problems)],
            "crash": state.crash,
            "changed": [_site_path(one) for one in state.changed],
            "saved": _saved(state),
            "looks": state.looks,
        }
    )


def page_facts(state: State, path: str, source: Path, editor: str) -> dict[str, object]:
    """Where a page comes from and what is to be said of it."""
    for file, shown in state.pages.items():
        if shown == path:
            return {
                "source": file,
                "edit": _edit_link(editor, source, file, 1, 1),
                "marks": [
                    {"name": one.name, "text": one.text} for one in state.marks.get(file, ())
                ],
            }
    return {}


def _gravest_first(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """What keeps the site from being built stands where it is seen."""
    return sorted(problems, key=lambda one: one.severity != "error")


def _saved(state: State) -> list[dict[str, str]]:
    """The pages whose own files were saved."""
    known = [one for one in state.saved if one in state.pages]
    return [{"source": one, "path": state.pages[one]} for one in known[:_MOST_SAVED]]


def _problem(one: Diagnostic, source: Path, editor: str) -> dict[str, object]:
    span = one.span
    shown: dict[str, object] = {
        "severity": one.severity,
        "code": one.code,
        "message": one.message,
        "hint": one.hint,
        "notes": one.notes,
    }
    if span is not None:
        shown |= {
            "path": span.path,
            "line": span.line,
            "column": span.column,
            "length": span.length,
            "excerpt": span.excerpt,
            "edit": _edit_link(editor, source, span.path, span.line or 1, span.column),
        }
    return shown


def _edit_link(editor: str, source: Path, file: str, line: int, column: int) -> str:
    place = (source / file).resolve()
    if not editor or not place.is_file():
        return ""
    values = {"path": quote(place.as_posix()), "line": str(line), "column": str(column)}
    for name, value in values.items():
        editor = editor.replace(f"{{{name}}}", value)
    return editor


def _site_path(file: str) -> str:
    folder, slash, name = file.rpartition("/")
    return folder + slash if name == "index.html" else file
