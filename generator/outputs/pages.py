"""The content's own pages: explainers, plain pages, and the old addresses that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from itertools import pairwise

from generator import urls
from generator.markdown import ID_MARK, fill_links
from generator.model import Body, Card, Page
from generator.outputs.head import explainer_head, page_head
from generator.site import Sheet, Site
from generator.text import slugify
from generator.theme import Markup
from generator.views import (
    ExplainerView,
    Frame,
    Head,
    Html,
    PlainView,
    QuestionView,
    RedirectView,
    RelatedQuestions,
    TagLink,
)

NOTHING_RELATED = RelatedQuestions((), "")


def content_pages(
    site: Site,
    frame_for: Callable[[str], Frame],
    targets: Mapping[str, tuple[str, ...]],
    related: Mapping[str, tuple[Card, ...]],
    answers_related: Mapping[str, RelatedQuestions],
) -> list[Sheet]:
    """A sheet for each page that is shown, and one for each of its aliases.

    `targets` and both kinds of what is related are keyed by the page's file.
    """
    names = {one.slug: one.name for one in site.tags}
    sheets: list[Sheet] = []
    for page in site.explainers:
        tags = tuple(
            TagLink(names[slug], f"{site.config.paths.tags}/{slug}/")
            for slug in dict.fromkeys(map(slugify, page.front.tags))
            if slug
        )
        sheets.append(
            Sheet(
                path=f"{page.slug}/",
                template="explainer.html",
                make=explainer,
                frame=frame_for(page.front.lang),
                arguments=(
                    page,
                    targets.get(page.path, ()),
                    related.get(page.path, ()),
                    answers_related.get(page.path, NOTHING_RELATED),
                    tags,
                ),
                body=page,
            )
        )
    for page in site.plain_pages:
        sheets.append(
            Sheet(
                path=f"{page.slug}/",
                template="page.html",
                make=plain,
                frame=frame_for(page.front.lang),
                arguments=(page, targets.get(page.path, ())),
                body=page,
            )
        )
    for page in (*site.explainers, *site.plain_pages):
        for alias in page.front.aliases:
            path = alias.lstrip("/")
            if not path.endswith((".html", "/")):
                path += "/"
            arguments = (path.removesuffix("index.html"), f"{page.slug}/", page.front.title)
            frame = frame_for(page.front.lang)
            sheets.append(Sheet(arguments[0], "redirect.html", redirect, frame, arguments))
    return sheets


def explainer(
    frame: Frame,
    body: Body,
    page: Page,
    targets: tuple[str, ...],
    related: tuple[Card, ...],
    answers_related: RelatedQuestions,
    tags: tuple[TagLink, ...],
) -> tuple[ExplainerView, Head]:
    """An explainer's view and head."""
    front = page.front
    html = _filler(frame, f"{page.slug}/", targets)
    parts = ["", *(one.part for one in page.questions)]
    begins = [after if after != before else "" for before, after in pairwise(parts)]
    questions = tuple(
        QuestionView(
            number=number,
            id=one.id,
            text=one.text,
            html=html(one.html),
            label=one.label or one.text,
            part=part,
            answer=Html(Markup(html(answer).replace(ID_MARK, escape(one.id)))),
            answer_text=text,
            updated=one.updated,
            sources=sources,
            anchors=one.anchors,
            related=near,
        )
        for number, (one, part, answer, text, sources, near) in enumerate(
            zip(
                page.questions,
                begins,
                body.answers,
                body.answer_texts,
                body.sources,
                answers_related.answers or ((),) * len(page.questions),
                strict=True,
            ),
            1,
        )
    )
    updated = front.updated if front.updated and front.date and front.updated > front.date else None
    view = ExplainerView(
        path=f"{page.slug}/",
        lang=front.lang or frame.lang,
        title=front.title,
        kicker=front.kicker,
        lead=html(body.lead),
        summary=tuple(map(html, body.summary)),
        intro=html(body.intro),
        questions=questions,
        has_parts=any(begins),
        notes=html(body.notes),
        features=body.features,
        excerpt=page.card.excerpt,
        published=front.date,
        updated=updated,
        source=front.source,
        authors=front.authors,
        minutes=page.card.minutes,
        tags=tags,
        image=front.image,
        related=related,
        draft=front.draft,
    )
    return view, explainer_head(frame, view)


def plain(frame: Frame, body: Body, page: Page, targets: tuple[str, ...]) -> tuple[PlainView, Head]:
    """A plain page's view and head."""
    html = _filler(frame, f"{page.slug}/", targets)
    view = PlainView(
        path=f"{page.slug}/",
        lang=page.front.lang or frame.lang,
        title=page.front.title,
        lead=html(body.lead),
        content=html(body.intro),
        notes=html(body.notes),
        features=body.features,
        excerpt=page.card.excerpt,
        updated=page.front.updated,
    )
    return view, page_head(frame, view.path, view.title, view.excerpt or frame.description)


def redirect(frame: Frame, path: str, to: str, title: str) -> tuple[RedirectView, Head]:
    """The view and head of an old address."""
    head = Head(title, "", urls.absolute(frame.url, to) if frame.url else "", index=False)
    return RedirectView(path, to, title), head


def _filler(frame: Frame, path: str, targets: tuple[str, ...]) -> Callable[[str], Html]:
    """A function that turns HTML with link marks into HTML as it stands on the page."""
    addresses = [urls.relative(path, one, offline=frame.offline) for one in targets]
    return lambda html: Html(Markup(fill_links(html, addresses, frame.strings)))
