"""Markdown of other site generators: their front matter and what they add to the language.

Hugo (YAML, TOML or JSON front matter, shortcodes), Jekyll (dates in file names, Liquid, kramdown
attributes), MkDocs (foldable boxes, pairs of name and value), GitHub (`<details>`). What has no
place in an explainer is named, never taken over in silence.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.convert.blocks import Declared
from generator.yamltext import read_yaml

_FIELDS = {
    "title": "title kicker-less",
    "kicker": "kicker overline pretitle eyebrow",
    "lead": "lead description summary excerpt abstract subtitle standfirst deck",
    "date": "date publishdate published published_at pubdate created date_published",
    "updated": "lastmod updated last_modified_at last_modified modified last_updated updated_at "
    "revision_date date_modified",
    "author": "author authors byline",
    "tag": "tag tags category categories keywords topics",
    "lang": "lang language locale",
    "source": "source publisher",
    "image": "image cover featured_image thumbnail banner teaser images",
    "slug": "slug",
    "alias": "aliases redirect_from permalink url",
    "draft": "draft",
}
_FIELD = {name: field for field, names in _FIELDS.items() for name in names.split()}
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*\n", re.DOTALL | re.MULTILINE)
_JSON = re.compile(r"\{\n.*?^\}[ \t]*\n", re.DOTALL | re.MULTILINE)
_PAIR = re.compile(r"([A-Za-z][\w-]{1,30}):[ \t]+(\S.*)")
_FILE_DATE = re.compile(r"(?:^|/)(\d{4}-\d\d-\d\d)-[^/]+\.(?:md|markdown)$")
_BOX = re.compile(r'(?P<indent> *)(?:\?\?\?\+?|!!!)[ \t]+[\w -]+?[ \t]+"(?P<title>[^"]+)"[ \t]*')
_SUMMARY = re.compile(r"(?i)\s*(?:<details[^>]*>\s*)?<summary[^>]*>(.*?)</summary>\s*")
_DETAILS = re.compile(r"(?i)\s*</?details[^>]*>\s*")
_BOLD = re.compile(r"</?(?:b|strong|h\d)>|^\*\*|\*\*$", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*(?:#(?P<id>[\w-]+))?[^{}\n]*\}[ \t]*$")
_TEMPLATE = re.compile(
    r"\s*(?:\{%.*?%\}|\{\{.*?\}\}|\{:.*?\}|\[TOC\]|\[\[_?TOC_?\]\]|<!--.*?-->|\s)+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Matter:
    """A file's front matter, mapped."""

    declared: tuple[Declared, ...]
    body: str
    first_line: int
    """The line at which the body begins, from 1."""


def read_matter(text: str, split: tuple[str | None, str, int], name: str) -> Matter:
    """The front matter in whatever form, and the text behind it.

    `split` is what the program's own format makes of the text.
    """
    top, body, first_line = split
    data: Mapping[str, Any] = {}
    if top is not None:
        document, _ = read_yaml(top, name, first_line=2)
        data = document.data if document else {}
    elif found := _TOML.match(text):
        data, body = _toml(found[1]), text[found.end() :]
        first_line = found[0].count("\n") + 1
    elif found := _JSON.match(text):
        data, body = _json(found[0]), text[found.end() :]
        first_line = found[0].count("\n") + 1
    else:
        data, count = _pairs(text)
        body = "\n".join(text.split("\n")[count:]) if count else text
        first_line = count + 1
    declared = list(_declared(data))
    stamp = _FILE_DATE.search(name.replace("\\", "/"))
    if stamp and not any(one.field == "date" for one in declared):
        declared.append(Declared("date", stamp[1], "file name"))
    return Matter(tuple(declared), body, first_line)


def as_common(body: str) -> str:
    """The text in plain Markdown, line for line: boxes with a title become headings."""
    lines = []
    inside = -1
    fenced = False
    for line in body.split("\n"):
        fenced ^= line.lstrip().startswith(("```", "~~~"))
        box = None if fenced else _BOX.fullmatch(line)
        if box:
            inside = len(box["indent"]) + 4
            lines.append(f"###### {box['title']}")
            continue
        if inside >= 0 and line.strip() and not line.startswith(" " * inside):
            inside = -1
        lines.append(line if fenced else _plain(line[inside:] if inside > 0 else line))
    return "\n".join(lines)


def is_template(text: str) -> bool:
    """True for a line of nothing but commands to a template: `{% include map.html %}`."""
    return bool(text.strip()) and bool(_TEMPLATE.fullmatch(text))


def heading_id(text: str) -> tuple[str, str]:
    """A heading without the attributes behind it (`Why? {#why}`), and its id."""
    found = _ATTRIBUTES.search(text)
    if not found or found.start() == 0:
        return text, ""
    return text[: found.start()], found["id"] or ""


def _plain(line: str) -> str:
    if found := _SUMMARY.fullmatch(line):
        return f"###### {_BOLD.sub('', found[1].strip()).strip()}"
    return "" if _DETAILS.fullmatch(line) else line


def _toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _pairs(text: str) -> tuple[dict[str, Any], int]:
    """MkDocs' oldest form: `Title: …` lines above the first empty one; and how many there are."""
    found: dict[str, Any] = {}
    lines = text.split("\n", 30)
    for count, line in enumerate(lines):
        pair = _PAIR.fullmatch(line.rstrip())
        if pair:
            found[pair[1]] = pair[2]
        elif not line.strip() and "title" in {key.casefold() for key in found}:
            return found, count
        else:
            break
    return {}, 0


def _declared(data: Mapping[str, Any]) -> Iterator[Declared]:
    left = []
    for key, value in data.items():
        name = str(key)
        field = _FIELD.get(name.casefold(), "")
        if name.casefold() in ("params", "extra", "header", "seo") and isinstance(value, dict):
            inner = list(_declared(value))
            yield from (one for one in inner if one.field != "unmapped")
            left += [one.value for one in inner if one.field == "unmapped"]
            continue
        if name.casefold() == "published" and isinstance(value, bool):
            yield Declared("draft", str(not value).lower(), f"front matter {name}")
            continue
        if field == "lead" and isinstance(value, list):
            field = "summary"
        texts = [one for one in _texts(value) if field not in ("alias",) or ":" not in one]
        if not field or (value and not texts):
            left.append(name)
            continue
        for text in texts:
            yield Declared(field, text, f"front matter {name}")
    if left:
        yield Declared("unmapped", ", ".join(left), "front matter")


def _texts(value: Any) -> Iterator[str]:
    """The texts that a value holds: one, several, or the names of several things."""
    if isinstance(value, bool):
        yield str(value).lower()
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        named = next((value[key] for key in ("name", "src", "url", "image", "path", "title")
                      if isinstance(value.get(key), str)), "")  # fmt: skip
        if named:
            yield named
    elif hasattr(value, "isoformat"):
        yield value.isoformat()
    elif value is not None and str(value).strip():
        yield str(value).strip()
