"""``detainer completion``: the script that teaches a shell to complete a command line."""

from __future__ import annotations

import click

from ..errors import DetainerError, Problem, show
from .main import QuickCommand, values

__all__ = ["completion"]


@click.command(cls=QuickCommand)
@click.argument("shell", metavar="bash|zsh|fish|powershell", shell_complete=values)
def completion(shell: str) -> None:
    """\b
    bash, in ~/.bashrc:
      eval "$(detainer completion bash)"
    zsh, in ~/.zshrc, after compinit:
      eval "$(detainer completion zsh)"
    fish, in ~/.config/fish/config.fish:
      detainer completion fish | source
    PowerShell, in the file that $PROFILE names:
      detainer completion powershell | Out-String | Invoke-Expression

    Print the script that lets a shell complete with the Tab key.
    """
    from .complete import SHELLS, script

    if shell not in SHELLS:
        what = f"'{show(shell, 40)}' is not known"
        raise DetainerError([Problem("VALUE_UNKNOWN", "shell", what, ", ".join(SHELLS))])
    click.echo(script(shell), nl=False)
