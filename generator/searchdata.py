"""The search index as a build makes it: each page's postings from the cache, the rest anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from functools import partial

from generator.cache import Cache
from generator.inputs import Inputs
from generator.model import Artifact, Body, Page, SearchRecord
from generator.packing import pack, unpack
from generator.reading import ReadingPlace, ReadPages, packed_bodies, reading_place, unpacked_body
from generator.site import Site
from generator.workers import spread

WORTH_A_WORKER = 200
_CHUNK = 100

_Task = tuple[Sequence[Page], Mapping[str, bytes]]
"""Pages and the packed bodies of these, by their digests."""


def search_artifacts(
    site: Site,
    read: ReadPages,
    cache: Cache,
    inputs: Inputs,
    executor: Executor | None,
    program: str,
) -> list[Artifact]:
    """The files of the search index; none where search is off."""
    if not site.config.search:
        return []
    from generator.search.write import write_index

    found = dict(cache.postings(one.digest for one in site.explainers))
    missing = [one for one in site.explainers if one.digest not in found]
    for digest, packed in _index(missing, read, cache, inputs, executor, program):
        read.postings[digest] = packed
        found[digest] = unpack(packed)
    # Oldest first: a new explainer then moves no other's number, and changes few files.
    pages = [found[one.digest] for one in reversed(site.explainers)]
    folder = site.config.paths.index
    return [Artifact(folder + one.path, one.content) for one in write_index(pages)]


def _index(
    pages: Sequence[Page],
    read: ReadPages,
    cache: Cache,
    inputs: Inputs,
    executor: Executor | None,
    program: str,
) -> Iterator[tuple[str, bytes]]:
    """The digest and the packed postings of each page, on all cores where there are many."""
    work = partial(_index_pages, lang=inputs.config.lang, place=reading_place(inputs, program))
    chunks = (pages[at : at + _CHUNK] for at in range(0, len(pages), _CHUNK))
    tasks = ((one, packed_bodies(one, read, cache)) for one in chunks)
    results: Iterable[list[tuple[str, bytes]]]
    if executor is None or len(pages) < WORTH_A_WORKER:
        results = map(work, tasks)
    else:
        results = spread(executor, work, tasks)
    return (one for some in results for one in some)


def _index_pages(task: _Task, *, lang: str, place: ReadingPlace) -> list[tuple[str, bytes]]:
    from generator.search.page import index_page

    pages, packed = task
    bodies = ((one, unpacked_body(one, packed.get(one.digest, b""), place)) for one in pages)
    return [
        (page.digest, pack(index_page(search_records(page, body, lang)))) for page, body in bodies
    ]


def search_records(page: Page, body: Body, site_lang: str) -> tuple[SearchRecord, ...]:
    """What search sees of an explainer: a record a question, in their order."""
    changed = page.front.updated or page.front.date
    day = changed.date().isoformat() if changed else ""
    return tuple(
        SearchRecord(
            path=f"{page.slug}/#{one.id}",
            question=one.text,
            label=one.label,
            answer=text,
            explainer=page.front.title,
            tags=page.front.tags,
            lang=page.front.lang or site_lang,
            date=moment.date().isoformat() if (moment := one.updated or one.first) else day,
        )
        for one, text in zip(page.questions, body.answer_texts, strict=True)
    )
