"""The words that every drawing of a timeline puts beside its marks and bars."""

from __future__ import annotations

from typing import Literal

from ..days import LAST_YEAR
from ..errors import show
from ..timeline import Day, Kind, Mark, Row, Timeline, Waiting
from ..zones import local
from .text import FROM

__all__ = [
    "DUE",
    "WEEKEND",
    "Look",
    "afar",
    "band",
    "brief",
    "full",
    "governed",
    "holidays",
    "long_days",
    "looks",
    "marked",
    "name_of",
    "named",
    "short",
    "standing",
    "waits",
]

#: reasons that a weekday's own name tells already
WEEKEND = frozenset({"Saturday", "Sunday"})
_KINDS: dict[Kind, str] = {
    "release_by": "RELEASE BY",
    "release_due": "RELEASE DUE",
    "release": "release",
    "booking": "booked",
    "cancelled": "cancelled",
    "freed": "let go",
    "taken": "taken by ICE",
    "now": "now",
}
#: the kinds of the mark that stands out: when release is due
DUE: tuple[Kind, ...] = ("release_by", "release_due")
#: how hours are drawn: those that count for a reading that governs, for another, those that do
#: not count, and those at some moment of which release is due
Look = Literal["governs", "counts", "skips", "open"]
_DAY = 86_400


def named(row: Row, line: Timeline) -> str:
    """Return a reading's name, where it starts if not with release, and its end.

    The names of clocks are shown with unprintable characters escaped.
    """
    text = name_of(row)
    if row.starts != line.origin.at:
        text += f", from {FROM.get(row.starts_from, show(row.starts_from))} {line.stamp(row.starts)}"
    return f"{text}: ends {line.stamp(row.ends)}"


def standing(row: Row, line: Timeline) -> str:
    """Return whether a reading governs; nothing where that is not settled."""
    if row.governs == row.clocks:
        return "governs"
    if row.governs:
        return f"{_listed(row.governs)} governs"
    return "" if line.between else "does not govern"


def name_of(row: Row) -> str:
    """Return the clocks of a row, listed."""
    return _listed(row.clocks)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(show(name) for name in names)


def marked(line: Timeline) -> list[tuple[int, str, tuple[Kind, ...]]]:
    """Return the instants to mark in order of time: when, the words without the time, the kinds.

    Marks of one instant are one; the ends of readings are told by their bars.
    """
    found: dict[int, list[Mark]] = {}
    for mark in line.marks:
        if mark.kind != "end":
            found.setdefault(mark.at, []).append(mark)
    merged = []
    for at, marks in found.items():
        kinds = tuple(kind for kind in _KINDS if any(mark.kind == kind for mark in marks))
        if "release_due" in kinds:  # that says release already
            kinds = tuple(kind for kind in kinds if kind != "release")
        merged.append((at, ", ".join(_KINDS[kind] for kind in kinds), kinds))
    return merged


def afar(at: int, words: str, line: Timeline) -> str:
    """Return the words for a mark too far off to draw: when, and how many days from release or booking.

    Days are of 24 hours, rounded down.
    """
    origin = line.origin
    days = abs(at - origin.at) // _DAY
    return (
        f"{words} {line.stamp(at)}, {days} day{'' if days == 1 else 's'} "
        f"{'before' if at < origin.at else 'after'} {'release' if origin.kind == 'release' else 'booking'}"
    )


def band(line: Timeline) -> str | None:
    """Return the words for a release that is not settled; None where it is."""
    if line.between is None:
        return None
    low, high = line.between
    return f"unknown: release is due between {line.stamp(low)} and {line.stamp(high)}"


def waits(item: Waiting) -> str:
    """Return why some clocks are not drawn."""
    fact = FROM.get(item.starts_from, show(item.starts_from))
    if item.is_late:
        return f"{_listed(item.clocks)}: not drawn, no holiday is known after {LAST_YEAR}"
    return f"{_listed(item.clocks)}: not drawn, the time of {fact} is not known"


def holidays(line: Timeline) -> list[tuple[Day, str]]:
    """Return the days, other than plain weekends, that some reading leaves out, and their names."""
    found = []
    for day in line.days:
        names = dict.fromkeys(name for why in day.closed for name in why.split(", ") if name not in WEEKEND)
        if names:
            found.append((day, ", ".join(show(name) for name in names)))
    return found


def brief(at: int, line: Timeline) -> str:
    """Return an instant that stands below its date: weekday and time, with the zone where clocks change."""
    here = local(at, line.zone)
    zone = f" {here:%Z}" if any(day.hours != 24 for day in line.days) else ""
    return f"{here:%a %H:%M}{zone}"


def governed(row: Row, line: Timeline) -> int:
    """Return the instant until which a reading governs: not past a cancelled detainer's release."""
    if not row.governs:
        return row.starts
    due = [mark.at for mark in line.marks if mark.kind == "release_by"]
    return min([row.ends, *due])


def looks(line: Timeline) -> list[tuple[Look, str]]:
    """Return the looks that a drawing has, and what each means."""
    counted = [(row, stretch) for row in line.rows for stretch in row.stretches if stretch.counts]
    found: list[tuple[Look, str]] = []
    if any(stretch.starts < governed(row, line) for row, stretch in counted):
        found.append(("governs", "counts, governs"))
    if any(stretch.ends > governed(row, line) for row, stretch in counted):
        found.append(("counts", "counts" if line.between else "counts, does not govern"))
    if any(stretch.why for row in line.rows for stretch in row.stretches):
        found.append(("skips", "does not count"))
    if line.between:
        found.append(("open", "release may be due"))
    return found


def full(day: Day) -> str:
    """Return a day as ``Wed 25 Nov``."""
    return f"{day.weekday} {day.date.day} {day.date:%b}"


def short(day: Day) -> str:
    """Return a day as ``Wed 25``, where its month stands elsewhere."""
    return f"{day.weekday} {day.date.day}"


def long_days(line: Timeline) -> list[str]:
    """Return a sentence for each day drawn on which clocks change."""
    return [f"{full(day)} has {day.hours:g} hours: clocks change" for day in line.days if day.hours != 24]
