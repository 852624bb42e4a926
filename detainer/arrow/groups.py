"""Rows that are one to a ruling: grouped by their case and by what it sees of their times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..errors import DetainerError
from ..table.case import Case
from ..table.row import Reader
from ..table.shape import Outcome, Shape
from ..table.stamps import DAY
from ..table.timed import BOOKING, OFFENSE, OUT, RECEIPT
from .cells import Ints
from .known import Known
from .places import Places
from .seen import Seen
from .times import DATE, INSTANT, NONE, Times
from .zone import Zones

__all__ = ["Groups", "Plan"]

#: a shape, and which of its known instants are dates
Plan = tuple[Shape, tuple[bool, ...]]
Part = tuple[Ints, int]


class Groups:
    """The groups of a table, numbered as they are met: the case and the plan of each.

    Rows of one group have the same key in the row engine, so they have one shape; a group
    without a shape has the number -1.
    """

    def __init__(self, reader: Reader, zones: Zones, cases: Sequence[Case]) -> None:
        self._reader, self._zones, self._cases = reader, zones, cases
        self._known = Known()
        self._laws = Places(cases)
        self._plans: dict[Plan, int] = {}
        #: the plans, and the number of each group's
        self.plans: list[Plan] = []
        self.plan_of = np.empty(0, np.int64)
        self.cases_of: list[Case] = []
        #: the last date for which the zone data need no doubt
        self.zone_known = 0

    def __len__(self) -> int:
        return len(self._known)

    def of(self, seen: Seen) -> Ints:
        """Return the group of each row."""
        return self._known.of(self._parts(seen), lambda key, row: self._made(self._cases[key[0]], seen, row))

    def look(self, case: Case, seen: Seen, row: int) -> tuple[Shape, Outcome] | None:
        """Ask the row engine for the shape and the outcome of one row; None where it has none."""
        try:
            return self._reader.look(case, seen.values(row))
        except DetainerError:
            return None

    def _made(self, case: Case, seen: Seen, row: int) -> int:
        """Keep the group of a row; return its number."""
        found = self.look(case, seen, row)
        if found is None:
            return -1
        shape = found[0]._replace(plus=())
        dated = tuple(bool(seen.times[place].state[row] == DATE) for place in shape.known)
        plan = self._plans.setdefault((shape, dated), len(self.plans))
        if plan == len(self.plans):
            self.plans.append((shape, dated))
        self.plan_of = np.append(self.plan_of, plan)
        self.cases_of.append(case)
        self.zone_known = case.law.zone_known  # that of all zones
        return len(self.cases_of) - 1

    # ---- the key ----

    def _parts(self, seen: Seen) -> list[Part]:
        """Return what tells rows apart to a ruling, at least as finely as the row engine's key."""
        law = self._laws.of(seen.case)
        parts = [(seen.case, len(self._cases)), self._laws.place("release_at", law, seen.day)]
        parts.append(((seen.times[0].state == NONE).astype(np.int64), 2))
        for kind, times in zip(self._reader.timed.kinds, seen.times[1:], strict=True):
            if kind in (*OUT, BOOKING, OFFENSE):
                told = times.state != NONE
                parts.append((told.astype(np.int64), 2))
            else:
                parts.append((self._relation(times, seen), _RELATIONS))
                told = times.state >= DATE
            fact = _PLACED.get(kind)
            if fact is not None and (kind != BOOKING or self._laws.narrow):
                place, size = self._laws.place(fact, law, self._days(times, seen))
                parts.append((np.where(told, place, 0), size))
        return parts

    @staticmethod
    def _relation(times: Times, seen: Seen) -> Ints:
        """Return how moments lie to the start: a word, or before, at or after it or its day."""
        found = times.state.astype(np.int64)
        for state, begin in ((DATE, seen.day), (INSTANT, seen.start)):
            here = times.state == state
            if here.any():
                found = np.where(here, 3 * state + np.sign(times.value - begin), found)
        return found

    def _days(self, times: Times, seen: Seen) -> Ints:
        """Return the local days of dates and instants."""
        here = times.state == INSTANT
        if not here.any():
            return times.value
        days = (times.value + self._zones.east(times.value, seen.zone)) // DAY
        return days if here.all() else np.where(here, days, times.value)


#: the facts of which the place of the day is part of the key
_PLACED = {BOOKING: "booked_at", OFFENSE: "offense_on", RECEIPT: "received_at"}
_RELATIONS = 3 * INSTANT + 2
