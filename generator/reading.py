"""All content files to pages: from the cache what is unchanged, the rest parsed on all cores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import files
from generator.cache import Cache, PageRow
from generator.config import load_zone
from generator.diagnostics import Diagnostic, GeneratorError
from generator.files import SourceFile
from generator.inputs import CONTENT, LEDGER, Inputs, facts, ledger_name
from generator.ledger import apply_ledger, departed, parse_ledger
from generator.model import Body, Config, Departed, Page
from generator.packing import pack, unpack
from generator.text import digest
from generator.typesetting import typeset_questions
from generator.wording import quotation_marks

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from generator.parse import Dialect

# Fewer files than this are parsed here: a worker process takes longer to start.
WORTH_A_WORKER = 64
_CHUNK = 40


@dataclass(slots=True)
class ReadPages:
    """The pages of a site and what was found out on the way."""

    pages: list[Page]
    packed: dict[str, bytes] = field(default_factory=dict)
    """All of them packed, by file."""
    rows: dict[str, PageRow] = field(default_factory=dict)
    """New or changed rows for the cache, by file."""
    bodies: dict[str, bytes] = field(default_factory=dict)
    """Packed bodies that the cache could not take, by page digest."""
    postings: dict[str, bytes] = field(default_factory=dict)
    """New packed search postings for the cache, by page digest."""
    departed: tuple[Departed, ...] = ()
    """What the ledger remembers of explainers without a file."""
    remembered: Callable[[str], object] = lambda name: None
    """What a stage of the last build left, by its name; None: nothing."""
    memories: dict[str, bytes] = field(default_factory=dict)
    """New packed memories of stages for the cache, by name."""
    records: dict[str, bytes] = field(default_factory=dict)
    """New packed lines of `questions.jsonl` for the cache, by their keys."""
    record_keys: tuple[str, ...] = ()
    """All that are in use."""
    gone: tuple[str, ...] = ()
    """Files that the cache knows and the site no longer has."""
    parsed: int = 0
    problems: tuple[Diagnostic, ...] = ()
    """Of files with errors: their pages are there only as far as they could be read."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file to parse, unless it is the one that the cache knows."""

    path: str
    key: str
    """The cache's; empty when it knows none."""
    slug: str


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What a worker gives back for one file."""

    path: str
    key: str
    light: bytes = b""
    """The packed page; empty when the file is the one that the cache knows."""
    heavy: bytes = b""
    page: Page | None = None
    """Of a file with errors, as far as it can be read."""
    problems: tuple[Diagnostic, ...] = ()


def read_pages(inputs: Inputs, cache: Cache, executor: Executor | None, program: str) -> ReadPages:
    """Every page of the site, in the order of the files."""
    known = cache.pages()
    found: dict[str, Page] = {}
    read = ReadPages([], remembered=cache.memory)
    unsure: dict[str, _Wanted] = {}
    place = reading_place(inputs, program)
    for file in inputs.content:
        path = f"{CONTENT}/{file.path}"
        row = known.get(path)
        page = row.page() if row else None
        if row and page and row.facts == _facts(file, page.slug, inputs, place) != "":
            found[path], read.packed[path] = page, row.light
        elif row and page:
            unsure[path] = _Wanted(path, row.key, page.slug)
        else:
            unsure[path] = _Wanted(path, "", "")
    parse = partial(_parse_files, place=place)
    sources = {f"{CONTENT}/{file.path}": file for file in inputs.content}
    problems: list[Diagnostic] = []
    for some in _spread(parse, list(unsure.values()), executor):
        _store_bodies(some, read, cache)
        for one in some:
            problems += one.problems
            # Without a light part it is the page that the cache knows; only the times are new.
            light = one.light or (known[one.path].light if one.path in known else b"")
            page = one.page if one.problems else unpack(light)
            if page is None and not one.problems:
                (one,) = parse([_Wanted(one.path, "", "")])
                _store_bodies([one], read, cache)
                problems += one.problems
                page, light = unpack(one.light), one.light
            if page is None:
                continue
            found[one.path] = page
            read.packed[one.path] = pack(page) if one.problems else light
            if not one.problems:
                seen = _facts(sources[one.path], page.slug, inputs, place)
                read.rows[one.path] = PageRow(seen, one.key, light, page)
    read.departed = tuple(_departed(found.values(), inputs, problems))
    paths = [f"{CONTENT}/{file.path}" for file in inputs.content]
    read.pages = [found[one] for one in paths if one in found]
    read.gone = tuple(one for one in known if one not in found)
    read.problems = tuple(problems)
    return read


def read_file(path: str, slug: str, place: ReadingPlace) -> tuple[Page, Body]:
    """The page and body of one file, whose slug is likely this; raises `GeneratorError`."""
    text = files.read_text(place.root, path)
    return _parse_text(text, path, place, slug, _ledger_text(slug, place))


def _store_bodies(parsed: Sequence[_Parsed], read: ReadPages, cache: Cache) -> None:
    bodies = {one.key: one.heavy for one in parsed if one.heavy}
    read.parsed += len(bodies)
    if bodies and not cache.add_bodies(bodies):
        read.bodies.update(bodies)


def told(read: ReadPages) -> tuple[Diagnostic, ...]:
    """What all pages have to say."""
    broken = {one.span.path for one in read.problems if one.span}
    good = (one for one in read.pages if one.path not in broken)
    return (*read.problems, *(said for page in good for said in page.diagnostics))


def read_bodies(
    pages: Sequence[Page], read: ReadPages, cache: Cache, inputs: Inputs, program: str
) -> Iterator[tuple[Page, Body]]:
    """The pages with their bodies: just parsed, cached, or parsed again where the cache fails."""
    packed = packed_bodies(pages, read, cache)
    place = reading_place(inputs, program)
    for page in pages:
        yield page, unpacked_body(page, packed.get(page.digest, b""), place)


def packed_bodies(pages: Sequence[Page], read: ReadPages, cache: Cache) -> Mapping[str, bytes]:
    """What `unpacked_body` makes the pages' bodies from, by the pages' digests."""
    keys = [one.digest for one in pages]
    own = {one: read.bodies[one] for one in keys if one in read.bodies}
    return {**own, **cache.packed_bodies(one for one in keys if one not in own)}


def unpacked_body(page: Page, packed: bytes, place: ReadingPlace) -> Body:
    """The page's body; parsed again where what the cache gave is damaged."""
    body = unpack(packed)
    return body if isinstance(body, Body) else _parse_file(page.path, place)[1]


