"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

source_option = click.option(
    "--source",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The site folder, with site.yml and content/.  [default: here]",
)
