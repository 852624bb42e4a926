"""The times people type: each expected value is worked by hand, and says why it is right."""

import subprocess
import sys
from datetime import date

import pytest

from detainer import zones
from detainer.errors import DetainerError
from detainer.times import (
    Moment,
    looks_like_date,
    read_date,
    read_instant,
    typed,
)

NEW_YORK = "America/New_York"
CHICAGO = "America/Chicago"
PHOENIX = "America/Phoenix"
GUAM = "Pacific/Guam"
NOW = 1_789_999_200  # Mon 2026-09-21 10:00 in New York, 14:00 UTC


def understood(text: str, zone: str = NEW_YORK, now: int | None = None) -> str:
    return zones.local(read_instant(text, zone, "release_at", now=now).at, zone).isoformat()


def codes(text: str, zone: str = NEW_YORK, now: int | None = None) -> str:
    with pytest.raises(DetainerError) as caught:
        read_instant(text, zone, "release_at", now=now)
    assert all(p.field == "release_at" and p.hint for p in caught.value.problems)
    return " ".join(p.code for p in caught.value.problems)


ISO = [
    ("2026-11-25T15:00", NEW_YORK, "2026-11-25T15:00:00-05:00", "no offset: the zone's, EST"),
    ("2026-07-01T15:00", NEW_YORK, "2026-07-01T15:00:00-04:00", "no offset: the zone's, EDT"),
    ("2026-11-25 15:00", NEW_YORK, "2026-11-25T15:00:00-05:00", "a space for the T"),
    ("2026-11-25t15:00z", NEW_YORK, "2026-11-25T10:00:00-05:00", "lower case"),
    ("2026-11-25 1500", NEW_YORK, "2026-11-25T15:00:00-05:00", "no colon"),
    ("20261125T150000", NEW_YORK, "2026-11-25T15:00:00-05:00", "the basic form, as iCalendar's"),
    ("2026-11-25T15:00:30", NEW_YORK, "2026-11-25T15:00:30-05:00", "seconds"),
    ("2026-11-25T15:00:30.999", NEW_YORK, "2026-11-25T15:00:30-05:00", "a fraction is dropped"),
    ("2026-11-25T15:00:30,9", NEW_YORK, "2026-11-25T15:00:30-05:00", "with a comma too"),
    ("2026-11-25T15:00Z", NEW_YORK, "2026-11-25T10:00:00-05:00", "Z is UTC, five hours ahead"),
    ("2026-11-25 15:00 UTC", NEW_YORK, "2026-11-25T10:00:00-05:00", "as databases write it"),
    ("2026-11-25T15:00-08:00", NEW_YORK, "2026-11-25T18:00:00-05:00", "the offset wins"),
    ("2026-11-25T15:00-0800", NEW_YORK, "2026-11-25T18:00:00-05:00", "offset without a colon"),
    ("2026-11-25T15:00-08", NEW_YORK, "2026-11-25T18:00:00-05:00", "offset in hours"),
    ("2026-11-25T15:00+05:30", NEW_YORK, "2026-11-25T04:30:00-05:00", "15:00 - 5:30 - 5:00"),
    ("1971-06-01T12:00-00:44:30", NEW_YORK, "1971-06-01T08:44:30-04:00", "Liberia's, till 1972"),
    ("2026-11-25T24:00", NEW_YORK, "2026-11-26T00:00:00-05:00", "the end of the day"),
    ("2026-12-31 2400", NEW_YORK, "2027-01-01T00:00:00-05:00", "the end of the year"),
    ("2026-11-25T24:00:00Z", NEW_YORK, "2026-11-25T19:00:00-05:00", "midnight in UTC"),
    ("  2026-11-25   15:00 ", NEW_YORK, "2026-11-25T15:00:00-05:00", "spaces do not matter"),
    ("2026-07-01T15:00", PHOENIX, "2026-07-01T15:00:00-07:00", "Arizona keeps no summer time"),
    ("2026-07-01T15:00", GUAM, "2026-07-01T15:00:00+10:00", "Guam is ahead of UTC"),
    ("2099-07-01T15:00", NEW_YORK, "2099-07-01T15:00:00-04:00", "past the tables: the rule"),
    (
        "2026-11-25T15:00+14:00",
        NEW_YORK,
        "2026-11-24T20:00:00-05:00",
        "as far from UTC as any zone: 01:00 UTC",
    ),
    ("2026-11-25T15:00+05:59", NEW_YORK, "2026-11-25T04:01:00-05:00", "59 minutes of offset: 09:01 UTC"),
    (
        "2026-11-25T15:00-00:44:59",
        NEW_YORK,
        "2026-11-25T10:44:59-05:00",
        "59 seconds of offset: 15:44:59 UTC",
    ),
]

