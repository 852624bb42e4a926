"""Counting hours: cases worked by hand. ``test_oracle.py`` has the count by minutes at scale."""

from datetime import date, datetime, timedelta

import oracle
import pytest

from detainer import clock as clock_module
from detainer.clock import Clock, Start, offsets, table
from detainer.errors import DetainerError
from detainer.zones import load, local, seconds

RELEASE = Start("one", ("release_at",))
WEEKEND = ("saturday", "sunday")
OBSERVED = (*WEEKEND, "federal-holiday-observed")
BARE = (*WEEKEND, "federal-holiday")

STRAIGHT = Clock("straight", 48, None, RELEASE)
REGULATION = Clock("regulation", 48, None, RELEASE, OBSERVED)
WITHOUT_OBSERVED = Clock("regulation-without-observed", 48, None, RELEASE, BARE)

NEW_YORK, CHICAGO, LOS_ANGELES = "America/New_York", "America/Chicago", "America/Los_Angeles"
APIA, HAVANA, SAO_PAULO, ST_JOHNS = "Pacific/Apia", "America/Havana", "America/Sao_Paulo", "America/St_Johns"


def at(text: str, zone: str) -> int:
    """Return the instant of ``Thu 2026-11-05 17:00`` (or ``...17:00-05:00``); the weekday must be right."""
    weekday, day, time = text.split()
    assert weekday == f"{date.fromisoformat(day):%a}", text
    instant = datetime.fromisoformat(f"{day}T{time}")
    return seconds(instant if instant.tzinfo else instant.replace(tzinfo=load(zone)))


def shown(instant: int | datetime, zone: str) -> str:
    when = local(instant if isinstance(instant, int) else seconds(instant), zone)
    return f"{when:%a %Y-%m-%d %H:%M:%S%z}"


def hours(count: float, *excludes: str) -> Clock:
    return Clock("hours", count, None, RELEASE, excludes)


def until(wall: str) -> Clock:
    return Clock("same-day", None, wall, RELEASE)


def same(found: int, expected: str, zone: str, why: str) -> None:
    assert shown(found, zone) == shown(at(expected, zone), zone), why


# ---- hand counts ----

