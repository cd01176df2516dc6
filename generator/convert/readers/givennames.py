"""Common given names: `givennames.toml`, one line a language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from generator.convert.cues import fold


def begins_with_given_name(person: str) -> bool:
    """True for a person whose first name is a common one in any of the languages."""
    first = person.split()[0] if person.split() else ""
    return bool(first) and all(fold(one) in _names() for one in first.split("-") if one)


@cache
def _names() -> frozenset[str]:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return frozenset(fold(name) for one in tomllib.loads(text).values() for name in one.split())
