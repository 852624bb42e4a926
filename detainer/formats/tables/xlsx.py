"""XLSX: the first sheet, its dates and times as they are shown (needs ``detainer[xlsx]``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from ...errors import DetainerError, Problem, show
from ...table.added import Added
from ...table.answer import Answer
from ...table.values import text_of
from .model import Row
from .unpacked import TooLargeError, hush, refuse_bombs

__all__ = ["XlsxReader", "XlsxWriter"]

_CELL = 32_767
_ROWS = 1_048_576
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


class XlsxReader:
    """Reads the rows of the first sheet; a row without a value is none.

    :raises DetainerError: ``INPUT_UNREADABLE``, ``TABLE_EMPTY``.
    """

    def __init__(self, file: IO[bytes]) -> None:
        load_workbook = _openpyxl("input").load_workbook
        hush()
        try:
            refuse_bombs(file)
            self._book = load_workbook(file, read_only=True, data_only=True)
            self._rows = self._book.worksheets[0].iter_rows()
            self._first = next((row for row in self._rows if any(cell.value is not None for cell in row)), ())
        except TooLargeError as error:
            raise _unreadable(f"too large a workbook: {show(error, 100)}") from None
        except Exception as error:  # openpyxl raises whatever its zip and XML readers do
            raise _unreadable(f"not an XLSX file: {type(error).__name__}") from None
        names = [text_of(cell.value) for cell in self._first]
        while names and not names[-1]:
            names.pop()
        self.names: tuple[str, ...] | None = tuple(names)
        self._width = len(names)
        if not names:
            raise DetainerError(
                [Problem("TABLE_EMPTY", "input", "there is nothing in its first sheet", None)]
            )

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows."""
        width, number, names = self._width, 1, self.names or ()
        try:
            for cells in self._rows:
                values = [_shown(cell) for cell in cells]
                while len(values) > width and values[-1] is None:
                    values.pop()
                if not any(value is not None for value in values):
                    continue
                number += 1
                values += [None] * (width - len(values))
                fault = None
                if len(values) > width:
                    what = f"row {number} has {len(values)} cells, the header {width}"
                    fault = Problem("ROW_RAGGED", "row", what, "give every column a name")
                yield Row(number, names, values, [text_of(value) for value in values], None, fault)
            self._book.close()
        except Exception as error:  # as above
            raise _unreadable(f"row {number + 1}: {type(error).__name__}") from None


class XlsxWriter:
    """Writes the rows of a table into a new workbook; no text becomes a formula."""

    def __init__(self, file: IO[bytes], names: Sequence[str], added: Added) -> None:
        self._file, self._added, self._names = file, added, tuple(names)
        library = _openpyxl("output")
        self._book = library.Workbook(write_only=True)
        self._sheet = self._book.create_sheet("detainer")
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.utils.exceptions import IllegalCharacterError

        self._cell, self._illegal = WriteOnlyCell, IllegalCharacterError
        self._count = 0
        self._append([*names, *added.names])

    def write(self, row: Row, answer: Answer | None, problems: Sequence[Problem]) -> None:
        """Write a row."""
        values: Sequence[Any] = row.values
        if row.names != self._names:
            where = dict(zip(row.names, row.values, strict=True))
            values = [where.get(name) for name in self._names]
        width = len(self._names)
        blanks = [None] * (width - len(values))
        added = self._added.cells(answer, problems)
        self._append([*values[:width], *blanks, *added, *values[width:]])

    def _append(self, values: Sequence[Any]) -> None:
        self._count += 1
        if self._count > _ROWS:
            raise _unfit(f"more than {_ROWS:,} rows")
        self._sheet.append([self._made(value) for value in values])

    def _made(self, value: Any) -> Any:
        if isinstance(value, (dict, list)):
            value = text_of(value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 10**15:
            value = str(value)  # a number of a sheet has 15 digits
        if not isinstance(value, str):
            return value
        if len(value) > _CELL:
            raise _unfit(f"a cell of {len(value):,} characters in row {self._count}")
        try:
            value.encode()
            cell = self._cell(self._sheet, value)
        except (self._illegal, UnicodeEncodeError):
            raise _unfit(f"row {self._count} has a character that XLSX cannot hold") from None
        cell.data_type = "s"
        return cell

    def close(self) -> None:
        """Write the workbook."""
        self._book.save(self._file)


def _openpyxl(field: str) -> Any:
    try:
        import openpyxl
    except ImportError:
        raise DetainerError(
            [
                Problem(
                    "EXTRA_NEEDED", field, "XLSX needs the extra of that name", "pip install 'detainer[xlsx]'"
                )
            ]
        ) from None
    return openpyxl


def _shown(cell: Any) -> Any:
    """Return a cell's value; a date that is shown without a time of day as a date alone."""
    value = cell.value
    if isinstance(value, datetime):
        value = (value + timedelta(microseconds=500_000)).replace(microsecond=0)
        format_ = _QUOTED.sub("", str(cell.number_format or "")).lower()
        return value if "h" in format_ else value.date()
    if isinstance(value, (time, date)):
        return value if isinstance(value, date) else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _unreadable(why: str) -> DetainerError:
    return DetainerError([Problem("INPUT_UNREADABLE", "input", why, "save it as XLSX or as CSV UTF-8")])


def _unfit(why: str) -> DetainerError:
    return DetainerError([Problem("OUTPUT_UNFIT", "output", why, "write CSV or JSON Lines instead")])
