"""Records of one shape have one answer: what of a record, beside its hours, decides.

A ruling looks at no instant, and the times that follow from it are a handful of sums: an
instant of the record, or an end counted from one, and the length of a clock. What is made of
them (which end is the earliest, which facts are missing, what to warn of) hangs only on how
they compare. So two records with the same finite facts, whose sums compare alike, have the
same answer but for the sums themselves; it is worked out once, by :func:`~detainer.check`,
and kept as sums. Where that cannot be shown (a clock that leaves out days and starts at an
instant that is not known) there is no shape, and each record is checked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any, NamedTuple

from .. import answer, explain
from ..clock import Clock
from ..corners import EARLIEST, LATEST
from ..decision import Decision
from ..ways import Basis
from ..zones import midnight, seconds
from .dates import hours_of
from .stamps import DAY

__all__ = ["ROOM", "Outcome", "Shape", "Sum", "outcome_of", "shape_of"]

#: how far from the ends of the years counted an instant must lie for its sums to compare alike
ROOM = (EARLIEST + 800 * DAY, LATEST - 800 * DAY)


class Sum(NamedTuple):
    """One of a shape's instants, by number, and the seconds to add."""

    instant: int
    plus: int


class Shape(NamedTuple):
    """The instants that an answer hangs on, and the distances at which they compare otherwise.

    ``known`` are places among a row's times; ``ends`` clocks with the places that each
    starts from (None is the start itself); ``fixed`` midnights. Their instants have those
    numbers in that order, after the start's, number 0. ``plus`` are the seconds that any
    sum adds. From the dates of ``changes`` on (ordinals) some layer has other rules.
    """

    known: tuple[int, ...]
    ends: tuple[tuple[Clock, tuple[int | None, ...]], ...]
    fixed: tuple[int, ...]
    marks: tuple[int, ...]
    plus: tuple[int, ...]
    changes: tuple[int, ...]
    zone: str

    def instants(self, start: int, values: Sequence[Any]) -> list[int]:
        """Return the instants of a row: its start in seconds, and its times."""
        found = [start]
        for place in self.known:
            value = values[place]
            if isinstance(value, int):
                found.append(value)
            else:
                found += hours_of(value, self.zone)
        zone = self.zone
        for clock, places in self.ends:
            begins = start if places == _FROM_START else _begins(clock, places, start, values)
            found.append(clock.end(begins, zone))
        found += self.fixed
        return found

    def roomy(self, instants: Sequence[int]) -> bool:
        """Say whether all instants lie well inside the years counted; the start is known to."""
        return not (self.known or self.fixed) or (ROOM[0] < min(instants) and max(instants) < ROOM[1])

    def compared(self, instants: Sequence[int]) -> tuple[int, ...]:
        """Return how the instants compare: rows alike in this have the same answer."""
        marks = self.marks
        return tuple([bisect_right(marks, b - a) for a, b in combinations(instants, 2)])


_FROM_START = (None,)


class Outcome(NamedTuple):
    """The answer of every record of one shape whose instants compare alike; times as sums.

    ``window`` has the start and the end of the governing window. ``warnings`` are the
    codes that hang on nothing but the shape; ``checked`` is the ordinal of the day on
    which the law was last looked at.
    """

    hold: str
    applies: bool | None
    release_by: Sum | None
    straight: Sum | None
    regulation: Sum | None
    notify: str
    rests: bool
    missing: tuple[str, ...]
    warnings: frozenset[str]
    window: tuple[Sum, Sum] | None
    checked: int | None


#: warnings that hang on the very days of a record
OF_THE_DAY = frozenset(("DST_IN_WINDOW", "LAW_CHANGES_IN_WINDOW", "LAW_NOT_CHECKED", "ZONE_DATA_OLD"))


