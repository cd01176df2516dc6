"""Each setting of a site and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from generator import files
from generator.inputs import SETTINGS, read_config
from generator.model import Config
from generator.yamltext import read_yaml


@dataclass(frozen=True, slots=True)
class Setting:
    """One key of `site.yml`."""

    name: str
    value: Any
    """Text, numbers, switches, lists and mappings."""
    origin: str
    """`site.yml:3`, or `default`."""


def settings(source: Path) -> tuple[Setting, ...]:
    """Every setting in the order of the model; raises `GeneratorError` when site.yml is broken."""
    config = read_config(source)
    document, _ = read_yaml(files.read_text(source, SETTINGS), SETTINGS)
    assert document is not None
    found = []
    for one in fields(Config):
        written = one.name in document.data
        line = document.span((one.name,)).line if written else 0
        origin = f"{SETTINGS}:{line}" if written else "default"
        found.append(Setting(one.name, _plain(getattr(config, one.name)), origin))
    return tuple(found)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)
    return value
