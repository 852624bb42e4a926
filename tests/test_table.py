"""Rows against ``check``, cell for cell, and rows worked by hand."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import tzdata
from rows import HEAD, by_flags, row, told, words

from detainer import DetainerError, Problem
from detainer.agencies import Agency
from detainer.table import shape
from detainer.table.answer import Answer
from detainer.table.case import Case
from detainer.table.columns import columns, fact_of
from detainer.table.dates import DateOnly
from detainer.table.law import Laws
from detainer.table.row import Rows
from detainer.table.stamps import EPOCH, Stamps
from detainer.zones import load, seconds

NY = "America/New_York"


def laws(profile: str | None = None, zone: str | None = None, **more: Any) -> Laws:
    more = {"around": (None, None), "folders": (), "agencies": list, "forms": {}, **more}
    return Laws(profile, zone, **more)


def at(text: str, zone: str = NY) -> int:
    return seconds(datetime.fromisoformat(text).replace(tzinfo=load(zone)))


def answered(names: str, *rows: str, profile: str = "honors", zone: str | None = NY, dates: DateOnly | None = None,
             assume: str = "nothing", named: dict[str, list[str]] | None = None, **more: Any) -> list[Answer]:  # fmt: skip
    read = Rows(laws(profile, zone, **more), assume=assume, dates=dates).reader(
        columns(names.split("|"), named or {}, ["profile", "timezone"])
    )
    return [read(cells.split("|")) for cells in rows]


def test_an_offense_with_an_hour_is_refused_also_where_another_column_has_that_time() -> None:
    """A time of day seen before is remembered: it must not be taken for a date."""
    with pytest.raises(DetainerError) as raised:
        answered("release_at|offense_on", "2026-03-02 10:00|2026-03-02 10:00")
    assert [(p.code, p.field) for p in raised.value.problems] == [("TIME_NOT_EXPECTED", "offense_on")]


# ---- against check ----


@pytest.mark.parametrize(("seed", "count", "assume"), [(2026, 7_000, "nothing"), (1957, 3_000, "ordinary")])
def test_ten_thousand_rows_are_what_check_says(seed: int, count: int, assume: str) -> None:
    """Many rows tell the same in words, so that most are answered from the shape of another."""
    chance = random.Random(seed)
    read = Rows(laws(), assume=assume).reader(columns(HEAD, {}))
    pool = [words(chance) for _ in range(7)]
    agreed = refused = 0
    for number in range(count):
        cells = row(chance, words(chance) if number % 10 == 0 else chance.choice(pool))
        found: Any
        wanted: Any
        try:
            found = read(list(cells.values()))
        except DetainerError as error:
            found = {problem.code for problem in error.problems}
        try:
            wanted = told(by_flags(cells, assume))
        except DetainerError as error:
            wanted = {problem.code for problem in error.problems}
        if isinstance(wanted, set):
            refused += 1
            assert isinstance(found, set), cells
            assert found & wanted, cells
        else:
            agreed += 1
            assert found == wanted, cells
    assert agreed > count / 2
    assert refused > count / 50


def test_zone_data_older_than_a_row_are_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the row's local year, whatever the rows of its shape are warned of."""
    monkeypatch.setattr(tzdata, "__version__", "2026.6")
    rows = (
        "2027-12-29T23:59",
        "2028-01-01T00:00",
        "2027-12-30T23:59",
        "2027-12-31T23:59",
        "2031-06-04T12:00",
    )
    found = [("ZONE_DATA_OLD" in item.warnings) for item in answered("release_at", *rows)]
    assert found == [False, True, False, False, True], "2026 and the year after need no doubt"


def test_most_rows_are_not_checked_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    checked = []
    real = Case.check
    monkeypatch.setattr(Case, "check", lambda *args: checked.append(1) or real(*args))
    read = Rows(laws("us-tx", "America/Chicago")).reader(
        columns(["release_at", "form", "I-200"], {}, ["profile"])
    )
    chance = random.Random(3)
    for _ in range(3_000):
        day = date.fromordinal(date(2026, 1, 1).toordinal() + chance.randrange(300))
        read(
            [
                f"{day}T{chance.randrange(24):02}:{chance.randrange(3, 60):02}",
                "I-247A",
                chance.choice(("yes", "no", "")),
            ]
        )
    assert len(checked) < 100


def test_a_row_that_has_no_shape_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    names, cells = "release_at|form|box|I-200", "2026-11-25T15:00|I-247A|1|yes"
    (one,) = answered(names, cells)
    monkeypatch.setattr(shape, "_MARKS", {})
    monkeypatch.setattr("detainer.table.row.shape_of", lambda *_: None)
    assert answered(names, cells, cells) == [one, one]
    monkeypatch.undo()
    monkeypatch.setattr("detainer.table.row.outcome_of", lambda *_: None)
    assert answered(names, cells, cells) == [one, one]


