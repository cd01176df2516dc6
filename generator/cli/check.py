"""`explainer check`: everything that is wrong with a site."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from generator.cli.options import source_option


@click.command(
    epilog="Example: explainer check --format github",
    short_help="Report everything that is wrong with the site.",
)
@source_option
@click.option(
    "--base-url", default="", metavar="URL", help="The site's address, over `url` in site.yml."
)
@click.option("--drafts", is_flag=True, help="Check drafts too.")
@click.option("--future", is_flag=True, help="Check pages dated in the future too.")
@click.option("--dupes", is_flag=True, help="Report questions that may ask the same.")
@click.option("--budget", is_flag=True, help="Report pages that are too heavy.")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="What the report is written in.",
)
def check(
    source: Path,
    base_url: str,
    drafts: bool,
    future: bool,
    dupes: bool,
    budget: bool,
    strict: bool,
    form: str,
) -> int:
    """Report everything that is wrong with the site, at once; nothing is written.

    Each problem has its file, its line and what to do. Beside all that stops a build: links of the
    built pages, answers without a source, unused pictures, limits of GitHub Pages. Exit code 1 when
    there is an error.
    """
    from generator import console
    from generator.build import build_time
    from generator.check import FORMATS, Request, write_report
    from generator.check import check as operation

    request = Request(
        source=source,
        now=build_time(os.environ),
        base_url=base_url,
        drafts=drafts,
        future=future,
        dupes=dupes,
        budget=budget,
    )
    with console.stages() as stage:
        report = operation(request, stage)
    if form in FORMATS:
        click.echo(write_report(form, report.problems), nl=False)
    else:
        console.show_diagnostics(report.problems, file=sys.stdout)
    console.note(
        f"checked {console.count(report.explainers, 'explainer')},"
        f" {console.count(report.questions, 'question')},"
        f" {console.count(report.links, 'link')}"
        + ("" if report.problems else ": nothing to complain about")
    )
    worst = {one.severity for one in report.problems}
    if "error" in worst:
        return max(one.status for one in report.problems if one.severity == "error")
    return 1 if strict and "warning" in worst else 0
