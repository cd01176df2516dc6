"""`explainer config`: the settings of a site and where they come from."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from generator.cli.options import source_option


@click.command(
    epilog="Example: explainer config --show",
    short_help="Show each setting and where it comes from.",
)
@source_option
@click.option("--show", is_flag=True, default=True, help="Show all settings; the default.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def config(source: Path, show: bool, as_json: bool) -> int:
    """Show each setting, its value, and where it comes from: a line of site.yml, or the default."""
    from generator.settings import settings

    found = settings(source)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2))
        return 0
    rows = [
        (one.name, one.origin, one.value if isinstance(one.value, str) else _shown(one.value))
        for one in found
    ]
    names, origins = (max(len(row[at]) for row in rows) for at in (0, 1))
    for name, origin, value in rows:
        click.echo(f"{name:<{names}}  {origin:<{origins}}  {value}".rstrip())
    return 0


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
