"""Cells of words, numbered as they are met: the same cell has the same number from block to block."""

from __future__ import annotations

import numpy as np

from .cells import ROOM, Cells, Ints, strings
from .known import Known

__all__ = ["Worded"]

_FEW, _SMALL = 6, 100


class Worded:
    """The numbers of the words of a column."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._short = Known()
        #: the first words met, most often all there are
        self._few: list[tuple[int, int]] = []

    def of(self, cells: Cells) -> tuple[Ints, int]:
        """Return the number of each cell, and more than there are: how many there may be before that changes."""
        short = cells.words()
        if short is not None:
            found = self._compared(short)
            if found.min(initial=0) < 0:
                found = self._short.of([(short, ROOM)], lambda key, row: self._met(key[0], cells.bytes(row)))
        else:
            many = strings(cells.data, cells.starts, cells.ends).dictionary_encode()
            numbers = np.array([self._number(text) for text in many.dictionary.to_pylist()], np.int64)
            found = numbers[np.frombuffer(many.indices.buffers()[1], np.int32)[: len(many)]]
        return found, 1 << len(self._numbers).bit_length()

    def _compared(self, short: Ints) -> Ints:
        """Return the numbers of those words that are of the few, -1 of others."""
        found = np.full(len(short), -1, np.int8)
        for word, number in self._few:
            found += (short == word).view(np.int8) * np.int8(number + 1)
        return found.astype(np.int64)

    def _met(self, word: int, text: bytes) -> int:
        number = self._number(text)
        if len(self._few) < _FEW and number < _SMALL:
            self._few.append((word, number))
        return number

    def _number(self, text: bytes) -> int:
        return self._numbers.setdefault(text, len(self._numbers))
