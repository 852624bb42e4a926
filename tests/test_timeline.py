"""The timeline of an answer: days, rows, stretches and marks, worked by hand.

Times are those of New York unless said: EST is UTC-5, EDT is UTC-4.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made import HEAD, NY, PERIOD, ask, at, rule, written

from detainer import Decision, Profile
from detainer.timeline import MAX_DAYS, Timeline, timeline
from detainer.zones import seconds

WORKDAYS = 'excludes = ["saturday", "sunday", "federal-holiday-observed"]'


def own(tmp_path: Path, clock: str, zone: str = NY) -> Profile:
    text = f"[clock.own]\n{clock}\n" + PERIOD + rule("r", "allowed", 'clock = ["own"]')
    return written(tmp_path, HEAD.replace(NY, zone) + text)


def decide(
    profile: str | Profile, release: str | None, *, zone: str = NY, as_of: str | None = None, **facts: Any
) -> Decision:
    """As ``ask``, with instants as text."""
    facts = {
        key: at(value, zone) if isinstance(value, str) and "T" in value else value
        for key, value in facts.items()
    }
    return ask(profile, release, zone=zone, as_of=as_of, **facts)


def line(*args: Any, **named: Any) -> Timeline:
    return timeline(decide(*args, **named))


def dates(found: Timeline) -> list[str]:
    return [f"{day.weekday} {day.date:%m-%d}" for day in found.days]


def marks(found: Timeline) -> list[tuple[str, str]]:
    return [(mark.kind, found.stamp(mark.at)) for mark in found.marks]


def stretches(found: Timeline, clock: str) -> list[tuple[str, str, str]]:
    row = next(row for row in found.rows if clock in row.clocks)
    return [
        (found.stamp(s.starts).removesuffix(" EST"), found.stamp(s.ends).removesuffix(" EST"), s.why)
        for s in row.stretches
    ]


def test_thanksgiving_does_not_count_for_the_regulation() -> None:
    # Wed 25 Nov 2026 15:00 + 48 h = Fri 15:00. Without Thanksgiving (26th), Sat and Sun:
    # Wed 9 h, Fri 24 h, so 15 h are left for Monday: 15:00.
    found = line("honors", "2026-11-25T15:00", as_of="2026-11-25T16:48")
    assert dates(found) == ["Wed 11-25", "Thu 11-26", "Fri 11-27", "Sat 11-28", "Sun 11-29", "Mon 11-30"]
    assert [(row.clocks, row.governs) for row in found.rows] == [
        (("straight",), ("straight",)),
        (("regulation",), ()),
    ]
    assert stretches(found, "straight") == [("Wed 25 Nov 2026 15:00", "Fri 27 Nov 2026 15:00", "")]
    assert stretches(found, "regulation") == [
        ("Wed 25 Nov 2026 15:00", "Thu 26 Nov 2026 00:00", ""),
        ("Thu 26 Nov 2026 00:00", "Fri 27 Nov 2026 00:00", "Thanksgiving Day"),
        ("Fri 27 Nov 2026 00:00", "Sat 28 Nov 2026 00:00", ""),
        ("Sat 28 Nov 2026 00:00", "Sun 29 Nov 2026 00:00", "Saturday"),
        ("Sun 29 Nov 2026 00:00", "Mon 30 Nov 2026 00:00", "Sunday"),
        ("Mon 30 Nov 2026 00:00", "Mon 30 Nov 2026 15:00", ""),
    ]
    assert {day.date.day: day.closed for day in found.days if day.closed} == {
        26: ("Thanksgiving Day",),
        28: ("Saturday",),
        29: ("Sunday",),
    }
    assert marks(found) == [
        ("release", "Wed 25 Nov 2026 15:00 EST"),
        ("now", "Wed 25 Nov 2026 16:48 EST"),
        ("release_by", "Fri 27 Nov 2026 15:00 EST"),
        ("end", "Fri 27 Nov 2026 15:00 EST"),
        ("end", "Mon 30 Nov 2026 15:00 EST"),
    ]
    assert found.between is None
    assert found.waiting == ()
    assert found.starts == seconds(at("2026-11-25T00:00"))
    assert found.ends == seconds(at("2026-12-01T00:00"))


def test_without_a_hold_release_is_due_and_no_reading_governs() -> None:
    found = line("us-ma", "2026-11-25T15:00")
    assert [row.governs for row in found.rows] == [(), ()]
    assert marks(found)[:2] == [
        ("release", "Wed 25 Nov 2026 15:00 EST"),
        ("release_due", "Wed 25 Nov 2026 15:00 EST"),
    ]


def test_a_form_that_asks_for_no_hold_leaves_the_release_alone() -> None:
    found = line("honors", "2026-11-25T15:00", form="I-247G")
    assert found.rows == ()
    assert dates(found) == ["Wed 11-25"]
    assert [kind for kind, _ in marks(found)] == ["release", "release_due"]


def test_a_courts_warrant_keeps_the_person_so_that_nothing_is_due() -> None:
    found = line("honors", "2026-11-25T15:00", papers={"criminal-warrant": True})
    assert {kind for kind, _ in marks(found)} == {"release", "end"}
    assert all(not row.governs for row in found.rows)


def test_what_is_unknown_is_a_band_from_the_earliest_release_to_the_latest() -> None:
    # Nothing is known: no hold may apply (release at once), or the older form's regulation.
    found = line("honors", "2026-11-25T15:00", assume="nothing")
    assert found.between is not None
    assert [found.stamp(at) for at in found.between] == [
        "Wed 25 Nov 2026 15:00 EST",
        "Mon 30 Nov 2026 15:00 EST",
    ]
    assert {kind for kind, _ in marks(found)} == {"release", "end"}


def test_a_clock_whose_start_is_not_known_waits(tmp_path: Path) -> None:
    # in time: somewhere before release, so that 48 hours from it have no one end
    found = line(own(tmp_path, 'hours = 48\nstarts = "received_at"'), "2026-11-25T15:00")
    assert [(item.clocks, item.starts_from) for item in found.waiting] == [(("own",), "received_at")]
    assert [row.clocks for row in found.rows] == [("straight",), ("regulation",)]


def test_booking_alone_is_marked_as_booking_and_no_release_is_due() -> None:
    # Thu 2 Jul 2026 23:30 + 48 h = Sat 23:30. Independence Day is a Saturday, kept on Friday
    # the 3rd: half an hour on Thursday, the other 47.5 h from Monday: Tue 7 Jul 23:30; with the
    # 3rd counted 24.5 h are had by Saturday and 23.5 h are left for Monday.
    found = line("honors", None, booked_at="2026-07-02T23:30")
    assert marks(found) == [
        ("booking", "Thu 2 Jul 2026 23:30 EDT"),
        ("release_by", "Sat 4 Jul 2026 23:30 EDT"),
        ("end", "Sat 4 Jul 2026 23:30 EDT"),
        ("end", "Mon 6 Jul 2026 23:30 EDT"),
        ("end", "Tue 7 Jul 2026 23:30 EDT"),
    ]
    assert {day.date.day: day.closed for day in found.days if day.closed} == {
        3: ("Independence Day (observed)",),
        4: ("Saturday, Independence Day",),
        5: ("Sunday",),
    }
    alone = line("us-ma", None, booked_at="2026-07-02T23:30")
    assert {kind for kind, _ in marks(alone)} == {"booking", "end"}
    assert alone.origin.kind == "booking"


def test_equal_windows_are_one_row_and_only_what_governs_is_named() -> None:
    # No excluded day between Wed 23 Dec 00:00 and Fri 25 Dec 00:00: the hours are full at the
    # midnight before Christmas, which is the end of Thursday.
    found = line("honors", "2026-12-23T00:00")
    assert [(row.clocks, row.governs) for row in found.rows] == [(("straight", "regulation"), ("straight",))]
    assert dates(found) == ["Wed 12-23", "Thu 12-24"]
    assert found.ends == found.rows[0].ends
    assert ("end", "Fri 25 Dec 2026 00:00 EST") in marks(found)


def test_equal_windows_that_count_otherwise_are_two_rows(tmp_path: Path) -> None:
    # From Sat 14 Nov 2026 15:00 to Tue 17 Nov 00:00 are 57 h, of which the 24 of Monday count.
    profile = own(tmp_path, f"hours = 24\n{WORKDAYS}")
    mine = line(profile, "2026-11-14T15:00")
    straight = line(own(tmp_path, "hours = 57"), "2026-11-14T15:00")
    (counted,) = [row for row in mine.rows if row.clocks == ("own",)]
    (elapsed,) = [row for row in straight.rows if row.clocks == ("own",)]
    assert (counted.starts, counted.ends) == (elapsed.starts, elapsed.ends)
    assert [stretch.why for stretch in counted.stretches] == ["Saturday", "Sunday", ""]
    assert [stretch.why for stretch in elapsed.stretches] == [""]


@pytest.mark.parametrize(
    ("release", "day", "hours", "ends", "why"),
    [
        ("2026-10-31T18:00", date(2026, 11, 1), 25, "Mon 2 Nov 2026 17:00 EST", "back at 2:00 on 1 November"),
        ("2026-03-07T18:00", date(2026, 3, 8), 23, "Mon 9 Mar 2026 19:00 EDT", "forward at 2:00 on 8 March"),
    ],
)
def test_a_day_on_which_clocks_change_has_its_own_length(
    release: str, day: date, hours: int, ends: str, why: str
) -> None:
    found = line("honors", release)
    assert {d.date: d.hours for d in found.days if d.hours != 24} == {day: hours}, why
    assert ("release_by", ends) in marks(found), "48 elapsed hours"


@pytest.mark.parametrize(
    "release", ["2026-02-12", "2026-03-07", "2026-05-22", "2026-07-02", "2026-10-30", "2026-12-31"]
)
@pytest.mark.parametrize("zone", [NY, "America/Chicago", "Pacific/Honolulu", "America/St_Johns"])
def test_days_follow_one_another_and_stretches_fill_their_window(release: str, zone: str) -> None:
    # a row's counted seconds are its clock's hours, whatever the day, the zone or the change of clocks
    found = line("honors", f"{release}T17:45", zone=zone)
    assert [a.ends for a in found.days[:-1]] == [b.starts for b in found.days[1:]]
    for row in found.rows:
        assert [row.starts, *(s.ends for s in row.stretches)] == [
            *(s.starts for s in row.stretches),
            row.ends,
        ]
        assert sum(s.ends - s.starts for s in row.stretches if s.counts) == 48 * 3600
        assert found.side(row.starts) == found.side(row.ends) == 0


def test_a_date_that_the_zone_skipped_is_no_day(tmp_path: Path) -> None:
    # Samoa went from Thu 29 Dec 2011 to Sat 31 Dec: 48 h from Thu 12:00 are Sun 1 Jan 12:00.
    zone = "Pacific/Apia"
    found = line(own(tmp_path, "hours = 48", zone), "2011-12-29T12:00", zone=zone, form="I-247")
    assert dates(found)[:3] == ["Thu 12-29", "Sat 12-31", "Sun 01-01"]
    straight = next(row for row in found.rows if "straight" in row.clocks or "own" in row.clocks)
    assert found.stamp(straight.ends).startswith("Sun 1 Jan 2012 12:00")


@pytest.mark.parametrize(
    ("as_of", "first", "last", "side", "why"),
    [
        ("2026-11-24T23:00", "Tue 11-24", "Mon 11-30", 0, "the evening before: the picture widens"),
        ("2026-11-20T09:00", "Wed 11-25", "Mon 11-30", -1, "five days before: said, not drawn"),
        ("2026-12-02T09:00", "Wed 11-25", "Wed 12-02", 0, "two days after the last end"),
        ("2027-11-24T09:00", "Wed 11-25", "Mon 11-30", 1, "a year after: said, not drawn"),
    ],
)
def test_now_widens_the_picture_only_when_it_is_near(
    as_of: str, first: str, last: str, side: int, why: str
) -> None:
    found = line("honors", "2026-11-25T15:00", as_of=as_of)
    assert (dates(found)[0], dates(found)[-1]) == (first, last), why
    (now,) = [mark for mark in found.marks if mark.kind == "now"]
    assert found.side(now.at) == side


def test_what_really_happened_is_marked() -> None:
    found = line(
        "honors",
        "2026-12-22T10:00",
        cancelled_at="2026-12-23T09:30",
        taken_at="2026-12-30T11:00",
    )
    assert ("cancelled", "Wed 23 Dec 2026 09:30 EST") in marks(found)
    assert ("release_by", "Wed 23 Dec 2026 09:30 EST") in marks(found), "a withdrawn detainer ends the window"
    assert ("taken", "Wed 30 Dec 2026 11:00 EST") in marks(found)
    assert dates(found)[-1] == "Wed 12-30", "six days after the end: near enough"
    freed = line("honors", "2026-12-22T10:00", freed_at="2026-12-22T12:00")
    assert ("freed", "Tue 22 Dec 2026 12:00 EST") in marks(freed)
    in_time = line("honors", "2026-12-22T10:00", cancelled_at="never")
    assert "cancelled" not in {kind for kind, _ in marks(in_time)}


@pytest.mark.parametrize(
    ("clock", "facts", "days", "ends", "why"),
    [
        ("hours = 2", {}, 3, "Mon 21 Dec 2026 17:00 EST", "two hours, in the days of the longer readings"),
        # Mon 21: 9 h; Tue-Thu 72; (Fri 25 Christmas); Mon 28-Thu 31: 96; (Fri 1 Jan); Mon 4, Tue 5: 48;
        # 225 h, so 15 are left for Wed 6 Jan
        (f"hours = 240\n{WORKDAYS}", {}, 17, "Wed 6 Jan 2027 15:00 EST", "ten days that count are 17"),
        ("hours = 8760", {}, 3, "Tue 21 Dec 2027 15:00 EST", "a year is cut: the other readings have 3 days"),
        (
            'hours = 8760\nstarts = "received_at"',
            {"received_at": "2026-01-03T10:00"},
            14,
            "Sun 3 Jan 2027 10:00 EST",
            "begun a year ago: cut at the left",
        ),
        (
            'hours = 48\nstarts = "received_at"',
            {"received_at": "2026-12-18T10:00"},
            6,
            "Sun 20 Dec 2026 10:00 EST",
            "over before release: begun three days before, so drawn",
        ),
    ],
)
def test_long_and_short_windows(
    tmp_path: Path, clock: str, facts: dict[str, Any], days: int, ends: str, why: str
) -> None:
    found = line(own(tmp_path, clock), "2026-12-21T15:00", form="I-247", **facts)
    (row,) = [row for row in found.rows if "own" in row.clocks]
    assert found.stamp(row.ends) == ends
    assert len(found.days) == days <= MAX_DAYS, why


def test_a_reading_over_long_before_release_lies_outside(tmp_path: Path) -> None:
    found = line(
        own(tmp_path, 'hours = 48\nstarts = "received_at"'),
        "2026-12-21T15:00",
        received_at="2026-11-03T10:00",
    )
    (row,) = [row for row in found.rows if "own" in row.clocks]
    assert found.side(row.starts) == found.side(row.ends) == -1
    assert dates(found)[0] == "Mon 12-21"


def test_no_more_than_so_many_days_are_drawn(tmp_path: Path) -> None:
    # 34 days of hours from Mon 21 Dec 15:00 end Sun 24 Jan 15:00, the 35th day; taken ten days on
    found = line(own(tmp_path, "hours = 816"), "2026-12-21T15:00", form="I-247", taken_at="2027-01-30T09:00")
    assert len(found.days) == MAX_DAYS
    assert dates(found)[-1] == "Sun 01-24"
    assert next(found.side(mark.at) for mark in found.marks if mark.kind == "taken") == 1


def test_hours_of_a_day_leave_out_the_one_that_never_happens() -> None:
    # 8 March 2026: 1:59 EST is followed by 3:00 EDT
    found = line("honors", "2026-03-07T18:00")
    day = found.days[1]
    hours = dict(found.hours(day, 1))
    assert 2 not in hours
    assert hours[3] - hours[1] == 3600
    assert list(hours) == [1, *range(3, 24)]


def test_a_timeline_is_a_value() -> None:
    first, second = (line("honors", "2026-11-25T15:00") for _ in range(2))
    assert first == second
    assert hash(first) == hash(second)
