"""Counting what was judged: figures that are pairs, at least and at most.

Of durations the whole minutes are counted (a part of one is dropped), so that a table of
any length takes the memory of a short one; sums and the longest are to the second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from .judge import CLASSES, ENDS, Judged

__all__ = ["DAYS", "Alike", "EndFigures", "Figures", "Pair", "Tally"]

#: the days past an end that are told apart: within the first, the second, ...; the last is any longer
DAYS = 7


class Pair(NamedTuple):
    """The least and the most that a figure can be: the same where times are known to the minute."""

    least: int
    most: int


class EndFigures(NamedTuple):
    """What became of the people at one end.

    ``outcomes`` counts each class. ``measured`` is the number of people of whom it is known
    how long they were held past this end, those held no longer among them with nothing;
    of all of them are ``median`` and ``ninetieth`` (nearest rank, in seconds, to the
    minute), ``longest`` and ``total`` (seconds). ``late`` counts those held past it.
    ``days`` counts them by the day past it on which they left, by the least that it was;
    ``inside`` those who were not past it.
    """

    outcomes: Mapping[str, Pair]
    measured: int
    inside: Pair
    late: Pair
    median: Pair | None
    ninetieth: Pair | None
    longest: Pair | None
    total: Pair
    days: tuple[int, ...]


class Figures(NamedTuple):
    """What became of the people of one table, or of one group of it.

    ``counted`` is their number; ``holds`` counts what the answers said of a hold.
    """

    counted: int
    holds: Mapping[str, int]
    ends: Mapping[str, EndFigures]


class Alike(NamedTuple):
    """What became of many people at one end, of all of whom the times are known.

    ``classes`` counts them in the order of :data:`~.judge.CLASSES`. Of those past it there are
    the number (``late``), the seconds together and the most of one (``total``, ``longest``),
    and the number by the day past it (``days``).
    """

    classes: Sequence[int]
    late: int
    total: int
    longest: int
    days: Sequence[int]


class Tally:
    """Counts records as they come."""

    def __init__(self) -> None:
        self.counted = 0
        self.holds: Counter[str] = Counter()
        self._ends = {end: _End() for end in ENDS}

    def add(self, hold: str, judged: Mapping[str, Judged]) -> None:
        """Count one record: what was answered, and what became of the person at each end."""
        self.counted += 1
        self.holds[hold] += 1
        for end, found in judged.items():
            self._ends[end].add(found)

    def add_many(self, ends: Mapping[str, Alike]) -> None:
        """Count many records, but for their holds and their minutes.

        Their holds are added to ``holds`` when they are met.
        """
        self.counted += sum(ends["release"].classes)
        for end, found in ends.items():
            self._ends[end].add_many(found)

    def add_minutes(self, end: str, minutes: Mapping[int, int]) -> None:
        """Add how many were held past an end by so many whole minutes, those not past it by none."""
        self._ends[end].add_minutes(minutes)

    def figures(self) -> Figures:
        """Return what was counted so far."""
        return Figures(
            self.counted, dict(self.holds), {end: item.figures() for end, item in self._ends.items()}
        )


class _End:
    """Counts records at one end."""

    def __init__(self) -> None:
        self._sure: Counter[str] = Counter()
        self._possible: Counter[str] = Counter()
        self._least: Counter[int] = Counter()
        self._most: Counter[int] = Counter()
        self._total, self._longest, self._late = [0, 0], [0, 0], [0, 0]
        self._days = [0] * DAYS

    def add(self, found: Judged) -> None:
        classes, least, most = found
        if len(classes) == 1:
            self._sure[classes[0]] += 1
        for name in classes:
            self._possible[name] += 1
        if least is None or most is None:
            return
        self._least[least // 60] += 1
        self._most[most // 60] += 1
        if most == 0:
            return
        for number, seconds in ((0, least), (1, most)):
            if seconds:
                self._total[number] += seconds
                self._late[number] += 1
                if seconds > self._longest[number]:
                    self._longest[number] = seconds
        if least:
            self._days[min(least // 86_400, DAYS - 1)] += 1

    def add_many(self, found: Alike) -> None:
        for name, number in zip(CLASSES, found.classes, strict=True):
            self._sure[name] += number
            self._possible[name] += number
        for bound in (0, 1):
            self._total[bound] += found.total
            self._late[bound] += found.late
            self._longest[bound] = max(self._longest[bound], found.longest)
        self._days = [a + b for a, b in zip(self._days, found.days, strict=True)]

    def add_minutes(self, minutes: Mapping[int, int]) -> None:
        for counted in (self._least, self._most):
            counted.update(minutes)

    def figures(self) -> EndFigures:
        measured = sum(self._least.values())
        late = Pair(*self._late)
        return EndFigures(
            {name: Pair(self._sure[name], self._possible[name]) for name in CLASSES},
            measured,
            Pair(measured - late.most, measured - late.least),
            late,
            self._rank(measured, 50),
            self._rank(measured, 90),
            Pair(*self._longest) if measured else None,
            Pair(*self._total),
            tuple(self._days),
        )

    def _rank(self, measured: int, percent: int) -> Pair | None:
        if not measured:
            return None
        return Pair(*(60 * _nearest(counted, measured, percent) for counted in (self._least, self._most)))


def _nearest(counted: Counter[int], number: int, percent: int) -> int:
    """Return the value of the nearest rank: the smallest that so many in a hundred do not exceed."""
    rank = -(-number * percent // 100)
    values = sorted(counted)
    upto = accumulate(counted[value] for value in values)
    return next(value for value, many in zip(values, upto, strict=True) if many >= rank)
