"""Days that are not like others: each end counted by hand, from the words of the statute or the zone's rules.

The three readings of the federal layer are asked: 48 straight hours; 48 hours without
Saturdays, Sundays and holidays, the days kept for a weekend's holiday among them; and the
same with those days counted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tzdata
from made import ask, at, codes
from shell import HONORS, NY, RELEASE, do, outside

from detainer import load_profile, zones
from detainer.cli import options

EASTERN = "America/New_York"


def instant(text: str, zone: str) -> int:
    """Return the instant of ``Fri 1971-10-22 17:00``; the weekday must be right."""
    weekday, day, time = text.split()
    assert weekday == f"{date.fromisoformat(day):%a}", text
    return zones.seconds(at(f"{day}T{time}", zone))


def ends(start: str, zone: str) -> list[str]:
    """Return where the three readings end, written as the start is."""
    clocks = load_profile("us").clocks
    names = ("straight", "regulation", "regulation-without-observed")
    found = [clocks[name].clock.end(instant(start, zone), zone) for name in names]
    return [f"{zones.local(end, zone):%a %Y-%m-%d %H:%M}" for end in found]


# what, start in New York, straight end, regulation end, end with the days kept counted, the count
HOLIDAYS = [
    # Veterans Day: the fourth Monday of October from 1971 to 1977 (Pub. L. 90-363, Pub. L. 94-97)
    ("Veterans Day 1971, Mon Oct 25", "Fri 1971-10-22 17:00", "Sun 1971-10-24 17:00", "Wed 1971-10-27 17:00",
     "Wed 1971-10-27 17:00", "7 Fri, 24 Tue, 17 Wed"),
    ("Thu 1971-11-11 is a day like any other", "Wed 1971-11-10 17:00", "Fri 1971-11-12 17:00",
     "Fri 1971-11-12 17:00", "Fri 1971-11-12 17:00", "7 Wed, 24 Thu, 17 Fri"),
    ("the last in October, Mon 1977-10-24", "Fri 1977-10-21 12:00", "Sun 1977-10-23 12:00", "Wed 1977-10-26 12:00",
     "Wed 1977-10-26 12:00", "12 Fri, 24 Tue, 12 Wed"),
    ("Mon 1978-10-23 counts again", "Fri 1978-10-20 12:00", "Sun 1978-10-22 12:00", "Tue 1978-10-24 12:00",
     "Tue 1978-10-24 12:00", "12 Fri, 24 Mon, 12 Tue"),
    ("back on November 11, a Saturday in 1978", "Thu 1978-11-09 12:00", "Sat 1978-11-11 12:00",
     "Tue 1978-11-14 12:00", "Mon 1978-11-13 12:00", "Fri kept: 12 Thu, 24 Mon, 12 Tue; else 12 Thu, 24 Fri, 12 Mon"),
    # the others that moved in 1971
    ("Washington's Birthday, Mon 1971-02-15", "Fri 1971-02-12 12:00", "Sun 1971-02-14 12:00", "Wed 1971-02-17 12:00",
     "Wed 1971-02-17 12:00", "12 Fri, 24 Tue, 12 Wed"),
    ("Mon 1971-02-22 counts", "Fri 1971-02-19 12:00", "Sun 1971-02-21 12:00", "Tue 1971-02-23 12:00",
     "Tue 1971-02-23 12:00", "12 Fri, 24 Mon, 12 Tue"),
    # the birthday of Dr. King, the third Monday of January from 1986 (Pub. L. 98-144)
    ("Mon 1985-01-21 counts", "Fri 1985-01-18 17:00", "Sun 1985-01-20 17:00", "Tue 1985-01-22 17:00",
     "Tue 1985-01-22 17:00", "7 Fri, 24 Mon, 17 Tue; the inauguration kept that Monday counts too"),
    ("Mon 1986-01-20, the first", "Fri 1986-01-17 17:00", "Sun 1986-01-19 17:00", "Wed 1986-01-22 17:00",
     "Wed 1986-01-22 17:00", "7 Fri, 24 Tue, 17 Wed"),
    # Juneteenth, from 2021 (Pub. L. 117-17)
    ("Wed 2019-06-19 counts", "Tue 2019-06-18 09:00", "Thu 2019-06-20 09:00", "Thu 2019-06-20 09:00",
     "Thu 2019-06-20 09:00", "15 Tue, 24 Wed, 9 Thu"),
    ("Wed 2024-06-19 is out", "Tue 2024-06-18 09:00", "Thu 2024-06-20 09:00", "Fri 2024-06-21 09:00",
     "Fri 2024-06-21 09:00", "15 Tue, 24 Thu, 9 Fri"),
    ("signed Thu 2021-06-17, kept the next day", "Wed 2021-06-16 18:00", "Fri 2021-06-18 18:00", "Mon 2021-06-21 18:00",
     "Fri 2021-06-18 18:00", "6 Wed, 24 Thu, 18 Mon; else 6 Wed, 24 Thu, 18 Fri"),
    # Inauguration Day is a holiday for the pay and leave of one region alone (5 U.S.C. 6103(c)): it counts
    ("Tue 1981-01-20", "Mon 1981-01-19 12:00", "Wed 1981-01-21 12:00", "Wed 1981-01-21 12:00",
     "Wed 1981-01-21 12:00", "12 Mon, 24 Tue, 12 Wed"),
    ("Fri 2017-01-20", "Thu 2017-01-19 12:00", "Sat 2017-01-21 12:00", "Mon 2017-01-23 12:00",
     "Mon 2017-01-23 12:00", "12 Thu, 24 Fri, 12 Mon"),
    ("Mon 2025-01-20, out as the birthday of Dr. King", "Fri 2025-01-17 12:00", "Sun 2025-01-19 12:00",
     "Wed 2025-01-22 12:00", "Wed 2025-01-22 12:00", "12 Fri, 24 Tue, 12 Wed"),
    # New Year's Day
    ("Sat 2011-01-01 kept the year before", "Thu 2010-12-30 12:00", "Sat 2011-01-01 12:00", "Tue 2011-01-04 12:00",
     "Mon 2011-01-03 12:00", "Fri 31 kept: 12 Thu, 24 Mon, 12 Tue; else 12 Thu, 24 Fri, 12 Mon"),
    ("released on the Friday kept", "Fri 2010-12-31 10:00", "Sun 2011-01-02 10:00", "Wed 2011-01-05 00:00",
     "Tue 2011-01-04 10:00", "24 Mon, 24 Tue, full at 24:00; else 14 Fri, 24 Mon, 10 Tue"),
    ("Sat 2028-01-01 kept the year before", "Thu 2027-12-30 12:00", "Sat 2028-01-01 12:00", "Tue 2028-01-04 12:00",
     "Mon 2028-01-03 12:00", "as in 2010"),
    ("Sun 2017-01-01 kept on Monday", "Fri 2016-12-30 12:00", "Sun 2017-01-01 12:00", "Wed 2017-01-04 12:00",
     "Tue 2017-01-03 12:00", "Mon 2 kept: 12 Fri, 24 Tue, 12 Wed; else 12 Fri, 24 Mon, 12 Tue"),
    # across a year
    ("a Thursday", "Wed 2025-12-31 18:00", "Fri 2026-01-02 18:00", "Mon 2026-01-05 18:00", "Mon 2026-01-05 18:00",
     "6 Wed, 24 Fri, 18 Mon; December 31 was closed by no order"),
    ("full as the year ends", "Mon 2029-12-31 00:00", "Wed 2030-01-02 00:00", "Thu 2030-01-03 00:00",
     "Thu 2030-01-03 00:00", "24 Mon, Tue Jan 1 out, 24 Wed, full at 24:00"),
    ("the last second of a year", "Sun 2028-12-31 23:59", "Tue 2029-01-02 23:59", "Thu 2029-01-04 00:00",
     "Thu 2029-01-04 00:00", "Sunday and New Year's Monday out: 24 Tue, 24 Wed"),
    # leap days
    ("Thu 2024-02-29", "Wed 2024-02-28 12:00", "Fri 2024-03-01 12:00", "Fri 2024-03-01 12:00", "Fri 2024-03-01 12:00",
     "12 Wed, 24 Thu, 12 Fri"),
    ("from the first instant of one", "Thu 2024-02-29 00:00", "Sat 2024-03-02 00:00", "Sat 2024-03-02 00:00",
     "Sat 2024-03-02 00:00", "24 Thu, 24 Fri, full at Fri 24:00"),
    ("Sat 2020-02-29 is a Saturday", "Fri 2020-02-28 12:00", "Sun 2020-03-01 12:00", "Tue 2020-03-03 12:00",
     "Tue 2020-03-03 12:00", "12 Fri, 24 Mon, 12 Tue"),
    ("2000 had one", "Mon 2000-02-28 12:00", "Wed 2000-03-01 12:00", "Wed 2000-03-01 12:00", "Wed 2000-03-01 12:00",
     "12 Mon, 24 Tue Feb 29, 12 Wed"),
    ("2100 has none", "Fri 2100-02-26 12:00", "Sun 2100-02-28 12:00", "Tue 2100-03-02 12:00", "Tue 2100-03-02 12:00",
     "Sun Feb 28, then Mon Mar 1: 12 Fri, 24 Mon, 12 Tue"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("start", "straight", "regulation", "counted", "why"),
    [row[1:] for row in HOLIDAYS],
    ids=[row[0] for row in HOLIDAYS],
)
def test_holidays_years_and_leap_days(
    start: str, straight: str, regulation: str, counted: str, why: str
) -> None:
    assert ends(start, EASTERN) == [straight, regulation, counted], why


# zone, start, straight end, regulation end, why; no day kept falls in these
ZONES = [
    # Pub. L. 109-58: from 2007 daylight time is from the second Sunday of March to the first of November
    (EASTERN, "Sat 2006-03-11 17:00", "Mon 2006-03-13 17:00", "Wed 2006-03-15 00:00", "not yet in mid-March"),
    (EASTERN, "Sat 2007-03-10 17:00", "Mon 2007-03-12 18:00", "Wed 2007-03-14 00:00", "Sunday had 23 hours"),
    (EASTERN, "Sat 2006-10-28 17:00", "Mon 2006-10-30 16:00", "Wed 2006-11-01 00:00", "the last Sunday of October had 25"),
    (EASTERN, "Sat 2007-10-27 17:00", "Mon 2007-10-29 17:00", "Wed 2007-10-31 00:00", "and no longer has"),
    (EASTERN, "Sat 2007-11-03 17:00", "Mon 2007-11-05 16:00", "Wed 2007-11-07 00:00", "the first of November has"),
    # Pub. L. 93-182: daylight time in winter, from 1974-01-06
    (EASTERN, "Sat 1974-01-05 17:00", "Mon 1974-01-07 18:00", "Wed 1974-01-09 00:00", "a Sunday of January with 23 hours"),
    (EASTERN, "Sat 1973-01-06 17:00", "Mon 1973-01-08 17:00", "Wed 1973-01-10 00:00", "the year before none"),
    # Indiana took up daylight time in 2006; Pike County went from Central to Eastern on 2007-11-04
    ("America/Indiana/Indianapolis", "Sat 2005-04-02 17:00", "Mon 2005-04-04 17:00", "Wed 2005-04-06 00:00", "none in 2005"),
    ("America/Indiana/Indianapolis", "Sat 2006-04-01 17:00", "Mon 2006-04-03 18:00", "Wed 2006-04-05 00:00", "the first"),
    ("America/Indiana/Petersburg", "Sat 2007-11-03 17:00", "Mon 2007-11-05 17:00", "Wed 2007-11-07 00:00",
     "Central daylight time and Eastern standard time are one: no hour was set back"),
    ("America/Indiana/Petersburg", "Sat 2008-11-01 17:00", "Mon 2008-11-03 16:00", "Wed 2008-11-05 00:00", "the year after one was"),
    # without daylight time
    ("America/Phoenix", "Sat 2007-03-10 17:00", "Mon 2007-03-12 17:00", "Wed 2007-03-14 00:00", "Arizona has none"),
    ("Pacific/Guam", "Sat 2007-03-10 17:00", "Mon 2007-03-12 17:00", "Wed 2007-03-14 00:00", "nor has Guam"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "start", "straight", "regulation", "why"), ZONES)
def test_zones_that_changed_their_rules(
    zone: str, start: str, straight: str, regulation: str, why: str
) -> None:
    """The regulation's window starts on a Saturday: 24 hours of Monday and 24 of Tuesday, in any zone."""
    assert ends(start, zone) == [straight, regulation, regulation], why


