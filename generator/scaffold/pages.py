"""A new explainer, and a new question in one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from generator import files, frontmatter
from generator.config import load_zone
from generator.convert.write import escape
from generator.diagnostics import GeneratorError, Span, unusable
from generator.inputs import CONTENT, read_config
from generator.model import FrontMatter, QuestionMeta
from generator.parse import parse_page
from generator.text import collapse, slugify

_BODY = """
An introduction: what happened, and why it matters.

## What is it about?

The answer.
"""
# What stands at a file's end and belongs to the whole page: definitions of notes and links.
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:")


def new_explainer(source: Path, title: str, now: datetime) -> Path:
    """Writes a draft of that title, dated `now`, and gives its file; never over another file."""
    title = collapse(title)
    slug = slugify(title)
    if not slug:
        raise GeneratorError(
            [
                unusable(
                    "no-slug",
                    f"no address can be made of the title `{title}`",
                    hint="name it with a letter or digit",
                )
            ]
        )
    zone = load_zone(read_config(source).timezone)
    front = FrontMatter(title, date=now.astimezone(zone).replace(microsecond=0), draft=True)
    text = frontmatter.write_front_matter(front) + _BODY
    # What is written can be read: a title that could not is told before there is a file.
    parse_page(text, f"{CONTENT}/{slug}.md", zone, "")
    path = source / CONTENT / f"{slug}.md"
    files.write_new(path, text.encode())
    return path


def new_question(source: Path, file: Path, question: str) -> tuple[Path, str, int]:
    """Adds a question at the end of an explainer: the file, the id, and its line, from 1.

    Everything else in the file stays as it is, byte for byte.
    """
    question = collapse(question)
    path = _content_path(source, file)
    zone = load_zone(read_config(source).timezone)
    data = files.read_bytes(source, path)
    text = files.read_text(source, path)
    page, _ = parse_page(text, path, zone, "")
    if page.front.kind != "explainer":
        raise GeneratorError(
            [
                unusable(
                    "not-an-explainer",
                    f"`{path}` is a plain page, which has no questions",
                    Span(path),
                    hint="name an explainer, or remove `kind: page`",
                )
            ]
        )
    identity = _free(slugify(question) or "question", page.anchors)
    comment = frontmatter.write_question_comment(QuestionMeta(identity))
    added = f"## {escape(question)}\n{comment}\n"
    extended, line = _inserted(text, added)
    found, _ = parse_page(extended, path, zone, "")
    kept = tuple(replace(one, line=0) for one in found.questions if one.id != identity)
    if kept != tuple(replace(one, line=0) for one in page.questions):
        raise GeneratorError(
            [
                unusable(
                    "no-place",
                    f"a question at the end of `{path}` would change what stands above it",
                    Span(path),
                    hint="close what is open there, such as a fence of code",
                )
            ]
        )
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    files.write_atomically(source / path, mark + extended.encode())
    return source / path, identity, line


def _content_path(source: Path, file: Path) -> str:
    """The file relative to the site folder, from here or from the content folder."""
    root = source.resolve()
    for place in (file, source / file, source / CONTENT / file):
        if place.is_file() and place.resolve().is_relative_to(root / CONTENT):
            return place.resolve().relative_to(root).as_posix()
    raise GeneratorError(
        [
            unusable(
                "no-such-explainer",
                f"`{file}` is no file in `{source / CONTENT}`",
                hint='begin one: explainer new "Its title"',
            )
        ]
    )


def _free(wanted: str, taken: tuple[str, ...]) -> str:
    identity, number = wanted, 1
    while identity in taken:
        number += 1
        identity = f"{wanted}-{number}"
    return identity


def _inserted(text: str, added: str) -> tuple[str, int]:
    """The text with a section before the definitions at its end, and the section's line."""
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    at = len(lines)
    while at and (not lines[at - 1].strip() or _DEFINITION.match(lines[at - 1])):
        at -= 1
    before, after = "".join(lines[:at]), "".join(lines[at:]).lstrip("\r\n")
    if before and not before.endswith("\n"):
        before += ending
    middle = ending + added.replace("\n", ending)
    line = (before + ending).count("\n") + 1
    return before + middle + (ending + after if after.strip() else ""), line
