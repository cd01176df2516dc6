"""Builds in a process of their own, so that requests are answered meanwhile.

Talks in pickles over its standard streams with the preview that started it: a job in, an outcome
out.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import urlsplit

from generator import inputs, urls
from generator.diagnostics import Diagnostic, GeneratorError
from generator.preview.marks import Marks, join_marks, mark_duplicates, mark_pages, mark_warnings

if TYPE_CHECKING:
    from generator.build import Workshop
    from generator.site import Site

LENGTH = struct.Struct(">Q")
"""What stands before each message: how many bytes it has."""
_MOST_LOOKED_AT = 2000
"""Explainers; comparing the questions of more takes seconds."""


@dataclass(frozen=True, slots=True)
class Job:
    """A build to make."""

    source: Path
    output: Path
    base: str = ""
    """The path to serve under; empty: the path of the site's own address."""
    origin: str = ""
    """Stands before `base` for a site that has no address of its own."""
    drafts: bool = False
    future: bool = False
    clock: datetime | None = None
    """Builds the site as of this time; None: as of now."""
    is_private: bool = False
    """True when nobody else reads or writes the output: then it is changed in place."""
    search: bool = False
    """Brings the search index up to date, too, which takes longer than all the rest."""
    saved: tuple[str, ...] = ()
    """Files whose pages are to be shown before the rest, where that can be done."""
    look: bool = False
    """Builds nothing: looks at the last build for what takes too long at every save."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build went."""

    diagnostics: tuple[Diagnostic, ...] = ()
    """Its problems; warnings only, if it did not fail."""
    is_built: bool = False
    is_whole: bool = True
    """False: only the saved files were looked at; a build of everything has to follow."""
    changed: tuple[str, ...] = ()
    """The output files that differ from the last build's."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """The site path of every page shown, by its content file."""
    marks: Marks = field(default_factory=dict)
    """What is to be said of each page."""
    base: str = "/"
    """The path that the site is served under, with a slash at both ends."""
    index: str = ""
    """The site path of the search index's folder; empty where search is off."""
    explainers: int = 0
    seconds: float = 0.0
    next_due: datetime | None = None
    crash: str = ""
    """The traceback of a bug."""


def pack(message: object) -> bytes:
    """A message as it goes through a pipe."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


class Worker:
    """Does one job after the other, and keeps what the next may need."""

    def __init__(self) -> None:
        self._workshop: Workshop | None = None
        self._site: Site | None = None

    def work(self, job: Job) -> Outcome:
        """The outcome of a job; raises nothing but what ends the process."""
        try:
            if job.look:
                return self._look()
            return self._touch_up(job) or self._build(job)
        except GeneratorError as problems:
            return Outcome(problems.diagnostics)
        except Exception:
            return Outcome(crash=traceback.format_exc())

    def _look(self) -> Outcome:
        """Only the marks; none for a large site, where looking would keep the next save waiting."""
        if self._site is None or len(self._site.explainers) > _MOST_LOOKED_AT:
            return Outcome()
        from generator.duplicates import find_duplicates

        return Outcome(marks=mark_duplicates(self._site, find_duplicates(self._site)))

    def _touch_up(self, job: Job) -> Outcome | None:
        """Only the pages of the saved files; None where the whole site must be built."""
        if self._workshop is None or not job.saved:
            return None
        from generator.touchup import touch_up

        begin = time.perf_counter()
        try:
            changed = touch_up(self._workshop, job.output, job.saved)
        except GeneratorError as problems:
            return Outcome(problems.diagnostics, is_whole=False)
        if changed is None:
            return None
        seconds = time.perf_counter() - begin
        return Outcome(is_built=True, is_whole=False, changed=changed, seconds=seconds)

    def _build(self, job: Job) -> Outcome:
        from generator import build as operation
        from generator.request import Request

        is_first = self._site is None

        self._workshop = self._workshop or _make_workshop(job)
        request = Request(
            source=job.source,
            output=job.output,
            drafts=job.drafts,
            future=job.future,
            search=job.search or self._workshop is None,
        )
        request = replace(request, now=job.clock or request.now, base_url=_base_url(job))
        result = operation.build(request, workshop=self._workshop)
        self._site = site = result.site
        assert site is not None, "only a build from the command line is spared"
        if is_first:
            # What stands now stays for long: the collector need not look at it at every save.
            gc.collect()
            gc.freeze()
        return Outcome(
            diagnostics=result.warnings,
            is_built=True,
            changed=result.changed,
            # The address of an expired page says that it is gone.
            pages={one.path: f"{one.slug}/" for one in (*site.by_path.values(), *site.expired)},
            marks=join_marks(mark_pages(site), mark_warnings(result.warnings)),
            base=urls.base_path(site.options.base_url),
            index=site.config.paths.index if site.config.search else "",
            explainers=result.explainers,
            seconds=sum(result.timings.values()),
            next_due=result.next_due,
        )


def _make_workshop(job: Job) -> Workshop | None:
    """What the builds for a private output keep between them; None for another output."""
    if not job.is_private:
        return None
    from generator.build import Workshop
    from generator.cache import CACHE_FILE, ResidentCache
    from generator.version import program_digest

    return Workshop(ResidentCache(job.source / inputs.CACHE / CACHE_FILE, program_digest()))


def _base_url(job: Job) -> str:
    """The address to build for; empty for the site's own."""
    if not job.base:
        return ""
    own = inputs.read_config(job.source).url
    if own and urls.base_path(own) == job.base:
        return ""
    parts = urlsplit(own)
    return (f"{parts.scheme}://{parts.netloc}" if parts.netloc else job.origin) + job.base


def main() -> None:
    """Answers jobs until the preview closes the pipe."""
    # Ctrl-C reaches every process of the terminal; the preview decides when this one ends, and
    # leaving by an exception lets a build clean up after itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    jobs = sys.stdin.buffer
    # Whatever is printed by mistake must not end up between two outcomes.
    outcomes = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    worker = Worker()
    while job := _receive(jobs):
        outcomes.write(pack(worker.work(job)))
        outcomes.flush()


def _receive(jobs: BinaryIO) -> Job | None:
    head = jobs.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    job = pickle.loads(jobs.read(LENGTH.unpack(head)[0]))
    assert isinstance(job, Job)
    return job
