"""The timeline of an answer: local days, readings and marks, ready for any drawing.

Instants are whole seconds since 1970-01-01 UTC; stretches and days are half-open,
``[starts, ends)``. Nothing here draws. A drawing asks :meth:`Timeline.side` where an
instant lies: what is far before or far after is not drawn to scale but said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from . import answer
from .clock import Clock
from .zones import load, local, midnight, seconds, shown

if TYPE_CHECKING:
    from .decision import Decision
    from .ways import Basis

__all__ = ["MAX_DAYS", "Day", "Kind", "Mark", "Part", "Row", "Timeline", "Waiting", "timeline"]

#: a picture has no more local days than this
MAX_DAYS = 35
#: a reading that began longer before release is cut at the left
_BEFORE = 7
#: days by which a mark widens the picture; one that lies farther off is said, not drawn
_NEAR = {"now": 3, "cancelled": 10, "freed": 10, "taken": 10}
_DAY = 86_400

Kind = Literal["booking", "release", "release_due", "release_by", "end", "cancelled", "freed", "taken", "now"]


class Day(NamedTuple):
    """A local day, from its first instant to the first of the next; ``closed`` says why some clock skips it."""

    date: date
    starts: int
    ends: int
    closed: tuple[str, ...] = ()

    @property
    def weekday(self) -> str:
        """The day of the week, as ``Wed``."""
        return f"{self.date:%a}"

    @property
    def hours(self) -> float:
        """How many hours the day has: 24, or 23 or 25 where clocks change."""
        return (self.ends - self.starts) / 3600


class Part(NamedTuple):
    """A part of a window that counts, or does not and why (then ``why`` is not empty)."""

    starts: int
    ends: int
    why: str

    @property
    def counts(self) -> bool:
        """Whether its hours count."""
        return not self.why


class Row(NamedTuple):
    """A reading, or several whose windows and counted stretches are the same.

    ``governs`` names those of ``clocks`` that govern. ``starts_from`` is the fact that the
    window runs from.
    """

    clocks: tuple[str, ...]
    governs: tuple[str, ...]
    starts_from: str
    starts: int
    ends: int
    stretches: tuple[Part, ...]


class Waiting(NamedTuple):
    """Clocks that cannot be drawn: the fact that they run from has no known time.

    Or it has, and their hours run past the last year of the holidays known (``is_late``).
    """

    clocks: tuple[str, ...]
    starts_from: str
    is_late: bool = False


class Mark(NamedTuple):
    """An instant worth a mark; ``clocks`` names the readings that end there."""

    kind: Kind
    at: int
    clocks: tuple[str, ...] = ()


class Timeline(NamedTuple):
    """All that a drawing needs.

    ``days`` are the local days drawn, ``rows`` the readings whose times are known,
    ``waiting`` the others; ``marks`` are in the order of time, some perhaps outside the
    days. ``between`` has the earliest and latest release where the answer is unknown.
    """

    zone: str
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    waiting: tuple[Waiting, ...]
    marks: tuple[Mark, ...]
    between: tuple[int, int] | None

    @property
    def starts(self) -> int:
        """The first instant drawn."""
        return self.days[0].starts

    @property
    def ends(self) -> int:
        """The first instant no longer drawn."""
        return self.days[-1].ends

    @property
    def origin(self) -> Mark:
        """The mark of release, or of booking where only that is known."""
        return next(mark for mark in self.marks if mark.kind in ("release", "booking"))

    def side(self, at: int) -> int:
        """Say where an instant lies: -1 before the days drawn, 0 in them, 1 after them."""
        return -1 if at < self.starts else 1 if at > self.ends else 0

    def stamp(self, at: int) -> str:
        """Return an instant as people read it: ``Fri 27 Nov 2026 15:00 EST``."""
        return shown(local(at, self.zone))

    def hours(self, day: Day, step: int) -> Iterator[tuple[int, int]]:
        """Yield every ``step``-th full hour of a local day after its first, and its instant.

        Of an hour that comes twice that is the first; one that clocks jump over is left out.
        """
        for hour in range(step, 24, step):
            at = seconds(datetime.combine(day.date, time(hour), load(self.zone)))
            if local(at, self.zone).hour == hour:
                yield hour, at


def timeline(decision: Decision) -> Timeline:
    """Return the timeline of an answer.

    >>> from datetime import UTC, datetime
    >>> from detainer import Custody, check
    >>> record = Custody(release_at=datetime(2026, 11, 25, 20, tzinfo=UTC))
    >>> found = timeline(check(record, "honors", assume="ordinary", timezone="America/New_York"))
    >>> [(row.clocks, row.governs, found.stamp(row.ends)) for row in found.rows]
    [(('straight',), ('straight',), 'Fri 27 Nov 2026 15:00 EST'), (('regulation',), (), 'Mon 30 Nov 2026 15:00 EST')]
    """
    rows, waiting = _rows(decision.basis)
    marks = tuple(sorted(_marks(decision, rows), key=lambda mark: mark.at))
    bounds = decision.release_between
    between = bounds and (seconds(bounds[0]), seconds(bounds[1]))
    first, last = _reach(decision.basis, rows, marks, between)
    return Timeline(
        decision.timezone, tuple(_days(first, last, decision.timezone, rows)), rows, waiting, marks, between
    )


def _rows(basis: Basis) -> tuple[tuple[Row, ...], tuple[Waiting, ...]]:
    """Return the readings of known times, those alike together, and the clocks that wait for a time."""
    found: dict[tuple[int, int, tuple[Part, ...]], list[answer.Reading]] = {}
    waiting: dict[tuple[str, bool], list[str]] = {}
    for item in answer.readings(basis):
        if item.starts is None or item.ends is None:
            waiting.setdefault((item.starts_from, item.starts is not None), []).append(item.clock.id)
        else:
            stretches = tuple(_stretches(item.clock, item.starts, item.ends, basis.zone))
            found.setdefault((item.starts, item.ends, stretches), []).append(item)
    rows = tuple(
        Row(_names(alike), _names(r for r in alike if r.governs), alike[0].starts_from, *key)
        for key, alike in found.items()
    )
    return rows, tuple(Waiting(tuple(dict.fromkeys(ids)), *key) for key, ids in waiting.items())


def _names(readings: Iterable[answer.Reading]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.clock.id for item in readings))


def _stretches(clock: Clock, starts: int, ends: int, zone: str) -> Iterator[Part]:
    """Yield a window's stretches in order: those that do not count a local day at a time."""
    at = starts
    for span in clock.spans(starts, ends, zone):
        low, high = seconds(span.starts_at), seconds(span.ends_at)
        if low > at:
            yield Part(at, low, "")
        yield Part(low, high, span.why)
        at = high
    if at < ends:
        yield Part(at, ends, "")


