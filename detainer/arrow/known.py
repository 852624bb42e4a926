"""Groups of rows that were met before: their numbers, kept from block to block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import numpy as np

from .cells import ROOM, Ints, grouped, packed

__all__ = ["Known"]

_BITS = 18
_ODD = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio's bits: keys side by side come to lie far apart
_SHIFT = np.uint64(64 - _BITS)
_TABLES = 4  # kept


class Known:
    """The number of each group of rows, by what its rows have in common.

    What every group has in common is a tuple of numbers, packed into one, its key. Of the keys met
    last each has a place in a table; groups that would have one place are found one by one.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, ...], int] = {}
        #: by the sizes of the parts that a key is packed of: at each place a key, and its number
        self._tables: dict[tuple[int, ...], tuple[Ints, Ints]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, parts: Sequence[tuple[Ints, int]], make: Callable[[tuple[int, ...], int], int]) -> Ints:
        """Return the number of each row's group, rows alike in every part being one.

        ``make`` gives that of a group that was not met before: it is told what its rows have
        in each part, and one of them.
        """
        sizes = tuple(size for _, size in parts)
        if prod(sizes) > ROOM:
            return self._one_by_one(parts, make)
        key = packed(parts)[0]
        keys, numbers = self._table(sizes)
        place = ((key.view(np.uint64) * _ODD) >> _SHIFT).view(np.int64)
        found: Ints = numbers[place]
        missed = np.flatnonzero(keys[place] != key)
        if len(missed):
            some = [(part[missed], size) for part, size in parts]
            found[missed] = self._one_by_one(some, lambda key, row: make(key, int(missed[row])))
            places, first = np.unique(place[missed], return_index=True)
            keys[places], numbers[places] = key[missed[first]], found[missed[first]]
        return found

    def _table(self, sizes: tuple[int, ...]) -> tuple[Ints, Ints]:
        if sizes not in self._tables:
            if len(self._tables) == _TABLES:
                del self._tables[next(iter(self._tables))]
            self._tables[sizes] = np.zeros(1 << _BITS, np.int64), np.zeros(1 << _BITS, np.int64)
            self._tables[sizes][0][0] = 1  # a key that has another place: none is there yet
        return self._tables[sizes]

    def _one_by_one(
        self, parts: Sequence[tuple[Ints, int]], make: Callable[[tuple[int, ...], int], int]
    ) -> Ints:
        alike, first = grouped(parts)
        found = []
        for key, row in zip(
            np.stack([numbers[first] for numbers, _ in parts], axis=1).tolist(), first.tolist(), strict=True
        ):
            number = self._numbers.get(tuple(key))
            if number is None:
                number = self._numbers[tuple(key)] = make(tuple(key), row)
            found.append(number)
        return np.array(found, np.int64)[alike]
