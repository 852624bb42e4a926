"""Parquet: batches of typed columns, read as text for the facts and kept as they are (needs ``detainer[arrow]``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ...arrow.answers import Answers, unanswered
from ...arrow.cells import Cells, of_array
from ...arrow.columns import fields, merged
from ...arrow.texts import text_of_column
from ...arrow.zone import Zones
from ...errors import DetainerError, Problem
from ...table.added import Added
from ...table.answer import Answer
from ...table.values import text_of
from .model import Row

__all__ = ["Batch", "ParquetReader", "ParquetWriter"]

_ROWS = 65_536  # of a batch
_READ = 1_024  # rows taken at once: what is short in the file may be long in memory
#: what pyarrow raises of a file that is not what it says; a name that is no UTF-8 is a ValueError
_BROKEN = (pa.ArrowException, OSError, ValueError, OverflowError, MemoryError)
_BYTES = 16_000_000  # of a batch, beyond which it has fewer rows
_ESCAPE, _BETWEEN = "\x1e", "\x1f"  # of the cells of a row that is made one text


class Batch:
    """Some rows of a Parquet file, counted from ``number`` on."""

    def __init__(self, rows: Any, names: tuple[str, ...], number: int) -> None:
        self.rows, self._names, self._number = rows, names, number
        self.count = rows.num_rows
        self.places = np.arange(self.count)
        #: no row has more cells or fewer
        self.others = self.places[:0]
        #: no cell is other than its text
        self.odd = np.zeros(self.count, np.bool_)
        self._texts: dict[int, Any] = {}
        self._cells: dict[int, Cells] = {}

    def text(self, place: int) -> Any:
        """Return a column as text.

        :raises DetainerError: ``INPUT_UNREADABLE``.
        """
        if place not in self._texts:
            try:
                self._texts[place] = text_of_column(self.rows.column(place))
            except _BROKEN as error:
                raise _unreadable(error) from None
        return self._texts[place]

    def cells(self, place: int) -> Cells:
        """Return the cells of a column."""
        if place not in self._cells:
            self._cells[place] = of_array(self.text(place))
        return self._cells[place]

    def risky(self) -> Any:
        """Return which rows a spreadsheet would run something of: none, it does not read Parquet so."""
        return self.odd

    def lines(self) -> list[bytes]:
        """Return each row as one text: alike only where every cell is."""
        texts = [self.text(column) for column in range(len(self._names))]
        every = pc.binary_join_element_wise(*map(_marked, texts), _BETWEEN)
        found: list[bytes] = every.cast(pa.binary()).to_pylist()
        return found

    def row(self, place: int) -> Row:
        """Return one row by itself."""
        texts = [self.cells(column).text(place) for column in range(len(self._names))]
        return Row(self._number + place, self._names, texts, texts)

    def _listed(self, place: int) -> list[str]:
        text = self.text(place)
        try:
            found: list[str] = text.to_pylist()
        except UnicodeDecodeError:  # bytes that are no UTF-8 are kept, as those of a CSV file are
            found = [self.cells(place).text(row) for row in range(self.count)]
        return found

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows; their values are text, numbers, yes and no."""
        texts = [self._listed(column) for column in range(len(self._names))]
        columns = [_values(column, text) for column, text in zip(self.rows.columns, texts, strict=True)]
        every = zip(zip(*columns, strict=True), zip(*texts, strict=True), strict=True)
        for number, (values, row) in enumerate(every, self._number):
            yield Row(number, self._names, values, row)


