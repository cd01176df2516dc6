"""Where something stands in the files that people edit: lines for what was found elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator import files
from generator.diagnostics import Diagnostic, GeneratorError, Span

# What cannot follow or precede an address that is meant as a whole.
_PART = r"[^\s<>()\"'\[\]{},|]"
_QUOTED = re.compile(r"`([^`\n]+)`")


class Sources:
    """The site's text files, each read once when it is first asked for."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, Sequence[str]] = {}

    def lines(self, path: str) -> Sequence[str]:
        """The lines of a file; an empty one where it cannot be read, or is no text."""
        if path not in self._lines:
            try:
                data = files.read_bytes(self._root, path)
            except GeneratorError:
                data = b""
            # A picture has no lines.
            text = "" if b"\0" in data else data.decode("utf-8", "replace")
            self._lines[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[path]

    def find(self, path: str, wanted: Iterable[str]) -> Iterator[Span]:
        """Every place at which one of these addresses stands by itself, the first kind found."""
        for one in wanted:
            if not one:
                continue
            whole = re.compile(rf"(?<!{_PART}){re.escape(one)}(?!{_PART})")
            spans = [
                Span(path, number, found.start() + 1, len(one), line)
                for number, line in enumerate(self.lines(path), 1)
                if one in line
                for found in whole.finditer(line)
            ]
            if spans:
                yield from spans
                return

    def placed(self, one: Diagnostic) -> Diagnostic:
        """The diagnostic with its line, its excerpt and a fix, as far as they can be told."""
        if not one.hint:
            one = replace(one, hint=f"`explainer explain {one.code}` says more")
        span = one.span
        if span is None or (span.line and span.excerpt):
            return one
        lines = self.lines(span.path)
        if span.line:
            excerpt = lines[span.line - 1] if span.line <= len(lines) else ""
            whole = Span(span.path, span.line, 1, max(1, len(excerpt)), excerpt)
            return replace(one, span=whole)
        return replace(one, span=self._by_words(one, span.path))

    def _by_words(self, one: Diagnostic, path: str) -> Span:
        """The first line that holds what the message quotes, else the first one of the file."""
        lines = self.lines(path)
        head = lines.index("---", 1) if "---" in lines[1:] else len(lines)
        for quoted in _QUOTED.findall(one.message):
            for wanted in (quoted, quoted.strip("/")):
                for number, line in enumerate(lines[:head], 1):
                    column = line.find(wanted)
                    if column >= 0:
                        return Span(path, number, column + 1, len(wanted), line)
        title = next((n for n, line in enumerate(lines, 1) if line.startswith("title:")), 1)
        excerpt = lines[title - 1] if lines else ""
        return Span(path, title, 1, max(1, len(excerpt)), excerpt) if any(lines) else Span(path)
