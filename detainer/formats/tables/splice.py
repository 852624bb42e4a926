"""CSV written by the block: the lines as they were, the answers put behind them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ...arrow.answers import Answers
from ...arrow.cells import array_of, texts_of
from ...arrow.zone import Zones
from ...errors import Problem
from ...table.added import Added
from ...table.answer import Answer
from .added import AddedText
from .blocks import Block
from .csv import CsvWriter
from .model import Row

__all__ = ["CsvSplicer"]

_PIECE = 1 << 18


class CsvSplicer:
    """Writes what :class:`.csv.CsvWriter` would write, rows by the block where they were answered so.

    ``put`` takes bytes.
    """

    def __init__(
        self,
        put: Callable[[Any], object],
        names: Sequence[str],
        added: Added,
        zones: Zones,
        delimiter: str = ",",
        *,
        safe: bool = False,
    ) -> None:
        self._put, self._mark = put, texts_of([delimiter]).cast(pa.binary())[0]
        self._added = AddedText(added, zones, delimiter)
        self._text = io.StringIO(newline="")
        self._rows = CsvWriter(self._text, names, added, delimiter, safe=safe)
        self._put(self._taken())

    def _taken(self) -> bytes:
        """Return what was written row by row, without the last line end: each begins with that of the one before."""
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return text.removesuffix("\n").encode("utf-8", "surrogateescape")

    def write(self, row: Row, answer: Answer | None, problems: Sequence[Problem]) -> None:
        """Write a row by itself."""
        self._rows.write(row, answer, problems)
        self._put(b"\n" + self._taken())

    def block(self, block: Block, answers: Answers) -> Iterator[Row]:
        """Write a block; yield each row that is to be written by itself, in its place, before the next is asked for."""
        joined = memoryview(b"")
        ends = np.zeros(len(block.places) + 1, np.int64)
        if not answers.slow.all():
            array = self._joined(block, answers)
            joined, ends = memoryview(array.buffers()[2]), np.frombuffer(array.buffers()[1], np.int32)
        slow = np.flatnonzero(answers.slow)
        lines = np.concatenate((block.places[slow], block.others))
        order = np.argsort(lines)
        after = np.searchsorted(block.places, lines[order])
        width = order < len(slow)
        written = 0
        for line, place, passed in zip(lines[order].tolist(), after.tolist(), width.tolist(), strict=True):
            self._put_whole(joined[ends[written] : ends[place]])
            yield block.row(line)
            written = place + passed
        self._put_whole(joined[ends[written] : ends[len(block.places)]])

    def _put_whole(self, text: memoryview) -> None:
        """Write text in pieces: the kernel takes many a megabyte at once far more slowly."""
        for begin in range(0, len(text), _PIECE):
            self._put(text[begin : begin + _PIECE])

    def _joined(self, block: Block, answers: Answers) -> Any:
        text, ends = block.written()
        buffers = [None, pa.py_buffer(ends.astype(np.int32)), pa.py_buffer(text)]
        lines = pa.Array.from_buffers(pa.binary(), len(ends) - 1, buffers)
        if len(block.places) < len(lines):
            lines = lines.take(array_of(block.places))
        return pc.binary_join_element_wise(lines, *self._added.pieces(answers), self._mark)

    def __enter__(self) -> CsvSplicer:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held that must be let go."""

    def close(self) -> None:
        """Write the last line end."""
        self._put(b"\n")
