"""YAML text → plain data in which every key, item and value knows its place.

Built from the parser's events rather than by a PyYAML loader: that keeps the position and the
original text of every scalar, sees each anchor, alias and tag, bounds the depth, and costs about
half of `yaml.load`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from generator.diagnostics import Diagnostic, GeneratorError, Span, error, warning
from generator.yamltext.scalars import Form, resolve

KeyPath = tuple[str | int, ...]
"""The way to a value: keys of mappings, and indexes (from 0) into lists."""

MAX_CHARACTERS: Final = 1_000_000
MAX_DEPTH: Final = 20
_MAX_PROBLEMS: Final = 100

_UNUSABLE: Final = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_ESCAPED_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# YAML 1.1 ends a line at these; editors and browsers do not.
_ODD_BREAKS: Final = str.maketrans(dict.fromkeys("\x85\u2028\u2029", " "))

Place = tuple[int, int, int]
"""Line (index into the text's lines), column from 0, length."""


class Places(Mapping[KeyPath, Span]):
    """Spans by key path, made when asked for: most documents have nothing to complain about."""

    __slots__ = ("_first_line", "_lines", "_path", "_places")

    def __init__(
        self, places: Mapping[KeyPath, Place], lines: list[str], path: str, first_line: int
    ) -> None:
        self._places = places
        self._lines = lines
        self._path = path
        self._first_line = first_line

    def __getitem__(self, key: KeyPath) -> Span:
        line, column, length = self._places[key]
        return _span(self._lines, self._path, self._first_line, line, column, length)

    def __iter__(self) -> Iterator[KeyPath]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


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
    if reading is None:
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
            _span(lines, path, first_line, index, match.start(), 1),
            hint="delete it; it is invisible in most editors",
        )


def _read_mended(
    text: str, lines: list[str], path: str, first_line: int
) -> tuple[_Reading | None, list[Diagnostic]]:
    """The reading of the text, after mending in memory each line that is broken YAML.

    Mending lets one run report all broken lines, and everything else that is wrong.
    """
    from yaml import YAMLError

    from generator.yamltext.mending import explain

    broken: list[Diagnostic] = []
    while True:
        reading = _Reading(text, lines, path, first_line)
        try:
            reading.read()
        except YAMLError as failure:
            found = explain(failure, text)
            broken.append(
                error(
                    found.code,
                    found.message,
                    _span(lines, path, first_line, found.line, found.column, found.length),
                    hint=found.hint,
                )
            )
            if found.mended is None or len(broken) == _MAX_PROBLEMS // 10:
                return None, broken
            text = found.mended
        else:
            return reading, broken