# id, zone, start, straight end, regulation end, end without the observed days (None: the same), the count
HAND_COUNTS = [
    ("kcp-1", CHICAGO, "Mon 2026-11-02 17:00", "Wed 2026-11-04 17:00", "Wed 2026-11-04 17:00", None,
     "no excluded day: 7 h Mon, 24 Tue, 17 Wed"),
    ("kcp-2", CHICAGO, "Thu 2026-11-05 17:00", "Sat 2026-11-07 17:00", "Mon 2026-11-09 17:00", None,
     "7 h Thu, 24 Fri, 17 Mon"),
    ("wso-2019", NEW_YORK, "Fri 2019-05-10 17:00", "Sun 2019-05-12 17:00", "Tue 2019-05-14 17:00", None,
     "7 Fri, 24 Mon, 17 Tue"),
    ("thanksgiving", NEW_YORK, "Wed 2026-11-25 15:00", "Fri 2026-11-27 15:00", "Mon 2026-11-30 15:00", None,
     "9 Wed, 24 Fri (no holiday), 15 Mon"),
    ("independence", NEW_YORK, "Thu 2026-07-02 18:00", "Sat 2026-07-04 18:00", "Tue 2026-07-07 18:00",
     "Mon 2026-07-06 18:00", "July 4 kept Friday: 6 Thu, 24 Mon, 18 Tue; else 6 Thu, 24 Fri, 18 Mon"),
    ("labor-day", NEW_YORK, "Sat 2026-09-05 10:00", "Mon 2026-09-07 10:00", "Thu 2026-09-10 00:00", None,
     "begins on an excluded day: 24 Tue, 24 Wed, full at Wed 24:00"),
    ("late-friday", NEW_YORK, "Fri 2026-09-04 23:59", "Sun 2026-09-06 23:59", "Wed 2026-09-09 23:59", None,
     "1 minute Fri, 24 Tue, 23:59 Wed"),
    ("tie", NEW_YORK, "Wed 2026-12-23 00:00", "Fri 2026-12-25 00:00", "Fri 2026-12-25 00:00", None,
     "full at Thu 24:00; never Mon 12-28"),
    ("closures", NEW_YORK, "Tue 2025-12-23 12:00", "Thu 2025-12-25 12:00", "Fri 2025-12-26 12:00", None,
     "12 Tue, 24 Wed, 12 Fri; only the 25th is out"),
    ("juneteenth-first", NEW_YORK, "Thu 2021-06-17 12:00", "Sat 2021-06-19 12:00", "Tue 2021-06-22 12:00",
     "Mon 2021-06-21 12:00", "June 19 kept Fri 18: 12 Thu, 24 Mon, 12 Tue"),
    ("juneteenth-before", NEW_YORK, "Thu 2020-06-18 12:00", "Sat 2020-06-20 12:00", "Mon 2020-06-22 12:00",
     None, "no holiday in 2020: 12 Thu, 24 Fri, 12 Mon"),
    ("juneteenth-sunday", NEW_YORK, "Fri 2022-06-17 12:00", "Sun 2022-06-19 12:00", "Wed 2022-06-22 12:00",
     "Tue 2022-06-21 12:00", "June 19 kept Mon 20: 12 Fri, 24 Tue, 12 Wed"),
    ("new-year-saturday", NEW_YORK, "Thu 2021-12-30 12:00", "Sat 2022-01-01 12:00", "Tue 2022-01-04 12:00",
     "Mon 2022-01-03 12:00", "kept Fri 2021-12-31, in the year before"),
    ("inauguration", NEW_YORK, "Tue 2021-01-19 12:00", "Thu 2021-01-21 12:00", "Thu 2021-01-21 12:00", None,
     "January 20 counts"),
    ("five-days", LOS_ANGELES, "Fri 2013-01-18 17:00", "Sun 2013-01-20 17:00", "Wed 2013-01-23 17:00", None,
     "weekend and King Day out: 7 Fri, 24 Tue, 17 Wed"),
    ("autumn", NEW_YORK, "Sat 2026-10-31 17:00", "Mon 2026-11-02 16:00", "Wed 2026-11-04 00:00", None,
     "48 elapsed hours over a day of 25; else 24 Mon, 24 Tue"),
    ("spring", CHICAGO, "Sat 2026-03-07 17:00", "Mon 2026-03-09 18:00", "Wed 2026-03-11 00:00", None,
     "48 elapsed hours over a day of 23; else 24 Mon, 24 Tue"),
    # people whose cases are reported; where only the date is, noon is assumed
    ("alfaro-garcia", NEW_YORK, "Wed 2013-07-17 09:30", "Fri 2013-07-19 09:30", "Fri 2013-07-19 09:30", None,
     "no excluded day: 14:30 Wed, 24 Thu, 9:30 Fri"),
    ("galarza", NEW_YORK, "Fri 2008-11-21 12:00", "Sun 2008-11-23 12:00", "Tue 2008-11-25 12:00", None,
     "12 Fri, 24 Mon, 12 Tue"),
    ("cacho", CHICAGO, "Fri 2009-08-21 12:00", "Sun 2009-08-23 12:00", "Tue 2009-08-25 12:00", None,
     "12 Fri, 24 Mon, 12 Tue: the plaintiffs' own count"),
    ("miranda-olivares", LOS_ANGELES, "Thu 2012-03-29 12:00", "Sat 2012-03-31 12:00", "Mon 2012-04-02 12:00", None,
     "12 Thu, 24 Fri, 12 Mon"),
    ("brown-ramsay", NEW_YORK, "Thu 2018-04-26 12:00", "Sat 2018-04-28 12:00", "Mon 2018-04-30 12:00", None,
     "12 Thu, 24 Fri, 12 Mon"),
    ("dixon", NEW_YORK, "Tue 2020-01-14 12:00", "Thu 2020-01-16 12:00", "Thu 2020-01-16 12:00", None,
     "no excluded day: 12 Tue, 24 Wed, 12 Thu"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "start", "straight", "regulation", "bare", "why"),
    [row[1:] for row in HAND_COUNTS],
    ids=[row[0] for row in HAND_COUNTS],
)
def test_hand_counts(
    zone: str, start: str, straight: str, regulation: str, bare: str | None, why: str
) -> None:
    begin = at(start, zone)
    same(STRAIGHT.end(begin, zone), straight, zone, why)
    same(REGULATION.end(begin, zone), regulation, zone, why)
    same(WITHOUT_OBSERVED.end(begin, zone), bare or regulation, zone, why)


