"""Diagnostics in the forms that other programs read: JSON, GitHub's annotations, SARIF."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from generator import __version__
from generator.diagnostics import Diagnostic, Span
from generator.explanations import explanations

Format = Callable[[Sequence[Diagnostic]], str]
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_NOWHERE = Span("site.yml")


def write_report(name: str, problems: Sequence[Diagnostic]) -> str:
    """The problems in one of FORMATS, with a line break at its end where it is not empty."""
    return FORMATS[name](problems)


def as_json(problems: Sequence[Diagnostic]) -> str:
    """One object: the problems in their order, and how many there are of each severity."""
    counts = dict.fromkeys(("error", "warning", "note"), 0)
    for one in problems:
        counts[one.severity] += 1
    found = {"counts": counts, "problems": [_entry(one) for one in problems]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Sequence[Diagnostic]) -> str:
    """Workflow commands, which GitHub shows beside the lines of a change."""
    kinds = {"error": "error", "warning": "warning", "note": "notice"}
    lines = []
    for one in problems:
        span = one.span or _NOWHERE
        place = {"file": span.path, "line": max(1, span.line)}
        if span.line:
            place |= {"col": span.column, "endColumn": span.column + span.length}
        fields = ",".join(
            f"{name}={_property(str(value))}" for name, value in (*place.items(), *_title(one))
        )
        text = one.message + "".join(f"\n{note}" for note in one.notes)
        text += f"\nfix: {one.hint}" if one.hint else ""
        lines.append(f"::{kinds[one.severity]} {fields}::{_data(text)}\n")
    return "".join(lines)


def as_sarif(problems: Sequence[Diagnostic]) -> str:
    """A SARIF 2.1.0 log with one run, for code scanning and for editors."""
    codes = sorted({one.code for one in problems})
    known = explanations()
    rules = [
        {
            "id": code,
            "shortDescription": {"text": code.replace("-", " ")},
            "fullDescription": {"text": known.get(code, code)},
        }
        for code in codes
    ]
    driver = {"name": "explainer", "semanticVersion": __version__, "rules": rules}
    results = [_result(one, codes.index(one.code)) for one in problems]
    log = {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _entry(one: Diagnostic) -> dict[str, Any]:
    span = one.span
    return {
        "severity": one.severity,
        "code": one.code,
        "message": one.message,
        "file": span.path if span else "",
        "line": span.line if span else 0,
        "column": span.column if span and span.line else 0,
        "length": span.length if span and span.line else 0,
        "excerpt": span.excerpt if span else "",
        "fix": one.hint,
        "notes": list(one.notes),
    }


def _result(one: Diagnostic, rule: int) -> dict[str, Any]:
    span = one.span or _NOWHERE
    text = "\n".join([one.message, *one.notes, *([f"Fix: {one.hint}"] if one.hint else [])])
    region: dict[str, Any] = {"startLine": max(1, span.line)}
    if span.line:
        region |= {"startColumn": span.column, "endColumn": span.column + span.length}
        if span.excerpt:
            region["snippet"] = {"text": span.excerpt}
    return {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": one.severity,
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(span.path)},
                    "region": region,
                }
            }
        ],
    }


def _uri(path: str) -> str:
    from urllib.parse import quote

    return quote(path)


def _title(one: Diagnostic) -> tuple[tuple[str, str], ...]:
    return (("title", one.code),)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[str, Format] = {"json": as_json, "github": as_github, "sarif": as_sarif}
