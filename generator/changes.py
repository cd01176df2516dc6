"""Which questions a build added, changed or retired: two outputs compared, as Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.files.output import read_manifest

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
_TYPE = "BackgroundNewsArticle"
_INDEX = "index.html"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as readers find it."""

    question: str
    answer: str
    explainer: str


Questions = Mapping[tuple[str, str], Asked]
"""By site path and anchor."""


def published_questions(output: Path) -> Questions:
    """Every question of a built site, from the data that its pages hold for search engines."""
    found: dict[tuple[str, str], Asked] = {}
    for file in sorted(read_manifest(str(output)) or ()):
        if file.rpartition("/")[2] == _INDEX:
            try:
                text = (output / file).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                continue
            for data in _DATA.findall(text):
                found |= _of_page(file.removesuffix(_INDEX), data)
    return found


def compared(before: Questions, after: Questions) -> str:
    """The differences as Markdown, with a line break at its end."""
    same = before.keys() & after.keys()
    parts = [
        ("Added", {one: after[one] for one in after if one not in before}),
        ("Reworded", {one: after[one] for one in same if _reworded(before[one], after[one])}),
        ("Changed", {one: after[one] for one in same if before[one].answer != after[one].answer}),
        ("Retired", {one: before[one] for one in before if one not in after}),
    ]
    lines = ["### Questions", ""]
    for title, found in parts:
        if found:
            lines += [f"**{title}** ({len(found)})", "", *_listed(found, before, title), ""]
    if len(lines) == 2:
        lines += ["No question was added, changed or retired.", ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _of_page(path: str, data: str) -> dict[tuple[str, str], Asked]:
    try:
        page: Any = json.loads(data)
        if page["@type"] != _TYPE:
            return {}
        return {
            (path, str(one["url"]).rpartition("#")[2]): Asked(
                str(one["name"]), str(one["acceptedAnswer"]["text"]), str(page["headline"])
            )
            for one in page.get("hasPart", ())
        }
    except (ValueError, KeyError, TypeError):
        return {}


def _reworded(before: Asked, after: Asked) -> bool:
    return before.question != after.question


def _listed(found: Questions, before: Questions, title: str) -> list[str]:
    lines = []
    for (path, anchor), one in sorted(found.items()):
        line = f"- {_plain(one.question)} (`{path}#{anchor}`, {_plain(one.explainer)})"
        if title == "Reworded":
            line += f", before: {_plain(before[path, anchor].question)}"
        lines.append(line)
    return lines


def _plain(text: str) -> str:
    """The text so that Markdown shows it as it is, on one line."""
    return re.sub(r"([\\`*_\[\]<>#|@])", r"\\\1", " ".join(text.split()))
