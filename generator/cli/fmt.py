"""`explainer fmt`: front matter and question comments in one form."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.options import source_option


@click.command(
    epilog="Example: explainer fmt --check",
    short_help="Bring front matter and question comments into one form.",
)
@click.argument("names", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@source_option
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 when a file would change.")
def fmt(names: tuple[Path, ...], source: Path, check: bool) -> int:
    """Bring front matter and question comments into one form: key order, quoting, dates.

    Without FILE, all of content/. Not a byte of the text is touched, comments stay, and each page
    says the same as before. A file with errors is left as it is, and told.
    """
    from generator import console
    from generator.formatter import format_files

    result = format_files(source, names, write=not check)
    for path in result.changed:
        console.summary(f"{'would change' if check else 'changed'}  {path}")
    console.show_diagnostics(result.problems)
    console.note(
        f"{console.count(len(result.changed), 'file')} {'to change' if check else 'changed'},"
        f" {result.unchanged:,} as they should be"
    )
    if result.problems:
        return 1
    return int(check and bool(result.changed))
