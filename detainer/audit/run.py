"""Judging and counting the records of a table, one by one, in groups, and with assumptions turned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from heapq import heappush, heappushpop
from typing import NamedTuple

from ..errors import DetainerError
from ..table.answer import Answer
from ..table.columns import Columns
from ..table.law import Law
from ..table.row import Rows
from ..table.words import known
from .figures import Figures, Tally
from .judge import Judged, judge
from .notes import Seen
from .turned import turned

__all__ = ["Audit", "Kept", "Turn", "Turned", "Used", "group_of"]

_PLACES = ("profile", "timezone", "state", "agency")
_MOST = 2_000  # groups kept apart at most; the rest are counted as one
REST = "(others)"


class Kept(NamedTuple):
    """One of the people held longest past release: the cells asked for, and how long (seconds)."""

    least: int
    most: int
    row: int
    cells: tuple[str, ...]
    answer: Answer


class Turn(NamedTuple):
    """The figures if one assumption were otherwise wherever it was made."""

    fact: str
    value: str
    figures: Figures


class Used(NamedTuple):
    """A profile that records went by, and the first and last day of release among them."""

    law: Law
    since: date
    until: date
    records: int


class Audit:
    """Judges and counts records.

    ``names`` are the columns of each record's cells and ``columns`` what they tell. ``by`` has,
    by its name, what makes a group of a record: ``year`` and ``profile``, or the number of a
    column. ``keep`` are the numbers of the columns that may be shown of the ``longest``
    held. ``turns`` names the assumptions to turn, with the column that tells each and what it
    is turned to.
    """

    def __init__(
        self,
        rows: Rows,
        names: Sequence[str],
        columns: Columns,
        read: Callable[[Sequence[str]], Columns],
        *,
        by: Mapping[str, int | None],
        keep: Sequence[int],
        longest: int,
        turns: Mapping[str, tuple[str, str]],
    ) -> None:
        self._rows = rows
        #: answers the cells of a record
        self.answer = rows.reader(columns)
        self._keep, self._longest = tuple(keep), longest
        #: by its name what makes a group, and the columns of times
        self.grouped: Mapping[str, int | None] = dict(by)
        self.timed = tuple(place for _, places in columns.timed for place in places)
        where = dict(zip(columns.facts, columns.places, strict=True))
        self._whose = tuple(where.get(name) for name in _PLACES)
        self.total = Tally()
        self.groups: dict[str, dict[str, Tally]] = {name: {} for name in by}
        self.warnings: Counter[str] = Counter()
        self.missing: Counter[str] = Counter()
        self.rejected: Counter[str] = Counter()
        #: rows that came into no record, by why, where several rows make one
        self.unread: Counter[str] = Counter()
        self.seen = Seen()
        self.assumed = 0
        self._kept: list[Kept] = []
        self._used: dict[int, Used] = {}
        #: what counts every record again, one for each assumption
        self.turned = [Turned(rows, names, fact, turn, read) for fact, turn in turns.items()]

    def add(self, cells: Sequence[str], number: int) -> None:
        """Judge and count one record; one that cannot be answered is counted by why.

        ``number`` is that of its row, as a spreadsheet counts.
        """
        self.seen.times(cells[place] for place in self.timed)
        try:
            answer = self.answer(cells)
        except DetainerError as error:
            self.reject(error)
            return
        judged = judge(answer)
        self.total.add(answer.hold, judged)
        for counted, names in ((self.warnings, answer.warnings), (self.missing, answer.missing)):
            for name in names:
                counted[name] += 1
        self.assumed += answer.rests
        self.seen.dated += answer.latest is not None
        self.seen.negative += judged["release"].classes == ("before_release",)
        law = self._law(cells)
        day = date.fromordinal(law.stamps.day(answer.start))
        self.use(law, day, day, 1)
        for name, place in self.grouped.items():
            told = None if place is None else cells[place]
            self.group(name, group_of(name, told, law, day.year)).add(answer.hold, judged)
        self.keep(answer, judged, cells, number)
        for turn in self.turned:
            turn.add(cells, answer, judged)

    def reject(self, error: DetainerError) -> None:
        """Count a record that cannot be answered, by the first of its errors."""
        self.rejected[error.problems[0].code] += 1

    def _law(self, cells: Sequence[str]) -> Law:
        told = ("" if place is None else known(cells[place]) for place in self._whose)
        return self._rows.laws.find(*told)

    def use(self, law: Law, since: date, until: date, number: int) -> None:
        """Note the law of records, released on days from one to another."""
        used = self._used.get(id(law), Used(law, since, until, 0))
        days = min(used.since, since), max(used.until, until)
        self._used[id(law)] = Used(law, *days, used.records + number)

    def group(self, name: str, group: str) -> Tally:
        """Return what counts a group; a new one beyond the most that are kept apart is one with the rest."""
        groups = self.groups[name]
        if group not in groups:
            group = group if len(groups) < _MOST else REST
            groups.setdefault(group, Tally())
        return groups[group]

    def floor(self) -> tuple[int, int]:
        """Return how many of the longest held are kept, and the seconds that one more must be held past to be kept."""
        if not self._keep:
            return 0, 0
        full = len(self._kept) == self._longest
        return self._longest, self._kept[0].least if full else 0

    def keep(self, answer: Answer, judged: Mapping[str, Judged], cells: Sequence[str], number: int) -> None:
        """Keep a record if it is one of the longest held."""
        least, most = judged["release"].least, judged["release"].most
        if not self._keep or not most or least is None:
            return
        item = Kept(least, most, -number, tuple(cells[place] for place in self._keep), answer)
        if len(self._kept) < self._longest:
            heappush(self._kept, item)
        else:
            heappushpop(self._kept, item)

    # ---- what was found ----

    def longest(self) -> list[Kept]:
        """Return the people held longest past release, the longest first."""
        return [item._replace(row=-item.row) for item in sorted(self._kept, reverse=True)]

    def used(self) -> list[Used]:
        """Return the profiles that records went by, the most used first."""
        return sorted(self._used.values(), key=lambda used: (-used.records, used.law.profile.id))

    def by(self) -> dict[str, dict[str, Figures]]:
        """Return the figures of each group, by what makes the groups; groups in order."""
        return {
            name: {group: groups[group].figures() for group in sorted(groups, key=_in_order)}
            for name, groups in self.groups.items()
        }

    def turns(self) -> list[Turn]:
        """Return the figures with each assumption turned."""
        return [Turn(turn.fact, turn.value, turn.tally.figures()) for turn in self.turned]


class Turned:
    """Counts every record again, with one assumption turned.

    ``columns`` are those of a record with the fact told; ``place`` is its column, None where
    it is one more behind the others.
    """

    def __init__(
        self,
        rows: Rows,
        names: Sequence[str],
        fact: str,
        turn: tuple[str, str],
        read: Callable[[Sequence[str]], Columns],
    ) -> None:
        self.fact, self.value, self.tally = fact, turn[1], Tally()
        columns = read(names)
        told = dict(zip(columns.facts, columns.places, strict=True))
        told.update((name, places[0]) for name, places in columns.timed)
        name = f"papers.{turn[0]}" if f"papers.{turn[0]}" in told or "-" in turn[0] else turn[0]
        self.place = told.get(name, told.get(turn[0]))
        self.columns = columns if self.place is not None else read([*names, turn[0]])
        self._answer = rows.reader(self.columns)

    def add(self, cells: Sequence[str], answer: Answer, judged: Mapping[str, Judged]) -> None:
        """Count a record: its cells, and what was answered and judged of it as it stands."""
        other = turned(cells, self.place, self.value)
        if other is not cells:
            try:
                answer = self._answer(other)
            except DetainerError:  # the record itself says otherwise: what was told stays
                pass
            else:
                judged = judge(answer)
        self.tally.add(answer.hold, judged)


def group_of(name: str, cell: str | None, law: Law, year: int) -> str:
    """Return the group of a record: by its cell, or by its year or its law where there is no column."""
    if cell is not None:
        return " ".join(cell.split()) or "(empty)"
    return str(year) if name == "year" else law.profile.id


def _in_order(group: str) -> tuple[bool, str]:
    return group == REST, group