def test_the_day_of_a_release_is_the_facilitys() -> None:
    """One instant: Friday evening in Honolulu, Saturday morning in Guam; what counts of Friday differs."""
    start = at("2026-11-06T20:00", "Pacific/Honolulu")
    hawaii = ask("honors", None, zone="Pacific/Honolulu", release_at=start)
    guam = ask("honors", None, zone="Pacific/Guam", release_at=start)
    assert start.astimezone(zones.load("Pacific/Guam")).isoformat() == "2026-11-07T16:00:00+10:00"
    assert hawaii.release_by == guam.release_by == at("2026-11-08T20:00", "Pacific/Honolulu"), (
        "48 straight hours"
    )
    kept = [
        {item.clock.id: item.ends for item in decision.readings}["regulation"] for decision in (hawaii, guam)
    ]
    assert kept == [
        instant("Tue 2026-11-10 20:00", "Pacific/Honolulu"),  # 4 Fri, 24 Mon, 20 Tue
        instant("Thu 2026-11-12 00:00", "Pacific/Guam") - 24 * 3600,  # 24 Mon, 24 Tue, full as Tuesday ends
    ]


# ---- zone data older than the facts ----


@pytest.mark.parametrize(
    ("version", "release", "warned", "why"),
    [
        ("2026.6", "2027-12-31T23:59", False, "the year after the data's own"),
        ("2026.6", "2028-01-01T00:00", True, "the local year is the next but one; in UTC it was before"),
        ("2025.2", "2026-11-25T15:00", False, "data of last year are what a machine in order has"),
        ("2024.1", "2026-11-25T15:00", True, "data of the year before last"),
        ("2024.1", "1999-05-07T12:00", False, "what was is known"),
    ],
)
def test_zone_data_older_than_the_facts_are_warned_of(
    version: str, release: str, warned: bool, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tzdata, "__version__", version)
    decision = ask("honors", release)
    assert ("ZONE_DATA_OLD" in codes(decision)) is warned, why


