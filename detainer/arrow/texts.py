"""A column of any type as text, as the cells of a CSV file would have it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..table.stamps import DAY
from ..table.values import text_of
from .cells import Ints, array_of

__all__ = ["text_of_column"]

_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}
#: seconds since 1970 of the years that are written with four digits
_FOUR_DIGITS = (-62_135_596_800, 253_402_300_799)
_STAMP = 19


def text_of_column(column: Any) -> Any:
    """Return a column as text, as :func:`~detainer.table.values.text_of` has its values; an empty cell for null.

    A time without a zone is local, one with a zone an instant; fractions of a second are
    dropped. A whole number is one though its column has fractions; what is no number is nothing.

    :raises pyarrow.ArrowException: where the column is not what its type says.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return text_of_column(column.dictionary_decode())
    if pa.types.is_timestamp(kind):
        seconds = _numbers(column.cast(pa.int64())) // _PER_SECOND[kind.unit]
        text = _times(seconds, "" if kind.tz is None else "+00:00")
        return pc.if_else(column.is_null(), "", text)
    if pa.types.is_date(kind):
        days = _numbers(column.cast(pa.int32()) if kind == pa.date32() else column.cast(pa.int64()))
        text = _dates(days if kind == pa.date32() else days // (1_000 * DAY))
        return pc.if_else(column.is_null(), "", text)
    if pa.types.is_boolean(kind):
        text = pc.if_else(column, "yes", "no")
    elif pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = column.cast(pa.string())
    else:
        text = pa.array([_one(value) for value in column.to_pylist()], pa.string())
    return text.fill_null("")


def _numbers(column: Any) -> Ints:
    return column.fill_null(0).to_numpy().astype(np.int64)  # type: ignore[no-any-return]


def _times(seconds: Ints, end: str) -> Any:
    """Return times as text, as ``2026-11-25T15:00:00``; of years that Python has not as well."""
    if not _written_alike(seconds, 1):
        shown = np.datetime_as_string(seconds.astype("datetime64[s]"))
        return pa.array([f"{at}{end}" for at in shown.tolist()], pa.string())
    count, width = len(seconds), _STAMP + len(end)
    text = array_of(seconds).cast(pa.timestamp("s")).cast(pa.string())  # with a blank for the T
    told = np.empty((count, width), np.uint8)
    told[:, :_STAMP] = np.frombuffer(text.buffers()[2], np.uint8)[: count * _STAMP].reshape(count, _STAMP)
    told[:, 10] = ord("T")
    told[:, _STAMP:] = np.frombuffer(end.encode(), np.uint8)
    ends = (np.arange(count + 1) * width).astype(np.int32)
    return pa.Array.from_buffers(pa.string(), count, [None, pa.py_buffer(ends), pa.py_buffer(told)])


def _dates(days: Ints) -> Any:
    """Return dates as text."""
    if _written_alike(days, DAY):
        return array_of(days).cast(pa.int32()).cast(pa.date32()).cast(pa.string())
    return pa.array(np.datetime_as_string(days.astype("datetime64[D]")).tolist(), pa.string())


def _written_alike(points: Ints, each: int) -> bool:
    """Say whether all years have four digits; a point in time is so many seconds each."""
    low, high = _FOUR_DIGITS
    return bool(len(points)) and low // each <= int(points.min()) and int(points.max()) <= high // each


def _one(value: Any) -> str:
    if isinstance(value, float):
        return "" if value != value else text_of(int(value) if value.is_integer() else value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else text_of(value)