TYPED = [
    ("5/10/2019 5:00 PM", "2019-05-10T17:00:00-04:00", "month first"),
    ("05/10/2019 05:00 pm", "2019-05-10T17:00:00-04:00", "with zeros"),
    ("5-10-2019 17:00", "2019-05-10T17:00:00-04:00", "hyphens, month first"),
    ("12/11/2019 17:00", "2019-12-11T17:00:00-05:00", "month first although day first could be"),
    ("2019/5/10 17:00", "2019-05-10T17:00:00-04:00", "a year in front is followed by the month"),
    ("2019/12/11 17:00", "2019-12-11T17:00:00-05:00", "the same, where both could be months"),
    ("2019-5-1 17:00", "2019-05-01T17:00:00-04:00", "ISO but for the zeros"),
    ("May 10 2019 17:00", "2019-05-10T17:00:00-04:00", "the month by name"),
    ("May 10, 2019 5pm", "2019-05-10T17:00:00-04:00", "hours alone, with PM"),
    ("May 10th, 2019 5 p.m.", "2019-05-10T17:00:00-04:00", "10th, p.m."),
    ("Sept. 10, 2019 5:00 P", "2019-09-10T17:00:00-04:00", "Sept., and P for PM"),
    ("10 May 2019 17:00", "2019-05-10T17:00:00-04:00", "day before a named month"),
    ("10th of May 2019 17:00", "2019-05-10T17:00:00-04:00", "the same in words"),
    ("10-May-2019 17:00", "2019-05-10T17:00:00-04:00", "as databases write it"),
    ("10MAY2019 1700", "2019-05-10T17:00:00-04:00", "as the police write it"),
    ("Fri 5/10/2019 1700", "2019-05-10T17:00:00-04:00", "2019-05-10 was a Friday"),
    ("Weds 5/15/2019 1700", "2019-05-15T17:00:00-04:00", "2019-05-15 was a Wednesday"),
    ("Fri. 5/10/2019 1700 hrs", "2019-05-10T17:00:00-04:00", "1700 hrs"),
    ("5/10/2019 1700hours", "2019-05-10T17:00:00-04:00", "1700hours"),
    ("Friday, May 10, 2019 at 5:00 p.m.", "2019-05-10T17:00:00-04:00", "at"),
    ("Friday, May 10, 2019 @ 5:00PM", "2019-05-10T17:00:00-04:00", "@"),
    ("5:00 PM on Friday, May 10, 2019", "2019-05-10T17:00:00-04:00", "the time first"),
    ("1700 5/10/2019", "2019-05-10T17:00:00-04:00", "the time first"),
    ("Fri 2019-05-10T17:00", "2019-05-10T17:00:00-04:00", "ISO with its weekday"),
    ("2019-05-10 5:00 PM", "2019-05-10T17:00:00-04:00", "ISO date, 12-hour clock"),
    ("5/10/2019 2400", "2019-05-11T00:00:00-04:00", "the end of that day"),
    ("Fri 5/10/2019 24:00", "2019-05-11T00:00:00-04:00", "the weekday is of the day typed"),
    ("5/10/2019 24:00:00", "2019-05-11T00:00:00-04:00", "the same, with seconds"),
    ("5/10/2019 0000", "2019-05-10T00:00:00-04:00", "the start of that day"),
    ("5/10/2019 0140", "2019-05-10T01:40:00-04:00", "20 to 2 in the morning"),
    ("May 10 2019 2019", "2019-05-10T20:19:00-04:00", "the year first, then the time"),
    ("5/10/2019 8:00", "2019-05-10T08:00:00-04:00", "no AM, no PM: the 24-hour clock"),
    ("5/10/2019 12 noon", "2019-05-10T12:00:00-04:00", "noon"),
    ("5/10/2019 12:00 noon", "2019-05-10T12:00:00-04:00", "noon"),
    ("5/10/2019 noon", "2019-05-10T12:00:00-04:00", "noon"),
    ("5/10/2019 12:00 PM", "2019-05-10T12:00:00-04:00", "12 PM is noon"),
    ("5/10/2019 12:00 AM", "2019-05-10T00:00:00-04:00", "12 AM is the start of the day"),
    ("5/10/2019 12:30 AM", "2019-05-10T00:30:00-04:00", "half past midnight"),
    ("5/10/2019 0530 PM", "2019-05-10T17:30:00-04:00", "four digits with PM"),
    ("5/10/2019 5:00:30.75 PM", "2019-05-10T17:00:30-04:00", "a fraction is dropped"),
    ("5/10/2019 5:00 PM EDT", "2019-05-10T17:00:00-04:00", "in force there then"),
    ("5/10/2019 5:00 PM edt", "2019-05-10T17:00:00-04:00", "in lower case"),
    ("Fri 27 Nov 2026 15:00 EST", "2026-11-27T15:00:00-05:00", "as the text answer prints it"),
    ("11/27/2026 15:00 GMT", "2026-11-27T10:00:00-05:00", "GMT is UTC"),
    ("11/27/2026 1500Z", "2026-11-27T10:00:00-05:00", "Z is UTC"),
    ("Fri, 27 Nov 2026 15:00:00 -0800", "2026-11-27T18:00:00-05:00", "as in a mail's head"),
    (
        "5/10/2019 5:00 PM -0500",
        "2019-05-10T18:00:00-04:00",
        "after PM no second time of day would stand alone",
    ),
    ("5/10/2019\u00a05:00\u202fPM", "2019-05-10T17:00:00-04:00", "spaces of documents"),
    ("2/29/2024 10:00", "2024-02-29T10:00:00-05:00", "a leap day"),
    ("5/10/2019" + " " * 50 + "17:00", "2019-05-10T17:00:00-04:00", "64 characters are not too long"),
]

