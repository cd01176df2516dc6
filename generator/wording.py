"""The words of the interface, in the languages that the program has them in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from generator import yamltext

DEFAULT_LANGUAGE = "en"
# Not by importlib.resources, which takes long to load: an editor's check reads pages only.
_FOLDER = Path(__file__).parent / "strings"


@cache
def interface_words(lang: str) -> Mapping[str, str]:
    """The interface words in a language; those that it lacks in English."""
    words: dict[str, str] = {}
    for name in (DEFAULT_LANGUAGE, lang.split("-")[0].lower(), lang):
        words |= _written(name)
    return words


@cache
def _written(name: str) -> Mapping[str, str]:
    """What the file of that name holds; nothing where there is none."""
    path = _FOLDER / f"{name}.yml"
    if not name.replace("-", "").isalnum() or not path.is_file():
        return {}
    data = yamltext.parse_yaml(path.read_text(encoding="utf-8"), path.name).data
    return {key: str(value) for key, value in data.items()}


@cache
def quotation_marks(lang: str) -> tuple[str, ...]:
    """The outer and inner quotation marks of a language, each opening and closing, four in all.

    Empty for a language without a file of its own: its text stays as written.
    """
    own = _written(lang) or _written(lang.split("-")[0].lower())
    return tuple(own["quotes"].split(" ")) if "quotes" in own else ()


def languages() -> tuple[str, ...]:
    """The languages that have interface words, in alphabetical order."""
    return tuple(sorted(one.stem for one in _FOLDER.glob("*.yml")))
