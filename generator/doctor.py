"""What can go wrong around a site, looked at: the computer, git, the workflow, cache and ledger."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from generator.diagnostics import GeneratorError
from generator.inputs import CACHE, LEDGER, STATIC, read_config
from generator.model import Config
from generator.repository import ask_git, pages_address

Grade = Literal["fine", "note", "fault"]
_OLDEST, _NEWEST = (3, 11), (3, 14)
_LIBRARIES = ("click", "jinja2", "markdown-it-py", "pydantic", "pyyaml", "rich")
_WORKFLOWS = ".github/workflows"
_USES = re.compile(r"^\s*-?\s*uses:\s*(\S+?)@(\S+)", re.M)
# A full commit, or a release by its whole number: what else is named may change under the site.
_PINNED = re.compile(r"[0-9a-f]{40}|v?\d+\.\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    grade: Grade
    subject: str
    text: str
    fix: str = ""


def examine(source: Path, now: datetime) -> tuple[Finding, ...]:
    """Everything that was looked at, in order; `now` is what the computer's clock says."""
    findings = [*_python(), *_watcher(), *_clock(source, now)]
    try:
        config = read_config(source)
    except GeneratorError as failure:
        first = failure.diagnostics[0]
        fix = first.hint or "run `explainer check`"
        return (*findings, Finding("fault", "site.yml", first.message, fix))
    findings += [*_zone(config), *_address(source, config), *_domain(source, config)]
    findings += [*_workflow(source), *_ignored(source), *_cache(source), *_ledger(source)]
    return tuple(findings)


def _python() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < _OLDEST:
        yield Finding("fault", "Python", f"{version} is too old", "install Python 3.11 or later")
    elif sys.version_info[:2] > _NEWEST:
        yield Finding("note", "Python", f"{version} is newer than what was tested")
    else:
        yield Finding("fine", "Python", version)
    missing = []
    found = []
    for name in _LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        fix = "install Explainer again into an environment of its own"
        yield Finding("fault", "libraries", f"missing: {', '.join(missing)}", fix)
    yield Finding("fine", "libraries", ", ".join(found))


def _watcher() -> Iterator[Finding]:
    if importlib.util.find_spec("watchfiles") is None:
        yield Finding(
            "note",
            "watcher",
            "no library that tells of changes: the preview looks for them",
            "pip install watchfiles",
        )
    else:
        yield Finding("fine", "watcher", "the system tells of changes")


def _clock(source: Path, now: datetime) -> Iterator[Finding]:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch:
        text = f"SOURCE_DATE_EPOCH={epoch} sets the time of every build"
        yield Finding("note", "clock", text, "unset it to build as of now")
    last = ask_git(source, "log", "-1", "--format=%ct")
    if last.isdigit() and datetime.fromtimestamp(int(last), UTC) > now:
        text = f"the computer's clock, {now:%Y-%m-%d %H:%M} UTC, is before the last commit"
        yield Finding("fault", "clock", text, "set the clock: pages appear by it")
    else:
        yield Finding("fine", "clock", f"{now:%Y-%m-%d %H:%M} UTC")


def _zone(config: Config) -> Iterator[Finding]:
    if not available_timezones():
        text = "there is no database of time zones on this computer"
        yield Finding("fault", "time zone", text, "pip install tzdata")
    elif config.timezone == "UTC":
        text = "UTC: dates without an offset are read so"
        yield Finding("note", "time zone", text, "name yours in site.yml: timezone: Europe/Zurich")
    else:
        yield Finding("fine", "time zone", config.timezone)


def _address(source: Path, config: Config) -> Iterator[Finding]:
    remote = ask_git(source, "remote", "get-url", "origin")
    pages = pages_address(remote)
    wanted = f"https://{config.cname}/" if config.cname else pages
    if not config.url:
        text = "`url` is not set: without --base-url there is no feed and no sitemap"
        fix = f"add to site.yml: url: {wanted}" if wanted else "add `url: https://…/` to site.yml"
        yield Finding("note", "address", text, fix)
    elif wanted and _plain(config.url) != _plain(wanted):
        text = f"`url` is {config.url}, but GitHub Pages serves {wanted}"
        yield Finding("fault", "address", text, f"write in site.yml: url: {wanted}")
    else:
        yield Finding("fine", "address", config.url)


