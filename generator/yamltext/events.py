"""One pass over the parser's events: the data, the events it came from, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NoReturn

from generator.diagnostics import Diagnostic, Span, error, warning
from generator.yamltext.scalars import Form, resolve
from generator.yamltext.writing import write_scalar

KeyPath = tuple[str | int, ...]
"""The way to a value: keys of mappings, and indexes (from 0) into lists."""
# PyYAML's events have no types of their own; each has its start and end marks.
Event = Any
Place = tuple[int, int, int]
"""Line (index into the text's lines), column from 0, length."""

MAX_DEPTH: Final = 20
MAX_PROBLEMS: Final = 100

_ESCAPED_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_LIKELY_TEXT: Final = re.compile(r"[ \t]+#(?=[^\s#!])")
_GLUED: Final = re.compile(r"^([\w-]+):(?=\S)")
_ARTICLES: Final = {"alias": "an alias", "anchor": "an anchor", "tag": "a tag"}


class _Hopeless(Exception):
    """What follows is not worth reading."""


class Reading:
    """One pass over the parser's events. Lives as long as one document is being read."""

    def __init__(self, text: str, lines: list[str], path: str, first_line: int) -> None:
        self.root: dict[str, Any] | None = {}
        """None: not a mapping, or nested too deep."""
        self.keys: dict[KeyPath, Event] = {(): None}
        self.values: dict[KeyPath, Event] = {}
        self.written: dict[KeyPath, tuple[str, Form]] = {}
        self.problems: list[Diagnostic] = []
        self._text = text
        self._has_hash = " #" in text or "\t#" in text
        self._lines = lines
        self._path = path
        self._first_line = first_line

    def read(self) -> None:
        """Fills the attributes. Raises yaml.YAMLError where the text is not YAML."""
        try:
            self._read()
        except _Hopeless:
            self.root = None

    def _read(self) -> None:
        import yaml

        self._scalar_type = yaml.ScalarEvent
        self._mapping_type = yaml.MappingStartEvent
        self._list_type = yaml.SequenceStartEvent
        self._list_end_type = yaml.SequenceEndEvent
        self._mapping_end_type = yaml.MappingEndEvent
        self._next: Callable[[], Event] = parser(self._text).get_event
        self._next()
        if type(self._next()) is yaml.StreamEndEvent:
            return
        event = self._next()
        if type(event) is yaml.MappingStartEvent:
            self._check(event)
            self.root = self._mapping((), 1)
        elif type(event) is not yaml.ScalarEvent or event.value or not event.implicit[0]:
            self._not_a_mapping(event)
        self._next()
        event = self._next()
        if type(event) is not yaml.StreamEndEvent:
            self._report(
                "yaml-several-documents",
                "a second YAML document begins here, but only one is read",
                event,
                hint="remove the line `---` and what follows, or join the two",
            )

    def _node(self, event: Event, path: KeyPath, depth: int) -> Any:
        """The value that begins with the event."""
        kind = type(event)
        if kind is self._scalar_type:
            if event.anchor is not None or event.tag is not None:
                self._check(event)
            text: str = event.value
            # Empty or None for a plain scalar, depending on the parser.
            if event.style:
                if event.style == '"':
                    self._check_escapes(text, event)
                return text
            if self._has_hash:
                self._check_comment(event, path)
            if " - " in text:
                self._check_items(event, text)
            value, form = resolve(text)
            if form:
                self.written[path] = (text, form)
            return value
        self._check(event)
        if kind is not self._mapping_type and kind is not self._list_type:
            return None  # an alias, which is refused
        if depth >= MAX_DEPTH:
            self._refuse_depth(event)
        return (self._mapping if kind is self._mapping_type else self._list)(path, depth + 1)

    def _list(self, path: KeyPath, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self._next()) is not self._list_end_type:
            item_path = (*path, len(items))
            self.keys[item_path] = self.values[item_path] = event
            items.append(self._node(event, item_path, depth))
        return items

    def _mapping(self, path: KeyPath, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        while type(event := self._next()) is not self._mapping_end_type:
            key = self._key(event, data, path)
            if key is None:
                self._skip(event)
                self._skip(self._next())
                continue
            key_path = (*path, key)
            self.keys[key_path] = event
            self.values[key_path] = event = self._next()
            data[key] = self._node(event, key_path, depth)
        return data

    def _key(self, event: Event, data: dict[str, Any], path: KeyPath) -> str | None:
        """The key as text; None when it cannot be one, with the reason reported."""
        if type(event) is not self._scalar_type:
            hint = "write `name: value`, and quote a value that begins with `[`, `{`, `?` or `*`"
            self._report("yaml-key", "a key must be plain text", event, hint=hint)
            return None
        if event.anchor is not None or event.tag is not None:
            self._check(event)
        key: str = event.value
        if key == "<<" and not event.style:
            message = "merge keys (`<<`) are not supported"
            self._report("yaml-merge-key", message, event, hint="write the keys out")
            return None
        if key in data:
            first = self.keys[(*path, key)].start_mark.line + self._first_line
            self._report(
                "duplicate-key",
                f"`{key}` is given twice",
                event,
                hint="keep one of the two",
                notes=(f"first given on line {first}",),
            )
            return None
        if event.style == '"':
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
            if depth > MAX_DEPTH:
                self._refuse_depth(event)
            event = self._next()

    def _report(
        self, code: str, message: str, event: Event, *, hint: str, notes: tuple[str, ...] = ()
    ) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            span = self._span(place_of(event, self._lines))
            self.problems.append(error(code, message, span, hint=hint, notes=notes))

    def _span(self, place: Place) -> Span:
        return span_at(self._lines, self._path, self._first_line, place)

    def _check(self, event: Event) -> None:
        """Reports anchors, aliases and tags."""
        name = next(
            (
                name
                for name, found in (("tag", getattr(event, "tag", None)), ("anchor", event.anchor))
                if found is not None
            ),
            "",
        )
        if not name or len(self.problems) >= MAX_PROBLEMS:
            return
        if not hasattr(event, "tag"):
            name = "alias"
        line, column, _ = place_of(event, self._lines)
        rest = self._lines[line][column:]
        word = rest.split(" ")[0] or " "
        head = self._lines[line][:column].lstrip()
        self.problems.append(
            error(
                f"yaml-{name}",
                f"YAML reads `{word}` as {_ARTICLES[name]}, which is not supported",
                self._span((line, column, len(word))),
                hint=f"if text is meant, quote it: `{head}{_quoted(rest)}`",
            )
        )

    def _check_escapes(self, text: str, event: Event) -> None:
        found = _ESCAPED_CONTROL.search(text)
        if found:
            message = f"the character U+{ord(found.group()):04X} cannot stand in text"
            self._report("control-character", message, event, hint="delete the escape")

    def _check_comment(self, event: Event, path: KeyPath) -> None:
        """Warns of a `#` that silently cuts a value short: `title: Issue #5`."""
        start, end = event.start_mark, event.end_mark
        if end.line != start.line or end.line >= len(self._lines):
            return
        line = self._lines[end.line]
        found = _LIKELY_TEXT.match(line, end.column)
        if not found or not event.value or len(self.problems) >= MAX_PROBLEMS:
            return
        name = next((f"`{one}`" for one in reversed(path) if isinstance(one, str)), "the value")
        mended = line[: start.column].lstrip() + _quoted(line[start.column :])
        self.problems.append(
            warning(
                "yaml-comment",
                f"what follows ` #` is a comment: {name} reads “{event.value}”",
                self._span((end.line, found.end() - 1, len(line) - found.end() + 1)),
                hint=f"quote the value: `{mended}`; or put a space after the `#`",
            )
        )

    def _check_items(self, event: Event, text: str) -> None:
        """Warns of list items that do not stand below each other: the second joins the first."""
        first, last = event.start_mark.line, event.end_mark.line
        for line in range(first + 1, min(last + 1, len(self._lines))):
            source = self._lines[line]
            if source.lstrip().startswith("- ") and len(self.problems) < MAX_PROBLEMS:
                column = len(source) - len(source.lstrip())
                self.problems.append(
                    warning(
                        "yaml-indent",
                        f"this line goes on with the one above: together they read “{text}”",
                        self._span((line, column, len(source.rstrip()) - column)),
                        hint="indent the items of a list equally",
                    )
                )

    def _refuse_depth(self, event: Event) -> NoReturn:
        # Not read to its end: libyaml takes quadratic time for nested brackets.
        message = f"more than {MAX_DEPTH} levels of lists and mappings"
        self._report("yaml-too-deep", message, event, hint="flatten the structure")
        raise _Hopeless

    def _not_a_mapping(self, event: Event) -> NoReturn:
        kind = "a list" if type(event) is self._list_type else "plain text"
        source = self._lines[min(event.start_mark.line, len(self._lines) - 1)]
        mended = _GLUED.sub(r"\1: ", source)
        hint = f"write `{mended}`" if mended != source else "write one `name: value` a line"
        message = f"{kind} where `name: value` lines are wanted"
        self._report("yaml-not-a-mapping", message, event, hint=hint)
        raise _Hopeless


def parser(text: str) -> Any:
    """PyYAML's parser of the text: libyaml's where it is there, ten times as fast."""
    import yaml

    return (getattr(yaml, "CSafeLoader", None) or yaml.SafeLoader)(text)


def _quoted(text: str) -> str:
    return write_scalar(text.strip())


def place_of(event: Event, lines: list[str]) -> Place:
    """Where the event stands; up to the line's end for what takes several lines."""
    start, end = event.start_mark, event.end_mark
    line, column = start.line, start.column
    if line >= len(lines):
        line, column = len(lines) - 1, len(lines[-1])
    if end.line == line and end.column > column:
        return line, column, end.column - column
    return line, column, len(lines[line].rstrip()) - column


def span_at(lines: list[str], path: str, first_line: int, place: Place) -> Span:
    """The span of a place in the lines, of which the first is line `first_line` of the file."""
    line, column, length = place
    return Span(path, first_line + line, column + 1, max(1, length), lines[line])
