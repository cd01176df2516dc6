"""A preview while it runs: what was built last, what is wrong now, and who is to be told."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from time import monotonic
from typing import Protocol

from generator.diagnostics import Diagnostic
from generator.preview.builds import Builder
from generator.preview.marks import Marks, join_marks
from generator.preview.worker import Job, Outcome

_PATIENCE_SECONDS = 5.0
# So long after a save the author reads, and there is time to look closer.
_QUIET_SECONDS = 1.5
# A build of everything that follows a save shown ahead waits for this, or for twice its own length.
_PAUSE_SECONDS = 0.25
_LONGEST_PAUSE_SECONDS = 5.0
# While saves never pause it begins after this, or after so many times its own length: a save that
# comes meanwhile waits for it, and few should.
_REST_SECONDS = 30.0
_LONGEST_REST_SECONDS = 120.0
_REST_SHARE = 60
_LONGEST_SEARCH_SECONDS = 60.0


class Teller(Protocol):
    """Tells the person at the terminal."""

    def note(self, line: str) -> None:
        """One line about what goes on."""

    def problems(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Everything that is wrong."""


@dataclass(frozen=True, slots=True)
class State:
    """What the browser is to show beside the page."""

    version: int = 0
    """Counts the builds that changed anything, good or not, from a number that no other run has."""
    is_built: bool = False
    """True once there is a site to serve."""
    problems: tuple[Diagnostic, ...] = ()
    """Of the last build, if it failed."""
    crash: str = ""
    changed: tuple[str, ...] = ()
    """Output files that the last good build changed."""
    saved: tuple[str, ...] = ()
    """Files of the site whose change led to it."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """The site path of every page shown, by its content file."""
    marks: Marks = field(default_factory=dict)
    """What is to be said of each page, by its content file."""
    looks: int = 0
    """Counts the times that marks were found after a build, when there was time to look."""
    base: str = ""
    """The path that the site is served under; empty until it is known."""
    index: str = ""
    """The site path of the search index's folder; empty where there is none."""


