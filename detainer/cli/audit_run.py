"""A table counted in an audit: by the column, row by row, or several rows made into a booking first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ..audit.bookings import EXCLUDED, Bookings
from ..audit.report import Step
from ..audit.run import Audit
from ..errors import DetainerError, Problem
from ..formats.tables.model import Reader, Row
from ..table.columns import Columns, columns
from .audit_columnar import counted, is_columnar
from .audit_options import AuditOptions, grouping_of
from .progress import Progress
from .tables import Input, format_of, named_beforehand, read

__all__ = ["Counted", "run"]

_READ = "rows were read"


class Counted(NamedTuple):
    """What was counted of a table: the audit, the steps that lead to its records, and which engine did it."""

    audit: Audit
    steps: list[Step]
    how: str = "row engine"


def run(chosen: AuditOptions, source: Input) -> Counted:
    """Count a table.

    :raises DetainerError: ``SAME_FILE``, ``TABLE_EMPTY``, and what is wrong with the table or its columns.
    """
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
        how = f"columnar engine, {alone:,} of the rows by the row engine"
        return Counted(found, [Step("rows", count, _READ)], how)
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
    return Counted(found, steps)


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
