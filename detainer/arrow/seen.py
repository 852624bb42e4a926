"""What is known of rows once they are read: the same of every row, an array each."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from .cells import Ints
from .times import Times

__all__ = ["Marks", "Seen"]

Marks = npt.NDArray[np.bool_]


class Seen(NamedTuple):
    """Rows that were read: the numbers of their case and zone, their start, and their times.

    ``start`` is in seconds, ``east`` the zone's offset then, ``day`` its local day since 1970;
    ``times`` are those of a row's values in their order; ``twice`` says where an hour that
    happened twice was read.
    """

    case: Ints
    zone: Ints
    start: Ints
    east: Ints
    day: Ints
    times: tuple[Times, ...]
    twice: Marks

    def at(self, rows: Ints, places: Collection[int] | None = None) -> Seen:
        """Return some of the rows; of their times those of ``places``, else all."""
        wanted = range(len(self.times)) if places is None else places
        times = tuple(t.some(rows) if place in wanted else t for place, t in enumerate(self.times))
        case, zone, start = self.case[rows], self.zone[rows], self.start[rows]
        return Seen(case, zone, start, self.east[rows], self.day[rows], times, self.twice[rows])

    def values(self, row: int) -> list[Any]:
        """Return the times of one row as the row engine has them."""
        return [times.at(row) for times in self.times]