# ---- by hand ----

FULL = "form|box|I-200|criminal-warrant|citizenship|received_at|served_at|cancelled_at|warrant_served_at|agreement"
PAPERS = "I-247A|1|yes|no|none|in-time|in-time|never|release|none"

#: (release, end of 48 straight hours, end without weekends and holidays as kept, why)
ENDS = [
    ("2026-11-25T15:00", "2026-11-27T15:00", "2026-11-30T15:00", "Wed; Thanksgiving, Sat and Sun do not count"),
    ("11/25/2026 3:00 PM", "2026-11-27T15:00", "2026-11-30T15:00", "the same, as people type it"),
    ("Wed Nov 25, 2026 1500", "2026-11-27T15:00", "2026-11-30T15:00", "the same again"),
    ("2026-11-25T20:00Z", "2026-11-27T15:00", "2026-11-30T15:00", "the same in UTC"),
    ("2026-11-25 2400", "2026-11-28T00:00", "2026-12-02T00:00", "the end of Wed; Thu off, Fri counts 24 h, Mon 24 h: Tue 00:00 is a tie, at Mon 24:00"),
    ("2026-07-03T10:00", "2026-07-05T10:00", "2026-07-08T00:00", "Fri, kept for July 4: nothing counts until Mon 00:00; Mon and Tue"),
    ("2026-10-31T12:00", "2026-11-02T11:00", "2026-11-04T00:00", "Sat: 48 elapsed hours over the 25-hour Sunday; then Mon and Tue"),
    ("2026-11-01 01:30", "2026-11-03T00:30", "2026-11-04T00:00", "the hour that happened twice, taken as the earlier: 22.5 + 1 + 24 h + 0.5"),
]  # fmt: skip


@pytest.mark.parametrize(("release", "straight", "regulation", "why"), ENDS, ids=[case[0] for case in ENDS])
def test_the_two_readings(release: str, straight: str, regulation: str, why: str) -> None:
    (found,) = answered(f"release_at|{FULL}", f"{release}|{PAPERS}")
    if release.endswith("2400"):
        regulation = "2026-12-01T00:00"
    assert (found.hold, found.applies) == ("allowed", True)
    assert found.release_by == found.straight == at(straight), why
    assert found.regulation == at(regulation), why
    assert ("AMBIGUOUS_HOUR" in found.warnings) == (release == "2026-11-01 01:30")
    assert ("DST_IN_WINDOW" in found.warnings) == (release in ("2026-10-31T12:00", "2026-11-01 01:30"))


#: (columns, cells, hold, seconds held past release_by, why)
HELD = [
    ("taken_at", "2026-11-27T15:00", 0, "taken at the very end"),
    ("taken_at", "2026-11-27T16:30", 5400, "an hour and a half past it"),
    ("freed_at", "2026-11-26T10:00", 0, "freed inside: none, not less than none"),
    ("freed_at|taken_at", "2026-11-28T15:00|2026-11-27T15:00:01", 1, "out with the earlier of the two"),
    ("booked_at", "2026-11-20T10:00", None, "still there, or not known"),
]


@pytest.mark.parametrize(("names", "cells", "held", "why"), HELD, ids=[case[3] for case in HELD])
def test_held_past_release(names: str, cells: str, held: int | None, why: str) -> None:
    (found,) = answered(f"release_at|{names}|{FULL}", f"2026-11-25T15:00|{cells}|{PAPERS}")
    assert found.held == held, why


def test_facts_in_a_row_as_in_a_check() -> None:
    names = "release_at|form|box|papers|citizenship|agreement"
    found = answered(
        names,
        "2026-11-25T15:00|||I-200; no criminal-warrant|claimed|",
        "2026-11-25T15:00|||criminal-warrant||",
        "2026-11-25T15:00|i-247a|1|NONE|unknown|none",
    )
    # a claim not resolved: no hold over any policy (and no court's warrant); a warrant for a crime; no warrant at all
    assert [item.hold for item in found] == ["not_allowed", "other_custody", "not_allowed"]
    assert found[2].missing == ()


