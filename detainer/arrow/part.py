"""Rows of a table that are read together, and those of them that the engine answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from .answers import Answers
from .cells import Cells, Ints
from .judged import Judged
from .met import Met
from .seen import Marks

__all__ = ["AuditBlock", "Part"]


class AuditBlock(Protocol):
    """Some rows of a table, as they are read many at a time.

    ``places`` are the lines of those with a cell for each column, ``others`` the other lines;
    ``odd`` says which of the former have a cell, of the columns that were looked at, that is not what its
    bytes are. ``lines`` has for each of the former what it is told by from others.
    """

    places: Ints
    others: Ints
    count: int
    odd: Marks

    def cells(self, place: int) -> Cells:
        """Return the cells of a column."""

    def row(self, line: int) -> Any:
        """Return a row by itself."""

    def lines(self) -> list[bytes]:
        """Return each row as one text."""


class Part(NamedTuple):
    """The rows of a block that the engine answered: their numbers among its ``places``, and what became of the people."""

    block: AuditBlock
    cells: Mapping[int, Cells]
    answers: Answers
    rows: Ints
    found: Judged
    met: Met

    def line(self, number: int) -> int:
        """Return the line of one of the rows."""
        return int(self.block.places[self.rows[number]])

    def at(self, number: int, do: Callable[[], object]) -> None:
        """Have something done when one of the rows is met."""
        self.met.at(self.line(number), do)
