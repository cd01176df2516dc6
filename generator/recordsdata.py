"""`questions.jsonl` as a build makes it: the lines of unchanged pages from the cache."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.cache import Cache
from generator.inputs import Inputs
from generator.naming import Called
from generator.outputs.records import NAME as ALL_RECORDS
from generator.outputs.records import question_records
from generator.packing import pack
from generator.planning import Plan
from generator.reading import ReadPages, read_bodies
from generator.site import Compiled
from generator.text import digest


def all_records(
    planned: Plan, read: ReadPages, cache: Cache, inputs: Inputs, program: str
) -> list[Compiled]:
    """The file with all questions, the newest explainer first; none where site.yml says so."""
    site, targets = planned.site, planned.targets
    config = site.config
    if not config.for_machines:
        return []
    url = site.options.base_url
    base = url or urls.base_path(url)
    same = (base, config.lang, config.licence)
    called = Called(site.authors)
    authors = {one.path: called.names(one.front.authors) for one in site.explainers}
    keys = {
        one.path: digest(
            one.digest, *targets.get(one.path, ()), *same, "\n".join(authors[one.path])
        )
        for one in site.explainers
    }

    def parts() -> Iterator[bytes]:
        read.record_keys = tuple(keys.values())
        lines = dict(cache.records(keys.values()))
        missing = [one for one in site.explainers if keys[one.path] not in lines]
        for page, body in read_bodies(missing, read, cache, inputs, program):
            to = targets.get(page.path, ())
            names = authors[page.path]
            made = question_records(base, config.lang, body, page, to, config.licence, names)
            lines[keys[page.path]] = made
            read.records[keys[page.path]] = pack(made)
        for page in site.explainers:
            yield lines[keys[page.path]]

    return [Compiled(ALL_RECORDS, digest(*keys.values()), parts)]


__all__ = ["ALL_RECORDS", "all_records"]
