"""Each question's own page: the answer alone, with the way to its explainer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from types import MappingProxyType

from generator import urls
from generator.model import Body, Page, Target
from generator.outputs.borrowed import Lender
from generator.outputs.cards import SocialCard, card_path
from generator.outputs.elsewhere import snippets
from generator.outputs.freshness import Freshness, with_standing
from generator.outputs.head import page_head, share_image, twin_of
from generator.outputs.markup import answer_html, filler, lifted
from generator.outputs.registers import page_corrections
from generator.site import Beside, Sheet
from generator.theme import Markup
from generator.views import Frame, Head, Html, QuestionPageView, QuestionView

NO_BODIES: Mapping[str, Body] = MappingProxyType({})


def question_sheets(
    page: Page,
    frame: Frame,
    targets: tuple[Target, ...],
    beside: Beside,
    fresh: Freshness,
    cards: Mapping[str, SocialCard],
) -> list[Sheet]:
    """A sheet for each question of an explainer; `targets` are those of its links."""
    return [
        Sheet(
            path=f"{page.slug}/{one.id}/",
            template="question.html",
            make=question_page,
            frame=frame,
            arguments=(
                page,
                at,
                targets,
                beside,
                fresh,
                card_path(cards, f"{page.slug}/{one.id}/"),
            ),
            body=page,
            beside=beside.pages,
        )
        for at, one in enumerate(page.questions)
    ]


def question_page(
    frame: Frame,
    body: Body,
    page: Page,
    at: int,
    targets: tuple[Target, ...],
    beside: Beside,
    fresh: Freshness,
    card: str,
    bodies: Mapping[str, Body] = NO_BODIES,
) -> tuple[QuestionPageView, Head]:
    """The view and head of the page of the explainer's question with the index `at`.

    Its links begin one folder deeper than those of the explainer, which holds the notes.
    """
    question = page.questions[at]
    path = f"{page.slug}/{question.id}/"
    explainer = f"{page.slug}/"
    lang = page.front.lang or frame.lang
    lender = Lender(frame, path, lang, beside, bodies)
    html = filler(frame, path, targets, lambda text: lender.fill(text, page.path))
    notes = urls.relative(path, f"{explainer}#note-", offline=frame.offline)
    lift = 2 if any(one.part for one in page.questions) else 1
    answer = lifted(answer_html(html(body.answers[at]), question.id), lift)
    shown = QuestionView(
        number=at + 1,
        id=question.id,
        text=question.text,
        html=html(question.html),
        label=question.label or question.text,
        part="",
        answer=Html(Markup(str(answer).replace('href="#note-', f'href="{escape(notes)}'))),
        answer_text=body.answer_texts[at],
        updated=question.updated,
        sources=body.sources[at],
    )
    (shown,) = with_standing((shown,), page_corrections(page), fresh)
    view = QuestionPageView(
        path=path,
        lang=lang,
        question=shown,
        explainer=page.front.title,
        explainer_path=explainer,
        total=len(page.questions),
        previous=_beside(page, at - 1),
        next=_beside(page, at + 1),
        published=question.first or page.front.date,
        address=urls.absolute(frame.url, path) if frame.url else "",
        features=body.features,
        draft=page.front.draft,
        snippets=snippets(frame, page, at, body.answer_texts[at]),
    )
    return view, _head(frame, view, card)


def _beside(page: Page, at: int) -> tuple[str, str]:
    """Path and wording of a neighbour's page; empty at either end."""
    if not 0 <= at < len(page.questions):
        return "", ""
    one = page.questions[at]
    return f"{page.slug}/{one.id}/", one.label or one.text


def _head(frame: Frame, view: QuestionPageView, card: str) -> Head:
    """Open Graph is the question's own; the canonical page is the explainer."""
    question = view.question
    base = page_head(frame, view.path, question.text, question.answer_text, kind="article")
    og = (*base.og, *share_image(frame, card, question.text))
    canonical = urls.absolute(frame.url, view.explainer_path) if frame.url else ""
    twin = twin_of(frame, view.path)
    return Head(base.title, base.description, canonical, og, markdown=twin)
