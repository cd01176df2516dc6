"""A site's pages rendered in memory: what they link to and what they weigh."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache as memoized
from functools import partial
from pathlib import Path

from generator import files, urls
from generator.cache import Cache
from generator.check.crawl import PageLinks, page_links
from generator.diagnostics import Diagnostic, GeneratorError
from generator.inputs import STATIC, Inputs
from generator.planning import Plan
from generator.reading import ReadPages, read_bodies
from generator.render import render_sheet
from generator.site import Sheet
from generator.theme import Theme, load_theme
from generator.weights import PageWeight, packed, weigh_page

_CHUNK = 100


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


def render(
    planned: Plan,
    read: ReadPages,
    cache: Cache,
    inputs: Inputs,
    program: str,
    advance: Advance,
    scales: Scales | None,
) -> Rendered:
    """Every page rendered, its links kept and the rest forgotten.

    `scales`, where given, weigh each page.
    """
    pages: dict[str, PageLinks] = {}
    sizes = {one.path: len(one.content) for one in planned.artifacts}
    sizes |= {one.path: one.size for one in inputs.static}
    weights: list[PageWeight] = []
    problems: dict[Diagnostic, None] = {}
    for sheets in _chunks(planned.sheets):
        wanted = {page.path: page for one in sheets for page in one.pages}
        given = read_bodies([*wanted.values()], read, cache, inputs, program)
        bodies = {page.path: body for page, body in given}
        for sheet in sheets:
            file = urls.output_path(sheet.path)
            sizes.setdefault(file, 0)
            try:
                content = render_sheet(sheet, bodies, inputs.theme)
            except GeneratorError as failure:
                problems |= dict.fromkeys(failure.diagnostics)
                # So that links in the text are checked although a template is broken.
                content = render_sheet(sheet, bodies, _plain_theme())
            sizes[file] = len(content)
            if not sheet.template:
                continue
            if scales is not None:
                weights.append(scales(file, content))
            links = page_links(sheet.path, content.decode())
            # Two pages with one address are told elsewhere: together they have all places.
            pages[file] = links.joined(pages[file]) if file in pages else links
        advance(len(sheets))
    return Rendered(pages, sizes, tuple(weights), tuple(problems))


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
    return load_theme("default", Path("none"))


def _chunks(sheets: list[Sheet]) -> Iterator[list[Sheet]]:
    for at in range(0, len(sheets), _CHUNK):
        yield sheets[at : at + _CHUNK]
