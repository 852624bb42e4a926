"""Several rows of one booking made into a record, and each that is left out accounted for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from shell import do
from test_audit import CHICAGO, audit, outcomes, said
from test_batch import HONORS, table

from detainer.audit.bookings import FREEING, matcher

HEAD = "booking,kind,how,ended\n"
GROUPED = [
    "--group",
    "booking",
    "--disposition",
    "how",
    "--map",
    "release_at=ended",
    "--pickup",
    "RELEASED TO ICE",
]
KINDS = [*GROUPED, "--detainer-rows", "kind=ICE_DETAINER"]
ICE = "ICE_DETAINER,RELEASED TO ICE"


def grouped(tmp_path: Path, rows: str, *more: str, head: str = HEAD) -> dict[str, Any]:
    return audit(table(tmp_path, head + rows), *CHICAGO, *(more or KINDS))


def left_out(found: dict[str, Any]) -> dict[str, int]:
    return {step["step"]: step["records"] for step in found["funnel"]}


def test_release_is_the_last_disposition_that_frees(tmp_path: Path) -> None:
    """Two charges end on Mon 2 and Tue 3 Mar 2026, ICE came on Thu 5: two days past release, no more."""
    rows = f"7,LOCAL,BOND-SURETY,2026-03-02 10:00\n7,LOCAL,CASE DISMISSED,2026-03-03 10:00\n7,{ICE},2026-03-05 10:00\n"
    found = grouped(tmp_path, rows)
    assert left_out(found) == {"rows": 3, "bookings": 1, "counted": 1}
    assert found["total"]["ends"]["release"]["seconds"]["longest"] == [2 * 86_400] * 2
    assert outcomes(found["total"], "straight") == {"taken_inside": [1, 1]}
    assert found["total"]["ends"]["straight"]["seconds"]["longest"] == [0, 0], "at its very end"


def test_the_order_of_rows_makes_no_difference(tmp_path: Path) -> None:
    rows = [f"7,{ICE},2026-03-05 10:00", "8,LOCAL,BOND-SURETY,2026-03-02 10:00", "7,LOCAL,BOND-SURETY,2026-03-03 10:00",
            "7,LOCAL,CASE DISMISSED,2026-03-02 10:00", f"8,{ICE},2026-03-03 10:00"]  # fmt: skip
    one, two = (grouped(tmp_path, "\n".join(order)) for order in (rows, rows[::-1]))
    assert one["total"] == two["total"]
    assert one["total"]["counted"] == 2


@pytest.mark.parametrize(
    ("how", "held"),
    [
        ("earliest", [3, 3]),  # the date stands for 00:00, so 18:00 is the last: three hours to 21:00
        ("latest", [0, 0]),  # for 23:59:59, after 21:00
        ("bounds", [0, 21]),  # for any hour of that day: wide, and true
    ],
)
def test_a_date_and_an_hour_of_one_day(how: str, held: list[int], tmp_path: Path) -> None:
    rows = (
        f"7,LOCAL,BOND-SURETY,2026-03-02\n7,LOCAL,CASE DISMISSED,2026-03-02 18:00\n7,{ICE},2026-03-02 21:00\n"
    )
    found = grouped(tmp_path, rows, *KINDS, "--date-only", how)
    assert found["total"]["ends"]["release"]["seconds"]["total"] == [hours * 3600 for hours in held]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("1,LOCAL,BOND-SURETY,2026-03-02\n", "no_pickup"),
        ("1,ICE_DETAINER,RELEASED TO BORDER PATROL,2026-03-02\n1,LOCAL,BOND-SURETY,2026-03-02\n", "no_pickup"),
        (f"1,{ICE},2026-03-02\n", "no_charge"),
        (f"1,{ICE},2026-03-04\n1,LOCAL,BOND-SURETY,2026-03-02\n1,LOCAL,,\n", "open_charge"),
        (f"1,{ICE},2026-03-04\n1,LOCAL,BOND-SURETY,2026-03-02\n1,LOCAL,BOND-SURETY,\n", "open_charge"),
        (f"1,{ICE},2026-03-04\n1,LOCAL,RELEASED TO TDC,2026-03-02\n", "no_release"),
        (f"1,{ICE},2026-03-04\n1,LOCAL,BOND-SURETY,2026-03-02\n1,LOCAL,RELEASED TO TDC,2026-03-03\n", "ended_otherwise"),
        (f"1,{ICE},\n1,LOCAL,BOND-SURETY,2026-03-02\n", "no_pickup"),
    ],
)  # fmt: skip
def test_what_is_left_out(rows: str, why: str, tmp_path: Path) -> None:
    found = grouped(tmp_path, f"{rows}9,LOCAL,BOND-CASH,2026-03-02\n9,{ICE},2026-03-03\n")
    assert left_out(found) == {"rows": rows.count("\n") + 2, "bookings": 2, why: -1, "counted": 1}


def test_what_ended_otherwise_before_the_last_that_freed_is_no_matter(tmp_path: Path) -> None:
    rows = f"1,{ICE},2026-03-04\n1,LOCAL,BOND-SURETY,2026-03-03\n1,LOCAL,RELEASED TO TDC,2026-03-02\n"
    assert left_out(grouped(tmp_path, rows)) == {"rows": 3, "bookings": 1, "counted": 1}


def test_rows_that_are_there_twice_are_counted_once(tmp_path: Path) -> None:
    rows = f"1,LOCAL,BOND-SURETY,2026-03-02\n1,{ICE},2026-03-04\n"
    found = grouped(tmp_path, rows * 2)
    assert left_out(found) == {"rows": 4, "doubled": -2, "bookings": 1, "counted": 1}
    assert found["total"] == grouped(tmp_path, rows)["total"]
    assert not [note for note in found["notes"] if note["code"] == "ROW_DOUBLED"], (
        "they are not counted twice"
    )


def test_a_pickup_before_release_is_a_class_of_its_own(tmp_path: Path) -> None:
    rows = f"1,LOCAL,BOND-SURETY,2026-03-04\n1,{ICE},2026-03-02\n2,LOCAL,BOND-SURETY,2026-03-02\n2,{ICE},2026-03-03\n"
    total = grouped(tmp_path, rows)["total"]
    assert outcomes(total, "release")["before_release"] == [1, 1]
    assert total["ends"]["release"]["measured"] == 1
    assert total["ends"]["release"]["seconds"]["total"][0] == 1, (
        "no negative number: released 23:59:59, taken 00:00:00"
    )


def test_a_person_freed_is_no_pickup(tmp_path: Path) -> None:
    """A column may say that the person walked out; then no pickup is needed."""
    head = "booking,kind,how,ended,freed_at\n"
    rows = "1,LOCAL,BOND-SURETY,2026-03-02 10:00,2026-03-04 11:00\n"
    found = grouped(tmp_path, rows, head=head)
    assert outcomes(found["total"], "straight") == {"freed_late": [1, 1]}
    assert found["total"]["ends"]["straight"]["seconds"]["longest"] == [3600, 3600]


def test_without_a_kind_any_row_may_be_the_pickup(tmp_path: Path) -> None:
    rows = "1,LOCAL,BOND-SURETY,2026-03-02 10:00\n1,LOCAL,Released  to ICE,2026-03-03 10:00\n"
    found = grouped(tmp_path, rows, *GROUPED)
    assert outcomes(found["total"], "straight") == {"taken_inside": [1, 1]}
    assert left_out(grouped(tmp_path, rows)) == {"rows": 2, "bookings": 1, "no_pickup": -1, "counted": 0}, (
        "a charge's"
    )


def test_the_first_of_several_pickups_counts(tmp_path: Path) -> None:
    rows = f"1,LOCAL,BOND-SURETY,2026-03-02 10:00\n1,{ICE},2026-03-05 10:00\n1,{ICE},2026-03-03 10:00\n1,{ICE},\n"
    assert grouped(tmp_path, rows)["total"]["ends"]["release"]["seconds"]["longest"] == [86_400] * 2


def test_what_frees_may_be_named(tmp_path: Path) -> None:
    rows = (
        f"1,LOCAL,LET GO,2026-03-02 10:00\n1,LOCAL,BOND-SURETY,2026-03-03 10:00\n1,{ICE},2026-03-04 10:00\n"
    )
    found = grouped(tmp_path, rows, *KINDS, "--freeing", "LET*")
    assert left_out(found) == {"rows": 3, "bookings": 1, "ended_otherwise": -1, "counted": 0}
    assert found["made"]["grouped"]["freeing"] == ["LET*"]
    both = grouped(tmp_path, rows, *KINDS, "--freeing", "let *", "--freeing", "BOND*")
    assert both["total"]["ends"]["release"]["seconds"]["longest"] == [86_400] * 2
    usual = grouped(tmp_path, rows)["made"]["grouped"]
    assert usual["freeing"] == list(FREEING)
    assert usual["pickup"] == ["RELEASED TO ICE"]
    assert usual["detainer_rows"] == "kind=ICE_DETAINER"


def test_where_anything_frees_a_charge_without_an_end_is_passed_over(tmp_path: Path) -> None:
    rows = f"1,LOCAL,,\n1,LOCAL,BOND-SURETY,2026-03-03 10:00\n1,{ICE},2026-03-04 10:00\n2,LOCAL,,\n2,{ICE},2026-03-04\n"
    found = grouped(tmp_path, rows, *KINDS, "--freeing", "*")
    assert left_out(found) == {"rows": 5, "bookings": 2, "no_release": -1, "counted": 1}


#: dispositions as jails write them, and whether a person is free by them
WORDS = [
    ("BOND-SURETY", True), ("Surety Bond", True), ("PERSONAL BOND", False), ("PERSONAL BOND POSTED", True), ("PERSONAL RECOGNIZANCE", True),
    ("CASE DISMISSED", True), ("SENTENCE COMPLETED", True), ("TIME SERVED", True), ("NOT GUILTY", True), ("ACQUITTED", True),
    ("PROBATED", False), ("PROBATION", True), ("DEFERRED ADJUDICATION", True), ("RELEASED TO TDC", False), ("RELEASED TO ICE", False),
    ("TRANSFERRED", False), ("BONDSMAN OFF", False), ("RELEASED", True), ("BENCH WARRANT", False), ("", False), ("NO BILLED", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "frees"), WORDS)
def test_the_words_that_free_where_none_are_named(text: str, frees: bool) -> None:
    """What is in doubt does not free: a booking that hangs on it is left out and counted."""
    assert (matcher(FREEING).match(text.upper()) is not None) == frees


# ---- what is told of a booking ----


def test_rows_that_differ_in_a_fact_are_refused(tmp_path: Path) -> None:
    head = "booking,kind,how,ended,form,note\n"
    rows = (
        f"1,LOCAL,BOND-SURETY,2026-03-02,I-247A,a\n1,{ICE},2026-03-04,I-247,b\n"
        f"2,LOCAL,BOND-SURETY,2026-03-02,I-247A,a\n2,{ICE},2026-03-04,,b\n"
    )
    ran = do("audit", table(tmp_path, head + rows), *CHICAGO, *KINDS, "--keep", "note", "--keep", "booking")
    assert ran.err == "detainer: 1 rejected (BOOKING_DIFFERS 1)\n"
    assert "note: (several); booking: 2" in ran.out, "what is no fact may differ, and is not guessed"


def test_a_row_without_a_booking_is_refused(tmp_path: Path) -> None:
    rows = f" ,LOCAL,BOND-SURETY,2026-03-02\n,,,\n1,LOCAL,BOND-SURETY,2026-03-02\n1,{ICE},2026-03-04\n"
    ran = do("audit", table(tmp_path, HEAD + rows), *CHICAGO, *KINDS)
    assert (ran.code, ran.err) == (1, "detainer: 2 rejected (BOOKING_UNNAMED 2)\n")
    assert left_out(grouped(tmp_path, rows)) == {
        "rows": 4,
        "row:BOOKING_UNNAMED": -2,
        "bookings": 1,
        "counted": 1,
    }


def test_a_time_that_cannot_be_read_rejects_its_booking(tmp_path: Path) -> None:
    rows = (
        f"1,LOCAL,BOND-SURETY,soon\n1,{ICE},2026-03-04\n2,LOCAL,BOND-SURETY,2026-03-02\n2,{ICE},2026-03-04\n"
    )
    found = grouped(tmp_path, rows)
    assert left_out(found) == {"rows": 4, "bookings": 2, "error:TIME_UNREADABLE": -1, "counted": 1}


def test_each_booking_goes_by_its_own_law(tmp_path: Path) -> None:
    """The same days in two zones: 23 h of 2 Mar in Denver is the 3rd in New York, which no one guesses."""
    head = "booking,kind,how,ended,profile,timezone\n"
    rows = (
        f"1,LOCAL,BOND-CASH,2026-03-02 23:00,honors,America/Denver\n1,{ICE},2026-03-03 23:00,honors,America/Denver\n"
        f"2,LOCAL,BOND-CASH,2026-03-02 23:00,wso,America/New_York\n2,{ICE},2026-03-03 22:00,wso,America/New_York\n"
    )
    found = audit(table(tmp_path, head + rows), *KINDS, "--by", "profile")
    assert [(used["id"], used["timezone"]) for used in found["profiles"]] == [
        ("honors", "America/Denver"),
        ("wso", "America/New_York"),
    ]
    honors, wso = found["by"]["profile"]
    assert honors["ends"]["release"]["seconds"]["longest"] == [86_400] * 2
    assert wso["ends"]["release"]["seconds"]["longest"] == [82_800] * 2


def test_a_release_over_several_columns_has_no_disposition_each(tmp_path: Path) -> None:
    path = table(tmp_path, "booking,how,a,b\n1,BOND-CASH,2026-03-02,2026-03-03\n")
    more = [
        "--group",
        "booking",
        "--disposition",
        "how",
        "--pickup",
        "x",
        "--map",
        "release_at=a",
        "--map",
        "release_at=b",
    ]
    assert said(do("audit", path, *HONORS, *more)) == {"CONTRADICTION"}


def test_a_pickup_has_a_row_or_a_column_not_both(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"booking,kind,how,ended,taken_at\n1,LOCAL,BOND-CASH,2026-03-02,2026-03-03\n1,{ICE},2026-03-04,\n",
    )
    assert said(do("audit", path, *CHICAGO, *KINDS)) == {"CONTRADICTION"}


def test_release_must_be_told(tmp_path: Path) -> None:
    path = table(tmp_path, "booking,kind,how,booked_at\n1,LOCAL,BOND-CASH,2026-03-02\n")
    more = ["--group", "booking", "--disposition", "how", "--pickup", "x"]
    assert said(do("audit", path, *HONORS, *more)) == {"COLUMN_MISSING"}
