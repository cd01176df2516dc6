"""`explainer new`: a new explainer, or a new question in one."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import click

from generator.cli.options import source_option


@click.command(
    epilog='Example: explainer new --question "What does it cost?" content/tram.md --edit',
    short_help="Begin an explainer, or add a question to one.",
)
@click.argument("name", metavar="TITLE|FILE")
@click.option(
    "--question",
    metavar="TEXT",
    help="Add this question at the end of FILE, with its id.",
)
@click.option("--edit", is_flag=True, help="Open the file in $VISUAL or $EDITOR.")
@source_option
def new(name: str, question: str | None, edit: bool, source: Path) -> int:
    """Begin an explainer of that TITLE in content/, as a draft; or add a question to FILE.

    Nothing is overwritten, and a question leaves the rest of its file as it is.
    """
    from generator import console
    from generator.request import build_time
    from generator.scaffold import new_explainer, new_question

    editor = _editor() if edit else []
    if question is None:
        path, line = new_explainer(source, name, build_time(os.environ)), 1
        console.summary(f"{path}: a draft; remove `draft: true` to publish it")
    else:
        if not question.strip():
            raise click.BadParameter("the question has no words", param_hint="--question")
        path, identity, line = new_question(source, Path(name), question)
        console.summary(f"{path}:{line}: question `{identity}`, without an answer as yet")
    if editor:
        _open(editor, path, line)
    return 0


def _editor() -> list[str]:
    """The command of the person's editor; asked for before anything is written."""
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise click.UsageError("no editor is known: set VISUAL or EDITOR, such as `code --wait`")
    return command


def _open(editor: list[str], path: Path, line: int) -> None:
    """Opens the file, at the line where the editor is known to take one."""
    command, name = [*editor], Path(editor[0]).stem
    if name in ("vi", "vim", "nvim", "nano", "emacs", "kak", "micro"):
        command.append(f"+{line}")
    place = f"{path}:{line}" if name in ("code", "codium", "subl", "hx", "zed") else str(path)
    if name in ("code", "codium"):
        command.append("--goto")
    try:
        done = subprocess.run([*command, place])
    except OSError as problem:
        raise click.UsageError(
            f"`{editor[0]}` cannot be started: {problem.strerror}; the file is written"
        ) from problem
    if done.returncode:
        raise click.UsageError(f"`{editor[0]}` ended with {done.returncode}; the file is written")
