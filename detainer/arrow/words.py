"""Cells of words, numbered as they are met: the same cell has the same number from block to block."""

from __future__ import annotations

import numpy as np

from .cells import ROOM, Cells, Ints, strings
from .known import Known

__all__ = ["Worded"]


class Worded:
    """The numbers of the words of a column."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._short = Known()

    def of(self, cells: Cells) -> tuple[Ints, int]:
        """Return the number of each cell, and more than there are: how many there may be before that changes."""
        short = cells.words()
        if short is not None:
            found = self._short.of([(short, ROOM)], lambda _, row: self._number(cells.bytes(row)))
        else:
            many = strings(cells.data, cells.starts, cells.ends).dictionary_encode()
            numbers = np.array([self._number(text) for text in many.dictionary.to_pylist()], np.int64)
            found = numbers[np.frombuffer(many.indices.buffers()[1], np.int32)[: len(many)]]
        return found, 1 << len(self._numbers).bit_length()

    def _number(self, text: bytes) -> int:
        return self._numbers.setdefault(text, len(self._numbers))
