"""From what a clock on the wall showed to the instant it was, in a zone."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from ..errors import DetainerError
from ..zones import load, local, seconds
from .guard import check_year, quote, refuse

__all__ = ["Moment", "Wall", "place"]


class Moment(NamedTuple):
    """What a typed time was understood as.

    ``at`` is in whole seconds since 1970-01-01 UTC; ``ambiguous`` says that the local hour
    happened twice and nothing typed told which, so that ``at`` is the earlier.
    """

    at: int
    ambiguous: bool


class Wall(NamedTuple):
    """What was typed, before a zone gives it an instant.

    ``local`` is naive; ``offset`` is in seconds east of UTC where one was typed, and
    ``abbreviation`` a zone's (``EST``), still to be checked.
    """

    local: datetime
    offset: int | None = None
    abbreviation: str | None = None


def place(wall: Wall, zone: str, text: str, field: str) -> Moment:
    """Return the instant of ``wall`` in ``zone``; a typed offset wins over the zone's.

    :raises DetainerError: ``HOUR_NEVER_HAPPENED``, ``ZONE_ABBREVIATION``,
        ``YEAR_OUT_OF_RANGE``, ``ZONE_UNKNOWN``.

    >>> place(Wall(datetime(2026, 11, 1, 1, 30)), "America/New_York", "", "release_at")
    Moment(at=1793511000, ambiguous=True)
    """
    tz = load(zone)
    if wall.offset is not None:
        at = seconds(wall.local.replace(tzinfo=UTC)) - wall.offset
        check_year(local(at, zone).year, text, field)
        return Moment(at, ambiguous=False)
    check_year(wall.local.year, text, field)
    # Where the offset changes, fold 0 counts by the one before and fold 1 by the one after.
    first = wall.local.replace(tzinfo=tz, fold=0)
    second = wall.local.replace(tzinfo=tz, fold=1)
    if seconds(first) > seconds(second):
        raise _never_happened(first, second, text, field)
    choices = [first] if seconds(first) == seconds(second) else [first, second]
    if wall.abbreviation is not None:
        named = [c for c in choices if str(c.tzname()).upper() == wall.abbreviation.upper()]
        if not named:
            raise _not_in_force(wall.abbreviation, choices, zone, text, field)
        choices = named
    return Moment(seconds(choices[0]), ambiguous=len(choices) > 1)


def _never_happened(first: datetime, second: datetime, text: str, field: str) -> DetainerError:
    low, high = seconds(second), seconds(first)  # the clocks were changed after low, by high
    change = high
    while change - low > 1:
        middle = (low + change) // 2
        if datetime.fromtimestamp(middle, first.tzinfo).utcoffset() == first.utcoffset():
            low = middle
        else:
            change = middle
    after = datetime.fromtimestamp(change, first.tzinfo).replace(tzinfo=None)
    before = after - timedelta(seconds=high - seconds(second))
    form = "%H:%M" if before.date() == after.date() else "%Y-%m-%d %H:%M"
    return refuse(
        "HOUR_NEVER_HAPPENED",
        field,
        f"{quote(text)} never happened in {first.tzinfo}: "
        f"clocks went from {before.strftime(form)} to {after.strftime(form)}",
        f"write the time that the clock showed, {after.strftime(form)} or later",
    )


def _not_in_force(
    abbreviation: str, choices: list[datetime], zone: str, text: str, field: str
) -> DetainerError:
    names = list(dict.fromkeys(str(c.tzname()) for c in choices))
    right = " or ".join(names)
    verb = "is" if len(names) == 1 else "are"
    return refuse(
        "ZONE_ABBREVIATION",
        field,
        f"{quote(text)} says {abbreviation.upper()}, but in {zone} {right} {verb} in force then",
        f"write the local time there, with {right} or without; "
        f"or an offset in place of {abbreviation.upper()}",
    )
