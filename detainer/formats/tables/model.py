"""What all formats of tables share: a row, what reads them, what writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from ...answer import status
from ...errors import Problem
from ...table.answer import ADDED, BOUNDS, PRESENT, Answer, Latest
from ...table.stamps import Stamps

__all__ = ["LONGEST", "MOST_CELLS", "YES_NO", "Added", "Reader", "Row", "Writer", "inert", "text_of"]

#: bytes of a row held in memory at most: of a line, or of the lines of a row of several
LONGEST = 10_500_000
#: cells of a row, or values of a line of JSON, read at most; each is held as a text of its own
MOST_CELLS = 500_000
#: yes and no as the cells of a table of text
YES_NO = {True: "true", False: "false", None: None}
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


class Added:
    """The columns that are added: their names, and the values of an answer."""

    def __init__(
        self,
        stamps: Callable[[str], Stamps],
        *,
        prefix: str = "",
        bounds: bool = False,
        now: int | None = None,
    ) -> None:
        self._stamps, self.bounds, self.now = stamps, bounds, now
        names = [*ADDED[:-2], *(BOUNDS if bounds else ()), *(PRESENT if now is not None else ()), *ADDED[-2:]]
        self.prefix = prefix
        self.names = tuple(prefix + name for name in names)
        self._blank = [None] * (len(names) - 2)

    def values(self, answer: Answer | None, problems: Sequence[Problem]) -> list[Any]:
        """Return the values for the added columns: text, numbers, lists of text, yes and no, None."""
        if answer is None:
            return self._rejected(problems)
        lists = answer.missing, answer.warnings
        return self._told(answer, answer.applies, answer.rests, *lists)

    def cells(self, answer: Answer | None, problems: Sequence[Problem]) -> list[Any]:
        """Return the same for a table of text: lists joined by semicolons, yes and no as words."""
        if answer is None:
            return self._rejected(problems)
        lists = ";".join(answer.missing), ";".join(answer.warnings)
        return self._told(answer, YES_NO[answer.applies], YES_NO[answer.rests], *lists)

    def _rejected(self, problems: Sequence[Problem]) -> list[Any]:
        codes = ";".join(dict.fromkeys(problem.code for problem in problems))
        return [*self._blank, codes, "; ".join(_told(problem) for problem in problems)]

    def _told(self, answer: Answer, applies: Any, rests: Any, missing: Any, warnings: Any) -> list[Any]:
        text = self._stamps(answer.zone).text
        release_by, straight, regulation = answer.release_by, answer.straight, answer.regulation
        free = None if release_by is None else text(release_by)
        found = [
            answer.hold,
            applies,
            free,
            free if straight == release_by else None if straight is None else text(straight),
            None if regulation is None else text(regulation),
            answer.notify,
            answer.held,
            rests,
            missing,
            warnings,
        ]
        if self.bounds:
            latest = answer.latest or Latest(release_by, straight, regulation, answer.held, answer.start)
            ends = latest.release_by, latest.straight, latest.regulation
            found += [*(None if at is None else text(at) for at in ends), latest.held]
        if self.now is not None:
            found += self._status(answer, self.now)
        found += (None, None)
        return found

    @staticmethod
    def _status(answer: Answer, now: int) -> tuple[str, int]:
        """Return where the window stands; with a date alone, only what is so at every hour of it."""
        word, left = status(answer.hold, answer.applies, answer.release_by, answer.start, now)
        latest = answer.latest
        if latest and status(answer.hold, answer.applies, latest.release_by, latest.start, now)[0] != word:
            word = "unknown"
        return word, left


def _told(problem: Problem) -> str:
    where = f"{problem.field}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{where}{problem.message}{hint}"


def text_of(value: Any) -> str:
    """Return a value of a table as the text that a cell of a CSV file would have.

    >>> text_of(True), text_of(None), text_of(["I-200", "I-203"]), text_of(datetime(2026, 11, 25, 15))
    ('yes', '', 'I-200; I-203', '2026-11-25T15:00:00')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)


def inert(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe.

    >>> inert("=1+1"), inert("-5"), inert("@SUM(A1)"), inert("plain")
    ("'=1+1", '-5', "'@SUM(A1)", 'plain')
    """
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
