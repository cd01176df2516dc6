"""`explainer init` and `explainer new`, as a newcomer runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.cli import COMMANDS
from generator.config import load_config
from generator.scaffold.origin import origin_of
from tests.conftest import ROOT, Run, put, tree

OTHER_EDITOR = f"{sys.executable} -c \"import sys; print('edited', *sys.argv[1:])\""


def test_a_new_site_builds_without_a_warning(run: Run, tmp_path: Path) -> None:
    done = run("init", "my site", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "my site"
    written = {one.strip() for one in done.stdout.splitlines()[:-1]}
    assert written == {one for one in tree(folder) if not one.startswith(".cache/")}
    assert "ledger/why-leaves-change-colour.yml" in written
    built = run("build", "--locked", cwd=folder)
    assert (built.returncode, built.stderr) == (0, "")
    assert "built 1 explainer, 4 questions" in built.stdout


def test_every_file_of_a_new_site_can_be_read(run: Run, tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    files = tree(tmp_path)
    for path, content in files.items():
        if path.endswith(".json"):
            json.loads(content)
        elif path.endswith((".yml", ".yaml")):
            yaml.safe_load(content)
    settings = json.loads(files[".vscode/settings.json"])
    assert all(one in files for one in settings["yaml.schemas"])
    assert "$schema=.vscode/schemas/site.json" in files["site.yml"].decode().splitlines()[0]


def test_what_is_commented_out_in_site_yml_is_right(run: Run, tmp_path: Path) -> None:
    run("init", cwd=tmp_path)
    lines = (tmp_path / "site.yml").read_text(encoding="utf-8").splitlines()
    keys = ("url", "description", "author", "licence", "theme", "tokens", "  accent", "cname")
    shown = [one.removeprefix("# ").removesuffix("") for one in lines]
    text = "\n".join(
        bare if bare.startswith(tuple(f"{key}:" for key in keys)) else line
        for bare, line in zip(shown, lines, strict=True)
    )
    config = load_config(text)
    assert (config.url, config.cname) == ("https://example.org/explainers/", "www.example.org")
    assert config.theme == "broadsheet"
    assert dict(config.tokens) == {"accent": "#0a5c7a"}


@pytest.mark.parametrize("name", ["notes.txt", "site.yml", ".env"])
def test_a_folder_with_other_things_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    put(tmp_path / name, "mine")
    done = run("init", cwd=tmp_path)
    assert done.returncode == 2
    assert "error[folder-in-use]" in done.stderr
    assert tree(tmp_path) == {name: b"mine"}


def test_a_fresh_clone_with_an_environment_is_not_in_use(run: Run, tmp_path: Path) -> None:
    put(tmp_path / ".git" / "HEAD", "ref: refs/heads/main\n")
    put(tmp_path / ".venv" / "pyvenv.cfg", "")
    assert run("init", ".", cwd=tmp_path).returncode == 0


def test_a_file_in_the_place_of_the_folder_is_refused(run: Run, tmp_path: Path) -> None:
    put(tmp_path / "site", "text")
    assert "`site` is a file" in run("init", "site", cwd=tmp_path).stderr


def test_the_workflow_installs_what_is_installed(tmp_path: Path) -> None:
    wheel = tmp_path / "explainer-1.0-py3-none-any.whl"
    wheel.write_bytes(b"")
    from_git = {"url": "https://example.org/x.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}}
    assert origin_of(from_git).requirements.endswith(
        "explainer @ git+https://example.org/x.git@abc\n"
    )
    assert origin_of({"url": wheel.as_uri()}).wheel == wheel
    assert origin_of({"url": wheel.as_uri()}).requirements.endswith(f"./vendor/{wheel.name}\n")
    assert not origin_of({"url": tmp_path.as_uri()}).is_known


@pytest.mark.parametrize(
    "remote", ["https://user:secret@example.org/a/b.git", "git@example.org:a/b.git"]
)
def test_a_checkout_is_installed_from_its_remote(tmp_path: Path, remote: str) -> None:
    run_git(tmp_path, "init", "-q")
    run_git(tmp_path, "remote", "add", "origin", remote)
    run_git(tmp_path, "commit", "-q", "--allow-empty", "-m", "begin")
    commit = run_git(tmp_path, "rev-parse", "HEAD").strip()
    wanted = f"explainer @ git+https://example.org/a/b.git@{commit}\n"
    assert origin_of({"url": tmp_path.as_uri()}).requirements.endswith(wanted)


def run_git(folder: Path, *arguments: str) -> str:
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Test"), ("EMAIL", "test@example.org"))
    }
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, **who, "GIT_CONFIG_GLOBAL": os.devnull},
    ).stdout


def test_a_new_explainer_is_a_draft_that_builds(run: Run, site: Path) -> None:
    done = run("new", "  Tides: why two a day? #1 ", cwd=site)
    assert done.returncode == 0, done.stderr
    file = site / "content" / "tides-why-two-a-day-1.md"
    assert 'title: "Tides: why two a day? #1"' in file.read_text(encoding="utf-8")
    assert run("build", cwd=site).returncode == 0
    assert not (site / "output" / "tides-why-two-a-day-1").exists()
    again = run("new", "Tides, why two a day 1", cwd=site)
    assert (again.returncode, "error[already-exists]" in again.stderr) == (2, True)
    assert "error[no-slug]" in run("new", "?!", cwd=site).stderr


def test_a_new_question_leaves_the_file_as_it_is(run: Run, site: Path) -> None:
    file = site / "content" / "tea.md"
    before = file.read_bytes()
    done = run("new", "--question", "Is *green* tea [cold]?", "content/tea.md", cwd=site)
    assert done.returncode == 0, done.stderr
    after = file.read_bytes()
    added = b"## Is \\*green\\* tea \\[cold\\]?\n<!-- q\nid: is-green-tea-cold\n-->\n\n"
    assert after.replace(added, b"") == before
    assert after.index(added) < after.index(b"[^a]: ")
    line = after[: after.index(added)].count(b"\n") + 1
    assert done.stdout.startswith(f"content/tea.md:{line}: question `is-green-tea-cold`")


def test_windows_line_ends_and_a_taken_id_are_respected(run: Run, site: Path) -> None:
    file = site / "content" / "bread.md"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert run("new", "--question", "Rise?", "bread.md", cwd=site).returncode == 0
    text = file.read_bytes()
    assert text.startswith(b"\xef\xbb\xbf---")
    assert text.endswith(b"\r\n## Rise?\r\n<!-- q\r\nid: rise-2\r\n-->\r\n")
    assert text.count(b"\n") == text.count(b"\r\n")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--question", "What?", "site.yml"), "no-such-explainer"),
        (("--question", "What?", "content/no.md"), "no-such-explainer"),
        (("--question", "What?", "content/about.md"), "not-an-explainer"),
        (("--question", "What?", "content/open.md"), "no-place"),
    ],
)
def test_a_question_that_has_no_place_changes_nothing(
    run: Run, site: Path, arguments: tuple[str, ...], code: str
) -> None:
    put(
        site / "content" / "open.md",
        "---\ntitle: Open\ndate: 2025-01-01\n---\n\n## A?\n\n```\ncode\n",
    )
    before = tree(site)
    done = run("new", *arguments, cwd=site)
    assert done.returncode == 2
    assert f"error[{code}]" in done.stderr
    assert tree(site) == before


def test_the_editor_opens_what_was_written(run: Run, site: Path) -> None:
    done = run("new", "Rain", "--edit", cwd=site, VISUAL=OTHER_EDITOR)
    assert done.returncode == 0, done.stderr
    assert f"edited {Path('content') / 'rain.md'}" in done.stdout


def test_without_an_editor_nothing_is_written(run: Run, site: Path) -> None:
    before = tree(site)
    done = run("new", "Rain", "--edit", cwd=site, VISUAL="", EDITOR="")
    assert done.returncode == 2
    assert "set VISUAL or EDITOR" in done.stderr
    assert tree(site) == before


def test_hooks_run_commands_that_are_there() -> None:
    ours = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    site = (ROOT / "generator/scaffold/site/pre-commit-config.yaml").read_text(encoding="utf-8")
    theirs = yaml.safe_load(site)["repos"][0]["hooks"]
    commands = {one["entry"].split()[1] for one in (*ours, *theirs)}
    assert commands <= set(COMMANDS)
    assert {"check", "fmt"} <= commands