class _Reading:
    """One pass over the parser's events. Lives as long as one document is being read."""

    def __init__(self, text: str, lines: list[str], path: str, first_line: int) -> None:
        self.root: dict[str, Any] = {}
        self.keys: dict[KeyPath, Place] = {(): (0, 0, max(1, len(lines[0])))}
        self.values: dict[KeyPath, Place] = {}
        self.written: dict[KeyPath, tuple[str, Form]] = {}
        self.problems: list[Diagnostic] = []
        self._text = text
        self._has_hash = " #" in text
        self._lines = lines
        self._path = path
        self._first_line = first_line
        self._too_deep = False

    def read(self) -> None:
        """Fills the attributes. Raises yaml.YAMLError where the text is not YAML."""
        import yaml

        self._next: Callable[[], Any] = _parser(self._text).get_event
        self._next()
        if type(self._next()) is yaml.StreamEndEvent:
            return
        event = self._next()
        if type(event) is yaml.MappingStartEvent:
            self._check(event)
            self.root = self._mapping((), 1)
        elif not (type(event) is yaml.ScalarEvent and not event.value and event.implicit[0]):
            self._skip(event)
            self._not_a_mapping(event)
        self._next()
        event = self._next()
        if type(event) is not yaml.StreamEndEvent:
            self._report(
                "yaml-several-documents",
                "a second YAML document begins here, but only one is read",
                self._place(event),
                hint="remove the line `---` and what follows, or join the two",
            )

    def _node(self, event: Any, path: KeyPath, depth: int) -> Any:
        """The value that begins with the event."""
        name = type(event).__name__
        self.values[path] = self._place(event)
        if event.anchor is not None or (name != "AliasEvent" and event.tag is not None):
            self._check(event)
        if name == "ScalarEvent":
            return self._scalar(event, path)
        if name == "AliasEvent":
            return None
        if depth >= MAX_DEPTH:
            self._refuse_depth(event)
            return None
        return (self._mapping if name == "MappingStartEvent" else self._list)(path, depth + 1)

    def _scalar(self, event: Any, path: KeyPath) -> Any:
        text: str = event.value
        if event.style:  # empty or None for plain scalars, by parser
            if event.style == '"':
                self._check_escapes(text, event)
            return text
        if self._has_hash:
            self._check_comment(event, path)
        value, form = resolve(text)
        if form:
            self.written[path] = (text, form)
        return value

    def _list(self, path: KeyPath, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self._next()).__name__ != "SequenceEndEvent":
            item_path = (*path, len(items))
            self.keys[item_path] = self._place(event)
            items.append(self._node(event, item_path, depth))
        return items

    def _mapping(self, path: KeyPath, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while type(event := self._next()).__name__ != "MappingEndEvent":
            key = self._key(event, data, path)
            if key is None:
                self._skip(event)
                self._skip(self._next())
                continue
            key_path = (*path, key)
            self.keys[key_path] = self._place(event)
            data[key] = self._node(self._next(), key_path, depth)
        return data

    def _key(self, event: Any, data: dict[str, Any], path: KeyPath) -> str | None:
        """The key as text; None when it cannot be one, with the reason reported."""
        if type(event).__name__ != "ScalarEvent":
            self._report(
                "yaml-key",
                "a key must be plain text",
                self._place(event),
                hint="write `name: value`, and quote a value that begins with `[`, `{`, `?` or `*`",
            )
            return None
        if event.anchor is not None or event.tag is not None:
            self._check(event)
        key: str = event.value
        if key == "<<" and not event.style:
            self._report(
                "yaml-merge-key",
                "merge keys (`<<`) are not supported",
                self._place(event),
                hint="write the keys out",
            )
            return None
        if key in data:
            first = self._first_line + self.keys[(*path, key)][0]
            self._report(
                "duplicate-key",
                f"`{key}` is given twice",
                self._place(event),
                hint="keep one of the two",
                notes=(f"first given on line {first}",),
            )
            return None
        if _ESCAPED_CONTROL.search(key):
            self._check_escapes(key, event)
        return key

    def _skip(self, event: Any) -> None:
        """Reads on to the end of the value that begins with the event."""
        depth = 0
        while True:
            name = type(event).__name__
            depth += name.endswith("StartEvent") - name.endswith("EndEvent")
            if not depth:
                return
            event = self._next()

    def _place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        if end.line == line and end.column > column:
            return line, column, end.column - column
        return line, column, max(1, len(self._lines[line]) - column)

    def _report(
        self, code: str, message: str, place: Place, *, hint: str, notes: tuple[str, ...] = ()
    ) -> None:
        if len(self.problems) < _MAX_PROBLEMS:
            span = _span(self._lines, self._path, self._first_line, *place)
            self.problems.append(error(code, message, span, hint=hint, notes=notes))

    def _check(self, event: Any) -> None:
        """Reports anchors, aliases and tags."""
        line, column, _ = self._place(event)
        rest = self._lines[line][column:]
        word = rest.split(" ")[0]
        place = (line, column, max(1, len(word)))
        quoting = f"if text is meant, quote it: `{_quoted(rest)}`"
        if type(event).__name__ == "AliasEvent":
            self._report(
                "yaml-alias", f"YAML reads `{word}` as an alias, which is not supported", place,
                hint=quoting,
            )  # fmt: skip
        elif event.anchor is not None:
            self._report(
                "yaml-anchor", f"YAML reads `{word}` as an anchor, which is not supported", place,
                hint=quoting,
            )  # fmt: skip
        elif event.tag is not None:
            self._report(
                "yaml-tag", f"YAML reads `{word}` as a tag, which is not supported", place,
                hint=quoting,
            )  # fmt: skip

    def _check_escapes(self, text: str, event: Any) -> None:
        found = _ESCAPED_CONTROL.search(text)
        if found:
            self._report(
                "control-character",
                f"the character U+{ord(found.group()):04X} cannot stand in text",
                self._place(event),
                hint="delete the escape",
            )

    def _check_comment(self, event: Any, path: KeyPath) -> None:
        """Warns of a `#` that silently cuts a value short: `title: Issue #5`."""
        end = event.end_mark
        if end.line != event.start_mark.line:
            return
        line = self._lines[end.line]
        found = re.match(r"[ \t]+#(?=[^\s#!])", line[end.column :])
        if not found or not event.value or len(self.problems) >= _MAX_PROBLEMS:
            return
        start = event.start_mark.column
        name = next((f"`{one}`" for one in reversed(path) if isinstance(one, str)), "the value")
        span = _span(
            self._lines, self._path, self._first_line, end.line, end.column + found.end() - 1,
            len(line) - end.column - found.end() + 1,
        )  # fmt: skip
        self.problems.append(
            warning(
                "yaml-comment",
                f"what follows ` #` is a comment: {name} reads “{event.value}”",
                span,
                hint=f"quote the value: `{line[:start].lstrip()}{_quoted(line[start:])}`; "
                "or put a space after the `#`",
            )
        )

    def _refuse_depth(self, event: Any) -> None:
        if not self._too_deep:
            self._too_deep = True
            self._report(
                "yaml-too-deep",
                f"more than {MAX_DEPTH} levels of lists and mappings",
                self._place(event),
                hint="flatten the structure",
            )
        self._skip(event)

    def _not_a_mapping(self, event: Any) -> None:
        kind = "a list" if type(event).__name__ == "SequenceStartEvent" else "plain text"
        line, column, length = self._place(event)
        source = self._lines[line]
        mended = re.sub(r"^([\w-]+):(?=\S)", r"\1: ", source)
        hint = f"write `{mended}`" if mended != source else "write one `name: value` a line"
        self._report(
            "yaml-not-a-mapping", f"{kind} where `name: value` lines are wanted",
            (line, column, length), hint=hint,
        )  # fmt: skip


def _parser(text: str) -> Any:
    import yaml

    return (getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader)(text)


def _quoted(text: str) -> str:
    from generator.yamltext.writing import write_scalar

    return write_scalar(text.strip())


def _span(
    lines: list[str], path: str, first_line: int, line: int, column: int, length: int
) -> Span:
    line = min(line, len(lines) - 1)
    excerpt = lines[line]
    return Span(path, first_line + line, column + 1, max(1, length), excerpt)
