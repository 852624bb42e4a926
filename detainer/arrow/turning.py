"""One assumption turned, in many records at once: :class:`~detainer.audit.run.Turned` by the column."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..audit.run import Turned
from ..table.words import known
from .answers import UNREADABLE
from .cells import PAD, Cells, Ints
from .engine import Engine
from .judged import Holds, Judged, judged

__all__ = ["Turning"]

#: what a cell begins with that is not empty and may tell nothing: a blank of some kind, the word
_DOUBTFUL = np.isin(np.arange(256), [*range(33), *range(128, 256), ord("u"), ord("U")])


class Turning:
    """Judges records again with an assumption turned; ``width`` is the number of the table's columns."""

    def __init__(self, turned: Turned, engine: Engine, width: int, holds: Holds) -> None:
        self.turned, self._engine, self._holds = turned, engine, holds
        self._place = width if turned.place is None else turned.place
        self._value = turned.value.encode()
        #: the columns that it must be given
        self.places = tuple(place for place in engine.places if place < width)

    def judge(self, cells: Mapping[int, Cells], rows: Ints, found: Judged) -> tuple[Judged, Ints]:
        """Return what became of people in some rows, and those of the rows that are left to the row engine, by number.

        ``found`` is what became of them as the rows stand.
        """
        which = np.arange(len(rows)) if self.turned.place is None else self._open(cells[self._place], rows)
        if not len(which):
            return found, which
        some = {place: cells[place].some(rows[which]) for place in self.places}
        some[self._place] = self._told(len(which))
        answers = self._engine.answer(some, len(which))
        fast = np.flatnonzero(~answers.slow)
        found = found.instead(which[fast], judged(answers, fast, self._holds))
        # where the row itself says otherwise what was told stays
        return found, which[answers.slow & (answers.case != UNREADABLE)]

    def _told(self, count: int) -> Cells:
        """Return a column of which each cell tells the fact."""
        size = len(self._value)
        starts = np.arange(count) * size
        return Cells(np.frombuffer(self._value * count + bytes(PAD), np.uint8), starts, starts + size)

    @staticmethod
    def _open(cells: Cells, rows: Ints) -> Ints:
        """Return which of some rows do not tell the fact, by number."""
        starts = cells.starts[rows]
        empty = cells.ends[rows] == starts
        for number in np.flatnonzero(_DOUBTFUL[cells.data[starts]] & ~empty):
            empty[number] = not known(cells.text(int(rows[number])))
        return np.flatnonzero(empty)
