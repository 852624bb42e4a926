"""Whole minutes past each end, counted for many people and many groups in arrays that do not grow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..audit.figures import Tally
from ..audit.judge import ENDS
from .cells import Ints

__all__ = ["Minutes"]

_FEW = 1 << 15  # minutes that are counted in an array: three weeks
_TALLIES = 64  # what is counted so at most; memory is taken only of those there are
_SPAN = 1 << 40  # more than the minutes of any stay


class Minutes:
    """Counts minutes for tallies; those of :meth:`done` come to them at the end."""

    def __init__(self) -> None:
        self._tallies: list[Tally] = []
        self._numbers: dict[int, int] = {}
        self._counts = {end: np.zeros(_TALLIES * _FEW, np.int64) for end in ENDS}

    def add(self, end: str, minutes: Ints, whose: Ints, tallies: Sequence[Tally]) -> None:
        """Count some minutes, ``whose`` having the number of the tally of each among ``tallies``."""
        row = np.array([self._number(tally) for tally in tallies], np.int64)[whose]
        few = (minutes < _FEW) & (row >= 0)
        np.add.at(self._counts[end], row[few] * _FEW + minutes[few], 1)
        if few.all():
            return
        keys, many = np.unique(whose[~few] * _SPAN + minutes[~few], return_counts=True)
        for key, count in zip(keys.tolist(), many.tolist(), strict=True):
            tallies[key // _SPAN].add_minutes(end, {key % _SPAN: count})

    def _number(self, tally: Tally) -> int:
        number = self._numbers.get(id(tally), -1)
        if number < 0 and len(self._tallies) < _TALLIES:
            number = self._numbers[id(tally)] = len(self._tallies)
            self._tallies.append(tally)
        return number

    def done(self) -> None:
        """Add to the tallies what was counted."""
        for end, counts in self._counts.items():
            for tally, row in zip(self._tallies, counts.reshape(_TALLIES, _FEW), strict=False):
                there = np.flatnonzero(row)
                tally.add_minutes(end, dict(zip(there.tolist(), row[there].tolist(), strict=True)))
