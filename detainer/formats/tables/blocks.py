"""CSV by the block: where each cell lies in the bytes, and the rows that must be read one by one.

A block is taken apart by its delimiters, quotes and line ends alone, all at once. That is
what :mod:`csv` makes of it as long as every quote opens or closes a cell, or is one of two
inside; a row in which that is not so is read by :class:`.csv.CsvReader`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import IO

import numpy as np
import numpy.typing as npt

from ...arrow.cells import Bytes, Cells, Ints
from .csv import CsvReader, row_of
from .feed import Feed
from .model import Row
from .special import NEWLINE, QUOTE, Specials

__all__ = ["Block", "CsvBlocks"]

_BLOCK = 1 << 21
_LONGEST = 100_000  # bytes of a row of a block; what is longer is held against what memory may take
_MANY = 1_000  # rows of a block after which all are thought to be plain again
_FEW = 8  # delimiters in a quoted cell
_RETURN = 13
_NONE: Ints = np.empty(0, np.int64)
_Marks = npt.NDArray[np.bool_]
_STRANGE: _Marks = ~np.isin(np.arange(256), [*range(32, 127), ord("\t"), NEWLINE, _RETURN])
_RISKY: _Marks = np.isin(np.arange(256), np.frombuffer(b"=+-@\t\r", np.uint8))


class CsvBlocks:
    """Reads a CSV file, UTF-8, in blocks of rows, and a row by itself where it must be.

    :raises DetainerError: as :class:`.csv.CsvReader`.
    """

    def __init__(self, file: IO[bytes], delimiter: str = ",") -> None:
        self._feed = Feed(file, _BLOCK)
        self.delimiter = delimiter
        self._reader = CsvReader(self._feed.lines(), delimiter)
        self.names: tuple[str, ...] = self._reader.names or ()

    def blocks(self) -> Iterator[Block | Row]:
        """Yield what is read; a block is of use until the next is asked for."""
        feed, rows, alone, specials = self._feed, iter(self._reader), 1, Specials(ord(self.delimiter))
        while feed.fill():
            cut = _Cut(feed, specials, len(self.names))
            if cut.rows:
                block = Block(cut, self.names, self.delimiter, self._reader.number + 1)
                feed.take(cut.until)
                self._reader.number += block.count
                alone = 1 if block.count > _MANY else alone
                if block.count:
                    yield block
            else:
                yield from islice(rows, alone)
                alone *= 2  # else the same bytes would be cut again and again


class _Cut:
    """The delimiters and line ends of some bytes that stand outside of quotes, up to where that can be said.

    ``marks`` are their places; ``ends`` the numbers among these of the line ends, the first that
    of the line before, ``lines`` the places of those; ``rows`` how many rows are whole;
    ``dropped`` are the bytes before the last row's end that are not written again.
    """

    def __init__(self, feed: Feed, specials: Specials, width: int) -> None:
        self.specials = specials
        self.text, size = feed.window()
        some = self.text[:size]
        places, kinds = specials.of(some)
        self._quote, is_end = kinds == QUOTE, kinds == NEWLINE
        self._outside = ~self._quote
        self.dropped, self.opened, stop = _NONE, _NONE, size
        if self._quote.any():
            stop = self._quotes(places, size)
            is_end &= self._outside
            self.marks = places[self._outside]
        else:
            self.marks = places
        ends, lines = np.arange(0, len(self.marks), width), self.marks[::width]
        if (some[lines] != NEWLINE).any() or np.count_nonzero(is_end) > len(ends):
            ends = np.flatnonzero(is_end[self._outside])  # not as many marks in each line
            lines = self.marks[ends]
        if feed.has(b"\0"):
            stop = min(stop, int(np.flatnonzero(some == 0)[0]))
        self.returns = feed.has(b"\r")
        if self.returns:
            returns = np.flatnonzero(some == _RETURN)
            alone = returns[~np.isin(returns, lines - 1, assume_unique=True)]
            stop = min([stop, *alone[:1].tolist()])
            self.dropped = np.sort(np.concatenate((self.dropped, returns)))
        long = np.flatnonzero(np.diff(lines) > _LONGEST)
        stop = min([stop, *(lines[long[:1]] + 1).tolist()])
        whole = max(1, int(np.searchsorted(lines, stop)))
        self.ends, self.lines = ends[:whole], lines[:whole]
        self.rows = whole - 1
        self.until = int(self.lines[-1])
        self.dropped = self.dropped[: np.searchsorted(self.dropped, self.until)]

    def _quotes(self, places: Ints, size: int) -> int:
        """Find what stands outside of quotes, and the cells that are quoted without need.

        Returns the place of the first quote that neither opens nor closes a cell and is none
        of two inside. ``opened`` has for each that opens the mark before it, by number.
        """
        text, order = self.text, np.flatnonzero(self._quote)
        opens, closes = order[::2], order[1::2]
        inside = closes - opens[: len(closes)] - 1  # other marks between two quotes
        outside = self._outside
        if inside.max(initial=0) <= _FEW:
            for step in range(1, int(inside.max(initial=0)) + 1):
                outside[opens[: len(closes)][inside >= step] + step] = False
            if len(opens) > len(closes):
                outside[opens[-1] :] = False
        else:
            outside &= ~np.bitwise_xor.accumulate(self._quote.view(np.uint8)).view(np.bool_)
        self.opened = opens - 1
        self.opened[1:] -= np.cumsum(inside + 2)[: len(opens) - 1]
        before, after = text[places[opens] - 1], text[places[closes] + 1]
        single, last = before != QUOTE, after != QUOTE
        good = (before == self.specials.delimiter) | (before == NEWLINE) | ~single
        fine = (after == self.specials.delimiter) | (after == NEWLINE) | ~last
        fine |= after == _RETURN  # before the line's end, else that is refused
        bare = np.flatnonzero(single[: len(closes)] & last & (inside == 0))
        self.dropped = np.stack((places[opens[bare]], places[closes[bare]]), axis=1).ravel()
        wrong = np.concatenate((opens[~good][:1], closes[~fine][:1]))
        return int(places[wrong].min(initial=size))

    def quotes(self) -> Ints:
        """Return how many quotes stand before each mark."""
        before: Ints = np.cumsum(self._quote)[self._outside]
        return before


class Block:
    """Some rows of a CSV file, whole lines.

    ``places`` are those among the lines of the rows that have as many cells as there are
    columns; ``others`` are the lines that have not, blank ones left out; ``count`` is how many
    rows there are of both. ``odd`` says which of the former have a cell, among those that were
    looked at, that is not what its bytes are.
    """

    def __init__(self, cut: _Cut, names: tuple[str, ...], delimiter: str, number: int) -> None:
        self._cut, self._names, self._delimiter, self._number = cut, names, delimiter, number
        width, ends = len(names), cut.ends
        self._lines = len(ends) - 1
        self._quoted: Collection[int]
        self._ends = cut.lines
        whole = np.diff(ends) == width
        filled = None
        if width == 1 or not whole.all():
            last = self._ends[1:] - (cut.text[self._ends[1:] - 1] == _RETURN)
            filled = last > self._ends[:-1] + 1
            whole &= filled
        self.places = np.flatnonzero(whole)
        self._begins = ends[:-1][whole]
        self._filled = filled
        self.others = _NONE if filled is None else np.flatnonzero(filled & ~whole)
        self.count = len(self.places) + len(self.others)
        self.odd = np.zeros(len(self.places), np.bool_)
        self._quoted = range(width)
        if len(self.places) == self._lines:
            self._quoted = set(np.flatnonzero(np.bincount(cut.opened % width, minlength=width)).tolist())
        self._quotes: Ints | None = None
        self._columns: Ints | None = None

    def cells(self, place: int) -> Cells:
        """Return the cells of a column, of the rows of ``places``."""
        cut, text = self._cut, self._cut.text
        if self._columns is None:
            self._columns = cut.specials.around(cut.marks, self._begins, len(self._names))
        starts, ends = self._columns[place] + 1, self._columns[place + 1]
        if cut.returns and place == len(self._names) - 1:
            ends = ends - (text[ends - 1] == _RETURN)
        if place in self._quoted:
            quoted = text[starts] == QUOTE
            if quoted.any():
                starts, ends = starts + quoted, ends - quoted
                if self._quotes is None:
                    self._quotes = cut.quotes()
                before = self._begins + place
                self.odd |= self._quotes[before + 1] - self._quotes[before] > 2
        return Cells(text, starts, ends)

    def risky(self) -> _Marks:
        """Return which rows have a cell that begins as a formula does, or a character that may not show."""
        found = np.zeros(len(self.places), np.bool_)
        for place in range(len(self._names)):
            text, starts, ends = self.cells(place)
            found |= _RISKY[text[starts]] & (starts < ends)
        strange = np.flatnonzero(_STRANGE[self._cut.text[: self._ends[-1]]])
        return found | np.isin(self.places, np.searchsorted(self._ends, strange) - 1)

    def row(self, line: int) -> Row:
        """Return the row of a line by itself."""
        begin, end = self._ends[line] + 1, self._ends[line + 1]
        number = int(self._number + line)
        if self._filled is not None:
            number -= int(np.count_nonzero(~self._filled[:line]))
        text = self._cut.text[begin:end].tobytes().decode("utf-8", "surrogateescape")
        return row_of(text, number, self._names, self._delimiter)

    def lines(self) -> list[bytes]:
        """Return the lines of ``places`` as they are written again: alike only where every cell is."""
        text, ends = self.written()
        held, begins = text.tobytes(), ends[self.places] + 1
        return [
            held[begin:end]
            for begin, end in zip(begins.tolist(), ends[self.places + 1].tolist(), strict=True)
        ]

    def written(self) -> tuple[Bytes, Ints]:
        """Return the lines as they are written again, and where each ends; each begins with the line end before it.

        No cell is quoted without need, and no line ends with a carriage return.
        """
        text, ends, dropped = self._cut.text, self._ends, self._cut.dropped
        if len(dropped):
            kept = np.ones(int(ends[-1]) + 1, np.bool_)
            kept[dropped] = False
            text, ends = text[: len(kept)][kept], ends - np.searchsorted(dropped, ends)
        return text, ends
