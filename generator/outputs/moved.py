"""Old addresses that lead on: aliases, questions that moved or are retired, explainers gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import datetime

from generator import urls
from generator.model import Departed, Page, Retired
from generator.site import Sheet, Site
from generator.text import digest
from generator.views import DepartedView, Frame, Head, Moved, MovedQuestions, RedirectView

NOBODY_MOVED = MovedQuestions((), "")


class Guide:
    """Where a question is answered now, followed through the memory of the whole site."""

    def __init__(self, site: Site) -> None:
        self._pages = {one.slug: one for one in site.explainers}
        self._gone = {one.slug: one for one in site.departed}

    def way(self, to: str) -> tuple[str, str]:
        """Site path and title of `slug/id` or `slug`; empty where it leads nowhere."""
        seen: set[str] = set()
        while to and to not in seen:
            seen.add(to)
            page = self._pages.get(to)
            if page is not None:
                return f"{page.slug}/", page.front.title
            slug, _, identity = to.rpartition("/")
            page = self._pages.get(slug)
            for one in page.questions if page else ():
                if identity == one.id or identity in one.anchors:
                    return f"{slug}/#{one.id}", one.text
            to = self._onwards(to, slug, identity, page)
        return "", ""

    def moved(self, retired: Retired) -> Moved:
        """A retired question with the way to its answer."""
        path, title = self.way(retired.to)
        return Moved(retired.id, retired.anchors, retired.text, retired.date, path, title)

    def _onwards(self, to: str, slug: str, identity: str, page: Page | None) -> str:
        """The next station of what is not here any more; empty at the end of the way."""
        gone = self._gone.get(to)
        if gone is not None:
            return _common(gone.retired)
        memory = page or self._gone.get(slug)
        for one in memory.retired if memory else ():
            if identity == one.id or identity in one.anchors:
                return one.to or (slug if page else "")
        return ""


def moved_questions(page: Page, guide: Guide) -> MovedQuestions:
    """The questions that an explainer once had, for the notices at its end."""
    if not page.retired:
        return NOBODY_MOVED
    found = tuple(guide.moved(one) for one in page.retired)
    return MovedQuestions(found, digest(repr(found)))


def old_addresses(
    site: Site, frame_for: Callable[[str], Frame], taken: Collection[str]
) -> Iterator[Sheet]:
    """A sheet for each old address; none in the place of a path that is taken."""
    guide = Guide(site)
    made = {*taken}
    for sheet in _all(site, frame_for, guide):
        if sheet.path not in made:
            made.add(sheet.path)
            yield sheet


def _all(site: Site, frame_for: Callable[[str], Frame], guide: Guide) -> Iterator[Sheet]:
    for page in (*site.explainers, *site.plain_pages):
        frame = frame_for(page.front.lang)
        for alias in page.front.aliases:
            path = alias.lstrip("/")
            if not path.endswith((".html", "/")):
                path += "/"
            path = path.removesuffix("index.html")
            yield _redirect(frame, path, f"{page.slug}/", page.front.title)
    for page in site.expired:
        frame = frame_for(page.front.lang)
        yield _expired(page, frame)
        if site.config.question_pages:
            for question in page.questions:
                path = f"{page.slug}/{question.id}/"
                yield _redirect(frame, path, f"{page.slug}/", page.front.title)
    for gone in site.departed:
        yield from _departed(gone, frame_for(""), guide, site)
    if not site.config.question_pages:
        return
    for page in site.explainers:
        frame = frame_for(page.front.lang)
        for one in page.questions:
            for anchor in one.anchors:
                yield _redirect(frame, f"{page.slug}/{anchor}/", f"{page.slug}/#{one.id}", one.text)
        for each in page.retired:
            here = (f"{page.slug}/#{each.id}", each.text)
            yield from _question(frame, page.slug, each, guide, here)


def _departed(gone: Departed, frame: Frame, guide: Guide, site: Site) -> Iterator[Sheet]:
    """The page of an explainer that is gone: it leads on, or says where each question went."""
    if not gone.retired:
        return
    path = f"{gone.slug}/"
    way, title = guide.way(_common(gone.retired))
    moved = tuple(guide.moved(one) for one in gone.retired)
    arguments = (path, way, title, MovedQuestions(moved, digest(repr(moved))))
    yield Sheet(path, "departed.html", departed_page, frame, arguments)
    if site.config.question_pages:
        for one in gone.retired:
            yield from _question(frame, gone.slug, one, guide, (f"{path}#{one.id}", one.text))


def _expired(page: Page, frame: Frame) -> Sheet:
    arguments = (f"{page.slug}/", "", page.front.title, MovedQuestions((), ""), page.front.expires)
    return Sheet(arguments[0], "departed.html", departed_page, frame, arguments)


def _question(
    frame: Frame, slug: str, retired: Retired, guide: Guide, here: tuple[str, str]
) -> Iterator[Sheet]:
    """The old pages of a question: to its answer, else to the notice that it is gone."""
    way, title = guide.way(retired.to)
    for anchor in (retired.id, *retired.anchors):
        yield _redirect(frame, f"{slug}/{anchor}/", *((way, title) if way else here))


def _common(retired: tuple[Retired, ...]) -> str:
    """The explainer to which most of the questions went; empty where none went anywhere."""
    counts = Counter(one.to.split("/")[0] for one in retired if one.to)
    return min(counts, key=lambda one: (-counts[one], one)) if counts else ""


def _redirect(frame: Frame, path: str, to: str, title: str) -> Sheet:
    return Sheet(path, "redirect.html", redirect, frame, (path, to, title))


def redirect(frame: Frame, path: str, to: str, title: str) -> tuple[RedirectView, Head]:
    """The view and head of an old address."""
    head = Head(title, "", urls.absolute(frame.url, to) if frame.url else "", index=False)
    return RedirectView(path, to, title), head


def departed_page(
    frame: Frame,
    path: str,
    to: str,
    title: str,
    moved: MovedQuestions,
    expired: datetime | None = None,
) -> tuple[DepartedView, Head]:
    """The view and head of an explainer that is gone."""
    canonical = urls.absolute(frame.url, to) if frame.url and to else ""
    name = title or frame.strings["not_found"]
    head = Head(f"{name} – {frame.title}", "", canonical, index=False)
    return DepartedView(path, to, title, moved.questions, expired), head