# clock, zone, start, end, why
CASES = [
    # closures, a day's clock, ties
    (hours(48, *OBSERVED, "federal-closure"), NEW_YORK, "Tue 2025-12-23 12:00", "Tue 2025-12-30 12:00",
     "closed 24th and 26th: 12 Tue, 24 Mon 29, 12 Tue 30"),
    (hours(24, *OBSERVED), NEW_YORK, "Tue 2026-12-22 09:00", "Wed 2026-12-23 09:00", "15 Tue, 9 Wed"),
    (hours(24, *OBSERVED), NEW_YORK, "Thu 2026-12-24 09:00", "Mon 2026-12-28 09:00", "15 Thu, 9 Mon"),
    (hours(24, *OBSERVED), NEW_YORK, "Sat 2026-12-26 09:00", "Tue 2026-12-29 00:00", "24 Mon, full at 24:00"),
    (hours(24, *OBSERVED), NEW_YORK, "Fri 2026-03-06 17:00", "Mon 2026-03-09 17:00",
     "the clocks change on the Sunday, which is out: 7 Fri, 17 Mon"),
    (hours(24, *WEEKEND, "holiday:US-DC"), NEW_YORK, "Wed 2026-04-15 12:00", "Fri 2026-04-17 12:00",
     "Emancipation Day out: 12 Wed, 12 Fri"),
    (REGULATION, NEW_YORK, "Thu 2026-11-05 00:00", "Sat 2026-11-07 00:00", "full at Fri 24:00, not on Monday"),
    (REGULATION, NEW_YORK, "Thu 2026-11-05 00:00:01", "Mon 2026-11-09 00:00:01", "a second later: the last one Mon"),
    (REGULATION, NEW_YORK, "Sat 2026-11-07 00:00", "Wed 2026-11-11 00:00", "24 Mon, 24 Tue; Veterans Day is not reached"),
    (REGULATION, NEW_YORK, "Fri 2026-11-06 23:59:59", "Tue 2026-11-10 23:59:59",
     "1 second Fri, 24 Mon, 24 Tue less the second"),
    (REGULATION, NEW_YORK, "Mon 2026-11-09 00:00:01", "Thu 2026-11-12 00:00:01",
     "a second short of 48 h at Tue 24:00, and Wed is Veterans Day"),
    (hours(24, "sunday"), NEW_YORK, "Fri 2026-11-06 00:00", "Sat 2026-11-07 00:00", "a tie where the next day counts"),
    # hours
    (hours(0), NEW_YORK, "Thu 2026-11-05 17:00", "Thu 2026-11-05 17:00", "no hours end where they begin"),
    (hours(0, *OBSERVED), NEW_YORK, "Sat 2026-11-07 17:00", "Sat 2026-11-07 17:00", "on an excluded day too"),
    (hours(0.5), NEW_YORK, "Thu 2026-11-05 17:00", "Thu 2026-11-05 17:30", "half an hour"),
    (hours(4.1), NEW_YORK, "Thu 2026-11-05 12:00", "Thu 2026-11-05 16:06", "4.1 h are 246 minutes, not a second less"),
    (hours(1.25, *OBSERVED), NEW_YORK, "Fri 2026-11-06 23:30", "Mon 2026-11-09 00:45", "30 minutes Fri, 45 Mon"),
    (hours(240, *OBSERVED), NEW_YORK, "Mon 2026-11-02 08:00", "Tue 2026-11-17 08:00",
     "16 h Mon, Tue-Fri, Mon, Tue, Thu, Fri, Mon 16 are nine days, 8 h Tue 17; Wed 11 is out"),
    # clock changes
    (STRAIGHT, NEW_YORK, "Sun 2026-11-01 01:30-04:00", "Tue 2026-11-03 00:30", "the first 1:30, daylight time"),
    (STRAIGHT, NEW_YORK, "Sun 2026-11-01 01:30-05:00", "Tue 2026-11-03 01:30", "the second 1:30, standard time"),
    (STRAIGHT, "America/Phoenix", "Sat 2026-10-31 17:00", "Mon 2026-11-02 17:00", "no clock changes in Arizona"),
    (hours(48, "saturday"), NEW_YORK, "Sat 2026-10-31 17:00", "Mon 2026-11-02 23:00", "Sunday has 25 h, then 23"),
    (hours(48, "saturday"), NEW_YORK, "Sat 2026-03-07 17:00", "Tue 2026-03-10 01:00", "Sunday has 23 h, Mon 24, 1 Tue"),
    (hours(24, "sunday"), SAO_PAULO, "Sat 2018-11-03 12:00", "Mon 2018-11-05 12:00", "Sunday began at 1:00, 12 and 12"),
    (hours(24, "saturday"), SAO_PAULO, "Sat 2018-11-03 12:00", "Mon 2018-11-05 01:00",
     "the next counted instant is Sun 1:00: 23 h, 1 Mon"),
    (hours(13, "sunday"), SAO_PAULO, "Sat 2018-02-17 12:00", "Sun 2018-02-18 00:00",
     "24:00 went back to 23:00: 13 hours from noon are full at the second 24:00"),
    (hours(14, "sunday"), SAO_PAULO, "Sat 2018-02-17 12:00", "Mon 2018-02-19 01:00", "13 Sat, 1 Mon"),
    (REGULATION, HAVANA, "Sat 2026-03-07 12:00", "Wed 2026-03-11 00:00", "24 Mon, 24 Tue; no midnight on Sunday"),
    (STRAIGHT, APIA, "Thu 2011-12-29 12:00", "Sun 2012-01-01 12:00", "Friday never was: 12 Thu, 24 Sat, 12 Sun"),
    (REGULATION, APIA, "Thu 2011-12-29 12:00", "Wed 2012-01-04 12:00",
     "12 Thu, no Friday, the weekend, Mon kept for New Year: 24 Tue, 12 Wed"),
    (WITHOUT_OBSERVED, APIA, "Thu 2011-12-29 12:00", "Tue 2012-01-03 12:00", "12 Thu, 24 Mon, 12 Tue"),
    (hours(24, "sunday"), ST_JOHNS, "Sat 2010-11-06 12:00", "Mon 2010-11-08 11:01",
     "12 h to midnight, a minute of Sunday, 59 of Saturday again (23:01 to 24:00), 11:01 Mon"),
    # the end of a year, the end of the table
    (REGULATION, NEW_YORK, "Thu 2026-12-31 18:00", "Tue 2027-01-05 18:00", "6 Thu, New Year's Day out, 24 Mon, 18 Tue"),
    (REGULATION, NEW_YORK, "Sat 2022-12-31 10:00", "Thu 2023-01-05 00:00",
     "the year ends excluded and Mon Jan 2 is kept: 24 Tue, 24 Wed"),
    (REGULATION, "Pacific/Guam", "Fri 2027-12-31 10:00", "Wed 2028-01-05 00:00",
     "Fri kept for Sat Jan 1: the next counted instant is in a year to come; 24 Mon, 24 Tue"),
    (REGULATION, "Pacific/Kwajalein", "Mon 1979-12-31 12:00", "Thu 1980-01-03 12:00",
     "twelve hours behind UTC: 12 Mon, New Year's Day out, 24 Wed, 12 Thu"),
    (REGULATION, NEW_YORK, "Tue 2100-12-28 12:00", "Thu 2100-12-30 12:00", "in the last days of the table"),
    (WITHOUT_OBSERVED, NEW_YORK, "Sat 2100-12-25 12:00", "Wed 2100-12-29 00:00",
     "before its last counted stretch: 24 Mon, 24 Tue"),
    (REGULATION, NEW_YORK, "Wed 2100-12-29 00:00", "Fri 2100-12-31 00:00", "a tie with its last excluded day"),
    (hours(48, *WEEKEND), NEW_YORK, "Thu 2100-12-30 12:00", "Mon 2101-01-03 12:00", "weekends need no table"),
    (STRAIGHT, NEW_YORK, "Fri 2100-12-31 12:00", "Sun 2101-01-02 12:00", "nor does every hour counted"),
    (hours(1 / 3600, *WEEKEND), NEW_YORK, "Sat 2026-07-04 12:00", "Mon 2026-07-06 00:00:01", "one second, and it is Monday's first"),
    (hours(0, *WEEKEND), NEW_YORK, "Sat 2026-07-04 12:00", "Sat 2026-07-04 12:00", "none, and none is waited for"),
    # the wall clock of the start's day
    (until("23:59"), NEW_YORK, "Thu 2026-07-02 09:00", "Thu 2026-07-02 23:59", "an ordinary day"),
    (until("23:59"), NEW_YORK, "Thu 2026-07-02 23:30", "Thu 2026-07-02 23:59", "29 minutes are left"),
    (until("23:59"), NEW_YORK, "Thu 2026-07-02 23:59", "Thu 2026-07-02 23:59", "none is left"),
    (until("23:59"), NEW_YORK, "Thu 2026-07-02 23:59:30", "Thu 2026-07-02 23:59:30", "it is past: the start itself"),
    (until("23:59"), NEW_YORK, "Fri 2026-07-03 00:00", "Fri 2026-07-03 23:59", "the first instant of a day"),
    (until("23:59"), NEW_YORK, "Sun 2026-11-01 00:30", "Sun 2026-11-01 23:59", "a day of 25 hours"),
    (until("02:30"), NEW_YORK, "Sun 2026-03-08 00:30", "Sun 2026-03-08 03:00", "2:30 was jumped over, at the jump"),
    (until("02:30"), NEW_YORK, "Sun 2026-03-08 03:10", "Sun 2026-03-08 03:10", "past it"),
    (until("05:00"), NEW_YORK, "Sun 2026-03-08 00:30", "Sun 2026-03-08 05:00", "hours after the jump, which was not over it"),
    (until("05:00"), NEW_YORK, "Sun 2026-11-01 00:30", "Sun 2026-11-01 05:00", "hours after the clocks went back"),
    (until("01:30"), NEW_YORK, "Sun 2026-11-01 00:30", "Sun 2026-11-01 01:30-04:00", "of two the earlier"),
    (until("01:30"), NEW_YORK, "Sun 2026-11-01 01:10-05:00", "Sun 2026-11-01 01:10-05:00", "the earlier is past"),
    (until("23:59"), SAO_PAULO, "Sat 2018-02-17 22:00", "Sat 2018-02-17 23:59-02:00", "of two the earlier"),
    (until("00:30"), HAVANA, "Sun 2026-03-08 01:10", "Sun 2026-03-08 01:10", "jumped over before the start"),
    (until("23:59"), APIA, "Thu 2011-12-29 12:00", "Thu 2011-12-29 23:59", "before the day that never was"),
]  # fmt: skip


