"""`explainer ids`: permanent ids and true dates."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import source_option

if TYPE_CHECKING:
    from generator.ledger import Change
    from generator.recording import Outcome


@click.command(
    epilog="Example: explainer ids --fix",
    short_help="Record the questions' ids, wordings and dates.",
)
@click.argument("explainers", nargs=-1, metavar="[EXPLAINER]...")
@source_option
@click.option("--fix", is_flag=True, help="Accept what is surely a question reworded or moved.")
@click.option("--minor", is_flag=True, help="Only slips were corrected: no date moves.")
@click.option(
    "--retire", multiple=True, metavar="ID", help="A question, SLUG/ID, is not asked any more."
)
@click.option("--to", default="", metavar="ID", help="Where --retire leads on: SLUG/ID or SLUG.")
@click.option("--dry-run", is_flag=True, help="Show what would be recorded, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print it all as JSON.")
def ids(
    explainers: tuple[str, ...],
    source: Path,
    fix: bool,
    minor: bool,
    retire: tuple[str, ...],
    to: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Bring ledger/ into step with content/, so that links hold and dates are true.

    New questions, changed answers and new wordings under the same id are recorded. Where an id
    would be lost, --fix keeps it when the question was surely only reworded or moved; what is
    doubtful is asked at a terminal, and else left and shown. EXPLAINER is a file or a slug.
    """
    from generator import console
    from generator.recording import Wish, record
    from generator.request import build_time

    if to and not retire:
        raise click.UsageError("--to goes with --retire")
    asks = sys.stdin.isatty() and not as_json and not dry_run
    wish = Wish(
        only=explainers,
        fix=fix,
        is_minor=minor,
        retire=retire,
        to=to,
        dry_run=dry_run,
        ask=_ask if asks else None,
    )
    outcome = record(source, wish, build_time(os.environ))
    if as_json:
        click.echo(json.dumps(_data(outcome), ensure_ascii=False, indent=2))
    else:
        for line in _lines(outcome, dry_run=dry_run):
            console.summary(line)
        console.show_diagnostics(outcome.left)
    return 1 if outcome.left else 0


def _ask(old: str, new: str, shared: float) -> bool:
    click.echo(f"  before: {old}\n  now:    {new}\n  {shared:.0%} of the answer is the same")
    return click.confirm("Is this the same question?", default=False)


def _lines(outcome: Outcome, *, dry_run: bool) -> list[str]:
    by_slug: dict[str, list[Change]] = defaultdict(list)
    for one in outcome.changes:
        by_slug[one.slug].append(one)
    lines = []
    for slug in sorted(by_slug):
        lines.append(slug)
        lines += [f"  {one.kind:<9} {_said(one)}" for one in by_slug[slug]]
    count = len(outcome.changes)
    if not count:
        return ["the ledger is in step" if not outcome.left else "nothing recorded"]
    noun = f"{count} change{'s' * (count > 1)}"
    if dry_run:
        return [*lines, f"would record {noun}"]
    number = len(outcome.written)
    return [*lines, f"recorded {noun} in {number} file{'s' * (number != 1)} of ledger/"]


def _said(one: Change) -> str:
    if one.kind == "reworded":
        kept = f" ({round(100 * one.shared)} % of its answer)" if one.shared is not None else ""
        return f"{one.id}: {one.was} → {one.text}{kept}"
    if one.kind == "renamed":
        return f"{one.was} → {one.id}: {one.text}"
    leads = f" → {one.to}" if one.to else ""
    return f"{one.id}: {one.text}{leads}"


def _data(outcome: Outcome) -> dict[str, object]:
    return {
        "changes": [
            {key: value for key, value in asdict(one).items() if value not in ("", None)}
            for one in outcome.changes
        ],
        "left": [
            {
                "code": one.code,
                "message": one.message,
                "file": one.span.path if one.span else "",
                "line": one.span.line if one.span else 0,
                "hint": one.hint,
                "notes": one.notes,
            }
            for one in outcome.left
        ],
        "written": list(outcome.written),
    }