@dataclass(frozen=True, slots=True)
class ReadingPlace:
    """Where files are read, and what their pages depend on beside them."""

    root: Path
    zone: str
    seed: str
    has_ledger: bool
    math: bool
    vectors: bool
    written: bool
    lang: str
    """The language whose quotation marks are used; empty: those that are written."""


def reading_place(inputs: Inputs, program: str) -> ReadingPlace:
    """The place of a build's inputs."""
    return place_of(inputs.source, inputs.config, program, has_ledger=inputs.ledgers is not None)


def place_of(source: Path, settings: Config, program: str, *, has_ledger: bool) -> ReadingPlace:
    """The place of a site folder with these settings."""
    flags = (
        *(has_ledger, settings.math),
        *(settings.related_questions, settings.for_machines),
    )
    lang = settings.lang if settings.typographic_quotes else ""
    seed = digest(program, settings.timezone, settings.lang, lang, *map(str, flags))
    return ReadingPlace(source, settings.timezone, seed, *flags, lang)


def with_vectors(inputs: Inputs) -> Inputs:
    """The inputs of a reading that notes what each question is about, whatever site.yml says."""
    return replace(inputs, config=replace(inputs.config, related_questions=True))


def site_dialect(
    *, math: bool, vectors: bool = False, written: bool = False, lang: str = ""
) -> Dialect:
    """What a site's texts may mean."""
    from generator.parse import Dialect

    return Dialect(math, vectors, written, lang, _month)


def _month(name: str) -> int:
    """The number of a month by its name in any language; asked for timelines only."""
    from generator.convert.dategrammar import month_number

    return month_number(name)


def _facts(file: SourceFile, slug: str, inputs: Inputs, place: ReadingPlace) -> str:
    """By what a page is known to be unchanged: the settings, its file's facts, its ledger's."""
    own = facts(file, inputs.looked_at_ns)
    own = own and f"{place.seed} {own}"
    ledger = inputs.ledgers.get(ledger_name(slug)) if inputs.ledgers else None
    if not own or ledger is None:
        return own
    beside = facts(ledger, inputs.looked_at_ns)
    return f"{own} {beside}" if beside else ""


