"""Times of the plainest shapes, a column at a time; all others are left to the row engine.

Read are ISO dates and times to the minute or the second, of the years 1971 to 2099, in local
time, in UTC (``Z``) or with an offset, and the words of a moment. Eight bytes of a cell are
one number: a shape is a mask of it, and every two digits side by side come of one product.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..table.stamps import DAY, EPOCH
from ..table.timed import OFFENSE, RECEIPT
from .cells import Bytes, Cells, Ints, Words, loads, loads_two

__all__ = ["DATE", "FIXED", "INSTANT", "NONE", "ODD", "WORDS", "State", "Times", "read"]

#: what a cell tells: nothing, a word, a date, an instant; ODD: that only the row engine can say
NONE, IN_TIME, RELEASE, NEVER, DATE, INSTANT, FIXED, ODD = range(8)
WORDS = {IN_TIME: "in-time", RELEASE: "release", NEVER: "never"}
State = npt.NDArray[np.uint8]
Good = npt.NDArray[np.bool_]

_FIRST, _LAST = 1971, 2099
#: the first day of each month, and its days
_MONTHS = (
    np.arange(f"{_FIRST}-01", f"{_LAST + 1}-02", dtype="datetime64[M]")
    .astype("datetime64[D]")
    .astype(np.int64)
)
_LENGTHS = np.diff(_MONTHS).astype(np.uint64)
_FARTHEST = 14 * 3600
_BLANK_OR_T = np.uint64((ord(" ") ^ ord("T")) << 16)
_WRONG = np.uint64(0x8080808080808080)
_SIZES = (0, 5, 7, 10, 16, 17, 19, 20, 22, 25)


class Times(NamedTuple):
    """A column of times: what each cell tells; of a date its day, of an instant its second, since 1970.

    Seconds are of local time where the state is INSTANT, of UTC where it is FIXED.
    """

    state: State
    value: Ints

    def some(self, rows: Ints) -> Times:
        """Return those of some rows."""
        return Times(self.state[rows], self.value[rows])

    def at(self, row: int) -> int | date | str | None:
        """Return one time as the row engine has it, an instant that is no longer FIXED."""
        state, value = int(self.state[row]), int(self.value[row])
        if state == INSTANT:
            return value
        return date.fromordinal(value + EPOCH) if state == DATE else WORDS.get(state)


def read(cells: Cells, kind: int) -> Times:
    """Read a column of times; ``kind`` is that of the fact, see :mod:`detainer.table.timed`."""
    sizes = cells.ends - cells.starts
    if len(sizes) and sizes.min() == (size := int(sizes.max())) and size in _SIZES:
        alike, seconds = _read(cells.data, cells.starts, size, kind)
        whole = np.full(len(sizes), alike, np.uint8) if isinstance(alike, int) else alike
        return Times(whole, np.zeros(len(sizes), np.int64) if isinstance(seconds, int) else seconds)
    state, value = np.full(len(sizes), ODD, np.uint8), np.zeros(len(sizes), np.int64)
    counts = np.bincount(np.minimum(sizes, 31), minlength=32)
    for size in _SIZES:
        if counts[size]:
            rows = np.flatnonzero(sizes == size)
            state[rows], value[rows] = _read(cells.data, cells.starts[rows], size, kind)
    return Times(state, value)


def _read(data: Bytes, starts: Ints, size: int, kind: int) -> tuple[State | int, Ints | int]:
    """Read cells of one size."""
    if size == 0:
        return NONE, 0
    if size in (5, 7):
        return _word(loads(data)[starts], size) if kind >= RECEIPT else ODD, 0
    first, second = loads_two(data, starts)
    if size == 10:
        good, days = _day(first, *_pairs(second, b"00"))
        return _where(good, DATE if kind >= OFFENSE else ODD), days
    if kind == OFFENSE:
        return ODD, 0
    if size < 22:  # with an offset a blank is not taken for the T
        blank = second & 0xFF0000 == 0x200000
        if blank.any():
            second = np.where(blank, second ^ _BLANK_OR_T, second)
    wrong, told = _pairs(second, b"00T00:00")
    good, days = _day(first, wrong, told)
    past, good = _time_of_day(told, 3, 6, good)
    if size in (19, 20, 25):
        wrong, told = _pairs(loads(data)[starts + 16], b":00")
        second = _byte(told, 1)
        good &= (wrong & _WRONG == 0) & (second < 60)
        past += second
    at = days * DAY
    at += past.view(np.int64)
    if size in (16, 19):
        return _where(good, INSTANT), at
    last = loads(data)[starts + (size - 6 if size > 20 else size - 1)]
    if size in (17, 20):
        return _where(good & (_byte(last, 0) == ord("Z")), FIXED), at
    west = _byte(last, 0) == ord("-")
    wrong, told = _pairs(last >> np.uint64(8), b"00:00")
    good &= (wrong & _WRONG == 0) & (west | (_byte(last, 0) == ord("+")))
    shift, good = _time_of_day(told, 0, 3, good)
    east = shift.view(np.int64)
    good &= east <= _FARTHEST
    return _where(good, FIXED), at + np.where(west, east, -east)


def _word(first: Words, size: int) -> State:
    """Read the words of a moment."""
    found = np.full(len(first), ODD, np.uint8)
    for state, word in WORDS.items():
        if len(word) == size:
            whole = int.from_bytes(word.encode(), "little")
            found[first & (1 << 8 * size) - 1 == whole] = state
    return found


def _day(first: Words, wrong: Words, told: Words) -> tuple[Good, Ints]:
    """Return the days since 1970 of dates, and which of them there are; ``told`` has the day of the month."""
    more, date = _pairs(first, b"0000-00-")
    more |= wrong
    year = _byte(date, 0)
    year *= 100
    year += _byte(date, 2)
    year -= _FIRST  # what is too little is far too much
    month = _byte(date, 5)
    month -= 1
    good = more & _WRONG == 0
    good &= year <= _LAST - _FIRST
    good &= month < 12
    number = np.where(good, year * 12 + month, 0).view(np.int64)
    day = _byte(told, 0)
    day -= 1
    good &= day < _LENGTHS[number]
    return good, _MONTHS[number] + day.view(np.int64)


def _time_of_day(told: Words, hour: int, minute: int, good: Good) -> tuple[Words, Good]:
    """Return the seconds of hours and minutes at two places, and which of them are good still."""
    hours, past = _byte(told, hour), _byte(told, minute)
    good = good & (hours < 24) & (past < 60)
    hours *= 60
    past += hours
    past *= 60
    return past, good


def _pairs(word: Words, shape: bytes) -> tuple[Words, Words]:
    """Return numbers with a bit of :data:`_WRONG` where words have not a shape, and in each byte its digit and the next.

    In a shape ``0`` is any digit.
    """
    if len(shape) < 8:
        word = word & np.uint64((1 << 8 * len(shape)) - 1)
    digits: Words = word ^ np.uint64(int.from_bytes(shape, "little"))
    wrong = digits + int.from_bytes(bytes(0x76 if byte == 0x30 else 0x7F for byte in shape), "little")
    wrong |= digits  # a byte past its most has its highest bit set
    told = digits * 10
    digits >>= np.uint64(8)
    told += digits
    return wrong, told


def _byte(word: Words, place: int) -> Words:
    return (word >> np.uint64(8 * place) if place else word) & np.uint64(0xFF)


def _where(good: Good, state: int) -> State:
    return np.where(good, np.uint8(state), np.uint8(ODD))