class ParquetReader:
    """Reads the rows of a Parquet file; the first is row 1.

    :raises DetainerError: ``INPUT_UNREADABLE``, ``TABLE_EMPTY``.
    """

    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._file = pq.ParquetFile(file)
            self.schema = self._file.schema_arrow
        except _BROKEN as error:
            raise _unreadable(error) from None
        self.names: tuple[str, ...] | None = tuple(self.schema.names)

    def blocks(self) -> Iterator[Batch]:
        """Yield the rows, many at a time."""
        number = 1
        for rows in self._batches():
            yield Batch(rows, self.names or (), number)
            number += rows.num_rows

    def _batches(self) -> Iterator[Any]:
        """Yield as many rows at a time as are to be held."""
        held: list[Any] = []
        count = size = 0
        for rows in self._read():
            held.append(rows)
            count, size = count + rows.num_rows, size + _weight(rows)
            if count >= _ROWS or size >= _BYTES:
                yield from _joined(held)
                held, count, size = [], 0, 0
        if held:
            yield from _joined(held)

    def _read(self) -> Iterator[Any]:
        try:
            yield from self._file.iter_batches(_READ)
        except _BROKEN as error:
            raise _unreadable(error) from None

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows."""
        for batch in self.blocks():
            yield from batch


class ParquetWriter:
    """Writes a table as Parquet: columns of ``schema`` as they are, else text; the added ones typed."""

    def __init__(
        self,
        file: IO[bytes],
        names: Sequence[str],
        added: Added,
        schema: Any = None,
        zones: Zones | None = None,
    ) -> None:
        self._names, self._added, self._zones = tuple(names), added, zones or Zones()
        own = list(schema) if schema is not None else [pa.field(name, pa.string()) for name in names]
        self._schema = pa.schema([*own, *fields(added)])
        self._file = pq.ParquetWriter(file, self._schema)
        self._kept: list[Sequence[Any]] = []
        self._told: list[list[Any]] = []
        self._whole = False

    def write(self, row: Row, answer: Answer | None, problems: Sequence[Problem]) -> None:
        """Write a row; in the midst of a batch it is one of its rows."""
        self._told.append(self._added.values(answer, problems))
        if self._whole:
            return
        values = row.values
        if row.names != self._names:
            where = dict(zip(row.names, row.values, strict=True))
            values = [where.get(name) for name in self._names]
        if len(values) > len(self._names):
            what = f"row {row.number} has more cells than there are columns"
            raise DetainerError([Problem("OUTPUT_UNFIT", "output", what, "write CSV or JSON Lines instead")])
        blanks = [None] * (len(self._names) - len(values))
        self._kept.append([None if value is None else text_of(value) for value in (*values, *blanks)])
        if len(self._told) == _ROWS:
            self._flush()

    def block(self, batch: Batch, answers: Answers) -> Iterator[Row]:
        """Write a batch; yield each row that is to be written by itself before the next is asked for."""
        self._whole = True
        for place in np.flatnonzero(answers.slow).tolist():
            yield batch.row(place)
        self._whole = False
        alone, self._told = self._told, []
        self._put([*batch.rows.columns, *merged(answers, self._zones, self._added, alone)])

    def _flush(self) -> None:
        if self._told:
            kept = [pa.array(values, pa.string()) for values in zip(*self._kept, strict=True)]
            told, self._kept, self._told = self._told, [], []
            self._put([*kept, *merged(unanswered(len(told)), self._zones, self._added, told)])

    def _put(self, columns: list[Any]) -> None:
        self._file.write_batch(pa.record_batch(columns, schema=self._schema))

    def close(self) -> None:
        """Write what is still to be written."""
        self._flush()
        self._file.close()

    def __exit__(self, kind: object, *_: object) -> None:
        """Let go of a table that was not finished; its library would finish it when nobody can read it any more."""
        if kind is not None:
            with suppress(OSError, pa.ArrowException):
                self._file.close()
            self._file.is_open = False

    def __enter__(self) -> ParquetWriter:
        return self


def _joined(batches: list[Any]) -> list[Any]:
    """Return batches as one, none where they have no rows."""
    found: list[Any] = pa.Table.from_batches(batches).combine_chunks().to_batches()
    return found


def _marked(column: Any) -> Any:
    """Return a column of text without the mark that parts cells: it is written as an escape and a letter."""
    data = bytes(column.buffers()[2] or b"")
    if not any(mark.encode() in data for mark in (_ESCAPE, _BETWEEN)):
        return column
    escaped = pc.replace_substring(column, _ESCAPE, f"{_ESCAPE}e")
    return pc.replace_substring(escaped, _BETWEEN, f"{_ESCAPE}b")


def _weight(rows: Any) -> int:
    """Return how many bytes rows have at most when each cell stands for itself."""
    size: int = rows.nbytes
    for column in rows.columns:
        kind = column.type
        if pa.types.is_dictionary(kind) and (
            pa.types.is_string(kind.value_type) or pa.types.is_large_string(kind.value_type)
        ):
            size += len(column) * (pc.max(pc.binary_length(column.dictionary)).as_py() or 0)
    return size


def _values(column: Any, texts: list[str]) -> list[Any]:
    """Return a column's values where a table of another format has such, else their text; None where there is none."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return [None if value != value else value for value in column.to_pylist()]
    return [text if known else None for text, known in zip(texts, column.is_valid().to_pylist(), strict=True)]


def _unreadable(error: Exception) -> DetainerError:
    what = f"not a Parquet file that can be read: {type(error).__name__}"
    return DetainerError([Problem("INPUT_UNREADABLE", "input", what, "save it as Parquet or as CSV UTF-8")])
