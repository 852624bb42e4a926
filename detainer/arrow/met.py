"""The rows of a block in the order in which they stand, for what is counted in the order in which it is met."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from .cells import Ints

__all__ = ["Met", "kinds"]


def kinds(numbers: Ints, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield each of some numbers below ``size`` that there is: how many there are of it, and where the first is.

    >>> list(kinds(np.array([3, 1, 3]), 5))
    [(1, 1, 1), (3, 2, 0)]
    """
    many = np.bincount(numbers, minlength=size)
    first = np.zeros(size, np.int64)
    first[numbers[::-1]] = np.arange(len(numbers) - 1, -1, -1)
    there = np.flatnonzero(many)
    return zip(there.tolist(), many[there].tolist(), first[there].tolist(), strict=True)


class Met:
    """What is to be done when a row is met, by its line."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, Callable[[], object]]] = []

    def at(self, line: int, do: Callable[[], object]) -> None:
        """Have something done at a line."""
        self._waiting.append((line, do))

    def go(self) -> None:
        """Do everything, line after line."""
        for _, do in sorted(self._waiting, key=lambda item: item[0]):
            do()
