"""``detainer audit``: custody records in, what became of the people out."""

from __future__ import annotations

import gc
import hashlib
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import click

from .. import __version__
from ..audit.report import Made, Report
from ..days import CALENDAR
from ..zones import version
from .audit_options import FORMATS, AuditOptions
from .audit_run import run
from .files import write_whole
from .main import QuickCommand, is_unicode, let_go, values
from .options import once
from .table_options import mapped, timed
from .tables import FORMATS as TABLES
from .tables import Input

__all__ = ["audit"]


@click.command(cls=QuickCommand, short_help="Count who was held past release, and how long.")
@click.argument("input", metavar="INPUT|-", shell_complete=values)
@once("-o", "--output", metavar="FILE", text="Write the report there; else to standard output.")
@once("--from", metavar="FORMAT", text=f"{' '.join(TABLES)}; else by the name, else by its first bytes.")
@once("--to", metavar="FORMAT", text=f"{' '.join(FORMATS)}; else by the name of -o, else text.")
@once("-p", "--profile", metavar="ID|FILE", text="Whose law, for every record; else by column.")
@once("-z", "--timezone", metavar="ZONE", text="The facility's zone, for every record.")
@mapped
@timed
@once("--date-only", metavar="HOW", text="Dates without times: bounds (default), earliest or latest.")
@once("--assume", metavar="WHAT", text="nothing (default); ordinary: ordinary papers.")
@click.option(
    "--by",
    multiple=True,
    metavar="LIST",
    shell_complete=values,
    help="Groups: year, profile or columns, with commas.",
)
@click.option("--sensitivity", is_flag=True, help="How figures move if each assumption is otherwise.")
@click.option("--keep", multiple=True, metavar="COLUMN", help="Show this column of the longest held.")
@once("--longest", metavar="N", text="How many of the longest held to show with --keep (default 10).")
@once("--engine", metavar="HOW", text="row or columnar; else by the size of the table.")
@click.option("-v", "--verbose", is_flag=True, help="Say which engine counted.")
@once("--group", metavar="COLUMN", text="The column that names the booking, if it has several rows.")
@once("--disposition", metavar="COLUMN", text="With --group: how each charge ended.")
@click.option(
    "--pickup", multiple=True, metavar="TEXT", help="With --group: the disposition that is the pickup."
)
@click.option(
    "--freeing", multiple=True, metavar="TEXT", help="With --group: dispositions that free; * is any text."
)
@once("--detainer-rows", metavar="COLUMN=TEXT", text="With --group: rows that are no charge.")
@click.option("--profiles", multiple=True, metavar="DIR", help="A folder of your own profiles.")
@click.pass_context
def audit(ctx: click.Context, /, **options: Any) -> None:
    """Count who was held past release and past each end, and how long.

    \b
    detainer audit records.csv -p us-fl-pinellas --by year
    detainer audit charges.csv -p us-tx-travis --assume ordinary --group booking \\
       --disposition how --pickup "RELEASED TO ICE" --map release_at=ended -o report.json

    Columns are read as `detainer batch` reads them; taken_at or freed_at tell when a person
    left. Of dates without hours every figure is at least, at most. No column is shown that
    --keep or --by does not name. Exit 0: every record was answered; 1: some were not, the
    report says why; 2: usage, profile or input error.
    """
    gc.enable()  # a long run makes garbage
    gc.freeze()
    chosen = AuditOptions(options)
    with Input(chosen.table.input) as source:
        counted = run(chosen, source)
    made = Made(
        "standard input" if source.path == "-" else os.path.basename(source.path),
        _sha256(source),
        tuple(_typed(ctx, options)),
        chosen.table.assume,
        chosen.table.dates,
        __version__,
        version(),
        CALENDAR,
        chosen.grouped,
    )
    found = counted.audit
    report = Report.of(found, made, counted.steps, chosen.keep, collapsed=chosen.grouped is not None)
    _write(_rendered(report, chosen), chosen.table.output)
    if chosen.table.verbose:
        _say(f"detainer: {counted.how}")
    if rejected := found.rejected + found.unread:
        codes = ", ".join(f"{code} {number:,}" for code, number in rejected.most_common())
        _say(f"detainer: {rejected.total():,} rejected ({codes})")
        ctx.exit(1)


def _say(line: str) -> None:
    with suppress(OSError):  # nobody may be left to be told
        click.echo(line, err=True)


def _sha256(source: Input) -> str | None:
    """Return the hash of an ordinary file; None of a pipe."""
    if source.size is None:
        return None
    with open(source.path, "rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def _typed(ctx: click.Context, options: dict[str, Any]) -> Iterator[str]:
    """Yield the command as it may be typed again."""
    yield "detainer audit"
    for param in ctx.command.params:
        value = options.get(param.name or "")
        if isinstance(param, click.Argument):
            yield shlex.quote(str(value))
        elif value is True:
            yield param.opts[-1]
        elif value:
            for item in value:
                yield f"{param.opts[-1]} {shlex.quote(str(item))}"


def _rendered(report: Report, chosen: AuditOptions) -> str:
    """Return the report in the format asked for; each is loaded only then."""
    plain = chosen.table.output in (None, "-") and not is_unicode(sys.stdout)
    if chosen.to == "json":
        from ..formats.audit.json import dumps

        return dumps(report, ascii_only=plain) + "\n"
    if chosen.to == "csv":
        from ..formats.audit import csv

        return csv.render(report)
    if chosen.to == "html":
        from ..formats.audit import html

        return html.render(report, ascii_only=plain)
    from ..formats.audit import text

    return text.render(report, ascii_only=plain)


def _write(text: str, output: str | None) -> None:
    if output not in (None, "-"):
        write_whole(str(output), text)
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough
        let_go(sys.stdout)