REFUSED = [
    ("", "TIME_UNREADABLE", "nothing typed"),
    ("   ", "TIME_UNREADABLE", "nothing typed"),
    ("2026-11-25", "TIME_MISSING", "a release has an hour"),
    ("20261125", "TIME_MISSING", "the basic form"),
    ("5/10/2019", "TIME_MISSING", "a release has an hour"),
    ("Fri May 10, 2019", "TIME_MISSING", "a release has an hour"),
    ("5/10/2019 5/11/2019", "TIME_UNREADABLE", "two dates"),
    ("10", "TIME_UNREADABLE", "a day, a month or an hour"),
    ("May", "DATE_MISSING TIME_MISSING", "dateutil makes it a day of May this year"),
    ("17:00", "DATE_MISSING", "dateutil makes it today"),
    ("1700", "DATE_MISSING", "dateutil makes it the year 1700"),
    ("Fri 17:00", "DATE_MISSING", "which Friday?"),
    ("May 2019 17:00", "DATE_MISSING", "no day"),
    ("5/2019 17:00", "DATE_MISSING", "no day"),
    ("May 10 17:00", "DATE_MISSING", "no year"),
    ("May 10 5 pm", "DATE_MISSING", "no year"),
    ("May 10 10 pm", "DATE_MISSING", "the second 10 is the hour, no year"),
    ("10 May 17:00", "DATE_MISSING", "no year"),
    ("5/10 17:00", "DATE_MISSING", "no year"),
    ("May 10 1700", "YEAR_OUT_OF_RANGE TIME_MISSING", "the number after the day is the year"),
    ("5/10/19 17:00", "YEAR_UNCLEAR", "which century?"),
    ("May 10 '19 17:00", "YEAR_UNCLEAR", "which century?"),
    ("10 May 19 17:00", "YEAR_UNCLEAR", "which century?"),
    ("1/2/3 4:00", "YEAR_UNCLEAR", "which is the year?"),
    ("5/10/02019 17:00", "YEAR_UNCLEAR", "five digits"),
    ("02019-05-10 17:00", "YEAR_UNCLEAR", "five digits"),
    ("5/10/201 17:00", "YEAR_OUT_OF_RANGE", "a digit lost"),
    ("5/10/20199 17:00", "YEAR_OUT_OF_RANGE", "a digit too many"),
    ("201/5/10 17:00", "YEAR_OUT_OF_RANGE", "a digit lost, the year first"),
    ("0001-01-01T00:00", "YEAR_OUT_OF_RANGE", "year 1"),
    ("1969-12-31T23:00", "YEAR_OUT_OF_RANGE", "before the table of holidays"),
    ("2101-01-01T00:00", "YEAR_OUT_OF_RANGE", "after it"),
    ("9999-12-31T23:59", "YEAR_OUT_OF_RANGE", "a database's never"),
    ("10000-01-01T00:00", "YEAR_OUT_OF_RANGE", "more than a datetime holds"),
    ("05102019 1700", "YEAR_OUT_OF_RANGE", "eight digits are year first: the year 510"),
    ("2100-12-31T24:00", "YEAR_OUT_OF_RANGE", "is 2101"),
    ("12/31/2100 2400", "YEAR_OUT_OF_RANGE", "is 2101"),
    ("1970-01-01T00:00Z", "YEAR_OUT_OF_RANGE", "is 1969 in New York"),
    ("Thu 5/10/2019 5:00 PM", "WEEKDAY_WRONG", "it was a Friday"),
    ("Wednesday, May 10, 2019 5pm", "WEEKDAY_WRONG", "it was a Friday; dateutil does not look"),
    ("25/12/2026 10:00", "DAY_FIRST", "dateutil swaps them"),
    ("13/05/2019 10:00", "DAY_FIRST", "dateutil swaps them"),
    ("25-12-2026 10:00", "DAY_FIRST", "with hyphens"),
    ("31/12/2026 10:00", "DAY_FIRST", "the last day of a month"),
    ("25/1/2026 10:00", "DAY_FIRST", "of the first month"),
    ("13/05/2019 25:00", "DAY_FIRST TIME_IMPOSSIBLE", "every problem at once"),
    ("5/10/2019 17:00 EST", "ZONE_ABBREVIATION", "EDT is in force in May"),
    ("5/10/2019 17:00 PST", "ZONE_ABBREVIATION", "another zone's; dateutil drops it"),
    ("5/10/2019 17:00 ET", "ZONE_ABBREVIATION", "no zone's"),
    ("5/10/2019 17:00 x", "ZONE_ABBREVIATION", "no zone's; dateutil drops it"),
    ("2026-11-01 01:30 CST", "ZONE_ABBREVIATION", "of the two, neither"),
    ("5/10/2019 17:00 -0400 EDT", "TIME_UNREADABLE", "an offset or an abbreviation"),
    ("5/10/2019 5:00 PM UTC-5", "TIME_UNREADABLE", "dateutil turns the sign round"),
    ("5/10/2019 0800-1200", "TIME_UNREADABLE", "a span, no offset"),
    ("5/10/2019 0800 -1200", "TIME_UNREADABLE", "a span, or 4 PM in New York: 08:00 in a zone at -12"),
    ("5/10/2019 08:00 -12:00", "TIME_UNREADABLE", "the same with colons"),
    ("0800 -1200 5/10/2019", "TIME_UNREADABLE", "the same, the date after it"),
    ("2026-03-08T02:30", "HOUR_NEVER_HAPPENED", "clocks went from 02:00 to 03:00"),
    ("3/8/2026 2:00 AM", "HOUR_NEVER_HAPPENED", "the first moment of the gap"),
    ("3/8/2026 2:30 AM EST", "HOUR_NEVER_HAPPENED", "no clock showed it"),
    ("2026-02-30T10:00", "DATE_IMPOSSIBLE", "February"),
    ("2026-13-01T10:00", "DATE_IMPOSSIBLE", "13 months"),
    ("2026-25-12T10:00", "DATE_IMPOSSIBLE", "25 months"),
    ("2/30/2026 10:00", "DATE_IMPOSSIBLE", "February"),
    ("2/29/2100 10:00", "DATE_IMPOSSIBLE", "2100 is no leap year"),
    ("May 32, 2019 10:00", "DATE_IMPOSSIBLE", "dateutil tries 32 as a year"),
    ("2019/13/10 10:00", "DATE_IMPOSSIBLE", "the month follows the year"),
    ("32/13/2019 10:00", "DATE_IMPOSSIBLE", "neither order"),
    ("32/12/2019 10:00", "DATE_IMPOSSIBLE", "no month has 32 days"),
    ("25/13/2019 10:00", "DATE_IMPOSSIBLE", "no year has 13 months"),
    ("14/15/2019 10:00", "DATE_IMPOSSIBLE", "neither order"),
    ("13/0/2019 10:00", "DATE_IMPOSSIBLE", "neither order"),
    ("5/010/2019 10:00", "DATE_IMPOSSIBLE", "three digits are no day"),
    ("2026-02-30T25:00", "DATE_IMPOSSIBLE TIME_IMPOSSIBLE", "every problem at once"),
    ("2026-11-25T25:00", "TIME_IMPOSSIBLE", "25"),
    ("2026-11-25T24:01", "TIME_IMPOSSIBLE", "only 24:00 is the end of the day"),
    ("2026-11-25T15:60", "TIME_IMPOSSIBLE", "60 minutes"),
    ("2026-11-25T15:00:60", "TIME_IMPOSSIBLE", "leap seconds are not counted"),
    ("2026-11-25T15:00-15:00", "TIME_IMPOSSIBLE", "no zone is so far from UTC"),
    ("2026-11-25T15:00-05:60", "TIME_IMPOSSIBLE", "60 minutes of offset"),
    ("2026-11-25T15:00-00:44:60", "TIME_IMPOSSIBLE", "60 seconds of offset"),
    ("2026-11-25T15:00+14:00:01", "TIME_IMPOSSIBLE", "a second farther from UTC than any zone"),
    ("5/10/2019 25:00", "TIME_IMPOSSIBLE", "25"),
    ("5/10/2019 2430", "TIME_IMPOSSIBLE", "only 2400"),
    ("5/10/2019 5:75 PM", "TIME_IMPOSSIBLE", "75 minutes"),
    ("5/10/2019 13:00 PM", "TIME_IMPOSSIBLE", "13 on a 12-hour clock"),
    ("5/10/2019 1700 PM", "TIME_IMPOSSIBLE", "17 on a 12-hour clock"),
    ("5/10/2019 24:00 AM", "TIME_IMPOSSIBLE", "24 on a 12-hour clock"),
    ("5/10/2019 0:30 PM", "TIME_IMPOSSIBLE", "0 on a 12-hour clock; dateutil takes it"),
    ("5/10/2019 17:00 -1500", "TIME_IMPOSSIBLE", "no zone is so far from UTC"),
    ("5/10/2019 midnight", "TIME_UNCLEAR", "which end of the day?"),
    ("5/10/2019 12 midnight", "TIME_UNCLEAR", "which end of the day?"),
    ("now", "NOW_NOT_KNOWN", "no terminal"),
    ("today 0140", "NOW_NOT_KNOWN", "no terminal"),
    ("5/10/2019 17", "TIME_UNREADABLE", "17 what?"),
    ("5/10/2019 5", "TIME_UNREADABLE", "AM or PM?"),
    ("5/10/2019 930", "TIME_UNREADABLE", "three digits"),
    ("5/10/2019 17h00", "TIME_UNREADABLE", "not written here"),
    ("5/10/2019 1700.5", "TIME_UNREADABLE", "half a minute?"),
    ("2026-11-25T15", "TIME_UNREADABLE", "ISO, but the minutes are wanted"),
    ("2026-11-25 15:0030", "TIME_UNREADABLE", "colons everywhere or nowhere"),
    ("2026-11-25T15:00 05:00", "TIME_UNREADABLE", "a plus sign lost in a URL"),
    ("10.5.2019 10:00", "TIME_UNREADABLE", "dots: day first, where they are used"),
    ("2019-10-05-17", "TIME_UNREADABLE", "dateutil reads an offset of -17 hours"),
    ("2026-W48-3 10:00", "TIME_UNREADABLE", "a week date"),
    ("5/10/2019 17:00 18:00", "TIME_UNREADABLE", "two times"),
    ("today 5/10/2019 17:00", "TIME_UNREADABLE", "two days"),
    ("about 5/10/2019 17:00 or so", "TIME_UNREADABLE", "words"),
    ("5/10/2019 17:00\x00", "CONTROL_CHARACTER", "NUL"),
    ("5/10/2019\t17:00", "CONTROL_CHARACTER", "tab"),
    ("5/10/2019 17:00\n", "CONTROL_CHARACTER", "line feed"),
    ("5/10/2019 \x1b[31m17:00", "CONTROL_CHARACTER", "would colour the terminal"),
    ("5/10/2019 \u202e00:71", "CONTROL_CHARACTER", "right to left: shows as 17:00"),
    ("5/10/2019\u200b 17:00", "CONTROL_CHARACTER", "zero width"),
    ("\ufeff5/10/2019 17:00", "CONTROL_CHARACTER", "a byte order mark"),
    ("5/10/2019\u200317:00", "CONTROL_CHARACTER", "an em space is in no document's time"),
    ("5/10/2019 17:00\ud800", "CONTROL_CHARACTER", "half a character"),
    ("5/10/\u0662019 17:00", "TIME_UNREADABLE", "an Arabic two"),
    ("2026\u201311\u201325 17:00", "TIME_UNREADABLE", "dashes, not hyphens"),
    ("\u041cay 10 2019 17:00", "TIME_UNREADABLE", "a Cyrillic M"),
    ("5/10/2019 " + "0" * 55, "TIME_TOO_LONG", "65 characters"),
]


