"""`explainer publish` to a bare repository on this disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.repository import pages_address, web_address
from tests.conftest import Run, put, tree
from tests.test_scaffold import run_git


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    folder = tmp_path / "hub.git"
    folder.mkdir()
    run_git(folder, "init", "-q", "--bare", "--initial-branch=main")
    return folder


@pytest.fixture
def clone(site: Path, hub: Path) -> Path:
    put(site / ".gitignore", "/output/\n/.cache/\n")
    run_git(site, "init", "-q", "--initial-branch=main")
    run_git(site, "config", "user.name", "Test")
    run_git(site, "config", "user.email", "test@example.org")
    run_git(site, "config", "core.autocrlf", "true")
    run_git(site, "remote", "add", "origin", str(hub))
    run_git(site, "add", "--all")
    run_git(site, "commit", "-q", "-m", "begin")
    return site


def state(site: Path) -> tuple[str, ...]:
    """What nobody may touch: branch, index, working tree, stash."""
    return tuple(
        run_git(site, *one)
        for one in (
            ("rev-parse", "HEAD"),
            ("symbolic-ref", "HEAD"),
            ("ls-files", "--stage"),
            ("status", "--porcelain"),
            ("branch",),
            ("worktree", "list"),
        )
    )


def published(hub: Path, to: Path) -> dict[str, bytes]:
    run_git(
        to.parent, "clone", "-q", "-c", "core.autocrlf=false", "-b", "gh-pages", str(hub), str(to)
    )
    return {path: data for path, data in tree(to).items() if not path.startswith(".git/")}


def test_the_output_is_on_the_branch_and_nothing_else_is_touched(
    run: Run, clone: Path, hub: Path, tmp_path: Path
) -> None:
    put(clone / "notes.txt", "not committed")
    before = state(clone)
    done = run("publish", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert state(clone) == before
    assert "changes that are not committed" in done.stderr
    assert published(hub, tmp_path / "seen") == tree(clone / "output")
    files = len(tree(clone / "output"))
    assert f"published to origin gh-pages: {files} files added, 0 changed, 0 removed" in done.stdout


def test_a_second_time_only_what_changed_goes_up(
    run: Run, clone: Path, hub: Path, tmp_path: Path
) -> None:
    run("publish", cwd=clone)
    assert "nothing to publish" in run("publish", cwd=clone).stdout
    (clone / "content" / "about.md").unlink()
    done = run("publish", "--message", "Without about", cwd=clone)
    assert "0 files added" in done.stdout
    assert "about/index.html" not in published_names(hub)
    assert published(hub, tmp_path / "seen") == tree(clone / "output")
    assert run_git(hub, "log", "--format=%s", "gh-pages").splitlines()[0] == "Without about"
    assert len(run_git(hub, "log", "--format=%s", "gh-pages").splitlines()) == 2


def published_names(hub: Path) -> list[str]:
    return run_git(hub, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()


def test_a_dry_run_leaves_nothing_behind(run: Run, clone: Path, hub: Path) -> None:
    run("build", cwd=clone)
    objects = run_git(clone, "count-objects", "-v")
    before = state(clone)
    done = run("publish", "--dry-run", cwd=clone)
    assert done.returncode == 0, done.stderr
    assert "would publish to origin gh-pages" in done.stdout
    assert run_git(hub, "branch") == ""
    assert run_git(clone, "count-objects", "-v") == objects
    assert state(clone) == before


def test_with_an_error_nothing_is_published(run: Run, clone: Path, hub: Path) -> None:
    put(clone / "content" / "bad.md", "---\ntitle: B\nkind: page\n---\n[a](none.md)\n")
    done = run("publish", cwd=clone)
    assert done.returncode == 1
    assert "error[missing-page]" in done.stderr
    assert run_git(hub, "branch") == ""


def test_what_somebody_else_published_is_built_upon(
    run: Run, clone: Path, hub: Path, tmp_path: Path
) -> None:
    run("publish", cwd=clone)
    other = tmp_path / "other"
    run_git(tmp_path, "clone", "-q", "-b", "gh-pages", str(hub), str(other))
    put(other / "theirs.html", "theirs")
    run_git(other, "add", "--all")
    run_git(other, "commit", "-q", "-m", "theirs")
    run_git(other, "push", "-q", "origin", "gh-pages")
    done = run("publish", cwd=clone)
    assert "1 removed" in done.stdout
    assert "theirs" in run_git(hub, "log", "--format=%s", "gh-pages")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--remote", "elsewhere"), "no-remote"),
        (("--branch", "main"), "bad-branch"),
        (("--branch", "a..b"), "bad-branch"),
    ],
)
def test_a_place_that_cannot_be_published_to_is_refused(
    run: Run, clone: Path, options: tuple[str, ...], code: str
) -> None:
    done = run("publish", *options, cwd=clone)
    assert done.returncode == 2
    assert f"error[{code}]" in done.stderr


def test_without_a_repository_there_is_nothing_to_publish_to(run: Run, site: Path) -> None:
    done = run("publish", cwd=site)
    assert (done.returncode, "error[no-repository]" in done.stderr) == (2, True)


def test_what_git_complains_about_is_told(run: Run, clone: Path) -> None:
    run_git(clone, "remote", "set-url", "origin", str(clone / "nowhere"))
    done = run("publish", cwd=clone)
    assert done.returncode == 2
    assert "error[git-failed]: `git ls-remote` failed" in done.stderr


@pytest.mark.parametrize(
    ("remote", "web", "pages"),
    [
        ("git@github.com:City/why.git", "https://github.com/City/why.git", "https://city.github.io/why/"),
        ("https://x:y@github.com/a/b", "https://github.com/a/b", "https://a.github.io/b/"),
        ("https://github.com/a/A.github.io.git", "https://github.com/a/A.github.io.git", "https://a.github.io/"),
        ("https://example.org/a/b.git", "https://example.org/a/b.git", ""),
        ("/srv/git/a.git", "", ""),
    ],
)  # fmt: skip
def test_the_addresses_of_a_remote(remote: str, web: str, pages: str) -> None:
    assert (web_address(remote), pages_address(remote)) == (web, pages)
