"""`explainer publish`: the built site on a branch of its own."""

from __future__ import annotations

import os
from pathlib import Path

import click

from generator.cli.options import source_option


@click.command(
    epilog="Example: explainer publish --dry-run",
    short_help="Build, check and push the site to a branch.",
)
@source_option
@click.option(
    "--remote", default="origin", show_default=True, metavar="NAME", help="Where to push."
)
@click.option(
    "--branch", default="gh-pages", show_default=True, metavar="NAME", help="The branch to push."
)
@click.option(
    "--base-url",
    default="",
    metavar="URL",
    help="The site's address.  [default: `url` in site.yml, else that of GitHub Pages]",
)
@click.option("--message", default="", metavar="TEXT", help="Of the commit.")
@click.option("--dry-run", is_flag=True, help="Do everything but push.")
def publish(
    source: Path, remote: str, branch: str, base_url: str, message: str, dry_run: bool
) -> int:
    """Check and build the site, and push it to a branch that GitHub Pages serves.

    With an error nothing is pushed. Your working tree, index and branch are not touched, and
    nobody's commit is overwritten. With a ledger, the site is built with `--locked`.
    """
    from generator import console, publishing
    from generator import request as asked
    from generator.build import build
    from generator.check.run import Request, check
    from generator.cli.build import checked_address
    from generator.inputs import LEDGER, read_config
    from generator.repository import ask_git, pages_address

    address = publishing.find_remote(source, remote)
    base_url = checked_address(base_url) or read_config(source).url or pages_address(address)
    console.note(f"address: {base_url or 'not known; name it with --base-url'}")
    now = asked.build_time(os.environ)
    with console.stages() as stage:
        report = check(Request(source=source, now=now, base_url=base_url), stage)
    console.show_diagnostics(report.problems)
    if any(one.severity == "error" for one in report.problems):
        console.note("nothing is published")
        return 1
    output = source / "output"
    locked = (source / LEDGER).is_dir()
    request = asked.Request(
        source=source,
        output=output,
        base_url=base_url,
        is_locked=locked,
        now=now,
        on_wait=console.note,
    )
    console.note(asked.describe(build(request), output))
    commit = ask_git(source, "rev-parse", "--short", "HEAD")
    done = publishing.publish(
        source,
        output,
        remote=remote,
        branch=branch,
        message=message or f"Publish {commit or 'the site'}",
        dry_run=dry_run,
    )
    if done.from_uncommitted:
        console.note("the site folder has changes that are not committed")
    if not done.commit:
        console.summary(f"{branch} has this very site already: nothing to publish")
        return 0
    verb = "would publish" if dry_run else "published"
    console.summary(
        f"{verb} to {remote} {branch}: {console.count(done.added, 'file')} added,"
        f" {done.changed:,} changed, {done.removed:,} removed"
    )
    return 0
