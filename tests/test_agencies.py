"""ICE's sheet of agencies: read whole, compared, searched, and used by a check."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import shell
from test_memory import SHEET1, packed

from detainer import DetainerError
from detainer.agencies import Agency, agreements_on, compare, find, one, profile_ids, read_rows
from detainer.table.law import Laws

Do = Callable[..., shell.Ran]
HEAD = ["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED", "MOA"]
# a made-up sheet of ICE's own form; the agencies named are no statement about them
ROWS: list[list[object]] = [
    ["FLORIDA", "Pinellas County Sheriff's Office", "County", "Pinellas County", "Warrant Service Officer", "2019-04-24", "link"],
    ["FLORIDA", "Pinellas County Sheriff's Office", "County", "Pinellas County", "Task Force Model", "2025-02-26", "link"],
    ["FLORIDA", "Sample Park Police Department", "Municipality", "", "Task Force Model", "02/28/2025", "link"],
    ["TENNESSEE", "Sample  County Sheriff's Office", "County", "Sample County", "Jail Enforcement Model", date(2020, 6, 30), "link"],
    ["Virginia", "Sample County Sheriff's Office", "County", "Sample County", "WSO", datetime(2025, 3, 26, 0, 0), ""],
    ["NEVADA", "Las Vegas Metropolitan Police Department", "Municipality", "Clark County", "Warrant Service Officer", "2025-06-16", ""],
    ["GUAM", "Guam Sample Agency", "State Agency", "", "Task Force Model", "2025-06-16", ""],
    [None, "", "", "", "", "", ""],
]  # fmt: skip


def sheet() -> list[Agency]:
    return read_rows([HEAD, *ROWS])


def test_rows_are_read() -> None:
    found = sheet()
    assert len(found) == 7
    assert found[0] == Agency(
        "FL", "Pinellas County Sheriff's Office", "County", "Pinellas County", "TFM", date(2025, 2, 26)
    )
    assert {a.state for a in found} == {"FL", "TN", "VA", "NV", "GU"}
    assert {a.signed for a in found if a.state in ("TN", "VA")} == {date(2020, 6, 30), date(2025, 3, 26)}


FAULTS: list[tuple[list[list[object]], list[str], str]] = [
    ([], ["COLUMN_MISSING"], "an empty sheet"),
    ([HEAD], ["SHEET_EMPTY"], "a header only"),
    ([HEAD[:3], ROWS[0]], ["COLUMN_MISSING"], "columns missing"),
    (
        [HEAD, ["XANADU", "A", "County", "", "Warrant Service Officer", "2025-01-01"]],
        ["ROW_UNREADABLE"],
        "no such state",
    ),
    (
        [HEAD, ["FLORIDA", "", "County", "", "Sheriff Model", "soon"]],
        ["ROW_UNREADABLE"] * 3,
        "three faults of one row",
    ),
    (
        [HEAD, ["FLORIDA", "A\x1b[31m", "County", "", "WSO", "2025-01-01"]],
        ["ROW_UNREADABLE"],
        "an escape code",
    ),
    ([HEAD, ["FLORIDA", "A", "County", "", "WSO", "1901-01-01"]], ["ROW_UNREADABLE"], "before the statute"),
    (
        [HEAD, ["FLORIDA", "A", "County", "", "WSO", date(1901, 1, 1)]],
        ["ROW_UNREADABLE"],
        "before it, as a cell of a spreadsheet",
    ),
    (
        [HEAD, ["FLORIDA", "A", "County", "B\x1b[31m", "WSO", "2025-01-01"]],
        ["ROW_UNREADABLE"],
        "a county that does not print",
    ),
]


@pytest.mark.parametrize(("rows", "codes", "why"), FAULTS, ids=[why for _, _, why in FAULTS])
def test_a_sheet_with_faults(rows: list[list[object]], codes: list[str], why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        read_rows(rows)
    assert [problem.code for problem in caught.value.problems] == codes, why


def test_sheets_are_compared() -> None:
    old = sheet()
    moved = [a._replace(signed=date(2020, 7, 1)) if a.state == "TN" else a for a in old if a.state != "NV"]
    change = compare(old, [*moved, Agency("TX", "New", "County", "", "WSO", date(2026, 1, 1))])
    assert [a.name for a in change.added] == ["New"]
    assert [(a.signed, b.signed) for a, b in change.changed] == [(date(2020, 6, 30), date(2020, 7, 1))]
    assert [a.state for a in change.dropped] == ["NV"]


def test_an_agency_is_found() -> None:
    assert {a.model for a in find(sheet(), "pinellas")} == {"WSO", "TFM"}
    assert {a.state for a in find(sheet(), "sample TN")} == {"TN"}
    assert {a.state for a in find(sheet(), "sample virginia")} == {"VA"}
    assert find(sheet(), "nowhere") == []
    assert {a.model for a in one(sheet(), "pinellas county sheriff's office, fl")} == {"WSO", "TFM"}
    assert {a.state for a in one(sheet(), "Sample County Sheriff's Office, Tennessee")} == {"TN"}
    with pytest.raises(DetainerError) as caught:
        one(sheet(), "Sample County")
    assert caught.value.problems[0].code == "AGENCY_AMBIGUOUS"
    assert (
        "Sample County Sheriff's Office, TN; Sample County Sheriff's Office, VA"
        in caught.value.problems[0].message
    )
    with pytest.raises(DetainerError) as caught:
        one(sheet(), "Pinelas County Sheriffs Office, FL")
    assert "Pinellas County Sheriff's Office, FL" in (caught.value.problems[0].hint or "")
    with pytest.raises(DetainerError) as caught:
        one(sheet(), "zzzz")
    assert caught.value.problems[0].code == "AGENCY_UNKNOWN"


PLACES = [
    (("FL", "X", "County", "Pinellas County"), ("us-fl-pinellas", "us-fl-pinellas-county", "us-fl")),
    (("LA", "X", "County", "Orleans Parish"), ("us-la-orleans", "us-la-orleans-parish", "us-la")),
    (
        ("NV", "Las Vegas Metropolitan Police Department", "Municipality", "Clark County"),
        ("us-nv-las-vegas", "us-nv"),
    ),
    (("GU", "Guam Department", "State Agency", ""), ("us-gu",)),
]


@pytest.mark.parametrize(("row", "ids"), PLACES)
def test_the_countys_profile_then_the_states(row: tuple[str, str, str, str], ids: tuple[str, ...]) -> None:
    assert profile_ids(Agency(*row, "WSO", date(2025, 1, 1))) == ids


def test_two_agencies_of_one_name_in_one_state_are_two() -> None:
    """Their agreements are not one another's: the county says which is meant."""
    rows = [
        ["NEW JERSEY", "Sample Township Police Department", "Municipality", county, model, "2025-03-01"]
        for county, model in (
            ("Bergen County", "WSO"),
            ("BERGEN", "TFM"),
            ("Morris County", "JEM"),
            ("", "TFM"),
        )
    ]
    twins = read_rows([HEAD, *rows])
    with pytest.raises(DetainerError) as caught:
        one(twins, "Sample Township Police Department, NJ")
    (problem,) = caught.value.problems
    assert problem.code == "AGENCY_AMBIGUOUS"
    assert "Sample Township Police Department, Morris County, NJ" in problem.message
    (found,) = one(twins, "Sample Township Police Department, Morris County, NJ")
    assert found.model == "JEM"
    alike = [agency for agency in twins if agency.county != "Morris County"]
    assert {agency.model for agency in one(alike, "Sample Township Police Department, NJ")} == {"WSO", "TFM"}


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("lee, FL", "Leesburg is not Lee County"),
        ("Sample County Sheriff's Office, Virginia", "nor West Virginia Virginia"),
        ("Sheriff's Office, Washington", "nor a Washington County in Oregon the state of Washington"),
    ],
)
def test_an_agency_that_is_not_in_the_sheet_is_not_another(typed: str, why: str) -> None:
    rows = [
        ["FLORIDA", "Leesburg Police Department", "Municipality", "Lake County", "WSO", "2025-03-01"],
        ["WEST VIRGINIA", "Sample County Sheriff's Office", "County", "Sample County", "WSO", "2025-03-01"],
        ["OREGON", "Washington County Sheriff's Office", "County", "Washington County", "WSO", "2025-03-01"],
    ]
    with pytest.raises(DetainerError) as caught:
        one(read_rows([HEAD, *rows]), typed)
    assert caught.value.problems[0].code == "AGENCY_UNKNOWN", why