def test_the_warning_names_the_data_the_year_and_the_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tzdata, "__version__", "2024.1")
    (message,) = (
        item.message for item in ask("honors", "2026-11-25T15:00").warnings if item.code == "ZONE_DATA_OLD"
    )
    assert message == (
        "The zone data in use are tzdata 2024.1, and release is in 2026: by then clocks in America/New_York "
        "may go by other rules"
    )
    (message,) = (
        item.message
        for item in ask("honors", None, booked_at=at("2026-11-25T15:00")).warnings
        if item.code == "ZONE_DATA_OLD"
    )
    assert "booking is in 2026" in message


# ---- a machine whose clock or zone is wrong ----


@pytest.mark.parametrize(
    "zone", ["Asia/Tokyo", "Pacific/Apia", "XYZ-25", "Nowhere/At_All", ":/etc/passwd", ""]
)
def test_the_machines_zone_changes_nothing(zone: str) -> None:
    """A time typed without a zone is the facility's, and so is all that is printed."""
    here = do(*HONORS, "--json")
    assert outside(*HONORS, "--json", TZ=zone).out == here.out
    assert here.json["release_by"] == "2026-11-27T15:00:00-05:00"


def say(monkeypatch: pytest.MonkeyPatch, clock: float, *more: str) -> Any:
    """Ask without --as-of on a machine whose clock says so many seconds since 1970."""
    monkeypatch.setattr(options.time, "time", lambda: clock)
    return do("check", "-p", "honors", *NY, *RELEASE, *more)


