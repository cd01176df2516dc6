"""The search index as a build makes it: each page's postings from the cache, the rest anew."""

from __future__ import annotations

from generator.cache import Cache, pack
from generator.inputs import Inputs
from generator.model import Artifact, Body, Page, SearchRecord
from generator.reading import ReadPages, read_bodies
from generator.site import Site


def search_artifacts(
    site: Site, read: ReadPages, cache: Cache, inputs: Inputs, program: str
) -> list[Artifact]:
    """The files of the search index; none where search is off."""
    if not site.config.search:
        return []
    from generator.search.page import index_page
    from generator.search.write import write_index

    cached = dict(cache.postings(one.digest for one in site.explainers))
    missing = [one for one in site.explainers if one.digest not in cached]
    for page, body in read_bodies(missing, read, cache, inputs, program):
        cached[page.digest] = index_page(search_records(page, body, site.config.lang))
        read.postings[page.digest] = pack(cached[page.digest])
    # Oldest first: a new explainer then moves no other's number, and changes few files.
    pages = [cached[one.digest] for one in reversed(site.explainers)]
    folder = site.config.paths.index
    return [Artifact(folder + one.path, one.content) for one in write_index(pages)]


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
