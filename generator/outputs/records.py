"""`questions.jsonl`: every question of the site with its answer, a JSON object a line."""

from __future__ import annotations

import json

from generator import urls
from generator.model import Body, Page
from generator.outputs.twins import answer_markdown, fill_written

NAME = "questions.jsonl"
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def question_records(
    base: str,
    lang: str,
    body: Body,
    page: Page,
    targets: tuple[str, ...],
    licence: str,
    authors: tuple[str, ...],
) -> bytes:
    """The lines of an explainer's questions, in their order.

    `base` is what site paths are appended to, `lang` the site's language, `authors`
    are the page's, as they are called.
    """
    return "".join(
        _ENCODER.encode(_record(base, lang, body, page, at, targets, licence, authors)) + "\n"
        for at in range(len(page.questions))
    ).encode()


def _record(
    base: str,
    lang: str,
    body: Body,
    page: Page,
    at: int,
    targets: tuple[str, ...],
    licence: str,
    authors: tuple[str, ...],
) -> dict[str, object]:
    question, front = page.questions[at], page.front
    first = question.first or front.date
    changed = question.updated or first
    return {
        "id": f"{page.slug}/{question.id}",
        "url": urls.absolute(base, f"{page.slug}/#{question.id}"),
        "explainer": front.title,
        "language": front.lang or lang,
        "question": question.text,
        "answer": body.answer_texts[at],
        "markdown": fill_written(base, answer_markdown(body, at), targets),
        "published": first.isoformat() if first else None,
        "changed": changed.isoformat() if changed else None,
        "sources": [{"text": one.text, "url": one.url} for one in body.sources[at]],
        "tags": list(front.tags),
        "authors": list(authors),
        "licence": licence or None,
        "hash": question.digest,
    }
