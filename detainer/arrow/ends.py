"""Ends of clocks for many starts at once: :meth:`Clock.end`, searched in the clock's own tables."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from ..clock import Clock, table
from ..days import FIRST_YEAR, LAST_YEAR
from ..table.stamps import DAY, EPOCH
from ..zones import midnight
from .cells import Ints
from .search import Sorted
from .zone import Zones

__all__ = ["NEVER", "Ends"]

#: in place of an end: the hours are not full within the years counted, or nearly not
NEVER = 1 << 60


class _Held(NamedTuple):
    """The counted stretches of whole local years: since when, until when, the seconds counted before."""

    first: int
    last: int
    since: Sorted
    until: Ints
    totals: Sorted


class Ends:
    """The tables of clocks, as arrays."""

    def __init__(self, zones: Zones) -> None:
        self._zones = zones
        self._tables: dict[tuple[str, tuple[str, ...]], _Held] = {}

    def of(self, clock: Clock, starts: Ints, zone: str) -> Ints:
        """Return the ends in seconds, :data:`NEVER` where the row engine has to say what there is to say."""
        if clock.hours is None:
            return self._same_day(clock, starts, zone)
        length = round(clock.hours * 3600)
        if not clock.excludes or length <= 0:
            return starts + length
        # a start may lie in the local year before or after that of UTC; most hours are full a year later
        first, last = max(_year(starts.min() - DAY), FIRST_YEAR), _year(starts.max() + DAY) + 1
        while True:
            held = self._table(clock, zone, first, min(last, LAST_YEAR))
            since, until, totals = held.since.numbers, held.until, held.totals.numbers
            before = held.since.right(starts) - 1
            place = np.maximum(before, 0)
            inside = (before >= 0) & (starts < until[place])
            after = np.minimum(before + 1, len(since) - 1)
            target = np.where(inside, totals[place] + starts - since[place], totals[after]) + length
            out = held.totals.left(target) - 1
            ends: Ints = since[out] + target - totals[out]
            full = (ends <= until[out]) & (inside | (before + 1 < len(since)))
            if full.all():
                return ends
            if last >= LAST_YEAR:
                return np.where(full, ends, NEVER)
            last += 10

    def _table(self, clock: Clock, zone: str, first: int, last: int) -> _Held:
        held = self._tables.get((zone, clock.excludes))
        if held is None or first < held.first or held.last < last:
            if held is not None:
                first, last = min(first, held.first), max(last, held.last)
            since, until, totals = (np.array(numbers) for numbers in table(zone, clock.excludes, first, last))
            held = _Held(first, last, Sorted(since), until, Sorted(totals))
            self._tables[zone, clock.excludes] = held
        return held

    def _same_day(self, clock: Clock, starts: Ints, zone: str) -> Ints:
        """Return the ends of a clock that runs until a time of day: the start itself where that is past."""
        east = self._zones.east(starts, np.full(len(starts), self._zones.number(zone)))
        days, places = np.unique((starts + east) // DAY, return_inverse=True)
        evenings = [clock.end(midnight(date.fromordinal(int(day) + EPOCH), zone), zone) for day in days]
        found: Ints = np.maximum(starts, np.array(evenings)[places])
        return found


def _year(at: int) -> int:
    return date.fromordinal(int(at) // DAY + EPOCH).year