@pytest.mark.parametrize(("clock", "zone", "start", "end", "why"), CASES)
def test_ends(clock: Clock, zone: str, start: str, end: str, why: str) -> None:
    begin = at(start, zone)
    same(clock.end(begin, zone), end, zone, why)
    same(oracle.end(clock, begin, zone), end, zone, f"by minutes: {why}")


@pytest.mark.parametrize("year", ["Wed 1969-12-31 12:00", "Sat 2101-01-01 12:00"])
def test_a_start_outside_the_table_is_an_error(year: str) -> None:
    with pytest.raises(DetainerError) as raised:
        REGULATION.end(at(year, NEW_YORK), NEW_YORK)
    (problem,) = raised.value.problems
    assert (problem.code, problem.field) == ("YEAR_OUT_OF_RANGE", "release_at")


@pytest.mark.parametrize("clock", [REGULATION, hours(48, "holiday:US-DC")])
def test_hours_that_run_past_the_table_are_an_error(clock: Clock) -> None:
    begin = at("Thu 2100-12-30 12:00", NEW_YORK)
    for _ in range(2):  # and stay one
        with pytest.raises(DetainerError) as raised:
            clock.end(begin, NEW_YORK)
        assert raised.value.problems[0].code == "YEAR_OUT_OF_RANGE"
        assert "2101" in raised.value.problems[0].message
    same(
        clock.end(at("Mon 2100-12-27 12:00", NEW_YORK), NEW_YORK),
        "Wed 2100-12-29 12:00",
        NEW_YORK,
        "before it",
    )


