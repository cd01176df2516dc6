"""git, as far as the program needs it: the one place that runs it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from generator.diagnostics import GeneratorError, unusable

_OVER_SSH = re.compile(r"(?:ssh://)?git@([^:/]+)(?::\d+)?[:/](.+)")
_GITHUB = "github.com"
# What git adds to the environment of its own hooks would lead it to another repository.
_OWN = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")


def git(folder: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> str:
    """What git prints; raises `GeneratorError` with its own words when it fails."""
    done = _run(folder, arguments, environment)
    if done is None:
        hint = "install git, or publish with a workflow"
        raise GeneratorError([unusable("git-failed", "git is not installed", hint=hint)])
    if done.returncode:
        told = [line for line in done.stderr.strip().splitlines() if line.strip()]
        raise GeneratorError(
            [
                unusable(
                    "git-failed",
                    f"`git {arguments[0]}` failed: {told[-1] if told else done.returncode}",
                    hint="mend what git complains about, and run the command again",
                    notes=told[:-1][-5:],
                )
            ]
        )
    return done.stdout.strip()


def ask_git(folder: Path, *arguments: str) -> str:
    """What git prints, or nothing when it fails or is not there."""
    done = _run(folder, arguments, None)
    return done.stdout.strip() if done is not None and done.returncode == 0 else ""


def web_address(remote: str) -> str:
    """The address of a remote over HTTPS, without user and password; empty when it has none."""
    over_ssh = _OVER_SSH.fullmatch(remote)
    if over_ssh:
        remote = f"https://{over_ssh[1]}/{over_ssh[2]}"
    parts = urlsplit(remote)
    if parts.scheme != "https":
        return ""
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def pages_address(remote: str) -> str:
    """Where GitHub Pages serves a repository by default; empty when it is not on GitHub."""
    parts = urlsplit(web_address(remote))
    names = parts.path.strip("/").removesuffix(".git").split("/")
    if parts.netloc.lower() != _GITHUB or len(names) != 2:
        return ""
    owner, name = names[0].lower(), names[1]
    own = name.lower() == f"{owner}.github.io"
    return f"https://{owner}.github.io/" + ("" if own else f"{name}/")


def _run(
    folder: Path, arguments: tuple[str, ...], environment: Mapping[str, str] | None
) -> subprocess.CompletedProcess[str] | None:
    inherited = {name: value for name, value in os.environ.items() if name not in _OWN}
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            env={**inherited, **(environment or {}), "LC_ALL": "C"},
        )
    except OSError:
        return None
