"""Which local days do not count, and why.

8 CFR 287.7(d) leaves out "Saturdays, Sundays, and holidays" and does not say which
holidays; the older Form I-247 says "Federal holidays". Those are the days of
5 U.S.C. 6103(a), each from the year it began. The Friday or Monday kept instead of
one (6103(b), Executive Order 11582) is a word of its own, and so are closures by
executive order (those known, of 1994 to 2025), which no built-in clock leaves out. A day
closed by order for half its hours counts. Inauguration Day counts.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from .errors import DetainerError, Problem, show

__all__ = ["CALENDAR", "FIRST_YEAR", "LAST_YEAR", "WORDS", "check_words", "excluded", "law_of"]

#: The years that the tables of federal days cover.
FIRST_YEAR, LAST_YEAR = 1970, 2100
#: The calendar in use, as an answer names it.
CALENDAR = "5 U.S.C. 6103(a), 1970-2100"
#: The words of a clock's ``excludes``, beside ``holiday:CC`` and ``holiday:CC-SUB``.
WORDS = ("saturday", "sunday", "federal-holiday", "federal-holiday-observed", "federal-closure")

_DATA = os.path.join(os.path.dirname(__file__), "data")
_SATURDAY, _SUNDAY = 5, 6


def check_words(words: Sequence[str], calendars: bool = True) -> list[str]:
    """Return what is wrong with a clock's ``excludes``, a message each; empty if nothing.

    ``calendars`` looks up the calendars too, in the ``holidays`` package: it takes a moment,
    and a profile that names one is not always asked for it.

    >>> check_words(["saturday", "sundays"])
    ["'sundays' is not a day to leave out: one of saturday, sunday, federal-holiday, \
federal-holiday-observed, federal-closure, or holiday:US-DC"]
    """
    known = f"one of {', '.join(WORDS)}, or holiday:US-DC"
    faults = [
        f"'{show(word, 40)}' is not a day to leave out: {known}"
        for word in words
        if word not in WORDS and not word.startswith("holiday:")
    ]
    for word in words:
        if calendars and word.startswith("holiday:"):
            try:
                _calendar(word, 2000)
            except DetainerError as error:
                faults += [problem.message for problem in error.problems]
    return faults


def law_of(words: tuple[str, ...], day: date) -> tuple[str, ...]:
    """Return the law that names a local day a holiday, for each word of ``excludes`` that leaves it out.

    >>> law_of(("saturday", "federal-holiday-observed"), date(2026, 7, 3))
    ('5 U.S.C. 6103(b)',)
    """
    found = []
    for word in words:
        for other, name in _named(word, day.year):
            if other != day:
                continue
            if word.startswith("holiday:"):
                found.append(f"the calendar {word.removeprefix('holiday:')}")
            elif word.startswith("federal-holiday"):
                found.append(f"5 U.S.C. 6103({'b' if name.endswith('(observed)') else 'a'})")
            else:
                found.append("closed by order")
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def excluded(words: tuple[str, ...], year: int) -> dict[date, str]:
    """Return the local days of a year that do not count, each with the reason.

    :raises DetainerError: ``YEAR_OUT_OF_RANGE`` for holidays outside 1970-2100;
        ``CALENDAR_UNKNOWN`` for a calendar the ``holidays`` package does not have.

    >>> excluded(("sunday", "federal-holiday-observed"), 2026)[date(2026, 7, 3)]
    'Independence Day (observed)'
    """
    days: dict[date, list[str]] = {}
    for weekday, word, name in ((_SATURDAY, "saturday", "Saturday"), (_SUNDAY, "sunday", "Sunday")):
        if word in words:
            first = date(year, 1, 1).toordinal()
            first += (weekday - date(year, 1, 1).weekday()) % 7
            for ordinal in range(first, date(year, 12, 31).toordinal() + 1, 7):
                days[date.fromordinal(ordinal)] = [name]
    for word in words:
        for day, name in _named(word, year):
            names = days.setdefault(day, [])
            if name not in names:
                names.append(name)
    return {day: ", ".join(names) for day, names in sorted(days.items())}


def _named(word: str, year: int) -> list[tuple[date, str]]:
    if word in ("saturday", "sunday"):
        return []
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DetainerError(
            [
                Problem(
                    "YEAR_OUT_OF_RANGE",
                    "release_at",
                    f"holidays of {year} are not known",
                    f"the table has {FIRST_YEAR} to {LAST_YEAR}",
                )
            ]
        )
    if word == "federal-closure":
        return [(day, f"closed by {name}") for day, name, _ in _rows("federal_closures.csv", year)]
    if word.startswith("federal-holiday"):
        observed = word == "federal-holiday-observed"
        return [
            (day, f"{name} (observed)" if kind == "observed" else name)
            for day, name, kind in _rows("federal_holidays.csv", year)
            if observed or kind == "day"
        ]
    return _calendar(word, year)


def _rows(name: str, year: int) -> list[tuple[date, str, str]]:
    """Return the rows ``date,kind,name`` of a year; only its lines are read apart."""
    text = _text(name)
    start = text.find(f"\n{year}-") + 1
    rows = []
    if start:
        stop = text.find("\n", text.rfind(f"\n{year}-") + 1)
        for line in text[start:stop].split("\n"):
            day, kind, title = line.split(",", 2)
            rows.append((date.fromisoformat(day), title, kind))
    return rows


@lru_cache(maxsize=8)
def _text(name: str) -> str:
    with open(os.path.join(_DATA, name), encoding="utf-8", newline="") as file:
        return file.read()


@lru_cache(maxsize=1024)
def _calendar(word: str, year: int) -> list[tuple[date, str]]:
    """Return the days of a calendar of the ``holidays`` package (imported only here)."""
    import holidays

    country, dash, part = word.removeprefix("holiday:").partition("-")
    try:  # the package takes any name it has (a module, a base class without days) for a country
        if len(country) != 2 or (dash and not part):
            raise NotImplementedError
        days = holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError:
        raise DetainerError(
            [
                Problem(
                    "CALENDAR_UNKNOWN",
                    "excludes",
                    f"no calendar is called '{show(word, 40)}'",
                    "holiday:US-DC",
                )
            ]
        ) from None
    return [(day, name.replace(",", " and")) for day, name in sorted(days.items()) if day.year == year]
