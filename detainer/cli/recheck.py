"""``detainer recheck``: the answers that were kept, worked out again."""

from __future__ import annotations

import gc
import json
import os
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

import click

from ..errors import DetainerError, Problem
from ..formats.recheck import lines, summary, summary_line, to_dict
from ..formats.record import now_of, parse
from ..profiles import Profile, ids, load_profile
from ..recheck import Finding, Record, judge
from .made import made
from .main import QuickCommand, let_go, values
from .options import folders_of
from .records import locked
from .tables import Input, unreadable

__all__ = ["recheck"]

_LONGEST = 1 << 24  # bytes of a line
_HINT = "give a file of records, as --record makes it"


@click.command(cls=QuickCommand, short_help="Work recorded answers out again: which of them moved?")
@click.argument("file", metavar="FILE|-", shell_complete=values)
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each that moved, then the sum.")
@click.option(
    "--profiles", multiple=True, metavar="DIR", shell_complete=values, help="A folder of your own profiles."
)
@click.pass_context
def recheck(ctx: click.Context, /, file: str, as_json: bool, profiles: tuple[str, ...]) -> None:
    """\b
    detainer recheck kept.jsonl
    detainer recheck kept.jsonl --json

    Work the answers out again that check --record or batch --record kept: which
    of them moved, and what changed since? An answer moved if a hold, a time or
    a missing fact is not what it was. Named is all that changed since: law,
    calendar, zone data, code. Exit 0: none moved; 1: some did, or do not match
    their own input, or could not be read; 2: usage, or the file cannot be read.
    """
    gc.enable()  # a long run makes garbage
    again = _Again(folders_of(profiles))
    counted: Counter[str] = Counter()

    def say(found: dict[str, Any], text: Iterable[str]) -> None:
        print(json.dumps(found) if as_json else "\n".join(text))

    with Input(file, _HINT) as source, _reader_may_go():
        for number, line in _lines(source):
            record, finding = again(line)
            counted[finding.result] += 1
            if finding.result != "same":
                say(to_dict(number, record, finding), lines(number, record, finding))
        if not counted:
            raise DetainerError([Problem("TABLE_EMPTY", "input", "there is no record in it", _HINT)])
        say(summary_line(counted), [summary(counted)])
        sys.stdout.flush()
    if set(counted) - {"same"}:
        ctx.exit(1)


@contextmanager
def _reader_may_go() -> Iterator[None]:
    """Let whoever reads the output stop reading: the exit code is still that of what was found."""
    try:
        yield
    except BrokenPipeError:
        let_go(sys.stdout)


class _Again:
    """Works a line out again; each profile is loaded once."""

    def __init__(self, folders: tuple[str, ...]) -> None:
        """:raises DetainerError: ``PROFILE_UNREADABLE``, for a folder that is not there."""
        ids(folders)
        self._folders, self._made = folders, made()
        self._profiles: dict[str, Profile] = {}

    def __call__(self, line: bytes) -> tuple[Record | None, Finding]:
        try:
            record = parse(line)
        except DetainerError as error:
            altered = any(problem.code == "RECORD_ALTERED" for problem in error.problems)
            return None, Finding("altered" if altered else "unchecked", problems=error.problems)
        try:
            profile = self._profile(record.profile)
        except DetainerError as error:
            return record, Finding("unchecked", problems=error.problems)
        return record, judge(record, profile, now_of(record, profile, self._made))

    def _profile(self, name: str) -> Profile:
        found = self._profiles.get(name)
        if found is None:
            found = self._profiles[name] = load_profile(name, folders=self._folders)
        return found


def _lines(source: Input) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers, as far as the file reached when it began.

    :raises DetainerError: ``INPUT_UNREADABLE``.
    """
    number, whole = 0, True
    try:
        left = _room(source.file)
        while line := source.file.readline(_LONGEST if left is None else min(_LONGEST, left)):
            left = None if left is None else left - len(line)
            number += whole
            if whole and line.strip():
                yield number, line
            whole = line.endswith(b"\n")  # else this is the rest of one that was too long
    except OSError as error:
        raise unreadable(source.path, error, _HINT) from None


def _room(file: BinaryIO) -> int | None:
    """Return how many bytes an ordinary file still has when nobody is writing; None of anything else."""
    try:
        number = file.fileno()
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return None
        with suppress(OSError), locked(number, shared=True):  # a line is whole or not there
            return max(0, os.fstat(number).st_size - file.tell())
        return max(0, os.fstat(number).st_size - file.tell())
    except (OSError, ValueError):
        return None
