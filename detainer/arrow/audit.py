"""Records of a table counted many at once: what :class:`~detainer.audit.run.Audit` counts one by one.

Whatever is counted in the order in which it is met (what rejected rows are rejected for, which
groups are kept apart) is met in that order here too: rows that the columnar engine leaves
are counted by :meth:`Audit.add` in their place, the others when the first of them is met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np

from ..audit.judge import CLASSES, judge
from ..audit.run import Audit, Turned, group_of
from ..table.columns import Columns
from ..table.row import Rows
from ..table.stamps import EPOCH
from .cells import Ints
from .doubles import Aside, Doubles
from .engine import Engine
from .judged import Holds, Judged, judged
from .laws import Numbered
from .met import Met, kinds
from .noted import note
from .part import AuditBlock, Part
from .seen import Marks
from .tallied import Tallied
from .turning import Turning

__all__ = ["ByColumn"]

_BEFORE = CLASSES.index("before_release")


class ByColumn:
    """Counts the records of a table in an audit, many at once.

    ``columns`` are those of the audit, ``width`` is the number of all; ``line`` makes one text of a
    row's cells, as the lines of blocks are; ``room`` is that of :class:`Doubles`. ``count``
    is the number of rows, ``alone`` how many of them were counted one by one.
    """

    def __init__(
        self,
        audit: Audit,
        rows: Rows,
        columns: Columns,
        width: int,
        line: Callable[[Sequence[str]], bytes],
        room: Callable[[], Aside],
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
        self._laws = Numbered()
        self._tallied, self._doubles = Tallied(), Doubles(room)
        self._faults: Counter[str] = Counter()
        self.count = self.alone = 0

    def done(self) -> None:
        """Count what is known only when every row was met."""
        self._audit.rejected.update(self._faults)
        self._tallied.done()
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
            part = Part(block, cells, answers, rows, judged(answers, rows, self._holds), met)
            afterwards = self._many(part, alone)
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

    def _many(self, part: Part, alone: Marks) -> list[Callable[[], None]]:
        """Count the rows that the engine answered; return what is to be done when all of the block were met."""
        audit, rows = self._audit, part.rows
        for place in audit.timed:
            note(part.cells[place].some(rows), audit.seen)
        audit.seen.negative += int(np.count_nonzero(part.found.ends["release"].kind == _BEFORE))
        self._longest(part)
        self._words(part)
        law, day = self._laws.of(part.answers.cases, part.answers.case[rows]), part.answers.day[rows]
        for number, many, first in kinds(law, len(self._laws.every)):
            days = day[law == number] if many < len(law) else day
            since, until = (date.fromordinal(int(at) + EPOCH) for at in (days.min(), days.max()))
            part.at(first, partial(audit.use, self._laws.every[number], since, until, many))
        afterwards = [self._tallied.add(part, part.found, None, None, [lambda: audit.total])]
        for name, column in audit.grouped.items():
            whose, groups = self._groups(name, column, part, law, day)
            finds = [partial(audit.group, name, group) for group in groups]
            afterwards.append(self._tallied.add(part, part.found, None, whose, finds))
        for turning in self._turning:
            found, left = turning.judge(part.cells, rows, part.found)
            afterwards.append(self._turned(part, turning.turned, found, left))
            alone[rows[left]] = True
        return afterwards

    def _words(self, part: Part) -> None:
        """Count what the answers say in words."""
        audit, words = self._audit, part.answers.words
        for number, many, first in kinds(part.answers.told[part.rows], len(words)):
            told = words[number]
            audit.assumed += many * told.rests
            for counter, names in ((audit.warnings, told.warnings), (audit.missing, told.missing)):
                part.at(first, partial(_count, counter, names, many))

    def _longest(self, part: Part) -> None:
        """Keep those of the longest held that there are among them."""
        audit, past = self._audit, part.found.ends["release"].past
        most, floor = audit.floor()
        if not most:
            return
        over = np.flatnonzero(past > floor)
        for number in over[np.argsort(-past[over], kind="stable")[:most]].tolist():
            row = part.block.row(part.line(number))
            answer = audit.answer(row.texts)
            audit.keep(answer, judge(answer), row.texts, row.number)

    def _groups(
        self, name: str, place: int | None, part: Part, law: Ints, day: Ints
    ) -> tuple[Ints, list[str]]:
        """Return the number of the group of each row, and the groups by number."""
        laws = self._laws.every
        if place is not None:
            cells = part.cells[place].some(part.rows)
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

    def _turned(self, part: Part, turned: Turned, found: Judged, left: Ints) -> Callable[[], None]:
        """Count the rows with an assumption turned; some are left to be counted one by one."""
        for number in left.tolist():
            part.at(number, partial(self._turned_one, turned, part.block, part.line(number)))
        kept = np.delete(np.arange(len(part.rows)), left)
        return self._tallied.add(part, found.some(kept), kept, None, [lambda: turned.tally])

    def _turned_one(self, turned: Turned, block: AuditBlock, line: int) -> None:
        texts = block.row(line).texts
        answer = self._audit.answer(texts)
        turned.add(texts, answer, judge(answer))


def _count(counter: Counter[str], names: Sequence[str], many: int) -> None:
    for name in names:
        counter[name] += many
