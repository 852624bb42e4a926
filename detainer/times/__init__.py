"""Reading the times people type, and refusing those that could be read two ways.

Nothing is guessed: every failure is a :class:`~detainer.errors.DetainerError` whose message
shows what was typed and what was understood, and whose hint shows how to write it. The
clock of the machine and its zone are never asked; ``now`` is passed in.

What may be typed: ISO 8601 (``2026-11-25T15:00``, ``2026-11-25 1500``, with an offset or
without), and dates with the month first or by name (``5/10/2019 5:00 PM``,
``Fri May 10, 2019 at 1700 EDT``). ``2400`` is the end of the day typed with it.
"""

from __future__ import annotations

from datetime import date

from ..errors import DetainerError
from ..zones import local
from . import iso
from .guard import HOW, HOW_DATE, clean, quote, refuse
from .place import Moment, place

__all__ = [
    "Moment",
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


def _now(text: str, field: str, now: int | None) -> Moment:
    if now is None:
        raise refuse("NOW_NOT_KNOWN", field, f"{quote(text)}: what time it is is not known here")
    return Moment(now, ambiguous=False)
