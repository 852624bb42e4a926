"""Every fault of a run as coded errors: text on stderr, or JSON on stdout where that was asked for."""

from __future__ import annotations

import sys
from itertools import pairwise

import click

from ..errors import DetainerError, Problem, show
from ..formats.wrap import wrap
from .main import COMMANDS, is_unicode, let_go

__all__ = ["lines", "report"]

_LONGEST = 400
#: facts whose flag has their own name
_ALIKE = ("form", "box", "issuer", "designated", "citizenship", "agreement", "agency", "timezone", "profile",
          "profiles", "assume", "as_of", "asks_custody", "format", "output", "alarm", "uid", "record")  # fmt: skip
_SHORTER = ("release_at", "booked_at", "freed_at", "taken_at", "offense_on", "received_at", "served_at",
            "cancelled_at", "warrant_served_at")  # fmt: skip


def report(error: Exception, arguments: list[str]) -> int:
    """Print what went wrong and return the exit code, 2."""
    if type(error).__name__ == "NoArgsIsHelpError":  # a group named alone: what it can do
        try:
            click.echo(str(error))
            return 0
        except OSError as fault:
            error = fault
    problems = _coded(error, arguments)
    if _wants_json(arguments) and _print_json(problems):
        return 2
    try:
        click.echo("\n".join(lines(problems)), err=True)
    except OSError:  # nobody is left to be told
        let_go(sys.stderr)
    return 2


def _coded(error: Exception, arguments: list[str]) -> DetainerError:
    if isinstance(error, DetainerError):
        return error
    if isinstance(error, click.UsageError):
        command = arguments[0] if arguments and arguments[0] in COMMANDS else ""
        path = error.ctx.command_path if error.ctx else f"detainer {command}".strip()
        hint = f"see: {path} --help"
        if "extra argument" in error.format_message():
            hint = f'a time of several words stands in quotes: -r "11/24/2026 1:40 am"; {hint}'
        problem = Problem("USAGE", None, _safe(error.format_message()), hint)
    elif isinstance(error, OSError):
        problem = Problem("OUTPUT_FAILED", None, _safe(str(error.strerror or error)))
    else:  # whoever stands at the counter has no use for a traceback
        what = _safe(f"{type(error).__name__}: {error}")
        problem = Problem("INTERNAL", None, what, "a fault of the program: please report it")
    return DetainerError([problem])


def _safe(text: str) -> str:
    return show(" ".join(text.split()), _LONGEST)


def _wants_json(arguments: list[str]) -> bool:
    return any(a in ("--json", "--format=json", "-fjson") for a in arguments) or any(
        pair in (("--format", "json"), ("-f", "json")) for pair in pairwise(arguments)
    )


def _print_json(error: DetainerError) -> bool:
    """Print the problems as JSON; False where stdout does not take them."""
    import json

    try:
        ascii_only = not is_unicode(sys.stdout)
        sys.stdout.write(json.dumps(error.to_dict(), indent=2, ensure_ascii=ascii_only) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        let_go(sys.stdout)
    except OSError:
        let_go(sys.stdout)
        return False
    return True


def lines(error: DetainerError) -> list[str]:
    """Return the problems as lines of at most 80 columns, their number first."""
    count = len(error.problems)
    lines = [f"detainer: {count} problem{'s' if count > 1 else ''}, no answer"]
    for problem in error.problems:
        where = f" {_flag(problem.field)}" if problem.field else ""
        lines += wrap(f"{problem.code}{where}: {problem.message}", "  ", "      ")
        if problem.hint:
            lines += wrap(problem.hint, "      -> ", "         ")
    return lines


def _flag(field: str) -> str:
    """Return a fact's name as the flag that sets it; a key path of a file as it is."""
    head, _, tail = field.partition(".")
    if head == "answers":
        return f"--answer {tail}".strip()
    if head == "papers":
        return "--paper"
    if field in _SHORTER:
        field = field.removesuffix("_at").removesuffix("_on")
    elif field not in _ALIKE:
        return field
    return "--" + field.replace("_", "-")
