"""Outcomes: how the instants of rows of one plan compare, and the sums that follow from it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np

from ..table.dates import hours_of
from ..table.row import Rows
from ..table.shape import ROOM, Outcome, Shape
from ..table.stamps import DAY, EPOCH
from .answers import NOT, Told
from .cells import Ints
from .ends import NEVER, Ends
from .groups import Groups, Plan
from .known import Known
from .search import Sorted, passed
from .seen import Marks, Seen
from .zone import Zones

__all__ = ["Found", "Outcomes"]

_TIMES = ("release_by", "straight", "regulation", "begins", "ends")
_FLAGS = 64  # sets of warnings that hang on the very days of a row


class Found(NamedTuple):
    """What rows come to: the number of their words, -1 where the row engine has to answer; times."""

    told: Ints
    release_by: Ints
    straight: Ints
    regulation: Ints


class Outcomes:
    """The outcomes of a table, numbered as they are met.

    ``words`` are the words of the answers, by number.
    """

    def __init__(self, rows: Rows, zones: Zones, ends: Ends, groups: Groups) -> None:
        self._rows, self._zones, self._ends, self._groups = rows, zones, ends, groups
        self._numbers = Known()
        self._known: list[Outcome] = []
        #: of each time, by outcome: the instant it is counted from, -1 for none, and the seconds more
        self._sums = np.empty((len(_TIMES), 2, 0), np.int64)
        self._checked = np.empty(0, np.int64)
        self._told = np.empty(0, np.int64)
        self.words: list[Told] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def of(self, plan: Plan, every: Seen, group: Ints, rows: Ints | None) -> Found:
        """Return what rows of one plan come to: some of those that were seen, or all."""
        shape = plan[0]
        starts = (place for _, places in shape.ends for place in places if place is not None)
        needed = {*shape.known, *starts}
        seen = every if rows is None else every.at(rows, needed)
        instants, room = self._instants(plan, seen)
        marks = _sorted(shape.marks)
        parts = [(group, len(self._groups.cases_of)), (room.astype(np.int64), 2)]
        for a, b in combinations(instants, 2):
            parts.append((marks.passed(b - a), len(marks.numbers) + 1))
        outcome = self._numbers.of(
            parts, lambda key, row: self._made(key, every, row if rows is None else int(rows[row]))
        )
        slow = outcome < 0
        if slow.all():
            return Found(outcome, outcome, outcome, outcome)
        outcome[slow] = outcome[np.argmin(slow)]  # any of the plan's
        stacked, present = np.stack(instants), np.flatnonzero(np.bincount(outcome))
        release_by, straight, regulation, begins, ends = (
            self._summed(number, outcome, present, stacked) for number in range(len(_TIMES))
        )
        flags = self._flags(shape, seen, outcome, begins, ends)
        told = self._words(outcome * _FLAGS + flags)
        told[slow] = -1
        return Found(told, release_by, straight, regulation)

    def _instants(self, plan: Plan, seen: Seen) -> tuple[list[Ints], Marks]:
        """Return :meth:`Shape.instants` of rows, and which of them lie well inside the years counted."""
        shape, dated = plan
        found = [seen.start]
        for place, is_date in zip(shape.known, dated, strict=True):
            value = seen.times[place].value
            if is_date:
                days, where = np.unique(value, return_inverse=True)
                hours = np.array([_hours(int(day), shape.zone) for day in days])
                found += [hours[where, 0], hours[where, 1]]
            else:
                found.append(value)
        room = np.ones(len(seen.start), np.bool_)
        for clock, places in shape.ends:
            begins = [seen.start if place is None else seen.times[place].value for place in places]
            pick = np.maximum if clock.starts.pick == "latest" else np.minimum
            start = begins[0]
            for other in begins[1:]:
                start = pick(start, other)
            found.append(self._ends.of(clock, start, shape.zone))
            room &= found[-1] < NEVER
        found += [np.full(len(room), at) for at in shape.fixed]
        if shape.known or shape.fixed:
            for at in found:
                room &= (at > ROOM[0]) & (at < ROOM[1])
        return found, room

    def _made(self, key: tuple[int, ...], seen: Seen, row: int) -> int:
        """Keep the outcome of a row; return its number. The key has its group, and whether there is room."""
        found = self._groups.look(self._groups.cases_of[key[0]], seen, row) if key[1] else None
        return -1 if found is None else self._add(found[1])

    def _add(self, outcome: Outcome) -> int:
        """Keep an outcome; return its number."""
        self._known.append(outcome)
        window = outcome.window or (None, None)
        sums = (outcome.release_by, outcome.straight, outcome.regulation, *window)
        fresh = [[-1, 0] if item is None else [item.instant, item.plus] for item in sums]
        self._sums = np.concatenate((self._sums, np.array(fresh)[:, :, None]), axis=2)
        self._checked = np.append(self._checked, NEVER if outcome.checked is None else outcome.checked)
        self._told = np.append(self._told, np.full(_FLAGS, -1))
        return len(self._known) - 1

    def _summed(self, number: int, outcome: Ints, present: Ints, instants: Ints) -> Ints:
        """Return one of the times of rows, NOT where there is none; ``present`` are the outcomes among them."""
        counted, plus = self._sums[number][:, present]
        first, *others = set(counted.tolist())
        found: Ints = instants[first] if first >= 0 else np.full(len(outcome), NOT)
        if others:
            where = self._sums[number, 0, outcome]
            for other in others:
                found = np.where(where == other, instants[other] if other >= 0 else NOT, found)
        more: Ints = plus[0] if (plus == plus[0]).all() else self._sums[number, 1, outcome]
        return found + more

    def _flags(self, shape: Shape, seen: Seen, outcome: Ints, begins: Ints, ends: Ints) -> Ints:
        """Return what is to be warned of that hangs on the very days of rows."""
        flags = 4 * (seen.day + EPOCH > self._checked[outcome]) + 8 * seen.twice
        flags += 32 * (seen.day + EPOCH > self._groups.zone_known)
        window = begins != NOT
        if not window.any():
            return flags
        if not window.all():
            begins, ends = np.where(window, begins, seen.start), np.where(window, ends, seen.start + 1)
        east = seen.east if (begins == seen.start).all() else self._zones.east(begins, seen.zone)
        flags += window & (east != self._zones.east(ends, seen.zone))
        if shape.changes:
            changes = np.array(shape.changes) - EPOCH
            last = (ends - 1 + self._zones.east(ends - 1, seen.zone)) // DAY
            flags += 2 * (window & (passed(changes, last) > passed(changes, seen.day)))
        return flags

    def _words(self, keys: Ints) -> Ints:
        """Return the numbers of the words of outcomes and flags."""
        told = self._told[keys]
        if told.min() < 0:
            for key in np.unique(keys[told < 0]).tolist():
                outcome = self._known[key // _FLAGS]
                warnings = self._rows.warnings(outcome.warnings, key % _FLAGS)
                words = (
                    outcome.hold,
                    outcome.applies,
                    outcome.notify,
                    outcome.rests,
                    outcome.missing,
                    warnings,
                )
                self._told[key] = len(self.words)
                self.words.append(Told(*words))
            told = self._told[keys]
        return told


@lru_cache(maxsize=1_000)
def _sorted(marks: tuple[int, ...]) -> Sorted:
    return Sorted(np.array(marks, np.int64))


@lru_cache(maxsize=65_536)
def _hours(day: int, zone: str) -> tuple[int, int]:
    return hours_of(date.fromordinal(day + EPOCH), zone)