class Session:
    """Builds at every change, one build after the other, and tells whoever listens."""

    def __init__(self, job: Job, state: State, teller: Teller) -> None:
        self.job = job
        self.state = state
        self.output = job.output
        self.listeners: set[Callable[[State], None]] = set()
        self._teller = teller
        self._builder = Builder()
        self._saved: set[str] = set()
        self._is_due = asyncio.Event()
        self._is_searched = asyncio.Event()
        self._wants_search = False
        self._warnings: tuple[Diagnostic, ...] = ()
        self._waking: asyncio.TimerHandle | None = None
        self._built_marks: Marks = {}
        self._looked: Marks = {}
        """What the last closer look found; it stays until the next."""
        self._touched_at = 0.0
        """When the first save was shown ahead of a build of everything; 0: none was."""
        self._whole_seconds = 0.0
        """How long the last build of everything took."""

    def changed(self, paths: Iterable[str] = ()) -> None:
        """Asks for a build; changes during a build make one more, however many they are."""
        self._saved.update(paths)
        self._is_due.set()

    async def run(self) -> None:
        """Builds whenever a build is due, until cancelled."""
        try:
            while True:
                await self._due()
                self._is_due.clear()
                saved, self._saved = tuple(sorted(self._saved)), set()
                wants, self._wants_search = self._wants_search, False
                self._is_searched.clear()
                ahead = () if wants else saved
                outcome = await self._builder.build(replace(self.job, search=wants, saved=ahead))
                self._take(outcome, saved, "search" if wants and not saved else "")
                if outcome.is_whole and (wants or not self.job.is_private):
                    self._is_searched.set()
        finally:
            await self._builder.close()

    async def _due(self) -> None:
        """Returns when a build is due; looks closer at the last one while none is."""
        if self._touched_at:
            # A build of everything keeps the next save waiting: it begins when they pause.
            pause = min(_LONGEST_PAUSE_SECONDS, max(_PAUSE_SECONDS, 2 * self._whole_seconds))
            await self._is_due_within(0 if self._is_rest_overdue() else pause)
            return
        if self.job.is_private and self.state.is_built and not self.state.problems:
            if await self._is_due_within(_QUIET_SECONDS):
                return
            found = await self._builder.build(replace(self.job, look=True))
            if found.marks != self._looked:
                self._looked = found.marks
                self._mark(join_marks(self._built_marks, found.marks))
        await self._is_due.wait()

    async def _is_due_within(self, seconds: float) -> bool:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_due.wait()
        return self._is_due.is_set()

    def _is_rest_overdue(self) -> bool:
        """True when saves came so fast that everything else has waited for long."""
        rest = min(_LONGEST_REST_SECONDS, max(_REST_SECONDS, _REST_SHARE * self._whole_seconds))
        return bool(self._touched_at) and monotonic() - self._touched_at > rest

    def _mark(self, marks: Marks) -> None:
        self.state = replace(self.state, marks=marks, looks=self.state.looks + 1)
        self._tell()

    async def searchable(self) -> None:
        """Returns when the search index is that of the site as it stands now.

        The index is made when somebody searches: for a large site that takes longer than a save
        may, and while writing few search.
        """
        if self._is_searched.is_set() or not self.job.is_private:
            return
        self._wants_search = True
        self.changed()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LONGEST_SEARCH_SECONDS):
                await self._is_searched.wait()

    async def shown(self, file: str) -> None:
        """Returns when a content file's page is built, or a build failed, or in a few seconds."""
        done = asyncio.Event()
        before = self.state.version

        def look(state: State) -> None:
            if file in state.pages or (state.version > before and (state.problems or state.crash)):
                done.set()

        self.listeners.add(look)
        look(self.state)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await done.wait()
        self.listeners.discard(look)

    def _take(self, outcome: Outcome, saved: tuple[str, ...], cause: str) -> None:
        last = self.state
        if not outcome.is_whole:
            self._touched_at = self._touched_at or monotonic()
            self.state = replace(
                last,
                problems=outcome.diagnostics or _without(last.problems, saved),
                changed=outcome.changed,
                saved=saved,
            )
            self._show(last, outcome, _line(last, self.state, outcome, _cause(saved)))
            return
        if not cause:
            cause = _cause(saved) if saved else "the rest" if self._touched_at else "it is time"
        self._touched_at, self._whole_seconds = 0.0, outcome.seconds or self._whole_seconds
        if outcome.is_built:
            self._built_marks = outcome.marks
            self.state = replace(
                last,
                is_built=True,
                problems=(),
                crash="",
                changed=outcome.changed,
                saved=saved,
                pages=outcome.pages,
                marks=join_marks(outcome.marks, self._looked),
                base=outcome.base,
                index=outcome.index,
            )
            self._wake_at(outcome.next_due)
        else:
            self.state = replace(
                last, problems=outcome.diagnostics, crash=outcome.crash, changed=(), saved=saved
            )
        self._report(outcome)
        self._show(last, outcome, _line(last, self.state, outcome, cause))
        if self.state.marks != last.marks:
            self._mark(self.state.marks)

    def _show(self, last: State, outcome: Outcome, line: str) -> None:
        """Tells the terminal and the browsers what has changed; nothing when nothing has."""
        if line:
            self._teller.note(line)
        if outcome.changed or not outcome.is_built or _is_wrong(last) or not last.is_built:
            self.state = replace(self.state, version=last.version + 1)
            self._tell()

    def _tell(self) -> None:
        for listener in tuple(self.listeners):
            listener(self.state)

    def _report(self, outcome: Outcome) -> None:
        if outcome.crash:
            for line in outcome.crash.splitlines():
                self._teller.note(line)
            self._teller.note("This is a bug. Please report the lines above.")
        elif not outcome.is_built:
            self._teller.problems(outcome.diagnostics)
        else:
            if outcome.diagnostics != self._warnings:
                self._teller.problems(outcome.diagnostics)
            self._warnings = outcome.diagnostics

    def _wake_at(self, moment: datetime | None) -> None:
        """Builds when the next page's time has come."""
        if self._waking:
            self._waking.cancel()
            self._waking = None
        if moment and not self.job.clock:
            # A day at most: sleep and changed clocks then do no lasting harm.
            seconds = min(86_400.0, max(1.0, (moment - datetime.now(UTC)).total_seconds()))
            self._waking = asyncio.get_running_loop().call_later(seconds, self.changed)


def _without(problems: tuple[Diagnostic, ...], files: Collection[str]) -> tuple[Diagnostic, ...]:
    """What is wrong elsewhere than in these files, which are again as a good build knew them."""
    left = tuple(one for one in problems if one.span is None or one.span.path not in files)
    return left if any(one.severity == "error" for one in left) else ()


def _line(last: State, state: State, outcome: Outcome, cause: str) -> str:
    """What a build did, for people; empty when nothing is to be said."""
    if not outcome.is_built:
        return ""
    is_mended = _is_wrong(last) and not _is_wrong(state)
    seconds = f"{outcome.seconds:.2f} s"
    if not last.is_built:
        count = outcome.explainers
        return f"built {count} explainer{'' if count == 1 else 's'} in {seconds}"
    if not outcome.changed and not is_mended:
        return ""
    pages = sum(one.endswith(".html") for one in outcome.changed)
    what = f"{pages} page{'' if pages == 1 else 's'}" if pages else "no page"
    mended = "mended; " if is_mended else ""
    return f"{datetime.now():%H:%M:%S}  {cause}: {mended}{what} in {seconds}"


def _is_wrong(state: State) -> bool:
    return bool(state.problems or state.crash)


def _cause(saved: tuple[str, ...]) -> str:
    more = f" and {len(saved) - 1} more" if len(saved) > 1 else ""
    return saved[0] + more
