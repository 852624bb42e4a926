"""What looks wrong in a table: midnights, dates that stand for none, rows that are there twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

__all__ = ["Note", "Seen"]

#: years that programs write where no date is known
_YEARS = "0001|1753|1899|1900|1901|2099|2199|2999|9999"
_SENTINEL = re.compile(rf"^(?:{_YEARS})(?:[-/.]|0101|1231)|[-/.](?:{_YEARS})(?:$|[ T])")
_MIDNIGHT = re.compile(r"[T ](?:00:?00(?::?00(?:[.,]0+)?)?|12:00(?::00)? ?[Aa][Mm]|24:?00)(?:$|[ Z+-])")
_CLOCK = re.compile(r"\d:\d\d|T\d{4}| \d{4}$")
#: of the times of day, more than this part at midnight is a spike: one in 1,440 would be chance
_SPIKE = 0.01


class Note(NamedTuple):
    """Something to be careful of: a stable code, how many, and what it means."""

    code: str
    number: int
    text: str


class Seen:
    """Looks at the cells of the times of each row, as they stand."""

    def __init__(self) -> None:
        self._rows: set[int] = set()
        self._clocks = self._midnights = self._sentinels = 0
        self.doubled = self.dated = self.negative = 0

    def row(self, texts: Sequence[str]) -> bool:
        """Note a row; say whether it stood there before, cell for cell."""
        mark = hash(tuple(texts))
        if mark in self._rows:
            self.doubled += 1
            return True
        self._rows.add(mark)
        return False

    def times(self, cells: Iterable[str]) -> None:
        """Note the cells of a record's times."""
        for text in cells:
            if text and _SENTINEL.search(text):
                self._sentinels += 1
            if text and _CLOCK.search(text):
                self._clocks += 1
                self._midnights += _MIDNIGHT.search(text) is not None

    def add(self, clocks: int, midnights: int, sentinels: int) -> None:
        """Add the numbers of many cells that were looked at otherwise: times of day, midnights, years of no date."""
        self._clocks += clocks
        self._midnights += midnights
        self._sentinels += sentinels

    def notes(self, *, collapsed: bool) -> list[Note]:
        """Return what was found. ``collapsed``: rows that stood there twice were counted once."""
        found = []
        if self._midnights > max(4, _SPIKE * self._clocks):
            text = f"{self._midnights:,} of {self._clocks:,} times of day are midnight: often a date without its hour"
            found.append(Note("MIDNIGHT_SPIKE", self._midnights, f"{text}; they are counted as they stand"))
        for code, number, one, many, text in (
            ("SENTINEL_DATE", self._sentinels, "time is", "times are", _NO_DATE),
            ("NEGATIVE_GAP", self.negative, "record has", "records have", _BEFORE),
            ("ROW_DOUBLED", 0 if collapsed else self.doubled, "row stands", "rows stand", _TWICE),
            ("DATE_ONLY", self.dated, "record has", "records have", _DATED),
        ):
            if number:
                found.append(Note(code, number, f"{number:,} {one if number == 1 else many} {text}"))
        return found


_NO_DATE = "of a year that programs write where no date is known (1900, 9999, ...)"
_BEFORE = "a person who left before release was due: a class of their own, in no average"
_TWICE = "there more than once, cell for cell, and counted each time"
_DATED = "a date without a time of day: such figures are at least, at most"
