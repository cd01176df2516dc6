"""The words of the interface, in the languages that the program has them in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from generator import yamltext

DEFAULT_LANGUAGE = "en"


@cache
def interface_words(lang: str) -> Mapping[str, str]:
    """The interface words in a language; those that it lacks in English."""
    folder = files("generator") / "strings"
    words: dict[str, str] = {}
    for name in (DEFAULT_LANGUAGE, lang.split("-")[0].lower(), lang):
        path = folder / f"{name}.yml"
        if name.replace("-", "").isalnum() and path.is_file():
            data = dict(yamltext.parse_yaml(path.read_text(encoding="utf-8"), path.name).data)
            words |= {key: str(value) for key, value in data.items()}
    return words


def languages() -> tuple[str, ...]:
    """The languages that have interface words, in alphabetical order."""
    names = (one.name for one in (files("generator") / "strings").iterdir())
    return tuple(sorted(one.removesuffix(".yml") for one in names if one.endswith(".yml")))
