"""A site folder to a site: read, parse, assemble, view, render, write.

Parsing is cached, everything else is made anew as values, and only what differs is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from generator import files, revision, standing, urls
from generator.cache import CACHE_FILE, Cache, OutputRow, ResidentCache
from generator.config import load_zone
from generator.diagnostics import Diagnostic, GeneratorError, graded, raise_errors
from generator.files import FileFacts, Folders
from generator.files.inplace import InPlace
from generator.files.stage import Stage, publishing
from generator.inputs import CACHE, STATIC, Inputs, facts, gather_inputs, protected
from generator.model import Artifact, BuildOptions
from generator.phases import Clock
from generator.pictures import PictureFile, picture_content, survey
from generator.pictures import prepare as prepare_pictures
from generator.planning import Plan, plan
from generator.reading import ReadPages, read_pages, told
from generator.recordsdata import ALL_RECORDS, all_records
from generator.render import Keys
from generator.rendering import WORTH_A_WORKER, lend_theme, render_sheets
from generator.request import Request, Result
from generator.searchdata import search_artifacts
from generator.sheaves import Binder, Bound
from generator.site import Compiled, Site
from generator.socialcards import Deck, card_content, deal, draw
from generator.standing import Seen, file_facts, output_row
from generator.text import digest
from generator.version import program_digest
from generator.workers import uncollected, workers

# More changed pages than this are written beside the last tree, also in a workshop.
_FEW = 500


@dataclass(slots=True)
class Workshop:
    """What the builds of one process keep between them, for an output that is theirs alone."""

    cache: ResidentCache
    published: Mapping[str, FileFacts] | None = None
    """What stands in the output; None before the first build."""
    made: tuple[Inputs, Plan] | None = None
    """What the last good build was made from."""


def build(
    request: Request,
    executor: Executor | None = None,
    workshop: Workshop | None = None,
    seen: Seen | None = None,
) -> Result:
    """Builds the site; raises `GeneratorError`, and then the last output stands as it was.

    `seen` is the fingerprint of the inputs (see `standing`) if somebody took it already.
    """
    clock = Clock(request.on_phase)
    source, output = request.source, request.output
    if seen is None:
        seen = standing.fingerprint(request) if workshop is None else Seen()
    inputs, problems = gather_inputs(source)
    if any(one.status == 2 for one in problems):
        raise GeneratorError(problems)
    program = program_digest()
    with (
        uncollected(),
        _opened(source, program, workshop) as cache,
        workers(request.jobs, executor) as pool,
    ):
        root = str(output.resolve())
        folders: Folders = {}
        if workshop is None or workshop.published is None:
            known, guarded = standing.folders(cache, root), protected(source)
            folders = files.check_output(output, source=source, protected=guarded, folders=known)
        clock.phase("read")
        if len(inputs.content) >= WORTH_A_WORKER and not cache.has_outputs(root):
            lend_theme(inputs)
        read = read_pages(inputs, cache, pool, program)
        clock.phase("parse")
        options = build_options(request, inputs)
        problems += told(read)
        # Nothing is worth encoding for a site that cannot be built.
        is_broken = any(one.severity == "error" for one in problems)
        prepare = survey if is_broken else partial(prepare_pictures, pool=pool)
        planned = plan(inputs, read, options, is_locked=request.is_locked, prepare=prepare)
        site, sheets = planned.site, planned.sheets
        deck = deal(planned.cards, planned.card_colours, inputs)
        found = (*problems, *planned.problems, *deck.problems)
        problems = graded(found, inputs.config.severities)
        raise_errors(problems)
        clock.phase("assemble")
        last = cache.outputs(root)
        stood = workshop.published if workshop and workshop.published else _all_facts(last)
        lacking = draw(deck, {path: row.key for path, row in last.items()}, pool)
        problems += graded(lacking, inputs.config.severities)
        raise_errors(problems)
        clock.phase("cards")
        artifacts = planned.artifacts
        if request.search:
            artifacts = [*artifacts, *search_artifacts(site, read, cache, inputs, pool, program)]
        compiled = []
        if request.search:
            compiled = all_records(planned, read, cache, inputs, program)
        clock.phase("search")
        key = Keys(inputs.theme).of
        keys = {urls.output_path(one.path): key(one) for one in sheets}
        with _stage(request, workshop, _count_changes(last, keys)) as stage:
            stale = [
                one for one in sheets if not _kept(stage, last, urls.output_path(one.path), keys)
            ]
            clock.phase("views")
            binder = Binder(sheets)
            render_sheets(stale, stage, read, cache, inputs, pool, program, binder)
            clock.phase("render")
            keys |= _write_ready(stage, last, artifacts, compiled, inputs)
            if not request.search:
                keys |= _keep_last(stage, last, inputs.config.paths.index)
                keys |= _keep_last(stage, last, ALL_RECORDS)
            keys |= _write_pictures(stage, last, planned.pictures, source)
            keys |= _write_cards(stage, last, deck)
            published = stage.publish()
            if workshop is not None:
                workshop.published = published.facts
                workshop.made = inputs, planned
        _note(read, root, seen, request, site, problems, published.folders or folders)
        # A workshop's builds come one upon another, with all that they are made from at hand.
        bound = binder.bind(stale, cache.sheaf_names(root)) if workshop is None else None
        _note_revision(read, root, seen, inputs, bound)
        _remember(cache, read, root, last, keys, published.facts, bound)
        clock.phase("write")
    return Result(
        explainers=len(site.explainers),
        questions=sum(len(one.questions) for one in site.explainers),
        written=published.written,
        kept=published.kept,
        removed=published.removed,
        parsed=read.parsed,
        rendered=len(stale),
        next_due=site.next_due,
        warnings=problems,
        timings=clock.phases,
        changed=tuple(
            sorted(path for path, found in published.facts.items() if stood.get(path) != found)
        ),
        site=site,
    )


def build_options(request: Request, inputs: Inputs) -> BuildOptions:
    base_url = request.base_url or inputs.config.url
    return BuildOptions(
        now=request.now,
        timezone=load_zone(inputs.config.timezone),
        base_url=base_url if not base_url or base_url.endswith("/") else base_url + "/",
        drafts=request.drafts,
        future=request.future,
        offline=request.offline,
    )


@contextmanager
def _opened(source: Path, program: str, workshop: Workshop | None) -> Iterator[Cache]:
    """The cache: the workshop's, which stays open, else one for this build."""
    if workshop is not None:
        yield workshop.cache
        return
    with closing(Cache(source / CACHE / CACHE_FILE, program)) as cache:
        yield cache


