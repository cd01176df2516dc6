"""What is asked of a build and what it did."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic

if TYPE_CHECKING:
    from generator.site import Site


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build."""

    source: Path
    output: Path
    base_url: str = ""
    """Overrides the address in site.yml."""
    drafts: bool = False
    future: bool = False
    offline: bool = False
    is_locked: bool = False
    """Content that the ledger does not know yet is an error."""
    now: datetime = field(default_factory=lambda: build_time(os.environ))
    jobs: int = 0
    """Worker processes; 0: one a core."""
    search: bool = True
    """False: what is made of all pages, the search index and `questions.jsonl`, stays as it is."""
    on_phase: Callable[[str], None] = lambda label: None
    """Told what begins."""
    on_wait: Callable[[str], None] = lambda message: None
    """Told when another build holds the output."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a build did."""

    explainers: int
    questions: int
    written: int
    kept: int
    removed: int
    parsed: int
    rendered: int
    next_due: datetime | None
    """When the next page that waits for its date appears."""
    warnings: tuple[Diagnostic, ...]
    timings: Mapping[str, float]
    """Seconds by phase, in the order of the phases."""
    changed: tuple[str, ...]
    """Files of the output that differ from the last build's, in alphabetical order."""
    site: Site | None
    """What was built; None where the last build's output stood (see `standing`)."""


def build_time(environment: Mapping[str, str]) -> datetime:
    """Now, or the moment that `SOURCE_DATE_EPOCH` names (reproducible-builds.org)."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def describe(result: Result, output: Path) -> str:
    """What a build did, in one line for people."""
    pages = f"{result.explainers} explainer{'' if result.explainers == 1 else 's'}"
    asked = f"{result.questions} question{'' if result.questions == 1 else 's'}"
    changes = (
        f"{result.written} files written, {result.kept} unchanged"
        + (f", {result.removed} removed" if result.removed else "")
        if result.written or result.removed
        else "nothing changed"
    )
    seconds = sum(result.timings.values())
    due = f"; next due {result.next_due:%Y-%m-%d %H:%M %z}" if result.next_due else ""
    return f"built {pages}, {asked} in {seconds:.1f} s into {output}: {changes}{due}"


def counts(result: Result) -> Mapping[str, str]:
    """How much was done in each phase, by the names of `timings`."""
    changed = f"{result.written} written, {result.kept} kept, {result.removed} removed"
    return {
        "look": f"{result.kept} files stand",
        "parse": f"{result.parsed} files",
        "assemble": f"{result.explainers} explainers, {result.questions} questions",
        "render": f"{result.rendered} pages",
        "write": changed,
    }
