"""A page whose text was changed, shown before the rest of the site is brought up to date.

For previews of large sites: planning 10,000 explainers takes seconds, rendering one page takes
milliseconds. Only what stands on the page itself is made anew, and a whole build has to follow:
it renews what other pages show of this one, and finds what else is wrong.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from generator import files, urls
from generator.build import Workshop
from generator.diagnostics import graded, raise_errors
from generator.files.inplace import InPlace
from generator.model import Link, Page, Question
from generator.reading import read_file, reading_place
from generator.render import render_sheet
from generator.site import Sheet
from generator.theme import Theme, syntax_problems
from generator.version import program_digest


def touch_up(workshop: Workshop, output: Path, changed: Collection[str]) -> tuple[str, ...] | None:
    """Writes the pages of the changed files; gives the output files that differ.

    None when that cannot be done and nothing was written: a file is new, gone, or changed in its
    address, its questions, its links or where it is listed. Raises `GeneratorError` for what is
    wrong with the files themselves, templates among them.
    """
    made = workshop.made
    if made is None or workshop.published is None or not changed:
        return None
    inputs, plan = made
    stage = InPlace(output, workshop.published)
    place = reading_place(inputs, program_digest())
    pages: dict[str, Page] = {}
    _raise_faults(inputs.theme, changed, place.root)
    try:
        for path in changed:
            old = plan.site.by_path.get(path)
            if old is None or not (place.root / path).is_file():
                return None
            new, body = read_file(path, old.slug, place)
            raise_errors(graded(new.diagnostics, inputs.config.severities))
            if shape(new) != shape(old):
                return None
            pages[path] = new
            for sheet in _sheets(plan.sheets, old):
                content = render_sheet(_renewed(sheet, old, new), {path: body}, inputs.theme)
                stage.write(urls.output_path(sheet.path), content)
    except OSError:
        # It went away while it was looked at; the whole build will tell.
        return None
    published = stage.add()
    workshop.published = {**workshop.published, **published}
    return tuple(sorted(published))


def _raise_faults(theme: Theme, changed: Collection[str], root: Path) -> None:
    """Raises `GeneratorError` for changed templates that cannot be read as such."""
    for path in changed:
        if path in theme.shown.values():
            with contextlib.suppress(OSError):
                raise_errors(syntax_problems(theme, path, files.read_text(root, path)))


def shape(page: Page) -> tuple[object, ...]:
    """Everything about a page but its words: its questions, where it leads, where it is listed."""
    return (
        replace(
            page,
            questions=(),
            links=(),
            front=replace(page.front, title="", kicker="", lead="", summary=()),
            card=replace(
                page.card, title="", kicker="", excerpt="", minutes=0, updated=None, digest=""
            ),
            digest="",
            diagnostics=(),
            drift=(),
        ),
        tuple(map(_question_shape, page.questions)),
        _targets(page.links),
        any(one.severity == "error" for one in page.diagnostics),
    )


def _question_shape(one: Question) -> tuple[object, ...]:
    plain = replace(
        one,
        updated=None,
        digest="",
        line=0,
        first=None,
        vector=b"",
        related=(),
        distinct_from=(),
    )
    return plain, _targets(one.related), _targets(one.distinct_from)


def _targets(links: tuple[Link, ...]) -> tuple[tuple[str, bool], ...]:
    return tuple((one.target, one.is_image) for one in links)


def _sheets(sheets: Collection[Sheet], page: Page) -> Iterator[Sheet]:
    """The page's own, but for those that need other pages' bodies."""
    return (one for one in sheets if one.body is page and one.template and not one.beside)


def _renewed(sheet: Sheet, old: Page, new: Page) -> Sheet:
    arguments = tuple(new if one is old else one for one in sheet.arguments)
    return replace(sheet, arguments=arguments, body=new)
