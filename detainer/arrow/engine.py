"""Rows answered many at once: read by the column, grouped, each group asked once, the rest sums.

What rows must have in common to have one answer is what the row engine says
(:mod:`detainer.table.shape`): the same case, the same key of times, the same shape, instants
that compare alike. Of each group one row is given to it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..corners import EARLIEST, LATEST
from ..errors import DetainerError
from ..table.case import MOST, Case
from ..table.columns import Columns
from ..table.row import Rows
from ..table.shape import ROOM
from ..table.stamps import DAY
from ..table.timed import OFFENSE, OUT, TAKEN
from .answers import NOT, UNREADABLE, Answers, unanswered
from .cells import Cells, Ints
from .ends import NEVER, Ends
from .groups import Groups
from .known import Known
from .moments import Frame, latest, placed
from .outcomes import Found, Outcomes
from .seen import Marks, Seen
from .times import INSTANT, NONE, Times
from .words import Worded
from .zone import Zones

__all__ = ["Engine"]

_GROUPS = 500_000  # kept at most


class Engine:
    """Answers the rows of a table that have the same columns, many at once.

    ``places`` are the columns it must be given.
    """

    def __init__(self, rows: Rows, columns: Columns) -> None:
        self._rows = rows
        self._reader = rows.reading(columns)
        self._words, self._timed = columns.places, dict(columns.timed)
        self.places = tuple(dict.fromkeys((*self._words, *(p for ps in self._timed.values() for p in ps))))
        self.zones = Zones()
        self._ends = Ends(self.zones)
        self._forget()

    def _forget(self) -> None:
        """Begin anew, so that no table fills the memory."""
        self._cases: list[Case] = []
        self._worded = {place: Worded() for place in self._words}
        self._told = Known()
        self._known: dict[int, int] = {}
        self._zone_of: Ints = np.empty(0, np.int64)
        self._groups = Groups(self._reader, self.zones, self._cases)
        self._outcomes = Outcomes(self._rows, self.zones, self._ends, self._groups)

    def answer(self, cells: Mapping[int, Cells], count: int) -> Answers:
        """Answer rows; ``cells`` has the columns of :attr:`places`."""
        if not count:
            return unanswered(0)
        if len(self._told) > MOST or len(self._groups) + len(self._outcomes) > _GROUPS:
            self._forget()
        read = self._read_cases(cells, count)
        slow = read < 0
        if slow.all():
            return unanswered(count, read, self._cases)
        case = np.maximum(read, 0)
        frame = Frame(self._reader, self.zones, self._cases, case, self._zone_of[case], slow)
        seen = self._seen(cells, frame)
        found = self._found(seen, np.flatnonzero(~slow))
        slow |= found.told < 0
        for at in found[1:]:
            slow |= (at != NOT) & ((at < ROOM[0]) | (at > LATEST))
        if slow.any():
            for at in found[1:]:
                at[slow] = NOT
        out, taken = self._left(seen)
        held = np.where((out == NOT) | (found.release_by == NOT), NOT, np.maximum(out - found.release_by, 0))
        words, cases = self._outcomes.words, self._cases
        return Answers(words, *found, held, seen.start, frame.zone, slow, out, taken, seen.day, read, cases)

    # ---- reading ----

    def _read_cases(self, cells: Mapping[int, Cells], count: int) -> Ints:
        """Return the number of each row's case, less than 0 where the row engine has to read it."""
        if not self._words:
            return np.full(count, self._read_case(cells, 0))
        parts = [worded.of(cells[place]) for place, worded in self._worded.items()]
        return self._told.of(parts, lambda _, row: self._read_case(cells, row))

    def _read_case(self, cells: Mapping[int, Cells], row: int) -> int:
        whole = [""] * (max(self.places) + 1)
        for place in self.places:
            whole[place] = cells[place].text(row)
        try:
            case = self._reader.case(tuple(whole[place] for place in self._words), whole)
        except DetainerError:
            return UNREADABLE
        if case.times:  # an answer that is a time: rare, and each has its own
            return -1
        number = self._known.setdefault(id(case), len(self._cases))
        if number == len(self._cases):
            self._cases.append(case)
            self._zone_of = np.append(self._zone_of, self.zones.number(case.law.zone))
        return number

    def _seen(self, cells: Mapping[int, Cells], frame: Frame) -> Seen:
        """Read the times of rows; those that are not in order are left to the row engine."""
        count = len(frame.case)
        none = Times(np.full(count, NONE, np.uint8), np.zeros(count, np.int64))
        times = []
        for number, fact in enumerate(self._reader.timed.facts):
            kind = self._reader.timed.kinds[max(number - 1, 0)]  # a release is read as a booking is
            columns = [placed(cells[place], fact, kind, frame) for place in self._timed.get(fact, ())]
            times.append(latest(columns) if columns else none)
        release, booked = times[:2]
        start = np.where(release.state == NONE, booked.value, release.value)
        east = self.zones.east(start, frame.zone)
        seen = Seen(frame.case, frame.zone, start, east, (start + east) // DAY, tuple(times), frame.twice)
        frame.slow |= (release.state == NONE) & (booked.state == NONE)
        frame.slow |= ~self._sound(seen)
        return seen

    def _sound(self, seen: Seen) -> Marks:
        """Return which rows have their times in order, and well inside the years counted."""
        booked = seen.times[1]
        alone = booked.state == NONE
        sound: Marks = (
            (seen.start > ROOM[0]) & (seen.start < ROOM[1]) & (alone | (booked.value <= seen.start))
        )
        for kind, (state, value) in zip(self._reader.timed.kinds, seen.times[1:], strict=True):
            sound &= (state != INSTANT) | ((value >= EARLIEST) & (value <= LATEST))
            if kind in OUT:
                sound &= (state == NONE) | alone | (value >= booked.value)
            elif kind == OFFENSE:
                day = seen.day
                if not alone.all():
                    at = np.where(alone, seen.start, booked.value)
                    day = np.minimum(day, (at + self.zones.east(at, seen.zone)) // DAY)
                sound &= (state == NONE) | (value <= day)
        return sound

    # ---- answering ----

    def _found(self, seen: Seen, rows: Ints) -> Found:
        """Return what rows come to; -1 for the words of those that are still to be answered."""
        count = len(seen.start)
        if not len(rows):
            return Found(*np.full((4, count), -1))
        whole = len(rows) == count
        some = seen if whole else seen.at(rows)
        group = self._groups.of(some)
        if not len(self._groups.plans):
            return Found(*np.full((4, count), -1))
        plan = np.where(group < 0, -1, self._groups.plan_of[group])
        if whole and (plan == plan[0]).all() and plan[0] >= 0:
            return self._outcomes.of(self._groups.plans[plan[0]], some, group, None)
        found = Found(*np.full((4, count), -1))
        for number in np.flatnonzero(np.bincount(plan + 1)[1:]):
            of_plan = np.flatnonzero(plan == number)
            part = self._outcomes.of(self._groups.plans[number], some, group[of_plan], of_plan)
            where = of_plan if whole else rows[of_plan]
            for into, from_ in zip(found, part, strict=True):
                into[where] = from_
        return found

    def _left(self, seen: Seen) -> tuple[Ints, Marks]:
        """Return when people left, NOT where that is not known, and whether ICE took them."""
        out, taken = np.full(len(seen.start), NEVER), np.zeros(len(seen.start), np.bool_)
        for kind, (state, value) in zip(self._reader.timed.kinds, seen.times[1:], strict=True):
            if kind in OUT:
                first = (state != NONE) & (value < out + (kind == TAKEN))  # of one moment it is the taking
                out = np.where(first, value, out)
                taken = np.where(first, kind == TAKEN, taken)
        return np.where(out == NEVER, NOT, out), taken
