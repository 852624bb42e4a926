"""What a VTIMEZONE says of a zone: its standard and daylight times around some instants.

RFC 5545 section 3.6.5. An observance begins at a local time *by the offset it replaces*:
in New York daylight time begins at 02:00, an hour that no clock there shows. The
``icalendar`` package's own ``Timezone.from_tzinfo`` writes 03:00, which is an hour late.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from ..zones import load, local, seconds

__all__ = ["Observance", "observances"]

_DAY = 86_400
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Observance(NamedTuple):
    """Standard or daylight time from an onset on.

    ``onset`` is local, by the offset ``before``. ``byday`` (``2SU``, ``-1SU``) says that it
    comes back every year in the month of ``onset``, until ``until`` where that is not None.
    """

    name: str
    daylight: bool
    onset: datetime
    before: timedelta
    after: timedelta
    byday: str | None = None
    until: datetime | None = None


class _State(NamedTuple):
    offset: timedelta
    name: str
    daylight: bool


class _Change(NamedTuple):
    at: int
    before: timedelta
    after: _State

    @property
    def onset(self) -> datetime:
        """The local time of the change by the offset that it ends."""
        return (datetime.fromtimestamp(self.at, UTC) + self.before).replace(tzinfo=None)


def observances(key: str, first: int, last: int) -> tuple[Observance, ...]:
    """Return the observances of a zone that hold from the year before ``first`` to the year of ``last``.

    ``first`` and ``last`` are in seconds. Changes that come back on the same weekday of the
    same month each year are one observance with a yearly rule, the only form that Outlook
    reads; where a zone changed its rule each side stands by itself. One observance at least
    has begun by ``first``: readers do not agree on what holds before any has.

    :raises DetainerError: ``ZONE_UNKNOWN``.

    >>> at = seconds(datetime(2026, 11, 25, 15, tzinfo=load("America/New_York")))
    >>> [(o.name, f"{o.onset:%Y-%m-%d %H:%M}", o.byday) for o in observances("America/New_York", at, at)]
    [('EDT', '2025-03-09 02:00', '2SU'), ('EST', '2025-11-02 02:00', '1SU')]
    """
    zone = load(key)
    end_year = local(last, key).year
    since = seconds(datetime(local(first, key).year - 1, 1, 1, tzinfo=zone))
    changes = _changes(key, since, seconds(datetime(end_year + 1, 1, 1, tzinfo=zone)))
    found = [_observance(group, end_year) for group in _groups(changes)]
    if not changes or first < changes[0].at:
        state = _state(key, since)
        midnight = local(since, key).replace(tzinfo=None)
        found.insert(0, Observance(state.name, state.daylight, midnight, state.offset, state.offset))
    return tuple(found)


def _state(key: str, at: int) -> _State:
    here = local(at, key)
    return _State(here.utcoffset() or timedelta(), here.tzname() or key, bool(here.dst()))


def _changes(key: str, since: int, until: int) -> list[_Change]:
    """Return the changes of the clock in a stretch of time, to the second."""
    found = []
    at, state = since, _state(key, since)
    while at < until:
        after = min(at + _DAY, until)
        new = _state(key, after)
        if new != state:
            low, high = at, after
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _state(key, middle) == state else (low, middle)
            found.append(_Change(high, state.offset, new))
        at, state = after, new
    return found


def _groups(changes: list[_Change]) -> list[list[_Change]]:
    """Return the changes in groups, each of one yearly rule."""
    groups: list[list[_Change]] = []
    for change in changes:
        for group in groups:
            last = group[-1]
            if (
                (last.before, last.after) == (change.before, change.after)
                and last.onset.year + 1 == change.onset.year
                and (last.onset.month, last.onset.time()) == (change.onset.month, change.onset.time())
                and _common([*group, change])
            ):
                group.append(change)
                break
        else:
            groups.append([change])
    return groups


def _common(group: list[_Change]) -> set[str]:
    """Return the ways to name the day of the month that all changes share."""
    return set.intersection(*(_bydays(change.onset) for change in group))


def _bydays(day: datetime) -> set[str]:
    weekday = _WEEKDAYS[day.weekday()]
    ways = {f"{(day.day - 1) // 7 + 1}{weekday}"}
    if day.day + 7 > monthrange(day.year, day.month)[1]:
        ways.add(f"-1{weekday}")
    return ways


def _observance(group: list[_Change], end_year: int) -> Observance:
    first, last = group[0], group[-1]
    after = first.after
    plain = Observance(after.name, after.daylight, first.onset, first.before, after.offset)
    if len(group) == 1:
        return plain
    ends = datetime.fromtimestamp(last.at, UTC) if last.onset.year < end_year else None
    return plain._replace(byday=min(_common(group)), until=ends)  # "-1SU" before "4SU": a fifth may come