@pytest.mark.parametrize(("text", "zone", "expected", "why"), ISO)
def test_iso(text: str, zone: str, expected: str, why: str) -> None:
    assert understood(text, zone) == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), TYPED)
def test_typed(text: str, expected: str, why: str) -> None:
    assert understood(text) == expected, why


@pytest.mark.parametrize(("text", "expected", "why"), REFUSED)
def test_refused(text: str, expected: str, why: str) -> None:
    assert codes(text) == expected, why


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        ("now", "2026-09-21T10:00:00-04:00", "to the second"),
        ("NOW", "2026-09-21T10:00:00-04:00", "in capitals"),
        ("today 0140", "2026-09-21T01:40:00-04:00", "earlier today"),
        ("Mon today at 1:40 AM", "2026-09-21T01:40:00-04:00", "2026-09-21 is a Monday"),
        ("tomorrow 8:00", "2026-09-22T08:00:00-04:00", "the day after"),
        ("8:00 am tomorrow", "2026-09-22T08:00:00-04:00", "the time first"),
        ("yesterday 23:10", "2026-09-20T23:10:00-04:00", "the day before"),
        ("today 2400", "2026-09-22T00:00:00-04:00", "tonight's midnight"),
    ],
)
def test_words_for_days_at_a_terminal(text: str, expected: str, why: str) -> None:
    assert understood(text, now=NOW) == expected, why


