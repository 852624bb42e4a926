"""Times as people here type them: month first, AM and PM, ``1700``, ``Fri``, ``EST``.

``dateutil`` reads the pieces, each alone, so that a number of the one is never taken for
the other. It is imported only here, and only where a text is not ISO 8601.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from ..errors import DetainerError, Problem
from . import iso
from .guard import check_year, quote, refuse
from .pieces import Pieces, split
from .place import Wall

__all__ = ["looks_like_date", "read", "read_date"]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_AWAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
# A field that the text lacks shows, since it is then filled in from these, and they differ.
_ONE, _OTHER = datetime(1999, 1, 1, 1), datetime(2003, 12, 28, 14)


def read(text: str, field: str, today: date | None) -> Wall:
    """Return what a typed time says; ``today`` is the local date, where it may be named.

    :raises DetainerError: every problem of the date and of the time of day at once.

    >>> read("Fri May 10, 2019 5:00 p.m.", "release_at", None).local
    datetime.datetime(2019, 5, 10, 17, 0)
    """
    pieces = split(text)
    _nothing_left(pieces, text, field)
    problems: list[Problem] = []
    try:
        day = _day(pieces, text, field, today)
    except DetainerError as error:
        problems += error.problems
    try:
        of_day, days = _time_of_day(pieces, text, field)
        offset = iso.offset(pieces.offset, text, field)
        _one_time_of_day(pieces, text, field)
    except DetainerError as error:
        problems += error.problems
    if problems:
        raise DetainerError(problems)
    return Wall(datetime.combine(day, of_day) + timedelta(days=days), offset, pieces.abbreviation)


def read_date(text: str, field: str) -> date:
    """Return the date that a typed text says.

    :raises DetainerError: as for the date of :func:`read`, and ``TIME_NOT_EXPECTED``.

    >>> read_date("Fri 5/10/2019", "offense_on")
    datetime.date(2019, 5, 10)
    """
    pieces = split(text)
    _nothing_left(pieces, text, field)
    if pieces.clock:
        raise refuse(
            "TIME_NOT_EXPECTED",
            field,
            f"{quote(text)} was understood as {pieces.understood()}; only a date is wanted",
            "leave the time of day out",
        )
    return _day(pieces, text, field, None)


def looks_like_date(text: str) -> bool:
    """Say whether a typed text has a date, right or wrong, and nothing else but its weekday.

    >>> looks_like_date("May 10, 2019"), looks_like_date("5/10/2019 1700")
    (True, False)
    """
    pieces = split(text)
    return bool(pieces.date) and not pieces.clock and not pieces.day_word and not pieces.rest


def _nothing_left(pieces: Pieces, text: str, field: str) -> None:
    if pieces.rest:
        found = pieces.understood()
        raise refuse(
            "TIME_UNREADABLE",
            field,
            f"{quote(text)} was understood as {found}, but {quote(pieces.rest)} was not"
            if found
            else f"nothing in {quote(text)} was understood as a date or a time of day",
        )


def _day(pieces: Pieces, text: str, field: str, today: date | None) -> date:
    if not pieces.date:
        day = _day_by_word(pieces, text, field, today)
    elif pieces.day_word:
        raise refuse("TIME_UNREADABLE", field, f"{quote(text)} names two days: {pieces.understood()}")
    else:
        day = _written_day(pieces, text, field)
    if pieces.weekday and not _WEEKDAYS[day.weekday()].lower().startswith(pieces.weekday[:3]):
        typed = next(w for w in _WEEKDAYS if w.lower().startswith(pieces.weekday[:3]))
        raise refuse(
            "WEEKDAY_WRONG",
            field,
            f"{pieces.date or pieces.day_word} is a {_WEEKDAYS[day.weekday()]}, not a {typed}",
            f"mend the date or the weekday; {day} was understood",
        )
    return day


def _day_by_word(pieces: Pieces, text: str, field: str, today: date | None) -> date:
    if pieces.part or not pieces.day_word:
        lacks = "" if pieces.part else ", with no date"
        raise refuse(
            "DATE_MISSING",
            field,
            f"{quote(text)} was understood as {pieces.understood()}{lacks}",
        )
    if today is None:
        raise refuse(
            "NOW_NOT_KNOWN",
            field,
            f"{quote(text)} names {pieces.day_word}, but what day that is is not known here",
            "write the date, as in 5/10/2019 or 2019-05-10",
        )
    return today + timedelta(days=_DAYS_AWAY[pieces.day_word])


def _written_day(pieces: Pieces, text: str, field: str) -> date:
    year = pieces.year
    if len(year) > 2:
        check_year(int(year), text, field)
    if len(year) != 4:
        raise refuse(
            "YEAR_UNCLEAR",
            field,
            f"{quote(text)}: the year was understood as {quote(year)}, which is not four digits",
            "write the year in four digits, as in 5/10/2019 or 2019-05-10",
        )
    if pieces.numbers:  # where the year comes first, it is no day
        first, second = int(pieces.numbers[0]), int(pieces.numbers[1])
        if 12 < first <= 31 and 1 <= second <= 12:
            raise refuse(
                "DAY_FIRST",
                field,
                f"{quote(text)}: {pieces.date} was understood as month/day/year, "
                f"and there is no month {first}",
                f"if the day was put first, write {second}/{first}/{year} or {year}-{second:02}-{first:02}",
            )
    try:
        return _dateutil_date(pieces.date)
    except (ValueError, OverflowError):
        order = "year, month, day" if pieces.numbers[:1] == (year,) else "month, day, year"
        raise refuse(
            "DATE_IMPOSSIBLE",
            field,
            f"{quote(text)}: {pieces.date} was understood as {order}: there is no such date",
        ) from None


def _time_of_day(pieces: Pieces, text: str, field: str) -> tuple[time, int]:
    if not pieces.clock:
        raise refuse(
            "TIME_MISSING",
            field,
            f"{quote(text)} was understood as {pieces.understood()}, with no time of day",
            "add the time of day: 17:00, 1700 or 5:00 PM (2400 is the end of the day)",
        )
    if pieces.clock == "midnight":
        raise refuse(
            "TIME_UNCLEAR",
            field,
            f"{quote(text)} does not say which midnight, the start or the end of the day",
            "write 0000 for the start of that day, or 2400 for its end",
        )
    if pieces.clock == "noon":
        return time(12), 0
    clock = pieces.clock
    if clock.isdigit() and len(clock) == 4:
        clock = f"{clock[:2]}:{clock[2:]}"
    if clock in ("24:00", "24:00:00") and not pieces.half:
        return time(0), 1
    try:
        if pieces.half and int(clock.partition(":")[0]) == 0:
            raise ValueError("a 12-hour clock has no hour 0, though dateutil takes it")
        return _dateutil_time(f"{clock} {pieces.half}"), 0
    except (ValueError, OverflowError):
        raise refuse(
            "TIME_IMPOSSIBLE",
            field,
            f"{quote(text)} was understood as {clock} {pieces.half}".rstrip()
            + ": there is no such time of day",
            "with AM or PM the hours run from 1 to 12, without from 00:00 to 23:59; "
            "24:00 is the end of the day",
        ) from None


def _one_time_of_day(pieces: Pieces, text: str, field: str) -> None:
    """Refuse ``0800 -1200``, a time and its offset or a span; seconds, AM and PM tell them apart."""
    if (pieces.offset or "Z")[0] in "+-" and not pieces.half and pieces.clock.count(":") < 2:
        raise iso.two_times(text, field)


@lru_cache(maxsize=4096)  # a table of a million rows has a few thousand dates
def _dateutil_date(text: str) -> date:
    one, other = _dateutil(text)
    if one.date() != other.date():
        raise ValueError("not a whole date")
    return one.date()


@lru_cache(maxsize=4096)
def _dateutil_time(text: str) -> time:
    one, other = _dateutil(text)
    if one.time() != other.time():
        raise ValueError("not a time of day")
    return one.time()


def _dateutil(text: str) -> tuple[datetime, datetime]:
    from dateutil.parser import parse

    def ask(default: datetime) -> datetime:
        return parse(text, default=default, dayfirst=False, yearfirst=False, ignoretz=True)

    return ask(_ONE), ask(_OTHER)
