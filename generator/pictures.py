"""The pictures of a site, encoded on all cores and kept in `.cache/images/` by content.

Encoded files are named by their own digest, so that a damaged one shows, and their records by that
of the image and the encoders, so that neither a killed build nor a newer program encodes anything
twice. The cache may be deleted at any time; where it cannot be written, it is done without.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import Any

from generator import files
from generator.diagnostics import Diagnostic, GeneratorError, Span, error, warning
from generator.inputs import CACHE, STATIC, Inputs, facts
from generator.model import Artifact, Picture
from generator.text import digest, slugify

FOLDER = "images"
_KNOWN = "known.json"
_MOST_BYTES = 100_000_000
_SHORT = 10
Record = Mapping[str, Any]
"""What became of an image: `width`, `height`, `position`, `suffix`, `fallback`, `sources`."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """An encoded file on its way to the output."""

    path: str
    """Relative to the output folder."""
    digest: str
    """Of its content; its name in the cache."""
    source: str
    """The image that it was made of, relative to the site folder."""


@dataclass(slots=True)
class Prepared:
    """The pictures that were asked for."""

    pictures: dict[str, Picture] = field(default_factory=dict)
    """By their path in the site folder."""
    files: dict[str, PictureFile] = field(default_factory=dict)
    """By path in the output."""
    artifacts: list[Artifact] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


Preparation = Callable[[Inputs, Mapping[str, Span]], Prepared]
"""From pictures and the places that name them to what pages show of them."""


def survey(inputs: Inputs, places: Mapping[str, Span]) -> Prepared:
    """The pictures as they are, looked at and not encoded: to find what is wrong with them."""
    from generator.images.looking import ImageFault, look

    done = Prepared()
    for path, span in places.items():
        try:
            data = files.read_bytes(inputs.source, path, limit=_MOST_BYTES)
            found = look(data)
        except GeneratorError as failure:
            done.problems += failure.diagnostics
            continue
        except ImageFault as fault:
            done.problems.append(_fault(fault.args, path, span))
            continue
        done.problems += _remarks(path, found.has_position, found.suffix, span)
        site_path = path.removeprefix(f"{STATIC}/")
        if site_path == path:
            site_path = _site_path(inputs, path, "", digest(data), found.suffix)
            done.artifacts.append(Artifact(site_path, data))
        done.pictures[path] = Picture(site_path, found.width, found.height)
    return done


def prepare(inputs: Inputs, places: Mapping[str, Span], *, pool: Executor | None) -> Prepared:
    """The pictures encoded; those that an earlier build has encoded are not read again."""
    folder = inputs.source / CACHE / FOLDER
    known = _read_known(folder)
    records: dict[str, Record] = {}
    sure: dict[str, tuple[str, Record]] = {}
    for path in places:
        own = facts(inputs.pictures[path], inputs.looked_at_ns)
        before = known.get(path)
        if before and own and before[0] == own:
            records[path] = before[1]
            sure[path] = before
    done = Prepared()
    missing = [path for path in places if path not in records]
    for path, record, fault in _encoded(missing, inputs.source, folder, pool):
        if fault:
            done.problems.append(_fault(fault, path, places[path]))
            continue
        records[path] = record
        # Without facts the file is read again next time, and its record found by its content.
        sure[path] = facts(inputs.pictures[path], inputs.looked_at_ns), record
    for path, span in places.items():
        if path in records:
            _place(inputs, path, records[path], span, done)
    # Those that this build did not ask for are known as long as their files are there.
    kept = {path: one for path, one in known.items() if path in inputs.pictures} | sure
    if kept != known:
        _write_known(folder, kept)
        _sweep(folder, kept.values())
    return done


def picture_content(file: PictureFile, source: Path) -> bytes:
    """The bytes of an encoded file: from the cache, else encoded again."""
    folder = source / CACHE / FOLDER
    with contextlib.suppress(OSError):
        content = (folder / file.digest).read_bytes()
        if digest(content) == file.digest:
            return content
    from generator.images.encoding import encode

    found = encode(files.read_bytes(source, file.source, limit=_MOST_BYTES))
    variants = [found.fallback, *(one for each in found.sources for one in each)]
    for one in variants:
        _store(folder / digest(one.content), one.content)
    return next(one.content for one in variants if digest(one.content) == file.digest)


def _encoded(
    paths: list[str], source: Path, folder: Path, pool: Executor | None
) -> Iterable[tuple[str, Record, tuple[str, str, str] | None]]:
    work = partial(_encode_file, source=source, folder=folder)
    # One image takes longer than a worker process to start, two take twice as long.
    results = map(work, paths) if pool is None or len(paths) < 2 else pool.map(work, paths)
    return ((path, *result) for path, result in zip(paths, results, strict=True))


def _encode_file(
    path: str, *, source: Path, folder: Path
) -> tuple[Record, tuple[str, str, str] | None]:
    """The record of an image, its files in the cache; or code, message and hint of its fault."""
    from generator.images.encoding import encode, encoders
    from generator.images.looking import ImageFault

    try:
        data = files.read_bytes(source, path, limit=_MOST_BYTES)
    except GeneratorError as failure:
        first = failure.diagnostics[0]
        return {}, (first.code, first.message, first.hint)
    place = folder / f"{digest(encoders(), data)}.json"
    with contextlib.suppress(OSError, ValueError):
        found = json.loads(place.read_text(encoding="utf-8"))
        if _is_record(found):
            return found, None
    try:
        encoded = encode(data)
    except ImageFault as fault:
        return {}, fault.args
    names = {}
    for one in (encoded.fallback, *(one for each in encoded.sources for one in each)):
        names[one] = digest(one.content)
        _store(folder / names[one], one.content)
    record = {
        "width": encoded.width,
        "height": encoded.height,
        "position": encoded.has_position,
        "suffix": encoded.suffix,
        "fallback": [encoded.fallback.suffix, encoded.fallback.width, names[encoded.fallback]],
        "sources": [
            [each[0].type, each[0].suffix, [[one.width, names[one]] for one in each]]
            for each in encoded.sources
        ],
        "name": place.name,
    }
    _store(place, json.dumps(record).encode())
    return record, None


def _place(inputs: Inputs, path: str, record: Record, span: Span, done: Prepared) -> None:
    """Adds an encoded picture: its value, its files, and what is to be said about it."""
    suffix, src_width, name = record["fallback"]
    is_whole = not record["sources"]
    if path.startswith(f"{STATIC}/") and is_whole:
        # Published as it is, with all of the static folder.
        src = path.removeprefix(f"{STATIC}/")
    else:
        src = _site_path(inputs, path, "", name, suffix)
        done.files[src] = PictureFile(src, name, path)
    sources = []
    for kind, ending, variants in record["sources"]:
        placed = []
        for width, content in variants:
            to = _site_path(inputs, path, f"-{width}", content, ending)
            done.files[to] = PictureFile(to, content, path)
            placed.append((to, width))
        sources.append((kind, tuple(placed)))
    done.pictures[path] = Picture(src, record["width"], record["height"], src_width, tuple(sources))
    done.problems += _remarks(path, record["position"], record["suffix"], span)


def _site_path(inputs: Inputs, path: str, size: str, content: str, suffix: str) -> str:
    stem = slugify(PurePosixPath(path).stem, limit=60) or "image"
    return f"{inputs.config.paths.assets}/{stem}{size}.{content[:_SHORT]}{suffix}"


def _remarks(path: str, has_position: bool, suffix: str, span: Span) -> list[Diagnostic]:
    """What is to be said about a file that is published as it is."""
    if not path.startswith(f"{STATIC}/"):
        return []
    found = []
    if has_position:
        found.append(
            warning(
                "image-tells-place",
                f"`{path}` tells where it was taken, and static/ is published as it is",
                span,
                hint="move it beside the page, or remove its metadata",
            )
        )
    named = PurePosixPath(path).suffix.lower().replace(".jpeg", ".jpg")
    if named != suffix:
        found.append(
            warning(
                "image-suffix",
                f"`{path}` holds what is usually called `{suffix}`",
                span,
                hint=f"rename it to `{PurePosixPath(path).stem}{suffix}`",
            )
        )
    return found


def _fault(fault: tuple[str, str, str], path: str, span: Span) -> Diagnostic:
    code, message, hint = fault
    return error(code, message, span, hint=hint, notes=(f"the file is `{path}`",))


def _read_known(folder: Path) -> dict[str, tuple[str, Record]]:
    """The pictures of earlier builds, by path: facts of the file, and the record."""
    with contextlib.suppress(OSError, ValueError, AttributeError, TypeError):
        found = json.loads((folder / _KNOWN).read_text(encoding="utf-8"))
        if found["encoders"] == _short_version():
            return {
                path: (own, record)
                for path, (own, record) in found["pictures"].items()
                if isinstance(own, str) and _is_record(record)
            }
    return {}


def _write_known(folder: Path, known: Mapping[str, tuple[str, Record]]) -> None:
    document = {"encoders": _short_version(), "pictures": known}
    _store(folder / _KNOWN, json.dumps(document).encode())


def _short_version() -> str:
    """Of the encoders, without loading them."""
    return f"1 {version('pillow')}"


def _is_record(found: Any) -> bool:
    return isinstance(found, dict) and found.keys() >= {
        *("width", "height", "position", "suffix", "fallback", "sources", "name")
    }


def _sweep(folder: Path, known: Iterable[tuple[str, Record]]) -> None:
    """Removes what no picture of the site is made of any more."""
    used = {_KNOWN}
    for _, record in known:
        used |= {record["name"], record["fallback"][2]}
        used |= {name for *_, variants in record["sources"] for _, name in variants}
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name not in used:
                path.unlink(missing_ok=True)


def _store(path: Path, content: bytes) -> None:
    """Writes a file of the cache, whole or not at all; nothing when it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(content)
        temporary.replace(path)
