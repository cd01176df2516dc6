"""Front matter and question comments as text: one order of keys, one way of quoting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.editorial import FrontMatter, QuestionMeta
from generator.yamltext import write_list, write_scalar


def write_front_matter(front: FrontMatter, *, comments: Mapping[str, str] | None = None) -> str:
    """The front matter as YAML between `---` lines, with a line break at its end.

    Keys that hold their default are left out. `comments` are written as comment lines above the
    key they are given for; those for `""` stand on top, those for a key left out at the end.
    """
    remaining = dict(comments or {})
    lines = ["---", *_comment_lines(remaining.pop("", ""))]
    for key, value in _entries(front):
        lines += _comment_lines(remaining.pop(key, ""))
        lines += value
    for comment in remaining.values():
        lines += _comment_lines(comment)
    return "\n".join([*lines, "---", ""])


def write_question_comment(meta: QuestionMeta) -> str:
    """The comment below a question's heading, without line break; empty when there is none."""
    lines = []
    if meta.id:
        lines.append(f"id: {write_scalar(meta.id, in_comment=True)}")
    if meta.label:
        lines.append(f"label: {write_scalar(meta.label, in_comment=True)}")
    if meta.updated:
        lines.append(f"updated: {meta.updated.isoformat()}")
    if meta.review:
        lines.append(f"review: {meta.review}")
    for name, moment in (("checked", meta.checked), ("expires", meta.expires)):
        if moment:
            lines.append(f"{name}: {moment.isoformat()}")
    if meta.owner:
        lines.append(f"owner: {write_scalar(meta.owner, in_comment=True)}")
    for key, links in (("related", meta.related), ("distinct-from", meta.distinct_from)):
        if links:
            lines.append(f"{key}: {write_list(links, in_comment=True)}")
    return "\n".join(["<!-- q", *lines, "-->"]) if lines else ""


def _entries(front: FrontMatter) -> Iterator[tuple[str, list[str]]]:
    """Each key that has something to say, and its lines."""
    yield "title", [f"title: {write_scalar(front.title)}"]
    if front.kind != "explainer":
        yield "kind", [f"kind: {front.kind}"]
    yield from _texts(("kicker", front.kicker), ("lead", front.lead))
    if front.date:
        yield "date", [f"date: {front.date.isoformat()}"]
    if front.updated:
        yield "updated", [f"updated: {front.updated.isoformat()}"]
    yield from _texts(("slug", front.slug))
    yield from _source(front)
    if front.authors:
        yield "authors", [f"authors: {write_list(front.authors)}"]
    yield from _texts(("lang", front.lang))
    if front.tags:
        yield "tags", [f"tags: {write_list(front.tags)}"]
    yield from _image(front)
    yield from _block_list("summary", front.summary)
    if front.review:
        yield "review", [f"review: {front.review}"]
    for name, moment in (("checked", front.checked), ("expires", front.expires)):
        if moment:
            yield name, [f"{name}: {moment.isoformat()}"]
    yield from _texts(("owner", front.owner))
    yield from _corrections(front)
    if front.draft:
        yield "draft", ["draft: true"]
    yield from _block_list("aliases", front.aliases)


def _texts(*pairs: tuple[str, str]) -> Iterator[tuple[str, list[str]]]:
    for key, text in pairs:
        if text:
            yield key, [f"{key}: {write_scalar(text)}"]


def _block_list(key: str, items: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    lines = [f"  - {write_scalar(one)}" for one in items]
    if lines:
        yield key, [f"{key}:", *lines]


def _source(front: FrontMatter) -> Iterator[tuple[str, list[str]]]:
    source = front.source
    if source is None:
        return
    is_address = source.name.lower().startswith(("http://", "https://"))
    if (source.name and source.url) or is_address:
        pairs = (("name", source.name), ("url", source.url))
        yield "source", ["source:", *_indented(pairs)]
    elif source.name or source.url:
        yield "source", [f"source: {write_scalar(source.name or source.url)}"]


def _image(front: FrontMatter) -> Iterator[tuple[str, list[str]]]:
    image = front.image
    if image is None:
        return
    pairs = (("alt", image.alt), ("caption", image.caption), ("credit", image.credit))
    if any(text for _, text in pairs):
        yield "image", ["image:", *_indented((("src", image.src), *pairs))]
    else:
        yield "image", [f"image: {write_scalar(image.src)}"]


def _corrections(front: FrontMatter) -> Iterator[tuple[str, list[str]]]:
    lines = ["corrections:"]
    for one in front.corrections:
        pairs = (("question", one.question), ("was", one.was), ("now", one.now))
        lines += [f"  - date: {one.date.isoformat()}", *(f"  {line}" for line in _indented(pairs))]
    if front.corrections:
        yield "corrections", lines


def _indented(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [f"  {key}: {write_scalar(text)}" for key, text in pairs if text]


def _comment_lines(comment: str) -> list[str]:
    return [f"# {line}".rstrip() for line in comment.splitlines()]
