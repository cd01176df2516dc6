"""The content's own pages: explainers with their questions, and plain pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from itertools import pairwise
from types import MappingProxyType

from generator.locales import language_name
from generator.model import Body, Card, Page, Picture, Target
from generator.naming import Called
from generator.outputs.answers import question_sheets
from generator.outputs.authors import author_link
from generator.outputs.borrowed import Lender
from generator.outputs.cards import SocialCard, card_path
from generator.outputs.changes import explainer_feeds, feed_links
from generator.outputs.elsewhere import embed_sheets, oembed_path
from generator.outputs.freshness import Freshness, checked_as_a_whole, freshness, with_standing
from generator.outputs.head import alternates, explainer_head, page_head, twin_of
from generator.outputs.images import front_image
from generator.outputs.markup import answer_html, filler
from generator.outputs.moved import Guide, moved_questions
from generator.outputs.registers import page_corrections
from generator.outputs.twins import twin_sheets
from generator.site import Beside, Borrowed, Sheet, Site
from generator.text import slugify
from generator.theme import Markup
from generator.views import (
    AuthorLink,
    ExplainerView,
    Frame,
    Head,
    Html,
    MovedQuestions,
    PlainView,
    QuestionView,
    RelatedQuestions,
    TagLink,
)

NOTHING_RELATED = RelatedQuestions((), "")
NOTHING_BESIDE = Beside()
NO_BODIES: Mapping[str, Body] = MappingProxyType({})


def content_pages(
    site: Site,
    frame_for: Callable[[str], Frame],
    targets: Mapping[str, tuple[Target, ...]],
    pictures: Mapping[str, Picture],
    cards: Mapping[str, SocialCard],
    related: Mapping[str, tuple[Card, ...]],
    answers_related: Mapping[str, RelatedQuestions],
    borrowed: Mapping[str, Beside],
) -> list[Sheet]:
    """A sheet for each page that is shown, and one for each question of an explainer.

    All mappings are keyed by the page's file.
    """
    guide, called = Guide(site), Called(site.authors)
    links = {
        one.slug: TagLink(one.name, f"{site.config.paths.tags}/{one.slug}/") for one in site.tags
    }
    sheets: list[Sheet] = []
    for page in site.explainers:
        beside = borrowed.get(page.path, NOTHING_BESIDE)
        # A translation stands under the topics of its original.
        tagged = site.translations.get(page.path, (page,))[0]
        tags = tuple(links[slug] for slug in dict.fromkeys(map(slugify, tagged.front.tags)) if slug)
        fresh = freshness(page, site)
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
                    tuple(author_link(one, called, site) for one in page.front.authors),
                    beside,
                    pictures.get(page.path),
                    card_path(cards, f"{page.slug}/"),
                    moved_questions(page, guide),
                    fresh,
                    site.config.question_pages,
                ),
                body=page,
                beside=beside.pages,
            )
        )
        if site.config.question_pages:
            # Beside its explainer, so that the body is at hand when a group of sheets is rendered.
            frame = frame_for(page.front.lang)
            sheets += question_sheets(page, frame, targets.get(page.path, ()), beside, fresh, cards)
        frame, to = frame_for(page.front.lang), targets.get(page.path, ())
        sheets += explainer_feeds(page, frame, site.config, called)
        sheets += twin_sheets(page, frame, targets, site.config, called.names(page.front.authors))
        sheets += embed_sheets(page, frame, to, beside, site.config)
    for page in site.plain_pages:
        beside = borrowed.get(page.path, NOTHING_BESIDE)
        sheets.append(
            Sheet(
                path=f"{page.slug}/",
                template="page.html",
                make=plain,
                frame=frame_for(page.front.lang),
                arguments=(page, targets.get(page.path, ()), beside),
                body=page,
                beside=beside.pages,
            )
        )
        sheets += twin_sheets(
            page,
            frame_for(page.front.lang),
            targets,
            site.config,
            called.names(page.front.authors),
        )
    return sheets


def explainer(
    frame: Frame,
    body: Body,
    page: Page,
    targets: tuple[Target, ...],
    related: tuple[Card, ...],
    answers_related: RelatedQuestions,
    tags: tuple[TagLink, ...],
    authors: tuple[AuthorLink, ...],
    beside: Beside,
    picture: Picture | None,
    card: str,
    moved: MovedQuestions,
    fresh: Freshness,
    has_question_pages: bool,
    bodies: Mapping[str, Body] = NO_BODIES,
) -> tuple[ExplainerView, Head]:
    """An explainer's view and head."""
    front = page.front
    path, lang = f"{page.slug}/", front.lang or frame.lang
    lender = Lender(frame, path, lang, beside, bodies)
    html = filler(frame, path, targets, lambda text: lender.fill(text, page.path))
    corrections = page_corrections(page)
    own = _questions(page, body, html, answers_related, beside)
    own = with_standing(own, corrections, fresh)
    if has_question_pages:
        own = tuple(replace(one, path=f"{path}{one.id}/") for one in own)
    questions = with_missing(own, beside, lender, frame)
    updated = front.updated if front.updated and front.date and front.updated > front.date else None
    view = ExplainerView(
        path=path,
        lang=lang,
        title=front.title,
        kicker=front.kicker,
        lead=html(body.lead),
        summary=tuple(map(html, body.summary)),
        intro=html(body.intro),
        questions=questions,
        has_parts=any(one.part for one in page.questions),
        notes=html(body.notes),
        features=_features(body, bodies),
        excerpt=page.card.excerpt,
        published=front.date,
        updated=updated,
        source=front.source,
        authors=authors,
        minutes=page.card.minutes,
        tags=tags,
        image=front_image(frame, path, front.image, picture),
        card=card,
        related=related,
        draft=front.draft,
        translations=beside.translations,
        moved=moved.questions,
        corrections=corrections,
        checked=checked_as_a_whole(own),
    )
    described = oembed_path(page) if frame.embeddable and frame.url else ""
    own_feeds = feed_links(frame, path, front.title) if questions else ()
    return view, explainer_head(frame, view, oembed=described, feeds=own_feeds)


