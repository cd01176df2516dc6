"""Frozen dataclasses that are read back quickly: the cache holds them by the thousand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any


def hasten_all(values: Iterable[object]) -> None:
    """Hastens the dataclasses among the values: those of a module are in its `vars()`."""
    for kind in values:
        if isinstance(kind, type) and is_dataclass(kind):
            hasten(kind)


def hasten(kind: type) -> None:
    """Lets pickle set the fields of a frozen dataclass with slots without looking them up anew.

    `dataclasses` lists the fields for each single value, which takes most of the time.
    """
    names = [one.name for one in fields(kind)]
    setters: list[Callable[[Any, Any], None]] = [getattr(kind, name).__set__ for name in names]
    get = attrgetter(*names)

    def getstate(self: Any) -> Sequence[Any]:
        return get(self) if len(names) > 1 else (get(self),)

    def setstate(self: Any, state: Sequence[Any]) -> None:
        for setter, value in zip(setters, state, strict=True):
            setter(self, value)

    for name, method in (("__getstate__", getstate), ("__setstate__", setstate)):
        setattr(kind, name, method)
