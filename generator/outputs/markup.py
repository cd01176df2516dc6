"""Parsed HTML as it stands on a page: addresses and ids filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from html import escape

from generator import urls
from generator.markdown import ID_MARK, fill_links
from generator.model import Target, target_paths
from generator.outputs.images import inline_image
from generator.theme import Markup
from generator.views import Frame, Html

# How marks begin (see `markdown`): of links, pictures and embedded answers; of interface words.
_LINK, _WORD = "\x02", "\x05"
_HEADING = re.compile(r"(</?h)([3-6])(?=[ >])")


def filler(
    frame: Frame, path: str, targets: tuple[Target, ...], embed: Callable[[str], str]
) -> Callable[[str], Html]:
    """A function that turns HTML with marks into HTML as it stands on the page `path`."""
    fill = _filler(frame, path, targets)

    def filled(html: str) -> Html:
        # Most texts hold neither.
        if _LINK in html or _WORD in html:
            html = fill(embed(html))
        return Html(str.__new__(Markup, html))

    return filled


def fill_marks(html: str, frame: Frame, path: str, targets: tuple[Target, ...]) -> str:
    """HTML with marks, whose links are those `targets`, as it stands on the page `path`."""
    return _filler(frame, path, targets)(html)


def _filler(frame: Frame, path: str, targets: tuple[Target, ...]) -> Callable[[str], str]:
    addresses = [urls.relative(path, one, offline=frame.offline) for one in target_paths(targets)]
    images = {
        number: partial(inline_image, frame, path, one)
        for number, one in enumerate(targets)
        if not isinstance(one, str)
    }
    return lambda html: fill_links(html, addresses, frame.strings, images)


def answer_html(html: Html, identity: str) -> Html:
    """An answer's HTML with the id of its question."""
    return Html(Markup(str(html).replace(ID_MARK, escape(identity)))) if ID_MARK in html else html


def lifted(html: Html, levels: int) -> Html:
    """The HTML with its headings so many levels higher: for a page whose `h1` is the question."""
    if "<h" not in html:
        return html
    return Html(Markup(_HEADING.sub(lambda one: f"{one[1]}{int(one[2]) - levels}", str(html))))
