"""Dates where a time of day is needed: the earliest hour, the latest, or both bounds.

A date alone stands for every instant of its local day that the other times of the row
leave: no release before the booking, no booking after the release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from ..custody import INSTANTS
from ..zones import midnight
from .answer import Answer, Latest

__all__ = ["DateOnly", "Hours", "hours_of", "later", "over_the_day"]

DateOnly = Literal["earliest", "latest", "bounds"]


class Hours(NamedTuple):
    """An instant of which only the date is known: the first second it may be, and the last."""

    low: int
    high: int


def hours_of(day: date, zone: str) -> Hours:
    """Return the instants of a local day.

    >>> hours_of(date(2026, 11, 1), "America/New_York")  # clocks go back: 25 hours
    Hours(low=1793505600, high=1793595599)
    """
    return Hours(midnight(day, zone), midnight(date.fromordinal(day.toordinal() + 1), zone) - 1)


def later(a: int | Hours, b: int | Hours) -> int | Hours:
    """Return the later of two times, of either of which only the date may be known."""
    (a_low, a_high), (b_low, b_high) = (t if isinstance(t, Hours) else Hours(t, t) for t in (a, b))
    low, high = max(a_low, b_low), max(a_high, b_high)
    return low if low == high else Hours(low, high)


def over_the_day(
    how: DateOnly,
    times: Mapping[str, Any],
    answer: Callable[[dict[str, Any]], Answer],
    asked: Iterable[Any] = (),
) -> Answer:
    """Return the answer on a row some of whose times are but dates.

    ``asked`` are the times answered to a profile's own questions.

    ``earliest`` and ``latest`` assume that hour of the day, and the answer rests on it.
    ``bounds`` answers for every hour: the times of the answer are the earliest, and
    :attr:`Answer.latest` has the latest; what is not the same in every hour is unknown.
    """
    times = _in_order(times)
    if how != "bounds":
        return answer({n: _at(how, t) for n, t in times.items()})._replace(rests=True)
    exact = {n: t for n, t in times.items() if not isinstance(t, Hours)}
    outs = [
        t if isinstance(t, Hours) else Hours(t, t) for n, t in times.items() if n in ("freed_at", "taken_at")
    ]
    exact.update(
        (name, times[name].low) for name in ("freed_at", "taken_at") if name in times and name not in exact
    )
    found = [answer({**exact, **chosen}) for chosen in _choices(times, exact, asked)]
    if not found:  # released on a day before the booking: refused as any such row
        return answer({name: _at("earliest", time) for name, time in times.items()})
    out = Hours(min(t.low for t in outs), min(t.high for t in outs)) if outs else None
    return _bounds(found, out, "release_at" if "release_at" in times else "booked_at")


def _in_order(times: Mapping[str, Any]) -> dict[str, Any]:
    """Return the times, each date narrowed to the hours that the others leave."""
    found = dict(times)
    booked, release = found.get("booked_at"), found.get("release_at")
    if isinstance(booked, Hours) and isinstance(release, int) and release >= booked.low:
        found["booked_at"] = booked = Hours(booked.low, min(booked.high, release))
    floor = booked.low if isinstance(booked, Hours) else booked
    for name in ("release_at", "freed_at", "taken_at"):
        time = found.get(name)
        if isinstance(time, Hours) and floor is not None and floor <= time.high:
            found[name] = Hours(max(time.low, floor), time.high)
    return found


def _at(how: DateOnly, time: Any) -> Any:
    return (time.low if how == "earliest" else time.high) if isinstance(time, Hours) else time


def _choices(
    times: Mapping[str, Any], exact: Mapping[str, Any], asked: Iterable[Any]
) -> Iterator[dict[str, int]]:
    """Yield the hours at which the answer may turn: the first, the last, those of the other times."""
    moments = [*(at for name, at in exact.items() if name not in INSTANTS), *asked]
    turns = [at + step for at in moments if isinstance(at, int) for step in (-1, 0, 1)]
    booked, release = times.get("booked_at"), times.get("release_at")
    for begin in _points(booked, turns if release is None else ()):
        for end in _points(release, turns):
            if begin is None or end is None or begin <= end:
                yield {name: at for name, at in (("booked_at", begin), ("release_at", end)) if at is not None}


def _points(time: Any, turns: Iterable[int]) -> list[Any]:
    if not isinstance(time, Hours):
        return [time]
    return sorted({*time, *(at for at in turns if time.low < at < time.high)})


def _bounds(found: list[Answer], out: Hours | None, fact: str) -> Answer:
    first = found[0]
    same = len({(item.hold, item.applies) for item in found}) == 1
    ends = [item.release_by for item in found]
    known = [end for end in ends if end is not None]
    whole = len(known) == len(ends)
    least = most = None
    if out is not None and whole:
        least, most = max(0, out.low - max(known)), max(0, out.high - min(known))
    missing = dict.fromkeys(name for item in found for name in item.missing)
    if not same:
        missing[fact] = None
    straight, regulation = (
        _span(getattr(item, name) for item in found) for name in ("straight", "regulation")
    )
    return first._replace(
        hold=first.hold if len({item.hold for item in found}) == 1 else "unknown",
        applies=first.applies if len({item.applies for item in found}) == 1 else None,
        release_by=min(known) if whole else None,
        straight=straight[0],
        regulation=regulation[0],
        notify=first.notify if len({item.notify for item in found}) == 1 else "unknown",
        held=least,
        missing=tuple(missing),
        warnings=tuple(sorted({code for item in found for code in item.warnings})),
        start=min(item.start for item in found),
        out=out and out.low,
        latest=Latest(
            max(known) if whole else None,
            straight[1],
            regulation[1],
            most,
            max(item.start for item in found),
            out and out.high,
        ),
    )


def _span(ends: Iterable[int | None]) -> tuple[int | None, int | None]:
    known = [end for end in ends if end is not None]
    return (min(known), max(known)) if known else (None, None)
