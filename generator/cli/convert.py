"""`explainer convert`: raw articles to content files."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(
    epilog="Example: explainer convert pasted.txt --output content/pact.md",
    short_help="Turn raw articles into explainers.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("content"),
    metavar="PATH",
    help="A file ending in .md for one input, else a folder.  [default: content]",
)
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@click.option("--embargoed", is_flag=True, help="Convert items that are under embargo or withheld.")
def convert(inputs: tuple[str, ...], output: Path, force: bool, embargoed: bool) -> int:
    """Turn raw articles into explainers: Markdown of questions and answers, with front matter.

    INPUT is a file, an https:// address, or `-` for standard input; what it is, is recognised by
    its content. Each line of an article is either placed or named as dropped, with the reason.
    """
    from generator import console
    from generator.conversion import convert_articles
    from generator.inputs import read_config

    here = Path()
    settings = read_config(here) if (here / "site.yml").is_file() else None
    done = convert_articles(
        inputs,
        output,
        force=force,
        embargoed=embargoed,
        timezone=settings.timezone if settings else "",
        lang=settings.lang if settings else "",
    )
    for one in done:
        for line in one.report:
            console.summary(line)
    problems = [problem for one in done for problem in one.problems]
    console.show_diagnostics(problems)
    return max((problem.status for problem in problems), default=0)
