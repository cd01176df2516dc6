"""`explainer serve`: see the site while you write it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from generator.cli.options import source_option
from generator.diagnostics import Diagnostic


@click.command(
    epilog="Example: explainer serve --open",
    short_help="Preview the site while you write.",
)
@source_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the preview is built.  [default: a folder of its own in .cache/]",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="HOST",
    help="0.0.0.0 lets other devices in, with a token in the link.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="Only this port; 0 takes any.  [default: 8000, or the next free one]",
)
@click.option(
    "--base",
    default="",
    metavar="/repo/",
    help="The path to serve under.  [default: the path in `url` of site.yml]",
)
@click.option("--drafts/--no-drafts", default=True, help="Show drafts too.  [default: yes]")
@click.option(
    "--future/--no-future", default=True, help="Show pages dated in the future too.  [default: yes]"
)
@click.option(
    "--clock",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    metavar="DATE",
    help="Show the site as of a day, 2026-12-01, or a minute, 2026-12-01T09:30.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option(
    "--poll", is_flag=True, help="Look for changes, on drives where the system tells of none."
)
@click.option(
    "--editor",
    default=lambda: os.environ.get("EXPLAINER_EDITOR", "vscode://file{path}:{line}:{column}"),
    metavar="ADDRESS",
    help="What opens a file in your editor.  [default: $EXPLAINER_EDITOR, else VS Code's]",
)
def serve(
    source: Path,
    output: Path | None,
    host: str,
    port: int | None,
    base: str,
    drafts: bool,
    future: bool,
    clock: datetime | None,
    open_browser: bool,
    poll: bool,
    editor: str,
) -> int:
    """Preview the site: every save is built and shown, until Ctrl-C.

    The page in the browser changes without a reload. When a save cannot be built, the last good
    page stays and shows what is wrong.
    """
    from generator.preview import Options, preview

    preview(
        Options(
            source=source,
            output=output,
            host=host,
            port=port,
            base=f"/{base.strip('/')}/".replace("//", "/") if base else "",
            drafts=drafts,
            future=future,
            clock=clock.astimezone() if clock else None,
            open_browser=open_browser,
            poll=poll,
            editor=editor,
        ),
        _Terminal(),
    )
    return 0


class _Terminal:
    """What the preview tells, on the terminal."""

    def note(self, line: str) -> None:
        from generator import console

        console.note(line)

    def problems(self, diagnostics: Iterable[Diagnostic]) -> None:
        from generator import console

        console.show_diagnostics(diagnostics)
