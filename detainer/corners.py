"""The instants that are not known: between which two they lie, and where the answers turn.

An instant lies between its earliest and its latest, or never comes. A way down the chain may
have asked whether it was by release, or on which day: then it lies where that way says. Every
end grows with its start, so the two corners of a span bound the ends of all in between; where
two ends are compared, the starts at which one overtakes another count as well.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import product
from typing import NamedTuple

from .cases import Result
from .clock import Clock
from .custody import When
from .space import Place
from .zones import midnight, seconds

__all__ = [
    "EARLIEST",
    "LATEST",
    "Corner",
    "Frame",
    "Span",
    "corners",
    "instants_at",
    "moment",
    "shared_spans",
    "spans_of",
]

#: bounds of an instant of which nothing is known (early 1970, late 2100)
EARLIEST, LATEST = 7 * 86_400, 4_133_000_000
_DAY = 86_400


class Span(NamedTuple):
    """The earliest and the latest an instant may be, in seconds; equal where it is known.

    ``never`` says that it may also never come.
    """

    earliest: int
    latest: int
    never: bool = False


#: where each unknown instant lies; None where it never comes
Spans = Mapping[str, Span | None]
#: what each unknown instant is taken to be; None for never
Corner = tuple[tuple[str, int | None], ...]


class Frame(NamedTuple):
    """What every corner of one record has in common: its instants, the start and the zone.

    ``exact`` has every instant at its earliest.
    """

    spans: Mapping[str, Span]
    start: int
    zone: str
    exact: dict[str, int]


def moment(value: When | None, start: int, day: date, zone: str) -> Span | None:
    """Return the bounds of a moment; None where it never comes.

    ``start`` is the release (or booking) that ``in-time`` and ``release`` speak of.
    """
    if value is None:
        return Span(EARLIEST, LATEST, never=True)
    if isinstance(value, datetime):
        at = seconds(value)
        return Span(at, at)
    if isinstance(value, date):
        return Span(midnight(value, zone), midnight(date.fromordinal(value.toordinal() + 1), zone) - 1)
    if value == "never":
        return None
    return Span(start, start) if value == "release" else Span(EARLIEST, start)


def _unsettled(span: Span) -> bool:
    """Say whether an instant may be one of several."""
    return span.earliest < span.latest or span.never


def spans_of(names: Iterable[str], places: Mapping[str, tuple[Place, ...]], frame: Frame) -> Spans:
    """Return those of some instants that are not known, each as a class of ways places it."""
    return {
        name: _placed(span, places.get(name), frame)
        for name in names
        if (span := frame.spans.get(name)) and _unsettled(span)
    }


def shared_spans(a: Result, b: Result, fact: str, frame: Frame) -> tuple[Spans, Spans]:
    """Return, for two classes of ways, the instants that one or the other hangs on.

    Each is where both place it; ``fact`` alone is where each has it.
    """
    names = dict.fromkeys((*a.hangs_on, *b.hangs_on))
    shared = {
        name: tuple(
            place for place in a.places.get(name) or b.places[name] if place in b.places.get(name, (place,))
        )
        for name in {**a.places, **b.places}
    }
    mine, theirs = (
        {name: places for name, places in ({**shared, fact: own.get(fact, ())}).items() if places}
        for own in (a.places, b.places)
    )
    return spans_of(names, mine, frame), spans_of(names, theirs, frame)


def _placed(span: Span, places: Iterable[Place] | None, frame: Frame) -> Span | None:
    """Return what is left of a span where a way places the instant; None for never."""
    if places is None:
        return span
    low, high, never = LATEST, EARLIEST, False
    for place in places:
        never = never or (span.never and not place.by)
        if place.by is None:
            continue
        first = max(
            span.earliest,
            span.earliest if place.by else frame.start + 1,
            _midnight(place.since, frame, EARLIEST),
        )
        last = min(
            span.latest,
            frame.start if place.by else span.latest,
            _midnight(place.until, frame, LATEST + 1) - 1,
        )
        if first <= last:
            low, high = min(low, first), max(high, last)
    if low <= high:
        return Span(low, high, never)
    return None if never else span  # after the booking, where no release is known: as it was given


def _midnight(day: date | None, frame: Frame, bound: int) -> int:
    return midnight(day, frame.zone) if day else bound


def corners(open_ones: Spans, clocks: Iterable[Clock], frame: Frame) -> list[tuple[Corner, dict[str, int]]]:
    """Return every choice of the unknown instants, and all instants then.

    ``clocks`` are those whose ends are held against one another; none where only the
    earliest and the latest end are wanted.
    """
    if not open_ones:
        return [((), frame.exact)]
    compared = tuple(clocks)
    values = []
    for name, span in open_ones.items():
        some: list[int | None] = [span.earliest, span.latest] if span else []
        if span and compared and span.earliest < span.latest:
            some += _overtakings(name, span, compared, frame)
        if span is None or span.never:
            some.append(None)
        values.append(tuple(dict.fromkeys(some)))
    found = []
    for chosen in product(*values):
        corner = tuple(zip(open_ones, chosen, strict=True))
        found.append((corner, instants_at(frame, corner)))
    return found


def instants_at(frame: Frame, corner: Corner) -> dict[str, int]:
    """Return every instant, in seconds, as a corner has it; one that never comes is left out."""
    instants = frame.exact.copy()
    for name, at in corner:
        if at is None:
            del instants[name]
        else:
            instants[name] = at
    return instants


def _overtakings(name: str, span: Span, clocks: tuple[Clock, ...], frame: Frame) -> Iterator[int]:
    """Yield the starts from which a clock outlasts release, or an end that does not hang on them."""
    levels = {frame.start}
    levels |= {
        clock.end(begins, frame.zone)
        for clock in clocks
        if name not in clock.starts.names and (begins := clock.starts.of(frame.exact)) is not None
    }
    for clock in clocks:
        if name in clock.starts.names:
            for level in sorted(levels):
                yield from _first(clock, span, level, frame)  # as long as the other, or longer
                yield from _first(clock, span, level + 1, frame)  # longer


def _first(clock: Clock, span: Span, level: int, frame: Frame) -> Iterator[int]:
    """Yield the first start in a span from which a clock runs to an instant, if there is one."""
    length = clock.elapsed
    if length is not None:  # every hour counts: no need to search
        if span.earliest < level - length <= span.latest:
            yield level - length
        return
    high, step = min(span.latest, level), _DAY
    if high < span.earliest or clock.end(high, frame.zone) < level:
        return
    low = high
    while low > span.earliest and clock.end(low, frame.zone) >= level:
        low, step = max(span.earliest, low - step), step * 2
    if clock.end(low, frame.zone) >= level:
        return  # from the earliest on
    while high - low > 1:
        middle = (low + high) // 2
        if clock.end(middle, frame.zone) >= level:
            high = middle
        else:
            low = middle
    yield high
