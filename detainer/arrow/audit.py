"""Records of a table counted many at once: what :class:`~detainer.audit.run.Audit` counts one by one.

Whatever is counted in the order in which it is met (what rejected rows are rejected for, which
groups are kept apart) is met in that order here too: rows that the columnar engine leaves
are counted by :meth:`Audit.add` in their place, the others when the first of them is met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import IO, Any, NamedTuple, Protocol

import numpy as np

from ..audit.figures import Tally
from ..audit.judge import CLASSES, judge
from ..audit.run import Audit, Turned, group_of
from ..table.case import Case
from ..table.columns import Columns
from ..table.law import Law
from ..table.row import Rows
from ..table.stamps import EPOCH
from .answers import Answers
from .cells import Cells, Ints
from .doubles import Doubles
from .engine import Engine
from .judged import Holds, Judged, counted, judged
from .met import Met, kinds
from .noted import note
from .seen import Marks
from .turning import Turning

__all__ = ["AuditBlock", "ByColumn"]

_BEFORE = CLASSES.index("before_release")


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


class _Some(NamedTuple):
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


class _Laws:
    """The laws of a table, by number."""

    def __init__(self) -> None:
        self.every: list[Law] = []
        self._cases: Sequence[Case] = ()
        self._of_case: Ints = np.empty(0, np.int64)

    def of(self, cases: Sequence[Case], case: Ints) -> Ints:
        """Return the number of the law of each row's case."""
        if cases is not self._cases:
            self._cases, self._of_case = cases, self._of_case[:0]
        fresh = [self._number(one.law) for one in cases[len(self._of_case) :]]
        self._of_case = np.append(self._of_case, np.array(fresh, np.int64))
        return self._of_case[case]

    def _number(self, law: Law) -> int:
        for number, one in enumerate(self.every):
            if one is law:
                return number
        self.every.append(law)
        return len(self.every) - 1


