"""The command line as such: help, version, wrong use."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator import __version__
from generator.cli import COMMANDS
from tests.conftest import ROOT, Run


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
