"""The command line: `explainer COMMAND`; each command is a module, imported when it is called."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import click

from generator import __version__
from generator.diagnostics import GeneratorError

# Command → module, in the order in which the help lists them.
COMMANDS = {
    "init": "Begin a new site.",
    "new": "Begin an explainer, or add a question to one.",
    "convert": "Turn raw articles into explainers.",
    "ids": "Record the questions' ids, wordings and dates.",
    "build": "Build the site.",
    "check": "Report everything that is wrong with the site.",
    "fmt": "Bring front matter and question comments into one form.",
    "serve": "Preview the site while you write.",
    "theme": "List, begin, change and check themes.",
    "publish": "Build, check and push the site to a branch.",
    "search": "Search the built site from the command line.",
    "config": "Show each setting and where it comes from.",
    "doctor": "Look at the computer, git, the workflow, cache and ledger.",
    "explain": "Say what a message means and what to do.",
    "schema": "Print or write the JSON Schemas that help editors.",
    "completion": "Print what makes a shell complete commands.",
}


def _set_loudness(ctx: click.Context, option: click.Parameter, is_given: bool) -> None:
    if is_given:
        from generator.console import set_loudness

        set_loudness(-1 if option.name == "quiet" else 1)


# Of every command, after those of its own.
_LOUDNESS = [
    click.Option(
        ["-q", "--quiet"],
        is_flag=True,
        expose_value=False,
        callback=_set_loudness,
        help="Tell problems only.",
    ),
    click.Option(
        ["-v", "--verbose"],
        is_flag=True,
        expose_value=False,
        callback=_set_loudness,
        help="Tell more, such as where the time went.",
    ),
]


class _Commands(click.Group):
    """Imports a command's module only when that command runs: the others cost no time."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"generator.cli.{cmd_name}")
        command = getattr(module, cmd_name)
        assert isinstance(command, click.Command)
        command.params += [one for one in _LOUDNESS if one not in command.params]
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        from generator.text import nearest

        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            close = nearest(name, COMMANDS)
            hint = f" Did you mean `{close}`?" if close else ""
            raise click.UsageError(f"there is no command `{name}`.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # From the table above, so that the help imports no command.
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 problems in content, 2 wrong use or unusable input, 3 a bug.",
)
@click.version_option(
    __version__, "-V", "--version", prog_name="explainer", message="%(prog)s %(version)s"
)
def cli() -> None:
    """Explainer: from a raw article to a searchable site of questions and answers.

    \b
    explainer init my-site           a new site with a sample
    explainer convert article.txt    an article becomes content/TITLE.md
    explainer serve                  see it while you edit it
    explainer build                  the site is in output/
    """


def main() -> None:
    """Runs the command line and ends the process with its exit code."""
    # None is wanted here, and looking for plug-ins among all that is installed takes 7 ms.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)
    # At once: to take a site's values apart one by one lasts longer than to make a page of it.
    os._exit(code)


def run(arguments: list[str]) -> int:
    """The exit code of a command line; problems are shown, never raised."""
    try:
        code = cli.main(arguments, prog_name="explainer", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except GeneratorError as problems:
        from generator.console import show_diagnostics

        show_diagnostics(problems.diagnostics)
        return problems.status
    except click.exceptions.Abort:
        return 130
    except click.ClickException as problem:
        problem.show()
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output, such as `head`, has gone: nothing more to say, even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        import traceback

        traceback.print_exc()
        sys.stderr.write(
            f"\nThis is a bug in explainer {__version__}, not a fault of yours."
            " Please report it with the lines above.\n"
        )
        return 3
