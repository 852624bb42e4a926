"""Time zones, read from the ``tzdata`` package and never from the machine.

The version of the zone data that an answer names is then the one it used.
Instants inside the program are whole seconds since 1970-01-01 UTC.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import tzdata

from .errors import DetainerError, Problem, show

__all__ = [
    "US_ZONES",
    "exists",
    "last_year",
    "load",
    "local",
    "midnight",
    "names",
    "seconds",
    "shown",
    "table",
    "utc",
    "version",
]

#: where most jails of the United States lie; a state may have zones of its own
US_ZONES = ("America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
            "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico")  # fmt: skip
_ROOT = os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo")
_NAMES = os.path.join(os.path.dirname(_ROOT), "zones")
_LOADED: dict[str, ZoneInfo] = {}


def version() -> str:
    """Return the version of the zone data in use, as ``2026.6``."""
    return str(tzdata.__version__)


def last_year() -> int:
    """Return the last year for which the zone data in use need no doubt: the year after their own.

    Rules of a zone change at short notice, and data of this year or the last are what a
    machine in order has. A later date rests on rules that may no longer be those of the place.

    >>> last_year() > int(version()[:4])
    True
    """
    return int(version().partition(".")[0]) + 1


def names() -> tuple[str, ...]:
    """Return every zone's name, in order."""
    with open(_NAMES, encoding="utf-8") as file:
        return tuple(sorted(line.strip() for line in file if line.strip()))


def table() -> str:
    """Return the file that says of each zone in which country it lies and what it covers (``zone.tab``)."""
    return os.path.join(_ROOT, "zone.tab")


def exists(key: str) -> bool:
    """Say whether ``key`` names a zone of the ``tzdata`` package, written as it is there."""
    if key in _LOADED:
        return True
    with open(_NAMES, encoding="utf-8") as file:
        return "\n" not in key and f"\n{key}\n" in f"\n{file.read()}"


def load(key: str) -> ZoneInfo:
    """Return the zone called ``key`` (``America/New_York``).

    The object cannot be pickled; keep the key and load it where it is needed.

    :raises DetainerError: ``ZONE_UNKNOWN``, with the nearest names.

    >>> load("America/Chicago").key
    'America/Chicago'
    """
    zone = _LOADED.get(key)
    if zone is None:
        if not exists(key):
            raise DetainerError([_unknown(key)])
        with open(os.path.join(_ROOT, *key.split("/")), "rb") as file:
            zone = _LOADED[key] = ZoneInfo.from_file(file, key=key)
    return zone


def _unknown(key: str) -> Problem:
    from difflib import get_close_matches

    last = {name.rsplit("/", 1)[-1].lower(): name for name in names()}
    wanted = key.replace(" ", "_")
    near = get_close_matches(wanted, names(), 3, 0.7) or [
        last[n] for n in get_close_matches(wanted.rsplit("/", 1)[-1].lower(), list(last), 3, 0.7)
    ]
    hint = f"did you mean {', '.join(near)}?" if near else f"as one of {', '.join(US_ZONES)}"
    return Problem("ZONE_UNKNOWN", "timezone", f"no zone is called '{show(key)}'", hint)


def utc(at: int) -> datetime:
    """Return seconds since 1970 UTC as an aware datetime in UTC.

    >>> utc(86400).isoformat()
    '1970-01-02T00:00:00+00:00'
    """
    return datetime.fromtimestamp(at, UTC)


def shown(here: datetime) -> str:
    """Return a local time as people read it: weekday, date, time and the zone's abbreviation.

    >>> shown(local(0, "America/New_York"))
    'Wed 31 Dec 1969 19:00 EST'
    """
    return f"{here:%a} {here.day} {here:%b %Y %H:%M %Z}"  # not %-d, which Windows does not have


def seconds(instant: datetime) -> int:
    """Return an aware instant as whole seconds since 1970 UTC (a fraction is dropped).

    >>> seconds(datetime.fromisoformat("1970-01-02T00:00Z"))
    86400
    """
    return int(instant.timestamp() // 1)


def local(at: int, key: str) -> datetime:
    """Return the local time in zone ``key`` of an instant given in seconds."""
    return datetime.fromtimestamp(at, load(key))


def midnight(day: date, key: str) -> int:
    """Return the first instant of a local day, in seconds.

    Where midnight is skipped by a clock change, or the whole day is, that is the instant
    of the change.
    """
    zone = load(key)
    first = datetime(day.year, day.month, day.day, tzinfo=zone)  # of two midnights the earlier
    at = seconds(first)
    if datetime.fromtimestamp(at, zone).replace(tzinfo=None) == first.replace(tzinfo=None):
        return at
    low, high = at - 36 * 3600, at + 36 * 3600
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).date() < day:
            low = middle
        else:
            high = middle
    return high
