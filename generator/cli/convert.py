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
@click.option("--dry-run", is_flag=True, help="Write nothing, only report.")
@click.option("--strict", is_flag=True, help="Exit with 1 when anything deserves a look.")
@click.option(
    "--report",
    type=click.Choice(["text", "json"]),
    default="text",
    help="The form of the report on standard output.  [default: text]",
)
@click.option("--review", is_flag=True, help="Write the report beside the file, as .review.json.")
@click.option(
    "--headings-as-questions", is_flag=True, help="Take every heading as an entry, unchanged."
)
@click.option(
    "--update",
    metavar="FILE.md",
    default="",
    help="The earlier version: keep its question ids and edited front matter.",
)
@click.option("--embargoed", is_flag=True, help="Convert items that are under embargo or withheld.")
def convert(inputs: tuple[str, ...], output: Path, report: str, strict: bool, **wanted: str) -> int:
    """Turn raw articles into explainers: Markdown of questions and answers, with front matter.

    INPUT is a file, a folder, a pattern, an https:// address, or `-` for standard input; what it
    is, is recognised by its content. Each line of an article is either placed or named as
    dropped, with the reason.
    """
    from generator import console
    from generator.conversion import Wishes, convert_articles, expand
    from generator.siteclock import read_site_clock

    timezone, lang = read_site_clock(Path("site.yml"))
    wishes = Wishes(timezone=timezone, lang=lang, **wanted)  # type: ignore[arg-type]
    names = list(expand(inputs))
    done = []
    with console.progress("Converting", len(names)) as advance:
        for one in convert_articles(names, output, wishes):
            done.append(one)
            advance(1)
            for line in [one.data] if report == "json" and one.data else one.report:
                console.summary(line) if report == "text" else click.echo(line)
    problems = [problem for one in done for problem in one.problems]
    console.show_diagnostics(problems)
    if len(done) > 1:
        failed = sum(1 for one in done if one.problems)
        weak = sum(1 for one in done if one.weak)
        console.note(
            f"{len(done)} articles: {len(done) - failed} converted, {failed} not, {weak} to look at"
        )
    is_weak = strict and any(one.weak for one in done)
    return max((problem.status for problem in problems), default=int(is_weak))
