"""Ends of clocks for many starts at once: :meth:`Clock.end`, as lines between which to choose."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from ..clock import Clock, Table, table
from ..days import FIRST_YEAR, LAST_YEAR
from ..table.stamps import DAY, EPOCH
from ..zones import midnight
from .answers import NOT
from .cells import Ints
from .search import Sorted
from .zone import Zones

__all__ = ["NEVER", "Ends"]

#: in place of an end: the hours are not full within the years counted, or nearly not
NEVER = 1 << 60


class _Lines(NamedTuple):
    """The end by its start, for the starts of whole local years and before ``limit``, from where it is not known.

    From each of ``begins`` on, until the next, it is ``plus`` more than the start, or than
    ``least`` where that is later: all starts of a stretch that does not count have one end.
    """

    first: int
    last: int
    limit: int
    begins: Sorted
    least: Ints
    plus: Ints

    def ends(self, starts: Ints) -> Ints:
        """Return the ends of starts before the limit."""
        place = np.maximum(self.begins.passed(starts) - 1, 0)
        ends: Ints = np.maximum(starts, self.least[place]) + self.plus[place]
        return ends


class Ends:
    """The tables of clocks, as arrays."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self._lines: dict[tuple[str, tuple[str, ...], int], _Lines] = {}

    def of(self, clock: Clock, starts: Ints, zone: str) -> Ints:
        """Return the ends in seconds, :data:`NEVER` where the row engine has to say what there is to say."""
        if clock.hours is None:
            return self._same_day(clock, starts, zone)
        length = round(clock.hours * 3600)
        if not clock.excludes or length <= 0:
            return starts + length
        # a start may lie in the local year before or after that of UTC; most hours are full a year later
        low, high = int(starts.min()), int(starts.max())
        first, last = max(_year(low - DAY), FIRST_YEAR), _year(high + DAY) + 1
        while True:
            lines = self._of_years(clock.excludes, length, zone, first, min(last, LAST_YEAR))
            if high < lines.limit:
                return lines.ends(starts)
            if last >= LAST_YEAR:
                return np.where(starts < lines.limit, lines.ends(starts), NEVER)
            last += 10

    def _of_years(self, excludes: tuple[str, ...], length: int, zone: str, first: int, last: int) -> _Lines:
        key = zone, excludes, length
        held = self._lines.get(key)
        if held is None or first < held.first or held.last < last:
            if held is not None:
                first, last = min(first, held.first), max(last, held.last)
            held = self._lines[key] = _lines(table(zone, excludes, first, last), length, first, last)
        return held

    def _same_day(self, clock: Clock, starts: Ints, zone: str) -> Ints:
        """Return the ends of a clock that runs until a time of day: the start itself where that is past."""
        east = self._zones.east(starts, np.full(len(starts), self._zones.number(zone)))
        days, places = np.unique((starts + east) // DAY, return_inverse=True)
        evenings = [clock.end(midnight(date.fromordinal(int(day) + EPOCH), zone), zone) for day in days]
        found: Ints = np.maximum(starts, np.array(evenings)[places])
        return found


def _lines(held: Table, length: int, first: int, last: int) -> _Lines:
    """Return the lines of counted stretches: one from the end of each, one from where the end leaves one behind.

    Of two stretches whose hours are full at the end of one, the end lies in that one; the second after, in the next.
    """
    since, until, totals = (np.array(numbers) for numbers in held)
    every = int(totals[-1] + until[-1] - since[-1])

    def place(counted: Ints) -> Ints:
        """Return the first instant in a stretch before which so much is counted."""
        within = np.searchsorted(totals, counted, "right") - 1
        found: Ints = since[within] + counted - totals[within]
        return found

    left = totals - length
    begins = np.concatenate((since[:1], until, place(left[left >= 0]) + 1))
    begins = np.unique(begins[begins < until[-1]])
    stretch = np.searchsorted(until, begins, "right")
    least = np.maximum(begins, since[stretch])
    target = totals[stretch] + least - since[stretch] + length
    out = np.searchsorted(totals, target) - 1  # the left one of two: the tie ends here
    plus = since[out] + target - totals[out] - least
    limit = int(place(np.array([every - length]))[0]) + 1 if every > length else NOT
    return _Lines(first, last, limit, Sorted(begins), least, plus)


def _year(at: int) -> int:
    return date.fromordinal(int(at) // DAY + EPOCH).year
