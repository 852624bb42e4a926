"""Rows of one booking, a charge a row, made into one record.

A person is free when the last of the charges that held them ended in a way that frees:
release is the latest of those. The pickup is a row of its own. What does not fit (a charge
still open, one that ended in prison after the last that freed) is a class, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import translate
from typing import NamedTuple

from ..errors import DetainerError, Problem, show
from ..table.columns import Columns
from ..table.dates import DateOnly, Hours, hours_of
from ..table.law import Laws
from ..table.stamps import Stamps
from ..table.words import known

__all__ = ["EXCLUDED", "FREEING", "Booking", "Bookings", "Grouping", "matcher"]

#: dispositions that free a person from a charge, where none were named; ``*`` is any text
FREEING = (
    "BOND", "BOND-*", "BOND *", "* BOND *", "BAIL*", "SURETY*", "*RECOGNIZANCE*", "*DISMISS*", "SENTENCE COMPLETE*",
    "TIME SERVED*", "MANUAL LABOR CREDIT RELEASE", "RELEASED TO PAY", "RELEASED TO APPEAR", "JUDGE ORDER", "COURT ORDER*",
    "NO CHARGES FILED", "*NO BILL*", "*REJECTED*", "NOLLE PROS*", "NOT GUILTY", "ACQUIT*", "*PROBATION*", "DEFERRED*",
    "PAID FINE", "COMMUNITY COURT", "WARRANT WITHDRAWN", "RELEASED PER *", "CITATION*", "RELEASED", "OWN RECOG*",
)  # fmt: skip
#: why a booking is left out, in the order in which it is looked at
EXCLUDED: Mapping[str, str] = {
    "no_pickup": "never picked up: no row says so",
    "no_charge": "no charge beside the detainer",
    "open_charge": "a charge has no end, or no date of it",
    "no_release": "no charge ended in a way that frees",
    "ended_otherwise": "a charge ended otherwise after the last that freed",
}
_SEVERAL = "(several)"


class Grouping(NamedTuple):
    """How rows make a booking.

    ``key`` and ``disposition`` are the numbers of columns; ``pickup`` and ``freeing`` match
    dispositions. ``detainer`` is a column and the text of it that marks a row as the
    detainer's own, which is no charge.
    """

    key: int
    disposition: int
    pickup: re.Pattern[str]
    freeing: re.Pattern[str]
    detainer: tuple[int, str] | None


class Booking(NamedTuple):
    """One booking: the cells of its record, the pickup's time last; or why it is left out."""

    cells: tuple[str, ...]
    excluded: str | None = None


