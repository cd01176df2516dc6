"""Sheets to files of the stage: in this process when they are few, else on all cores."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cache as memoized
from functools import partial
from pathlib import Path

from generator import urls
from generator.cache import Cache
from generator.diagnostics import Diagnostic, GeneratorError
from generator.files.inplace import InPlace
from generator.files.places import Placed, Places
from generator.files.stage import Stage
from generator.inputs import THEMES, Inputs
from generator.model import Body
from generator.packing import unpack
from generator.reading import (
    ReadingPlace,
    ReadPages,
    packed_bodies,
    reading_place,
    unpacked_body,
)
from generator.render import render_sheet
from generator.sheaves import Binder, unbind
from generator.site import Sheet
from generator.theme import Theme, load_templates
from generator.views import Frame
from generator.workers import spread

WORTH_A_WORKER = 200
_CHUNK, _MOST_IN_A_CHUNK = 50, 200


@dataclass(frozen=True, slots=True)
class _Task:
    """Sheets to render with what their pages are made from."""

    sheaves: tuple[bytes, ...]
    """As `sheaves` binds them."""
    pages: Mapping[str, bytes]
    """The packed pages that stand in them, by file."""
    bodies: Mapping[str, bytes]
    """The packed bodies that the sheets need, by digest."""
    listed: tuple[bool, ...]
    """Of each sheet, whether the last tree has a file of that path."""


@dataclass(frozen=True, slots=True)
class _Done:
    """What a worker made of a task."""

    placed: tuple[Placed, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def render_sheets(
    sheets: Sequence[Sheet],
    stage: Stage | InPlace,
    read: ReadPages,
    cache: Cache,
    inputs: Inputs,
    executor: Executor | None,
    program: str,
    binder: Binder,
) -> None:
    """Renders sheets into the stage; raises `GeneratorError` when a template is at fault.

    `binder` is that of all sheets of the build.
    """
    place = reading_place(inputs, program)
    chunks = in_chunks(sheets)
    if isinstance(stage, InPlace) or executor is None or len(sheets) < WORTH_A_WORKER:
        for chunk in chunks:
            packed = packed_for(chunk, read, cache)
            for path, content in _render(chunk, packed, inputs.theme, place):
                stage.write(path, content)
        return
    paths = [urls.output_path(one.path) for one in sheets]
    work = partial(
        _render_in_worker,
        name=inputs.config.theme,
        folder=inputs.source / THEMES,
        digest=inputs.theme.digest,
        place=place,
        places=stage.open_places(paths),
        frames={one.frame.digest: one.frame for one in sheets},
    )

    def task(chunk: Sequence[Sheet]) -> _Task:
        bound = [*binder.groups(chunk)]
        return _Task(
            sheaves=tuple(one.packed for one in bound),
            pages={path: read.packed[path] for one in bound for path in one.pages},
            bodies=packed_for(chunk, read, cache),
            listed=tuple(stage.lists(urls.output_path(one.path)) for one in chunk),
        )

    tasks = map(task, chunks)
    waiting = iter(paths)
    for done in spread(executor, work, tasks):
        if done.problems:
            raise GeneratorError(done.problems)
        # The paths are the very strings that were claimed.
        for placed, path in zip(done.placed, waiting, strict=False):
            stage.adopt(path, placed)


def in_chunks(sheets: Sequence[Sheet]) -> Iterator[Sequence[Sheet]]:
    """The sheets in parts, those of one page together where it has not too many."""
    start, last = 0, None
    for at, sheet in enumerate(sheets):
        page = next(iter(sheet.pages), None)
        if at - start >= _CHUNK and (page is not last or at - start >= _MOST_IN_A_CHUNK):
            yield sheets[start:at]
            start = at
        last = page
    yield sheets[start:]


def packed_for(sheets: Sequence[Sheet], read: ReadPages, cache: Cache) -> Mapping[str, bytes]:
    """The packed bodies that sheets need, by their digests."""
    pages = {page.digest: page for one in sheets for page in one.pages}
    return packed_bodies([*pages.values()], read, cache)


def _render(
    sheets: Sequence[Sheet], packed: Mapping[str, bytes], theme: Theme, place: ReadingPlace
) -> Iterator[tuple[str, bytes]]:
    """Output path and content of each sheet."""
    bodies: dict[str, Body] = {}
    for sheet in sheets:
        for page in sheet.pages:
            if page.path not in bodies:
                bodies[page.path] = unpacked_body(page, packed.get(page.digest, b""), place)
        yield urls.output_path(sheet.path), render_sheet(sheet, bodies, theme)


def _render_in_worker(
    task: _Task,
    *,
    name: str,
    folder: Path,
    digest: str,
    place: ReadingPlace,
    places: Places,
    frames: Mapping[str, Frame],
) -> _Done:
    """Stops at the first problem, which a whole task tends to share."""
    page_of = memoized(lambda path: unpack(task.pages[path]))
    sheets = [one for packed in task.sheaves for one in unbind(packed, page_of, frames) or ()]
    try:
        made = _render(sheets, task.bodies, _worker_theme(name, folder, digest), place)
        return _Done(
            tuple(
                places.put(path, content, is_listed=is_listed)
                for (path, content), is_listed in zip(made, task.listed, strict=True)
            )
        )
    except GeneratorError as found:
        return _Done(problems=found.diagnostics)


def lend_theme(inputs: Inputs) -> None:
    """Lets worker processes that are forked from now on begin with the theme that is at hand.

    Each would take longer to read and compile it than to render a hundred pages.
    """
    config = inputs.config
    _themes[config.theme, inputs.source / THEMES] = inputs.theme
    wanted = {
        "explainer.html": True,
        "question.html": config.question_pages,
        "embed.html": config.embeddable,
    }
    for template in (name for name, is_wanted in wanted.items() if is_wanted):
        # A broken template is told of when a page is rendered.
        with contextlib.suppress(Exception):
            inputs.theme.fast.get_template(template)


_themes: dict[tuple[str, Path], Theme] = {}


def _worker_theme(name: str, folder: Path, digest: str) -> Theme:
    found = _themes.get((name, folder))
    if found is None or found.digest != digest:
        found = _themes[name, folder] = load_templates(name, folder)
    return found