class ByColumn:
    """Counts the records of a table in an audit, many at once.

    ``columns`` are those of the audit, ``width`` is the number of all; ``line`` makes one text of a
    row's cells, as the lines of blocks are; ``room`` opens a file for :class:`Doubles`. ``count``
    is the number of rows, ``alone`` how many of them were counted one by one.
    """

    def __init__(
        self,
        audit: Audit,
        rows: Rows,
        columns: Columns,
        width: int,
        line: Callable[[Sequence[str]], bytes],
        room: Callable[[], IO[bytes]],
    ) -> None:
        self._audit, self._line = audit, line
        self._engine = Engine(rows, columns)
        self._names: list[str] = []
        self._holds = Holds(self._names)
        self._turning = [
            Turning(turned, Engine(rows, turned.columns), width, Holds(self._names))
            for turned in audit.turned
        ]
        by = (place for place in audit.grouped.values() if place is not None)
        more = (place for turning in self._turning for place in turning.places)
        self._places = tuple(dict.fromkeys((*self._engine.places, *by, *more)))
        self._laws = _Laws()
        self._doubles = Doubles(room)
        self._faults: Counter[str] = Counter()
        self.count = self.alone = 0

    def done(self) -> None:
        """Count what is known only when every row was met."""
        self._audit.rejected.update(self._faults)
        self._audit.seen.doubled += self._doubles.count()

    def one(self, row: Any) -> None:
        """Count a row that was read by itself."""
        self.count += 1
        self.alone += 1
        if row.fault is not None:
            self._faults[row.fault.code] += 1
        else:
            self._doubles.add([self._line(row.texts)])
            self._audit.add(row.texts, row.number)

    def block(self, block: AuditBlock) -> None:
        """Count the rows of a block."""
        cells = {place: block.cells(place) for place in self._places}
        answers = self._engine.answer(cells, len(block.places))
        alone = answers.slow | block.odd
        rows, met = np.flatnonzero(~alone), Met()
        for line in block.places[alone].tolist():
            met.at(line, partial(self._left, block, line))
        for line in block.others.tolist():
            met.at(line, partial(self._other, block, line))
        afterwards = []
        if len(rows):
            some = _Some(block, cells, answers, rows, judged(answers, rows, self._holds), met)
            afterwards = self._many(some, alone)
        met.go()
        for do in afterwards:
            do()
        self._doubles.add(block.lines())
        self.count += len(block.places)
        self.alone += int(np.count_nonzero(alone))

    def _left(self, block: AuditBlock, line: int) -> None:
        row = block.row(line)
        self._audit.add(row.texts, row.number)

    def _other(self, block: AuditBlock, line: int) -> None:
        self.one(block.row(line))

    # ---- many at once ----

    def _many(self, some: _Some, alone: Marks) -> list[Callable[[], None]]:
        """Count the rows that the engine answered; return what is to be done when all of the block were met."""
        audit, rows = self._audit, some.rows
        for place in audit.timed:
            note(some.cells[place].some(rows), audit.seen)
        audit.seen.negative += int(np.count_nonzero(some.found.ends["release"].kind == _BEFORE))
        self._longest(some)
        self._words(some)
        law, day = self._laws.of(some.answers.cases, some.answers.case[rows]), some.answers.day[rows]
        for number, many, first in kinds(law, len(self._laws.every)):
            days = day[law == number] if many < len(law) else day
            since, until = (date.fromordinal(int(at) + EPOCH) for at in (days.min(), days.max()))
            some.at(first, partial(audit.use, self._laws.every[number], since, until, many))
        afterwards = [_tally(some, some.found, None, None, [lambda: audit.total])]
        for name, column in audit.grouped.items():
            whose, groups = self._groups(name, column, some, law, day)
            finds = [partial(audit.group, name, group) for group in groups]
            afterwards.append(_tally(some, some.found, None, whose, finds))
        for turning in self._turning:
            found, left = turning.judge(some.cells, rows, some.found)
            afterwards.append(self._turned(some, turning.turned, found, left))
            alone[rows[left]] = True
        return afterwards

    def _words(self, some: _Some) -> None:
        """Count what the answers say in words."""
        audit, words = self._audit, some.answers.words
        for number, many, first in kinds(some.answers.told[some.rows], len(words)):
            told = words[number]
            audit.assumed += many * told.rests
            for counter, names in ((audit.warnings, told.warnings), (audit.missing, told.missing)):
                some.at(first, partial(_count, counter, names, many))

    def _longest(self, some: _Some) -> None:
        """Keep those of the longest held that there are among them."""
        audit, past = self._audit, some.found.ends["release"].past
        most, floor = audit.floor()
        if not most:
            return
        over = np.flatnonzero(past > floor)
        for number in over[np.argsort(-past[over], kind="stable")[:most]].tolist():
            row = some.block.row(some.line(number))
            answer = audit.answer(row.texts)
            audit.keep(answer, judge(answer), row.texts, row.number)

    def _groups(
        self, name: str, place: int | None, some: _Some, law: Ints, day: Ints
    ) -> tuple[Ints, list[str]]:
        """Return the number of the group of each row, and the groups by number."""
        laws = self._laws.every
        if place is not None:
            cells = some.cells[place].some(some.rows)
            codes, size = cells.codes()
            named = [""] * size
            for code, _, first in kinds(codes, size):
                named[code] = group_of(name, cells.text(first), laws[0], 0)
            return codes, named
        if name == "year":
            years = day.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
            least = int(years.min())
            return years - least, [
                group_of(name, None, laws[0], year) for year in range(least, int(years.max()) + 1)
            ]
        return law, [group_of(name, None, one, 0) for one in laws]

    def _turned(self, some: _Some, turned: Turned, found: Judged, left: Ints) -> Callable[[], None]:
        """Count the rows with an assumption turned; some are left to be counted one by one."""
        for number in left.tolist():
            some.at(number, partial(self._turned_one, turned, some.block, some.line(number)))
        kept = np.delete(np.arange(len(some.rows)), left)
        return _tally(some, found.some(kept), kept, None, [lambda: turned.tally])

    def _turned_one(self, turned: Turned, block: AuditBlock, line: int) -> None:
        texts = block.row(line).texts
        answer = self._audit.answer(texts)
        turned.add(texts, answer, judge(answer))


def _tally(
    some: _Some,
    found: Judged,
    numbers: Ints | None,
    whose: Ints | None,
    finds: Sequence[Callable[[], Tally]],
) -> Callable[[], None]:
    """Count rows in the tallies of their groups; return what is to be done when all of the block were met.

    ``numbers`` are those of the rows that ``found`` has, ``whose`` their groups; None is all,
    and one. Each of ``finds`` gives what counts a group, when its first row is met.
    """
    tallies: dict[int, Tally] = {}
    size = len(found.names)
    keys = found.hold if whose is None else whose * size + found.hold

    def hold(group: int, name: str, many: int) -> None:
        if group not in tallies:
            tallies[group] = finds[group]()
        tallies[group].holds[name] += many

    for key, many, first in kinds(keys, size * len(finds)):
        number = first if numbers is None else int(numbers[first])
        some.at(number, partial(hold, key // size, found.names[key % size], many))

    def add() -> None:
        ends = {end: counted(at, whose, len(finds)) for end, at in found.ends.items()}
        for group, tally in tallies.items():
            tally.add_many({end: each[group] for end, each in ends.items()})

    return add


def _count(counter: Counter[str], names: Sequence[str], many: int) -> None:
    for name in names:
        counter[name] += many