def test_a_town_is_not_answered_by_its_countys_jail(do: Do, tmp_path: Path) -> None:
    """Culpeper's police have no part in the Sheriff's agreement of 2018, which is the county profile's own."""
    town = [
        "VIRGINIA",
        "Culpeper Police Department",
        "Municipality",
        "Culpeper County",
        "Task Force Model",
        "2025-03-01",
    ]
    city = [
        "ILLINOIS",
        "Chicago Police Department",
        "Municipality",
        "Cook County",
        "Task Force Model",
        "2025-03-01",
    ]
    do("agencies", "import", write(tmp_path / "s05182026.csv", [HEAD, town, city]))
    release = "-r", "2026-03-06T18:00", "--json"
    answer = do("check", "--agency", "Culpeper Police Department, VA", *release).json
    assert answer["profile"]["id"] == "us-va"
    assert answer["custody"]["agreement"] == ["TFM"]
    assert (
        do("check", "--agency", "Chicago Police Department, IL", *release).json["profile"]["id"]
        == "us-il-chicago"
    )
    found = Laws(None, None, (None, None), (), lambda: read_rows([HEAD, town]), {}).find(
        "", "", "", "Culpeper Police Department, VA"
    )
    assert found.profile.id == "us-va"


def test_agreements_hold_from_the_day_they_were_signed() -> None:
    pinellas = find(sheet(), "pinellas")
    assert agreements_on(pinellas, date(2019, 4, 23)) == frozenset()
    assert agreements_on(pinellas, date(2019, 4, 24)) == {"WSO"}
    assert agreements_on(pinellas, date(2025, 2, 26)) == {"WSO", "TFM"}


