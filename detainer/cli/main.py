"""The command ``detainer``: finds the subcommand, and turns every fault into a coded error.

Exit codes: 0 answered, whatever the answer; 1 some rows of a table were not, or recorded
answers moved; 2 usage, profile or input error; with ``check --exit-code`` also 3 and 4. Data goes to stdout, messages to stderr.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from .. import __version__

__all__ = ["COMMANDS", "Group", "QuickCommand", "is_unicode", "let_go", "main", "run", "values"]

#: subcommand -> the module that has it; loaded only when it is asked for
COMMANDS = {
    "check": ".check",
    "batch": ".batch",
    "audit": ".audit",
    "recheck": ".recheck",
    "profiles": ".profiles",
    "agencies": ".agencies",
    "schema": ".schema",
    "completion": ".completion",
}
SUMMARIES = {
    "check": "Say when release is due and whether a hold applies until then.",
    "batch": "Answer every row of a table: CSV, JSON Lines or XLSX.",
    "audit": "Count who was held past release in a table, and how long.",
    "recheck": "Work recorded answers out again: which of them moved, and why.",
    "profiles": "List, show, validate and map the profiles of law.",
    "agencies": "Import ICE's sheet of 287(g) agencies, and look one up.",
    "schema": "Print the JSON Schema of an answer, a record, an error or a profile.",
    "completion": "Print the script that lets a shell complete with the Tab key.",
}


def values(ctx: click.Context, param: click.Parameter, typed: str) -> list[Any]:
    """Return what may stand in an option or argument, for a shell that asks."""
    from .values import values_of

    return values_of(ctx, param, typed)


class QuickCommand(click.Command):
    """A command whose short options are found at once.

    The parser looks for ``-p`` among the long options first and words an error, with
    suggestions, that nobody sees; a known short option listed there too spares that.
    """

    def make_parser(self, ctx: click.Context) -> Any:
        """Return click's parser, its short options listed among the long ones too."""
        parser = super().make_parser(ctx)
        for name, option in getattr(parser, "_short_opt", {}).items():
            getattr(parser, "_long_opt", {}).setdefault(name, option)
        return parser

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """Return the options that begin so; all of them where nothing is typed and no argument is due."""
        is_group = isinstance(self, click.Group)
        return super().shell_complete(ctx, incomplete if incomplete or is_group else "--")


class Group(QuickCommand, click.Group):
    """A group that names the nearest command to one it does not have."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names, or fail with the nearest."""
        known = self.list_commands(ctx)
        if args and args[0] not in known:
            from difflib import get_close_matches

            near = get_close_matches(args[0], known, 1, 0.5)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"There is no command '{args[0]}'.{hint}")
        return super().resolve_command(ctx, args)


class _Lazy(Group):
    """A group that imports a subcommand only when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name], __package__), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, message="detainer %(version)s")
def main() -> None:
    """\b
    detainer check -p fl -r "Fri 3/6/2026 6:00 PM" -z America/New_York
    detainer check -p honors -r 2026-11-25T15:00 -z America/Chicago --json
    detainer profiles show us-nc

    Count the hours of an immigration detainer, and show the rules.
    """


def run(argv: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; never with a traceback."""
    arguments = sys.argv[1:] if argv is None else argv
    _ready()
    if os.environ.get("_DETAINER_COMPLETE"):  # a shell asks what may come next
        from .complete import answer

        answer(main)
        sys.exit(0)
    try:
        code = main.main(arguments, prog_name="detainer", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        code = done.exit_code
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except SystemExit:  # click leaves so when the reader of a pipe has gone
        code = 0
    except BrokenPipeError:
        let_go(sys.stdout)
        code = 0
    except Exception as error:
        from .failure import report

        code = report(error, arguments)
        if isinstance(error, OSError):
            let_go(sys.stdout)
    gc.freeze()  # nothing made in this run need be looked through once more on the way out
    sys.exit(code or 0)


def let_go(stream: Any) -> None:
    """Point a stream that takes no more elsewhere, so that closing it at exit says nothing."""
    with suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())


def is_unicode(stream: Any) -> bool:
    """Say whether a stream can carry every character."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().startswith("utf")


class _Closed(io.TextIOBase):
    """Stands for a stream the program was started without: what is written is not lost in silence."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "there is no standard output")


def _ready() -> None:
    """Make the streams fit to print on."""
    if sys.stdout is None:
        sys.stdout = _Closed()
    if sys.stderr is None:
        sys.stderr = _Closed()
    with suppress(ValueError):  # what a terminal cannot show is escaped
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
