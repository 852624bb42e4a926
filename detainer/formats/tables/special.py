"""Where delimiters, line ends and quotes stand in a block of bytes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ...arrow.cells import Bytes, Ints

__all__ = ["NEWLINE", "QUOTE", "Specials"]

NEWLINE, QUOTE = 10, 34
#: bytes, and cells, that the processor's nearest memory holds with what is made of them
_PIECE, _CELLS = 1 << 18, 1 << 15


class Specials:
    """Finds the bytes that part cells and rows. What it returns is of use until it is asked again.

    The memory of one block is that of the next: to be given ever new takes as long as the work.
    """

    def __init__(self, delimiter: int) -> None:
        self.delimiter = delimiter
        self._found, self._one = np.empty((2, _PIECE), np.bool_)
        self._places, self._kinds = np.empty(0, np.int64), np.empty(0, np.uint8)
        self._around = np.empty(0, np.int64)

    def of(self, text: Bytes) -> tuple[Ints, Bytes]:
        """Return the places of all of them, and what stands there."""
        count = 0
        for begin in range(0, len(text), _PIECE):
            places = self._in(text[begin : begin + _PIECE])
            until = count + len(places)
            if until > len(self._places):
                more = np.empty(until, np.int64)  # as much again
                self._places = np.concatenate((self._places, more))
                self._kinds = np.concatenate((self._kinds, more.astype(np.uint8)))
            text[begin : begin + _PIECE].take(places, out=self._kinds[count:until], mode="clip")
            np.add(places, begin, out=self._places[count:until])
            count = until
        return self._places[:count], self._kinds[:count]

    def _in(self, piece: Bytes) -> npt.NDArray[np.intp]:
        found, one = self._found[: len(piece)], self._one[: len(piece)]
        np.equal(piece, self.delimiter, out=found)
        found |= np.equal(piece, NEWLINE, out=one)
        found |= np.equal(piece, QUOTE, out=one)
        return found.nonzero()[0]

    def around(self, marks: Ints, begins: Ints, width: int) -> Ints:
        """Return the marks around the cells of lines, column by column; ``begins`` has the first of each line."""
        count = len(begins)
        if (width + 1) * count > len(self._around):
            self._around = np.empty((width + 1) * count, np.int64)
        found = self._around[: (width + 1) * count].reshape(width + 1, count)
        some, alike = max(1, _CELLS // width), count > 0 and bool(begins[-1] == (count - 1) * width)
        for begin in range(0, count, some):
            until = min(begin + some, count)
            if alike:  # all lines have as many, from the first on
                found[:-1, begin:until] = marks[begin * width : until * width].reshape(-1, width).T
            else:
                found[:-1, begin:until] = marks[begins[begin:until] + np.arange(width)[:, None]]
        found[-1] = marks[width : count * width + 1 : width] if alike else marks[begins + width]
        return found
