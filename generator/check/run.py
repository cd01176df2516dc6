"""A whole site checked: the same stages as a build, without its end, and then what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

from generator import files, urls
from generator.cache import CACHE_FILE, Cache
from generator.check.broken import broken_links, follow, owner
from generator.check.crawl import resolve
from generator.check.due import overdue_reviews
from generator.check.places import Sources
from generator.check.rendering import Advance, Rendered, make_scales, render
from generator.check.shipped import limits, unused_pictures
from generator.citations import answers_without_source
from generator.config import load_zone
from generator.diagnostics import Diagnostic, GeneratorError, Span, graded
from generator.inputs import CACHE, CONTENT, SETTINGS, STATIC, Inputs, gather_inputs
from generator.model import BuildOptions
from generator.packing import pack
from generator.planning import Plan, plan
from generator.reading import ReadPages, read_pages, told, with_vectors
from generator.version import program_digest
from generator.weights import PageWeight, budget_faults
from generator.workers import uncollected, workers

# What says of a line that its link or picture is not there.
_TOLD = ("missing-page", "missing-anchor", "missing-image")
_EMPTY = "empty-answer"
_ORDER = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked."""

    source: Path
    now: datetime
    base_url: str = ""
    """Overrides the address in site.yml."""
    drafts: bool = False
    future: bool = False
    due: bool = False
    """Also look for answers that should have been looked at by now."""
    dupes: bool = False
    """Also look for questions that ask the same."""
    budget: bool = False
    """Also weigh each page."""
    external: bool = False
    """Also ask what other sites answer."""
    fresh: bool = False
    """Do not believe what they answered lately."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was found."""

    problems: tuple[Diagnostic, ...]
    """Each once; errors first, then by file and line."""
    explainers: int
    questions: int
    links: int
    """Different addresses on all pages together."""


def check(request: Request, stage: Callable[[str, int], Advance]) -> Report:
    """Everything that is wrong with a site; writes nothing.

    `stage` is told what begins and how much of it there is, and gives what counts it.
    """
    inputs, problems = gather_inputs(request.source)
    found = list(problems)
    program = program_digest()
    with (
        uncollected(),
        closing(Cache(request.source / CACHE / CACHE_FILE, program, read_only=True)) as cache,
        workers() as pool,
    ):
        read = read_pages(with_vectors(inputs), cache, pool, program)
        found += told(read)
        _add_undecodable(inputs, read)
        planned = plan(inputs, read, _options(request, inputs), is_locked=False)
        found += planned.problems
        advance = stage("Rendering", len(planned.sheets))
        scales = make_scales(planned, inputs) if request.budget else None
        rendered = render(planned, read, cache, inputs, program, advance, scales, pool)
    found += rendered.problems
    sources = Sources(request.source)
    found = [sources.placed(one) for one in found]
    outputs = frozenset(rendered.sizes)
    followed = follow(planned, rendered.pages, outputs)
    broken = broken_links(planned, rendered.pages, followed.broken, outputs, inputs, sources)
    places = {(one.span.path, one.span.line) for one in found if one.span and one.code in _TOLD}
    found += [one for one in broken if one.span and (one.span.path, one.span.line) not in places]
    empty = {(one.span.path, one.span.line) for one in found if one.span and one.code == _EMPTY}
    found += [
        one
        for one in answers_without_source(planned.site)
        if one.span and (one.span.path, one.span.line) not in empty
    ]
    found += unused_pictures(inputs.static, followed.used, _styles(inputs))
    found += limits(rendered.sizes)
    found += _over_budget(planned, rendered.weights)
    if request.due:
        found += overdue_reviews(planned.site)
    if request.external:
        found += _outside(request, planned, rendered, sources, stage)
    if request.dupes:
        from generator.duplicates import report_duplicates

        found += report_duplicates(planned.site)
    explainers = planned.site.explainers
    return Report(
        problems=_in_order(sources.placed(one) for one in graded(found, inputs.config.severities)),
        explainers=len(explainers),
        questions=sum(len(one.questions) for one in explainers),
        links=len({one for page in rendered.pages.values() for one in page.addresses}),
    )


def _outside(
    request: Request,
    planned: Plan,
    rendered: Rendered,
    sources: Sources,
    stage: Callable[[str, int], Advance],
) -> Iterator[Diagnostic]:
    """What is wrong with links to other sites, at each place where one is written."""
    from generator.check.outside import MEMORY, ask_all, is_outside, outside_problems

    base = planned.site.options.base_url
    places: dict[str, dict[Span, None]] = {}
    for sheet in planned.sheets:
        page = rendered.pages.get(urls.output_path(sheet.path))
        for address in page.addresses if page else ():
            if not is_outside(address) or resolve(sheet.path, address, base) is not None:
                continue
            plain = address.partition("#")[0]
            file = owner(sheet) or SETTINGS
            spans = sources.find(file, (address, plain, unquote(address)))
            places.setdefault(plain, {}).update(dict.fromkeys(spans))
    wanted = {address: spans for address, spans in places.items() if spans}
    advance = stage("Asking other sites", len(wanted))
    memory = request.source / CACHE / MEMORY
    yield from outside_problems(wanted, ask_all(wanted, memory, advance, fresh=request.fresh))


def _options(request: Request, inputs: Inputs) -> BuildOptions:
    base_url = request.base_url or inputs.config.url
    return BuildOptions(
        now=request.now,
        timezone=load_zone(inputs.config.timezone),
        base_url=base_url if not base_url or base_url.endswith("/") else base_url + "/",
        drafts=request.drafts,
        future=request.future,
    )


def _add_undecodable(inputs: Inputs, read: ReadPages) -> None:
    """Adds the pages of files that are no UTF-8, so that links to them are not told as broken."""
    from generator.parse import read_page

    known = {one.path for one in read.pages}
    for file in inputs.content:
        path = f"{CONTENT}/{file.path}"
        if path in known:
            continue
        try:
            text = files.read_bytes(inputs.source, path).decode("utf-8", "replace")
        except GeneratorError:
            text = "---\nkind: page\n---\n"
        page, body = read_page(text, path, load_zone(inputs.config.timezone), path)
        read.pages.append(page)
        read.bodies[page.digest] = pack(body)


def _over_budget(planned: Plan, weights: Iterable[PageWeight]) -> Iterator[Diagnostic]:
    """What is too heavy, told at the content file that the page is made from."""
    owners = {urls.output_path(one.path): owner(one) for one in planned.sheets}
    for one in budget_faults(weights):
        file = one.span.path if one.span else ""
        name = file.removesuffix("index.html") or "the home page"
        place = owners.get(file) or f"themes/{planned.site.config.theme}"
        yield replace(one, span=Span(place), notes=(*one.notes, f"the page is {name}"))


def _styles(inputs: Inputs) -> str:
    """All style sheets and scripts of theme and site together, which may show pictures."""
    own = [
        files.read_bytes(inputs.source / STATIC, one.path).decode("utf-8", "replace")
        for one in inputs.static
        if one.path.endswith((".css", ".js", ".webmanifest", ".json"))
    ]
    themed = [one.content for one in inputs.theme.static if one.name.endswith((".css", ".js"))]
    return "\n".join([*own, *(one.decode("utf-8", "replace") for one in themed)])


def _in_order(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    def place(one: Diagnostic) -> tuple[int, str, int, int, str, str]:
        path, line, column = (
            (one.span.path, one.span.line, one.span.column) if one.span else ("", 0, 0)
        )
        return _ORDER[one.severity], path, line, column, one.code, one.message

    return tuple(sorted(set(problems), key=place))
