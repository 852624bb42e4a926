"""The hours of a reading, a local day at a time, in the words that every format gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .. import answer, explain
from ..days import LAST_YEAR, law_of
from ..ways import Basis
from ..zones import local, seconds
from .text import FROM, count

__all__ = ["Counted", "apart", "closing", "counted", "length", "opening"]


class Counted(NamedTuple):
    """The part of a local day that lies in a window: ``Wed 25 Nov``, ``15:00-24:00``, ``9 h``.

    ``total`` is what has counted so far, this day's part included. ``why`` is not empty where
    it does not count, ``length`` is then; ``changes`` where clocks change in it.
    """

    day: str
    span: str
    length: str
    total: str
    why: str
    changes: bool


def apart(found: tuple[answer.Reading, ...]) -> list[answer.Reading]:
    """Return the readings, each that counts the same hours of the same days once."""
    kept: dict[object, answer.Reading] = {}
    for item in found:
        key = (item.starts, item.ends, item.clock.excludes) if item.starts is not None else item.clock.id
        kept.setdefault(key, item)
    return list(kept.values())


def counted(basis: Basis, item: answer.Reading) -> Iterator[Counted]:
    """Yield each local day of the window of a reading of known times."""
    assert item.starts is not None
    assert item.ends is not None
    total = 0
    for stretch in item.clock.stretches(item.starts, item.ends, basis.zone):
        begins, ends = (local(seconds(at), basis.zone) for at in (stretch.starts_at, stretch.ends_at))
        until = "24:00" if ends.date() != begins.date() else f"{ends:%H:%M}"
        day, span = f"{begins:%a} {begins.day} {begins:%b}", f"{begins:%H:%M}-{until}"
        if stretch.why:
            law = law_of(item.clock.excludes, begins.date())
            yield Counted(day, span, "", length(total), "; ".join((stretch.why, *law)), False)
            continue
        part = seconds(stretch.ends_at) - seconds(stretch.starts_at)
        total += part
        changes = begins.utcoffset() != ends.utcoffset()
        yield Counted(day, span, length(part), length(total), "", changes)


def opening(basis: Basis, item: answer.Reading) -> str:
    """Return what a reading counts, and from when; or why nothing is counted."""
    begins = FROM.get(item.starts_from, item.starts_from)
    if item.starts is None or item.ends is None:
        why = "not known when" if item.starts is None else f"no holiday is known after {LAST_YEAR}"
        return f"{count(item)} from {begins}: {why}, so nothing is counted"
    when = f"{explain.stamp(basis, item.starts)}{' at the earliest' if item.earliest else ''}"
    return f"{count(item)} from {begins}, {when}"


def closing(basis: Basis, item: answer.Reading, total: str) -> str:
    """Return when a reading of known times is full, after ``total``, and whether it governs."""
    assert item.ends is not None
    governs = ", and it governs" if item.governs else ""
    return f"full after {total}: {explain.stamp(basis, item.ends)}{governs}"


def length(seconds_long: int) -> str:
    """Return a length in words.

    >>> length(109_800)
    '30 h 30 min'
    """
    hours, rest = divmod(seconds_long, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{hours} h"] if hours or not rest else []
    parts += [f"{minutes} min"] if minutes else []
    parts += [f"{left} s"] if left else []
    return " ".join(parts)
