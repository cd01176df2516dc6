"""YAML text → plain data in which every key, item and value knows its place.

Built from the parser's events rather than by a PyYAML loader: that keeps the position and the
original text of every scalar, sees each anchor, alias and tag, bounds the depth, and costs about
half of `yaml.load`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from generator.diagnostics import Diagnostic, GeneratorError, Span, error
from generator.yamltext.events import MAX_PROBLEMS, Event, KeyPath, Reading, place_of, span_at
from generator.yamltext.scalars import Form

MAX_CHARACTERS: Final = 1_000_000

_UNUSABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# YAML 1.1 ends a line at these; editors and browsers do not.
_ODD_BREAKS: Final = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))


class Places(Mapping[KeyPath, Span]):
    """Spans by key path, made when asked for: most documents have nothing to complain about."""

    __slots__ = ("_events", "_first_line", "_lines", "_path")

    def __init__(
        self, events: Mapping[KeyPath, Event], lines: list[str], path: str, first_line: int
    ) -> None:
        self._events = events
        self._lines = lines
        self._path = path
        self._first_line = first_line

    def __getitem__(self, key: KeyPath) -> Span:
        event = self._events[key]
        place = place_of(event, self._lines) if event else (0, 0, len(self._lines[0]))
        return span_at(self._lines, self._path, self._first_line, place)

    def __contains__(self, key: object) -> bool:
        return key in self._events

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._events)

    def __len__(self) -> int:
        return len(self._events)


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: a mapping, and where everything in it stands."""

    data: dict[str, Any]
    """Text, numbers, switches, dates, None, lists and mappings, as YAML 1.1 reads them; keys are
    always text, as written."""
    path: str
    spans: Mapping[KeyPath, Span]
    """Where each key and each list item begins; `()` is the first line of the document."""
    values: Mapping[KeyPath, Span]
    """Where each value stands."""
    written: Mapping[KeyPath, tuple[str, Form]] = field(default_factory=dict)
    """The original text of every unquoted scalar that is not text, and what it was taken for."""
    problems: tuple[Diagnostic, ...] = ()
    """What reading found wrong without being stopped by it."""

    def span(self, key: KeyPath) -> Span:
        """Where the key stands, or the nearest mapping or list around it."""
        while key and key not in self.spans:
            key = key[:-1]
        return self.spans[key]


def parse_yaml(text: str, path: str, *, first_line: int = 1) -> Document:
    """The document of a YAML text whose first line is line `first_line` of the file `path`.

    Raises GeneratorError with every problem of the text.
    """
    document, problems = read_yaml(text, path, first_line=first_line)
    if document is None or any(one.severity == "error" for one in problems):
        raise GeneratorError(problems)
    return document


def read_yaml(
    text: str, path: str, *, first_line: int = 1
) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    """As `parse_yaml`, but returns the problems, and the document as far as it can be read.

    That lets a caller report what is wrong with the values together with what is wrong with the
    YAML. The document's `problems` are the same ones.
    """
    if len(text) > MAX_CHARACTERS:
        return None, (
            error(
                "yaml-too-large",
                f"{len(text):,} characters of YAML, more than the {MAX_CHARACTERS:,} allowed",
                Span(path, first_line),
                hint="move long text out of the YAML",
            ),
        )
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    unusable = tuple(_unusable_characters(text, lines, path, first_line))
    if unusable:
        text = _UNUSABLE.sub(" ", text)
    if "\u2028" in text or "\u2029" in text:
        text = text.translate(_ODD_BREAKS)
    reading, broken = _read_mended(text, lines, path, first_line)
    problems = (*unusable, *broken, *(reading.problems if reading else ()))
    if reading is None or reading.root is None:
        return None, problems
    document = Document(
        reading.root,
        path,
        Places(reading.keys, lines, path, first_line),
        Places(reading.values, lines, path, first_line),
        reading.written,
        problems,
    )
    return document, problems


def _unusable_characters(
    text: str, lines: list[str], path: str, first_line: int
) -> Iterator[Diagnostic]:
    """One error a line that holds a character which text must not hold."""
    if not _UNUSABLE.search(text):
        return
    found = [(index, _UNUSABLE.search(line)) for index, line in enumerate(lines)]
    for index, match in [one for one in found if one[1]][:10]:
        assert match is not None
        yield error(
            "control-character",
            f"the character U+{ord(match.group()):04X} cannot stand in text",
            span_at(lines, path, first_line, (index, match.start(), 1)),
            hint="delete it; it is invisible in most editors",
        )


def _read_mended(
    text: str, lines: list[str], path: str, first_line: int
) -> tuple[Reading | None, list[Diagnostic]]:
    """The reading of the text, after mending in memory each line that is broken YAML.

    Mending lets one run report all broken lines, and everything else that is wrong.
    """
    from yaml import YAMLError

    broken: list[Diagnostic] = []
    while True:
        reading = Reading(text, lines, path, first_line)
        try:
            reading.read()
        except YAMLError as failure:
            from generator.yamltext.mending import explain

            found = explain(failure, text)
            broken.append(
                error(
                    found.code,
                    found.message,
                    span_at(lines, path, first_line, (found.line, found.column, found.length)),
                    hint=found.hint,
                )
            )
            if found.mended is None or len(broken) == MAX_PROBLEMS // 10:
                return None, broken
            text = found.mended
        else:
            return reading, broken
