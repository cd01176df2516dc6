"""`explainer completion`: commands and options completed by the shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

_WHERE = {
    "bash": '~/.bashrc:  eval "$(explainer completion bash)"',
    "zsh": '~/.zshrc:  eval "$(explainer completion zsh)"',
    "fish": "~/.config/fish/config.fish:  explainer completion fish | source",
}


@click.command(
    epilog="Example: explainer completion fish | source",
    short_help="Print what makes a shell complete commands.",
)
@click.argument("shell", type=click.Choice(list(_WHERE)))
def completion(shell: str) -> int:
    """Print the script that makes SHELL complete commands and options.

    \b
    Put into your shell's settings:
      bash  ~/.bashrc                   eval "$(explainer completion bash)"
      zsh   ~/.zshrc                    eval "$(explainer completion zsh)"
      fish  ~/.config/fish/config.fish  explainer completion fish | source
    """
    from generator.cli import cli

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "explainer", "_EXPLAINER_COMPLETE").source())
    return 0
