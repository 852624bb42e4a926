"""Answering a shell that asks how a command line may go on; loaded only when one asks.

The scripts beside the data (``detainer completion``) call the program with the words up to
the cursor, and it prints what may stand there. It never fails and never complains: where
nothing can be said, nothing is printed.
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stderr, suppress
from io import StringIO

from click import Command
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    shell_complete,
    split_arg_string,
)

from ..errors import show

__all__ = ["SHELLS", "VARIABLE", "answer", "script"]

#: the variable in which a shell says that it is one, and which
VARIABLE = "_DETAINER_COMPLETE"
#: each shell and its script
SHELLS = {
    "bash": "detainer.bash",
    "zsh": "detainer.zsh",
    "fish": "detainer.fish",
    "powershell": "detainer.ps1",
}
_FOLDER = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "shells")
_LONGEST = 100


def answer(main: Command) -> None:
    """Print what the shell asked for."""
    with suppress(Exception), redirect_stderr(StringIO()):
        shell_complete(main, {}, "detainer", VARIABLE, os.environ[VARIABLE])
        sys.stdout.flush()


def script(shell: str) -> str:
    """Return the script that teaches a shell of :data:`SHELLS` to ask."""
    with open(os.path.join(_FOLDER, SHELLS[shell]), encoding="utf-8") as file:
        return file.read()


class _Shell(ShellComplete):
    """What all four have in common: ``COMP_WORDS`` has one word a line, the last being typed."""

    def source(self) -> str:
        return script(self.name)

    def words(self) -> list[str]:
        return os.environ.get("COMP_WORDS", "").split("\n")

    def get_completion_args(self) -> tuple[list[str], str]:
        words = self.words()
        return words[1:-1], words[-1]

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return what may stand there, as whole words: after ``--form=`` that goes before each."""
        found = super().get_completions(args, incomplete)
        flag, equals, _ = incomplete.partition("=")
        head = flag + equals if equals and flag.startswith("-") else ""
        return [CompletionItem(head + item.value, item.type, _help(item)) for item in found]


def _help(item: CompletionItem) -> str:
    return show(" ".join((item.help or "").split()), 1000)[:_LONGEST]


@add_completion_class
class _Bash(_Shell):
    name = "bash"

    def words(self) -> list[str]:
        """Return the words of the line up to the cursor, which bash itself cuts at ``=`` and ``:``."""
        *before, typed = split_arg_string(os.environ.get("COMP_WORDS", "") + "|")  # ends the word being typed
        return [*before, typed[:-1]]

    def complete(self) -> str:
        """Return the lines; of each word only what bash will put in, from its last break on."""
        args, incomplete = self.get_completion_args()
        line = os.environ.get("COMP_WORDS", "")
        if f" {line}".endswith(f" {incomplete}"):
            breaks = os.environ.get("COMP_WORDBREAKS", "=:")
            cut = max((incomplete.rfind(c) for c in breaks), default=-1) + 1
        else:  # within quotes nothing breaks the word, which begins after them
            quoted = line[max(line.rfind('"'), line.rfind("'")) + 1 :]
            cut = len(incomplete) - len(quoted) if incomplete.endswith(quoted) else 0
        items = self.get_completions(args, incomplete)
        return "\n".join(f"{item.type},{item.value[cut:]}" for item in items)


@add_completion_class
class _Zsh(_Shell):
    name = "zsh"

    def words(self) -> list[str]:
        """Return the words, unquoted already but for a quote that is still open."""
        *before, typed = super().words()
        return [*before, typed.lstrip("\"'")]

    def format_completion(self, item: CompletionItem) -> str:
        """Return three lines: kind, value, help; with help a colon in the value is escaped."""
        value = item.value
        if item.help or value.endswith("="):
            value = value.replace(":", r"\:")
        return f"{item.type}\n{value}\n{item.help}"


@add_completion_class
class _Fish(_Shell):
    name = "fish"

    def words(self) -> list[str]:
        """Return the words; the last comes apart, as it is typed, perhaps with an open quote."""
        return [*super().words(), "".join(split_arg_string(os.environ.get("COMP_CWORD", "")))]

    def format_completion(self, item: CompletionItem) -> str:
        return f"{item.type},{item.value}" + (f"\t{item.help}" if item.help else "")


@add_completion_class
class _PowerShell(_Shell):
    name = "powershell"

    def words(self) -> list[str]:
        """Return the words without their quotes; a backslash is only a letter there."""
        return [word.strip("\"'") for word in super().words()]

    def format_completion(self, item: CompletionItem) -> str:
        """Return kind, value and help; the console's code page may not have more than ASCII."""
        text = (item.help or "").encode("ascii", "replace").decode()
        return f"{item.type}\t{item.value}\t{text}"