def test_now_is_one_instant_though_its_hour_happens_twice() -> None:
    again = 1_793_514_600  # Sun 2026-11-01 06:30 UTC: 01:30 in New York, for the second time
    assert understood("now", now=again) == "2026-11-01T01:30:00-05:00"
    assert read_instant("now", NEW_YORK, "release_at", now=again) == Moment(again, ambiguous=False)


def test_today_is_the_facilitys_day() -> None:
    # 14:00 UTC on the 21st is midnight, the start of the 22nd, in Guam (+10).
    assert understood("today 0140", GUAM, NOW) == "2026-09-22T01:40:00+10:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "TIME_MISSING"),
        ("tomorrow noonish", "TIME_UNREADABLE"),
        ("Tue today 0140", "WEEKDAY_WRONG"),
        ("today May 10 17:00", "DATE_MISSING"),
        ("yesterday midnight", "TIME_UNCLEAR"),
    ],
)
def test_words_for_days_refused(text: str, expected: str) -> None:
    assert codes(text, now=NOW) == expected


@pytest.mark.parametrize(
    ("text", "zone", "expected", "ambiguous", "why"),
    [
        ("2026-11-01 00:59", NEW_YORK, "2026-11-01T00:59:00-04:00", False, "before"),
        ("2026-11-01 01:00", NEW_YORK, "2026-11-01T01:00:00-04:00", True, "the earlier: EDT"),
        ("11/1/2026 1:59 AM", NEW_YORK, "2026-11-01T01:59:00-04:00", True, "the earlier: EDT"),
        ("2026-11-01 02:00", NEW_YORK, "2026-11-01T02:00:00-05:00", False, "after"),
        ("2026-11-01 01:30 EDT", NEW_YORK, "2026-11-01T01:30:00-04:00", False, "EDT says which"),
        ("2026-11-01 01:30 EST", NEW_YORK, "2026-11-01T01:30:00-05:00", False, "EST says which"),
        ("2026-11-01T01:30-05:00", NEW_YORK, "2026-11-01T01:30:00-05:00", False, "the offset"),
        ("11/1/2026 0130 cst", CHICAGO, "2026-11-01T01:30:00-06:00", False, "in Chicago too"),
        ("2026-11-01 01:30", PHOENIX, "2026-11-01T01:30:00-07:00", False, "no change there"),
        ("3/8/2026 3:00 AM", NEW_YORK, "2026-03-08T03:00:00-04:00", False, "after the gap"),
        ("7/1/2026 0900 ChST", GUAM, "2026-07-01T09:00:00+10:00", False, "a mixed-case name"),
    ],
)
def test_clock_changes(text: str, zone: str, expected: str, ambiguous: bool, why: str) -> None:
    assert understood(text, zone) == expected, why
    assert read_instant(text, zone, "release_at").ambiguous is ambiguous, why


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("2026-03-08 02:30", NEW_YORK, "clocks went from 02:00 to 03:00"),
        ("2026-03-29 01:30", "Europe/London", "clocks went from 01:00 to 02:00"),
        ("2026-10-04 02:10", "Australia/Lord_Howe", "clocks went from 02:00 to 02:30"),
        (
            "2011-12-30 10:00",  # Samoa moved to the other side of the date line
            "Pacific/Apia",
            "clocks went from 2011-12-30 00:00 to 2011-12-31 00:00",
        ),
        ("5/10/2019 17:00 EST", NEW_YORK, "in America/New_York EDT is in force then"),
        ("11/1/2026 0130 CST", NEW_YORK, "in America/New_York EDT or EST are in force then"),
        ("Thu 5/10/2019 1700", NEW_YORK, "5/10/2019 is a Friday, not a Thursday"),
        ("Weds 5/10/2019 1700", NEW_YORK, "5/10/2019 is a Friday, not a Wednesday"),
        ("13/05/2019 1700", NEW_YORK, "write 5/13/2019 or 2019-05-13"),
        ("May 10 17:00", NEW_YORK, "was understood as may 10 (no year) and the time of day 17:00"),
        ("2/30/2026 1700", NEW_YORK, "2/30/2026 was understood as month, day, year"),
        ("2026/2/30 1700", NEW_YORK, "2026/2/30 was understood as year, month, day"),
        ("5/10/2019 13:00 PM", NEW_YORK, "was understood as 13:00 pm: there is no such time"),
        ("about noonish", NEW_YORK, "nothing in 'about noonish' was understood as a date or a time of day"),
        ("5/10/2019 17", NEW_YORK, "was understood as the date 5/10/2019, but '17' was not"),
        ("17:00", NEW_YORK, "'17:00' was understood as the time of day 17:00, with no date (write"),
        ("May 10 17:00", NEW_YORK, "(no year) and the time of day 17:00 (write"),
        ("2026-11-25T25:00", NEW_YORK, "was understood as 25:00: there is no such time"),
        ("2026-11-25T25:00:30", NEW_YORK, "was understood as 25:00:30: there is no such time"),
        ("5/32/2019 1700", NEW_YORK, "5/32/2019 was understood as month, day, year"),
        ("5/10/2019\x1b 17:00", NEW_YORK, "'5/10/2019\\x1b 17:00' holds \\x1b (U+001B)"),
        ("9" * 100, NEW_YORK, "9... (100 characters)' is too long"),
    ],
)
def test_messages_say_what_was_understood(text: str, zone: str, words: str) -> None:
    with pytest.raises(DetainerError) as caught:
        read_instant(text, zone, "release_at")
    assert words in str(caught.value)
    assert str(caught.value).isprintable()