def test_several_release_times_take_the_latest() -> None:
    named = {"release_at": ["bail", "sentence"]}
    names = f"bail|sentence|{FULL}"
    rows = [
        f"{a}|{b}|{PAPERS}"
        for a, b in (
            ("2026-11-02T10:00", "2026-11-03T09:00"),
            ("2026-11-04T10:00", ""),
            ("", "11/5/2026 1000"),
        )
    ]
    assert [item.start for item in answered(names, *rows, named=named)] == [
        at("2026-11-03T09:00"), at("2026-11-04T10:00"), at("2026-11-05T10:00")]  # fmt: skip
    with pytest.raises(DetainerError, match="RELEASE_NEEDED"):
        answered(names, f"||{PAPERS}", named=named)
    with pytest.raises(DetainerError, match="TIME_UNREADABLE"):
        answered(names, f"2026-11-02T10:00|soon|{PAPERS}", named=named)
    # of a time and a date the later hours are left
    first, second = answered(names, f"2026-11-02T10:00|2026-11-02|{PAPERS}", f"2026-11-03T10:00|2026-11-02|{PAPERS}",
                             named=named, dates="bounds")  # fmt: skip
    assert (first.start, second.start) == (at("2026-11-02T10:00"), at("2026-11-03T10:00"))
    assert first.latest is not None
    assert first.latest.start == at("2026-11-02T23:59:59")
    assert second.latest is None


#: (columns, cells, codes, why)
WRONG = [
    ("release_at", "", {"RELEASE_NEEDED"}, "no time at all"),
    ("release_at", "unknown", {"RELEASE_NEEDED"}, "nor here"),
    ("release_at", "2026-11-25", {"TIME_MISSING"}, "a date is no time unless it is said what to make of it"),
    ("release_at|booked_at", "2026-11-25T10:00|2026-11-26T10:00", {"ORDER_IMPOSSIBLE"}, "released before booked"),
    ("booked_at|taken_at", "2026-11-25T10:00|2026-11-24T10:00", {"ORDER_IMPOSSIBLE"}, "taken before booked"),
    ("release_at|offense_on", "2026-11-25T10:00|2026-11-26", {"ORDER_IMPOSSIBLE"}, "an offense to come"),
    ("release_at|offense_on", "2026-11-25T10:00|2026-11-26T10:00", {"TIME_NOT_EXPECTED"}, "an offense has a date"),
    ("release_at|form", "2016-11-25T10:00|I-247A", {"FORM_NOT_IN_USE"}, "a form of 2017"),
    ("release_at|form|box|papers", "noon|I-999|3|I-200, I-999", {"VALUE_UNKNOWN", "DATE_MISSING"}, "time and words at once"),
    ("release_at|I-200|papers", "2026-11-25T10:00|no|I-200", {"CONTRADICTION"}, "a paper is and is not there"),
    ("release_at|agreement", "2026-11-25T10:00|none; WSO", {"CONTRADICTION"}, "none, and one"),
    ("release_at|designated", "2026-11-25T10:00|maybe", {"VALUE_UNKNOWN"}, "neither yes nor no"),
    ("release_at|answers.whatever", "2026-11-25T10:00|yes", {"ANSWER_UNKNOWN"}, "honors asks nothing"),
    ("release_at|received_at", "2026-11-25T10:00|25/12/2026 10:00", {"DAY_FIRST"}, "no month 25"),
    ("release_at", "2105-01-01T10:00", {"YEAR_OUT_OF_RANGE"}, "past the holidays known"),
]  # fmt: skip


