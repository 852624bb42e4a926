"""Rows counted in the tallies of their groups, many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from ..audit.figures import Tally
from .cells import Ints
from .judged import Judged, counted
from .met import kinds
from .minutes import Minutes
from .part import Part

__all__ = ["Tallied"]


class Tallied:
    """Counts rows in tallies; what is still to come to them does with :meth:`done`."""

    def __init__(self) -> None:
        self._minutes = Minutes()

    def done(self) -> None:
        """Add to the tallies what is counted apart."""
        self._minutes.done()

    def add(
        self,
        part: Part,
        found: Judged,
        numbers: Ints | None,
        groups: Ints | None,
        finds: Sequence[Callable[[], Tally]],
    ) -> Callable[[], None]:
        """Count rows in the tallies of their groups; return what is to be done when all of the block were met.

        ``numbers`` are those of the rows that ``found`` has, ``groups`` their groups; None is all,
        and one. Each of ``finds`` gives what counts a group, when its first row is met.
        """
        tallies: dict[int, Tally] = {}
        size = len(found.names)
        group = np.zeros(len(found.hold), np.int64) if groups is None else groups
        for key, many, first in kinds(group * size + found.hold, size * len(finds)):
            number = first if numbers is None else int(numbers[first])
            part.at(number, partial(_hold, tallies, finds, key // size, found.names[key % size], many))

        def rest() -> None:
            every = list(
                {id(tally): tally for tally in tallies.values()}.values()
            )  # some groups are one with the rest
            numbers = {id(tally): number for number, tally in enumerate(every)}
            of_group = np.zeros(len(finds), np.int64)
            of_group[list(tallies)] = [numbers[id(tally)] for tally in tallies.values()]
            whose = of_group[group]
            ends = {end: counted(at, whose, len(every)) for end, at in found.ends.items()}
            for number, tally in enumerate(every):
                tally.add_many({end: each[number] for end, each in ends.items()})
            for end, at in found.ends.items():
                rows = at.measured()
                self._minutes.add(end, at.past[rows] // 60, whose[rows], every)

        return rest


def _hold(
    tallies: dict[int, Tally], finds: Sequence[Callable[[], Tally]], group: int, hold: str, many: int
) -> None:
    if group not in tallies:
        tallies[group] = finds[group]()
    tallies[group].holds[hold] += many
