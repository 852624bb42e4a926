"""Which engine answers a table, and tables answered many rows at a time, the odd ones by themselves."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import DetainerError, Problem
from ..formats.tables.model import Row
from ..table.added import Added
from .tables import DELIMITERS, Format, Input, has_arrow, need_arrow

if TYPE_CHECKING:
    from ..arrow.engine import Engine
    from ..arrow.zone import Zones
    from ..formats.tables.blocks import Block, CsvBlocks
    from ..formats.tables.parquet import Batch, ParquetReader, ParquetWriter
    from ..formats.tables.splice import CsvSplicer

__all__ = ["Blocks", "is_columnar", "is_picked", "is_readable", "opened", "writer_of"]

#: bytes of a file from which on it is worth while to load what the columnar engine needs
_LARGE = 4_000_000


def is_columnar(wanted: str | None, source: Input, kind: Format, to: Format, *, recorded: bool) -> bool:
    """Say whether a table is to be answered by the column: not where whole decisions are ``recorded``.

    :raises DetainerError: ``EXTRA_NEEDED``, ``CONTRADICTION``, where that is wanted and cannot be.
    """
    what = "the columnar engine answers CSV in UTF-8 as CSV, and Parquet as Parquet, and records nothing"
    return is_picked(wanted, source, kind == to and is_readable(source, kind) and not recorded, what)


def is_readable(source: Input, kind: Format) -> bool:
    """Say whether a table can be read by the column."""
    return kind == "parquet" or (kind in DELIMITERS and not source.is_wide)


def is_picked(wanted: str | None, source: Input, can: bool, what: str) -> bool:
    """Say whether the columnar engine is to be used, where it ``can`` be; ``what`` says what it can do.

    :raises DetainerError: ``EXTRA_NEEDED``, ``CONTRADICTION``, where that is wanted and cannot be.
    """
    if wanted == "row" or (wanted is None and (source.size or 0) < _LARGE):
        return False
    if wanted is None:
        return can and has_arrow()
    need_arrow("engine", "the columnar engine")
    if not can:
        raise DetainerError([Problem("CONTRADICTION", "engine", what, "leave --engine out, or --engine row")])
    return True


def opened(source: Input, kind: Format) -> CsvBlocks | ParquetReader:
    """Return what reads a table many rows at a time.

    :raises DetainerError: ``EXTRA_NEEDED``, and what is wrong with the table.
    """
    if kind == "parquet":
        need_arrow("input", "Parquet")
        from ..formats.tables.parquet import ParquetReader

        return ParquetReader(source.rewindable())
    from ..formats.tables.blocks import CsvBlocks

    return CsvBlocks(source.file, DELIMITERS[kind])


def writer_of(
    blocks: CsvBlocks | ParquetReader, stream: Any, added: Added, zones: Zones, *, safe: bool
) -> CsvSplicer | ParquetWriter:
    """Return what writes a table as it was read."""
    from ..formats.tables.blocks import CsvBlocks

    if isinstance(blocks, CsvBlocks):
        from ..formats.tables.splice import CsvSplicer

        put = _put_into(stream)
        return CsvSplicer(put, blocks.names, added, zones, blocks.delimiter, safe=safe)
    from ..formats.tables.parquet import ParquetWriter

    return ParquetWriter(stream, blocks.names or (), added, blocks.schema, zones)


def _put_into(stream: Any) -> Callable[[Any], object]:
    """Return what puts bytes into a stream, of bytes or of text."""
    if isinstance(stream, io.TextIOBase):
        return lambda data: stream.write(bytes(data).decode("utf-8", "surrogateescape"))
    write: Callable[[Any], object] = stream.write
    return write


class Blocks:
    """Answers and writes blocks; ``one`` answers and writes a row by itself, all of them without an ``engine``.

    ``alone`` counts the rows that were.
    """

    def __init__(self, engine: Engine | None, one: Callable[[Row], None], *, safe: bool) -> None:
        self._engine, self._one, self._safe = engine, one, safe
        self.alone = 0

    def write(self, item: Block | Batch | Row, writer: Any) -> int:
        """Answer and write a block; return the number of its rows."""
        from ..arrow.answers import unanswered

        if isinstance(item, Row):
            self._one(item)
            self.alone += 1
            return 1
        engine, count = self._engine, len(item.places)
        if engine is None:
            answers = unanswered(count)
        else:
            answers = engine.answer({place: item.cells(place) for place in engine.places}, count)
            answers.slow[item.odd] = True
        if self._safe:
            answers.slow[item.risky()] = True
        for row in writer.block(item, answers):
            self._one(row)
            self.alone += 1
        return item.count