def _questions(
    page: Page,
    body: Body,
    html: Callable[[str], Html],
    answers_related: RelatedQuestions,
    beside: Beside,
) -> tuple[QuestionView, ...]:
    """The page's own questions."""
    parts = ["", *(one.part for one in page.questions)]
    begins = [after if after != before else "" for before, after in pairwise(parts)]
    near = answers_related.answers or ((),) * len(page.questions)
    found = []
    for at, one in enumerate(page.questions):
        newer, original = beside.newer.get(at, (None, ""))
        found.append(
            QuestionView(
                number=at + 1,
                id=one.id,
                text=one.text,
                html=html(one.html),
                label=one.label or one.text,
                part=begins[at],
                answer=answer_html(html(body.answers[at]), one.id),
                answer_text=body.answer_texts[at],
                updated=one.updated,
                sources=body.sources[at],
                anchors=one.anchors,
                related=near[at],
                newer=newer,
                original=original,
                path=f"{page.slug}/#{one.id}",
            )
        )
    return tuple(found)


def with_missing(
    own: tuple[QuestionView, ...], beside: Beside, lender: Lender, frame: Frame
) -> tuple[QuestionView, ...]:
    """A translation's questions, with those that it lacks in the language of their original."""
    if not beside.missing:
        return own
    found: list[QuestionView] = []
    for at in range(len(own) + 1):
        found += [_untranslated(one, lender, frame) for place, one in beside.missing if place == at]
        found += own[at : at + 1]
    return tuple(replace(one, number=number) for number, one in enumerate(found, 1))


def _untranslated(one: Borrowed, lender: Lender, frame: Frame) -> QuestionView:
    question = one.page.questions[one.at]
    return QuestionView(
        number=0,
        id=question.id,
        text=question.text,
        html=Html(Markup(escape(question.text))),
        label=question.label or question.text,
        part="",
        answer=Html(Markup(lender.answer(one))),
        answer_text="",
        updated=question.updated,
        sources=(),
        lang=one.lang,
        language=language_name(one.lang, frame.lang),
        original=f"{one.page.slug}/#{question.id}",
        path=f"{one.page.slug}/#{question.id}",
    )


def plain(
    frame: Frame,
    body: Body,
    page: Page,
    targets: tuple[Target, ...],
    beside: Beside,
    bodies: Mapping[str, Body] = NO_BODIES,
) -> tuple[PlainView, Head]:
    """A plain page's view and head."""
    path, lang = f"{page.slug}/", page.front.lang or frame.lang
    lender = Lender(frame, path, lang, beside, bodies)
    html = filler(frame, path, targets, lambda text: lender.fill(text, page.path))
    view = PlainView(
        path=f"{page.slug}/",
        lang=page.front.lang or frame.lang,
        title=page.front.title,
        lead=html(body.lead),
        content=html(body.intro),
        notes=html(body.notes),
        features=_features(body, bodies),
        excerpt=page.card.excerpt,
        updated=page.front.updated,
        translations=beside.translations,
    )
    head = page_head(frame, view.path, view.title, view.excerpt or frame.description)
    others = alternates(frame, path, lang, beside.translations)
    return view, replace(head, alternates=others, markdown=twin_of(frame, path))


def _features(body: Body, bodies: Mapping[str, Body]) -> tuple[str, ...]:
    """What the page needs sheets for, the answers that it borrows included."""
    found = {*body.features, *(name for one in bodies.values() for name in one.features)}
    return tuple(sorted(found))
