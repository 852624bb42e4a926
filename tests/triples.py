"""Random zones, starts and clocks, from a fixed seed: what the oracle and the program are both asked.

The zones are every one of the United States and its territories in ``zone.tab``, and others
whose clocks have done odder things. The years are those in which the statute's words and the
table of holidays say the same (1970 differs in two days, see ``test_days.py``).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise

import oracle

from detainer import zones
from detainer.clock import Clock, Start
from detainer.profiles import built_in_ids, load_profile

RELEASE = Start("one", ("release_at",))
YEARS = (1971, 2099)
#: the United States, American Samoa, Guam, the Northern Marianas, Puerto Rico, the Minor Outlying and Virgin Islands
COUNTRIES = ("US", "AS", "GU", "MP", "PR", "UM", "VI")
ABROAD = (
    "Africa/Casablanca",  # clocks back for each Ramadan
    "Africa/Monrovia",  # an offset of 44 minutes and 30 seconds until 1972
    "America/Havana",  # midnight skipped in spring, twice in autumn
    "America/Sao_Paulo",  # midnight skipped until 2018, 23:00 twice
    "America/St_Johns",  # set back at 00:01 until 2011: a date that came, went and came again
    "Asia/Beirut",  # set back at midnight
    "Asia/Kathmandu",  # ten minutes in 1986
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Apia",  # without 2011-12-30
    "Pacific/Kwajalein",  # without 1993-08-21
)
OTHER_WORDS = (
    ("sunday",),
    ("saturday", "sunday", "federal-holiday", "federal-closure"),
    ("federal-holiday-observed",),
)


def american() -> tuple[str, ...]:
    """Return every zone of the United States and its territories."""
    with open(zones.table(), encoding="utf-8") as file:
        rows = [line.split("\t") for line in file if not line.startswith("#")]
    return tuple(sorted(row[2].strip() for row in rows if row[0] in COUNTRIES))


ZONES = (*american(), *ABROAD)


@lru_cache
def built_in_clocks() -> dict[Clock, str]:
    """Return the clocks of all profiles that come with the program, each with one that has it."""
    return {
        entry.clock: f"{name}: {entry.clock.id}"
        for name in built_in_ids()
        for entry in load_profile(name).clocks.values()
    }


@lru_cache
def changes(zone: str) -> list[int]:
    """Return an instant within a day before every change of the zone's offset."""
    low, high = (zones.seconds(datetime(year, 1, 1, tzinfo=UTC)) for year in (YEARS[0], YEARS[1] + 1))
    offsets = [(at, oracle.here(at, zone).utcoffset()) for at in range(low, high, 86_400)]
    return [at for (at, before), (_, after) in pairwise(offsets) if before != after]


def start(zone: str, chance: random.Random) -> int:
    """Return an instant: any, near a local midnight, near a clock change, or near the turn of a year."""
    year, kind = chance.randint(*YEARS), chance.randrange(4)
    day = date(year, 1, 1) + timedelta(days=chance.randrange(365))
    if kind == 3:
        day = date(year, 12, 28) + timedelta(days=chance.randrange(7) if year < YEARS[1] else 0)
    found = zones.seconds(datetime(day.year, day.month, day.day, tzinfo=oracle.load(zone)))
    if kind == 1:
        return found + chance.choice((-61, -60, -1, 0, 1, 59, 60))
    if kind == 2 and (near := changes(zone)):
        return chance.choice(near) + chance.randrange(-60 * 3600, 36 * 3600)
    return found + chance.randrange(86_400)


def clock(chance: random.Random) -> Clock:
    """Return a clock: two times in three of a built-in profile, else made up."""
    if chance.randrange(3):
        return chance.choice(list(built_in_clocks()))
    if not chance.randrange(4):
        wall = f"{chance.randrange(24):02}:{chance.randrange(60):02}"
        return Clock("wall", None, wall, RELEASE)
    hours = chance.randint(0, 120 * 60) / 60
    words = [*dict.fromkeys(clock.excludes for clock in built_in_clocks()), *OTHER_WORDS]
    return Clock("hours", hours, None, RELEASE, chance.choice(words))


def triples(zone: str, count: int) -> Iterator[tuple[Clock, int]]:
    """Yield that many clocks and starts; the first thousand are the same however many are asked for."""
    chance = random.Random(zone)
    for _ in range(count):
        yield clock(chance), start(zone, chance)
