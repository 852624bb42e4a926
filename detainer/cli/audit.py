"""``detainer audit``: custody records in, what became of the people out."""

from __future__ import annotations

import gc
import hashlib
import os
import shlex
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import click

from .. import __version__
from ..audit.bookings import EXCLUDED, Bookings
from ..audit.report import Made, Report, Step
from ..audit.run import Audit
from ..days import CALENDAR
from ..errors import DetainerError, Problem
from ..formats.tables.model import Reader, Row
from ..table.columns import Columns, columns
from ..zones import version
from .audit_columnar import counted, is_columnar
from .audit_options import FORMATS, AuditOptions, grouping_of
from .files import write_whole
from .main import QuickCommand, is_unicode, let_go, values
from .options import once
from .progress import Progress
from .table_options import mapped, timed
from .tables import FORMATS as TABLES
from .tables import Input, format_of, named_beforehand, read

__all__ = ["audit"]

_READ = "rows were read"


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
        found, collapsed, steps, how = _run(chosen, source)
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
    report = Report.of(found, made, steps, chosen.keep, collapsed=collapsed)
    _write(_rendered(report, chosen), chosen.table.output)
    if chosen.table.verbose:
        _say(f"detainer: {how}")
    if rejected := found.rejected + found.unread:
        counted = ", ".join(f"{code} {number:,}" for code, number in rejected.most_common())
        _say(f"detainer: {rejected.total():,} rejected ({counted})")
        ctx.exit(1)


def _say(line: str) -> None:
    with suppress(OSError):  # nobody may be left to be told
        click.echo(line, err=True)


def _run(chosen: AuditOptions, source: Input) -> tuple[Audit, bool, list[Step], str]:
    """Count the table; return what was counted, whether doubled rows were made one, the first steps, and which engine did it."""
    table = chosen.table
    if table.output not in (None, "-") and source.is_file(str(table.output)):
        what = "the input and the output are one file"
        raise DetainerError([Problem("SAME_FILE", "output", what, "give another file with -o")])
    kind = table.kind_in or format_of(source)
    rows = table.rows()
    law = table.around[0] is not None

    def told(names: Sequence[str]) -> Columns:
        return columns(names, table.named, table.skipped, law=law)

    if is_columnar(table.engine, source, kind, grouped=chosen.grouped is not None):
        found, count, alone = counted(
            lambda names: (chosen.audit(rows, names, told), rows, told(names)), source, kind
        )
        if not count:
            raise _empty("a header and no rows")
        return (
            found,
            False,
            [Step("rows", count, _READ)],
            f"columnar engine, {alone:,} of the rows by the row engine",
        )
    reader: Reader
    if kind == "jsonl":
        names, reader = named_beforehand(source)
        if not names:
            raise _empty("there is nothing in it")
    else:
        reader = read(source, kind)
        names = reader.names or ()
    records = _Records(reader, names, Progress(source))
    if chosen.grouped:
        steps, grouped = _grouped(chosen, records, told(names), rows.laws)
        names = (*names, "taken_at")
        found = chosen.audit(rows, names, told)
        excluded = _add_bookings(found, grouped)
        steps += [Step(why, -number, EXCLUDED[why]) for why, number in excluded]
        for error in records.faults:
            found.unread[error.problems[0].code] += 1
    else:
        found = chosen.audit(rows, names, told)
        for number, cells in records:
            found.seen.row(cells)
            found.add(cells, number)
        steps = [Step("rows", records.count, _READ)]
        for error in records.faults:
            found.reject(error)
    if not records.count:
        raise _empty("a header and no rows")
    return found, chosen.grouped is not None, steps, "row engine"


def _empty(why: str) -> DetainerError:
    return DetainerError([Problem("TABLE_EMPTY", "input", why, None)])


def _grouped(
    chosen: AuditOptions, records: _Records, told: Columns, laws: Any
) -> tuple[list[Step], Bookings]:
    """Read every row into its booking."""
    grouped = Bookings(grouping_of(chosen, records.names), records.names, told, laws, chosen.table.dates)
    for _, cells in records:
        try:
            grouped.add(cells)
        except DetainerError as error:
            records.faults.append(error)
    unread = Counter(error.problems[0].code for error in records.faults)
    steps = [
        Step("rows", records.count, _READ),
        *(Step(f"row:{code}", -n, f"are in no booking: {code}") for code, n in unread.most_common()),
        Step("doubled", -grouped.doubled, "stand there twice, cell for cell: counted once"),
        Step("bookings", len(grouped), "bookings"),
    ]
    return [step for step in steps if step.number], grouped


def _add_bookings(found: Audit, grouped: Bookings) -> list[tuple[str, int]]:
    """Count each booking; return how many were left out, by why."""
    excluded: Counter[str] = Counter()
    for number, booking in enumerate(grouped.records(), 1):
        if isinstance(booking, DetainerError):
            found.reject(booking)
        elif booking.excluded:
            excluded[booking.excluded] += 1
        else:
            found.add(booking.cells, number)
    return [(why, excluded[why]) for why in EXCLUDED if excluded[why]]


class _Records:
    """The rows of a table, each with all its columns; those that could not be read are kept apart."""

    def __init__(self, reader: Iterable[Row], names: Sequence[str], progress: Progress) -> None:
        self._reader, self.names, self._progress = reader, tuple(names), progress
        self.count = 0
        self.faults: list[DetainerError] = []

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        names = self.names
        for row in self._reader:
            self.count += 1
            if row.fault is not None:
                self.faults.append(DetainerError([row.fault]))
            elif row.names == names:
                yield row.number, row.texts
            else:
                cells = dict(zip(row.names, row.texts, strict=True))
                yield row.number, [cells.get(name, "") for name in names]
            if not self.count % 1024:
                self._progress.show(self.count)
        self._progress.clear()


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
