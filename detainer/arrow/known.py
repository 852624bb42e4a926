"""Groups of rows that were met before: their numbers, kept from block to block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod

import numpy as np

from .cells import ROOM, Ints, grouped, packed

__all__ = ["Known"]


class Known:
    """The number of each group of rows, by what its rows have in common."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, ...], int] = {}
        #: the same, by the sizes of the parts that a key is packed of: the keys in order, their numbers
        self._packed: dict[tuple[int, ...], tuple[Ints, Ints]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, parts: Sequence[tuple[Ints, int]], make: Callable[[tuple[int, ...], int], int]) -> Ints:
        """Return the number of each row's group, rows alike in every part being one.

        ``make`` gives that of a group that was not met before: it is told what its rows have
        in each part, and one of them.
        """
        alike, first = grouped(parts)
        sizes = tuple(size for _, size in parts)
        if prod(sizes) > ROOM:
            return self._one_by_one(parts, first, make)[alike]
        keys = packed([(numbers[first], size) for numbers, size in parts])[0]
        held, numbers = self._packed.get(sizes, (keys[:0], keys[:0]))
        place = np.searchsorted(held, keys)
        if len(held) and (held[np.minimum(place, len(held) - 1)] == keys).all():
            return numbers[place][alike]
        found = self._one_by_one(parts, first, make)
        whole, order = np.unique(np.concatenate((held, keys)), return_index=True)
        self._packed[sizes] = whole, np.concatenate((numbers, found))[order]
        return found[alike]

    def _one_by_one(
        self, parts: Sequence[tuple[Ints, int]], first: Ints, make: Callable[[tuple[int, ...], int], int]
    ) -> Ints:
        found = []
        for key, row in zip(
            np.stack([numbers[first] for numbers, _ in parts], axis=1).tolist(), first.tolist(), strict=True
        ):
            number = self._numbers.get(tuple(key))
            if number is None:
                number = self._numbers[tuple(key)] = make(tuple(key), row)
            found.append(number)
        return np.array(found, np.int64)