@pytest.mark.parametrize(("names", "cells", "codes", "why"), WRONG, ids=[case[3] for case in WRONG])
def test_rows_that_are_refused(names: str, cells: str, codes: set[str], why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        answered(names, cells)
    assert codes <= {problem.code for problem in caught.value.problems}, why


def test_answers_to_a_profiles_own_questions() -> None:
    names = "release_at|answers.judicial-order|form|box|I-200|criminal-warrant"
    yes, no = (
        answered(names, f"2026-11-25T10:00|{word}|I-247A|1|yes|no", profile="us-nc", assume="ordinary")[0]
        for word in ("yes", "no")
    )
    assert (yes.hold, no.hold) == ("required", "silent"), (
        "North Carolina holds on a judicial official's order"
    )
    with pytest.raises(DetainerError, match=r"VALUE_UNKNOWN answers\.judicial-order"):
        answered(names, "2026-11-25T10:00|maybe|||no|", profile="us-nc")


# ---- whose law ----


def test_profile_zone_and_state_by_column() -> None:
    read = Rows(laws()).reader(columns(["profile", "timezone", "state", "release_at", "I-200"], {}))
    zones = {
        "us-ma||": NY, "FL|America/Chicago|": "America/Chicago", "||North Carolina": NY, "||nc": NY, "honors|America/Denver|": "America/Denver",
        "us-tx-travis||TX": "America/Chicago",
    }  # fmt: skip
    for cells, zone in zones.items():
        assert read([*cells.split("|"), "2026-11-25T10:00", "no"]).zone == zone
    for cells, code in (("us-mx||", "PROFILE_NOT_FOUND"), ("||", "PROFILE_NEEDED"), ("honors||", "ZONE_NEEDED"), ("us-fl||", "ZONE_NEEDED"),
                        ("us-ma|America/Denver|", "ZONE_NOT_HERE"), ("honors|Mars|", "ZONE_UNKNOWN"), ("||Freedonia", "VALUE_UNKNOWN"),
                        ("us-ma||TX", "CONTRADICTION")):  # fmt: skip
        with pytest.raises(DetainerError, match=code):
            read([*cells.split("|"), "2026-11-25T10:00", "no"])


def test_what_goes_for_rows_that_name_nothing() -> None:
    head = ["profile", "state", "release_at"]
    read = Rows(laws("us-ma")).reader(columns(head, {}))
    assert read(["", "", "2026-11-25T10:00"]).hold == "unknown"
    read = Rows(laws(around=("honors", "America/Denver"))).reader(columns(head, {}))
    assert read(["", "", "2026-11-25T10:00"]).zone == "America/Denver"
    assert read(["", "MA", "2026-11-25T10:00"]).zone == NY, "a state's own zone is its own"


SHEET = [
    Agency("FL", "Pinellas County Sheriff's Office", "County", "Pinellas County", "WSO", date(2020, 2, 1)),
    Agency("PA", "Example County Sheriff's Office", "County", "Example County", "JEM", date(2025, 6, 1)),
]


def test_agencies_by_column() -> None:
    read = Rows(laws(agencies=lambda: SHEET), assume="ordinary").reader(
        columns(["agency", "state", "release_at"], {})
    )
    early = read(["Example County Sheriff's Office", "PA", "2025-05-31T23:59"])
    late = read(["Example County Sheriff's Office, Pennsylvania", "", "2025-06-01T00:00"])
    # no rule of Pennsylvania's authorizes a hold; an officer designated under an agreement may serve the I-200
    assert (early.hold, late.hold) == ("silent", "allowed"), "it was signed on 2025-06-01"
    assert read(["Pinellas County Sheriff's Office", "FL", "2025-06-01T00:00"]).zone == NY, (
        "its county's profile has one zone"
    )
    for cells, code in (("Nowhere Police|FL", "AGENCY_UNKNOWN"), ("Sheriff's Office|", "AGENCY_AMBIGUOUS")):
        with pytest.raises(DetainerError, match=code):
            read([*cells.split("|"), "2025-06-01T00:00"])

    def none() -> list[Agency]:
        raise DetainerError([Problem("NO_SHEET", "agency", "no sheet of agencies was imported")])

    with pytest.raises(DetainerError, match="NO_SHEET"):
        Rows(laws(agencies=none)).reader(columns(["agency", "release_at"], {}))(["X, FL", "2025-06-01T10:00"])


# ---- columns ----


def test_names_of_columns() -> None:
    for name, fact in (("release_at", "release_at"), (" Release At ", "release_at"), ("RELEASE-AT", "release_at"), ("I-200", "papers.I-200"),
                       ("i 200", "papers.I-200"), ("papers.I-205", "papers.I-205"), ("Criminal Warrant", "papers.criminal-warrant"),
                       ("answers.x-y", "answers.x-y"), ("Answers.x", "answers.x"), ("name", None), ("answers.", None), ("", None),
                       ("papers.form", None), ("release_at.x", None), ("agency", "agency")):  # fmt: skip
        assert fact_of(name) == fact


def test_columns_that_are_not_read() -> None:
    found = columns(["Profile", "release_at", "state"], {}, ["profile", "state"])
    assert found.facts == ()
    found = columns(["Profile", "release_at", "Who"], {"agency": ["Who"]}, ["profile", "agency"])
    assert (found.facts, found.places) == (("agency",), (2,)), "a column that was named is"
    found = columns(["x", "release_at"], {"release_at": ["x"]}, ["profile"])
    assert found.timed == (("release_at", (0,)),), "a named column instead of the one of that name"
    found = columns(["a"], {"release_at": ["b"]}, whole=False)
    assert found.timed == ()
    with pytest.raises(DetainerError, match="PROFILE_NEEDED"):
        columns(["release_at"], {})


# ---- times ----


def test_times_are_read_as_everywhere() -> None:
    stamps = Stamps(NY)
    for text in ("2026-11-25T15:00", "2026-11-25 15:00:00", "11/25/2026 3:00 PM", "11/25/2026 1500"):
        assert stamps.quick(text) is None
        assert stamps.instant(text, "") == at("2026-11-25T15:00")
        assert stamps.quick(text) == at("2026-11-25T15:00"), "the second time it is only added"
    assert stamps.quick("11/25/2026 15:00:00") == at("2026-11-25T15:00"), (
        "a date and a time of day that were seen apart"
    )
    stamps.instant("2026-11-25T15:00:00-05:00", "")
    assert stamps.quick("2026-11-25T15:00:00-05:00") == at("2026-11-25T15:00")
    assert stamps.quick("11/25/2026 15:00:00-05:00") is None, "an offset is not read there"
    for text in ("2026-11-01T01:30", "2026-11-25T24:00", "Wed 11/25/2026 15:00", "2026-11-01 01:30"):
        stamps.instant(text, "")
        assert stamps.quick(text) is None, (
            "on a day on which clocks change, and of other shapes, nothing is kept"
        )
    assert stamps.twice
    for text in ("2100-12-31T10:00", "1970-01-01T10:00"):
        stamps.instant(text, "")
        assert stamps.quick(text) is None
    with pytest.raises(DetainerError, match="HOUR_NEVER_HAPPENED"):
        stamps.instant("2026-03-08T02:30", "")


def test_times_are_written_as_everywhere() -> None:
    stamps = Stamps("America/St_Johns")
    chance = random.Random(1)
    for _ in range(2_000):
        moment = chance.randrange(at("2000-01-01T00:00"), at("2030-01-01T00:00"))
        local = datetime.fromtimestamp(moment, load(stamps.zone))
        assert stamps.text(moment) == local.isoformat()
        assert stamps.day(moment) == local.toordinal()
    assert stamps.day(0) == EPOCH - 1


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    names = "release_at|received_at|served_at|form|box|I-200|answers.other"
    rows = [f"2026-0{month}-1{day}T1{day}:00|2026-0{month}-1{8 - day}|{served}|I-247A|1|{word}|"
            for month in range(1, 9) for day in range(1, 8) for word in ("yes", "no", "y", "n", "1")
            for served in ("in-time", "Release", "never", "")]  # fmt: skip
    wanted = answered(names, *rows)
    for name in ("stamps._MOST", "row.MOST", "law._MOST"):
        monkeypatch.setattr(f"detainer.table.{name}", 3)
    assert answered(names, *rows) == wanted
    stamps = Stamps(NY)
    assert [stamps.text(item.start) for item in wanted] == [stamps.text(item.start) for item in wanted]
    read = Rows(laws()).reader(columns(["profile", "timezone", "release_at"], {}))
    zones = ["America/New_York", "America/Chicago", "America/Denver", "America/Phoenix"] * 3
    assert [read(["honors", zone, "2026-11-25T15:00"]).zone for zone in zones] == zones
    for _ in range(3):
        with pytest.raises(DetainerError, match="PROFILE_NOT_FOUND"):
            read(["us-mx", "", "2026-11-25T15:00"])


def test_instants_near_the_ends_of_the_years_counted(tmp_path: Path) -> None:
    """Nothing is taken from another row there: each such row is checked."""
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    known = {"profile": str(path), "timezone": "", "form": "I-247A", "box": "1", "papers": "I-200; no I-205; no I-203; no criminal-warrant",
             "received_at": "in-time", "served_at": "in-time", "cancelled_at": "never", "warrant_served_at": "never", "citizenship": "none",
             "agreement": "none"}  # fmt: skip
    read = Rows(laws()).reader(columns([*known, "release_at", "answers.told"], {}))
    for release, answer in (
        ("2026-02-25 10:00", "1970-06-01 10:00"),
        ("2026-02-25 10:00", "2026-02-25 11:00"),
        ("2099-06-01 10:00", "never"),
    ):
        cells = {**known, "release_at": release, "answers.told": answer}
        assert read(list(cells.values())) == told(by_flags(cells, "nothing"))


def test_formats_of_odd_clocks() -> None:
    forms: dict[str | None, str] = {
        None: "%d.%m.%Y %H:%M",
        "received_at": "%d/%m/%y",
        "booked_at": "%Y%m%d %H:%M %z",
    }
    names = "release_at|received_at|booked_at"
    (found,) = answered(names, "25.11.2026 15:00|24/11/26|20261101 10:00 -0600", forms=forms)
    assert found.start == at("2026-11-25T15:00")
    assert found.straight == at("2026-11-27T15:00")
    with pytest.raises(DetainerError, match="TIME_UNREADABLE"):
        answered(names, "2026-11-25T15:00||", forms=forms)
    with pytest.raises(DetainerError, match="TIME_MISSING"):
        answered("release_at", "25.11.2026", forms={None: "%d.%m.%Y"})
    (found,) = answered("release_at", "25.11.2026", forms={None: "%d.%m.%Y"}, dates="earliest")
    assert found.start == at("2026-11-25T00:00")
    (found,) = answered("release_at|served_at", "1.11.2026 01:30|never", forms=forms)
    assert "AMBIGUOUS_HOUR" in found.warnings
    with pytest.raises(DetainerError, match="HOUR_NEVER_HAPPENED"):
        answered("release_at", "8.3.2026 02:30", forms=forms)
    with pytest.raises(DetainerError, match="WEEKDAY_WRONG"):  # 2026-11-25 is a Wednesday
        answered("release_at", "Tue 25.11.2026 15:00", forms={None: "%a %d.%m.%Y %H:%M"})


# ---- dates without times ----


def dated(how: DateOnly, names: str, cells: str, **more: Any) -> Answer:
    (found,) = answered(f"{names}|{FULL}", f"{cells}|{PAPERS}", dates=how, **more)
    return found


def test_the_earliest_and_the_latest_hour_of_a_date() -> None:
    early, late = (dated(how, "release_at", "2026-11-24") for how in ("earliest", "latest"))  # type: ignore[arg-type]
    # Tue 24 Nov 00:00 to 23:59:59, 48 hours later Thu 26
    assert early.release_by == at("2026-11-26T00:00")
    assert late.release_by == at("2026-11-26T23:59:59")
    for item in (early, late):
        assert item.rests, "the hour is assumed"
        assert "DATE_ONLY" in item.warnings
        assert item.latest is None
    plain = dated("earliest", "release_at", "2026-11-24T10:00")
    assert (plain.rests, "DATE_ONLY" in plain.warnings) == (False, False)


def test_both_bounds_of_a_date() -> None:
    found = dated("bounds", "release_at", "2026-11-24")
    assert (found.hold, found.applies, found.rests) == ("allowed", True, False)
    assert (found.release_by, found.straight) == (at("2026-11-26T00:00"), at("2026-11-26T00:00"))
    # without Thanksgiving: from Tue 00:00 the hours are full at Wed 24:00; from 23:59:59 on Fri 23:59:59
    assert found.regulation == at("2026-11-26T00:00")
    assert found.latest is not None
    assert found.latest.release_by == found.latest.straight == at("2026-11-26T23:59:59")
    assert found.latest.regulation == at("2026-11-27T23:59:59")


#: (columns, cells, at least, at most, why): the release is Tue 24 Nov 2026, its window ends on Thu 26
HOURS = [
    ("release_at|taken_at", "2026-11-24|2026-11-26", 0, 86_399, "released early, taken late: all of Thu but a second; or not at all"),
    ("release_at|taken_at", "2026-11-24|2026-11-27", 1, 172_799, "Fri 00:00 is a second after Thu 23:59:59"),
    ("release_at|taken_at", "2026-11-24|2026-11-26T12:00", 0, 43_200, "noon against Thu 00:00, or against its end"),
    ("release_at|taken_at", "2026-11-24T12:00|2026-11-26", 0, 43_199, "only the taking is but a date"),
    ("release_at|taken_at|freed_at", "2026-11-24|2026-11-29|2026-11-27", 1, 172_799, "out with the earlier"),
    ("release_at|taken_at|booked_at", "2026-11-24|2026-11-24|2026-11-24T18:00", 0, 0, "inside, whenever"),
]  # fmt: skip


@pytest.mark.parametrize(("names", "cells", "least", "most", "why"), HOURS, ids=[case[4] for case in HOURS])
def test_held_at_least_and_at_most(names: str, cells: str, least: int, most: int, why: str) -> None:
    found = dated("bounds", names, cells)
    assert found.latest is not None
    assert (found.held, found.latest.held) == (least, most), why


def test_hours_that_the_other_times_leave() -> None:
    found = dated("bounds", "release_at|booked_at", "2026-11-24|2026-11-24T18:00")
    assert found.start == at("2026-11-24T18:00"), "no release before the booking"
    found = dated("latest", "release_at|booked_at", "2026-11-24T10:00|2026-11-24")
    assert found.start == at("2026-11-24T10:00"), "no booking after the release"
    found = dated("earliest", "release_at|booked_at|taken_at", "2026-11-24T10:00|2026-11-24T09:00|2026-11-24")
    assert found.held == 0
    with pytest.raises(DetainerError, match="ORDER_IMPOSSIBLE"):
        dated("bounds", "release_at|booked_at", "2026-11-24|2026-11-25T18:00")


def test_the_booking_alone_by_its_date() -> None:
    found = dated("bounds", "booked_at", "2026-11-24")
    assert "BOOKING_AS_START" in found.warnings
    assert found.release_by == at("2026-11-26T00:00")
    assert found.latest is not None
    assert found.latest.release_by == at("2026-11-26T23:59:59")


def test_an_answer_that_turns_within_the_day_is_unknown() -> None:
    """Served on the person at 14:00 of the day of release: before it the detainer has no effect."""
    cells = "2026-11-24|" + PAPERS.replace("in-time|in-time", "in-time|2026-11-24T14:00")
    (found,) = answered(f"release_at|{FULL}", cells, dates="bounds")
    assert (found.hold, found.applies) == ("unknown", None)
    assert found.missing == ("release_at",), "the hour would settle it"
    # released at 00:00 there is no hold; at 23:59:59 it has its 48 hours
    assert found.latest is not None
    assert (found.release_by, found.latest.release_by) == (at("2026-11-24T00:00"), at("2026-11-26T23:59:59"))
    holds = {how: answered(f"release_at|{FULL}", cells, dates=how)[0].hold for how in ("earliest", "latest")}  # type: ignore[arg-type]
    assert holds == {"earliest": "not_allowed", "latest": "allowed"}


def test_bounds_hold_every_hour_between() -> None:
    """Whatever the hour, the answer at that hour lies between the bounds, or is the one that is told."""
    chance = random.Random(9)
    names = f"release_at|taken_at|{FULL}"
    for _ in range(60):
        day = date.fromordinal(date(2025, 1, 1).toordinal() + chance.randrange(700))
        papers = PAPERS.replace(
            "in-time|in-time", f"in-time|{chance.choice(('in-time', f'{day}T14:00', f'{day}'))}"
        )
        papers = papers.replace("never", chance.choice(("never", f"{day}T{chance.randrange(10, 24)}:30", "")))
        taken = f"{date.fromordinal(day.toordinal() + 2)}T12:00"
        (whole,) = answered(names, f"{day}|{taken}|{papers}", dates="bounds")
        assert whole.latest is not None
        for hour in range(24):
            if day.month in (3, 11) and hour in (1, 2):
                continue  # on one of these days it never was
            (one,) = answered(names, f"{day}T{hour:02}:30|{taken}|{papers}")
            assert whole.hold in (one.hold, "unknown")
            assert whole.applies in (one.applies, None)
            if whole.release_by is not None:
                assert one.release_by is not None
                assert whole.latest.release_by is not None
                assert whole.release_by <= one.release_by <= whole.latest.release_by
            if whole.held is not None and whole.latest.held is not None:
                assert one.held is not None
                assert whole.held <= one.held <= whole.latest.held
            assert set(one.missing) <= set(whole.missing)


# ---- clocks of one's own ----

OWN = """
format = 1
id = "own"
name = "Own"
parent = "us"
stance = "mixed"
zones = ["America/New_York"]
[ask.told]
text = "When was ICE told?"
type = "time"
[ask.heard]
text = "On what day was the hearing?"
type = "date"
[ask.listed]
text = "Is the charge listed?"
[clock.from-told]
hours = 5
starts = "told"
[clock.weekdays-from-receipt]
hours = 24
starts = "received_at"
excludes = ["saturday", "sunday"]
[clock.from-the-latest]
hours = 12
starts = { latest = ["release_at", "served_at"] }
[clock.from-the-earliest]
hours = 30
starts = { earliest = ["release_at", "warrant_served_at", "booked_at"] }
excludes = ["sunday"]
[clock.evening]
ends_at = "20:00"
starts = "release_at"
[[period]]
id = "p"
until = 2026-03-01
[[period.rule]]
id = "a"
act = ["hold"]
when = "I-205 and heard"
outcome = "allowed"
clock = ["weekdays-from-receipt", "from-the-latest"]
source = ["s"]
[[period.rule]]
id = "b"
act = ["hold"]
when = "I-203 and listed"
outcome = "allowed"
clock = ["from-the-earliest"]
source = ["s"]
[[period.rule]]
id = "c"
act = ["hold"]
when = "I-200"
outcome = "required"
clock = ["from-told", "evening"]
source = ["s"]
[[period]]
id = "q"
from = 2026-03-01
[[period.rule]]
id = "d"
act = ["hold"]
when = "told and I-200"
outcome = "allowed"
clock = ["from-told", "from-the-latest"]
source = ["s"]
[source.s]
cite = "S"
url = "u"
seen = "unverified"
checked = 2026-01-01
"""


@pytest.mark.parametrize(("seed", "assume"), [(1, "nothing"), (2, "ordinary")])
def test_clocks_of_every_kind_are_what_check_says(seed: int, assume: str, tmp_path: Path) -> None:
    """Clocks that start at an answer, at the latest of two, on weekdays from receipt, or end in the evening."""
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    chance = random.Random(seed)
    asks = ["answers.told", "answers.heard", "answers.listed"]
    read = Rows(laws(), assume=assume).reader(columns([*HEAD, *asks], {}))
    pool = [words(chance) for _ in range(4)]
    agreed = 0
    for _ in range(500):
        cells = row(chance, chance.choice(pool))
        release = datetime(2026, 2, 27, 18) + timedelta(minutes=30 * chance.randrange(-60, 60))
        cells.update(profile=str(path), timezone="", release_at=f"{release:%Y-%m-%d %H:%M}", booked_at="", form="I-247A", box="1",
                     offense_on="", freed_at="", taken_at=chance.choice(("", "2026-03-02 10:00")), agreement="none")  # fmt: skip
        for name in ("received_at", "served_at", "warrant_served_at", "booked_at"):
            near = release + timedelta(hours=chance.choice((-60, -20, -3, 0, 3, 20)))
            words_ = (
                ("", "") if name == "booked_at" else ("in-time", "release", "never", "", f"{near:%Y-%m-%d}")
            )
            cells[name] = chance.choice((f"{near:%Y-%m-%dT%H:%M}", *words_))
            if name == "booked_at" and near > release:
                cells[name] = ""
        told_at = release + timedelta(hours=chance.choice((-4, 0, 2)))
        cells["answers.told"] = chance.choice(
            ("", "never", "never", f"{told_at:%Y-%m-%d %H:%M}", "2026-02-27", "2026-02-27 12:00")
        )
        cells["answers.heard"] = chance.choice(("", "never", "2026-02-20", "2026-02-27"))
        cells["answers.listed"] = chance.choice(("", "yes", "no"))
        try:
            wanted = told(by_flags(cells, assume))
        except DetainerError as error:
            codes = {problem.code for problem in error.problems}
            with pytest.raises(DetainerError, match="|".join(codes)):
                read(list(cells.values()))
            continue
        agreed += 1
        assert read(list(cells.values())) == wanted, cells
    assert agreed > 400


def test_a_form_of_one_fact_holds_though_the_same_text_was_read_of_another() -> None:
    read = Rows(laws("honors", NY, forms={"received_at": "%m/%d/%Y %H:%M"})).reader(
        columns(["release_at", "received_at", "served_at"], {}, ["profile", "timezone"])
    )
    read(["2026-11-25T10:00", "", "11/20/2026"])
    with pytest.raises(DetainerError, match=r"TIME_UNREADABLE received_at"):
        read(["2026-11-25T10:00", "11/20/2026", ""])


def test_answers_that_are_times(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN)
    names = "release_at|form|box|I-200|answers.told"
    more: dict[str, Any] = {"profile": str(path), "zone": None, "assume": "ordinary"}
    cells = "2026-02-25T10:00|I-247A|1|yes"
    one, two = answered(names, f"{cells}|2026-02-25T11:00", f"{cells}|2026-02-25T18:00", **more)
    # five hours from when ICE was told, or until 20:00 of the day: the earlier
    assert (one.release_by, two.release_by) == (at("2026-02-25T16:00"), at("2026-02-25T20:00"))
    for release in ("2025-11-02T10:00", "2025-11-02T11:00"):  # 01:30 happened twice on that day
        (found,) = answered(names, f"{release}|I-247A|1|yes|2025-11-02 01:30", **more)
        assert "AMBIGUOUS_HOUR" in found.warnings
    assert "AMBIGUOUS_HOUR" not in one.warnings
    with pytest.raises(DetainerError, match=r"VALUE_UNKNOWN answers\.told"):
        answered(names, f"{cells}|release", **more)
    with pytest.raises(DetainerError, match=r"TIME_UNREADABLE answers\.told.*TIME_MISSING release_at"):
        answered(names, "2026-02-25|I-247A|1|yes|soon", **more)
    with pytest.raises(DetainerError, match=r"TIME_NOT_EXPECTED answers\.heard"):
        answered("release_at|answers.heard", "2026-02-25T10:00|2026-02-20T10:00", **more)


def test_a_date_is_asked_at_the_hours_of_a_profiles_own_questions_too(tmp_path: Path) -> None:
    """A hold from when ICE was told (10:00) until it declined (12:00): at either end of the day there is none."""
    path = tmp_path / "own.toml"
    rules = """[ask.declined]
text = "When did ICE decline?"
type = "time"
[[period]]
id = "p"
[[period.rule]]
id = "hold"
act = ["hold"]
when = "{}"
outcome = "allowed"
source = ["cfr-287-7-d"]
"""
    names, cells = "release_at|answers.told|answers.declined", "2026-03-02|2026-03-02 10:00|2026-03-02 12:00"
    more: dict[str, Any] = {"profile": str(path), "zone": None, "assume": "ordinary", "dates": "bounds"}
    head = OWN.partition("[ask.heard]")[0]
    path.write_text(head + rules.format("told and not declined"))
    (found,) = answered(names, cells, **more)
    assert (found.hold, found.applies) == ("unknown", None)
    assert found.latest is not None
    assert found.release_by == at("2026-03-02T00:00"), "not told yet: free at once"
    assert found.latest.release_by == at("2026-03-04T11:59:59"), (
        "the last second before ICE declined, and 48 hours"
    )
    path.write_text(
        head + rules.format("not told or declined")
    )  # none between: free then, not two days later
    (found,) = answered(names, cells, **more)
    assert (found.hold, found.release_by) == ("unknown", at("2026-03-02T10:00"))
