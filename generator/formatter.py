"""Content files on disk brought into the one form of `formatting`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator import files
from generator.config import load_zone
from generator.diagnostics import Diagnostic, GeneratorError, Span, unusable
from generator.formatting import format_text
from generator.inputs import CONTENT, read_config

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the files."""

    changed: tuple[str, ...]
    """Relative to the site folder."""
    unchanged: int
    problems: tuple[Diagnostic, ...]
    """Of the files that could not be read, and were left alone."""


def format_files(source: Path, names: Sequence[Path], *, write: bool) -> Result:
    """Formats these files of the site, or all of its content."""
    zone = load_zone(read_config(source).timezone)
    changed: list[str] = []
    problems: list[Diagnostic] = []
    unchanged = 0
    for path in _paths(source, names):
        try:
            mark = (
                b"\xef\xbb\xbf"
                if files.read_bytes(source, path).startswith(b"\xef\xbb\xbf")
                else b""
            )
            text = files.read_text(source, path)
        except GeneratorError as failure:
            problems += failure.diagnostics
            continue
        formatted, errors = format_text(text, path, zone)
        problems += errors
        if formatted == text:
            unchanged += not errors
            continue
        changed.append(path)
        if write:
            files.write_atomically(source / path, mark + formatted.encode())
    return Result(tuple(changed), unchanged, tuple(problems))


def _paths(source: Path, names: Sequence[Path]) -> list[str]:
    if not names:
        return [f"{CONTENT}/{one.path}" for one in files.scan(source / CONTENT, suffix=".md").files]
    root = source.resolve()
    paths = []
    for name in names:
        place = next((one for one in (name, source / name) if one.is_file()), None)
        if place is None or not place.resolve().is_relative_to(root / CONTENT):
            message = f"`{name}` is no file in `{source / CONTENT}`"
            hint = "name files of content/, or none for all"
            raise GeneratorError(
                [unusable("no-such-explainer", message, Span(str(name)), hint=hint)]
            )
        paths.append(place.resolve().relative_to(root).as_posix())
    return paths
