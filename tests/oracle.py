"""Counts the hours of a clock minute by minute, the slow way.

It shares nothing with the program but the zone data: the holidays come from the words of
5 U.S.C. 6103, not from the program's table, and every step asks the zone for its local date.
(``holiday:CC-SUB`` alone comes from the package that the program asks too.)

Where an hour lies within one local date and one offset it is counted as sixty minutes at once.
``test_oracle.py`` holds that against whole minutes, and that no zone changes twice in an hour.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6

#: full closures by executive order (a half day closes nothing)
CLOSURES = {
    date(1994, 4, 27),
    date(1997, 12, 26),
    date(2001, 12, 24),
    date(2003, 12, 26),
    date(2004, 6, 11),
    date(2007, 1, 2),
    date(2007, 12, 24),
    date(2008, 12, 26),
    date(2012, 12, 24),
    date(2014, 12, 26),
    date(2018, 12, 5),
    date(2018, 12, 24),
    date(2019, 12, 24),
    date(2020, 12, 24),
    date(2024, 12, 24),
    date(2025, 1, 9),
    date(2025, 12, 24),
    date(2025, 12, 26),
}


# ---- 5 U.S.C. 6103(a), by its words ----


def nth(year: int, month: int, weekday: int, count: int) -> date:
    """Return the first, second ... such weekday of a month."""
    days = [day for day in (date(year, month, d) for d in range(1, 29)) if day.weekday() == weekday]
    return days[count - 1]


def last_monday_of_may(year: int) -> date:
    return max(day for day in (date(year, 5, d) for d in range(1, 32)) if day.weekday() == MONDAY)


@cache
def statute(year: int) -> frozenset[date]:
    """Return the legal public holidays of a year.

    Pub. L. 90-363 moved four to Mondays and added Columbus Day from 1971-01-01; Pub. L. 94-97
    gave Veterans Day back to November 11 from 1978; Pub. L. 98-144 added the birthday of Martin
    Luther King from 1986; Pub. L. 117-17 added Juneteenth in 2021.
    """
    mondays = year >= 1971
    days = {
        date(year, 1, 1),
        nth(year, 2, MONDAY, 3) if mondays else date(year, 2, 22),
        last_monday_of_may(year) if mondays else date(year, 5, 30),
        date(year, 7, 4),
        nth(year, 9, MONDAY, 1),
        nth(year, 10, MONDAY, 4) if 1971 <= year <= 1977 else date(year, 11, 11),
        nth(year, 11, THURSDAY, 4),
        date(year, 12, 25),
    }
    if year >= 1971:
        days.add(nth(year, 10, MONDAY, 2))
    if year >= 1986:
        days.add(nth(year, 1, MONDAY, 3))
    if year >= 2021:
        days.add(date(year, 6, 19))
    return frozenset(days)


@cache
def kept(year: int) -> frozenset[date]:
    """Return the days of a year kept instead: the Friday before a Saturday, the Monday after a Sunday."""
    instead = set()
    for day in statute(year) | {date(year + 1, 1, 1)}:  # New Year's Day can be kept on December 31
        if day.weekday() == SATURDAY:
            instead.add(day - timedelta(days=1))
        elif day.weekday() == SUNDAY:
            instead.add(day + timedelta(days=1))
    return frozenset(day for day in instead if day.year == year)


@cache
def of_calendar(word: str, year: int) -> frozenset[date]:
    import holidays

    country, _, part = word.removeprefix("holiday:").partition("-")
    return frozenset(
        holidays.country_holidays(country, subdiv=part or None, years=[year - 1, year, year + 1])
    )


def out(word: str, day: date) -> bool:
    """Say whether a word of a clock's ``excludes`` leaves a day out."""
    if word == "saturday":
        return day.weekday() == SATURDAY
    if word == "sunday":
        return day.weekday() == SUNDAY
    if word == "federal-holiday":
        return day in statute(day.year)
    if word == "federal-holiday-observed":
        return day in statute(day.year) or day in kept(day.year)
    if word == "federal-closure":
        return day in CLOSURES
    if word.startswith("holiday:"):
        return day in of_calendar(word, day.year)
    raise ValueError(word)


# ---- minutes ----


@cache
def load(key: str) -> ZoneInfo:
    with files("tzdata").joinpath("zoneinfo", *key.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=key)


def here(at: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(load(zone))


def steps(start: int, zone: str, lengths: tuple[int, ...] = (3600, 60, 1)) -> Iterator[tuple[int, int, date]]:
    """Yield steps from an instant on: the longest with one local date and one offset at both its ends.

    Each ends at a whole hour, minute or second of UTC.
    """
    low = start
    while True:
        now = here(low, zone)
        high = low + 1
        for length in lengths:
            high = low - low % length + length
            last = here(high - 1, zone)
            if last.date() == now.date() and last.utcoffset() == now.utcoffset():
                break
        yield low, high, now.date()
        low = high


@cache
def left_out(words: tuple[str, ...], day: date) -> bool:
    """Say whether a day does not count."""
    return any(out(word, day) for word in words)


def end(clock: Any, start: int, zone: str, lengths: tuple[int, ...] = (3600, 60, 1)) -> int:
    """Return the first instant at which as many seconds have been counted as the clock allows."""
    if clock.ends_at is not None:
        return wall_end(clock.ends_at, start, zone, lengths)
    left: int = round(clock.hours * 3600)
    if left <= 0:
        return start
    for low, high, day in steps(start, zone, lengths):
        if left_out(clock.excludes, day):
            continue
        if high - low >= left:
            return low + left
        left -= high - low
    raise AssertionError


def wall_end(ends_at: str, start: int, zone: str, lengths: tuple[int, ...] = (3600, 60, 1)) -> int:
    """Return the first instant at which the clock on the wall shows that time of the start's day or later."""
    hour, minute = map(int, ends_at.split(":"))
    day = here(start, zone).date()
    wanted = datetime(day.year, day.month, day.day, hour, minute)
    for low, high, _ in steps(start - 26 * 3600, zone, lengths):  # from the day before
        ahead = int((wanted - here(low, zone).replace(tzinfo=None)).total_seconds())
        if ahead < high - low:
            return max(start, low + max(0, ahead))
    raise AssertionError


def counted(clock: Any, begin: int, until: int, zone: str) -> int:
    """Return the seconds that count between two instants."""
    total = 0
    for low, high, day in steps(begin, zone):
        if low >= until:
            return total
        if not left_out(clock.excludes, day):
            total += min(high, until) - low
    raise AssertionError
