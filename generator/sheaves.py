"""Sheets bound together: for worker processes, and for the cache.

With those in the cache a later build need not plan the whole site anew.

All sheets that show one page alone are a sheaf, named after the page's file; each sheet that shows
several is one by itself. Pages and frames stand in a sheaf by name, so that a page whose words were
changed takes the place of the one that it was, and a worker is given each page as it is packed
already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from itertools import groupby
from typing import Any

from generator.model import Page
from generator.packing import pack, unpack
from generator.site import Beside, Sheet
from generator.views import Frame

_MAKERS = "generator.outputs."


@dataclass(frozen=True, slots=True)
class Sheaf:
    """Sheets as bytes."""

    packed: bytes
    """What `unbind` takes."""
    pages: frozenset[str]
    """The files of all pages that stand in it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a build leaves of its sheets for the next."""

    sheaves: Mapping[str, bytes]
    """New ones by name."""
    gone: Collection[str]
    """Names of those that the cache knows and that are no longer of use."""
    frames: Mapping[str, Frame]
    """By digest."""
    shared: Mapping[str, tuple[str, ...]]
    """By the file of each page in them: the names of the sheaves that show several pages."""


@dataclass(slots=True)
class _Sorted:
    """Sheets by the name of their sheaf, those left out that show no page."""

    sheaves: dict[str, list[Sheet]] = field(default_factory=lambda: defaultdict(list))
    shared: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class Binder:
    """Binds the sheets of one build, each sheaf once."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._known: dict[str, Sheaf] = {}

    @cached_property
    def _sorted(self) -> _Sorted:
        return _sort(self._sheets)

    def groups(self, sheets: Iterable[Sheet]) -> Iterator[Sheaf]:
        """Sheaves that together have some of the sheets in their order."""
        for name, group in groupby(sheets, _name):
            some = [*group]
            is_whole = len(some) == len(self._sorted.sheaves.get(name, ()))
            yield self._whole(name) if is_whole else _bound(some)

    def bind(self, stale: Iterable[Sheet], known: Collection[str]) -> Bound:
        """The sheaves of all sheets but those that the cache knows and of which none is stale."""
        found = self._sorted
        changed = {_name(one) for one in stale}
        wanted = [one for one in found.sheaves if one in changed or one not in known]
        return Bound(
            sheaves={one: self._whole(one).packed for one in wanted},
            gone=[one for one in known if one not in found.sheaves],
            frames={one.frame.digest: one.frame for one in self._sheets},
            shared={path: tuple(names) for path, names in found.shared.items()},
        )

    def _whole(self, name: str) -> Sheaf:
        found = self._known.get(name)
        if found is None:
            found = self._known[name] = _bound(self._sorted.sheaves[name])
        return found


def unbind(
    packed: bytes, page_of: Callable[[str], Page], frames: Mapping[str, Frame]
) -> tuple[Sheet, ...] | None:
    """The sheets of a sheaf, with these pages in them; None when it is damaged."""
    found = unpack(packed, {Page: page_of, Frame: frames.__getitem__})
    try:
        return tuple(
            Sheet(path, template, _maker(module, name), frame, arguments, body, beside)
            for path, template, module, name, frame, arguments, body, beside in found
        )
    except (TypeError, ValueError, LookupError, ImportError):
        return None


def lends(sheet: Sheet, changed: Collection[str]) -> bool:
    """True when a sheet shows answers of these pages by way of a value that has its own digest."""
    return any(
        one.path in changed
        for value in sheet.arguments
        if isinstance(value, Beside)
        for one in value.pages
    )


def named_pages(sheet: Sheet) -> frozenset[str]:
    """The files of all pages that a sheet is made from."""
    found = {one.path for one in sheet.arguments if isinstance(one, Page)}
    if sheet.body:
        found.add(sheet.body.path)
    if sheet.beside:
        found.update([one.path for one in sheet.beside])
    return frozenset(found)


def _sort(sheets: Iterable[Sheet]) -> _Sorted:
    found = _Sorted()
    for sheet in sheets:
        name = _name(sheet)
        if not name:
            continue
        found.sheaves[name].append(sheet)
        if name.startswith("/"):
            for path in named_pages(sheet):
                found.shared[path].append(name)
    return found


def _name(sheet: Sheet) -> str:
    """The name of a sheet's sheaf; empty when it shows no page."""
    pages = named_pages(sheet)
    if len(pages) == 1:
        (own,) = pages
        return own
    return f"/{sheet.path}" if pages else ""


def _bound(sheets: Iterable[Sheet]) -> Sheaf:
    plain = [
        (
            *(one.path, one.template, one.make.__module__, one.make.__qualname__),
            *(one.frame, one.arguments, one.body, one.beside),
        )
        for one in sheets
    ]
    pages: set[str] = set()

    def name(page: Page) -> str:
        pages.add(page.path)
        return page.path

    packed = pack(plain, {Page: name, Frame: lambda frame: frame.digest})
    return Sheaf(packed, frozenset(pages))


@cache
def _maker(module: str, name: str) -> Callable[..., Any]:
    """A function of the outputs, by its name; raises `LookupError` when it is none."""
    made = getattr(import_module(module), name, None) if module.startswith(_MAKERS) else None
    if getattr(made, "__module__", "") != module or not callable(made):
        raise LookupError(name)
    return made  # type: ignore[no-any-return]
