"""A built site as a commit on a branch of its own, pushed: for those without a workflow.

The commit is made of the output folder with a temporary index: neither the working tree nor the
index nor the branch of whoever publishes is touched.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.diagnostics import GeneratorError, unusable
from generator.repository import ask_git, git

# Bytes go in as they are, whatever the settings of this computer say.
_AS_THEY_ARE = ("-c", "core.autocrlf=false", "-c", "core.excludesFile=", "-c", "core.fsmonitor=")


@dataclass(frozen=True, slots=True)
class Publication:
    """What was published, or would be."""

    remote: str
    branch: str
    commit: str
    """Empty when the branch has these very files already."""
    added: int
    changed: int
    removed: int
    from_uncommitted: bool
    """Whether the site folder has changes that are in no commit."""


def find_remote(source: Path, remote: str) -> str:
    """The address of a remote; raises `GeneratorError` where there is no repository or remote."""
    if ask_git(source, "rev-parse", "--is-inside-work-tree") != "true":
        hint = "run `git init`, and add a remote"
        message = f"`{source}` is in no git repository"
        raise GeneratorError([unusable("no-repository", message, hint=hint)])
    address = ask_git(source, "remote", "get-url", "--push", remote)
    if not address:
        known = ask_git(source, "remote").split()
        hint = (
            f"there is {', '.join(known)}: --remote {known[0]}"
            if known
            else f"add one: git remote add {remote} ADDRESS"
        )
        message = f"the repository has no remote `{remote}`"
        raise GeneratorError([unusable("no-remote", message, hint=hint)])
    return address


def publish(
    source: Path, output: Path, *, remote: str, branch: str, message: str, dry_run: bool
) -> Publication:
    """Commits the files of the output folder on the remote's branch, and pushes it.

    Nobody's commit is overwritten: when the branch has moved meanwhile, the push is refused.
    Raises `GeneratorError` with what git says. `dry_run` leaves nothing behind.
    """
    find_remote(source, remote)
    _check_branch(source, branch)
    with tempfile.TemporaryDirectory(prefix="explainer-publish-") as folder:
        where = _places(Path(folder), source, dry_run=dry_run)
        base = _tip(source, remote, branch, where)
        tree = _tree(source, output, where)
        changes = _changes(source, base, tree, where)
        if base and not any(changes.values()):
            commit = ""
        else:
            parents = ["-p", base] if base else []
            commit = git(source, "commit-tree", tree, *parents, "-m", message, environment=where)
            if not dry_run:
                git(source, "push", remote, f"{commit}:refs/heads/{branch}", environment=where)
    return Publication(
        remote=remote,
        branch=branch,
        commit=commit,
        added=changes["A"],
        changed=changes["M"],
        removed=changes["D"],
        from_uncommitted=bool(ask_git(source, "status", "--porcelain", "--", ".")),
    )


def _check_branch(source: Path, branch: str) -> None:
    current = ask_git(source, "symbolic-ref", "--short", "HEAD")
    fault = ""
    if not ask_git(source, "check-ref-format", "--branch", branch):
        fault = f"`{branch}` cannot be the name of a branch"
    elif branch == current:
        fault = f"`{branch}` is the branch that you work on: it would hold the built site alone"
    if fault:
        hint = "name another: --branch gh-pages"
        raise GeneratorError([unusable("bad-branch", fault, hint=hint)])


def _places(folder: Path, source: Path, *, dry_run: bool) -> Mapping[str, str]:
    """Where git keeps what it makes on the way."""
    git_folder = Path(git(source, "rev-parse", "--absolute-git-dir"))
    places = {"GIT_DIR": str(git_folder), "GIT_INDEX_FILE": str(folder / "index")}
    if dry_run:
        objects = folder / "objects"
        objects.mkdir()
        common = source.resolve() / git(source, "rev-parse", "--git-path", "objects")
        places["GIT_OBJECT_DIRECTORY"] = str(objects)
        places["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = str(common)
    return places


def _tip(source: Path, remote: str, branch: str, where: Mapping[str, str]) -> str:
    """The remote branch's last commit, fetched; empty when there is no such branch."""
    found = git(source, "ls-remote", "--heads", remote, f"refs/heads/{branch}", environment=where)
    if not found:
        return ""
    commit = found.split()[0]
    git(
        source,
        *("fetch", "--quiet", "--no-tags", "--no-write-fetch-head"),
        *(remote, f"refs/heads/{branch}"),
        environment=where,
    )
    return commit


def _tree(source: Path, output: Path, where: Mapping[str, str]) -> str:
    """The files of the output folder as a tree of git."""
    work_tree = ("--work-tree", str(output.resolve()))
    git(output, *_AS_THEY_ARE, *work_tree, "add", "--all", "--force", ".", environment=where)
    return git(source, "write-tree", environment=where)


def _changes(source: Path, base: str, tree: str, where: Mapping[str, str]) -> dict[str, int]:
    """How many files are added, changed and removed."""
    if base:
        listed = git(
            source, "diff-tree", "-r", "--no-renames", "--name-status", base, tree,
            environment=where,
        )  # fmt: skip
        kinds = [line[0] for line in listed.splitlines()]
    else:
        listed = git(source, "ls-tree", "-r", "--name-only", tree, environment=where)
        kinds = ["A"] * len(listed.splitlines())
    return {kind: sum(one == kind for one in kinds) for kind in "AMD"}
