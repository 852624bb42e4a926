"""ISO 8601: read without any library, since tables and programs write it by the million."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from ..errors import DetainerError, Problem
from .guard import check_year, quote, refuse
from .place import Wall

__all__ = ["is_date", "offset", "read", "read_date", "two_times"]

_DATE = r"(?P<year>\d{4}|[1-9]\d{4,5}(?=-))(?P<dash>-?)(?P<month>\d\d)(?P=dash)(?P<day>\d\d)"
_TIME = r"(?P<hour>\d\d)(?P<colon>:?)(?P<minute>\d\d)(?:(?P=colon)(?P<second>\d\d)(?:[.,]\d+)?)?"
_OFFSET = r"(?P<offset>Z|UTC|GMT|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)"
_WRITTEN = re.compile(rf"{_DATE}(?:[T ]{_TIME}(?: ?{_OFFSET})?)?", re.IGNORECASE)  # the hour may lack
_FARTHEST = 14 * 3600  # no zone was ever farther from UTC in the years counted


def is_date(text: str) -> bool:
    """Say whether ``text`` is written as an ISO date, with no time of day.

    >>> is_date("2026-11-25"), is_date("2026-11-25T15:00")
    (True, False)
    """
    match = _WRITTEN.fullmatch(text)
    return match is not None and match["hour"] is None


def read(text: str, field: str) -> Wall | None:
    """Return what an ISO date and time says; ``None`` where ``text`` is written otherwise.

    :raises DetainerError: ``TIME_MISSING`` (a date alone), ``YEAR_OUT_OF_RANGE``,
        ``DATE_IMPOSSIBLE``, ``TIME_IMPOSSIBLE``.

    >>> read("2026-11-25T24:00Z", "release_at")
    Wall(local=datetime.datetime(2026, 11, 26, 0, 0), offset=0, abbreviation=None)
    """
    if is_date(text):
        raise refuse(
            "TIME_MISSING",
            field,
            f"{quote(text)} was understood as the date {read_date(text, field)}, with no time of day",
            f"add the time of day: {text} 17:00 (2400 is the end of that day)",
        )
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    if text[match.start("hour") - 1] == " " and (match["offset"] or "Z")[0] in "+-" and not match["second"]:
        raise two_times(text, field)
    problems: list[Problem] = []
    try:
        on = _day(int(match["year"]), int(match["month"]), int(match["day"]), text, field)
    except DetainerError as error:
        problems += error.problems
    try:
        of_day, days = _clock(match["hour"], match["minute"], match["second"], text, field)
        east = offset(match["offset"], text, field)
    except DetainerError as error:
        problems += error.problems
    if problems:
        raise DetainerError(problems)
    return Wall(datetime.combine(on, of_day) + timedelta(days=days), east)


def two_times(text: str, field: str) -> DetainerError:
    """Return the error of a time of day after which an offset stands, or the end of a span."""
    return refuse(
        "TIME_UNREADABLE",
        field,
        f"{quote(text)} may be a time with its offset, or two times of day",
        "write one time of day; with an offset write it with a T, as 2026-11-25T15:00-05:00",
    )


def read_date(text: str, field: str) -> date | None:
    """Return an ISO date; ``None`` where ``text`` is written otherwise.

    :raises DetainerError: ``YEAR_OUT_OF_RANGE``, ``DATE_IMPOSSIBLE``.

    >>> read_date("2026-11-25", "offense_on")
    datetime.date(2026, 11, 25)
    """
    match = _WRITTEN.fullmatch(text)
    if match is None or match["hour"] is not None:
        return None
    return _day(int(match["year"]), int(match["month"]), int(match["day"]), text, field)


def _day(year: int, month: int, day: int, text: str, field: str) -> date:
    check_year(year, text, field)
    try:
        return date(year, month, day)
    except ValueError:
        raise refuse(
            "DATE_IMPOSSIBLE",
            field,
            f"{quote(text)} was understood as year {year}, month {month}, day {day}: there is no such date",
        ) from None


def _clock(hour: str, minute: str, second: str | None, text: str, field: str) -> tuple[time, int]:
    """Return a time of day and the days to add: 24:00 is 00:00 of the next day."""
    if (int(hour), int(minute), int(second or 0)) == (24, 0, 0):
        return time(0, 0), 1
    try:
        return time(int(hour), int(minute), int(second or 0)), 0
    except ValueError:
        shown = f"{hour}:{minute}" + (f":{second}" if second else "")
        raise refuse(
            "TIME_IMPOSSIBLE",
            field,
            f"{quote(text)} was understood as {shown}: there is no such time of day",
            "hours run from 00:00 to 23:59; 24:00 is the end of the day",
        ) from None


def offset(typed: str | None, text: str, field: str) -> int | None:
    """Return a typed offset (``Z``, ``UTC``, ``-05:00``, ``-0500``) in seconds east of UTC.

    :raises DetainerError: ``TIME_IMPOSSIBLE``.

    >>> offset("-05:00", "", "release_at")
    -18000
    """
    if typed is None:
        return None
    if typed[0] not in "+-":
        return 0
    digits = typed[1:].replace(":", "").ljust(6, "0")
    hours, minutes, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    size = hours * 3600 + minutes * 60 + seconds
    if size > _FARTHEST or minutes > 59 or seconds > 59:
        raise refuse(
            "TIME_IMPOSSIBLE",
            field,
            f"{quote(text)} was understood to stand {typed} from UTC: there is no such offset",
            "write the offset like -05:00, or leave it out",
        )
    return -size if typed[0] == "-" else size
