"""CSV: read whatever its encoding and line ends; written as UTF-8."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import TextIO

from ...errors import DetainerError, Problem, show
from ...table.answer import Answer
from .lines import lines
from .model import LONGEST, Added, Row, inert, text_of

__all__ = ["CsvReader", "CsvWriter", "row_of"]


class CsvReader:
    """Reads the rows of a CSV file, of its text or its lines; a blank line is no row.

    ``number`` is that of the row that was read last; the header is row 1.

    :raises DetainerError: ``TABLE_EMPTY``, ``ROW_UNREADABLE`` in the header, and as
        :func:`.lines`.
    """

    def __init__(self, text: io.TextIOBase | Iterator[str], delimiter: str = ",") -> None:
        csv.field_size_limit(LONGEST)
        self.number = 1
        self._held: list[str] = []  # the lines of the row that is being read
        self._rows = csv.reader(self._lines(text), delimiter=delimiter, strict=True)
        try:
            names = tuple(next((row for row in self._rows if row), ()))
        except csv.Error as error:
            raise DetainerError([_unreadable(error, 1)]) from None
        self.names: tuple[str, ...] | None = names
        if not names:
            raise DetainerError([Problem("TABLE_EMPTY", "input", "there is nothing in it", None)])

    def _lines(self, text: io.TextIOBase | Iterator[str]) -> Iterator[str]:
        hold = self._held.append
        for line in lines(text) if isinstance(text, io.TextIOBase) else text:
            hold(line)
            yield line

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows; one whose cells are not as many as the columns, or cannot be told apart, with its fault."""
        names, held, rows = self.names or (), self._held, self._rows
        width = len(names)
        held.clear()
        while True:
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                self.number += 1
                line = "".join(held).rstrip("\r\n")
                held.clear()
                if "field larger than" in str(error):
                    raise DetainerError([_too_long(self.number)]) from None
                yield Row(self.number, names, [line], [line], None, _unreadable(error, self.number))
                continue
            held.clear()
            if len(cells) == width:
                self.number += 1
                yield Row(self.number, names, cells, cells)
            elif cells:
                self.number += 1
                yield _ragged(self.number, names, cells)


class CsvWriter:
    """Writes the rows of a table as CSV; ``safe`` makes cells inert that a spreadsheet would run."""

    def __init__(
        self, stream: TextIO, names: Sequence[str], added: Added, delimiter: str = ",", *, safe: bool = False
    ) -> None:
        self._put = csv.writer(stream, delimiter=delimiter, lineterminator="\n").writerow
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
        return [inert(text) for text in texts] if self._safe else texts

    def close(self) -> None:
        """Nothing is held back."""


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
        f"a cell of more than {LONGEST:,} characters in row {number}",
        "look for a quote that is never closed",
    )
