"""`/_convert/`: an article pasted or dropped in the browser, corrected, and saved into the site.

Plain form posts: the article itself travels in the form, so that the server remembers nothing.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generator.conversion import Wishes
from generator.convert.blocks import RawArticle
from generator.convert.choosing import askable_blocks, asked_blocks
from generator.convert.report import report_data
from generator.diagnostics import Diagnostic, GeneratorError, unusable
from generator.drafting import Corrections, Draft, draft, save
from generator.preview.guarded import Guarded
from generator.siteclock import read_site_clock

LARGEST_BYTES = 8_000_000
PASTED = "pasted text"
_FIELDS = "title", "kicker", "date", "updated"
_MOMENT = "%Y-%m-%dT%H:%M"
_TEMPLATES = Path(__file__).with_name("pages")
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'"


@dataclass(frozen=True, slots=True)
class Row:
    """A block of the article as the page lists it."""

    block: int
    place: str
    """Without its number: `answer`."""
    rule: str
    text: str
    weak: bool
    asks: bool
    may_ask: bool


class Drafts(Guarded):
    """The page and its form."""

    def prepare(self) -> None:
        super().prepare()
        if not self._finished and self.guard.token:
            # Whoever has the link may read the site; only who sits here may write to it.
            self.refuse("articles are converted on this machine only, without `--host`")

    async def get(self) -> None:
        self._show(None, ())

    async def post(self) -> None:
        zone, lang = read_site_clock(self.session.job.source / "site.yml")
        wishes = Wishes(timezone=zone, lang=lang, headings_as_questions=self._is("headings"))
        try:
            article = self._article()
            corrections = self._corrections(ZoneInfo(zone or "UTC")) if self._is("seen") else None
            made = await _off_the_loop(draft, article, wishes, corrections)
        except GeneratorError as found:
            self._show(None, found.diagnostics)
            return
        if self.get_body_argument("do", "") != "save":
            self._show((article, made), ())
            return
        try:
            name = self.get_body_argument("name", made.name)
            path = await _off_the_loop(save, made, name, self.session.job.source)
        except GeneratorError as found:
            self._show((article, made), found.diagnostics)
            return
        await self.session.shown(f"content/{path.name}")
        self.redirect(f"{self.session.state.base or '/'}{path.stem}/", status=303)

    def get_template_path(self) -> str:
        return str(_TEMPLATES)

    def get_template_namespace(self) -> dict[str, Any]:
        # Tornado's own names for a request are of no use to this page.
        return {"xsrf": self.xsrf_form_html}

    def _is(self, name: str) -> bool:
        return self.get_body_argument(name, "") == "yes"

    def _article(self) -> RawArticle:
        """What was dropped, pasted, or carried along in the form."""
        files: Sequence[Mapping[str, Any]] = self.request.files.get("file", ())
        if files and files[0]["body"]:
            return _sized(RawArticle(Path(files[0]["filename"]).name or PASTED, files[0]["body"]))
        if text := self.get_body_argument("text", "", strip=False).strip():
            return _sized(RawArticle(PASTED, text.encode()))
        try:
            data = base64.b64decode(self.get_body_argument("article", ""), validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not data:
            message = "there is nothing to convert"
            hint = "paste an article, or choose a file"
            raise GeneratorError([unusable("empty-article", message, hint=hint)])
        return _sized(RawArticle(self.get_body_argument("article_name", PASTED), data))

    def _corrections(self, zone: ZoneInfo) -> Corrections:
        values = {name: self.get_body_argument(name, "") for name in _FIELDS}
        return Corrections(
            title=values["title"],
            kicker=values["kicker"],
            date=_moment(values["date"], "date", zone),
            updated=_moment(values["updated"], "updated", zone),
            asked=frozenset(int(one) for one in self.get_body_arguments("asks") if one.isdigit()),
        )

    def _show(self, found: tuple[RawArticle, Draft] | None, problems: Sequence[Diagnostic]) -> None:
        """The page: with the draft beside its article, where there is one."""
        self.set_header("Content-Security-Policy", _POLICY)
        if problems:
            self.set_status(422)
        site = self.session.state.base or "/"
        if found is None:
            self.render("paste.html", problems=problems, site=site)
            return
        article, made = found
        data = report_data(made.explainer, article.name, f"{made.name}.md")
        self.render(
            "draft.html",
            problems=problems,
            site=site,
            article=base64.b64encode(article.data).decode(),
            article_name=article.name,
            draft=made,
            name=self.get_body_argument("name", "") or made.name,
            moments={
                "date": _written(made.explainer.front.date),
                "updated": _written(made.explainer.front.updated),
            },
            evidence={one["field"]: one for one in data["fields"]},
            account=data["account"],
            rows=_rows(made),
            headings=self._is("headings"),
        )


def _rows(made: Draft) -> list[Row]:
    asking, may_ask = asked_blocks(made.explainer), askable_blocks(made.explainer)
    return [
        Row(
            one.block,
            one.place.split(" ")[0],
            one.rule,
            one.text,
            one.weak,
            one.block in asking,
            one.block in may_ask,
        )
        for one in made.explainer.placements
    ]


def _sized(article: RawArticle) -> RawArticle:
    if len(article.data) > LARGEST_BYTES:
        message = f"{len(article.data) / 1e6:.1f} MB is more than the browser can hand over"
        hint = f"convert it on the command line: `explainer convert {article.name}`"
        raise GeneratorError([unusable("article-too-large", message, hint=hint)])
    return article


def _moment(text: str, field: str, zone: ZoneInfo) -> datetime | None:
    """The moment that a form's field holds, in the site's time zone; None when it is empty."""
    if not text.strip():
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as cause:
        message = f"`{text}` is not a date (field `{field}`)"
        hint = "write it as 2026-12-01T09:30"
        raise GeneratorError([unusable("bad-form-date", message, hint=hint)]) from cause
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _written(moment: datetime | None) -> str:
    return f"{moment:{_MOMENT}}" if moment else ""


async def _off_the_loop(work: Any, *arguments: Any) -> Any:
    """Converting a long article takes seconds, in which pages are served."""
    return await asyncio.get_running_loop().run_in_executor(None, work, *arguments)
