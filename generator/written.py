"""Answers as they are written: the Markdown of a file, part by part, for those who want no HTML.

Comments are left out, notes are kept apart, and links inside the site stand as marks, as in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markdown_it.token import Token

from generator.model import Link

_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_NAMED = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_QUESTION_COMMENT = re.compile(r"\A\s*<!--\s*q\s.*?-->", re.S)
_BREAKS = re.compile(r" {0,3}(?:#{1,6}(?:\s|$)|>|```|~~~|<!--)")
"""What a paragraph ends at without an empty line before it."""


class Written:
    """A file's Markdown, ready to be cut."""

    def __init__(
        self, lines: Sequence[str], first_line: int, tokens: Sequence[Token], links: Sequence[Link]
    ) -> None:
        """`first_line` is the line (from 1) at which the tokens count 0."""
        self._lines = list(lines)
        for number, link in enumerate(links):
            self._mark(link.span.line - 1, link.target, f"](\x02{number}\x03")
        code = self._drop_comments(first_line - 1, tokens)
        self._notes = self._take_notes(first_line - 1, code)

    def cut(self, start: int, stop: int) -> str:
        """The Markdown of the lines from `start` to before `stop` (from 1), without blank ends."""
        text = _QUESTION_COMMENT.sub("", "\n".join(self._lines[start - 1 : stop - 1]))
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n")

    def notes_of(self, text: str) -> str:
        """The notes that a text refers to, as they are written."""
        if "[^" not in text:
            return ""
        labels = dict.fromkeys(_NAMED.findall(text))
        return "\n".join(self._notes[one] for one in labels if one in self._notes)

    def _mark(self, at: int, target: str, mark: str) -> None:
        line = self._lines[at]
        for end in (")", " "):
            line = line.replace(f"]({target}{end}", mark + end)
        self._lines[at] = line.replace(f"](<{target}>", mark)

    def _drop_comments(self, offset: int, tokens: Sequence[Token]) -> set[int]:
        """Empties the lines of comments; gives the indexes of lines of code."""
        code: set[int] = set()
        for token in tokens:
            if not token.map:
                continue
            begin, end = (offset + one for one in token.map)
            if token.type == "comment":
                self._lines[begin:end] = [""] * (end - begin)
            elif token.type in ("fence", "code_block"):
                code.update(range(begin, end))
            elif token.type == "inline" and any(
                one.type == "comment" for one in token.children or ()
            ):
                text = _COMMENT.sub("", "\n".join(self._lines[begin:end])).split("\n")
                self._lines[begin:end] = [*text, *[""] * (end - begin - len(text))]
        return code

    def _take_notes(self, offset: int, code: set[int]) -> Mapping[str, str]:
        """Empties the lines of notes; gives these by their labels."""
        lines, notes = self._lines, {}
        at = offset
        while at < len(lines):
            found = None if at in code else _NOTE.match(lines[at])
            if found is None:
                at += 1
                continue
            end = self._end_of_note(at + 1)
            notes[found[1]] = "\n".join(lines[at:end]).strip()
            lines[at:end] = [""] * (end - at)
            at = end
        return notes

    def _end_of_note(self, at: int) -> int:
        lines = self._lines
        while at < len(lines):
            line = lines[at]
            if line.strip():
                if _NOTE.match(line) or _BREAKS.match(line):
                    break
                at += 1
                continue
            after = next((n for n in range(at, len(lines)) if lines[n].strip()), len(lines))
            if after == len(lines) or not lines[after].startswith(("    ", "\t")):
                break
            at = after + 1
        return at