def test_unknown_zone() -> None:
    with pytest.raises(DetainerError, match="ZONE_UNKNOWN"):
        read_instant("2026-11-25T15:00", "Nowhere/Land", "release_at")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-25", date(2026, 11, 25)),
        ("20261125", date(2026, 11, 25)),
        ("11/25/2026", date(2026, 11, 25)),
        ("Wed, Nov. 25, 2026", date(2026, 11, 25)),
        ("25 November 2026", date(2026, 11, 25)),
    ],
)
def test_read_date(text: str, expected: date) -> None:
    assert read_date(text, "offense_on") == expected
    assert looks_like_date(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-02-30", "DATE_IMPOSSIBLE"),
        ("2/30/2026", "DATE_IMPOSSIBLE"),
        ("25/12/2026", "DAY_FIRST"),
        ("5/10/19", "YEAR_UNCLEAR"),
        ("1776-07-04", "YEAR_OUT_OF_RANGE"),
        ("Thu 5/10/2019", "WEEKDAY_WRONG"),
    ],
)
def test_read_date_wrong_but_a_date(text: str, code: str) -> None:
    with pytest.raises(DetainerError) as caught:
        read_date(text, "offense_on")
    assert [p.code for p in caught.value.problems] == [code]
    assert "17:00" not in str(caught.value), "no hint may ask for a time of day"
    assert looks_like_date(text), "so that the error is about the date, not about a lacking hour"


