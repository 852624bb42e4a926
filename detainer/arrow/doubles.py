"""Rows that are there more than once, counted in the memory of a few: marks of rows, put aside in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from .cells import Ints

__all__ = ["Aside", "Doubles"]

_HELD = 1 << 20  # marks held until they are put aside, eight bytes each
_RANGES = 1 << 8
#: where each range of marks ends, but for the last
_BOUNDS = (np.arange(1, _RANGES) - _RANGES // 2) << 56
_BYTES = 8


class Aside(Protocol):
    """Bytes that are put aside, one after another, and of which parts are asked for again."""

    def keep(self, some: bytes) -> None:
        """Put bytes behind those that there are."""

    def part(self, begin: int, size: int) -> bytes:
        """Return some of them."""


class Doubles:
    """Counts the rows that stood there before.

    A row is told by a mark of eight bytes, Python's own hash of what it is made of, which is
    another in every run. ``room`` gives where marks are put aside; it is
    asked for it only where there are many.
    """

    def __init__(self, room: Callable[[], Aside]) -> None:
        self._room = room
        self._aside: Aside | None = None
        self._held = np.empty(_HELD, np.int64)
        self._size = self._found = 0
        #: of each run of marks, in order and each once: where each of its ranges begins, and the last ends
        self._runs: list[Ints] = []

    def add(self, rows: Sequence[bytes]) -> None:
        """Note rows."""
        marks = np.fromiter(map(hash, rows), np.int64, len(rows))
        while len(marks):
            some, marks = np.split(marks, [len(self._held) - self._size])
            self._held[self._size : self._size + len(some)] = some
            self._size += len(some)
            if self._size == len(self._held):
                self._put_aside()

    def count(self) -> int:
        """Return how many rows stood there before, of all that were noted."""
        if self._aside is None:
            self._once([self._held[: self._size]])
            return self._found
        self._put_aside()
        for number in range(_RANGES):
            self._once([self._read(int(run[number]), int(run[number + 1])) for run in self._runs])
        return self._found

    def _once(self, marks: Sequence[Ints]) -> Ints:
        """Return marks in order, each once; the others are counted."""
        every = np.concatenate(marks)
        every.sort()
        first = np.ones(len(every), np.bool_)
        np.not_equal(every[1:], every[:-1], out=first[1:])
        found: Ints = every[first]
        self._found += len(every) - len(found)
        return found

    def _put_aside(self) -> None:
        if self._aside is None:
            self._aside = self._room()
        run = self._once([self._held[: self._size]])
        self._size = 0
        begin = self._runs[-1][-1] if self._runs else 0
        self._runs.append(begin + np.array([0, *np.searchsorted(run, _BOUNDS), len(run)]))
        self._aside.keep(run.tobytes())

    def _read(self, begin: int, end: int) -> Ints:
        assert self._aside is not None
        return np.frombuffer(self._aside.part(begin * _BYTES, (end - begin) * _BYTES), np.int64)