# ---- starts ----


@pytest.mark.parametrize(
    ("start", "instants", "expected", "why"),
    [
        (RELEASE, {"release_at": 90, "received_at": 5}, 90, "the one named"),
        (RELEASE, {"received_at": 5}, None, "it never happens"),
        (RELEASE, {}, None, "nothing is known"),
        (RELEASE, {"release_at": 0}, 0, "the instant 0 is an instant"),
        (
            Start("earliest", ("release_at", "served_at")),
            {"release_at": 90, "served_at": 7},
            7,
            "the earlier",
        ),
        (Start("earliest", ("release_at", "served_at")), {"release_at": 90}, 90, "never served"),
        (Start("earliest", ("release_at", "served_at")), {}, None, "neither happens"),
        (Start("latest", ("release_at", "served_at")), {"release_at": 90, "served_at": 7}, 90, "the later"),
        (Start("latest", ("release_at", "served_at")), {"served_at": 7}, 7, "the only one"),
        (Start("latest", ("release_at",)), {"release_at": 90}, 90, "a list of one"),
    ],
)
def test_start_of(start: Start, instants: dict[str, int], expected: int | None, why: str) -> None:
    assert start.of(instants) == expected, why


def test_a_window_is_in_utc_and_names_its_clock_and_zone() -> None:
    begin = at("Thu 2026-11-05 17:00", CHICAGO)
    window = REGULATION.window(begin, CHICAGO)
    assert (window.clock, window.zone) == ("regulation", CHICAGO)
    assert window.starts_at.isoformat() == "2026-11-05T23:00:00+00:00"
    assert window.ends_at.isoformat() == "2026-11-09T23:00:00+00:00"
    assert REGULATION.window(local(begin, NEW_YORK), CHICAGO) == window
    assert REGULATION.window(local(begin, CHICAGO) + timedelta(microseconds=9), CHICAGO) == window


@pytest.mark.parametrize(
    ("clock", "elapsed", "why"),
    [
        (STRAIGHT, 172_800, "48 hours of 3,600 seconds"),
        (hours(4.1), 14_760, "246 minutes"),
        (hours(0), 0, "no hours"),
        (REGULATION, None, "days decide"),
        (until("23:59"), None, "the day's start decides"),
    ],
)
def test_the_seconds_a_clock_runs_wherever_it_starts(clock: Clock, elapsed: int | None, why: str) -> None:
    assert clock.elapsed == elapsed, why


# ---- how much counted, how much is left ----

WINDOW = "Thu 2026-07-02 18:00"  # regulation: until Tue 07-07 18:00, Fri, Sat and Sun out

# clock, from, until, hours that count, why
COUNTED = [
    (REGULATION, "Thu 2026-07-02 18:00", "Tue 2026-07-07 18:00", 48, "the whole window"),
    (REGULATION, "Thu 2026-07-02 18:00", "Fri 2026-07-03 00:00", 6, "to midnight"),
    (REGULATION, "Fri 2026-07-03 00:00", "Mon 2026-07-06 00:00", 0, "three days that do not count"),
    (REGULATION, "Fri 2026-07-03 10:00", "Sat 2026-07-04 10:00", 0, "from inside one into another"),
    (REGULATION, "Fri 2026-07-03 10:00", "Mon 2026-07-06 01:00", 1, "from inside, out of them"),
    (REGULATION, "Thu 2026-07-02 23:00", "Fri 2026-07-03 10:00", 1, "into one"),
    (REGULATION, "Thu 2026-07-02 18:00", "Thu 2026-07-02 18:00", 0, "no time"),
    (REGULATION, "Sat 2101-01-01 12:00", "Sat 2101-01-01 12:00", 0, "nor is any in a year that no table has"),
    (REGULATION, "Thu 2026-07-02 18:00", "Wed 2026-07-01 18:00", 0, "backwards"),
    (REGULATION, "Thu 1970-01-01 00:00", "Fri 1970-01-02 06:00", 6, "the table's first day does not count"),
    (REGULATION, "Thu 2026-12-31 00:00", "Tue 2029-01-02 00:00", 24 * 500,
     "523 weekdays (104 weeks, Thu, Fri, Mon) less 12 holidays kept in 2027, Fri Dec 31 among them, 10 in 2028, 1 in 2029"),
    (STRAIGHT, "Thu 2026-07-02 18:00", "Sat 2026-07-04 18:00", 48, "every hour"),
    (STRAIGHT, "Sat 2026-10-31 00:00", "Mon 2026-11-02 00:00", 49, "an hour twice"),
    (STRAIGHT, "Sat 2026-07-04 18:00", "Thu 2026-07-02 18:00", 0, "backwards"),
]  # fmt: skip


