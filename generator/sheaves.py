"""Sheets bound together for the cache, so that a later build need not plan the whole site anew.

All sheets that show one page alone are a sheaf, named after the page's file; each sheet that shows
several is one by itself. Pages and frames stand in a sheaf by name, so that a page whose words were
changed takes the place of the one that it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from generator.model import Page
from generator.packing import pack, unpack
from generator.site import Beside, Sheet
from generator.views import Frame

_MAKERS = "generator.outputs."


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


def bind(sheets: Sequence[Sheet], stale: Iterable[Sheet], known: Collection[str]) -> Bound:
    """The sheaves of all sheets but those that the cache knows and of which no sheet is stale."""
    found = _sort(sheets)
    changed = {_name(one) for one in stale}
    wanted = [one for one in found.sheaves if one in changed or one not in known]
    return Bound(
        sheaves={one: _bound(found.sheaves[one]) for one in wanted},
        gone=[one for one in known if one not in found.sheaves],
        frames={one.frame.digest: one.frame for one in sheets},
        shared={path: tuple(names) for path, names in found.shared.items()},
    )


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


def _bound(sheets: Iterable[Sheet]) -> bytes:
    plain = [
        (
            *(one.path, one.template, one.make.__module__, one.make.__qualname__),
            *(one.frame, one.arguments, one.body, one.beside),
        )
        for one in sheets
    ]
    return pack(plain, {Page: lambda page: page.path, Frame: lambda frame: frame.digest})


def _maker(module: str, name: str) -> Callable[..., Any]:
    """A function of the outputs, by its name; raises `LookupError` when it is none."""
    made = getattr(import_module(module), name, None) if module.startswith(_MAKERS) else None
    if getattr(made, "__module__", "") != module or not callable(made):
        raise LookupError(name)
    return made  # type: ignore[no-any-return]
