"""Answers of other pages as HTML for this one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from generator import urls
from generator.embedding import fill_embeds
from generator.locales import direction, written_date
from generator.model import Body
from generator.outputs.markup import fill_marks
from generator.site import Beside, Borrowed
from generator.views import Frame

# Ids are the other page's; what refers to them goes too. Text holds no such quotation marks.
_ID = re.compile(r' (?:id|aria-labelledby)="[^"]*"')
_NOTE = re.compile(r' href="#(note-[0-9]+)"')


class Lender:
    """Gives one page the answers that it shows of others."""

    def __init__(
        self, frame: Frame, path: str, lang: str, beside: Beside, bodies: Mapping[str, Body]
    ) -> None:
        self._frame = frame
        self._path = path
        self._lang = lang
        self._embeds = beside.embeds
        self._bodies = bodies

    def fill(self, html: str, file: str) -> str:
        """HTML of a file with the answers that it embeds in their places."""
        if not self._embeds:
            return html
        return fill_embeds(html, lambda number: self._embedded(file, number))

    def answer(self, one: Borrowed) -> str:
        """An answer, its links and notes leading to where they lead from its own page."""
        html = _ID.sub("", self._bodies[one.page.path].answers[one.at])
        home = self._address(f"{one.page.slug}/")
        html = _NOTE.sub(lambda note: f' href="{escape(home)}#{note[1]}"', html)
        html = self.fill(html, one.page.path)
        return fill_marks(html, self._frame, self._path, one.targets)

    def _embedded(self, file: str, number: int) -> str:
        one = self._embeds[file, number]
        page, question = one.page, one.page.questions[one.at]
        foreign = ""
        if one.lang != self._lang:
            foreign = f' lang="{escape(one.lang)}" dir="{direction(one.lang)}"'
        there = escape(self._address(f"{page.slug}/#{question.id}"))
        title = f'<a href="{there}"{foreign}>{escape(page.front.title)}</a>'
        published = escape(self._frame.strings["first_published"]).replace("{explainer}", title)
        first = question.first or page.front.date
        if first is not None:
            day = escape(written_date(first, self._frame.lang))
            published += f', <time datetime="{first.isoformat()}">{day}</time>'
        return (
            f'<div class="embedded">\n<div{foreign}>\n'
            f'<p class="embedded-question"><a href="{there}">{escape(question.text)}</a></p>\n'
            f"{self.answer(one)}\n</div>\n"
            f'<p class="first-published">{published}</p>\n</div>'
        )

    def _address(self, path: str) -> str:
        return urls.relative(self._path, path, offline=self._frame.offline)
