"""Columns of times as instants: placed in their zones, odd cells read one by one by the row engine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from ..errors import Problem
from ..table.case import Case
from ..table.dates import Hours
from ..table.row import Reader
from ..table.stamps import EPOCH
from .cells import Cells, Ints
from .seen import Marks
from .times import DATE, FIXED, INSTANT, NONE, ODD, WORDS, State, Times, read
from .zone import Zones

__all__ = ["Frame", "latest", "placed"]

_STATES = {word: state for state, word in WORDS.items()}


class Frame:
    """What is known of some rows before their times are read.

    ``case`` and ``zone`` have the numbers of each row's; ``slow`` says which rows are left to
    the row engine, ``twice`` in which an hour that happened twice was read. Both are added to.
    """

    def __init__(
        self, reader: Reader, zones: Zones, cases: Sequence[Case], case: Ints, zone: Ints, slow: Marks
    ) -> None:
        self.reader, self.zones, self.cases = reader, zones, cases
        self.case, self.zone, self.slow = case, zone, slow
        self.twice = np.zeros(len(case), np.bool_)


def placed(cells: Cells, fact: str, kind: int, frame: Frame) -> Times:
    """Read the column of a fact; instants are seconds of UTC, and none is FIXED or ODD any more."""
    state, value = read(cells, kind)
    if frame.reader.timed.formed:
        state[state >= DATE] = ODD
    if frame.slow.any():
        state[frame.slow] = NONE
    here = state == INSTANT
    if here.all():
        value, once = frame.zones.instants(value, frame.zone)
        if not once.all():
            state[~once] = ODD
    elif here.any():
        rows = np.flatnonzero(here)
        value[rows], once = frame.zones.instants(value[rows], frame.zone[rows])
        state[rows[~once]] = ODD
    state[state == FIXED] = INSTANT
    for row in np.flatnonzero(state == ODD):
        _read_one(int(row), cells, fact, state, value, frame)
    return Times(state, value)


def _read_one(row: int, cells: Cells, fact: str, state: State, value: Ints, frame: Frame) -> None:
    """Read one cell by the row engine."""
    case, problems = frame.cases[frame.case[row]], list[Problem]()
    stamps = case.law.stamps
    stamps.twice = False
    found = frame.reader.timed.one(case, fact, cells.text(row), problems)
    state[row], value[row] = NONE, 0
    if problems or isinstance(found, Hours):
        frame.slow[row] = True
    elif isinstance(found, str):
        state[row] = _STATES[found]
    elif isinstance(found, date):
        state[row], value[row] = DATE, found.toordinal() - EPOCH
    elif found is not None:
        state[row], value[row] = INSTANT, found
        frame.twice[row] |= stamps.twice


def latest(columns: Sequence[Times]) -> Times:
    """Return the latest instant of several columns, of those that are told."""
    state, value = columns[0]
    for column in columns[1:]:
        later = (column.state == INSTANT) & ((state == NONE) | (column.value > value))
        state, value = np.where(later, column.state, state), np.where(later, column.value, value)
    return Times(state, value)