@pytest.mark.parametrize(("clock", "begin", "end", "expected", "why"), COUNTED)
def test_counted(clock: Clock, begin: str, end: str, expected: float, why: str) -> None:
    low, high = at(begin, NEW_YORK), at(end, NEW_YORK)
    assert clock.counted(low, high, NEW_YORK) == expected * 3600, why
    assert oracle.counted(clock, low, high, NEW_YORK) == expected * 3600, f"by minutes: {why}"


@pytest.mark.parametrize(
    ("clock", "now", "left", "counted_left", "why"),
    [
        (REGULATION, "Wed 2026-07-01 18:00", 120, 48, "before the start: the whole window"),
        (REGULATION, "Thu 2026-07-02 18:00", 120, 48, "at the start: five days on the wall"),
        (REGULATION, "Thu 2026-07-02 23:00", 115, 43, "five hours on"),
        (REGULATION, "Sat 2026-07-04 12:00", 78, 42, "on a day that does not count only the wall runs"),
        (REGULATION, "Tue 2026-07-07 17:00", 1, 1, "an hour before the end"),
        (REGULATION, "Tue 2026-07-07 18:00", 0, 0, "at the end"),
        (REGULATION, "Thu 2026-07-09 18:00", 0, 0, "after it"),
        (STRAIGHT, "Fri 2026-07-03 18:00", 24, 24, "every hour counts"),
        (until("23:59"), "Thu 2026-07-02 22:59", 1, 1, "to a time on the wall"),
        (until("12:00"), "Thu 2026-07-02 19:00", 0, 0, "a time past at the start"),
    ],
)
def test_left(clock: Clock, now: str, left: float, counted_left: float, why: str) -> None:
    start, moment = at(WINDOW, NEW_YORK), at(now, NEW_YORK)
    assert clock.left(start, moment, NEW_YORK) == left * 3600, why
    assert clock.counted_left(start, moment, NEW_YORK) == counted_left * 3600, why


