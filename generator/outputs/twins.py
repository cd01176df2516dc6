"""Pages as Markdown, beside their HTML: for machines and for people who read text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator import urls
from generator.markdown import LINK_MARK
from generator.model import Body, Config, Page, Target, target_paths
from generator.site import Sheet
from generator.views import Frame
from generator.yamltext import write_list, write_scalar

_NEXT_NOTE = re.compile(r"\n(?=\[\^)")
TWIN = "index.md"
"""The name of a page's Markdown in the page's folder."""


def twin_sheets(
    page: Page,
    frame: Frame,
    targets: Mapping[str, tuple[Target, ...]],
    config: Config,
    authors: tuple[str, ...],
) -> Iterator[Sheet]:
    """A page as Markdown, and its questions where they have pages; nothing where not wanted.

    `authors` are the page's, as they are called.
    """
    if not config.for_machines:
        return
    own = (target_paths(targets.get(page.path, ())), config.licence, authors)
    yield Sheet(f"{page.slug}/{TWIN}", "", page_twin, frame, (page, *own), page)
    if config.question_pages:
        for at, one in enumerate(page.questions):
            path = f"{page.slug}/{one.id}/{TWIN}"
            yield Sheet(path, "", question_twin, frame, (page, at, *own), page)


def page_twin(
    frame: Frame,
    body: Body,
    page: Page,
    targets: tuple[str, ...],
    licence: str,
    authors: tuple[str, ...],
) -> str:
    """An explainer or a plain page as Markdown, its links as full addresses."""
    base = base_of(frame)
    top = "\n\n".join((page.front.lead, "\n".join(f"- {one}" for one in page.front.summary)))
    if "](" in top:
        for link, to in zip(page.links, targets, strict=True):
            top = top.replace(f"]({link.target})", f"]({urls.absolute(base, to)})")
    parts = [f"# {page.front.title}", top.strip(), body.written[0]]
    part = ""
    for question, answer in zip(page.questions, body.written[1:], strict=True):
        if question.part != part:
            part = question.part
            parts.append(f"# {part}")
        parts += [f"## {question.text}", answer]
    # A note that two answers name stands once.
    notes = dict.fromkeys(_NEXT_NOTE.split("\n".join(filter(None, body.written_notes))))
    parts.append("\n".join(notes))
    text = "\n\n".join(filter(None, parts))
    return (
        _head(frame, page, f"{page.slug}/", licence, authors)
        + fill_written(base, text, targets)
        + "\n"
    )


def question_twin(
    frame: Frame,
    body: Body,
    page: Page,
    at: int,
    targets: tuple[str, ...],
    licence: str,
    authors: tuple[str, ...],
) -> str:
    """One question with its answer as Markdown."""
    question, base = page.questions[at], base_of(frame)
    path = f"{page.slug}/{question.id}/"
    parts = (f"# {question.text}", answer_markdown(body, at))
    text = "\n\n".join(filter(None, parts))
    return _head(frame, page, path, licence, authors) + fill_written(base, text, targets) + "\n"


def answer_markdown(body: Body, at: int) -> str:
    """An answer with the notes that it refers to, its links as marks."""
    return "\n\n".join(filter(None, (body.written[at + 1], body.written_notes[at + 1])))


def fill_written(base: str, text: str, targets: tuple[str, ...]) -> str:
    """Written Markdown with the addresses of its links."""
    if "\x02" not in text:
        return text
    # What is shown in place in HTML is a simple link here.
    text = text.replace('\x03 "embed")', "\x03)")
    return LINK_MARK.sub(lambda mark: urls.absolute(base, targets[int(mark[1])]), text)


def base_of(frame: Frame) -> str:
    """What site paths are appended to: the site's address, or its root where that is not known."""
    return frame.url or frame.base


def _head(frame: Frame, page: Page, path: str, licence: str, authors: tuple[str, ...]) -> str:
    return "\n".join(["---", *_facts(frame, page, path, licence, authors), "---", "", ""])


def _facts(
    frame: Frame, page: Page, path: str, licence: str, authors: tuple[str, ...]
) -> Iterator[str]:
    front = page.front
    yield f"title: {write_scalar(front.title)}"
    yield f"url: {write_scalar(urls.absolute(base_of(frame), path))}"
    yield f"lang: {write_scalar(front.lang or frame.lang)}"
    for key, moment in (("date", front.date), ("updated", front.updated)):
        if moment:
            yield f"{key}: {moment.isoformat()}"
    if front.source:
        yield f"source: {write_scalar(front.source.name or front.source.url)}"
    yield from _list("authors", authors)
    yield from _list("tags", front.tags)
    if licence:
        yield f"licence: {write_scalar(licence)}"


def _list(key: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"{key}: {write_list(items)}"
