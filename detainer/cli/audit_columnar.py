"""An audit whose records are counted many at a time, on the columnar engine."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import IO

from ..audit.run import Audit
from ..formats.tables.model import Row
from ..table.columns import Columns
from ..table.row import Rows
from .columnar import is_picked, is_readable, opened
from .progress import Progress
from .tables import DELIMITERS, Format, Input

__all__ = ["counted", "is_columnar"]


def is_columnar(wanted: str | None, source: Input, kind: Format, *, grouped: bool) -> bool:
    """Say whether records are to be counted by the column: not where several rows are ``grouped`` into one.

    :raises DetainerError: ``EXTRA_NEEDED``, ``CONTRADICTION``, where that is wanted and cannot be.
    """
    what = "the columnar engine counts CSV in UTF-8 and Parquet, each row a record, and no bookings of several rows"
    return is_picked(wanted, source, is_readable(source, kind) and not grouped, what)


def counted(
    make: Callable[[Sequence[str]], tuple[Audit, Rows, Columns]], source: Input, kind: Format
) -> tuple[Audit, int, int]:
    """Count a table; return the audit, the number of rows, and how many of them were counted one by one.

    ``make`` gives the audit of a table with these columns.

    :raises DetainerError: of ``make``, and what is wrong with the table.
    """
    from ..arrow.audit import ByColumn
    from ..formats.tables.csv import line_of

    blocks, progress = opened(source, kind), Progress(source)
    names = blocks.names or ()
    audit, rows, told = make(names)
    line = partial(line_of, delimiter=DELIMITERS.get(kind, ","))
    with ExitStack() as stack:

        def room() -> _Aside:
            return _Aside(stack.enter_context(tempfile.TemporaryFile()))

        found = ByColumn(audit, rows, told, len(names), line, room)
        for item in blocks.blocks():
            if isinstance(item, Row):
                found.one(item)
            else:
                found.block(item)
            progress.show(found.count)
        found.done()
    progress.clear()
    return audit, found.count, found.alone


class _Aside:
    """Bytes put aside in a file."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def keep(self, some: bytes) -> None:
        self._file.write(some)

    def part(self, begin: int, size: int) -> bytes:
        self._file.seek(begin)
        return self._file.read(size)
