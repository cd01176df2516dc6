"""`explainer doctor`: what can go wrong around a site."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from generator.cli.options import source_option

_SIGNS = {"fine": "ok   ", "note": "note ", "fault": "FAULT"}


@click.command(
    epilog="Example: explainer doctor",
    short_help="Look at the computer, git, the workflow, cache and ledger.",
)
@source_option
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def doctor(source: Path, as_json: bool) -> int:
    """Look at what can go wrong around a site, and say what to do about it.

    Python and libraries, the watcher, clock and time zone, the site's address against the git
    remote and the domain, the publishing workflow, cache and ledger. Nothing is changed. Exit code
    1 when there is a fault.
    """
    from generator.doctor import examine

    findings = examine(source, datetime.now(UTC))
    if as_json:
        click.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False, indent=2))
    else:
        for one in findings:
            click.echo(f"{_SIGNS[one.grade]}  {one.subject}: {one.text}")
            if one.fix:
                click.echo(f"       fix: {one.fix}")
    return int(any(one.grade == "fault" for one in findings))
