"""Whether the output of the last build is what a build would make now, found out without building.

All that a build reads has a fingerprint: the facts of its files, the program, what is asked. If it
is the last build's, and every file of the output is the one that build wrote, nothing is to do.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator import files
from generator.cache import CACHE_FILE, Cache, OutputRow
from generator.diagnostics import Diagnostic
from generator.files import FileFacts, Folders, SourceFile
from generator.folders import (
    AUTHORS,
    CACHE,
    CONTENT,
    GLOSSARY,
    LEDGER,
    SETTINGS,
    STATIC,
    THEMES,
    facts,
    protected,
)
from generator.packing import pack
from generator.request import Request, Result
from generator.shipped import shipped
from generator.text import digest
from generator.version import program_digest

_MEMORY, _FOLDERS = "standing ", "folders "


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found to build from, before anything was read: empty where facts tell too little."""

    whole: str = ""
    """Of all that a build reads and is asked."""
    others: str = ""
    """Of all but the Markdown files in the content folder."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Of each of these by its path; complete unless `others` is empty."""


def fingerprint(request: Request) -> Seen:
    """The fingerprints of what the build reads and is asked.

    To be taken before anything is read: what changes meanwhile then shows the next time.
    """
    source, looked_at = request.source, time.time_ns()
    parts = [
        *(program_digest(), request.base_url),
        *map(str, (request.drafts, request.future, request.offline)),
        *map(str, (request.is_locked, request.search, (source / LEDGER).is_dir())),
    ]
    pages: dict[str, str] = {}
    for name in (CONTENT, STATIC, LEDGER):
        scan = files.scan(source / name)
        if scan.diagnostics:
            return Seen()
        parts.append(name)
        found = scan.files
        if name == CONTENT:
            found = tuple(one for one in scan.files if not one.path.endswith(".md"))
            pages = {
                f"{CONTENT}/{one.path}": facts(one, looked_at)
                for one in scan.files
                if one.path.endswith(".md")
            }
        if not _add_facts(parts, found, looked_at):
            return Seen()
    lists = [one for name in (SETTINGS, GLOSSARY, AUTHORS) for one in _files(source / name)]
    more = [*lists, *_files(source / THEMES), *_files(shipped("themes"))]
    if not _add_facts(parts, more, looked_at):
        return Seen()
    others = digest("\n".join(parts))
    whole = ""
    if all(pages.values()):
        whole = digest(others, *(f"{path}\0{told}" for path, told in pages.items()))
    return Seen(whole, others, pages)


def take(request: Request, seen: Seen) -> Result | None:
    """The result of a build that has nothing to do; None when there is something to do.

    `seen` is the fingerprint of what the build would read.
    """
    began = time.perf_counter()
    source, output = request.source, request.output
    if not seen.whole or not can_stand(request):
        return None
    root = str(output.resolve())
    with closing(Cache(source / CACHE / CACHE_FILE, program_digest(), read_only=True)) as cache:
        left = remembered(cache, root, request)
        if left is None or left["seen"] != seen.whole:
            return None
        written = stands(cache, root, cache.outputs(root), left)
    if written is None:
        return None
    return Result(
        explainers=left["explainers"],
        questions=left["questions"],
        written=0,
        kept=len(written),
        removed=0,
        parsed=0,
        rendered=0,
        next_due=left["next_due"],
        warnings=left["warnings"],
        timings=MappingProxyType({"look": time.perf_counter() - began}),
        changed=(),
        site=None,
    )


def stands(
    cache: Cache, root: str, rows: Mapping[str, OutputRow], left: Mapping[str, Any]
) -> Mapping[str, FileFacts] | None:
    """The facts of the output's files where it is as the last build left it; None: it is not.

    `left` is what `remembered` gives.
    """
    written = {path: file_facts(one) for path, one in rows.items()}
    known = folders(cache, root)
    return written if files.stands(root, written, left["manifest"], known) else None


def folders(cache: Cache, root: str) -> Folders:
    """What `note` kept of the output's folders."""
    known = cache.memory(_FOLDERS + root)
    return known if isinstance(known, dict) else {}


def renewed(root: str, left: Mapping[str, Any], seen: Seen) -> dict[str, bytes]:
    """What `note` kept, for a build that changed nothing of it but what was seen."""
    return {_MEMORY + root: pack({**left, "seen": seen.whole})}


def file_facts(row: OutputRow) -> FileFacts:
    """By what a file of the output is known."""
    return FileFacts(row.size, row.mtime_ns, row.inode)


def output_row(key: str, found: FileFacts) -> OutputRow:
    """What the cache keeps of a file of the output."""
    return OutputRow(key, found.size, found.mtime_ns, found.inode)


def can_stand(request: Request) -> bool:
    """False where an output may not lie, or another build was killed or is running."""
    source, output = request.source, request.output
    if files.has_litter(output):
        return False
    return not files.place_problem(output, source=source, protected=protected(source))


def remembered(cache: Cache, root: str, request: Request) -> dict[str, Any] | None:
    """What `note` kept of the last build, if the same files mean the same at this moment."""
    left = cache.memory(_MEMORY + root)
    if not isinstance(left, dict):
        return None
    until = left["until"]
    # Before the last build's moment other things may have been hidden, due or expired.
    if request.now < left["now"] or (until is not None and request.now >= until):
        return None
    return left


def note(
    root: str,
    seen: Seen,
    folders: Folders,
    *,
    explainers: int,
    questions: int,
    next_due: datetime | None,
    now: datetime,
    until: datetime | None,
    warnings: tuple[Diagnostic, ...],
) -> dict[str, bytes]:
    """What `take` needs of this build the next time: packed memories by their names.

    `folders` are the output's: as they were found when it was checked, or as they were published.
    `until` is when the same files begin to mean something else, since a date is reached.
    """
    left = {
        "seen": seen.whole,
        "manifest": files.manifest_digest(root),
        "explainers": explainers,
        "questions": questions,
        "next_due": next_due,
        "now": now,
        "until": until,
        "warnings": warnings,
    }
    return {_MEMORY + root: pack(left), _FOLDERS + root: pack(dict(folders))}


def _add_facts(parts: list[str], found: Iterable[SourceFile], looked_at_ns: int) -> bool:
    """Adds what tells of files; False when they were written too lately to tell."""
    for one in found:
        told = facts(one, looked_at_ns)
        if not told:
            return False
        parts.append(f"{one.path}\0{told}")
    return True


def _files(root: Path) -> Iterator[SourceFile]:
    """A file, or everything below a folder that is no folder, links too; nothing for neither."""
    try:
        found = os.lstat(root)
    except OSError:
        return
    if not root.is_dir():
        yield SourceFile(
            str(root), found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
        )
        return
    with os.scandir(root) as entries:
        names = sorted(one.name for one in entries)
    for name in names:
        yield from _files(root / name)
