"""`explainer init`: a new site folder."""

from __future__ import annotations

import os
from pathlib import Path

import click


@click.command(
    epilog="Example: explainer init my-site",
    short_help="Begin a new site.",
)
@click.argument("folder", type=click.Path(path_type=Path), default=Path(), metavar="[DIR]")
def init(folder: Path) -> int:
    """Begin a new site in DIR (default: here), which must be new or empty.

    It gets settings, a sample explainer, the workflow that publishes it on GitHub Pages, and help
    for editors. Nothing is asked and nothing is fetched.
    """
    from generator import console
    from generator.request import build_time
    from generator.scaffold import start_site
    from generator.scaffold.origin import find_origin

    origin = find_origin()
    for path in start_site(folder, origin, build_time(os.environ)):
        console.summary(f"  {path}")
    console.summary(f"a new site is in {folder.resolve()}")
    if not origin.is_known:
        console.note(
            "Before you publish: name in requirements.txt where the workflow gets Explainer"
        )
    into = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    console.note(f"Next: {into}explainer serve --open")
    return 0
