"""Cells as bytes where they lie: one buffer, and where in it each cell begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

__all__ = [
    "PAD",
    "Bytes",
    "Cells",
    "Ints",
    "Words",
    "array_of",
    "grouped",
    "loads",
    "loads_two",
    "of_array",
    "strings",
    "texts_of",
]

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]

#: bytes that a buffer must have after its last cell, so that whole words can be loaded
PAD = 64
_WORD = 8
_KEEP: Words = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
#: the last byte of a number that has the bytes of a shorter cell: none of UTF-8, another for each size
_SHORT: Words = np.array([*((0xF8 + size) << 56 for size in range(_WORD)), 0], np.uint64)
ROOM = 1 << 62


class Cells(NamedTuple):
    """The cells of a column, UTF-8 in most tables: half-open stretches of ``data``."""

    data: Bytes
    starts: Ints
    ends: Ints

    def text(self, row: int) -> str:
        """Return one cell as the row engine reads it: a byte that is no UTF-8 is kept as it is."""
        return self.bytes(row).decode("utf-8", "surrogateescape")

    def bytes(self, row: int) -> bytes:
        """Return one cell as it lies there."""
        return self.data[self.starts[row] : self.ends[row]].tobytes()

    def some(self, rows: Ints) -> Cells:
        """Return those of some rows."""
        return Cells(self.data, self.starts[rows], self.ends[rows])

    def words(self) -> Ints | None:
        """Return each cell as a number, its bytes and their count; None where one is too long for that."""
        sizes = self.ends - self.starts
        longest = sizes.max(initial=0)
        if longest > _WORD:
            return None
        found = loads(self.data)[self.starts] & _KEEP[sizes]
        if longest == _WORD and found.max() >= _SHORT[0]:
            return None
        words: Ints = (found | _SHORT[sizes]).view(np.int64)
        return words

    def codes(self) -> tuple[Ints, int]:
        """Return a number for each cell, the same for the same bytes, and how many numbers there are."""
        words = self.words()
        return _numbered(strings(self.data, self.starts, self.ends) if words is None else array_of(words))


def loads(data: Bytes) -> Words:
    """Return the eight bytes from each place on as one number, the first byte the least; for indexing."""
    return np.ndarray((len(data) - 7,), "<u8", data, strides=(1,))


def loads_two(data: Bytes, starts: Ints) -> tuple[Words, Words]:
    """Return the first eight bytes of cells, and the next eight, each as one number."""
    found = np.ndarray((len(data) - 15,), "V16", data, strides=(1,))[starts].view("<u8")
    return found[0::2], found[1::2]


def array_of(numbers: Ints | Words, known: npt.NDArray[np.bool_] | None = None) -> Any:
    """Return numbers as an Arrow array, those that are not ``known`` as null.

    Made of their bytes: ``pyarrow.array`` would load pandas where that is installed.
    """
    kind = pa.uint64() if numbers.dtype == np.uint64 else pa.int64()
    marks = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    held = pa.py_buffer(np.ascontiguousarray(numbers))
    return pa.Array.from_buffers(kind, len(numbers), [marks, held])


def texts_of(texts: Sequence[str]) -> Any:
    """Return texts as an Arrow array, made of their bytes."""
    held = [text.encode() for text in texts]
    bounds = np.cumsum([0, *map(len, held)]).astype(np.int32)
    return pa.Array.from_buffers(
        pa.string(), len(held), [None, pa.py_buffer(bounds), pa.py_buffer(b"".join(held))]
    )


def of_array(array: Any) -> Cells:
    """Return the cells of an Arrow array of text without nulls."""
    bounds, data = array.buffers()[1:]
    place = np.frombuffer(bounds, np.int32)[array.offset : array.offset + len(array) + 1].astype(np.int64)
    held = np.frombuffer(data or b"", np.uint8)[place[0] : place[-1]]  # of a slice no more than its own
    place -= place[0]
    return Cells(np.concatenate((held, np.zeros(PAD, np.uint8))), place[:-1], place[1:])


def strings(data: Bytes, starts: Ints, ends: Ints) -> Any:
    """Return cells as an Arrow array of bytes."""
    bounds = np.empty(2 * len(starts) + 1, np.int32)
    bounds[0:-1:2], bounds[1::2], bounds[-1] = starts, ends, ends[-1]
    every = pa.Array.from_buffers(
        pa.binary(), 2 * len(starts), [None, pa.py_buffer(bounds), pa.py_buffer(data)]
    )
    return every.take(array_of(np.arange(0, 2 * len(starts), 2)))


def _numbered(array: Any) -> tuple[Ints, int]:
    found = array.dictionary_encode()
    numbers = np.frombuffer(found.indices.buffers()[1], np.int32)[: len(array)]
    return numbers.astype(np.int64), len(found.dictionary)


def packed(parts: Sequence[tuple[Ints, int]]) -> tuple[Ints, int]:
    """Return a number for each row that is the same where every part is, and how many there are at most.

    While they have room it is made of the numbers alone, else of those of the groups so far.
    """
    key, room = parts[0]
    for numbers, size in parts[1:]:
        if room * size > ROOM:
            key, room = _numbered(array_of(key))
        if size > 1:
            key = key * size + numbers
            room *= size
    return key, room


def grouped(parts: Sequence[tuple[Ints, int]]) -> tuple[Ints, Ints]:
    """Group rows that are alike in every part; each part has numbers, and how many there are at most.

    Returns the group of each row, and the first row of each group.

    >>> [array.tolist() for array in grouped([(np.array([1, 0, 1]), 2), (np.array([5, 5, 5]), 9)])]
    [[0, 1, 0], [0, 1]]
    """
    key, _ = packed(parts)
    groups, count = _numbered(array_of(key))
    first = np.empty(count, np.int64)
    first[groups[::-1]] = np.arange(len(groups) - 1, -1, -1)
    return groups, first
