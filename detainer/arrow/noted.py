"""What looks wrong in columns of times: :class:`~detainer.audit.notes.Seen`, many cells at once."""

from __future__ import annotations

import numpy as np

from ..audit.notes import Seen
from ..table.timed import MOMENT
from .cells import Cells, loads
from .times import DATE, FIXED, INSTANT, ODD, read

__all__ = ["note"]

#: of the years that are read by the column the one that programs write where no date is known
_YEAR = int.from_bytes(b"2099", "little")
_MIDNIGHT = int.from_bytes(b"00:00", "little")
_SECONDS = int.from_bytes(b":00", "little")
_CLOCK = 11  # the place of the hour
_WITH_SECONDS = (19, 20, 25)


def note(cells: Cells, seen: Seen) -> None:
    """Note the cells of a column of times, those of no plain shape as the text that they are."""
    state = read(cells, MOMENT).state
    words, starts = loads(cells.data), cells.starts
    dated = np.flatnonzero((state >= DATE) & (state != ODD))
    sentinels = np.count_nonzero(words[starts[dated]] & 0xFFFFFFFF == _YEAR)
    timed = np.flatnonzero((state == INSTANT) | (state == FIXED))
    at, sizes = starts[timed] + _CLOCK, (cells.ends - starts)[timed]
    midnight = words[at] & 0xFFFFFFFFFF == _MIDNIGHT
    midnight &= ~np.isin(sizes, _WITH_SECONDS) | (words[at + 5] & 0xFFFFFF == _SECONDS)
    seen.add(len(timed), int(np.count_nonzero(midnight)), int(sentinels))
    seen.times(cells.text(int(row)) for row in np.flatnonzero(state == ODD))
