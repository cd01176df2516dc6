"""Parsed HTML as it stands on a page: addresses and ids filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from generator import urls
from generator.markdown import ID_MARK, fill_links
from generator.theme import Markup
from generator.views import Frame, Html

_HEADING = re.compile(r"(</?h)([3-6])(?=[ >])")


def filler(
    frame: Frame, path: str, targets: tuple[str, ...], embed: Callable[[str], str]
) -> Callable[[str], Html]:
    """A function that turns HTML with marks into HTML as it stands on the page `path`."""
    addresses = [urls.relative(path, one, offline=frame.offline) for one in targets]
    return lambda html: Html(Markup(fill_links(embed(html), addresses, frame.strings)))


def answer_html(html: Html, identity: str) -> Html:
    """An answer's HTML with the id of its question."""
    return Html(Markup(str(html).replace(ID_MARK, escape(identity)))) if ID_MARK in html else html


def lifted(html: Html, levels: int) -> Html:
    """The HTML with its headings so many levels higher: for a page whose `h1` is the question."""
    if "<h" not in html:
        return html
    return Html(Markup(_HEADING.sub(lambda one: f"{one[1]}{int(one[2]) - levels}", str(html))))
