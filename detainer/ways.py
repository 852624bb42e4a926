"""The ways left open and their times: what each class of ways makes of the instants."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from .cases import STANDS, Case, Result
from .clock import Clock
from .corners import Corner, Frame, Span, corners, spans_of
from .custody import Custody
from .ruling import Ruling
from .space import Chain

__all__ = ["Basis", "Way", "at_corners", "ends", "open_ways", "resolve"]

#: tied releases: the reading that gives the jail least comes first
_ORDER = ("not_allowed", "silent", "other_custody", "allowed", "required")


class Way(NamedTuple):
    """One way at one corner: the hold, when the person is free, and what ends it.

    ``number`` is the class of ways; ``corner`` what each unknown instant that its end
    hangs on is taken to be;
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
    frame: Frame
    day: date
    assumed: tuple[tuple[str, str, str], ...]
    #: the unknown instants that some way's end hangs on
    open_instants: tuple[str, ...]
    ways: tuple[Way, ...]

    @property
    def zone(self) -> str:
        """The facility's zone."""
        return self.frame.zone

    @property
    def start(self) -> int:
        """The moment release is due (or booking, where only that is known), in seconds."""
        return self.frame.start

    @property
    def instants(self) -> Mapping[str, Span]:
        """The bounds of every instant that a clock may run from; one that never comes is left out."""
        return self.frame.spans


def open_ways(ruling: Ruling, frame: Frame) -> tuple[tuple[str, ...], tuple[Way, ...]]:
    """Return the unknown instants that matter and every way at each of their corners."""
    nothing_open: list[tuple[Corner, dict[str, int]]] = [((), frame.exact)]
    known_corners: dict[object, list[tuple[Corner, dict[str, int]]]] = {}
    unsure: dict[str, None] = {}
    known_ends: dict[tuple[int, int], int] = {}
    ways: list[Way] = []
    for number, result in enumerate(ruling.hold.results):
        places = nothing_open
        if result.hangs_on:
            several = len(result.cases) > 1  # readings of unsettled law: which releases first?
            key = result.hangs_on, id(result.places), number if several else None
            found = known_corners.get(key)
            if found is None:
                spans = spans_of(result.hangs_on, result.places, frame)
                found = known_corners[key] = corners(spans, result.clocks() if several else (), frame)
                unsure.update(dict.fromkeys(spans))
            places = found
        at_corners(number, result, places, frame, known_ends, ways)
    return tuple(unsure), tuple(ways)


def at_corners(
    number: int,
    result: Result,
    places: list[tuple[Corner, dict[str, int]]],
    frame: Frame,
    known_ends: dict[tuple[int, int], int],
    ways: list[Way],
) -> None:
    """Add what a class of ways comes to at each corner."""
    several = len(result.cases) > 1
    last: Way | None = None
    for corner, chosen in places:
        if several:
            last = resolve(number, result, chosen, frame, corner, known_ends)
        elif last and corner[-1][0] == "cancelled_at" and corner[:-1] == last.corner[:-1]:
            # the same window, cut elsewhere
            last = _cancelled(last, corner, chosen["cancelled_at"], frame.start)
        else:
            last = _one(number, result.cases[0], chosen, frame, corner, known_ends)
        ways.append(last)


def resolve(
    number: int,
    result: Result,
    instants: Mapping[str, int],
    frame: Frame,
    corner: Corner,
    known_ends: dict[tuple[int, int], int] | None = None,
) -> Way:
    """Return what a class of ways comes to at one corner.

    Where the law is unsettled the case that releases first is the answer.
    """
    memo = {} if known_ends is None else known_ends
    ways = [_one(number, case, instants, frame, corner, memo) for case in result.cases]
    return min(ways, key=lambda way: (way.release, _ORDER.index(way.hold)))


def _one(
    number: int,
    case: Case,
    instants: Mapping[str, int],
    frame: Frame,
    corner: Corner,
    known_ends: dict[tuple[int, int], int],
) -> Way:
    start = frame.start
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
            end = known_ends[key] = clock.end(begins, frame.zone)
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