@contextmanager
def _stage(request: Request, workshop: Workshop | None, changes: int) -> Iterator[Stage | InPlace]:
    """Where the next tree grows: beside the last one, or over it where few pages change."""
    published = workshop.published if workshop is not None else None
    if published is not None and changes <= _FEW:
        yield InPlace(request.output, published)
        return
    spare = request.source / CACHE / "spare"
    with publishing(request.output, spare=spare, on_wait=request.on_wait) as stage:
        yield stage


def _count_changes(last: Mapping[str, OutputRow], keys: Mapping[str, str]) -> int:
    return sum(path not in last or last[path].key != key for path, key in keys.items())


def _kept(
    stage: Stage | InPlace, last: Mapping[str, OutputRow], path: str, keys: Mapping[str, str]
) -> bool:
    """Takes a file over whose key is the last build's; False when it must be made."""
    row = last.get(path)
    return row is not None and row.key == keys[path] != "" and stage.keep(path, file_facts(row))


def _keep_last(
    stage: Stage | InPlace, last: Mapping[str, OutputRow], beginning: str
) -> dict[str, str]:
    """Takes over the last build's files whose path begins so; their keys by output path."""
    return {
        path: row.key
        for path, row in last.items()
        if path.startswith(beginning) and stage.keep(path, file_facts(row))
    }


