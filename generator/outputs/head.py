"""What pages say of themselves to machines: titles, Open Graph, JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from generator import urls
from generator.images import CARD_HEIGHT, CARD_WIDTH
from generator.outputs.twins import TWIN
from generator.text import truncate
from generator.views import (
    AuthorLink,
    CorrectionView,
    ExplainerView,
    Frame,
    Head,
    ImageView,
    QuestionView,
    Translation,
)

DESCRIPTION_LENGTH = 160
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def page_head(
    frame: Frame,
    path: str,
    title: str,
    description: str,
    *,
    kind: str = "website",
    index: bool = True,
) -> Head:
    """The head of any page of the site, of that `kind` in Open Graph."""
    return Head(
        title=f"{title} – {frame.title}" if title and title != frame.title else frame.title,
        description=truncate(description, DESCRIPTION_LENGTH),
        canonical=urls.absolute(frame.url, path) if frame.url else "",
        og=_open_graph(frame, path, title or frame.title, description, kind),
        index=index,
    )


def explainer_head(
    frame: Frame,
    view: ExplainerView,
    *,
    oembed: str = "",
    feeds: tuple[tuple[str, str, str], ...] = (),
) -> Head:
    """The head of an explainer, with its questions as structured data."""
    base = page_head(frame, view.path, view.title, view.excerpt, kind="article")
    times = [("article:published_time", view.published), ("article:modified_time", view.updated)]
    graph = (
        *base.og,
        *((name, value.isoformat()) for name, value in times if value is not None),
        *(("article:tag", one.name) for one in view.tags),
        *share_image(frame, view.card, view.title, view.image),
    )
    return Head(
        title=base.title,
        description=base.description,
        canonical=base.canonical,
        og=graph,
        json_ld=_json(_structured_data(frame, view)),
        oembed=oembed,
        markdown=twin_of(frame, view.path),
        alternates=alternates(frame, view.path, view.lang, view.translations),
        feeds=feeds,
    )


def twin_of(frame: Frame, path: str) -> str:
    """The site path of a page as Markdown; empty where the site has none."""
    return f"{path}{TWIN}" if frame.for_machines else ""


def alternates(
    frame: Frame, path: str, lang: str, translations: Sequence[Translation]
) -> tuple[tuple[str, str], ...]:
    """The page in all its languages, itself too; the original also for any other language."""
    if not translations or not frame.url:
        return ()
    paths = {lang: path, **{one.lang: one.path for one in translations}}
    original = next((one.path for one in translations if one.is_original), path)
    found = [(one, urls.absolute(frame.url, paths[one])) for one in sorted(paths)]
    return (*found, ("x-default", urls.absolute(frame.url, original)))


def _open_graph(
    frame: Frame, path: str, title: str, description: str, kind: str
) -> tuple[tuple[str, str], ...]:
    pairs = [
        ("og:type", kind),
        ("og:title", title),
        ("og:description", truncate(description, DESCRIPTION_LENGTH)),
        ("og:url", urls.absolute(frame.url, path) if frame.url else ""),
        ("og:site_name", frame.title),
    ]
    return tuple((name, value) for name, value in pairs if value)


def share_image(
    frame: Frame, card: str, title: str, image: ImageView | None = None
) -> Iterator[tuple[str, str]]:
    """What a link to the page shows where it is shared: its card, else its picture.

    Drawings are not taken there.
    """
    if card and frame.url:
        yield "og:image", urls.absolute(frame.url, card)
        yield "og:image:width", str(CARD_WIDTH)
        yield "og:image:height", str(CARD_HEIGHT)
        yield "og:image:alt", title
        yield "twitter:card", "summary_large_image"
        return
    address = _image_address(frame, image)
    if image is None or not address or address.endswith(".svg"):
        return
    yield "og:image", address
    if image.src_width:
        yield "og:image:width", str(image.src_width)
        yield "og:image:height", str(round(image.height * image.src_width / image.width))
    if image.alt:
        yield "og:image:alt", image.alt
    yield "twitter:card", "summary_large_image"


def _image_address(frame: Frame, image: ImageView | None) -> str:
    """The full address of a picture; empty when there is none."""
    if image is None or urls.is_external(image.src):
        return image.src if image else ""
    return urls.absolute(frame.url, image.src) if frame.url else ""


def _structured_data(frame: Frame, view: ExplainerView) -> dict[str, object]:
    """An explainer in the terms of schema.org."""
    address = urls.absolute(frame.url, view.path) if frame.url else ""
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "BackgroundNewsArticle",
        "headline": view.title,
        "alternativeHeadline": view.kicker,
        "description": view.excerpt,
        "inLanguage": view.lang,
        "image": _image_address(frame, view.image),
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": _iso(view.published),
        "dateModified": _iso(view.updated or view.published),
        "author": _authors(frame, view.authors),
        "isBasedOn": view.source.url if view.source else "",
        "sourceOrganization": {"@type": "Organization", "name": view.source.name}
        if view.source and view.source.name
        else "",
        "keywords": [one.name for one in view.tags],
        "publisher": {"@type": "Organization", "name": frame.title, "url": frame.url}
        if frame.url
        else {"@type": "Organization", "name": frame.title},
        "hasPart": [
            {
                "@type": "Question",
                "name": one.text,
                "url": f"{address}#{one.id}",
                "acceptedAnswer": _answer(one),
            }
            for one in view.questions
            # An answer in another language belongs to its own page.
            if not one.lang
        ],
        "correction": [_correction(one) for one in view.corrections],
        "translationOfWork": next(
            (urls.absolute(frame.url, one.path) for one in view.translations if one.is_original),
            "",
        )
        if frame.url
        else "",
    }
    return {key: value for key, value in data.items() if value}


def _correction(one: CorrectionView) -> dict[str, object]:
    about = {"about": {"@type": "Question", "name": one.question}} if one.question else {}
    return {
        "@type": "CorrectionComment",
        "text": f"{one.was} → {one.now}",
        "datePublished": one.date.isoformat(),
        **about,
    }


def _answer(question: QuestionView) -> dict[str, object]:
    cited = [
        {"@type": "CreativeWork", "name": one.text, "url": one.url} for one in question.sources
    ]
    return {
        "@type": "Answer",
        "text": question.answer_text,
        **({"citation": cited} if cited else {}),
    }


def _authors(frame: Frame, authors: Sequence[AuthorLink]) -> list[dict[str, str]]:
    return [
        {
            "@type": "Person",
            "name": one.name,
            **({"url": urls.absolute(frame.url, one.path)} if one.path and frame.url else {}),
        }
        for one in authors
    ]


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _json(data: dict[str, object]) -> str:
    """JSON that cannot end the script element it stands in."""
    text = _ENCODER.encode(data)
    for one, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(one, escaped)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
