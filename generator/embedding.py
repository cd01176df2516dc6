"""Answers shown in place: a link that stands alone in its paragraph and has the title `embed`."""

from __future__ import annotations

import re
from collections.abc import Callable

# As `markdown` renders it: the link's mark holds its number on the page.
_EMBED = re.compile('<p><a href="\x02([0-9]+)\x03" title="embed">((?:(?!</a>).)*)</a></p>', re.S)
_TITLE = '\x03" title="embed">'


def find_embeds(html: str) -> tuple[str, tuple[int, ...]]:
    """The HTML and the numbers of the links that ask for an answer in their place.

    Elsewhere such a link is simply a link: there the title goes.
    """
    if _TITLE not in html:
        return html, ()
    found: list[int] = []

    def keep(match: re.Match[str]) -> str:
        found.append(int(match[1]))
        return match[0].replace(_TITLE, "\x04")

    kept = _EMBED.sub(keep, html)
    return kept.replace(_TITLE, '\x03">').replace("\x04", _TITLE), tuple(found)


def fill_embeds(html: str, answer: Callable[[int], str]) -> str:
    """The HTML with the answer for each number in the place of its link."""
    return _EMBED.sub(lambda match: answer(int(match[1])), html) if _TITLE in html else html


def without_embeds(html: str) -> str:
    """The HTML with simple links in the place of answers."""
    return html.replace(_TITLE, '\x03">')
