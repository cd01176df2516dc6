"""Where the folders lie that come with the program."""

from __future__ import annotations

from pathlib import Path


def shipped(name: str) -> Path:
    """A folder that comes along: beside this file in a wheel, one further up in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name
