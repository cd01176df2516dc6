"""All content files to pages: from the cache what is unchanged, the rest parsed on all cores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from generator import files
from generator.cache import Cache, PageRow, pack
from generator.config import load_zone
from generator.diagnostics import Diagnostic, GeneratorError
from generator.inputs import CONTENT, Inputs, facts
from generator.model import Body, Page
from generator.text import digest

# Fewer files than this are parsed here: a worker process takes longer to start.
WORTH_A_WORKER = 64
_CHUNK = 40


@dataclass(slots=True)
class ReadPages:
    """The pages of a site and what was found out on the way."""

    pages: list[Page]
    rows: dict[str, PageRow] = field(default_factory=dict)
    """New or changed rows for the cache, by file."""
    bodies: dict[str, bytes] = field(default_factory=dict)
    """New packed bodies for the cache, by page digest."""
    postings: dict[str, bytes] = field(default_factory=dict)
    """New packed search postings for the cache, by page digest."""
    gone: tuple[str, ...] = ()
    """Files that the cache knows and the site no longer has."""
    parsed: int = 0
    problems: tuple[Diagnostic, ...] = ()
    """Of files with errors: their pages are there only as far as they could be read."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    """What a worker gives back for one file."""

    path: str
    key: str
    page: Page | None
    light: bytes
    heavy: bytes
    problems: tuple[Diagnostic, ...] = ()


def read_pages(inputs: Inputs, cache: Cache, executor: Executor | None, program: str) -> ReadPages:
    """Every page of the site, in the order of the files."""
    known = cache.pages()
    found: dict[str, Page] = {}
    read = ReadPages([])
    unsure: dict[str, str] = {}
    for file in inputs.content:
        path = f"{CONTENT}/{file.path}"
        own = facts(file, inputs.looked_at_ns)
        row = known.get(path)
        page = row.page() if row and own and row.facts == own else None
        if page is None:
            unsure[path] = own
        else:
            found[path] = page
    parse = partial(
        _parse_files,
        root=inputs.source,
        zone=inputs.config.timezone,
        seed=digest(program, inputs.config.timezone, inputs.config.lang),
    )
    keys = {path: known[path].key if path in known else "" for path in unsure}
    problems: list[Diagnostic] = []
    for one in _spread(parse, list(keys.items()), executor):
        problems += one.problems
        page = one.page
        if one.problems:
            if page is not None:
                found[one.path] = page
            continue
        light = one.light
        if page is None:
            # The text is the one that the cache knows; only the file's times have changed.
            light = known[one.path].light
            page = known[one.path].page()
        if page is None:
            again = parse([(one.path, "")])[0]
            page, light, one = again.page, again.light, again
            assert page is not None
        if one.heavy:
            read.parsed += 1
            read.bodies[one.key] = one.heavy
        found[one.path] = page
        read.rows[one.path] = PageRow(unsure[one.path], one.key, light)
    paths = [f"{CONTENT}/{file.path}" for file in inputs.content]
    read.pages = [found[one] for one in paths if one in found]
    read.gone = tuple(one for one in known if one not in found)
    read.problems = tuple(problems)
    return read


def read_bodies(
    pages: Sequence[Page], read: ReadPages, cache: Cache, inputs: Inputs, program: str
) -> Iterator[tuple[Page, Body]]:
    """The pages with their bodies: just parsed, cached, or parsed again where the cache fails."""
    from generator.cache import unpack

    wanted = [one for one in pages if one.digest not in read.bodies]
    cached = cache.bodies(one.digest for one in wanted)
    for page in pages:
        body = unpack(read.bodies[page.digest]) if page.digest in read.bodies else None
        body = body or cached.get(page.digest)
        if body is None:
            _, body = _parse_file(
                page.path,
                root=inputs.source,
                zone=inputs.config.timezone,
                seed=digest(program, inputs.config.timezone, inputs.config.lang),
            )
            read.bodies[page.digest] = pack(body)
        yield page, body


def _parse_file(path: str, *, root: Path, zone: str, seed: str) -> tuple[Page, Body]:
    from generator.parse import parse_page

    text = files.read_text(root, path)
    return parse_page(text, path, load_zone(zone), digest(seed, path, text))


def _parse_files(
    wanted: Sequence[tuple[str, str]], *, root: Path, zone: str, seed: str
) -> list[_Parsed]:
    """Parses files, but not those whose key is the one given with their path."""
    from generator.parse import read_page

    results = []
    for path, known in wanted:
        try:
            text = files.read_text(root, path)
            key = digest(seed, path, text)
            if key == known:
                results.append(_Parsed(path, key, None, b"", b""))
                continue
            page, body = read_page(text, path, load_zone(zone), key)
            if any(one.severity == "error" for one in page.diagnostics):
                results.append(_Parsed(path, "", page, b"", b"", page.diagnostics))
                continue
            results.append(_Parsed(path, key, page, pack(page), pack(body)))
        except GeneratorError as found:
            results.append(_Parsed(path, "", None, b"", b"", found.diagnostics))
    return results


def _spread(
    parse: partial[list[_Parsed]], wanted: list[tuple[str, str]], executor: Executor | None
) -> Iterable[_Parsed]:
    if executor is None or len(wanted) < WORTH_A_WORKER:
        return parse(wanted)
    chunks = [wanted[at : at + _CHUNK] for at in range(0, len(wanted), _CHUNK)]
    return (one for some in executor.map(parse, chunks) for one in some)


__all__ = ["ReadPages", "read_bodies", "read_pages"]
