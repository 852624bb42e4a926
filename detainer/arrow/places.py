"""Which dates are one to a law: the places of many days at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..table.case import Case
from ..table.stamps import EPOCH
from .cells import Ints
from .laws import Numbered
from .search import passed

__all__ = ["Places"]

_SPAN = 1 << 21  # more than the ordinal of any day


class Places:
    """The laws of a table's cases, by number, and where the dates are cut that are one to them.

    The cuts of all laws lie one after another, those of the next a span higher.
    """

    def __init__(self, cases: Sequence[Case]) -> None:
        self._cases = cases
        self._laws = Numbered()
        self._cuts: dict[str, tuple[Ints, Ints, int]] = {}
        #: whether the date of a booking counts in any of them
        self.narrow = False

    def of(self, case: Ints) -> Ints:
        """Return the number of the law of each case."""
        known = len(self._laws.every)
        found = self._laws.of(self._cases, case)
        if len(self._laws.every) > known:
            self._cuts.clear()
            self.narrow = any(law.narrow for law in self._laws.every)
        return found

    def place(self, fact: str, law: Ints, day: Ints) -> tuple[Ints, int]:
        """Return :meth:`Law.place` of days since 1970, and how many places there are at most."""
        if fact not in self._cuts:
            every = [law.cuts[fact] for law in self._laws.every]
            sizes = [len(cuts) for cuts in every]
            spread = [number * _SPAN + cut for number, cuts in enumerate(every) for cut in cuts]
            begins = np.cumsum([0, *sizes[:-1]])
            self._cuts[fact] = np.array(spread, np.int64), begins, max(sizes) + 1
        cuts, begins, size = self._cuts[fact]
        if size == 1:
            return np.zeros(len(day), np.int64), 1
        ordinal = day + EPOCH
        if len(self._laws.every) > 1:
            return passed(cuts, ordinal + law * _SPAN) - begins[law], size
        # of one law most cuts lie outside the days of a table
        low, high = np.searchsorted(cuts, (ordinal.min(), ordinal.max()), "right")
        return passed(cuts[low:high], ordinal) + low, size