def _parse_file(path: str, place: ReadingPlace) -> tuple[Page, Body]:
    """Raises `GeneratorError`."""
    text = files.read_text(place.root, path)
    return _parse_text(text, path, place, "", "")


def _parse_text(
    text: str, path: str, place: ReadingPlace, slug: str, remembered: str
) -> tuple[Page, Body]:
    """The page and the body of a file; `remembered` is the ledger's text where `slug` is right."""
    from generator.parse import read_page

    zone = load_zone(place.zone)
    dialect = site_dialect(
        math=place.math, vectors=place.vectors, written=place.written, lang=place.lang
    )
    page, body = read_page(text, path, zone, "", dialect)
    if page.slug != slug:
        remembered = _ledger_text(page.slug, place)
    if place.has_ledger and page.front.kind == "explainer":
        name = f"{LEDGER}/{ledger_name(page.slug)}"
        try:
            ledger = parse_ledger(remembered, name, page.slug, zone)
            page = apply_ledger(page, body.answer_texts, ledger, text.splitlines())
        except GeneratorError as found:
            # The page itself is there, and links to it lead to something.
            page = replace(page, diagnostics=(*page.diagnostics, *found.diagnostics))
    if place.lang:
        page = typeset_questions(page, quotation_marks(page.front.lang or place.lang))
    return replace(page, digest=_key(text, path, place, remembered)), body


def _key(text: str, path: str, place: ReadingPlace, remembered: str) -> str:
    return digest(place.seed, path, text, remembered)


def _ledger_text(slug: str, place: ReadingPlace) -> str:
    """The text of an explainer's ledger; empty when there is none."""
    name = f"{LEDGER}/{ledger_name(slug)}"
    if not place.has_ledger or not (place.root / name).is_file():
        return ""
    return files.read_text(place.root, name)


def _parse_files(wanted: Sequence[_Wanted], *, place: ReadingPlace) -> list[_Parsed]:
    """Parses files, but not those whose key is the one that the cache knows."""
    results = []
    for one in wanted:
        path = one.path
        try:
            text = files.read_text(place.root, path)
            remembered = _ledger_text(one.slug, place) if one.slug else ""
            if one.key and _key(text, path, place, remembered) == one.key:
                results.append(_Parsed(path, one.key))
                continue
            page, body = _parse_text(text, path, place, one.slug, remembered)
            if any(each.severity == "error" for each in page.diagnostics):
                results.append(_Parsed(path, "", page=page, problems=page.diagnostics))
                continue
            results.append(_Parsed(path, page.digest, pack(page), pack(body)))
        except GeneratorError as found:
            results.append(_Parsed(path, "", problems=found.diagnostics))
    return results


def _departed(
    pages: Iterable[Page], inputs: Inputs, problems: list[Diagnostic]
) -> Iterator[Departed]:
    """What is left of the explainers that the ledger remembers and that have no file."""
    if inputs.ledgers is None:
        return
    kept = {ledger_name(one.slug) for one in pages}
    zone = load_zone(inputs.config.timezone)
    for name in inputs.ledgers:
        path = f"{LEDGER}/{name}"
        if name in kept:
            continue
        try:
            text = files.read_text(inputs.source, path)
            slug = name.removesuffix(".yml").replace(".", "/")
            yield departed(parse_ledger(text, path, slug, zone), path)
        except GeneratorError as found:
            problems += found.diagnostics


def _spread(
    parse: partial[list[_Parsed]], wanted: list[_Wanted], executor: Executor | None
) -> Iterable[list[_Parsed]]:
    chunks = [wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK)]
    if executor is None or len(wanted) < WORTH_A_WORKER:
        return map(parse, chunks)
    return executor.map(parse, chunks)


__all__ = [
    "ReadPages",
    "ReadingPlace",
    "packed_bodies",
    "place_of",
    "read_bodies",
    "read_file",
    "read_pages",
    "reading_place",
    "told",
    "unpacked_body",
    "with_vectors",
]
