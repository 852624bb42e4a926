"""Counting hours.

"Such agency shall maintain custody of the alien for a period not to exceed 48 hours,
excluding Saturdays, Sundays, and holidays" (8 CFR 287.7(d)); "a period not to exceed
48 hours beyond the time he or she would otherwise have been released" (ICE guidance
on Form I-247A).

Instants are whole seconds since 1970-01-01 UTC. Intervals are half-open,
``[start, end)``. Hours are elapsed hours, also across a clock change. A local day is
every instant whose local date it is; an excluded day does not count from its first
instant to its last. "Not to exceed" means the earliest instant: hours that fill up
at a midnight end there, and nothing rolls forward.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple

from .days import excluded
from .zones import load, seconds, utc

__all__ = ["Clock", "Start", "Stretch", "Table", "Window", "offsets", "table"]

_EPOCH = date(1970, 1, 1).toordinal()
_DAY = 86_400


class Start(NamedTuple):
    """From when hours run: one instant, or the earliest or latest of several, by name."""

    pick: Literal["one", "earliest", "latest"]
    names: tuple[str, ...]

    def of(self, instants: Mapping[str, int]) -> int | None:
        """Return the start in seconds; a name not among ``instants`` never happens.

        >>> Start("earliest", ("release_at", "warrant_served_at")).of({"release_at": 90})
        90
        """
        if len(self.names) == 1:
            return instants.get(self.names[0])
        known = [instants[name] for name in self.names if name in instants]
        if not known:
            return None
        return max(known) if self.pick == "latest" else min(known)


class Stretch(NamedTuple):
    """A stretch of one local day, in UTC, and why it does not count (empty where it does)."""

    starts_at: datetime
    ends_at: datetime
    why: str


class Window(NamedTuple):
    """A clock applied to a start: aware datetimes in UTC."""

    clock: str
    zone: str
    starts_at: datetime
    ends_at: datetime


class Table(NamedTuple):
    """The counted stretches of a zone and calendar: starts, ends, counted seconds before each."""

    starts: list[int]
    ends: list[int]
    totals: list[int]


class Clock(NamedTuple):
    """How hours are counted: how many, from when, which local days do not count.

    Exactly one of ``hours`` and ``ends_at`` (``23:59``, local time of the start's day).

    >>> from datetime import UTC
    >>> clock = Clock("regulation", 48, None, Start("one", ("release_at",)), ("saturday", "sunday"))
    >>> start = datetime(2026, 11, 5, 23, tzinfo=UTC)  # Thursday 17:00 in Chicago
    >>> clock.window(start, "America/Chicago").ends_at.isoformat()
    '2026-11-09T23:00:00+00:00'
    """

    id: str
    hours: float | None
    ends_at: str | None
    starts: Start
    excludes: tuple[str, ...] = ()

    @property
    def elapsed(self) -> int | None:
        """The seconds that the clock runs wherever it starts; None where days or a time of day decide."""
        return None if self.hours is None or self.excludes else round(self.hours * 3600)

    def end(self, start: int, zone: str) -> int:
        """Return the instant at which the hours are full, in seconds.

        :raises DetainerError: ``YEAR_OUT_OF_RANGE`` past the table of holidays.
        """
        if self.hours is None:
            return self._wall_end(start, zone)
        length = round(self.hours * 3600)  # 4.1 hours are 14,760 seconds
        if not self.excludes or length <= 0:
            return start + length
        grown = _table_at(zone, self.excludes, start)
        while True:
            starts, ends, totals = grown.table
            before = bisect_right(starts, start) - 1
            if before >= 0 and start < ends[before]:
                target = totals[before] + start - starts[before] + length
            elif before + 1 < len(totals):  # inside an excluded stretch: the next counted instant
                target = totals[before + 1] + length
            else:
                grown = _longer(zone, self.excludes, grown)
                continue
            last = bisect_left(totals, target) - 1  # the left one of two: the tie ends here
            end = starts[last] + target - totals[last]
            if end <= ends[last]:
                return end
            grown = _longer(zone, self.excludes, grown)

    def window(self, start: datetime | int, zone: str) -> Window:
        """Return the window that begins at an aware datetime (or seconds)."""
        at = start if isinstance(start, int) else seconds(start)
        return Window(self.id, zone, utc(at), utc(self.end(at, zone)))

    def counted(self, begin: int, until: int, zone: str) -> int:
        """Return the seconds that count between two instants; ``until`` is not one of them.

        :raises DetainerError: ``YEAR_OUT_OF_RANGE`` past the table of holidays.
        """
        if not self.excludes or until <= begin:
            return max(0, until - begin)
        _table_at(zone, self.excludes, begin)
        # the second before `until` is the last asked for: hours may end with the table's last day
        held = _table_at(zone, self.excludes, until - 1).table  # the one above, or grown from it
        return _total(held, until) - _total(held, begin)

    def left(self, start: int, at: int, zone: str) -> int:
        """Return the seconds on the wall until the window's end, none once it is over."""
        return max(0, self.end(start, zone) - max(start, at))

    def counted_left(self, start: int, at: int, zone: str) -> int:
        """Return the seconds still to be counted at an instant, none once they are full."""
        end = self.end(start, zone)
        return self.counted(max(start, min(at, end)), end, zone)

    def stretches(self, begin: int, until: int, zone: str) -> Iterator[Stretch]:
        """Yield each stretch between two instants, a local day at a time, counted or not.

        >>> from datetime import UTC
        >>> clock = Clock("c", 48, None, Start("one", ("release_at",)), ("sunday",))
        >>> begin = seconds(datetime(2026, 3, 7, 20, tzinfo=UTC))
        >>> [s.why for s in clock.stretches(begin, begin + 2 * 86_400, "UTC")]
        ['', 'Sunday', '']
        """
        for low, high, number in _local_days(zone, begin, until):
            day = date.fromordinal(number)
            why = excluded(self.excludes, day.year).get(day, "") if self.excludes else ""
            yield Stretch(utc(low), utc(high), why)

    def spans(self, begin: int, until: int, zone: str) -> Iterator[Stretch]:
        """Yield each stretch between two instants that does not count, a local day at a time."""
        if self.excludes:
            yield from (item for item in self.stretches(begin, until, zone) if item.why)

    def _wall_end(self, start: int, zone: str) -> int:
        """Return the instant of the wall time on the start's day; the start if it is past."""
        day = datetime.fromtimestamp(start, load(zone)).toordinal()
        return max(start, _wall(zone, day, self.ends_at or "00:00"))


def _total(held: Table, at: int) -> int:
    """Return the seconds that count from a table's first instant to ``at``."""
    starts, ends, totals = held
    before = bisect_right(starts, at) - 1
    return 0 if before < 0 else totals[before] + min(at, ends[before]) - starts[before]


@lru_cache(maxsize=4096)
def _wall(zone: str, day: int, wall: str) -> int:
    """Return the instant of a wall time on a local day: of two the earlier; jumped over, the jump."""
    tz = load(zone)
    wanted = datetime.combine(date.fromordinal(day), time.fromisoformat(wall), tz)
    at = seconds(wanted)
    if datetime.fromtimestamp(at, tz).replace(tzinfo=None) != wanted.replace(tzinfo=None):
        # counted by the offset before the jump, it does not lie before the jump
        at = _change(tz, at - 6 * 3600, at)
    return at


# ---- tables ----


class _Grown(NamedTuple):
    """A table and what it holds: instants from ``low`` until ``high``, whole local years."""

    low: int
    high: int
    first: int
    last: int
    table: Table


_TABLES: dict[tuple[str, tuple[str, ...]], _Grown] = {}


def table(zone: str, excludes: tuple[str, ...], first: int, last: int) -> Table:
    """Return the counted stretches from the local year ``first`` through ``last``."""
    out = [day.toordinal() for year in range(first, last + 1) for day in excluded(excludes, year)]
    starts: list[int] = []
    ends: list[int] = []

    def count(low: int, high: int) -> None:
        if low >= high:
            return
        if ends and ends[-1] == low:
            ends[-1] = high
        else:
            starts.append(low)
            ends.append(high)

    for low, high, offset in chain.from_iterable(_year(zone, year) for year in range(first, last + 1)):
        at = low
        for day in out[bisect_left(out, (low + offset) // _DAY + _EPOCH) :]:
            midnight = (day - _EPOCH) * _DAY - offset
            if midnight >= high:
                break
            count(at, midnight)
            at = midnight + _DAY
        count(at, high)
    totals, total = [], 0
    for low, high in zip(starts, ends, strict=True):
        totals.append(total)
        total += high - low
    return Table(starts, ends, totals)


def _table_at(zone: str, excludes: tuple[str, ...], at: int) -> _Grown:
    """Return the table that holds an instant, grown to its year if it must be."""
    grown = _TABLES.get((zone, excludes))
    if grown is None or not grown.low <= at < grown.high:
        year = datetime.fromtimestamp(at, load(zone)).year
        first, last = (min(year, grown.first), max(year, grown.last)) if grown else (year, year)
        grown = _grow(zone, excludes, first, last)
    return grown


def _longer(zone: str, excludes: tuple[str, ...], grown: _Grown) -> _Grown:
    return _grow(zone, excludes, grown.first, grown.last + 1)


def _grow(zone: str, excludes: tuple[str, ...], first: int, last: int) -> _Grown:
    made = _Grown(
        _year_start(zone, first),
        _year_start(zone, last + 1),
        first,
        last,
        table(zone, excludes, first, last),
    )
    _TABLES[zone, excludes] = made
    return made


@lru_cache(maxsize=1024)
def _year(zone: str, year: int) -> tuple[tuple[int, int, int], ...]:
    """Return the stretches of one UTC offset of a local year."""
    return tuple(offsets(load(zone), _year_start(zone, year), _year_start(zone, year + 1)))


@lru_cache(maxsize=1024)
def _year_start(zone: str, year: int) -> int:
    """Return the first instant of a local year."""
    first = date(year, 1, 1).toordinal()
    about = (first - _EPOCH) * _DAY
    return next(low for low, _, day in _local_days(zone, about - _DAY, about + _DAY) if day == first)


def _local_days(zone: str, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield each stretch of one local date between two instants: low, high, day's ordinal.

    A change after midnight that sets clocks back over it gives two dates two stretches
    each; a date that a zone skipped gives none.
    """
    held, since = 0, begin  # the date whose stretch is still growing, and since when
    for low, high, offset in offsets(load(zone), begin, end):
        day = (low + offset) // _DAY
        while low < high:
            if day != held and low > since:
                yield since, low, held + _EPOCH
                since = low
            held = day
            low = (day + 1) * _DAY - offset
            day += 1
    if end > begin:
        yield since, end, held + _EPOCH


def offsets(zone: tzinfo, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield each stretch of one UTC offset between two instants: low, high, offset in seconds."""
    low, at, offset = begin, begin, _offset(zone, begin)
    while at < end:
        then = min(at + _DAY, end)
        if _offset(zone, then) != offset:
            then = _change(zone, at, then)
            yield low, then, offset
            low, offset = then, _offset(zone, then)
        at = then
    if low < end:
        yield low, end, offset


def _change(zone: tzinfo, low: int, high: int) -> int:
    """Return the instant between two of different offset at which the first one ends."""
    offset = _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == offset:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: tzinfo, at: int) -> int:
    shift = datetime.fromtimestamp(at, zone).utcoffset() or timedelta()
    return shift.days * _DAY + shift.seconds
