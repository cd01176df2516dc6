"""Links of the rendered pages that lead nowhere, each told at the place where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator import urls
from generator.check.crawl import PageLinks, Resolver, Target, has_anchor, served
from generator.check.places import Sources
from generator.diagnostics import Diagnostic, Span, error
from generator.inputs import SETTINGS, Inputs
from generator.model import Config, Page
from generator.planning import Plan
from generator.recordsdata import ALL_RECORDS
from generator.site import Sheet
from generator.text import nearest

# The nearest name is sought among all files of the site.
_MOST_HINTS = 50


@dataclass(slots=True)
class _Broken:
    """A target that is not there, and the pages that link to it."""

    target: Target
    address: str
    """As the first of the pages writes it."""
    has_page: bool
    pages: list[str] = field(default_factory=list)
    """Their output files."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Where the links of all pages lead."""

    broken: tuple[_Broken, ...]
    used: frozenset[str]
    """The files of the output that some page shows or links to."""


def follow(planned: Plan, pages: Mapping[str, PageLinks], outputs: frozenset[str]) -> Followed:
    """Follows every link of the pages; `outputs` are the files that there are."""
    resolver = Resolver(planned.site.options.base_url)
    later = _made_later(planned.site.config)
    files: dict[str, str | None] = {}
    broken: dict[Target, _Broken] = {}
    for file, page in pages.items():
        for address, target in resolver.targets(page):
            if target is None:
                continue
            if target.path not in files:
                files[target.path] = served(target.path, outputs)
            leads_to = files[target.path]
            if leads_to is not None and has_anchor(pages.get(leads_to), target.fragment):
                continue
            if not target.path.startswith(later):
                one = broken.setdefault(target, _Broken(target, address, leads_to is not None))
                one.pages.append(file)
    used = frozenset(one for one in files.values() if one)
    return Followed(tuple(broken.values()), used)


def broken_links(
    planned: Plan,
    pages: Mapping[str, PageLinks],
    broken: Sequence[_Broken],
    outputs: frozenset[str],
    inputs: Inputs,
    sources: Sources,
) -> Iterator[Diagnostic]:
    """An error for each link inside the site that leads nowhere, by its place in the sources."""
    owners = {urls.output_path(one.path): owner(one) for one in planned.sheets}
    for number, one in enumerate(broken):
        names = outputs if number < _MOST_HINTS else frozenset()
        yield from _told(one, owners, pages, names, inputs, sources)


def _made_later(config: Config) -> tuple[str, ...]:
    """The beginnings of what a build makes of all pages together, which a check does not."""
    found = []
    if config.search:
        found.append(config.paths.index)
    if config.for_machines:
        found.append(ALL_RECORDS)
    return tuple(found)


def owner(sheet: Sheet) -> str:
    """The content file that a page is made from; empty for the site's own pages."""
    if sheet.body:
        return sheet.body.path
    return next((one.path for one in sheet.arguments if isinstance(one, Page)), "")


def _told(
    one: _Broken,
    owners: Mapping[str, str],
    pages: Mapping[str, PageLinks],
    names: frozenset[str],
    inputs: Inputs,
    sources: Sources,
) -> Iterator[Diagnostic]:
    spans: dict[Span, None] = {}
    wanted = _spellings(one)
    for file in one.pages:
        if owners.get(file):
            spans |= dict.fromkeys(sources.find(owners[file], wanted))
    if not spans:
        spans |= dict.fromkeys(sources.find(SETTINGS, wanted))
    if not spans:
        spans |= dict.fromkeys(_in_templates(inputs, wanted))
    shown = one.pages[0].removesuffix("index.html") or "the home page"
    others = len(one.pages) - 1
    notes = [f"seen on {shown}" + (f" and {others} more" if others else "")]
    place = owners.get(one.pages[0]) or f"themes/{inputs.config.theme}"
    message, code = f"`{one.address}` leads to nothing in this site", "missing-page"
    if one.has_page:
        where = f"`{one.target.path}`" if one.target.path else "the home page"
        message, code = f"{where} has no place `#{one.target.fragment}`", "missing-anchor"
    hint = _hint(one, pages, names)
    for span in spans or [Span(place)]:
        yield error(code, message, span, hint=hint, notes=notes)


def _hint(one: _Broken, pages: Mapping[str, PageLinks], names: frozenset[str]) -> str:
    if one.has_page:
        file = served(one.target.path, frozenset(pages))
        close = nearest(one.target.fragment, sorted(pages[file].ids)) if file else None
        return f"did you mean `#{close}`?" if close else "link to the page without `#…`"
    shown = [name.removesuffix("index.html") for name in names]
    close = nearest(one.target.path, sorted(shown))
    if close:
        return f"did you mean `{close}`?"
    return "put the file into static/, or correct the address"


def _spellings(one: _Broken) -> Sequence[str]:
    """How the link may be written in a source file, the most telling first."""
    path, fragment = one.target.path, one.target.fragment
    end = f"#{fragment}" if fragment else ""
    quoted = urls.quote_path(path)
    found = [one.address, f"/{path}{end}", f"{path}{end}", f"/{quoted}{end}", f"{quoted}{end}"]
    found += [f"/{path}", path, f"static/{path}", path.rstrip("/"), end]
    return list(dict.fromkeys(spelling for spelling in found if len(spelling) > 1))


def _in_templates(inputs: Inputs, wanted: Sequence[str]) -> Iterator[Span]:
    theme = inputs.theme
    for spelling in wanted:
        spans = [
            Span(theme.shown[name], number, line.index(spelling) + 1, len(spelling), line)
            for name, text in theme.sources.items()
            if spelling in text
            for number, line in enumerate(text.split("\n"), 1)
            if f"'{spelling}'" in line or f'"{spelling}"' in line
        ]
        if spans:
            yield from spans
            return
