"""What all formats of tables share: a row, what reads them, what writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from ...errors import Problem
from ...table.answer import Answer

__all__ = ["LONGEST", "MOST_CELLS", "Reader", "Row", "Writer", "inert"]

#: bytes of a row held in memory at most: of a line, or of the lines of a row of several
LONGEST = 10_500_000
#: cells of a row, or values of a line of JSON, read at most; each is held as a text of its own
MOST_CELLS = 500_000
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?")


class Row(NamedTuple):
    """One row: its columns' names, its values as they stand in the table, and as text.

    ``raw`` is the line it was read from, where it is written out again as it stands;
    ``fault`` says why the row could not be read whole. ``number`` counts from 1, as a
    spreadsheet does (the header is row 1).
    """

    number: int
    names: tuple[str, ...]
    values: Sequence[Any]
    texts: Sequence[str]
    raw: str | None = None
    fault: Problem | None = None


class Reader(Protocol):
    """Reads a table; ``names`` are None where every row has its own."""

    names: tuple[str, ...] | None

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows in order."""


class Writer(Protocol):
    """Writes a table."""

    def write(self, row: Row, answer: Answer | None, problems: Sequence[Problem]) -> None:
        """Write a row with its answer, or with its problems."""

    def close(self) -> None:
        """Write what is still to be written. The stream itself stays open."""


def inert(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe.

    >>> inert("=1+1"), inert("-5"), inert("@SUM(A1)"), inert("plain")
    ("'=1+1", '-5', "'@SUM(A1)", 'plain')
    """
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
