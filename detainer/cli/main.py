"""The command ``detainer``: finds the subcommand, and turns every fault into a coded error.

Exit codes: 0 answered, whatever the answer; 2 usage, profile or input error; with
``check --exit-code`` also 3 and 4. Data goes to stdout, messages to stderr.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from typing import Any, NoReturn

import click

from .. import __version__
from ..errors import DetainerError, Problem

__all__ = ["QuickCommand", "main", "run"]

#: subcommand -> the module that has it; loaded only when it is asked for
COMMANDS = {"check": ".check", "profiles": ".profiles", "agencies": ".agencies", "schema": ".schema"}
SUMMARIES = {
    "check": "Say when release is due and whether a hold applies until then.",
    "profiles": "List, show and validate the profiles of law.",
    "agencies": "Import ICE's sheet of 287(g) agencies, and look one up.",
    "schema": "Print the JSON Schema of an answer, an error or a profile.",
}


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


class _Lazy(click.Group):
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1, 0.5)
            hint = f" Did you mean {near[0]}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80})
@click.version_option(__version__, message="detainer %(version)s")
def main() -> None:
    """Count the hours of an immigration detainer, and show the rules.

    \b
    detainer check -p fl -r "Fri 3/6/2026 6:00 PM" -z America/New_York
    detainer check -p honors -r 2026-11-25T15:00 -z America/Chicago --json
    detainer profiles show us-nc
    """


def run(argv: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code; never with a traceback."""
    arguments = sys.argv[1:] if argv is None else argv
    with suppress(ValueError):  # what a terminal cannot show is escaped
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = main.main(arguments, prog_name="detainer", standalone_mode=False)
        sys.stdout.flush()
    except DetainerError as error:
        code = fail(error, arguments)
    except SystemExit:  # click leaves so when the reader of a pipe has gone
        code = 0
    except click.exceptions.Exit as done:
        code = done.exit_code
    except click.UsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError" and error.ctx:  # a group named alone: what it can do
            click.echo(error.ctx.get_help())
            sys.exit(0)
        hint = f"see: {error.ctx.command_path} --help" if error.ctx else None
        code = fail(DetainerError([Problem("USAGE", None, error.format_message(), hint)]), arguments)
    except (click.Abort, KeyboardInterrupt):
        code = 130
    except BrokenPipeError:
        _let_go()
        code = 0
    except OSError as error:
        code = fail(DetainerError([Problem("OUTPUT_FAILED", None, str(error.strerror or error))]), arguments)
    except Exception as error:  # whoever stands at the counter has no use for a traceback
        problem = Problem(
            "INTERNAL", None, f"{type(error).__name__}: {error}", "a fault of the program: please report it"
        )
        code = fail(DetainerError([problem]), arguments)
    gc.freeze()  # nothing made in this run need be looked through once more on the way out
    sys.exit(code or 0)


def _let_go() -> None:
    """Point stdout elsewhere, so that closing it at exit says nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def fail(error: DetainerError, arguments: list[str]) -> int:
    """Print every problem, as JSON on stdout where JSON was asked for, and return 2."""
    try:
        if _wants_json(arguments):
            import json

            sys.stdout.write(json.dumps(error.to_dict(), indent=2, ensure_ascii=False) + "\n")
            sys.stdout.flush()
        else:
            _print(error)
    except BrokenPipeError:
        _let_go()
    return 2


def _wants_json(arguments: list[str]) -> bool:
    pairs = list(pairwise(arguments))
    return any(a in ("--json", "--format=json", "-fjson") for a in arguments) or any(
        pair in (("--format", "json"), ("-f", "json")) for pair in pairs
    )


def _print(error: DetainerError) -> None:
    from ..formats.wrap import wrap

    count = len(error.problems)
    lines = [f"detainer: {count} problem{'s' if count > 1 else ''}, no answer"]
    for problem in error.problems:
        where = f" {flag(problem.field)}" if problem.field else ""
        lines += wrap(
            f"{problem.code}{where}: {problem.message}",
            "  ",
            "      ",
        )
        if problem.hint:
            lines += wrap(
                problem.hint,
                "      -> ",
                "         ",
            )
    click.echo("\n".join(lines), err=True)


def flag(field: str) -> str:
    """Return a fact's name as the flag that sets it."""
    head, _, tail = field.partition(".")
    if head == "answers":
        return f"--answer {tail}".strip()
    if head == "papers":
        return "--paper"
    known: dict[str, Any] = dict.fromkeys(
        (
            "form",
            "box",
            "issuer",
            "designated",
            "citizenship",
            "agreement",
            "timezone",
            "profile",
            "profiles",
            "assume",
        )
    )
    names = {
        name: name.removesuffix("_at").removesuffix("_on")
        for name in (
            "release_at",
            "booked_at",
            "freed_at",
            "taken_at",
            "offense_on",
            "received_at",
            "served_at",
            "cancelled_at",
            "warrant_served_at",
            "asks_custody",
            "as_of",
        )
    }
    return "--" + names.get(field, field).replace("_", "-") if field in names or field in known else field
