"""Parquet: batches of typed columns, read as text for the facts and kept as they are (needs ``detainer[arrow]``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ...arrow.answers import Answers
from ...arrow.cells import Cells, array_of, of_array
from ...arrow.columns import TYPES, typed
from ...arrow.zone import Zones
from ...errors import DetainerError, Problem
from ...table.answer import Answer
from .model import Added, Row, text_of

__all__ = ["Batch", "ParquetReader", "ParquetWriter"]

_ROWS = 65_536  # of a batch
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

    def text(self, place: int) -> Any:
        """Return a column as text."""
        if place not in self._texts:
            self._texts[place] = _text(self.rows.column(place))
        return self._texts[place]

    def cells(self, place: int) -> Cells:
        """Return the cells of a column."""
        return of_array(self.text(place))

    def risky(self) -> Any:
        """Return which rows a spreadsheet would run something of: none, it does not read Parquet so."""
        return self.odd

    def lines(self) -> list[bytes]:
        """Return each row as one text: alike only where every cell is."""
        texts = [self.text(column) for column in range(len(self._names))]
        every = pc.binary_join_element_wise(*map(_marked, texts), _BETWEEN)
        return [line.encode() for line in every.to_pylist()]

    def row(self, place: int) -> Row:
        """Return one row by itself."""
        texts = [self.text(column)[place].as_py() for column in range(len(self._names))]
        return Row(self._number + place, self._names, texts, texts)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows; their values are text, numbers, yes and no."""
        texts = [self.text(column).to_pylist() for column in range(len(self._names))]
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
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(error) from None
        self.names: tuple[str, ...] | None = tuple(self.schema.names)

    def blocks(self) -> Iterator[Batch]:
        """Yield the rows, many at a time."""
        number, batches = 1, self._file.iter_batches(_ROWS)
        while True:
            try:
                rows = next(batches, None)
            except (pa.ArrowException, OSError) as error:
                raise _unreadable(error) from None
            if rows is None:
                return
            yield Batch(rows, self.names or (), number)
            number += rows.num_rows

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
        plain = [name.removeprefix(added.prefix) for name in added.names]
        self._types = [TYPES[name] for name in plain]
        fields = [pa.field(name, type_) for name, type_ in zip(added.names, self._types, strict=True)]
        self._schema = pa.schema([*own, *fields])
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
        slow = np.flatnonzero(answers.slow)
        self._whole = True
        for place in slow.tolist():
            yield batch.row(place)
        self._whole = False
        alone = self._columns()
        if len(slow) < batch.count:
            bounds, now = self._added.bounds, self._added.now
            many = typed(answers, self._zones, bounds=bounds, now=now)
            nulls = [pa.nulls(batch.count, pa.string())] * 2
            order = np.arange(batch.count)
            order[slow] = batch.count + np.arange(len(slow))
            places = array_of(order)
            pairs = zip((*many, *nulls), alone, strict=True)
            alone = [pa.concat_arrays([array, rows]).take(places) for array, rows in pairs]
        self._put([*batch.rows.columns, *alone])

    def _columns(self) -> list[Any]:
        """Return the added columns of the rows that were written by themselves."""
        told = zip(*self._told, strict=True) if self._told else ((),) * len(self._types)
        found = [pa.array(values, type_) for values, type_ in zip(told, self._types, strict=True)]
        self._told = []
        return found

    def _flush(self) -> None:
        if self._told:
            kept = [pa.array(values, pa.string()) for values in zip(*self._kept, strict=True)]
            self._kept = []
            self._put([*kept, *self._columns()])

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


def _marked(column: Any) -> Any:
    """Return a column of text without the mark that parts cells: it is written as an escape and a letter."""
    data = bytes(column.buffers()[2] or b"")
    if not any(mark.encode() in data for mark in (_ESCAPE, _BETWEEN)):
        return column
    escaped = pc.replace_substring(column, _ESCAPE, f"{_ESCAPE}e")
    return pc.replace_substring(escaped, _BETWEEN, f"{_ESCAPE}b")


def _text(column: Any) -> Any:
    """Return a column as text, as :func:`.model.text_of` has its values.

    A time without a zone is local, one with a zone an instant; fractions of a second are
    dropped. A whole number is one though its column has fractions; what is no number is nothing.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return _text(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        seconds = column.cast(pa.timestamp("us", kind.tz), safe=False).cast(pa.int64())
        shown = np.datetime_as_string((seconds.fill_null(0).to_numpy() // 1_000_000).astype("datetime64[s]"))
        text = pa.array(shown.tolist() if kind.tz is None else [f"{at}+00:00" for at in shown])
        return pc.if_else(column.is_null(), "", text)
    if pa.types.is_boolean(kind):
        text = pc.if_else(column, "yes", "no")
    elif pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = column.cast(pa.string())
    else:
        text = pa.array([_one(value) for value in column.to_pylist()], pa.string())
    return text.fill_null("")


def _one(value: Any) -> str:
    if isinstance(value, float):
        return "" if value != value else text_of(int(value) if value.is_integer() else value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else text_of(value)


def _values(column: Any, texts: list[str]) -> list[Any]:
    """Return a column's values where a table of another format has such, else their text; None where there is none."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return [None if value != value else value for value in column.to_pylist()]
    return [text if known else None for text, known in zip(texts, column.is_valid().to_pylist(), strict=True)]


def _unreadable(error: Exception) -> DetainerError:
    what = f"not a Parquet file that can be read: {type(error).__name__}"
    return DetainerError([Problem("INPUT_UNREADABLE", "input", what, "save it as Parquet or as CSV UTF-8")])
