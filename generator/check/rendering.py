"""A site's pages rendered in memory: what they link to and what they weigh."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache as memoized
from functools import partial
from pathlib import Path

from generator import files, urls
from generator.cache import Cache
from generator.check.crawl import PageLinks, page_links
from generator.diagnostics import Diagnostic, GeneratorError
from generator.inputs import STATIC, THEMES, Inputs
from generator.planning import Plan
from generator.reading import (
    ReadingPlace,
    ReadPages,
    reading_place,
    unpacked_body,
)
from generator.render import render_sheet
from generator.rendering import WORTH_A_WORKER, in_chunks, packed_for
from generator.site import Sheet
from generator.theme import Theme, load_templates
from generator.weights import PageWeight, packed, weigh_page
from generator.workers import spread, uncollected


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages as readers would get them."""

    pages: dict[str, PageLinks]
    """By output file."""
    sizes: dict[str, int]
    """Bytes by output file, of all files."""
    weights: tuple[PageWeight, ...]
    """Empty unless asked for."""
    problems: tuple[Diagnostic, ...]


Advance = Callable[[int], None]
Scales = Callable[[str, bytes], PageWeight]


@dataclass(frozen=True, slots=True)
class _Task:
    """Sheets to render with what their pages are made from."""

    sheets: tuple[Sheet, ...]
    packed: Mapping[str, bytes]
    """The packed bodies that the sheets need, by digest."""


@dataclass(slots=True)
class _Seen:
    """What a task's pages show."""

    sizes: list[int] = field(default_factory=list)
    """Of each sheet."""
    pages: list[PageLinks | None] = field(default_factory=list)
    """Of each sheet; None for one that is no page."""
    weights: list[PageWeight] = field(default_factory=list)
    problems: dict[Diagnostic, None] = field(default_factory=dict)


def render(
    planned: Plan,
    read: ReadPages,
    cache: Cache,
    inputs: Inputs,
    program: str,
    advance: Advance,
    scales: Scales | None,
    executor: Executor | None,
) -> Rendered:
    """Every page rendered, on all cores, its links kept and the rest forgotten.

    `scales`, where given, weigh each page.
    """
    pages: dict[str, PageLinks] = {}
    sizes = {one.path: len(one.content) for one in planned.artifacts}
    sizes |= {one.path: one.size for one in inputs.static}
    weights: list[PageWeight] = []
    problems: dict[Diagnostic, None] = {}
    chunks = [*in_chunks(planned.sheets)]
    place = reading_place(inputs, program)
    tasks = (_Task(tuple(chunk), packed_for(chunk, read, cache)) for chunk in chunks)
    if executor is None or scales is not None or len(planned.sheets) < WORTH_A_WORKER:
        seen: Iterator[_Seen] = (_see(one, inputs.theme, place, scales) for one in tasks)
    else:
        name, folder = inputs.config.theme, inputs.source / THEMES
        work = partial(_see_in_worker, name=name, folder=folder, place=place)
        seen = spread(executor, work, tasks)
    for chunk, found in zip(chunks, seen, strict=True):
        weights += found.weights
        problems |= found.problems
        for sheet, size, links in zip(chunk, found.sizes, found.pages, strict=True):
            file = urls.output_path(sheet.path)
            sizes[file] = size
            if links is not None:
                # Two pages with one address are told elsewhere: together they have all places.
                pages[file] = links.joined(pages[file]) if file in pages else links
        advance(len(chunk))
    return Rendered(pages, sizes, tuple(weights), tuple(problems))


def _see(task: _Task, theme: Theme, place: ReadingPlace, scales: Scales | None) -> _Seen:
    wanted = {page.path: page for one in task.sheets for page in one.pages}
    bodies = {
        path: unpacked_body(page, task.packed.get(page.digest, b""), place)
        for path, page in wanted.items()
    }
    seen = _Seen()
    for sheet in task.sheets:
        try:
            content = render_sheet(sheet, bodies, theme)
        except GeneratorError as failure:
            seen.problems |= dict.fromkeys(failure.diagnostics)
            # So that links in the text are checked although a template is broken.
            content = render_sheet(sheet, bodies, _plain_theme())
        seen.sizes.append(len(content))
        is_page = bool(sheet.template)
        seen.pages.append(page_links(sheet.path, content.decode()) if is_page else None)
        if is_page and scales is not None:
            seen.weights.append(scales(urls.output_path(sheet.path), content))
    return seen


def _see_in_worker(task: _Task, *, name: str, folder: Path, place: ReadingPlace) -> _Seen:
    with uncollected():
        return _see(task, _worker_theme(name, folder), place, None)


@memoized
def _worker_theme(name: str, folder: Path) -> Theme:
    try:
        return load_templates(name, folder)
    except GeneratorError:
        # What is wrong with it has been told already.
        return _plain_theme()


def make_scales(planned: Plan, inputs: Inputs) -> Scales:
    """What weighs a page, given its output file and content."""
    ready = {one.path: one.content for one in planned.artifacts}
    own = {one.path for one in inputs.static}

    @memoized
    def size_of(path: str) -> int | None:
        if path in ready:
            return packed(ready[path])
        return packed(files.read_bytes(inputs.source / STATIC, path)) if path in own else None

    return partial(weigh_page, size_of=size_of, site_url=planned.site.options.base_url)


@memoized
def _plain_theme() -> Theme:
    return load_templates("default", Path("none"))
