"""Zones as arrays: from local seconds to instants, from instants to offsets, local days and text.

A zone's offset is kept for each day on which it does not change, and learned a year at a
time; on the days around a change the stretches of one offset are searched. They are those of
:func:`detainer.clock.offsets`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from ..clock import offsets
from ..table.stamps import DAY
from ..zones import load
from .cells import Bytes, Ints

__all__ = ["LAST", "Zones"]

#: the days that are kept: of every instant that a row of the years 1970 to 2100 can come to
_FIRST, LAST = -800, 48_700
_YEAR = 366
#: no offset: it changes on that day, or nearly; nobody has looked yet
_CHANGES, _UNKNOWN = 1 << 20, 1 << 21
_AROUND = np.arange(-2, 3)[:, None]
_SHORT = 3 * DAY  # no zone ever moved its clocks by more than one day

_STAMP = np.dtype(
    {
        "names": ["a", "b", "clock", "c", "d"],  # 2026-11- 25T, 15:00:00, -05:, 00
        "formats": ["<u8", "<u4", "<u8", "<u4", "<u2"],
        "offsets": [0, 7, 11, 19, 23],
        "itemsize": 25,
    }
)
Stamp = npt.NDArray[np.void]


class Zones:
    """The zones of a table, by number."""

    def __init__(self) -> None:
        self.names: list[str] = []
        size = LAST - _FIRST
        self._size = size
        #: by zone and day, local and of UTC, one after another
        self._local = np.empty(0, np.int32)
        self._utc = np.empty(0, np.int32)
        #: by zone: since when each stretch runs, its offset
        self._stretches: list[tuple[Ints, Ints]] = []
        self._years: list[tuple[int, int]] = []
        self._dates: tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]] | None = None
        self._clocks = _clocks()

    def number(self, name: str) -> int:
        """Return the number of a zone, a new one if it has none."""
        if name not in self.names:
            self.names.append(name)
            unknown = np.full(self._size, _UNKNOWN, np.int32)
            self._local, self._utc = (np.concatenate((days, unknown)) for days in (self._local, self._utc))
            self._stretches.append((np.empty(0, np.int64), np.empty(0, np.int64)))
            self._years.append((0, 0))
        return self.names.index(name)

    # ---- from local time ----

    def instants(self, wall: Ints, zone: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
        """Return the instants of local seconds, and which there are once: no hour skipped, none shown twice."""
        east, odd = self._looked_up(self._local, wall // DAY, zone, local=True)
        at, once = wall - east, np.ones(len(wall), np.bool_)
        if len(odd):
            at[odd], once[odd] = self._searched(wall[odd], zone[odd])
        return at, once

    def _searched(self, wall: Ints, zone: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
        at, times = np.zeros(len(wall), np.int64), np.zeros(len(wall), np.int64)
        for number, rows in self._each(zone):
            since, east = self._stretches[number]
            some = wall[rows]
            # the stretches around, by what they showed on the wall
            near = np.searchsorted(since, some) - 1 + _AROUND
            place = np.minimum(np.maximum(near, 0), len(since) - 2)
            shift = east[place]
            shown = (since[place] + shift <= some) & (some < since[place + 1] + shift) & (place == near)
            at[rows] = some - (shown * shift).sum(axis=0)
            times[rows] = shown.sum(axis=0)
        return at, times == 1

    # ---- from instants ----

    def east(self, at: Ints, zone: Ints) -> Ints:
        """Return the offsets at instants, in seconds east of UTC."""
        east, odd = self._looked_up(self._utc, at // DAY, zone, local=False)
        if len(odd):
            for number, some in self._each(zone[odd]):
                rows = odd[some]
                since, offset = self._stretches[number]
                east[rows] = offset[np.searchsorted(since, at[rows], "right") - 1]
        return east

    def text(self, at: Ints, east: Ints) -> Stamp:
        """Return instants as text of 25 characters, local with the offset (whole minutes)."""
        here = at + east
        day = here // DAY
        found = np.empty(len(at), _STAMP)
        head, tail = self._written()
        found["a"], found["b"] = head[day - _FIRST], tail[day - _FIRST]
        found["clock"] = self._clocks[here - day * DAY]
        minutes = east // 60 + 1440
        found["c"], found["d"] = _OFFSETS[0][minutes], _OFFSETS[1][minutes]
        return found

    def _written(self) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint32]]:
        if self._dates is None:
            days = np.arange(_FIRST, LAST).astype("datetime64[D]").astype("S10")
            written = np.zeros((len(days), 12), np.uint8)
            written[:, :10] = days.view(np.uint8).reshape(-1, 10)
            written[:, 10] = ord("T")
            self._dates = written[:, :8].copy().view("<u8")[:, 0], written[:, 7:11].copy().view("<u4")[:, 0]
        return self._dates

    # ---- days ----

    def _each(self, zone: Ints) -> Iterator[tuple[int, Any]]:
        """Yield each zone there is among those of rows, and which rows are in it."""
        if len(self.names) == 1:
            yield 0, slice(None)
        else:
            for number in np.flatnonzero(np.bincount(zone)).tolist():
                yield number, np.flatnonzero(zone == number)

    def _looked_up(
        self, days: npt.NDArray[np.int32], day: Ints, zone: Ints, *, local: bool
    ) -> tuple[Ints, Ints]:
        """Return the offset of each day, and the rows in which it changes then."""
        place = day - _FIRST
        if len(self.names) > 1:
            place += zone * self._size
        east = days[place]
        most = east.max(initial=0)
        if most >= _CHANGES:
            if most == _UNKNOWN:
                unknown = np.flatnonzero(east == _UNKNOWN)
                for number, rows in self._each(zone[unknown]):
                    missing = day[unknown[rows]]
                    self._learn(number, int(missing.min()), int(missing.max()))
                east = (self._local if local else self._utc)[place]
            odd = np.flatnonzero(east == _CHANGES)
            east[odd] = 0
            return east.astype(np.int64), odd
        return east.astype(np.int64), np.empty(0, np.int64)

    def _learn(self, number: int, first: int, last: int) -> None:
        """Learn a zone's offsets from a day through another, and in between what is known already."""
        low, high = self._years[number]
        first, last = first - _YEAR, last + _YEAR
        if low < high:
            first, last = min(first, low), max(last, high)
        first, last = max(first, _FIRST), min(last, LAST)
        found = list(offsets(load(self.names[number]), first * DAY, last * DAY))
        since = np.array([begin for begin, _, _ in found] + [last * DAY])
        east = np.array([offset for _, _, offset in found] + [0])
        self._stretches[number], self._years[number] = (since, east), (first, last)
        base = number * self._size - _FIRST
        local, utc = (days[base + first : base + last] for days in (self._local, self._utc))
        for days in (local, utc):
            days[:] = _CHANGES
        for place, (begin, until, offset) in enumerate(found):
            utc[-(-begin // DAY) - first : until // DAY - first] = offset
            near = found[max(place - 1, 0) : place + 2]
            # on the wall it is alone from the later of two midnights until the earlier of two
            low = -(-(begin + max(east for _, end, east in near if end <= until)) // DAY)
            high = (until + min(east for start, _, east in near if start >= begin)) // DAY
            if min(end - start for start, end, _ in near) < _SHORT:  # one after the next may show the same
                low, high = low + 2, high - 2
            local[max(low - first, 0) : max(high - first, 0)] = offset


def _clocks() -> npt.NDArray[np.uint64]:
    """Return ``HH:MM:SS`` of every second of a day, eight bytes as one number."""
    second = np.arange(DAY)
    shown: Bytes = np.full((DAY, 8), ord(":"), np.uint8)
    for place, number in ((0, second // 3600), (3, second // 60 % 60), (6, second % 60)):
        shown[:, place], shown[:, place + 1] = number // 10 + ord("0"), number % 10 + ord("0")
    return shown.view("<u8")[:, 0]


def _shifts() -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16]]:
    """Return ``-05:00`` of every offset of whole minutes within a day, from a day west on."""
    texts = [f"{'-' if m < 0 else '+'}{abs(m) // 60:02}:{abs(m) % 60:02}" for m in range(-1440, 1441)]
    written = np.frombuffer("".join(texts).encode(), np.uint8).reshape(-1, 6)
    return written[:, :4].copy().view("<u4")[:, 0], written[:, 4:].copy().view("<u2")[:, 0]


_OFFSETS = _shifts()
