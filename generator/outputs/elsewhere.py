"""Answers on other sites: a page for an iframe, the snippets to copy, and oEmbed.

An explainer has one page for iframes, which shows the answer that the address names
(`pact/_embed/#why-now`) or else the list of its questions. Sites that know oEmbed
(oembed.com) find its description by a link in the explainer's head; it is a file like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from types import MappingProxyType

from generator import urls
from generator.model import Body, Config, Page, Target
from generator.outputs.borrowed import Lender
from generator.outputs.markup import answer_html, filler, lifted
from generator.site import Beside, Sheet
from generator.text import collapse, truncate
from generator.theme import Markup
from generator.views import EmbedView, Frame, Head, Html, QuestionView, Snippets

WIDTH, HEIGHT = 600, 400
"""Of an iframe, in pixels, where nothing else is asked for."""
_QUOTED = 280
"""Characters of the answer that a snippet quotes."""
_NO_BODIES: Mapping[str, Body] = MappingProxyType({})


def embed_path(page: Page) -> str:
    """The site path of the explainer's page for iframes; no question has such an id."""
    return f"{page.slug}/_embed/"


def oembed_path(page: Page) -> str:
    """The site path of the explainer's oEmbed description."""
    return f"{page.slug}/oembed.json"


def embed_sheets(
    page: Page, frame: Frame, targets: tuple[Target, ...], beside: Beside, config: Config
) -> Iterator[Sheet]:
    """The page for iframes and the oEmbed description; none without an address to lead back to."""
    if not config.embeddable or not frame.url:
        return
    arguments = (page, targets, beside)
    yield Sheet(embed_path(page), "embed.html", embed_page, frame, arguments, page, beside.pages)
    yield Sheet(oembed_path(page), "", oembed, frame, (page, config.author))


def embed_page(
    frame: Frame,
    body: Body,
    page: Page,
    targets: tuple[Target, ...],
    beside: Beside,
    bodies: Mapping[str, Body] = _NO_BODIES,
) -> tuple[EmbedView, Head]:
    """The view and head of the page for iframes."""
    path, explainer = embed_path(page), f"{page.slug}/"
    lang = page.front.lang or frame.lang
    lender = Lender(frame, path, lang, beside, bodies)
    html = filler(frame, path, targets, lambda text: lender.fill(text, page.path))
    notes = escape(urls.relative(path, f"{explainer}#note-", offline=frame.offline))
    # Questions are `h2` here, also those that stand in parts.
    lift = 1 if any(one.part for one in page.questions) else 0
    questions = tuple(
        QuestionView(
            number=at + 1,
            id=one.id,
            text=one.text,
            html=html(one.html),
            label=one.label or one.text,
            part="",
            answer=_noted(answer_html(lifted(html(body.answers[at]), lift), one.id), notes),
            answer_text=body.answer_texts[at],
            updated=one.updated,
            sources=body.sources[at],
            path=f"{explainer}#{one.id}",
        )
        for at, one in enumerate(page.questions)
    )
    view = EmbedView(
        path=path,
        lang=lang,
        title=page.front.title,
        explainer_path=explainer,
        questions=questions,
        features=body.features,
    )
    canonical = urls.absolute(frame.url, explainer)
    return view, Head(f"{page.front.title} – {frame.title}", "", canonical, index=False)


def _noted(answer: Html, notes: str) -> Html:
    """The answer with its notes leading to the explainer, which has them."""
    return Html(Markup(str(answer).replace('href="#note-', f'href="{notes}')))


def oembed(frame: Frame, page: Page, author: str) -> str:
    """The oEmbed description of an explainer (version 1.0, type `rich`)."""
    data = {
        "version": "1.0",
        "type": "rich",
        "title": page.front.title,
        "author_name": author or frame.title,
        "provider_name": frame.title,
        "provider_url": frame.url,
        "width": WIDTH,
        "height": HEIGHT,
        "html": _iframe(frame, embed_path(page), page.front.title),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def snippets(frame: Frame, page: Page, at: int, answer_text: str) -> Snippets | None:
    """What to copy to show an answer elsewhere; None without an address to lead back to."""
    if not frame.embeddable or not frame.url:
        return None
    question = page.questions[at]
    address = urls.absolute(frame.url, f"{page.slug}/#{question.id}")
    lang = escape(page.front.lang or frame.lang)
    quote = (
        f'<blockquote cite="{escape(address)}" lang="{lang}">'
        f"<p><strong>{_text(question.text)}</strong></p>"
        f"<p>{_text(truncate(collapse(answer_text), _QUOTED))}</p>"
        f'<p><a href="{escape(address)}">{_text(page.front.title)} – {_text(frame.title)}</a></p>'
        "</blockquote>"
    )
    return Snippets(quote, _iframe(frame, f"{embed_path(page)}#{question.id}", question.text))


def _iframe(frame: Frame, path: str, title: str) -> str:
    address = escape(urls.absolute(frame.url, path))
    return (
        f'<iframe src="{address}" title="{escape(title)}" width="{WIDTH}" height="{HEIGHT}" '
        'loading="lazy" style="border:0;max-width:100%"></iframe>'
    )


def _text(text: str) -> str:
    """Text between tags: quotation marks stay as they are, for the snippet is read by people."""
    return escape(text, quote=False)
