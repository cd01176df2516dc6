"""The command line as such: help, version, wrong use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator import __version__
from generator.cli import COMMANDS
from tests.conftest import ROOT, Run, put


def test_the_version_is_printed(run: Run) -> None:
    assert run("--version").stdout == f"explainer {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_help_an_example_and_its_entry_in_the_docs(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0, done.stderr
    assert "Example" in done.stdout
    docs = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert f"## `explainer {command}`" in docs


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_stands_in_the_docs(command: str) -> None:
    import importlib

    import click

    found = getattr(importlib.import_module(f"generator.cli.{command}"), command)
    assert isinstance(found, click.Command)
    docs = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    section = docs.partition(f"## `explainer {command}`")[2].partition("\n## ")[0]
    for parameter in found.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in section, parameter.opts[0]


def test_a_mistyped_command_is_corrected(run: Run) -> None:
    done = run("biuld")
    assert done.returncode == 2
    assert "Did you mean `build`?" in done.stderr


def test_a_wrong_option_ends_with_2(run: Run, tmp_path: Path) -> None:
    assert run("build", "--nope", cwd=tmp_path).returncode == 2


def test_the_help_lists_every_command(run: Run) -> None:
    shown = run("--help").stdout
    assert all(one in shown for one in COMMANDS)


@pytest.mark.parametrize("flag", ["-q", "--quiet"])
def test_quiet_tells_problems_alone(run: Run, site: Path, flag: str) -> None:
    done = run("build", flag, cwd=site)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    put(site / "content" / "bad.md", "---\ntitle: B\nkind: page\n---\n[a](none.md)\n")
    assert "error[missing-page]" in run("build", flag, cwd=site).stderr


def test_verbose_tells_where_the_time_went(run: Run, site: Path) -> None:
    assert "total" in run("build", "-v", cwd=site).stderr


def test_a_build_is_told_to_tools_as_json(run: Run, site: Path) -> None:
    data = json.loads(run("build", "--json", cwd=site).stdout)
    assert (data["explainers"], data["questions"]) == (2, 3)
    assert "tea/index.html" in data["changed"]
    assert json.loads(run("build", "--json", cwd=site).stdout)["changed"] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert (done.returncode, "_EXPLAINER_COMPLETE" in done.stdout) == (0, True)


def test_commands_and_options_are_completed(run: Run) -> None:
    def completed(words: str, number: int) -> list[str]:
        done = run(_EXPLAINER_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(number))
        return [one.removeprefix("plain,") for one in done.stdout.split()]

    assert completed("explainer ch", 1) == ["check"]
    assert completed("explainer build --ti", 2) == ["--timings"]


def test_the_version_loads_next_to_nothing() -> None:
    script = (
        "import sys; from generator.cli import run; run(['--version']);"
        "print(sorted(one for one in sys.modules if one.startswith('generator')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT)
    loaded = done.stdout.splitlines()[1]
    assert loaded == "['generator', 'generator.cli', 'generator.diagnostics']"


def test_no_colour_and_no_movement_where_there_is_no_terminal(run: Run, site: Path) -> None:
    put(site / "content" / "bad.md", "---\ntitle: B\nkind: page\n---\n[a](none.md)\n")
    done = run("build", cwd=site, NO_COLOR="", FORCE_COLOR="1")
    assert "\x1b" not in done.stderr + done.stdout
