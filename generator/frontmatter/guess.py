"""What broken front matter most likely says, so that the rest of its file is checked as well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from pydantic import ValidationError

from generator.editorial import FrontMatter
from generator.frontmatter.models import WrittenFrontMatter
from generator.frontmatter.reading import front_matter, split
from generator.yamltext import read_yaml

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def guess_front_matter(text: str, path: str, timezone: tzinfo) -> FrontMatter:
    """The front matter as far as it can be read, the rest made up: nothing to build a page from."""
    good: dict[str, Any] = {"title": PurePosixPath(path).stem}
    document, _ = read_yaml(split(text)[0] or "", path)
    for key, value in document.data.items() if document else ():
        try:
            WrittenFrontMatter.model_validate(good | {key: value})
        except ValidationError:
            continue
        good[key] = value
    front = front_matter(WrittenFrontMatter.model_validate(good), timezone)
    return front if front.date or front.kind == "page" else replace(front, date=_LONG_AGO)