@pytest.mark.parametrize(
    ("text", "hint", "why"),
    [
        ("5/10/2019 17:00", "leave the time of day out", "its own"),
        ("5/10/19", "write the year in four digits, as in 5/10/2019 or 2019-05-10", "its own"),
        ("never", "write it like 5/10/2019 or 2019-05-10", "the usual one, without a time of day"),
    ],
)
def test_hints_on_a_date(text: str, hint: str, why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        read_date(text, "offense_on")
    assert [problem.hint for problem in caught.value.problems] == [hint], why


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-25T15:00", "TIME_NOT_EXPECTED"),
        ("5/10/2019 5 pm", "TIME_NOT_EXPECTED"),
        ("May 2019", "DATE_MISSING"),
        ("Friday", "DATE_MISSING"),
        ("today", "NOW_NOT_KNOWN"),
        ("5/10/2019 today", "TIME_UNREADABLE"),
        ("10", "TIME_UNREADABLE"),
        ("never", "TIME_UNREADABLE"),
        ("in-time", "TIME_UNREADABLE"),
        ("10.5.2019", "TIME_UNREADABLE"),
        ("", "TIME_UNREADABLE"),
        ("2026-11-25\u200b", "CONTROL_CHARACTER"),
        ("2" * 65, "TIME_TOO_LONG"),
    ],
)
def test_read_date_no_date(text: str, code: str) -> None:
    with pytest.raises(DetainerError) as caught:
        read_date(text, "offense_on")
    assert [p.code for p in caught.value.problems] == [code]
    assert not looks_like_date(text)


