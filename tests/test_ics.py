"""The calendar file: read back by another library, instants compared in UTC, hand-worked."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha1
from io import StringIO
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from dateutil.tz import tzical
from made import NY, at, rule, xanadu
from made import ask as ask_on
from vcalendar import Read

from detainer import Decision, DetainerError
from detainer.explain import Warned
from detainer.formats import ics
from detainer.formats.ics import parse_alarm, render
from detainer.formats.observances import observances
from detainer.formats.text import LAST_LINE
from detainer.zones import local, seconds

STAMP = datetime(2026, 11, 24, 12, 0, 30, tzinfo=UTC)
H2, D1 = timedelta(hours=2), timedelta(days=1)


def ask(
    release: str | None = "2026-11-25T15:00", where: Any = "honors", zone: str = NY, **more: Any
) -> Decision:
    return ask_on(where, release, zone=zone, **more)


def read(decision: Decision, *alarms: timedelta, stamped: datetime = STAMP, **more: Any) -> Read:
    return Read(render(decision, alarms, stamped=stamped, **more))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# ---- the window ----

# 48 elapsed hours from release, Form I-247A; UTC by the zone's offsets, by hand
WINDOWS = [
    # zone, release, fold, start in UTC, end in UTC, the end as people read it, why
    ("America/Los_Angeles", "2025-11-01T12:00", 0, "2025-11-01T19:00", "2025-11-03T19:00", "Mon 3 Nov 2025 11:00 PST",
     "noon PDT is 19:00Z; clocks went back on the 2nd, so 48 hours later it is 11:00 on the wall"),
    (NY, "2026-03-06T18:00", 0, "2026-03-06T23:00", "2026-03-08T23:00", "Sun 8 Mar 2026 19:00 EDT",
     "18:00 EST is 23:00Z; clocks went forward on the 8th at 2:00"),
    ("America/Phoenix", "2026-03-07T12:00", 0, "2026-03-07T19:00", "2026-03-09T19:00", "Mon 9 Mar 2026 12:00 MST",
     "Arizona keeps MST, UTC-7, all year"),
    ("America/Puerto_Rico", "2026-03-07T12:00", 0, "2026-03-07T16:00", "2026-03-09T16:00", "Mon 9 Mar 2026 12:00 AST",
     "Puerto Rico keeps AST, UTC-4, all year"),
    ("Pacific/Honolulu", "2026-10-31T12:00", 0, "2026-10-31T22:00", "2026-11-02T22:00", "Mon 2 Nov 2026 12:00 HST",
     "Hawaii keeps HST, UTC-10, all year"),
    ("America/Indiana/Indianapolis", "2026-10-30T12:00", 0, "2026-10-30T16:00", "2026-11-01T16:00", "Sun 1 Nov 2026 11:00 EST",
     "noon EDT is 16:00Z; clocks went back on the 1st"),
    (NY, "2026-12-31T12:00", 0, "2026-12-31T17:00", "2027-01-02T17:00", "Sat 2 Jan 2027 12:00 EST",
     "the window lies in two years"),
    (NY, "2026-10-30T01:30", 0, "2026-10-30T05:30", "2026-11-01T05:30", "Sun 1 Nov 2026 01:30 EDT",
     "01:30 EDT is 05:30Z; the end is the first of two 01:30 on the 1st"),
    (NY, "2026-10-30T02:30", 0, "2026-10-30T06:30", "2026-11-01T06:30", "Sun 1 Nov 2026 01:30 EST",
     "02:30 EDT is 06:30Z; the end is the second 01:30"),
    (NY, "2026-11-01T01:30", 1, "2026-11-01T06:30", "2026-11-03T06:30", "Tue 3 Nov 2026 01:30 EST",
     "released at the second 01:30, EST, 06:30Z"),
]  # fmt: skip


@pytest.mark.parametrize(("zone", "release", "fold", "starts", "ends", "shown", "why"), WINDOWS)
def test_the_event_is_the_window(zone: str, release: str, fold: int, starts: str, ends: str, shown: str, why: str) -> None:  # fmt: skip
    event = read(ask(release, zone=zone, fold=fold), H2, D1)
    assert (event.starts, event.ends) == (utc(starts), utc(ends)), why
    assert event.summary == f"Release by {shown} unless ICE takes custody first (rests on assumptions)"
    assert event.alarms == [utc(ends) - H2, utc(ends) - D1]
    assert event.actions == {"DISPLAY"}


def test_indiana_in_the_year_it_began_to_change_its_clocks() -> None:
    # Form I-247, 48 hours without weekends: Fri 31 Mar 2006 noon EST (17:00Z): 12 h that day, 24 h
    # on Monday, 12 h on Tue 4 Apr, noon EDT (16:00Z). Indiana had kept EST all year until 2 Apr 2006.
    event = read(ask("2006-03-31T12:00", zone="America/Indiana/Indianapolis", form="I-247"))
    assert (event.starts, event.ends) == (utc("2006-03-31T17:00"), utc("2006-04-04T16:00"))


def test_a_time_that_comes_twice_is_written_in_utc() -> None:
    for release in ("2026-10-30T01:30", "2026-10-30T02:30"):
        text = render(ask(release), stamped=STAMP)
        assert re.search(r"^DTSTART;TZID=America/New_York:20261030T0", text, re.MULTILINE)
        assert re.search(r"^DTEND:20261101T0[56]3000Z\r$", text, re.MULTILINE)


def test_a_window_that_begins_with_the_receipt() -> None:
    # North Carolina's act of 2024 counts 48 hours from receipt (Gen. Stat. 162-62(b1)): from Fri
    # 28 Feb 2025 15:00 EST, which is 20:00Z, though release is due on Saturday
    facts = {"received_at": at("2025-02-28T15:00"), "offense_on": date(2024, 12, 1)}
    event = read(ask("2025-03-01T12:00", "us-nc", **facts))
    assert (event.starts, event.ends) == (utc("2025-02-28T20:00"), utc("2025-03-02T20:00"))


def test_a_detainer_withdrawn_ends_the_event() -> None:
    event = read(ask(cancelled_at=at("2026-11-26T09:00")), H2)
    assert event.ends == utc("2026-11-26T14:00")
    assert event.alarms == [utc("2026-11-26T12:00")]


def test_a_detainer_withdrawn_before_its_clock_began_leaves_the_release(tmp_path: Any) -> None:
    # 24 h from service, 10 h after release at 20:00Z; withdrawn 5 h after it: an end before the start
    clock = '[clock.c]\nhours = 24\nstarts = { latest = ["release_at", "warrant_served_at"] }\n'
    where = xanadu(tmp_path, rule("r", "allowed", 'clock = ["c"]'), before=clock)
    served, out = at("2026-11-26T01:00"), at("2026-11-25T20:00")
    facts = {"form": "I-247X", "asks_custody": True, "received_at": "in-time", "warrant_served_at": served}
    decision = ask(where=where, cancelled_at=out, **facts)
    assert (decision.window.starts_at, decision.release_by) == (served, out)
    event = read(decision, H2)
    assert (event.starts, event.ends, event.alarms) == (
        utc("2026-11-26T01:00"),
        None,
        [utc("2026-11-25T23:00")],
    )


def test_booking_alone_is_said() -> None:
    event = read(ask(None, booked_at=at("2026-11-25T15:00")), H2)
    assert (event.starts, event.ends) == (utc("2026-11-25T20:00"), utc("2026-11-27T20:00"))
    assert event.summary == (
        "Release by Fri 27 Nov 2026 15:00 EST unless ICE takes custody first "
        "(counted from booking: no release time was given) (rests on assumptions)"
    )


def test_the_present_moment_is_not_told() -> None:
    ended = ask(as_of="2026-12-24T12:00")
    assert render(ended, stamped=STAMP) == render(ask(), stamped=STAMP)


# ---- no window ----


def test_no_hold_is_the_release_itself() -> None:
    event = read(ask(where="us-ma"), H2)
    assert (event.starts, event.ends) == (utc("2026-11-25T20:00"), None)
    assert event.summary.startswith(
        "Release due Wed 25 Nov 2026 15:00 EST. No ICE hold: Lunn v. Commonwealth"
    )
    assert event.alarms == [utc("2026-11-25T18:00")]


def test_no_hold_and_no_release_time_has_nothing_to_ring_before() -> None:
    event = read(ask(None, "us-ma", booked_at=at("2026-11-25T15:00")), H2)
    assert (event.starts, event.ends, event.alarms) == (utc("2026-11-25T20:00"), None, [])
    assert event.summary.startswith(
        "Release due when local custody ends (no release time was given). No ICE hold"
    )
    assert "no alarm: there is no known release to ring before" in event.description


def test_what_cannot_be_said_is_the_earliest_release() -> None:
    event = read(ask(form="I-247A", box=1, assume="nothing"), H2)
    assert (event.starts, event.ends) == (utc("2026-11-25T20:00"), None)
    assert event.summary.startswith("CANNOT SAY: needs --")
    assert "; release is due between Wed 25 Nov 2026 15:00 EST and " in event.summary
    assert event.alarms == [utc("2026-11-25T18:00")]
    assert "NEEDED TO SAY MORE" in event.description


def test_what_cannot_be_said_from_booking_alone() -> None:
    event = read(ask(None, booked_at=at("2026-11-25T15:00"), form="I-247A", box=1, assume="nothing"), H2)
    assert (event.starts, event.alarms) == (utc("2026-11-25T20:00"), [])
    assert event.summary.startswith("CANNOT SAY: needs --")
    assert event.summary.endswith("(counted from booking: no release time was given)")


def test_ordinary_custody_replaces_an_earlier_window_and_rings_no_alarm() -> None:
    before, after = read(ask(), H2), read(ask(papers={"criminal-warrant": True}), H2)
    assert after.summary.startswith(
        "ORDINARY CUSTODY. A court's criminal warrant holds the person; no detainer clock"
    )
    assert (after.uid, after.starts, after.ends, after.alarms) == (before.uid, before.starts, None, [])
    assert "no alarm: there is no known release to ring before" in after.description


# ---- what it says ----


def test_the_description_is_the_whole_answer() -> None:
    said = read(ask("2025-11-01T12:00", zone="America/Los_Angeles")).description.split("\n")
    assert said[0] == "RELEASE BY Mon 3 Nov 2025 11:00 PST unless ICE takes custody first"
    assert said[-1] == LAST_LINE
    assert "release: Sat 1 Nov 2025 12:00 PDT, America/Los_Angeles" in said
    reading = said.index("- straight: ends Mon 3 Nov 2025 11:00 PST <- governs")
    assert said[reading + 1] == (
        "  48 h, every hour counted, from release: ICE, Guidance for Completing Form I-247A (2017) (verbatim)"
    )
    # 48 counted hours: none on Sat and Sun, 24 h on Mon, 24 h on Tue: the first instant of Wed 5 Nov
    assert "- regulation: ends Wed 5 Nov 2025 00:00 PST" in said
    assert {"READINGS", "RULES", "WARNINGS", "ONLY IF CONFIRMED (assumed, not given)"} <= set(said)
    assert any(line.startswith("- DST_IN_WINDOW: ") for line in said)
    assert "UNSETTLED LAW" not in said


HOSTILE = [
    # what stands in a warning, as it is shown
    ("a\r\nEND:VEVENT", "a\\r\n  END:VEVENT"),
    ("a\u2028b\x85c", "a\\u2028b\\x85c"),
    ("\x1b[31mred\x07", "\\x1b[31mred\\x07"),
    ("\u202egnirts\u2066", "\\u202egnirts\\u2066"),
    ("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"),
    ("half \udc80", "half \\udc80"),
    ("a;b,c:d\"e\\f", "a;b,c:d\"e\\f"),
    ("C:\\new", "C:\\new"),
    ("C:\\New", "C:\\x5cNew"),  # the icalendar package takes a backslash and N for the end of a line
    ("é§漢字𝕏" * 60, "é§漢字𝕏" * 60),
]  # fmt: skip


@pytest.mark.parametrize(("given", "shown"), HOSTILE)
def test_hostile_text(given: str, shown: str) -> None:
    text = render(replace(ask(), heard=(Warned("NOTE", given),)), stamped=STAMP)
    assert f"\n- NOTE: {shown}\n" in Read(text).description
    assert len(re.findall(r"^END:VEVENT\r$", text, re.MULTILINE)) == 1
    lines = text.encode("utf-8").split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 for line in lines)
    assert not any(set(line) & {*range(0x20), 0x7F} for line in lines)
    assert all(line.decode("utf-8") for line in lines)  # no character is cut in two


def test_hostile_words_of_a_profile(tmp_path: Any) -> None:
    cite = "§ 1; a, b\\\\New " + "漢" * 40
    source = f'[source.t]\ncite = "{cite}"\nurl = "u"\nseen = "unverified"\nchecked = 2026-01-01\n'
    where = xanadu(tmp_path, rule("r", "not_allowed", source="t"), before=source)
    event = read(ask(where=where), H2)
    assert event.summary == (
        f"Release due Wed 25 Nov 2026 15:00 EST. No ICE hold: § 1; a, b\\x5cNew {'漢' * 40} (rests on assumptions)"
    )


# ---- which event it replaces ----


@pytest.mark.parametrize("corrected", [{"papers": {"I-200": False}}, {"form": "I-247"}, {"citizenship": "claimed"},
                                       {"served_at": "never"}, {"assume": "nothing"}], ids=str)  # fmt: skip
def test_a_corrected_answer_replaces_the_event(corrected: dict[str, Any]) -> None:
    first = read(ask())
    later = read(ask(**corrected), stamped=STAMP + timedelta(seconds=1))
    assert first.summary != later.summary
    assert later.uid == first.uid
    assert later.sequence > first.sequence
    assert later.stamp > first.stamp


def test_a_booking_names_the_record_when_the_release_moves() -> None:
    booked = at("2026-11-20T03:12")
    uids = {
        read(ask(release, booked_at=booked)).uid for release in (None, "2026-11-25T15:00", "2026-11-26T09:00")
    }
    assert len(uids) == 1
    assert read(ask("2026-11-25T15:00", booked_at=at("2026-11-20T03:13"))).uid not in uids  # another person


def test_what_makes_another_event() -> None:
    same = [ask(), ask("2026-11-25T15:01"), ask(where="us-fl"), ask(zone="America/Detroit"),
            ask(None, booked_at=at("2026-11-25T15:00"))]  # fmt: skip
    assert len({read(decision).uid for decision in same}) == len(same)


def test_the_uid_does_not_change_between_versions() -> None:
    # RFC 9562 section 5.5: SHA-1 of the namespace and the name, with version and variant set
    released = int(datetime(2026, 11, 25, 20, tzinfo=UTC).timestamp())
    name = f"honors\nAmerica/New_York\nrelease\n{released}"
    namespace = UUID("5b0f6a86-3f6f-4f0e-9f5e-2b6f5c1c2d47")
    digest = sha1(namespace.bytes + name.encode()).digest()
    assert read(ask()).uid == str(UUID(bytes=digest[:16], version=5))


def test_a_record_can_be_named() -> None:
    first = read(ask(), uid=" 2026-001234 ")
    assert first.uid == "2026-001234"
    assert read(ask("2026-11-26T09:00", "us-fl"), uid="2026-001234").uid == first.uid


def test_the_sequence() -> None:
    assert read(ask(), stamped=utc("2026-01-01T00:01:00.9")).sequence == 60
    assert read(ask(), stamped=utc("2025-12-31T00:00")).sequence == 0
    assert read(ask(), stamped=utc("2100-01-01T00:00")).sequence == 2**31 - 1
    assert read(ask(), sequence=3).sequence == 3
    assert read(ask(), stamped=at("2026-11-24T07:00:30.5")).stamp == STAMP


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"stamped": datetime(2026, 1, 1)}, "NAIVE_TIME", "stamped"),
        ({"sequence": -1}, "VALUE_UNKNOWN", "sequence"),
        ({"sequence": 2**31}, "VALUE_UNKNOWN", "sequence"),
        ({"uid": " "}, "VALUE_UNKNOWN", "uid"),
        ({"uid": "a\nb"}, "VALUE_UNKNOWN", "uid"),
        ({"uid": "\ud800"}, "VALUE_UNKNOWN", "uid"),
        ({"uid": "é" * 128}, "VALUE_UNKNOWN", "uid"),
        ({"alarms": (timedelta(0),)}, "ALARM_OUT_OF_RANGE", "alarm"),
        ({"alarms": (H2, timedelta(days=14, seconds=1))}, "ALARM_OUT_OF_RANGE", "alarm"),
    ],
)
def test_what_is_refused(given: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(DetainerError) as caught:
        render(ask(), **{"stamped": STAMP, **given})
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == (code, field)
    assert problem.hint


# ---- alarms ----


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("2h", 120), ("90m", 90), ("90min", 90), ("1d", 1440), ("1h30m", 90), ("1d2h3m", 1563), (" 1H 30M ", 90),
     ("14d", 20160), ("336h", 20160), ("1m", 1)],
)  # fmt: skip
def test_an_alarm_is_read(text: str, minutes: int) -> None:
    assert parse_alarm(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", " ", "2", "h", "2 hours", "2s", "30m1h", "-2h", "1.5h", "2h2h", "٢h", "2h\x1b[1m",
                                  "1" * 99 + "h"])  # fmt: skip
def test_no_alarm(text: str) -> None:
    with pytest.raises(DetainerError) as caught:
        parse_alarm(text)
    (problem,) = caught.value.problems
    assert problem.code == "ALARM_UNKNOWN"
    assert problem.message.isprintable()
    assert problem.hint == "write 2h, 90m, 1d or 1h30m"


@pytest.mark.parametrize("text", ["0m", "0d0h0m", "15d", "336h1m", "999999d"])
def test_an_alarm_out_of_range(text: str) -> None:
    with pytest.raises(DetainerError, match="ALARM_OUT_OF_RANGE"):
        parse_alarm(text)


def test_the_same_alarm_twice_rings_once() -> None:
    assert read(ask(), parse_alarm("2h"), parse_alarm("120m")).alarms == [utc("2026-11-27T18:00")]


# ---- the zone ----


def shown(zone: str, first: str, last: str) -> list[tuple[str, ...]]:
    found = observances(zone, seconds(at(first, zone)), seconds(at(last, zone)))
    return [
        (o.name, f"{o.onset:%Y-%m-%d %H:%M}", _hours(o.before), _hours(o.after), o.byday or "",
         f"{o.until:%Y-%m-%d %H:%M}" if o.until else "")
        for o in found
    ]  # fmt: skip


def _hours(offset: timedelta) -> str:
    return f"{offset.total_seconds() / 3600:g}"


def test_the_clock_of_new_york() -> None:
    # 15 U.S.C. 260a(a): 2 a.m. on the second Sunday of March to 2 a.m. on the first Sunday of November
    assert shown(NY, "2026-11-25T15:00", "2026-11-27T15:00") == [
        ("EDT", "2025-03-09 02:00", "-5", "-4", "2SU", ""),
        ("EST", "2025-11-02 02:00", "-4", "-5", "1SU", ""),
    ]


def test_a_window_over_the_year_in_which_the_rule_changed() -> None:
    # until 2006 the first Sunday of April and the last of October (Pub. L. 109-58, section 110)
    assert shown(NY, "2006-12-31T12:00", "2007-01-02T12:00") == [
        ("EDT", "2005-04-03 02:00", "-5", "-4", "1SU", "2006-04-02 07:00"),
        ("EST", "2005-10-30 02:00", "-4", "-5", "-1SU", "2006-10-29 06:00"),
        ("EDT", "2007-03-11 02:00", "-5", "-4", "", ""),
        ("EST", "2007-11-04 02:00", "-4", "-5", "", ""),
    ]


def test_a_zone_whose_clock_does_not_change() -> None:
    assert shown("America/Phoenix", "2026-03-07T12:00", "2026-03-09T12:00") == [
        ("MST", "2025-01-01 00:00", "-7", "-7", "", "")
    ]


def test_a_zone_begins_with_what_held_before_its_first_change() -> None:
    # Indiana: EST all through 2005 and until 2 Apr 2006
    assert shown("America/Indiana/Indianapolis", "2006-03-31T12:00", "2006-04-04T12:00") == [
        ("EST", "2005-01-01 00:00", "-5", "-5", "", ""),
        ("EDT", "2006-04-02 02:00", "-5", "-4", "", ""),
        ("EST", "2006-10-29 02:00", "-4", "-5", "", ""),
    ]


ZONES = (NY, "America/Chicago", "America/Boise", "America/Phoenix", "America/Los_Angeles", "America/Anchorage",
         "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago",
         "America/Indiana/Indianapolis", "America/Indiana/Petersburg", "America/Indiana/Winamac",
         "America/North_Dakota/Beulah", "America/Detroit", "America/Metlakatla", "UTC")  # fmt: skip


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("years", [(1974, 1975), (1986, 1987), (2005, 2005), (2006, 2006), (2006, 2007), (2015, 2015),
                                   (2018, 2019), (2026, 2026), (2099, 2099)], ids=str)  # fmt: skip
def test_another_reader_has_the_same_clock(zone: str, years: tuple[int, int]) -> None:
    """Every sixth hour of those years, and the hours about each change, as dateutil reads the VTIMEZONE."""
    first, last = (
        seconds(at(f"{year}-{day}", zone))
        for year, day in zip(years, ("01-01T00:00", "12-31T23:00"), strict=True)
    )
    entry = ics._Entry("", first, last, None)
    theirs = tzical(StringIO(ics._timezone(zone, entry).to_ical().decode())).get()
    near = {
        hour for change in _turns(zone, first, last) for hour in range(change - 7200, change + 7201, 1800)
    }
    for instant in sorted({*range(first, last, 21_600), *near}):
        here = local(instant, zone)
        wall = here.replace(tzinfo=None)
        if here.utcoffset() == here.replace(fold=1 - here.fold).utcoffset():  # the others are written in UTC
            assert wall.replace(tzinfo=theirs).utcoffset() == here.utcoffset(), here


def _turns(zone: str, first: int, last: int) -> list[int]:
    return [
        after
        for before, after in pairwise(range(first, last, 3600))
        if local(before, zone).utcoffset() != local(after, zone).utcoffset()
    ]
