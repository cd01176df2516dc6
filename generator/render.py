"""A sheet to the bytes of its page, and the key under which those bytes may be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from generator import urls
from generator.locales import written_date
from generator.model import Body
from generator.site import Sheet
from generator.text import digest, nearest
from generator.theme import Markup, MissingAsset, Theme
from generator.views import Frame

_PLAIN = frozenset({str, int, bool, type(None)})


class Keys:
    """The keys of the sheets of one build: digests of everything a rendered page depends on."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme.digest
        # Many sheets share their arguments. The value itself is kept so that its id stays its own.
        self._known: dict[int, tuple[object, str]] = {}
        self._beginnings: dict[tuple[object, ...], str] = {}

    def of(self, sheet: Sheet) -> str:
        """The key of a sheet."""
        start = (sheet.frame.digest, sheet.template, sheet.make)
        beginning = self._beginnings.get(start)
        if beginning is None:
            names = (sheet.template, sheet.make.__qualname__)
            beginning = self._beginnings[start] = digest(self._theme, sheet.frame.digest, *names)
        # As one text: a large site has 100,000 sheets. What separates is in none of the parts.
        arguments = ",".join(map(self._fingerprint, sheet.arguments))
        body = sheet.body.digest if sheet.body else ""
        beside = ",".join([one.digest for one in sheet.beside]) if sheet.beside else ""
        return digest(f"{beginning}\0{sheet.path}\0{arguments}\0{body}\0{beside}")

    def _fingerprint(self, value: object) -> str:
        """What stands for a value in a key: the digest of one that has it, else its `repr`."""
        kind = type(value)
        if kind in _PLAIN:
            return repr(value)
        if kind is not tuple:
            own = getattr(value, "digest", None)
            if isinstance(own, str):
                return own
        known = self._known.get(id(value))
        if known is None:
            if kind is tuple:
                text = "(" + ",".join(map(self._fingerprint, value)) + ")"  # type: ignore[call-overload]
            else:
                text = repr(value)
            known = self._known[id(value)] = (value, text)
        return known[1]


def render_sheet(sheet: Sheet, bodies: Mapping[str, Body], theme: Theme) -> bytes:
    """The page; raises `GeneratorError` when a template is at fault.

    `bodies` has, by file, those of the pages that the sheet names; more do no harm.
    """
    body = (bodies[sheet.body.path],) if sheet.body else ()
    beside = {one.path: bodies[one.path] for one in sheet.beside}
    more = {"bodies": beside} if beside else {}
    made = sheet.make(sheet.frame, *body, *sheet.arguments, **more)
    if isinstance(made, str):
        return made.encode()
    view, head = made
    frame = sheet.frame
    link = _linker(sheet.path, frame)
    context: Mapping[str, Any] = {
        "page": view,
        # Safe by its own escaping.
        "head": replace(head, json_ld=Markup(head.json_ld)) if head.json_ld else head,
        "site": frame,
        "t": frame.strings,
        "href": link,
        "asset": lambda name: link(_asset(name, frame)),
        "absolute": lambda path: urls.absolute(frame.url, path) if frame.url else "",
        "date": lambda moment: written_date(moment, frame.lang),
        "fmt": _fill,
    }
    return theme.render(sheet.template, context).encode()


def _linker(path: str, frame: Frame) -> Callable[[str], str]:
    offline = frame.offline
    if path == "404.html" and not offline:
        # Served for any address at any depth: relative links would lead astray.
        return lambda to: to if urls.is_external(to) else urls.absolute(frame.base, to)
    own, elsewhere = path.partition("/")[0], _elsewhere(path.count("/"), offline)
    here = path + "#"

    def href(to: str) -> str:
        if not to.startswith(own):
            return elsewhere[to]
        # The questions of the page itself: several links to each.
        if to.startswith(here) and to != here:
            return urls.to_fragment(to[len(here) :])
        return to if urls.is_external(to) else urls.relative(path, to, offline=offline)

    return href


class _Elsewhere(dict[str, str]):
    """The addresses of what lies outside a page's own folder: many are on all pages."""

    def __init__(self, depth: int, offline: bool) -> None:
        super().__init__()
        self._depth = depth
        self._offline = offline

    def __missing__(self, to: str) -> str:
        address = to
        if not urls.is_external(to):
            address = urls.from_depth(self._depth, to, offline=self._offline)
        # The frame's own come first; those of single pages are not worth the room.
        if len(self) < _MOST_ADDRESSES:
            self[to] = address
        return address


_MOST_ADDRESSES = 4000
_elsewhere = lru_cache(maxsize=64)(_Elsewhere)


def _asset(name: str, frame: Frame) -> str:
    if name not in frame.assets:
        close = nearest(name, frame.assets)
        also = f": did you mean `{close}`?" if close else ""
        raise MissingAsset(f"the theme has no file `static/{name}`{also}")
    return frame.assets[name]


def _fill(pattern: str, **values: object) -> str:
    """The pattern with each `{name}` replaced by its value."""
    for name, value in values.items():
        pattern = pattern.replace(f"{{{name}}}", str(value))
    return pattern
