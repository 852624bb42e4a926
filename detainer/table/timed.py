"""The times of a row: which facts they tell, how each counts, what its cell says, what a ruling sees of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any

from ..corners import EARLIEST, LATEST
from ..custody import INSTANTS, MOMENT_WORDS
from ..errors import DetainerError, Problem
from ..times import read_date
from .case import Case
from .columns import Columns
from .dates import Hours, hours_of, later
from .shape import ROOM

__all__ = [
    "BOOKING",
    "FREED",
    "MOMENT",
    "OFFENSE",
    "OUT",
    "RECEIPT",
    "TAKEN",
    "Time",
    "Timed",
    "Values",
]

_WORDS = frozenset(MOMENT_WORDS)
#: how a time counts: the booking, either end of custody, the offense, the receipt, another moment
BOOKING, FREED, TAKEN, OFFENSE, RECEIPT, MOMENT = range(6)
OUT = (FREED, TAKEN)
_KINDS = {
    "booked_at": BOOKING,
    "freed_at": FREED,
    "taken_at": TAKEN,
    "offense_on": OFFENSE,
    "received_at": RECEIPT,
}
#: what a cell of a time says: seconds, the hours of a day, a date, a word; None where nothing
Time = int | Hours | date | str | None
#: the times of a row, in the order of its facts: seconds, dates, words; None where not told
Values = list[Any]


class Timed:
    """Reads the times of rows that have the same columns.

    ``facts`` are those of :data:`Values`, release and booking first; ``kinds`` says how each
    but the release counts. ``dates``: a date is taken where a time of day is needed.
    ``formed``: times are written in forms of their own.
    """

    def __init__(self, columns: Columns, *, dates: bool, formed: bool) -> None:
        self._dates, self.formed = dates, formed
        places = dict(columns.timed)
        self._releases = places.pop("release_at", ())
        self.facts = ("release_at", "booked_at", *(fact for fact in places if fact != "booked_at"))
        self.kinds = tuple(_KINDS.get(fact, MOMENT) for fact in self.facts[1:])
        self._timed = tuple(
            (fact, places.get(fact, (None,))[0], kind)
            for fact, kind in zip(self.facts[1:], self.kinds, strict=True)
        )

    def named(self, values: Values) -> dict[str, Any]:
        """Return the times that are told, by their facts."""
        return {fact: value for fact, value in zip(self.facts, values, strict=True) if value is not None}

    def values(self, case: Case, cells: Sequence[str]) -> Values:
        """Return the times of a row.

        :raises DetainerError: every problem of them at once.
        """
        quick = _nothing if self.formed else case.law.stamps.quick
        releases = self._releases
        problems: list[Problem] = []
        if len(releases) == 1:
            text = cells[releases[0]]
            value = quick(text) if text else None
            values = [
                value if value is not None or not text else self._read(case, "release_at", text, problems)
            ]
        else:  # of several the latest
            read = [self._read(case, "release_at", cells[place], problems) for place in releases]
            given: list[Any] = [time for time in read if time is not None]
            values = [reduce(later, given) if given else None]
        for fact, place, kind in self._timed:
            text = "" if place is None else cells[place]
            if not text:
                values.append(None)
            elif text in _WORDS and kind >= RECEIPT:
                values.append(text)
            else:
                value = None if kind == OFFENSE else quick(text)  # an offense has a date alone
                values.append(self._read(case, fact, text, problems) if value is None else value)
        if problems:
            raise DetainerError(problems)
        return values

    def one(self, case: Case, fact: str, text: str, problems: list[Problem]) -> Time:
        """Return what one cell of a time says; faults are added to ``problems``."""
        value = None if self.formed or fact == "offense_on" else case.law.stamps.quick(text)
        return self._read(case, fact, text, problems) if value is None else value

    def _read(self, case: Case, fact: str, text: str, problems: list[Problem]) -> Time:
        """Read one time that is not at hand yet; faults are added to ``problems``."""
        text = text.strip()
        word = text.lower()
        if word in ("", "unknown"):
            return None
        stamps = case.law.stamps
        try:
            if fact in INSTANTS:
                day = stamps.whole_day(text, fact) if self._dates else None
                if day is None:
                    return stamps.instant(text, fact)
                stamps.dated = True
                return hours_of(day, stamps.zone)
            if fact == "offense_on":
                return stamps.whole_day(text, fact) or read_date(text, fact)
            if word in _WORDS:
                return word
            return stamps.whole_day(text, fact) or stamps.instant(text, fact)
        except DetainerError as error:
            problems.extend(error.problems)
            return None

    def seen(
        self, case: Case, values: Values, start: int, day: int
    ) -> tuple[tuple[object, ...], bool, tuple[int | None, bool]]:
        """Return what a ruling sees of a row's times, whether they are sound, and when the person left.

        They are if they are in order, and lie so far inside the years counted that none of them is refused.
        """
        law, stamps = case.law, case.law.stamps
        booked = values[1]
        key: list[object] = [law.place("release_at", day), values[0] is None]
        out, taken = None, False
        sound = ROOM[0] < start < ROOM[1] and (booked is None or booked <= start)
        for kind, value in zip(self.kinds, values[1:], strict=True):
            if value is None:
                key.append(None)
            elif kind in OUT:
                if out is None or value < out or (value == out and kind == TAKEN):
                    out, taken = value, kind == TAKEN
                sound = sound and EARLIEST <= value <= LATEST and (booked is None or value >= booked)
            elif kind == BOOKING:
                sound = sound and value >= EARLIEST
                key.append(law.place("booked_at", stamps.day(value)) if law.narrow else 0)
            elif kind == OFFENSE:
                number = value.toordinal()
                sound = sound and number <= day and (booked is None or number <= stamps.day(booked))
                key.append(law.place("offense_on", number))
            elif value.__class__ is str:
                key.append(value)
            elif value.__class__ is int:
                sound = sound and EARLIEST <= value <= LATEST
                key.append((value > start) - (value < start))
                if kind == RECEIPT:
                    key.append(law.place("received_at", stamps.day(value)))
            else:
                key.append(_by_day(value.toordinal(), day))
                if kind == RECEIPT:
                    key.append(law.place("received_at", value.toordinal()))
        for value in case.times.values():
            key.append(_state(value, start, day))
            sound = sound and (value.__class__ is not int or EARLIEST <= value <= LATEST)
        return tuple(key), sound, (out, taken)


def _nothing(text: str) -> None:
    return None


def _by_day(number: int, day: int) -> int:
    """Return whether a date lies before the release's, is it, or lies after: none of the signs of instants."""
    return (number > day) - (number < day) + 5


def _state(value: Any, start: int, day: int) -> object:
    """Return what a ruling sees of an answer that is a time."""
    if isinstance(value, str):
        return value
    return (value > start) - (value < start) if isinstance(value, int) else _by_day(value.toordinal(), day)
