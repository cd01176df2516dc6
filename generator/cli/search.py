"""`explainer search`: questions of the built site from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import source_option

if TYPE_CHECKING:
    from generator.querying import Searcher
    from generator.search.results import Found


@click.command(
    epilog='Example: explainer search "why is the sky blue"',
    short_help="Search the built site from the command line.",
)
@click.argument("words", nargs=-1, required=True)
@source_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the built site is.  [default: output/ in the site folder]",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array of the results.")
@click.option("--explain", is_flag=True, help="Show what each word added to the score.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N",
    help="Results at most.",
)  # fmt: skip
@click.option("--tag", default="", metavar="TAG", help="Only explainers with this tag.")
@click.option("--lang", default="", metavar="CODE", help="Only explainers in this language.")
@click.option("--newest", is_flag=True, help="Newest first instead of best first.")
@click.option("--exact", is_flag=True, help="Do not correct unknown words.")
def search(
    words: tuple[str, ...],
    source: Path,
    output: Path | None,
    as_json: bool,
    explain: bool,
    limit: int,
    tag: str,
    lang: str,
    newest: bool,
    exact: bool,
) -> int:
    """Search the built site as its own search page does: same index, same ranking.

    With `-` for WORDS each line of the standard input is a search of its own, answered by a JSON
    array on one line.
    """
    from generator.querying import open_site

    site = open_site(source, output or source / "output")

    def find(text: str) -> Found:
        return site.search(text, limit=limit, tag=tag, lang=lang, by_date=newest, exact=exact)

    if words == ("-",):
        for line in sys.stdin:
            click.echo(json.dumps(_rows(site, find(line.strip()), explain), ensure_ascii=False))
        return 0
    found = find(" ".join(words))
    if as_json:
        click.echo(json.dumps(_rows(site, found, explain), ensure_ascii=False, indent=2))
    else:
        _show(site, found, explain)
    return 0


def _rows(site: Searcher, found: Found, explain: bool) -> list[dict[str, object]]:
    """The results as JSON says them; `why` only where it is asked for."""
    rows: list[dict[str, object]] = []
    for one in found.results:
        row: dict[str, object] = {
            "url": site.url(one.path),
            "question": one.question,
            "excerpt": one.excerpt,
            "explainer": one.explainer,
            "score": one.score,
        }
        if explain:
            row["why"] = {word: round(part, 3) for word, part in one.why}
        rows.append(row)
    return rows


def _show(site: Searcher, found: Found, explain: bool) -> None:
    for word, meant in found.meant:
        click.echo(f"searching for {', '.join(meant)} instead of {word}", err=True)
    if found.unquoted:
        click.echo("nothing has the quoted words together: searching without the marks", err=True)
    for one in found.results:
        click.echo(f"{one.question}\n  {one.excerpt}\n  {one.explainer}  {site.url(one.path)}")
        if explain:
            parts = ", ".join(f"{word} {part:.2f}" for word, part in one.why)
            click.echo(f"  {one.score:.3f}: {parts}")
        click.echo()
    shown, total = len(found.results), found.total
    noun = "question matches" if total == 1 else "questions match"
    more = f", the first {shown} shown" if shown < total else ""
    click.echo(f"{total or 'no'} {noun}{more}", err=True)