def _write_ready(
    stage: Stage | InPlace,
    last: Mapping[str, OutputRow],
    artifacts: Sequence[Artifact],
    compiled: Sequence[Compiled],
    inputs: Inputs,
) -> dict[str, str]:
    """Writes the files that need no rendering; their keys by output path."""
    keys = {}
    for large in compiled:
        keys[large.path] = large.key
        if not _kept(stage, last, large.path, keys):
            stage.write(large.path, b"".join(large.parts()))
    for one in artifacts:
        keys[one.path] = digest(one.content)
        if not _kept(stage, last, one.path, keys):
            stage.write(one.path, one.content)
    for file in inputs.static:
        keys[file.path] = facts(file, inputs.looked_at_ns)
        if not _kept(stage, last, file.path, keys):
            stage.copy(file.path, inputs.source / STATIC / file.path)
    return keys


def _write_pictures(
    stage: Stage | InPlace,
    last: Mapping[str, OutputRow],
    pictures: Sequence[PictureFile],
    source: Path,
) -> dict[str, str]:
    """Writes the encoded images; their keys by output path."""
    for one in pictures:
        row = last.get(one.path)
        if not (row and row.key == one.digest and stage.keep(one.path, file_facts(row))):
            stage.write(one.path, picture_content(one, source))
    return {one.path: one.digest for one in pictures}


def _all_facts(rows: Mapping[str, OutputRow]) -> Mapping[str, FileFacts]:
    return {path: file_facts(row) for path, row in rows.items()}


def _write_cards(
    stage: Stage | InPlace, last: Mapping[str, OutputRow], deck: Deck
) -> Mapping[str, str]:
    """Writes the social cards; their keys by output path."""
    for path, key in deck.keys.items():
        row = last.get(path)
        if not (row and row.key == key and stage.keep(path, file_facts(row))):
            stage.write(path, card_content(deck, path))
    return deck.keys


def _note(
    read: ReadPages,
    root: str,
    seen: Seen,
    request: Request,
    site: Site,
    problems: tuple[Diagnostic, ...],
    folders: Folders,
) -> None:
    """Lets the next build see at once whether anything changed."""
    dates = [one.front.date for one in read.pages if one.front.date]
    dates += [site.next_due] if site.next_due else []
    read.memories |= standing.note(
        root,
        seen,
        folders,
        explainers=len(site.explainers),
        questions=sum(len(one.questions) for one in site.explainers),
        next_due=site.next_due,
        now=request.now,
        until=min((one for one in dates if one > request.now), default=None),
        warnings=problems,
    )


def _note_revision(
    read: ReadPages, root: str, seen: Seen, inputs: Inputs, bound: Bound | None
) -> None:
    """Lets the next build make the few pages anew whose words alone were changed."""
    name, packed = revision.note(root, seen, read.pages, inputs.config, bound)
    read.memories[name] = packed


def _remember(
    cache: Cache,
    read: ReadPages,
    root: str,
    last: Mapping[str, OutputRow],
    keys: Mapping[str, str],
    found: Mapping[str, FileFacts],
    bound: Bound | None,
) -> None:
    """Stores what this build found out, for the next."""
    rows = {path: output_row(key, found[path]) for path, key in keys.items()}
    cache.store(
        pages=read.rows,
        bodies=read.bodies,
        postings=read.postings,
        memories=read.memories,
        records=read.records,
        record_keys=read.record_keys,
        gone=read.gone,
        root=root,
        outputs={path: row for path, row in rows.items() if last.get(path) != row},
        outputs_gone=[path for path in last if path not in keys],
        sheaves=bound.sheaves if bound else {},
        sheaves_gone=bound.gone if bound else (),
    )