# ---- the command line ----


@pytest.fixture
def do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Do:
    monkeypatch.setattr("platformdirs.user_data_dir", lambda *a, **k: str(tmp_path / "data"))
    return shell.do


def write(path: Path, rows: list[list[object]]) -> str:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def test_import_find_and_check(do: Do, tmp_path: Path) -> None:
    none = do("agencies", "find", "pinellas")
    assert none.code == 2
    assert "NO_SHEET" in none.err
    assert "detainer agencies import FILE" in " ".join(none.err.split())
    first = do("agencies", "import", write(tmp_path / "participating05182026.csv", [HEAD, *ROWS]))
    assert (first.code, first.out) == (0, "kept 7 agreements of 6 agencies, dated 2026-05-18\n")
    newer = [row for row in ROWS if row[0] != "NEVADA"]
    newer[1] = [*newer[1][:5], "2025-02-27", ""]
    newer.append(["TEXAS", "Sample County Sheriff's Office", "County", "", "WSO", "2026-06-01", ""])
    out = do("agencies", "import", write(tmp_path / "sheet-2026-06-18.csv", [HEAD, *newer])).out
    assert "added    Sample County Sheriff's Office, TX  WSO  signed 2026-06-01" in out
    assert "dropped  Las Vegas Metropolitan Police Department, NV" in out
    assert "(was 2025-02-26)" in out
    assert "against 2026-05-18.csv: 1 added, 1 changed, 1 dropped" in out
    out = do("agencies", "find", "pinellas", "county").out
    assert "Pinellas County Sheriff's Office, FL  WSO  signed 2019-04-24" in out
    assert "AGENCY_UNKNOWN" in do("agencies", "find", "nowhere").err
    who = ["--agency", "Pinellas County Sheriff's Office, FL", "--json"]
    answer = do("check", *who, "-r", "2026-03-06T18:00").json
    assert answer["profile"]["layers"] == ["us", "us-fl", "agreement-wso", "agreement-boa", "us-fl-pinellas"]
    assert answer["custody"]["agreement"] == ["BOA", "TFM", "WSO"]  # the sheet's and the profile's own
    before = do("check", *who, "-r", "2017-03-06T18:00").json
    assert before["custody"]["agreement"] == []  # not yet signed
    flag = do("check", *who, "-r", "2026-03-06T18:00", "--agreement", "none").json
    assert flag["custody"]["agreement"] == []  # what is said wins
    tennessee = ["--agency", "Sample County Sheriff's Office, TN", "-z", "America/Chicago"]
    assert do("check", *tennessee, "-r", "2026-03-06T18:00", "--json").json["profile"]["id"] == "us-tn"
    assert do("check", "--agency", "Sample County", "-r", "2026-03-06T18:00", "--json").codes == [
        "AGENCY_AMBIGUOUS"
    ]
    named = do("check", "-p", "honors", *who, "-z", "America/New_York", "-r", "2026-03-06T18:00").json
    assert named["profile"]["id"] == "honors"  # a profile that is named is the one


def test_sheets_that_cannot_be_read(do: Do, tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes(b"STATE\n\xff\xfe")
    spoilt = tmp_path / "x.xlsx"
    spoilt.write_bytes(b"no zip")
    big = tmp_path / "big.csv"
    with big.open("wb") as file:
        file.truncate(60_000_000)
    os.mkfifo(tmp_path / "pipe.csv")
    broken = [tmp_path / f"{number}.xlsx" for number in range(3)]
    packed(
        broken[0],
        {SHEET1: b"<worksheet><sheetData><row><c t='inlineStr'><is><t>STATE</t></is></c></row><row>"},
    )
    packed(broken[1], {"xl/_rels/workbook.xml.rels": b"<Relationships/>"})
    packed(broken[2], {"xl/styles.xml": b"<styleSheet>" + b" " * 3_000_000 + b"</styleSheet>"})
    odd = [tmp_path / "pipe.csv", "/dev/zero", *broken]
    for path in (tmp_path, tmp_path / "none.csv", latin, spoilt, big, "a\x00b.csv", *odd):
        ran = do("agencies", "import", str(path))
        assert (ran.code, "SHEET_UNREADABLE" in ran.err) == (2, True), path
    long = tmp_path / "long.csv"
    long.write_text("x" * 200_000)
    assert "SHEET_UNREADABLE" in do("agencies", "import", str(long)).err


def test_the_date_of_a_sheet(do: Do, tmp_path: Path) -> None:
    path = write(tmp_path / "sheet-99999999.csv", [HEAD, *ROWS])
    assert "dated 2026-01-31" in do("agencies", "import", path, "--dated", "2026-01-31").out
    assert f"dated {datetime.now().year}" in do("agencies", "import", path).out


def test_xlsx(do: Do, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in [HEAD, *ROWS]:
        book.active.append(row)
    path = tmp_path / "participating-2026-05-18.xlsx"
    book.save(path)
    assert do("agencies", "import", str(path)).out == "kept 7 agreements of 6 agencies, dated 2026-05-18\n"
