"""The ways left open and their times: what each class of ways makes of the instants.

An instant that is not known lies somewhere between two: its earliest and its latest.
Every end grows with its start, so the answers at those two corners are the answers
in all between.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import product
from typing import NamedTuple

from .cases import STANDS, Case, Result
from .clock import Clock
from .custody import Custody, When
from .ruling import Ruling
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


Corner = tuple[tuple[str, int], ...]


class Way(NamedTuple):
    """One way at one corner: the hold, when the person is free, and what ends it.

    ``number`` is the class of ways; ``corner`` the side (0 earliest, 1 latest)
    taken of each unknown instant that its end hangs on;
    ``clock`` the governing clock (None where no hold stands); ``spent`` says that a
    governing window ended at or before release.
    """

    number: int
    corner: Corner
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
    #: the agreements, as given or the profile's own; None where unknown
    agreement: frozenset[str] | None
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
    exact = {name: span.earliest for name, span in instants.items()}
    corners: dict[tuple[str, ...], list[tuple[Corner, dict[str, int]]]] = {}
    unsure: dict[str, None] = {}
    known_ends: dict[tuple[int, int], int] = {}
    ways: list[Way] = []
    for number, result in enumerate(ruling.hold.results):
        places = corners.get(result.hangs_on)
        if places is None:
            places = corners[result.hangs_on] = _corners(result.hangs_on, instants, exact)
            unsure.update(dict.fromkeys(name for name, _ in places[0][0]))
        if len(result.cases) > 1:
            ways += [
                resolve(number, result, chosen, start, zone, corner, known_ends) for corner, chosen in places
            ]
            continue
        case, last = result.cases[0], None
        for corner, chosen in places:
            if last is not None and corner[:-1] == last.corner[:-1] and corner[-1][0] == "cancelled_at":
                way = _cancelled(
                    last, corner, chosen["cancelled_at"], start
                )  # the same window, cut elsewhere
            else:
                way = _one(number, case, chosen, start, zone, corner, known_ends)
            ways.append(way)
            last = way
    return tuple(unsure), tuple(ways)


def _corners(
    hangs_on: tuple[str, ...], instants: Mapping[str, Span], exact: dict[str, int]
) -> list[tuple[Corner, dict[str, int]]]:
    """Return every choice of the earliest or latest of each unknown instant, and the instants then."""
    names = [name for name in hangs_on if (span := instants.get(name)) and span.earliest < span.latest]
    if not names:
        return [((), exact)]
    return [
        (corner, exact | {name: instants[name][side] for name, side in corner})
        for sides in product((0, 1), repeat=len(names))
        for corner in (tuple(zip(names, sides, strict=True)),)
    ]


def resolve(
    number: int,
    result: Result,
    instants: Mapping[str, int],
    start: int,
    zone: str,
    corner: Corner,
    known_ends: dict[tuple[int, int], int] | None = None,
) -> Way:
    """Return what a class of ways comes to at one corner.

    Where the law is unsettled the case that releases first is the answer.
    """
    memo = {} if known_ends is None else known_ends
    cases = result.cases
    if len(cases) == 1:
        return _one(number, cases[0], instants, start, zone, corner, memo)
    ways = [_one(number, case, instants, start, zone, corner, memo) for case in cases]
    return min(ways, key=lambda way: (way.release, _RANK[way.hold]))


def _one(
    number: int,
    case: Case,
    instants: Mapping[str, int],
    start: int,
    zone: str,
    corner: Corner,
    known_ends: dict[tuple[int, int], int],
) -> Way:
    if case.outcome not in STANDS:
        return Way(number, corner, case.outcome, start, None, start, start, False, case)
    best: Clock | None = None
    starts = closes = start
    for entry in case.clocks:
        clock = entry.clock
        begins = clock.starts.of(instants)
        if begins is None:
            continue
        key = (id(clock), begins)
        end = known_ends.get(key)
        if end is None:
            end = known_ends[key] = clock.end(begins, zone)
        if best is None or end < closes:
            best, starts, closes = clock, begins, end
    if best is None or closes <= start:  # no clock ever starts, or its time ran out before release
        return Way(number, corner, "not_allowed", start, best, starts, closes, True, case)
    way = Way(number, corner, case.outcome, closes, best, starts, closes, False, case)
    cancelled = instants.get("cancelled_at")
    return way if cancelled is None else _cancelled(way, corner, cancelled, start)


def _cancelled(way: Way, corner: Corner, at: int, start: int) -> Way:
    """Return a way whose detainer is withdrawn at an instant: its window ends then, if it stands."""
    release = way.release if way.spent else max(start, min(way.ends, at))
    return Way(way.number, corner, way.hold, release, way.clock, way.starts, way.ends, way.spent, way.case)


def ends(case: Case, instants: Mapping[str, int], zone: str) -> Iterator[tuple[Clock, int, int]]:
    """Yield each governing clock that starts, with its start and end in seconds."""
    for entry in case.clocks:
        begins = entry.clock.starts.of(instants)
        if begins is not None:
            yield entry.clock, begins, entry.clock.end(begins, zone)
