"""Which engine answers a table, and tables answered by the column: blocks of rows, odd ones by themselves."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ..errors import DetainerError, Problem
from .tables import DELIMITERS, Format, Input

if TYPE_CHECKING:
    from ..arrow.engine import Engine
    from ..formats.tables.blocks import Block
    from ..formats.tables.model import Row, Writer
    from ..formats.tables.splice import CsvSplicer

__all__ = ["answer_all", "is_columnar", "put_into"]

#: bytes of a file from which on it is worth while to load what the columnar engine needs
_LARGE = 4_000_000


def is_columnar(wanted: str | None, source: Input, kind: Format, to: Format) -> bool:
    """Say whether a table is to be answered by the column.

    :raises DetainerError: ``EXTRA_NEEDED``, ``CONTRADICTION``, where that is wanted and cannot be.
    """
    if wanted == "row" or (wanted is None and (source.size or 0) < _LARGE):
        return False
    there = find_spec("pyarrow") is not None and find_spec("numpy") is not None
    can = kind == to and kind in DELIMITERS and not source.is_wide
    if wanted is None or (there and can):
        return there and can
    if not there:
        what = "the columnar engine needs the extra `arrow`"
        raise DetainerError([Problem("EXTRA_NEEDED", "engine", what, "pip install 'detainer[arrow]'")])
    what = "the columnar engine answers CSV in UTF-8, and writes it"
    raise DetainerError([Problem("CONTRADICTION", "engine", what, "leave --engine out, or --engine row")])


def put_into(stream: Any) -> Callable[[Any], object]:
    """Return what puts bytes into a stream, of bytes or of text."""
    if isinstance(stream, io.TextIOBase):
        return lambda data: stream.write(bytes(data).decode("utf-8", "surrogateescape"))
    write: Callable[[Any], object] = stream.write
    return write


def answer_all(
    items: Iterable[Block | Row],
    writer: CsvSplicer,
    engine: Engine,
    one: Callable[[Row, Writer], None],
    show: Callable[[int], None],
    *,
    safe: bool,
) -> tuple[int, int]:
    """Answer and write a table; ``one`` answers and writes a row by itself.

    Returns the number of rows, and how many of them were answered by themselves.
    """
    from ..formats.tables.model import Row

    count = alone = 0
    for item in items:
        if isinstance(item, Row):
            one(item, writer)
            count, alone = count + 1, alone + 1
            continue
        answers = engine.answer({place: item.cells(place) for place in engine.places}, len(item.places))
        answers.slow[item.odd] = True
        if safe:
            answers.slow[item.risky()] = True
        for row in writer.block(item, answers):
            one(row, writer)
            alone += 1
        count += item.count
        show(count)
    return count, alone
