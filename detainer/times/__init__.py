"""Reading the times people type, and refusing those that could be read two ways.

Nothing is guessed: every failure is a :class:`~detainer.errors.DetainerError` whose message
shows what was typed and what was understood, and whose hint shows how to write it. The
clock of the machine and its zone are never asked; ``now`` is passed in.

What may be typed: ISO 8601 (``2026-11-25T15:00``, ``2026-11-25 1500``, with an offset or
without), and dates with the month first or by name (``5/10/2019 5:00 PM``,
``Fri May 10, 2019 at 1700 EDT``). ``2400`` is the end of the day typed with it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from ..errors import DetainerError
from ..zones import local, seconds
from . import iso
from .guard import HOW, HOW_DATE, check_year, clean, quote, refuse
from .place import Moment, place

__all__ = [
    "Moment",
    "from_datetime",
    "from_json",
    "looks_like_date",
    "read_date",
    "read_instant",
]


def read_instant(text: str, zone: str, field: str, *, now: int | None = None) -> Moment:
    """Return the instant that ``text`` says, in local time of ``zone`` unless it has an offset.

    With ``now`` (seconds since 1970 UTC, a terminal's) ``now``, ``today``, ``tomorrow`` and
    ``yesterday`` are understood too. Of an hour that happened twice the earlier is meant,
    unless an abbreviation (``EST``) says which. Fractions of a second are dropped.

    :raises DetainerError: ``DATE_MISSING``, ``TIME_MISSING``, ``DATE_IMPOSSIBLE``,
        ``TIME_IMPOSSIBLE``, ``DAY_FIRST``, ``YEAR_UNCLEAR``, ``YEAR_OUT_OF_RANGE``,
        ``WEEKDAY_WRONG``, ``ZONE_ABBREVIATION``, ``HOUR_NEVER_HAPPENED``, ``TIME_UNCLEAR``
        (midnight), ``NOW_NOT_KNOWN``, ``TIME_UNREADABLE``, ``CONTROL_CHARACTER``,
        ``TIME_TOO_LONG``; ``ZONE_UNKNOWN`` for the zone.

    >>> read_instant("Fri 5/10/2019 5:00 PM", "America/New_York", "release_at")
    Moment(at=1557522000, ambiguous=False)
    >>> read_instant("2019-05-10T17:00", "America/New_York", "release_at").at
    1557522000
    >>> read_instant("2026-11-01 01:30", "America/New_York", "release_at").ambiguous
    True
    """
    text = clean(text, field)
    wall = iso.read(text, field)
    if wall is None:
        if text.lower() == "now":
            return _now(text, field, now)
        from . import typed  # with its patterns and dateutil, only where they are needed

        today = None if now is None else local(now, zone).date()
        wall = typed.read(text, field, today)
    return place(wall, zone, text, field)


def read_date(text: str, field: str) -> date:
    """Return the date that ``text`` says: a date alone, with its weekday or without.

    :raises DetainerError: ``TIME_NOT_EXPECTED`` where a time of day stands with it, and
        those of :func:`read_instant` that concern a date.

    >>> read_date("May 10, 2019", "offense_on")
    datetime.date(2019, 5, 10)
    """
    try:
        text = clean(text, field)
        day = iso.read_date(text, field)
        if day is not None:
            return day
        from . import typed

        return typed.read_date(text, field)
    except DetainerError as error:  # nobody is told to add the time of day here
        raise DetainerError(
            p._replace(hint=HOW_DATE) if p.hint == HOW else p for p in error.problems
        ) from None


def looks_like_date(text: str) -> bool:
    """Say whether ``text`` is a date, possible or not, with no time of day.

    For facts that may be an instant or a date. Never raises.

    >>> looks_like_date("5/10/2019"), looks_like_date("5/10/2019 1700"), looks_like_date("never")
    (True, False, False)
    """
    try:
        text = clean(text, "")
    except DetainerError:
        return False
    if iso.is_date(text):
        return True
    from . import typed

    return typed.looks_like_date(text)


def from_datetime(value: datetime, field: str) -> int:
    """Return an aware datetime in whole seconds since 1970 UTC; a fraction is dropped.

    :raises DetainerError: ``NAIVE_TIME`` (no zone), ``YEAR_OUT_OF_RANGE``,
        ``HOUR_NEVER_HAPPENED`` (its zone's clocks never showed it).

    >>> from_datetime(datetime(1970, 1, 2, tzinfo=UTC), "release_at")
    86400
    """
    if value.utcoffset() is None:
        raise _naive(value.isoformat(), field)
    text = value.isoformat()
    check_year(value.year, text, field)
    # There and back again: a time that its zone skipped does not come back as itself.
    back = value.astimezone(UTC).astimezone(value.tzinfo)
    if back.replace(tzinfo=None) != value.replace(tzinfo=None):
        raise refuse(
            "HOUR_NEVER_HAPPENED",
            field,
            f"{quote(text)} is no time that the clocks of its zone ever showed",
            f"pass the time that they showed: {quote(back.isoformat())} is the same instant",
        )
    return seconds(value)


def from_json(text: str, field: str) -> int:
    """Return an ISO 8601 instant with an offset or ``Z``, as the JSON answers carry it.

    :raises DetainerError: ``NAIVE_TIME`` (no offset), ``TIME_MISSING``, ``DATE_IMPOSSIBLE``,
        ``TIME_IMPOSSIBLE``, ``YEAR_OUT_OF_RANGE``, ``TIME_UNREADABLE`` (written otherwise),
        ``CONTROL_CHARACTER``, ``TIME_TOO_LONG``.

    >>> from_json("2026-11-27T15:00:00-05:00", "release_at")
    1795809600
    """
    clean(text, field)
    wall = iso.read(text, field)
    if wall is None or not iso.is_strict(text):
        raise refuse(
            "TIME_UNREADABLE",
            field,
            f"{quote(text)} is not an ISO 8601 instant",
            "write it like 2026-11-27T15:00:00-05:00",
        )
    if wall.offset is None:
        raise _naive(text, field)
    check_year(wall.local.year, text, field)
    return seconds(wall.local.replace(tzinfo=UTC)) - wall.offset


def _now(text: str, field: str, now: int | None) -> Moment:
    if now is None:
        raise refuse("NOW_NOT_KNOWN", field, f"{quote(text)}: what time it is is not known here")
    return Moment(now, ambiguous=False)


def _naive(text: str, field: str) -> DetainerError:
    return refuse(
        "NAIVE_TIME",
        field,
        f"{quote(text)} has no zone, so it is no instant",
        "give it its zone or offset, as in 2026-11-27T15:00:00-05:00",
    )
