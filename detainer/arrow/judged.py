"""What became of many people, judged at each end at once, and counted by groups.

Of the rows that are answered by the column every time is known, so what
:func:`detainer.audit.judge.judge` says of each is one class, and one number of seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ..audit.figures import DAYS, Alike
from ..audit.judge import CLASSES, ENDS
from ..table.stamps import DAY
from .answers import NOT, Answers, Told
from .cells import Ints

__all__ = ["At", "Holds", "Judged", "counted", "judged"]

_TAKEN, _FREED, _BEFORE, _OTHER, _UNKNOWN = map(
    CLASSES.index, ("taken_inside", "freed_inside", "before_release", "other_custody", "unknown")
)  # who left late is one further on than who left inside


class At(NamedTuple):
    """What became of people at one end: the place of each class, and the seconds past it, 0 where that is not told."""

    kind: Ints
    past: Ints

    def measured(self) -> Ints:
        """Return of whom it is known how long they were held past it, by number."""
        return np.flatnonzero(self.kind < _BEFORE)


class Judged(NamedTuple):
    """Rows judged: the number in ``names`` of what was answered of a hold, and what became of the people at each end."""

    names: Sequence[str]
    hold: Ints
    ends: Mapping[str, At]

    def some(self, rows: Ints) -> Judged:
        """Return those of some rows."""
        ends = {end: At(kind[rows], past[rows]) for end, (kind, past) in self.ends.items()}
        return Judged(self.names, self.hold[rows], ends)

    def instead(self, rows: Ints, others: Judged) -> Judged:
        """Return the same with others in place of some rows."""
        ends = {
            end: At(*(_put(old, rows, new) for old, new in zip(at, others.ends[end], strict=True)))
            for end, at in self.ends.items()
        }
        return Judged(self.names, _put(self.hold, rows, others.hold), ends)


def _put(old: Ints, rows: Ints, new: Ints) -> Ints:
    found = old.copy()
    found[rows] = new
    return found


class Holds:
    """Numbers for what is answered of a hold, the same for all engines; and what the words of one have of it."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self._words: list[Told] = []
        self._numbers = self._booked = np.empty(0, np.int64)

    def of(self, words: list[Told]) -> tuple[Ints, Ints]:
        """Return, by the number of words, that of the hold, and 1 where the release is not known, only the booking."""
        if words is not self._words:
            self._words, self._numbers, self._booked = words, self._numbers[:0], self._booked[:0]
        fresh = words[len(self._numbers) :]
        if fresh:
            self._numbers = np.append(self._numbers, [self._number(item.hold) for item in fresh])
            self._booked = np.append(self._booked, ["BOOKING_AS_START" in item.warnings for item in fresh])
        return self._numbers, self._booked

    def _number(self, hold: str) -> int:
        if hold not in self.names:
            self.names.append(hold)
        return self.names.index(hold)


def judged(answers: Answers, rows: Ints, holds: Holds) -> Judged:
    """Judge some rows, none of which is left to the row engine."""
    numbers, booked = holds.of(answers.words)
    told, out, start = answers.told[rows], answers.out[rows], answers.start[rows]
    hold = numbers[told]
    special = np.full(len(rows), -1)
    special[out < start] = _BEFORE
    special[out == NOT] = _UNKNOWN
    if "other_custody" in holds.names:
        special[hold == holds.names.index("other_custody")] = _OTHER
    plain = special < 0
    who = np.where(answers.taken[rows], _TAKEN, _FREED)
    firsts = {
        "release": np.where(booked[told] == 1, NOT, start),
        "straight": answers.straight[rows],
        "regulation": answers.regulation[rows],
        "release_by": answers.release_by[rows],
    }
    ends = {}
    for end in ENDS:
        measured = plain & (firsts[end] != NOT)
        past = np.where(measured, np.maximum(out - firsts[end], 0), 0)
        kind = np.where(measured, who + (past > 0), np.where(plain, _UNKNOWN, special))
        ends[end] = At(kind, past)
    return Judged(holds.names, hold, ends)


def counted(at: At, whose: Ints, groups: int) -> list[Alike]:
    """Count what became of people at one end, by the number of each one's group."""
    kind, past = at
    classes = np.bincount(whose * len(CLASSES) + kind, minlength=groups * len(CLASSES))
    late = np.flatnonzero(past)
    seconds, group = past[late], whose[late]
    total, longest = np.zeros((2, groups), np.int64)
    np.add.at(total, group, seconds)
    np.maximum.at(longest, group, seconds)
    days = np.bincount(group * DAYS + np.minimum(seconds // DAY, DAYS - 1), minlength=groups * DAYS)
    number = np.bincount(group, minlength=groups)
    each = (classes.reshape(groups, len(CLASSES)), number, total, longest, days.reshape(groups, DAYS))
    return [Alike(*one) for one in zip(*(array.tolist() for array in each), strict=True)]