def shape_of(basis: Basis, where: Mapping[str, int]) -> Shape | None:
    """Return the shape of the rows like this one, None where there is none.

    ``where`` has the place of each fact among a row's times.
    """
    clocks = dict.fromkeys(clock for result in basis.ruling.hold.results for clock in result.clocks())
    federal = basis.chain.layers[0].profile.clocks
    readings = ("straight", "regulation", "regulation-without-observed")
    clocks.update((federal[name].clock, None) for name in readings if name in federal)
    known: dict[str, None] = {}
    ends: list[tuple[Clock, tuple[int | None, ...]]] = []
    lengths: dict[int, None] = {}
    unsure = False
    for clock in clocks:
        names = [name for name in clock.starts.names if name in basis.instants]
        if not names:
            continue
        open_ones = [name for name in names if not _settled(basis, name)]
        unsure = unsure or bool(open_ones)
        if clock.elapsed is not None:
            lengths[clock.elapsed] = None
            known.update(dict.fromkeys(name for name in names if _given(basis, name)))
        elif open_ones:
            return None
        else:
            places = [where[name] if _given(basis, name) else None for name in names]
            ends.append((clock, tuple(dict.fromkeys(places))))
    if _given(basis, "cancelled_at"):
        known["cancelled_at"] = None
    days = [
        day
        for result in basis.ruling.hold.results
        for places in result.places.values()
        for place in places
        for day in (place.since, place.until)
        if day
    ]
    fixed = sorted({midnight(day, basis.zone) for day in days})
    plus, marks = _marks(tuple(lengths), unsure)
    periods = [period for layer in basis.chain.layers for period in layer.profile.periods]
    changes = {bound for p in periods for kind, *bounds in p.box if kind == "release" for bound in bounds}
    return Shape(
        tuple(where[name] for name in known),
        tuple(ends),
        tuple(fixed),
        marks,
        plus,
        tuple(sorted(changes)),
        basis.zone,
    )


_MARKS: dict[tuple[tuple[int, ...], bool], tuple[tuple[int, ...], tuple[int, ...]]] = {}


def _marks(lengths: tuple[int, ...], unsure: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the seconds that a sum may add, and the distances at which two sums change places."""
    key = lengths, unsure
    if key not in _MARKS:
        plus = {0, *lengths}
        if unsure:  # ends counted from starts from which one clock lasts as long as another, or a second more
            plus = {a - b + c for a in plus for b in plus for c in plus}
            plus |= {a + one for a in plus for one in (-1, 1)}
        far = {a - b for a in plus for b in plus}
        _MARKS[key] = tuple(sorted(plus, key=abs)), tuple(sorted(far | {a + 1 for a in far}))
    return _MARKS[key]


def _settled(basis: Basis, name: str) -> bool:
    span = basis.instants[name]
    return span.earliest == span.latest and not span.never


def _given(basis: Basis, name: str) -> bool:
    """Say whether a time or a date was given for an instant, of its own."""
    custody = basis.custody
    value = custody.answers.get(name) if name in basis.chain.asks else getattr(custody, name)
    return isinstance(value, date) and name != "release_at"


def _begins(clock: Clock, places: tuple[int | None, ...], start: int, values: Sequence[Any]) -> int:
    found = [start if place is None else values[place] for place in places]
    return max(found) if clock.starts.pick == "latest" else min(found)


def outcome_of(decision: Decision, shape: Shape, instants: Sequence[int]) -> Outcome | None:
    """Return a decision as what its shape has of it; None where a time is none of the shape's sums."""
    basis = decision.basis
    sums = {at + plus: Sum(number, plus) for plus in shape.plus for number, at in enumerate(instants)}
    checked = explain.law_checked(basis)
    try:
        way = answer.governing(basis)
        ends = {item.clock.id: item.ends for item in decision.readings}
        return Outcome(
            decision.hold,
            decision.hold_applies,
            _sum(sums, None if decision.release_by is None else seconds(decision.release_by)),
            _sum(sums, ends.get("straight")),
            _sum(sums, ends.get("regulation")),
            decision.notify.outcome,
            decision.rests_on_assumptions,
            tuple(item.fact for item in decision.missing),
            frozenset(item.code for item in decision.warnings) - OF_THE_DAY,
            None if way is None else (sums[way.starts], sums[way.ends]),
            None if checked is None else checked.toordinal(),
        )
    except KeyError:
        return None


def _sum(sums: Mapping[int, Sum], at: int | None) -> Sum | None:
    return None if at is None else sums[at]