RIGHT = zones.seconds(at("2026-11-25T16:00"))
SAID = [
    ("1999-01-04T12:00", "not_started", 0, "years slow: release seems ahead"),
    ("2040-01-02T12:00", "ended", 3, "years fast: the window seems over"),
]  # fmt: skip


@pytest.mark.parametrize(("clock", "status", "code", "why"), SAID)
def test_a_wrong_clock_changes_nothing_but_now(
    clock: str, status: str, code: int, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, wrong = (
        say(monkeypatch, now, "--json", "--exit-code") for now in (RIGHT, zones.seconds(at(clock)))
    )
    assert (wrong.json["now"]["status"], wrong.code) == (status, code), why
    assert right.json["now"]["status"] == "running"
    assert {**wrong.json, "now": None} == {**right.json, "now": None}


@pytest.mark.parametrize(
    "clock", [-5.0, 0.0, 4.2e9, 1e11, 1e15], ids=["1969", "1970", "2103", "5138", "30 million"]
)
def test_a_clock_out_of_all_reason_takes_no_answer_away(
    clock: float, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Such as a dead battery sets: there is no time left to tell, and --exit-code cannot say that the hold runs."""
    right, wrong = (say(monkeypatch, now, "--json", "--exit-code") for now in (RIGHT, clock))
    assert (wrong.json["now"], wrong.code) == (None, 4)
    assert {**wrong.json, "now": None} == {**right.json, "now": None}
    assert say(monkeypatch, clock).out.startswith(
        "RELEASE BY Fri 27 Nov 2026 15:00 EST unless ICE takes custody first\n"
    )
    assert say(monkeypatch, clock, "--form", "none", "--exit-code").code == 3, "no hold at any time"
    assert say(monkeypatch, clock, "--assume", "nothing", "--exit-code").code == 4, (
        "nor is this known at any time"
    )
    calendar = tmp_path / "answer.ics"
    assert say(monkeypatch, clock, "-o", str(calendar)).code == 0
    assert "DTSTAMP:19700101T000000Z" in calendar.read_text("utf-8"), "it says nothing of when it was written"
