"""Values of the program's own model as bytes with a checksum, and back: what the cache is made of.

A damaged or foreign pack can name nothing but these values: it counts as absent.
"""

from __future__ import annotations

import copyreg
import io
import pickle
from collections.abc import Callable, Mapping
from hashlib import blake2b
from typing import Any

_SUM = 8
_MODULES = {
    *("generator.model", "generator.editorial", "generator.diagnostics"),
    *("generator.views", "generator.site"),
}
_TIMES = {"datetime", "timedelta", "timezone"}
# Those that were found before: each pack names a dozen.
_kinds: dict[tuple[str, str], Any] = {}


def pack(value: object, names: Mapping[type, Callable[[Any], str]] | None = None) -> bytes:
    """The value as bytes with a checksum in front.

    `names` gives for some kinds of values within it the name that stands for each.
    """
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol=5)
    if names:
        references = {kind: _reference(kind, name) for kind, name in names.items()}
        pickler.dispatch_table = {**copyreg.dispatch_table, **references}
    pickler.dump(value)
    data = file.getvalue()
    return blake2b(data, digest_size=_SUM).digest() + data


def unpack(data: object, named: Mapping[type, Callable[[str], object]] | None = None) -> Any:
    """The value of `pack`; None when it is damaged.

    `named` gives for each kind that went in by name the value of a name.
    """
    if (
        not isinstance(data, bytes)
        or blake2b(data[_SUM:], digest_size=_SUM).digest() != data[:_SUM]
    ):
        return None
    try:
        return _Unpickler(io.BytesIO(data[_SUM:]), named or {}).load()
    except Exception:
        # Whatever a foreign pickle runs into, it is no value of ours.
        return None


def _reference(kind: type, name: Callable[[Any], str]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda value: (_named, (kind.__name__, name(value)))


def _named(kind: str, name: str) -> None:
    """Stands in a pack for what gives the value of a name."""


class _Unpickler(pickle.Unpickler):
    """Makes values of this program's own model, and nothing else."""

    def __init__(self, file: io.BytesIO, named: Mapping[type, Callable[[str], object]]) -> None:
        super().__init__(file)
        self._named = {kind.__name__: get for kind, get in named.items()}

    def find_class(self, module: str, name: str) -> Any:
        found = _kinds.get((module, name))
        if found is not None:
            return found
        if (module in _MODULES and "." not in name) or (module == "datetime" and name in _TIMES):
            _kinds[module, name] = found = super().find_class(module, name)
            return found
        if (module, name) == (__name__, _named.__name__):
            # Not by way of `self`: whoever unpacks much has no collector that finds circles.
            named = self._named
            return lambda kind, name: named[kind](name)
        raise pickle.UnpicklingError(f"{module}.{name} is not a cached value")