def _plain(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.lower(), parts.path.rstrip("/")


def _domain(source: Path, config: Config) -> Iterator[Finding]:
    file = source / STATIC / "CNAME"
    if not file.is_file():
        return
    text = "static/CNAME and `cname` in site.yml both name a domain"
    own = file.read_text(encoding="utf-8", errors="replace").strip()
    if config.cname and own != config.cname:
        yield Finding("fault", "domain", f"{text}, and not the same", "delete static/CNAME")
    else:
        yield Finding(
            "note", "domain", "static/CNAME names the domain", f"cname: {own} in site.yml"
        )


def _workflow(source: Path) -> Iterator[Finding]:
    root = Path(ask_git(source, "rev-parse", "--show-toplevel") or source)
    folder = root / _WORKFLOWS
    texts = {
        one.name: one.read_text(encoding="utf-8", errors="replace")
        for one in sorted([*folder.glob("*.yml"), *folder.glob("*.yaml")])
    }
    publishing = {name: text for name, text in texts.items() if "actions/deploy-pages" in text}
    if not publishing:
        fix = "copy the one that `explainer init` writes, or use `explainer publish`"
        yield Finding("note", "workflow", "none that publishes on GitHub Pages", fix)
    for name, text in publishing.items():
        yield from _one_workflow(name, text, has_ledger=(source / LEDGER).is_dir())
    requirements = source / "requirements.txt"
    if publishing and requirements.is_file():
        yield from _requirements(requirements.read_text(encoding="utf-8", errors="replace"))


def _one_workflow(name: str, text: str, *, has_ledger: bool) -> Iterator[Finding]:
    faults = 0
    for permission in ("pages: write", "id-token: write"):
        if permission not in text:
            faults += 1
            text_ = f"{name} lacks the permission `{permission}`, without which nothing is deployed"
            yield Finding("fault", "workflow", text_, f"add `{permission}` to the job that deploys")
    loose = [f"{action}@{at}" for action, at in _USES.findall(text) if not _PINNED.fullmatch(at)]
    if loose:
        faults += 1
        text_ = f"{name} uses {', '.join(loose)}, which may change under you"
        yield Finding("note", "workflow", text_, "name a release (v4.2.2) or a full commit")
    if has_ledger and "explainer build" in text and "--locked" not in text:
        faults += 1
        text_ = f"{name} builds without `--locked`, so that links may be lost unseen"
        yield Finding("note", "workflow", text_, "write `explainer build --locked`")
    if not faults:
        yield Finding("fine", "workflow", name)


def _requirements(text: str) -> Iterator[Finding]:
    lines = [line.strip() for line in text.splitlines()]
    if any(line and not line.startswith("#") for line in lines):
        yield Finding("fine", "requirements.txt", "names what the workflow installs")
    else:
        text = "names nothing, so that the workflow cannot install Explainer"
        fix = "name a repository or a wheel: explainer @ git+https://github.com/OWNER/REPO@TAG"
        yield Finding("fault", "requirements.txt", text, fix)


def _ignored(source: Path) -> Iterator[Finding]:
    if ask_git(source, "rev-parse", "--is-inside-work-tree") != "true":
        yield Finding("note", "git", "the site is in no repository", "git init")
        return
    tracked = [one for one in ("output", CACHE) if ask_git(source, "ls-files", "--", one)]
    loose = [one for one in ("output", CACHE) if not ask_git(source, "check-ignore", f"{one}/x")]
    if tracked:
        names = " ".join(tracked)
        yield Finding("fault", "git", f"{names} is committed", f"git rm -r --cached {names}")
    elif loose:
        text = f"{', '.join(loose)} may be committed by mistake"
        yield Finding(
            "note", "git", text, f"add to .gitignore: {' '.join(f'/{one}/' for one in loose)}"
        )
    else:
        yield Finding("fine", "git", "output and cache are ignored")


def _cache(source: Path) -> Iterator[Finding]:
    folder = source / CACHE
    place = folder if folder.is_dir() else source
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as problem:
        text = f"nothing can be written into {place}: {problem.strerror}"
        yield Finding("fault", "cache", text, "give yourself permission, or build elsewhere")
        return
    if not folder.is_dir():
        yield Finding("fine", "cache", "none as yet")
        return
    size = sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
    yield Finding("fine", "cache", f"{size / 1e6:,.1f} MB; it may be deleted at any time")


def _ledger(source: Path) -> Iterator[Finding]:
    if not (source / LEDGER).is_dir():
        text = "none: a question that is reworded may lose its links"
        yield Finding("note", "ledger", text, "explainer ids, and commit the folder ledger/")
        return
    from generator.recording import Wish, record

    try:
        outcome = record(source, Wish(dry_run=True), datetime.now(UTC))
    except GeneratorError:
        text = "cannot be compared with content that has errors"
        yield Finding("note", "ledger", text, "explainer check")
        return
    count = len(outcome.changes) + len(outcome.left)
    if count:
        yield Finding("fault", "ledger", f"out of step in {count} places", "explainer ids")
    else:
        yield Finding("fine", "ledger", "in step with the content")
