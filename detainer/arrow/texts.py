"""A column of any type as text, as the cells of a CSV file would have it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ..table.values import text_of

__all__ = ["text_of_column"]

_PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000, "ns": 1_000_000_000}


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
        shown = _shown(column.cast(pa.int64()), _PER_SECOND[kind.unit], "s")
        text = pa.array(shown if kind.tz is None else [f"{at}+00:00" for at in shown], pa.string())
        return pc.if_else(column.is_null(), "", text)
    if pa.types.is_date(kind):
        numbers = column.cast(pa.int32()) if kind == pa.date32() else column.cast(pa.int64())
        text = pa.array(_shown(numbers, 1 if kind == pa.date32() else 86_400_000, "D"), pa.string())
        return pc.if_else(column.is_null(), "", text)
    if pa.types.is_boolean(kind):
        text = pc.if_else(column, "yes", "no")
    elif pa.types.is_integer(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        text = column.cast(pa.string())
    else:
        text = pa.array([_one(value) for value in column.to_pylist()], pa.string())
    return text.fill_null("")


def _shown(numbers: Any, each: int, unit: str) -> Any:
    """Return points in time, so many numbers to each unit, as ISO has them; also of years that Python has not."""
    points = numbers.fill_null(0).to_numpy().astype(np.int64) // each
    return np.datetime_as_string(points.astype(f"datetime64[{unit}]")).tolist()


def _one(value: Any) -> str:
    if isinstance(value, float):
        return "" if value != value else text_of(int(value) if value.is_integer() else value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else text_of(value)