def _marks(decision: Decision, rows: tuple[Row, ...]) -> Iterator[Mark]:
    custody, start = decision.custody, decision.basis.start
    known = custody.release_at is not None
    yield Mark("release" if known else "booking", start)
    if decision.hold_applies and decision.release_by is not None:
        yield Mark("release_by", seconds(decision.release_by))
    elif known and decision.release_by is not None and decision.hold != "other_custody":
        yield Mark("release_due", start)  # a court's warrant keeps the person: nothing is due
    ending: dict[int, tuple[str, ...]] = {}
    for row in rows:
        ending[row.ends] = ending.get(row.ends, ()) + row.clocks
    for at, clocks in ending.items():
        yield Mark("end", at, clocks)
    cancelled = decision.basis.instants.get("cancelled_at")
    if cancelled and cancelled.earliest == cancelled.latest:
        yield Mark("cancelled", cancelled.earliest)
    if custody.freed_at is not None:
        yield Mark("freed", seconds(custody.freed_at))
    if custody.taken_at is not None:
        yield Mark("taken", seconds(custody.taken_at))
    if decision.as_of is not None:
        yield Mark("now", seconds(decision.as_of))


def _reach(
    basis: Basis, rows: tuple[Row, ...], marks: tuple[Mark, ...], between: tuple[int, int] | None
) -> tuple[date, date]:
    """Return the first and the last local day to draw."""
    low = min([basis.start, *(row.starts for row in rows if row.starts >= basis.start - _BEFORE * _DAY)])
    limit = low + (MAX_DAYS - 1) * _DAY
    # what ends at a midnight ends with the day before it
    ends = [row.ends for row in rows] + [mark.at for mark in marks if mark.kind == "release_by"]
    ends += between or ()
    high = max([basis.start, *(end - 1 for end in ends if low < end <= limit)])
    for mark in marks:
        near = _NEAR.get(mark.kind, 0) * _DAY
        if low - near <= mark.at < low:
            low = mark.at
        elif high < mark.at <= high + near:
            high = mark.at
    first = local(low, basis.zone).date()
    last = local(high, basis.zone).date()
    return first, min(last, first + timedelta(days=MAX_DAYS - 1))


def _days(first: date, last: date, zone: str, rows: tuple[Row, ...]) -> Iterator[Day]:
    closed: dict[date, dict[str, None]] = {}
    for row in rows:
        for stretch in row.stretches:
            if stretch.why:
                closed.setdefault(local(stretch.starts, zone).date(), {})[stretch.why] = None
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        starts, ends = midnight(day, zone), midnight(date.fromordinal(number + 1), zone)
        if starts < ends:  # a date that the zone skipped has no instant
            yield Day(day, starts, ends, tuple(closed.get(day, ())))