def test_counting_from_a_new_table_into_a_later_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both totals are of one table, however little of it was there before."""
    monkeypatch.setattr(clock_module, "_TABLES", {})
    low, high = at("Thu 2026-12-31 00:00", NEW_YORK), at("Tue 2029-01-02 00:00", NEW_YORK)
    assert REGULATION.counted(low, high, NEW_YORK) == 24 * 500 * 3600


def test_hours_that_end_with_the_table_are_counted_to_its_last_instant() -> None:
    """Without observed days Fri 2100-12-31 counts, and 48 hours are full as it ends."""
    start, end = at("Thu 2100-12-30 00:00", NEW_YORK), at("Sat 2101-01-01 00:00", NEW_YORK)
    assert WITHOUT_OBSERVED.end(start, NEW_YORK) == end
    assert WITHOUT_OBSERVED.counted(start, end, NEW_YORK) == 48 * 3600
    assert WITHOUT_OBSERVED.counted_left(start, start + 3600, NEW_YORK) == 47 * 3600
    assert list(WITHOUT_OBSERVED.spans(start, end, NEW_YORK)) == []
    with pytest.raises(DetainerError, match="YEAR_OUT_OF_RANGE"):
        WITHOUT_OBSERVED.counted(start, end + 1, NEW_YORK)


# ---- what did not count, and why ----

# clock, zone, from, until, spans, why
SPANS = [
    (REGULATION, NEW_YORK, "Thu 2026-07-02 18:00", "Tue 2026-07-07 18:00",
     [("Fri 2026-07-03 00:00", "Sat 2026-07-04 00:00", "Independence Day (observed)"),
      ("Sat 2026-07-04 00:00", "Sun 2026-07-05 00:00", "Saturday, Independence Day"),
      ("Sun 2026-07-05 00:00", "Mon 2026-07-06 00:00", "Sunday")], "a day at a time, every reason"),
    (WITHOUT_OBSERVED, NEW_YORK, "Thu 2026-07-02 18:00", "Mon 2026-07-06 18:00",
     [("Sat 2026-07-04 00:00", "Sun 2026-07-05 00:00", "Saturday, Independence Day"),
      ("Sun 2026-07-05 00:00", "Mon 2026-07-06 00:00", "Sunday")], "the Friday counts"),
    (REGULATION, NEW_YORK, "Sat 2026-09-05 10:00", "Thu 2026-09-10 00:00",
     [("Sat 2026-09-05 10:00", "Sun 2026-09-06 00:00", "Saturday"),
      ("Sun 2026-09-06 00:00", "Mon 2026-09-07 00:00", "Sunday"),
      ("Mon 2026-09-07 00:00", "Tue 2026-09-08 00:00", "Labor Day")], "cut at the start"),
    (REGULATION, NEW_YORK, "Fri 2026-11-06 12:00", "Sat 2026-11-07 06:00",
     [("Sat 2026-11-07 00:00", "Sat 2026-11-07 06:00", "Saturday")], "cut at the end"),
    (REGULATION, NEW_YORK, "Sat 2026-10-31 17:00", "Wed 2026-11-04 00:00",
     [("Sat 2026-10-31 17:00", "Sun 2026-11-01 00:00", "Saturday"),
      ("Sun 2026-11-01 00:00", "Mon 2026-11-02 00:00", "Sunday")], "a day of 25 hours is one span"),
    (REGULATION, NEW_YORK, "Thu 2021-12-30 12:00", "Tue 2022-01-04 12:00",
     [("Fri 2021-12-31 00:00", "Sat 2022-01-01 00:00", "New Year's Day (observed)"),
      ("Sat 2022-01-01 00:00", "Sun 2022-01-02 00:00", "Saturday, New Year's Day"),
      ("Sun 2022-01-02 00:00", "Mon 2022-01-03 00:00", "Sunday")], "two years"),
    (REGULATION, APIA, "Thu 2011-12-29 12:00", "Mon 2012-01-02 12:00",
     [("Sat 2011-12-31 00:00", "Sun 2012-01-01 00:00", "Saturday"),
      ("Sun 2012-01-01 00:00", "Mon 2012-01-02 00:00", "Sunday, New Year's Day"),
      ("Mon 2012-01-02 00:00", "Mon 2012-01-02 12:00", "New Year's Day (observed)")], "Friday never was"),
    (hours(48, "sunday"), SAO_PAULO, "Sat 2018-11-03 12:00", "Mon 2018-11-05 12:00",
     [("Sun 2018-11-04 01:00", "Mon 2018-11-05 00:00", "Sunday")], "midnight was skipped"),
    (hours(48, "sunday"), ST_JOHNS, "Sat 2010-11-06 12:00", "Mon 2010-11-08 12:00",
     [("Sun 2010-11-07 00:00-02:30", "Sun 2010-11-07 00:01-02:30", "Sunday"),
      ("Sun 2010-11-07 00:00-03:30", "Mon 2010-11-08 00:00", "Sunday")],
     "a minute of Sunday, an hour of Saturday again, the rest of Sunday"),
    (REGULATION, NEW_YORK, "Mon 2026-11-02 17:00", "Wed 2026-11-04 17:00", [], "nothing is left out"),
    (REGULATION, NEW_YORK, "Sat 2026-11-07 17:00", "Sat 2026-11-07 17:00", [], "no time"),
    (REGULATION, NEW_YORK, "Sun 2026-11-08 17:00", "Sat 2026-11-07 17:00", [], "backwards"),
    (STRAIGHT, NEW_YORK, "Sat 2026-11-07 17:00", "Mon 2026-11-09 17:00", [], "every hour counts"),
    (until("23:59"), NEW_YORK, "Sat 2026-11-07 17:00", "Sat 2026-11-07 23:59", [], "a time on the wall"),
]  # fmt: skip


@pytest.mark.parametrize(("clock", "zone", "begin", "end", "spans", "why"), SPANS)
def test_spans(
    clock: Clock, zone: str, begin: str, end: str, spans: list[tuple[str, str, str]], why: str
) -> None:
    found = [
        (shown(span.starts_at, zone), shown(span.ends_at, zone), span.why)
        for span in clock.spans(at(begin, zone), at(end, zone), zone)
    ]
    expected = [(shown(at(low, zone), zone), shown(at(high, zone), zone), name) for low, high, name in spans]
    assert found == expected, why


# ---- stretches of one offset ----

OFFSETS = [
    ("Sat 2026-10-31 00:00", "Mon 2026-11-02 00:00",
     [("Sat 2026-10-31 00:00", "Sun 2026-11-01 01:00-05:00", -4), ("Sun 2026-11-01 01:00-05:00", "Mon 2026-11-02 00:00", -5)],
     "clocks go back at 2:00, which is 1:00 again"),
    ("Sat 2026-10-31 00:00", "Sun 2026-11-01 01:00-05:00", [("Sat 2026-10-31 00:00", "Sun 2026-11-01 01:00-05:00", -4)],
     "to the very change: nothing is left after it"),
    ("Sun 2026-11-01 01:00-05:00", "Sun 2026-11-01 01:01-05:00",
     [("Sun 2026-11-01 01:00-05:00", "Sun 2026-11-01 01:01-05:00", -5)], "from it on"),
    ("Sun 2026-11-01 01:59:59-04:00", "Sun 2026-11-01 01:00:01-05:00",
     [("Sun 2026-11-01 01:59:59-04:00", "Sun 2026-11-01 01:00-05:00", -4),
      ("Sun 2026-11-01 01:00-05:00", "Sun 2026-11-01 01:00:01-05:00", -5)], "a second before it and a second after"),
    ("Mon 2026-11-02 00:00", "Mon 2026-11-02 00:00", [], "no time"),
    ("Tue 2026-11-03 00:00", "Mon 2026-11-02 00:00", [], "backwards"),
    ("Mon 2026-11-02 00:00", "Sat 2026-10-31 00:00", [], "backwards, over a change"),
]  # fmt: skip


@pytest.mark.parametrize(("begin", "end", "expected", "why"), OFFSETS)
def test_offsets(begin: str, end: str, expected: list[tuple[str, str, int]], why: str) -> None:
    found = list(offsets(load(NEW_YORK), at(begin, NEW_YORK), at(end, NEW_YORK)))
    assert found == [(at(a, NEW_YORK), at(b, NEW_YORK), east * 3600) for a, b, east in expected], why


# ---- the table ----


def test_a_table_holds_the_counted_stretches_of_its_years() -> None:
    found = table(NEW_YORK, WEEKEND, 2026, 2026)
    first, second = found.starts[:2]
    assert shown(first, NEW_YORK)[:20] == "Thu 2026-01-01 00:00"
    assert shown(found.ends[0], NEW_YORK)[:20] == "Sat 2026-01-03 00:00"
    assert shown(second, NEW_YORK)[:20] == "Mon 2026-01-05 00:00"
    assert found.totals[:3] == [0, 48 * 3600, (48 + 120) * 3600]
    assert shown(found.ends[-1], NEW_YORK)[:20] == "Fri 2027-01-01 00:00"


def test_a_stretch_goes_on_over_a_clock_change_and_a_years_end() -> None:
    """Sundays alone are out: each other week is one stretch, from Monday to Saturday."""
    found = table(NEW_YORK, ("sunday",), 2026, 2027)
    assert at("Fri 2027-01-01 00:00", NEW_YORK) not in found.starts
    assert len(found.starts) == 105, "the 104 Sundays of 2026 and 2027 part so many"
    assert len(table(HAVANA, (), 2026, 2026).starts) == 1, "nothing is out: one stretch, over both changes"


def test_a_long_table_that_ends_with_a_day_out_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven years have some 400 counted stretches. Fri 2027-12-31 is kept for a Saturday: 24 Mon, 24 Tue."""
    monkeypatch.setattr(clock_module, "_TABLES", {})
    REGULATION.end(at("Mon 2021-11-01 12:00", NEW_YORK), NEW_YORK)
    end = REGULATION.end(at("Fri 2027-12-31 10:00", NEW_YORK), NEW_YORK)
    same(end, "Wed 2028-01-05 00:00", NEW_YORK, "the next counted instant is in a year to come")


