"""`explainer serve`: a preview that follows every save."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    epilog="Example: explainer serve --port 8000 --base /repo/",
    short_help="Preview the site while you write.",
)
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The site folder, with site.yml and content/.  [default: here]",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the preview is built.  [default: a folder that goes when it ends]",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address of this machine to listen on.",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65_515),
    default=8000,
    show_default=True,
    metavar="N",
    help="The port; when it is in use, the next free one.",
)
@click.option(
    "--base",
    default="",
    metavar="PATH",
    help="Serve under this path.  [default: that of the site's url]",
)
@click.option("--drafts/--no-drafts", default=True, show_default=True, help="Show drafts.")
@click.option(
    "--future/--no-future", default=True, show_default=True, help="Show pages of the future."
)
@click.option("--open", "open_browser", is_flag=True, help="Open the page in the browser.")
def serve(
    source: Path,
    output: Path | None,
    host: str,
    port: int,
    base: str,
    drafts: bool,
    future: bool,
    open_browser: bool,
) -> int:
    """Preview the site while you write.

    Each save is built and shown at once. When something is wrong, the last good page stays, with
    the problems over it. Ctrl-C ends the preview; nothing of it is ever in output/.
    """
    from generator import console, preview
    from generator.diagnostics import Diagnostic

    def tell(line: str, problems: tuple[Diagnostic, ...]) -> None:
        console.note(line)
        console.show_diagnostics(problems)

    def opened(address: str) -> None:
        console.note(f"previewing {address}  (Ctrl-C ends it)")
        if open_browser:
            click.launch(address)

    asked = preview.Preview(source, output, host, port, base, drafts, future)
    preview.serve(asked, tell=tell, opened=opened)
    return 0
