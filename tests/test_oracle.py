"""The program against the count by minutes, in every zone of the United States and ten others, 1971-2099.

``python -m pytest -m slow tests/test_oracle.py`` asks a million times and each hour of 2020-2032.
"""

import os
import struct
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

import oracle
import pytest
import tzdata
from triples import ABROAD, YEARS, ZONES, american, built_in_clocks, changes, triples

from detainer import clock as clock_module
from detainer.clock import Clock
from detainer.zones import US_ZONES, local, seconds

COUNT, MANY = 20_000, 1_000_000
EASTERN = "America/New_York"


def differences(zone: str, asked: Iterator[tuple[Clock, int]]) -> list[str]:
    """Return the first of the cases in which the two counts do not end together."""
    found = []
    for clock, start in asked:
        ours, theirs = clock.end(start, zone), oracle.end(clock, start, zone)
        if ours != theirs:
            found.append(
                f"{clock} from {start}, {local(start, zone)}: {local(ours, zone)}, not {local(theirs, zone)}"
            )
    return found[:5]


@pytest.fixture(autouse=True)
def tables_of_one_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the tables of all zones and years are not held at once."""
    monkeypatch.setattr(clock_module, "_TABLES", {})


@pytest.mark.parametrize("zone", ZONES)
def test_twenty_thousand_triples(zone: str) -> None:
    assert differences(zone, triples(zone, -(-COUNT // len(ZONES)))) == []


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
def test_a_million_triples(zone: str) -> None:
    assert differences(zone, triples(zone, -(-MANY // len(ZONES)))) == []


@pytest.mark.slow
@pytest.mark.parametrize("year", range(2020, 2033))
def test_every_hour_of_thirteen_years(year: int) -> None:
    """Each built-in clock by its name in the federal layer, and New Jersey's time on the wall."""
    clocks = [clock for clock, name in built_in_clocks().items() if name.split(":")[0] in ("us", "us-nj")]
    assert {clock.id for clock in clocks} == {
        "straight",
        "regulation",
        "regulation-without-observed",
        "same-day",
    }
    first, last = (seconds(datetime(y, 1, 1, tzinfo=oracle.load(EASTERN))) for y in (year, year + 1))
    hours = ((clock, at) for at in range(first, last, 3600) for clock in clocks)
    assert differences(EASTERN, hours) == []


def test_around_a_day_that_a_zone_skipped() -> None:
    """Apia had no Friday 2011-12-30; each built-in clock from nearly every eighth hour around it."""
    apia = oracle.load("Pacific/Apia")
    first, last = (seconds(datetime(2011, 12, day, tzinfo=apia)) for day in (28, 31))
    starts = range(first, last, 7 * 3600 + 59)
    assert differences("Pacific/Apia", ((clock, at) for clock in built_in_clocks() for at in starts)) == []


def test_every_built_in_clock_is_among_the_triples() -> None:
    asked = Counter(clock for zone in ZONES for clock, _ in triples(zone, -(-COUNT // len(ZONES))))
    assert asked.total() >= COUNT
    assert min(asked[clock] for clock in built_in_clocks()) > 100


# ---- the oracle itself ----


def test_the_zones_are_those_of_the_states_and_territories() -> None:
    assert len(american()) == 36, "29 of the states, one each of AS, GU, MP, PR and VI, Midway and Wake"
    assert set(US_ZONES) < set(american())
    assert {"Pacific/Guam", "Pacific/Pago_Pago", "America/St_Thomas", "America/Adak"} < set(american())
    assert len(ABROAD) == 10
    assert not set(ABROAD) & set(american())


def test_the_years_have_the_changes_that_are_sought() -> None:
    assert YEARS == (1971, 2099)
    assert len(changes(EASTERN)) == 258, "two a year, also in 1974 and 1975"
    assert changes("America/Phoenix") == []
    skipped = seconds(datetime(1993, 8, 21, tzinfo=oracle.load("Pacific/Kwajalein")))
    assert any(abs(at - skipped) < 2 * 86_400 for at in changes("Pacific/Kwajalein"))


@pytest.mark.parametrize("zone", ZONES)
def test_hours_at_once_come_to_the_same_as_minutes(zone: str) -> None:
    for clock, start in triples(zone, 12):
        assert oracle.end(clock, start, zone) == oracle.end(clock, start, zone, (60, 1)), (clock, start)


@pytest.mark.parametrize("zone", ZONES)
def test_no_zone_changes_twice_in_an_hour(zone: str) -> None:
    """As the file of the zone has it; what comes after its last change is a rule of two days a year."""
    with open(os.path.join(os.path.dirname(tzdata.__file__), "zoneinfo", *zone.split("/")), "rb") as file:
        data = file.read()
    utc, standard, leaps, times, types, letters = struct.unpack(">6l", data[20:44])
    second = 44 + times * 5 + types * 6 + letters + leaps * 8 + standard + utc  # the block of 64 bits
    (count,) = struct.unpack(">l", data[second + 32 : second + 36])
    at = struct.unpack(f">{count}q", data[second + 44 : second + 44 + count * 8])
    assert data[second : second + 4] == b"TZif"
    assert all(later - earlier > 3600 for earlier, later in pairwise(at))
