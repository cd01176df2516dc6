"""`explainer build`: content to site."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.options import source_option

if TYPE_CHECKING:
    from generator.changes import Questions
    from generator.request import Request, Result
    from generator.standing import Seen


@click.command(
    epilog="Example: explainer build --base-url https://city.github.io/explainers/",
    short_help="Build the site.",
)
@source_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Where the site goes.  [default: output/ in the site folder]",
)
@click.option(
    "--base-url", default="", metavar="URL", help="The site's address, over `url` in site.yml."
)
@click.option("--drafts", is_flag=True, help="Show drafts too.")
@click.option("--future", is_flag=True, help="Show pages dated in the future too.")
@click.option("--offline", is_flag=True, help="Make links that also work when opened from disk.")
@click.option("--locked", is_flag=True, help="Fail when the ledger does not know the content.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Worker processes.  [default: one a core]",
)
@click.option(
    "--diff", is_flag=True, help="Print as Markdown which questions were added, changed, retired."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON what was done.")
@click.option("--timings", is_flag=True, help="Show where the time went.")
def build(
    source: Path,
    output: Path | None,
    base_url: str,
    drafts: bool,
    future: bool,
    offline: bool,
    locked: bool,
    jobs: int | None,
    diff: bool,
    as_json: bool,
    timings: bool,
) -> int:
    """Build the site from content/ into output/.

    Only what changed is made again; the result is the same, byte for byte, as that of a build from
    nothing. When anything is wrong, all problems are shown and the last output stays as it was.
    """
    from generator import console, standing
    from generator.request import Request, counts, describe

    target = output or source / "output"
    request = Request(
        source=source,
        output=target,
        base_url=checked_address(base_url),
        drafts=drafts,
        future=future,
        offline=offline,
        is_locked=locked,
        jobs=jobs or 0,
        on_wait=console.note,
    )
    before = _published(target) if diff else {}
    # For good: the process ends with the build, and a look at all that it made takes a while.
    gc.disable()
    with console.working() as tell:
        # Before the modules that build are loaded, which takes longer.
        seen = standing.fingerprint(request)
        request = replace(request, on_phase=tell)
        result = standing.take(request, seen) or _made(request, seen)
    console.show_diagnostics(result.warnings)
    if timings or console.is_verbose():
        console.show_timings(result.timings, counts(result))
    line = describe(result, target)
    if as_json:
        click.echo(json.dumps(_data(result, target), ensure_ascii=False, indent=2))
    elif diff:
        from generator.changes import compared

        click.echo(compared(before, _published(target)), nl=False)
        console.note(line)
    else:
        console.summary(line)
    return 0


def _data(result: Result, target: Path) -> dict[str, object]:
    return {
        "output": str(target),
        "explainers": result.explainers,
        "questions": result.questions,
        "written": result.written,
        "kept": result.kept,
        "removed": result.removed,
        "changed": list(result.changed),
        "next_due": result.next_due.isoformat() if result.next_due else None,
        "warnings": len(result.warnings),
        "seconds": round(sum(result.timings.values()), 3),
    }


def _made(request: Request, seen: Seen) -> Result:
    from generator.revision import revise

    found = revise(request, seen)
    if found is not None:
        return found
    from generator.build import build as operation

    return operation(request, seen=seen)


def _published(target: Path) -> Questions:
    from generator.changes import published_questions

    return published_questions(target)


def checked_address(base_url: str) -> str:
    """The address as it is; raises what click shows when it is none."""
    from urllib.parse import urlsplit

    parts = urlsplit(base_url)
    if base_url and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise click.BadParameter(
            f"`{base_url}` is no address; write it as https://example.org/site/",
            param_hint="--base-url",
        )
    return base_url
