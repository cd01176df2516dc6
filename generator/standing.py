"""Whether the output of the last build is what a build would make now, found out without building.

All that a build reads has a fingerprint: the facts of its files, the program, what is asked. If it
is the last build's, and every file of the output is the one that build wrote, nothing is to do.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from generator import files
from generator.cache import CACHE_FILE, Cache, pack
from generator.diagnostics import Diagnostic
from generator.files import FileFacts, SourceFile
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
from generator.request import Request, Result
from generator.shipped import shipped
from generator.text import digest
from generator.version import program_digest

_MEMORY = "standing "


def fingerprint(request: Request) -> str:
    """The digest of all that the build reads and is asked; empty when facts do not tell enough.

    To be taken before anything is read: what changes meanwhile then shows the next time.
    """
    source, looked_at = request.source, time.time_ns()
    parts = [
        *(program_digest(), request.base_url),
        *map(str, (request.drafts, request.future, request.offline)),
        *map(str, (request.is_locked, request.search, (source / LEDGER).is_dir())),
    ]
    for name in (CONTENT, STATIC, LEDGER):
        scan = files.scan(source / name)
        if scan.diagnostics:
            return ""
        parts.append(name)
        if not _add_facts(parts, scan.files, looked_at):
            return ""
    lists = [one for name in (SETTINGS, GLOSSARY, AUTHORS) for one in _files(source / name)]
    others = [*lists, *_files(source / THEMES), *_files(shipped("themes"))]
    return digest("\n".join(parts)) if _add_facts(parts, others, looked_at) else ""


def take(request: Request, seen: str) -> Result | None:
    """The result of a build that has nothing to do; None when there is something to do.

    `seen` is the fingerprint of what the build would read.
    """
    began = time.perf_counter()
    source, output = request.source, request.output
    if not seen or files.has_litter(output):
        return None
    if files.place_problem(output, source=source, protected=protected(source)):
        return None
    root = str(output.resolve())
    with closing(Cache(source / CACHE / CACHE_FILE, program_digest(), read_only=True)) as cache:
        left = cache.memory(_MEMORY + root)
        if not isinstance(left, dict) or left.get("seen") != seen:
            return None
        rows = cache.outputs(root)
    until = left["until"]
    # Before the last build's moment other things may have been hidden, due or expired.
    if request.now < left["now"] or (until is not None and request.now >= until):
        return None
    written = {path: FileFacts(one.size, one.mtime_ns, one.inode) for path, one in rows.items()}
    if not files.stands(root, written, left["manifest"]):
        return None
    return Result(
        explainers=left["explainers"],
        questions=left["questions"],
        written=0,
        kept=len(rows),
        removed=0,
        parsed=0,
        rendered=0,
        next_due=left["next_due"],
        warnings=left["warnings"],
        timings=MappingProxyType({"look": time.perf_counter() - began}),
        changed=(),
        site=None,
    )


def note(
    root: str,
    seen: str,
    *,
    explainers: int,
    questions: int,
    next_due: datetime | None,
    now: datetime,
    until: datetime | None,
    warnings: tuple[Diagnostic, ...],
) -> tuple[str, bytes]:
    """What `take` needs of this build the next time: the name and the packed memory of it.

    `until` is when the same files begin to mean something else, since a date is reached.
    """
    left = {
        "seen": seen,
        "manifest": files.manifest_digest(root),
        "explainers": explainers,
        "questions": questions,
        "next_due": next_due,
        "now": now,
        "until": until,
        "warnings": warnings,
    }
    return _MEMORY + root, pack(left)


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