def test_moment_names_its_parts() -> None:
    assert read_instant("1970-01-02T00:00Z", "UTC", "release_at") == Moment(at=86400, ambiguous=False)


@pytest.mark.parametrize("text", ["May 2019", "10", "2019"])
def test_what_dateutil_would_fill_in_is_seen(text: str) -> None:
    with pytest.raises(ValueError, match="not a whole date"):
        typed._dateutil_date(text)
    with pytest.raises(ValueError, match="not a time of day"):
        typed._dateutil_time(text)


def test_iso_needs_no_dateutil() -> None:
    script = """
import sys
from detainer.times import looks_like_date, read_date, read_instant
for text in ("2026-11-25T15:00", "2026-11-25 1500", "2026-11-25T15:00:30-05:00", "now"):
    read_instant(text, "America/New_York", "release_at", now=0)
read_date("2026-11-25", "offense_on")
assert looks_like_date("2026-11-25")
assert "detainer.times.typed" not in sys.modules
assert not [name for name in sys.modules if name.startswith("dateutil")]
read_instant("5/10/2019 17:00", "America/New_York", "release_at")
assert "dateutil.parser" in sys.modules
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_span_of_time_is_no_offset() -> None:
    """08:00-12:00 is a shift on a roster; Python's own writing has the seconds too."""
    with pytest.raises(DetainerError) as caught:
        read_instant("2026-11-25 08:00-12:00", "America/New_York", "release_at")
    assert [problem.code for problem in caught.value.problems] == ["TIME_UNREADABLE"]
    as_python_writes = read_instant("2026-11-25 15:00:00-05:00", "America/Chicago", "release_at")
    assert as_python_writes.at == read_instant("2026-11-25T15:00-0500", "America/Chicago", "release_at").at
