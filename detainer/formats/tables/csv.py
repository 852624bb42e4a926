"""CSV: read whatever its encoding and line ends; written as UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TextIO

from ...errors import DetainerError, Problem, escaped, show
from ...table.added import Added
from ...table.answer import Answer
from ...table.values import text_of
from .lines import lines
from .model import LONGEST, MOST_CELLS, Row, inert

__all__ = ["CsvReader", "CsvWriter", "line_of", "row_of"]


class CsvReader:
    """Reads the rows of a CSV file, of its text or its lines; a blank line is no row.

    ``number`` is that of the row that was read last; the header is row 1.

    :raises DetainerError: ``TABLE_EMPTY``, ``ROW_UNREADABLE`` in the header, and as
        :func:`.lines`.
    """

    def __init__(self, text: io.TextIOBase | Iterator[str], delimiter: str = ",") -> None:
        csv.field_size_limit(LONGEST)  # no more than a row may have
        self.number = self._reading = 1
        self._held: list[str] = []  # the lines of the row that is being read
        self._size = self._delimiters = 0  # of them
        self._delimiter = delimiter
        self._rows = csv.reader(self._lines(text), delimiter=delimiter, strict=True)
        try:
            names: tuple[str, ...] = ()
            for row in self._rows:
                if row:
                    names = tuple(row)
                    break
                self._held.clear()
        except csv.Error as error:
            raise DetainerError([_unreadable(error, 1)]) from None
        self.names: tuple[str, ...] | None = names
        if not names:
            raise DetainerError([Problem("TABLE_EMPTY", "input", "there is nothing in it", None)])

    def _lines(self, text: io.TextIOBase | Iterator[str]) -> Iterator[str]:
        held, hold = self._held, self._held.append
        for line in lines(text) if isinstance(text, io.TextIOBase) else text:
            hold(line)
            if len(held) > 1 or len(line) > MOST_CELLS:
                self._within(held)
            yield line

    def _within(self, held: list[str]) -> None:
        """Refuse a row over several lines, or a long one, that memory would not hold.

        A delimiter within quotes counts too: where a quote ends is not known yet.
        """
        lately = held if len(held) <= 2 else held[-1:]
        if len(held) <= 2:
            self._size = self._delimiters = 0
        for line in lately:
            self._size += line.__sizeof__()
            self._delimiters += line.count(self._delimiter)
        if self._size > LONGEST or self._delimiters > MOST_CELLS:
            raise DetainerError([_too_long(self._reading)])

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows; one whose cells are not as many as the columns, or cannot be told apart, with its fault."""
        names, held, rows = self.names or (), self._held, self._rows
        width = len(names)
        held.clear()
        while True:
            self._reading = self.number + 1
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                self.number += 1
                line = "".join(held).rstrip("\r\n")
                held.clear()
                yield Row(self.number, names, [line], [line], None, _unreadable(error, self.number))
                continue
            held.clear()
            if len(cells) == width:
                self.number += 1
                yield Row(self.number, names, cells, cells)
            elif cells:
                self.number += 1
                yield _ragged(self.number, names, cells)


class _Ends:
    r"""Ends lines with ``\n``, while the writer, told ``\r\n``, quotes a cell for a ``\r`` alone too.

    Such a cell unquoted would be two rows to whoever reads it; since Python 3.13 it is quoted.
    """

    def __init__(self, stream: TextIO) -> None:
        self._write = stream.write

    def write(self, line: str) -> None:
        """Write a line."""
        self._write(line[:-2] + "\n")


class CsvWriter:
    """Writes the rows of a table as CSV; ``safe`` makes cells inert that a spreadsheet would run, and escapes what does not show."""

    def __init__(
        self, stream: TextIO, names: Sequence[str], added: Added, delimiter: str = ",", *, safe: bool = False
    ) -> None:
        self._put = csv.writer(_Ends(stream), delimiter=delimiter, lineterminator="\r\n").writerow
        self._names, self._added, self._safe = tuple(names), added, safe
        self._put(self._cells([*names, *added.names]))

    def write(self, row: Row, answer: Answer | None, problems: Sequence[Problem]) -> None:
        """Write a row; cells beyond the header's come last."""
        added = self._added.cells(answer, problems)
        values = row.values
        names = self._names
        if row.names is not names and row.names != names:
            where = dict(zip(row.names, row.values, strict=True))
            values = [where.get(name) for name in names]
        if len(values) == len(names):
            line = [*values, *added]
        else:
            blanks = [""] * (len(names) - len(values))
            line = [*values[: len(names)], *blanks, *added, *values[len(names) :]]
        if values.__class__ is not list or self._safe or row.texts is not row.values:
            line = self._cells(line)
        self._put(line)

    def _cells(self, cells: Sequence[object]) -> list[str]:
        texts = [_plain(cell) for cell in cells]
        return [_safe(text) for text in texts] if self._safe else texts

    def close(self) -> None:
        """Nothing is held back."""


def _safe(text: str) -> str:
    """Return a cell inert, with what does not show escaped but for the ends of its lines and tabs."""
    return str(inert(escaped(text, but="\n\r\t")))


def line_of(cells: Sequence[str], delimiter: str = ",") -> bytes:
    r"""Return a row as a line of a file, without its end: quotes where they are needed, and only there.

    >>> line_of(["a,b", "c", ""])
    b'"a,b",c,'
    """
    marks = frozenset(f'{delimiter}"\r\n')
    quoted = (cell if marks.isdisjoint(cell) else _quoted(cell) for cell in cells)
    return delimiter.join(quoted).encode("utf-8", "surrogateescape")


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def row_of(line: str, number: int, names: tuple[str, ...], delimiter: str) -> Row:
    """Return the row that one line is, or several where its cells have line ends in quotes."""
    cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True))
    return Row(number, names, cells, cells) if len(cells) == len(names) else _ragged(number, names, cells)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return text_of(value)


def _ragged(number: int, names: tuple[str, ...], cells: list[str]) -> Row:
    if not any(cells[len(names) :]) and len(cells) > len(names):
        cells = cells[: len(names)]  # commas at the end of a line
        return Row(number, names, cells, cells)
    problem = Problem(
        "ROW_RAGGED",
        "row",
        f"row {number} has {len(cells)} cells, the header {len(names)}",
        "a comma inside a cell wants quotes around the cell",
    )
    return Row(number, names, cells, cells, None, problem)


def _unreadable(error: csv.Error, number: int) -> Problem:
    what = "a quote is never closed" if "end of data" in str(error) else show(error, 100)
    return Problem("ROW_UNREADABLE", "row", f"row {number} cannot be told apart into cells: {what}", None)


def _too_long(number: int) -> Problem:
    return Problem(
        "LINE_TOO_LONG",
        "input",
        f"more than {LONGEST:,} bytes or {MOST_CELLS:,} cells in row {number}",
        "look for a quote that is never closed",
    )
