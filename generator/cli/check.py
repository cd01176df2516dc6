"""`explainer check`: everything that is wrong with a site."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import source_option

if TYPE_CHECKING:
    from generator.diagnostics import Diagnostic


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
@click.option(
    "--stdin",
    "stdin_path",
    metavar="PATH",
    help="Check standard input as the content of this file, and no other.",
)
@click.option("--external", is_flag=True, help="Ask other sites whether links to them work.")
@click.option("--fresh", is_flag=True, help="Ask again what was asked lately.")
@click.option("--due", is_flag=True, help="Report answers that are to be looked at again.")
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
    stdin_path: str | None,
    external: bool,
    fresh: bool,
    due: bool,
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
    if stdin_path is not None:
        # An editor waits, and one file makes less than what would be collected.
        gc.disable()
        from generator.check.single import check_text

        return _show(check_text(source, stdin_path, _standard_input()), form, strict=strict)
    from generator import console
    from generator.check.run import Request
    from generator.check.run import check as operation
    from generator.request import build_time

    request = Request(
        source=source,
        now=build_time(os.environ),
        base_url=base_url,
        drafts=drafts,
        future=future,
        external=external,
        fresh=fresh,
        due=due,
        dupes=dupes,
        budget=budget,
    )
    with console.stages() as stage:
        report = operation(request, stage)
    code = _show(report.problems, form, strict=strict)
    console.note(
        f"checked {console.count(report.explainers, 'explainer')},"
        f" {console.count(report.questions, 'question')},"
        f" {console.count(report.links, 'link')}"
        + ("" if report.problems else ": nothing to complain about")
    )
    return code


def _standard_input() -> str:
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def _show(problems: Sequence[Diagnostic], form: str, *, strict: bool) -> int:
    """Prints the problems; the exit code that they ask for."""
    if form == "text":
        if problems:
            from generator import console

            console.show_diagnostics(problems, file=sys.stdout)
    else:
        from generator.check.report import write_report

        click.echo(write_report(form, problems), nl=False)
    worst = {one.severity for one in problems}
    if "error" in worst:
        return max(one.status for one in problems if one.severity == "error")
    return 1 if strict and "warning" in worst else 0
