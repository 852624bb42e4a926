"""Zones come from the ``tzdata`` package: names, nearest names, first instants of days."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import tzdata

from detainer import zones
from detainer.errors import DetainerError


def test_the_version_is_that_of_the_package() -> None:
    assert zones.version() == tzdata.__version__
    assert zones.version()[:2] == "20"


def test_names_are_the_packages_and_in_order() -> None:
    names = zones.names()
    assert list(names) == sorted(names)
    assert len(names) > 400
    assert {"America/New_York", "America/Indiana/Knox", "Pacific/Guam", "UTC"} <= set(names)


@pytest.mark.parametrize(
    ("key", "expected", "why"),
    [
        ("America/New_York", True, "a zone"),
        ("America/Indiana/Knox", True, "two folders deep"),
        ("US/Eastern", True, "an old name, still in the data"),
        ("EST5EDT", True, "a name without a folder"),
        ("America/new_york", False, "names are case-sensitive, as files are"),
        ("America", False, "a folder"),
        ("America/New York", False, "a blank for the underscore"),
        ("EDT", False, "an abbreviation"),
        ("../../tzdata/zones", False, "no path is followed"),
        ("/etc/localtime", False, "nor the machine's own zone"),
        ("", False, "nothing"),
    ],
)
def test_exists(key: str, expected: bool, why: str) -> None:
    assert zones.exists(key) is expected, why


def test_a_loaded_zone_exists_and_is_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    zone = zones.load("America/Denver")
    assert zone.key == "America/Denver"
    monkeypatch.setattr(zones, "names", lambda: pytest.fail("the list of names was read again"))
    assert zones.load("America/Denver") is zone
    assert zones.exists("America/Denver")


@pytest.mark.parametrize(
    ("key", "nearest", "why"),
    [
        ("America/New_Yrok", "America/New_York", "two letters swapped"),
        ("America/New York", "America/New_York", "a blank for the underscore"),
        ("america/chicago", "America/Chicago", "small letters"),
        ("Los Angeles", "America/Los_Angeles", "the city alone"),
        ("phoenix", "America/Phoenix", "the city alone, small letters"),
        ("Pacific/Honolul", "Pacific/Honolulu", "cut short"),
    ],
)
def test_an_unknown_zone_names_the_nearest(key: str, nearest: str, why: str) -> None:
    with pytest.raises(DetainerError) as raised:
        zones.load(key)
    (problem,) = raised.value.problems
    assert (problem.code, problem.field) == ("ZONE_UNKNOWN", "timezone")
    assert key in problem.message
    assert problem.hint is not None
    assert nearest in problem.hint, why


@pytest.mark.parametrize("key", ["", "Q", "Zqxj/Wvkq", "\x1b[31m"])
def test_a_zone_near_to_none_shows_how_to_write_one(key: str) -> None:
    with pytest.raises(DetainerError) as raised:
        zones.load(key)
    (problem,) = raised.value.problems
    assert (problem.hint or "").startswith("as one of America/New_York, America/Chicago, ")
    assert problem.message.isprintable()


@pytest.mark.parametrize(
    ("instant", "expected", "why"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), 0, "where counting begins"),
        (datetime(2026, 11, 25, 15, tzinfo=timezone(timedelta(hours=-5))), 1_795_636_800, "20:00 UTC"),
        (datetime(1970, 1, 1, 0, 0, 1, 999_999, tzinfo=UTC), 1, "a fraction is dropped"),
        (datetime(1969, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC), -1, "downwards, before 1970 too"),
    ],
)
def test_seconds(instant: datetime, expected: int, why: str) -> None:
    assert zones.seconds(instant) == expected, why


def test_local() -> None:
    assert zones.local(0, "America/New_York").isoformat() == "1969-12-31T19:00:00-05:00"


@pytest.mark.parametrize(
    ("day", "zone", "expected", "why"),
    [
        ("2026-11-25", "America/New_York", "2026-11-25T00:00:00-05:00", "an ordinary day"),
        (
            "2026-03-08",
            "America/New_York",
            "2026-03-08T00:00:00-05:00",
            "clocks change at two, not at midnight",
        ),
        ("2026-11-01", "America/New_York", "2026-11-01T00:00:00-04:00", "the same in autumn"),
        ("2018-11-04", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00", "00:00 was skipped to 01:00"),
        ("2026-03-08", "America/Havana", "2026-03-08T01:00:00-04:00", "00:00 is skipped to 01:00"),
        ("2026-03-29", "Asia/Beirut", "2026-03-29T01:00:00+03:00", "00:00 is skipped to 01:00"),
        (
            "2026-11-01",
            "America/Havana",
            "2026-11-01T00:00:00-04:00",
            "01:00 back to 00:00: the first midnight",
        ),
        ("2018-02-18", "America/Sao_Paulo", "2018-02-18T00:00:00-03:00", "24:00 went back to 23:00 first"),
        (
            "2010-11-07",
            "America/St_Johns",
            "2010-11-07T00:00:00-02:30",
            "00:01 back to 23:01: the first midnight",
        ),
        ("2011-12-30", "Pacific/Apia", "2011-12-31T00:00:00+14:00", "the day never was: when it was skipped"),
        ("2011-12-31", "Pacific/Apia", "2011-12-31T00:00:00+14:00", "the day after it"),
        ("2101-01-01", "Pacific/Guam", "2101-01-01T00:00:00+10:00", "past the tables of holidays"),
    ],
)
def test_midnight(day: str, zone: str, expected: str, why: str) -> None:
    at = zones.midnight(date.fromisoformat(day), zone)
    assert zones.local(at, zone).isoformat() == expected, why
    assert zones.local(at - 1, zone).date() < date.fromisoformat(day), why