def test_a_table_grows_to_the_years_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    tables: dict[tuple[str, tuple[str, ...]], clock_module._Grown] = {}
    monkeypatch.setattr(clock_module, "_TABLES", tables)

    def years() -> tuple[int, int]:
        grown = tables[NEW_YORK, OBSERVED]
        return grown.first, grown.last

    REGULATION.end(at("Mon 2026-11-02 17:00", NEW_YORK), NEW_YORK)
    assert years() == (2026, 2026)
    REGULATION.end(at("Thu 2026-12-31 18:00", NEW_YORK), NEW_YORK)
    assert years() == (2026, 2027), "into the next year"
    REGULATION.end(at("Mon 2024-11-04 17:00", NEW_YORK), NEW_YORK)
    assert years() == (2024, 2027), "back"
    held = tables[NEW_YORK, OBSERVED]
    REGULATION.end(at("Mon 2025-11-03 17:00", NEW_YORK), NEW_YORK)
    assert tables[NEW_YORK, OBSERVED] is held, "a year it has"
    first, end = at("Mon 2024-01-01 00:00", NEW_YORK), at("Sat 2028-01-01 00:00", NEW_YORK)
    for begin in (first, end - 1):
        REGULATION.counted(begin, begin + 1, NEW_YORK)
        assert tables[NEW_YORK, OBSERVED] is held, "from its first second to its last"
    REGULATION.counted(first - 1, first, NEW_YORK)
    assert years() == (2023, 2027), "a second before"
    REGULATION.counted(end, end + 1, NEW_YORK)
    assert years() == (2023, 2028), "a second after"
    STRAIGHT.end(at("Mon 2030-11-04 17:00", NEW_YORK), NEW_YORK)
    assert list(tables) == [(NEW_YORK, OBSERVED)], "hours without excluded days need none"
