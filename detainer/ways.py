"""The ways left open and their times: what each class of ways makes of the instants.

An instant that is not known lies somewhere between two: its earliest and its latest.
Every end grows with its start, so the answers at those two corners are the answers
in all between.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import product
from typing import NamedTuple

from .clock import Clock
from .custody import Custody, When
from .ruling import STANDS, Case, Result, Ruling
from .space import Chain
from .zones import midnight, seconds

__all__ = ["EARLIEST", "LATEST", "Basis", "Span", "Way", "ends", "moment", "open_ways", "resolve"]

#: tied releases: the reading that gives the jail least comes first
_RANK = {"not_allowed": 0, "silent": 1, "other_custody": 2, "allowed": 3, "required": 4}
#: bounds of an instant of which nothing is known (early 1970, late 2100)
EARLIEST, LATEST = 7 * 86_400, 4_133_000_000


class Span(NamedTuple):
    """The earliest and the latest an instant may be, in seconds; equal where it is known."""

    earliest: int
    latest: int


class Way(NamedTuple):
    """One way at one corner: the hold, when the person is free, and what ends it.

    ``number`` is the class of ways; ``corner`` the choice made for each unknown instant;
    ``clock`` the governing clock (None where no hold stands); ``spent`` says that a
    governing window ended at or before release.
    """

    number: int
    corner: tuple[int, ...]
    hold: str
    release: int
    clock: Clock | None
    starts: int
    ends: int
    spent: bool
    case: Case


class Basis(NamedTuple):
    """All that a decision rests on: what was given, what was assumed, what the law says."""

    custody: Custody
    chain: Chain
    ruling: Ruling
    zone: str
    start: int
    day: date
    assumed: tuple[tuple[str, str, str], ...]
    instants: Mapping[str, Span]
    #: the unknown instants that some way's end hangs on
    open_instants: tuple[str, ...]
    ways: tuple[Way, ...]


def moment(value: When | None, start: int, day: date, zone: str) -> Span | None:
    """Return the bounds of a moment; None where it never comes.

    ``start`` is the release (or booking) that ``in-time`` and ``release`` speak of.
    """
    if value is None:
        return Span(EARLIEST, LATEST)
    if isinstance(value, datetime):
        at = seconds(value)
        return Span(at, at)
    if isinstance(value, date):
        return Span(midnight(value, zone), midnight(date.fromordinal(value.toordinal() + 1), zone) - 1)
    if value == "never":
        return None
    return Span(start, start) if value == "release" else Span(EARLIEST, start)


def open_ways(
    ruling: Ruling, instants: Mapping[str, Span], start: int, zone: str
) -> tuple[tuple[str, ...], tuple[Way, ...]]:
    """Return the unknown instants that matter and every way at each of their corners."""
    results = ruling.hold.results
    names: dict[str, None] = {}
    for result in results:
        for case in result.cases:
            if case.outcome in STANDS:
                names["cancelled_at"] = None
                for entry in case.clocks:
                    names.update(dict.fromkeys(entry.clock.starts.names))
    unsure = tuple(n for n in names if (span := instants.get(n)) and span.earliest < span.latest)
    sure = {name: span.earliest for name, span in instants.items()}
    if not unsure:
        return (), tuple(resolve(n, result, sure, start, zone, ()) for n, result in enumerate(results))
    ways = []
    for corner in product((0, 1), repeat=len(unsure)):
        chosen = sure | {n: instants[n][side] for n, side in zip(unsure, corner, strict=True)}
        ways += [resolve(n, result, chosen, start, zone, corner) for n, result in enumerate(results)]
    return unsure, tuple(ways)


def resolve(
    number: int,
    result: Result,
    instants: Mapping[str, int],
    start: int,
    zone: str,
    corner: tuple[int, ...],
) -> Way:
    """Return what a class of ways comes to at one corner.

    Where the law is unsettled the case that releases first is the answer.
    """
    ways = [_one(number, case, instants, start, zone, corner) for case in result.cases]
    return ways[0] if len(ways) == 1 else min(ways, key=lambda way: (way.release, _RANK[way.hold]))


def _one(
    number: int,
    case: Case,
    instants: Mapping[str, int],
    start: int,
    zone: str,
    corner: tuple[int, ...],
) -> Way:
    if case.outcome not in STANDS:
        return Way(number, corner, case.outcome, start, None, start, start, False, case)
    best: Clock | None = None
    starts = closes = start
    for clock, begins, end in ends(case, instants, zone):
        if best is None or end < closes:
            best, starts, closes = clock, begins, end
    if best is None or closes <= start:  # no clock ever starts, or its time ran out before release
        return Way(number, corner, "not_allowed", start, best, starts, closes, True, case)
    cancelled = instants.get("cancelled_at")
    release = closes if cancelled is None else max(start, min(closes, cancelled))
    return Way(number, corner, case.outcome, release, best, starts, closes, False, case)


def ends(case: Case, instants: Mapping[str, int], zone: str) -> Iterator[tuple[Clock, int, int]]:
    """Yield each governing clock that starts, with its start and end in seconds."""
    for entry in case.clocks:
        clock = entry.clock
        begins = clock.starts.of(instants)
        if begins is not None:
            yield clock, begins, clock.end(begins, zone)
