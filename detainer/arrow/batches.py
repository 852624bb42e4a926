"""Record batches in, the same batches with their answers out: what runs on each worker of a cluster."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any, Unpack

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..errors import DetainerError, Problem, show
from ..table.options import How, Options
from .cells import Cells, of_array
from .columns import fields, merged
from .engine import Engine
from .texts import text_of_column

__all__ = ["decide_batches", "decided_schema"]

_ROWS = 65_536  # answered at a time
_BYTES = 64_000_000  # that a word of a dictionary may come to in the rows answered at a time
_HINT = "leave it out, or mend it where it comes from"


def decide_batches(
    batches: Iterable[Any], *, partition: int | str | None = None, **how: Unpack[How]
) -> Iterator[Any]:
    """Yield the rows of Arrow record batches with their answers, as ``detainer batch`` writes them to Parquet.

    Every row comes out once, in its order, its columns as they were and behind them those that
    are added. A row that cannot be answered says why (``error_code``, ``error``). A batch of more
    than 65,536 rows comes out as several.

    :param batches: of one schema; each is asked for when those before it are answered.
    :param partition: what an error calls the part of the table that this is. In a task of Spark
        it is the task's partition where nothing else is said.
    :param how: the words of :class:`detainer.table.options.Options`.
    :raises DetainerError: at once: what is wrong with ``how``; with the first batch: ``COLUMN_MISSING``
        and what else is wrong with its columns; with any: ``BATCH_UNREADABLE``, which says which it is.

    Nothing is kept between two calls that an answer rests on, and the function may be pickled.

    >>> import pyarrow as pa
    >>> jail = pa.record_batch({"id": [7], "release_at": ["2026-11-25 15:00"], "I-200": ["yes"]})
    >>> (out,) = decide_batches([jail], profile="honors", timezone="America/New_York", assume="ordinary")
    >>> out.column("release_by")[0].as_py(), out.column("id")[0].as_py()
    ('2026-11-27T15:00:00-05:00', 7)
    """
    return _decided(batches, Options(**how), _of_spark() if partition is None else partition)


def decided_schema(schema: Any, **how: Unpack[How]) -> Any:
    """Return the schema of what :func:`decide_batches` makes of batches that have one.

    :raises DetainerError: as :func:`decide_batches` of its words and of the columns, so that they
        can be tried before a cluster is started.

    >>> import pyarrow as pa
    >>> decided_schema(pa.schema({"booked_at": pa.string()}), profile="us-ma").names[:3]
    ['booked_at', 'hold', 'hold_applies']
    """
    return _Decider(schema, Options(**how)).schema


def _of_spark() -> int | None:
    """Return the partition of the task of Spark that this is, if it is one; Spark is not loaded for it."""
    spark = sys.modules.get("pyspark.taskcontext")
    task = spark and spark.TaskContext.get()
    return None if task is None else int(task.partitionId())


def _decided(batches: Iterable[Any], options: Options, partition: int | str | None) -> Iterator[Any]:
    decider: _Decider | None = None
    for number, batch in enumerate(batches, 1):
        where = f"batch {number}" + ("" if partition is None else f" of partition {show(partition, 40)}")
        if not isinstance(batch, pa.RecordBatch):
            raise _unreadable(where, f"this is a {type(batch).__name__}, not a record batch")
        if decider is None:
            decider = _Decider(batch.schema, options)
        decider.refuse_other(batch.schema, where)
        size = decider.size(batch)
        for begin in range(0, batch.num_rows, size) or (0,):
            try:
                found = decider.decided(batch.slice(begin, size))
            except _ColumnError as error:
                cause = error.__cause__
                raise _unreadable(where, f"column '{show(error, 40)}': {_told(cause)}") from cause
            except pa.ArrowException as error:
                raise _unreadable(where, _told(error)) from error
            except Exception as error:
                error.add_note(f"in {where}")
                raise
            yield found


class _ColumnError(Exception):
    """A column that cannot be read: its name, and as its cause why."""


class _Decider:
    """Answers batches of one schema."""

    def __init__(self, schema: Any, options: Options) -> None:
        self._names, self._types, self._added = schema.names, schema.types, options.added()
        columns = options.columns(self._names)
        self._engine = Engine(options.rows, columns)
        self._answer = options.rows.reader(columns)
        self.schema = pa.schema([*schema, *fields(self._added)])

    def refuse_other(self, schema: Any, where: str) -> None:
        """Refuse a batch of another schema than the first; what is noted of a column beside its type does not count."""
        if schema.names != self._names:
            pairs = zip_longest(schema.names, self._names, fillvalue="nothing")
            here, there = next(pair for pair in pairs if pair[0] != pair[1])
            raise _unreadable(
                where, f"column '{show(here, 40)}' stands where '{show(there, 40)}' is in the first batch"
            )
        for name, kind, known in zip(self._names, schema.types, self._types, strict=True):
            if kind != known:
                what = (
                    f"column '{show(name, 40)}' is {show(kind, 40)}, and {show(known, 40)} in the first batch"
                )
                raise _unreadable(where, what)

    def size(self, batch: Any) -> int:
        """Return how many rows to answer at a time: fewer where a long word, held once, is meant by many."""
        longest = max(1, *(_longest(batch.column(place)) for place in self._engine.places))
        return max(1, min(_ROWS, _BYTES // longest))

    def decided(self, batch: Any) -> Any:
        """Return rows with their answers."""
        batch.validate()
        if batch.num_rows:
            cells = {place: self._cells(batch, place) for place in self._engine.places}
            answers = self._engine.answer(cells, batch.num_rows)
            alone = [self._one(cells, row) for row in np.flatnonzero(answers.slow).tolist()]
            added = merged(answers, self._engine.zones, self._added, alone)
        else:
            added = [pa.nulls(0, field.type) for field in fields(self._added)]
        return pa.record_batch([*batch.columns, *added], schema=self.schema)

    def _cells(self, batch: Any, place: int) -> Cells:
        column = batch.column(place)
        try:
            _refuse_broken(column)
            return of_array(text_of_column(column))
        except (pa.ArrowException, ArithmeticError, LookupError, TypeError, ValueError) as error:
            raise _ColumnError(self._names[place]) from error

    def _one(self, cells: dict[int, Cells], row: int) -> list[Any]:
        """Return the added values of a row by itself."""
        texts = [""] * len(self._names)
        for place, column in cells.items():
            texts[place] = column.text(row)
        try:
            return self._added.values(self._answer(texts), ())
        except DetainerError as error:
            return self._added.values(None, error.problems)


def _longest(column: Any) -> int:
    """Return how many bytes the longest word of a dictionary has; 0 where the column has none."""
    kind = column.type
    if not pa.types.is_dictionary(kind):
        return 0
    words = column.dictionary
    if not (pa.types.is_string(words.type) or pa.types.is_large_string(words.type)):
        return 0
    return int(pc.max(pc.binary_length(words)).as_py() or 0)


def _refuse_broken(column: Any) -> None:
    """Refuse a column whose cells do not lie where it says; bytes that are no UTF-8 are one row's matter.

    :raises pyarrow.ArrowException: saying what is wrong.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        pa.DictionaryArray.from_arrays(column.indices, column.dictionary)  # looks whether each has its word
        _refuse_broken(column.dictionary)
    elif pa.types.is_string(kind):
        column.view(pa.binary()).validate(full=True)
    elif pa.types.is_large_string(kind):
        column.view(pa.large_binary()).validate(full=True)
    elif not pa.types.is_primitive(kind):
        column.validate(full=True)


def _told(error: object) -> str:
    return f"{type(error).__name__}: {show(error, 200)}"


def _unreadable(where: str, why: str) -> DetainerError:
    return DetainerError([Problem("BATCH_UNREADABLE", "batches", f"{where}: {why}", _HINT)])