def matcher(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return what matches any of some texts; ``*`` stands for any text, capitals make no difference.

    >>> bool(matcher(["BOND-*"]).match(_plain("Bond-Surety")))
    True
    """
    return re.compile("|".join(translate(_plain(pattern)) for pattern in patterns))


def _plain(text: str) -> str:
    return " ".join(text.split()).upper()


class Bookings:
    """Makes records of a table's rows.

    ``names`` are the table's columns and ``columns`` what they tell: the column of the
    release has the time of each row's disposition. A record has all of them and one more,
    the time of the pickup. ``dates`` says which hour a date stands for, where the last is
    looked for among dates and hours of one day.

    :raises DetainerError: ``COLUMN_MISSING`` where no column tells when a charge ended,
        ``CONTRADICTION`` where several do, or one tells the pickup.
    """

    def __init__(
        self,
        grouping: Grouping,
        names: Sequence[str],
        columns: Columns,
        laws: Laws,
        dates: DateOnly | None = None,
    ) -> None:
        self._hour: Callable[[Hours], int] = (
            (lambda at: at.low) if dates == "earliest" else (lambda at: at.high)
        )
        self._how, self._names, self._laws = grouping, tuple(names), laws
        told = dict(zip(columns.places, columns.facts, strict=True))
        told.update((place, fact) for fact, places in columns.timed for place in places)
        self._facts = [told.get(number) for number in range(len(names))]
        problems = [
            Problem(code, field, what, hint)
            for wrong, code, field, what, hint in (
                ("release_at" not in told.values(), "COLUMN_MISSING", "release_at", "no column tells when a charge ended",
                 "--map release_at=COLUMN"),
                (self._facts.count("release_at") > 1, "CONTRADICTION", "release_at",
                 "two columns tell when a charge ended", "map one of them"),
                ("taken_at" in told.values(), "CONTRADICTION", "taken_at",
                 "a column tells the pickup, and of bookings it is a row", "rename the column"),
            )
            if wrong
        ]  # fmt: skip
        if problems:
            raise DetainerError(problems)
        self._release = self._facts.index("release_at")
        self._rows: dict[str, dict[tuple[str, ...], None]] = {}
        self.doubled = 0

    def add(self, cells: Sequence[str]) -> None:
        """Keep a row until all are there; one that is there already is counted once.

        :raises DetainerError: ``BOOKING_UNNAMED``.
        """
        key = cells[self._how.key].strip()
        if not key:
            raise DetainerError(
                [Problem("BOOKING_UNNAMED", "group", "the cell that names the booking is empty", None)]
            )
        kept = self._rows.setdefault(key, {})
        row = tuple(cells)
        if row in kept:
            self.doubled += 1
        kept[row] = None

    def __len__(self) -> int:
        return len(self._rows)

    def records(self) -> Iterable[Booking | DetainerError]:
        """Yield each booking in the order of its first row, or what is wrong with it."""
        for rows in self._rows.values():
            try:
                yield self._booking(list(rows))
            except DetainerError as error:
                yield error

    def _booking(self, rows: list[tuple[str, ...]]) -> Booking:
        how = self._how
        merged = self._merged(rows)
        pickups, charges = [], []
        for row in rows:
            ended = _plain(row[how.disposition])
            own = how.detainer is not None and _plain(row[how.detainer[0]]) == _plain(how.detainer[1])
            if how.pickup.match(ended) and (own or how.detainer is None):
                pickups.append(row)
            elif not own:
                charges.append((row, how.freeing.match(ended) is not None))
        freed = any(fact == "freed_at" and cell for fact, cell in zip(self._facts, merged, strict=True))
        if not pickups and not freed:
            return Booking((), "no_pickup")
        if not charges:
            return Booking((), "no_charge")
        stamps = self._stamps(merged)
        ends = [(self._when(stamps, row), row, frees) for row, frees in charges]
        dated = [(when, row) for when, row, frees in ends if frees and when is not None]
        if any(when is None for when, _, _ in ends) and not how.freeing.match(""):
            return Booking((), "open_charge")
        if not dated:
            return Booking((), "no_release")
        hour = self._hour
        when, last = max(dated, key=lambda item: (hour(item[0]), item[0]))
        if any(other is not None and not frees and hour(other) > hour(when) for other, _, frees in ends):
            return Booking((), "ended_otherwise")
        taken = ""
        if pickups:
            dates = [(self._when(stamps, row), row) for row in pickups]
            known_ones = [(at, row) for at, row in dates if at is not None]
            if not known_ones:
                return Booking((), "no_pickup")
            taken = min(known_ones)[1][self._release]
        merged[self._release] = last[self._release]
        return Booking((*merged, taken))

    def _merged(self, rows: list[tuple[str, ...]]) -> list[str]:
        """Return the cells of a booking's rows as one row's; a fact must be told alike wherever it is told."""
        problems, merged = [], []
        for number, (name, fact) in enumerate(zip(self._names, self._facts, strict=True)):
            told = dict.fromkeys(row[number] for row in rows if row[number].strip())
            merged.append(next(iter(told), ""))
            if len(told) > 1 and number != self._release:
                merged[-1] = _SEVERAL
                if fact is not None:
                    shown = " and ".join(f"'{show(text, 30)}'" for text in list(told)[:3])
                    what = f"rows of one booking differ in '{show(name, 40)}': {shown}"
                    problems.append(Problem("BOOKING_DIFFERS", fact, what, "mend one of them"))
        if problems:
            raise DetainerError(problems)
        return merged

    def _stamps(self, merged: Sequence[str]) -> Stamps:
        said = dict(zip(self._facts, merged, strict=True))
        places = (said.get(name, "") for name in ("profile", "timezone", "state", "agency"))
        return self._laws.find(*(known(text) for text in places)).stamps

    def _when(self, stamps: Stamps, row: Sequence[str]) -> Hours | None:
        text = known(row[self._release])
        if not text:
            return None
        day = stamps.whole_day(text, "release_at")
        if day is not None:
            return hours_of(day, stamps.zone)
        at = stamps.instant(text, "release_at")
        return Hours(at, at)
