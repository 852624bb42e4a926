"""``detainer batch``: tables in and out, what is kept, what is refused, what a run leaves behind."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import openpyxl
import pytest
from shell import at_a_terminal, do, outside

from detainer.formats.tables.xlsx import _shown

HONORS = ["-p", "honors", "-z", "America/New_York"]
FULL = "I-247A,1,yes,no,none,in-time,in-time,never,release,none"
HEAD = "form,box,I-200,criminal-warrant,citizenship,received_at,served_at,cancelled_at,warrant_served_at,agreement"


def table(tmp_path: Path, text: str, name: str = "in.csv") -> str:
    path = tmp_path / name
    path.write_bytes(text.encode("utf-8"))
    return str(path)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_table_answered_row_by_row(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"id,release_at,{HEAD}\n1,2026-11-25T15:00,{FULL}\n2,2026-11-25,{FULL}\n3,11/25/2026 3:00 PM,I-247A{',' * 9}\n",
    )
    ran = do("batch", path, *HONORS)
    assert ran.code == 1
    assert ran.err == "detainer: 3 rows, 2 answered, 1 rejected (TIME_MISSING 1)\n"
    one, two, three = read(ran.out)
    # Wed 15:00 and 48 straight hours: Fri 15:00. Without Thanksgiving (Thu), Sat and Sun: 9 h of Wed, 24 h of Fri, 15 h of Mon
    assert (one["hold"], one["hold_applies"]) == ("allowed", "true")
    assert one["release_by"] == one["straight_ends_at"] == "2026-11-27T15:00:00-05:00"
    assert one["regulation_ends_at"] == "2026-11-30T15:00:00-05:00"
    assert one["missing"] == one["error"] == ""
    assert (two["id"], two["hold"], two["error_code"]) == ("2", "", "TIME_MISSING")
    assert (three["hold"], three["release_by"]) == ("unknown", "")
    assert "I-200" in three["missing"].split(";")


# ---- what is kept ----


def test_every_cell_of_the_input_is_kept(tmp_path: Path) -> None:
    cells = [
        " padded ",
        'say "no"',
        "a,b",
        "two\nlines",
        "0012",
        "1.10",
        "\u00e9\U0001f600",
        "",
        "=1+1",
        "\tTab",
    ]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["release_at", *map(str, range(len(cells)))], ["2026-11-25T15:00", *cells]])
    out = tmp_path / "o.csv"
    assert do("batch", table(tmp_path, text.getvalue()), *HONORS, "-o", str(out)).code == 0
    (row,) = read(out.read_text("utf-8"))
    assert [row[str(number)] for number in range(len(cells))] == cells


def test_a_line_of_json_keeps_every_byte(tmp_path: Path) -> None:
    lines = [
        '{"n": 1.10, "big": 123456789012345678901234567890,  "u":"\\u00e9", "release_at": "2026-11-25T15:00" }',
        '{"release_at": "2026-11-25T15:00", "deep": {"a": [1, {"b": null}]}, "e": 1E5}',
        '{"booked_at":"2026-11-25"}',
        "{ }",
    ]
    ran = do("batch", table(tmp_path, "\r\n".join(lines), "a.jsonl"), *HONORS)
    assert ran.code == 1
    for line, wanted in zip(ran.out.splitlines(), lines, strict=True):
        kept = wanted.rstrip("} ") if wanted != "{ }" else "{"
        assert line.startswith(kept)
        assert list(json.loads(line))[-1] == "error"
    assert json.loads(ran.out.splitlines()[0])["straight_ends_at"] == "2026-11-27T15:00:00-05:00"


def test_values_of_json(tmp_path: Path) -> None:
    facts = {"release_at": "2026-11-25T15:00", "papers": {"I-200": True, "criminal-warrant": False}, "form": "I-247A", "box": 1,
             "asks_custody": None, "agreement": ["WSO", "JEM"], "answers": {}, "taken_at": "2026-11-27T15:00:09", "other": {"a": 1}}  # fmt: skip
    path = table(tmp_path, json.dumps(facts) + "\n" + json.dumps({**facts, "papers": ["I-200"]}), "a.jsonl")
    (one, two) = map(json.loads, do("batch", path, *HONORS, "--assume", "ordinary").out.splitlines())
    for item in (one, two):
        assert item["hold"] == "allowed"
        assert item["hold_applies"] is True
        assert item["held_past_release_by_seconds"] == 9
        assert item["rests_on_assumptions"] is True
        assert item["missing"] == []
        assert isinstance(item["warnings"], list)
        assert (item["error_code"], item["error"]) == (None, None)
    strange = json.dumps({**facts, "form": {"a": 1}}) + "\n" + json.dumps({**facts, "form": [1, True]})
    ran = do("batch", table(tmp_path, strange, "b.jsonl"), *HONORS)
    assert [json.loads(line)["error_code"] for line in ran.out.splitlines()] == ["VALUE_UNKNOWN"] * 2


# ---- from one format to another ----


def test_csv_to_json_and_back(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"id,,release_at,{HEAD}\n1,x,2026-11-25T15:00,{FULL}\n2,y,soon,{FULL}\n3,z,2026-11-25T15:00,{FULL},more\n",
    )
    lines = [json.loads(line) for line in do("batch", path, *HONORS, "--to", "jsonl").out.splitlines()]
    assert lines[0]["column 2"] == "x"
    assert lines[0]["release_by"] == "2026-11-27T15:00:00-05:00"
    assert lines[1]["error_code"] == "TIME_UNREADABLE"
    assert (lines[2]["error_code"], lines[2]["more"]) == ("ROW_RAGGED", ["more"])
    mixed = '{"a": 1, "release_at": "2026-11-25T15:00"}\nnot json\n{"b": [1], "a": true, "release_at": "2026-11-25T16:00"}\n'
    rows = read(do("batch", table(tmp_path, mixed, "a.jsonl"), *HONORS, "--to", "csv").out)
    assert list(rows[0])[:4] == ["a", "release_at", "line", "b"], "the columns of all lines"
    assert [row["a"] for row in rows] == ["1", "", "true"]
    assert rows[1]["line"] == "not json"
    assert [row["straight_ends_at"] for row in rows] == [
        "2026-11-27T15:00:00-05:00",
        "",
        "2026-11-27T16:00:00-05:00",
    ]


def test_formats_by_name_by_flag_and_by_first_bytes(tmp_path: Path) -> None:
    tabs = "release_at\tnote\n2026-11-25T15:00\ta,b\n"
    path, out = table(tmp_path, tabs, "a.tsv"), tmp_path / "o.tsv"
    assert do("batch", path, *HONORS, "-o", str(out)).code == 0
    assert out.read_text().splitlines()[1].startswith("2026-11-25T15:00\ta,b\tunknown\t")
    assert (
        do("batch", table(tmp_path, tabs, "a.txt"), *HONORS, "--from", "tsv", "--to", "csv")
        .out.splitlines()[1]
        .startswith('2026-11-25T15:00,"a,b",')
    )
    for text, begin in (
        ('{"release_at": "2026-11-25T15:00"}', "{"),
        ("release_at\n2026-11-25T15:00\n", "release_at"),
    ):
        assert do("batch", table(tmp_path, text, "b"), *HONORS).out.startswith(begin)
        path_b = table(tmp_path, text, "b")
        assert outside("batch", "-", *HONORS, shell=f"cat {path_b} | {{}}").out.startswith(begin)
    for flag in ("--from", "--to"):
        assert "VALUE_UNKNOWN" in do("batch", path, *HONORS, flag, "xls").err


# ---- XLSX ----


def book(path: Path, rows: list[list[Any]], formats: dict[str, str] | None = None) -> str:
    made = openpyxl.Workbook()
    sheet = made.active
    for cells in rows:
        sheet.append(cells)
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    made.save(path)
    return str(path)


def test_a_workbook_in_and_out(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["id", "release_at", "received_at", "form", "box", "I-200", "note"],
        [1, datetime(2026, 11, 25, 15, 0), date(2026, 11, 20), "I-247A", 1, True, "=1+1"],
        [2, datetime(2026, 11, 25, 14, 59, 59, 999_999), None, "I-247A", 1.0, "no", None],
        [3, date(2026, 11, 25), None, "I-247A", 1, "no", None],
        [None] * 7,
        [4, "11/25/2026 3:00 PM", None, None, None, None, "x" * 40_000],
    ]
    path = book(
        tmp_path / "a.xlsx",
        rows[:-1],
        {"B2": 'm/d/yy "at" h:mm', "B3": "yyyy-mm-dd hh:mm:ss", "B4": "m/d/yyyy"},
    )
    out = tmp_path / "o.xlsx"
    ran = do("batch", path, *HONORS, "-o", str(out))
    assert ran.code == 1
    assert ran.err == "detainer: 3 rows, 2 answered, 1 rejected (TIME_MISSING 1)\n", (
        "a date without a time of day is shown, and is, a date"
    )
    head, *found = [list(row) for row in openpyxl.load_workbook(out).active.iter_rows(values_only=True)]
    named = [dict(zip(head, row, strict=True)) for row in found]
    assert [row["straight_ends_at"] for row in named] == ["2026-11-27T15:00:00-05:00"] * 2 + [None], (
        "a clock of floats, to the second"
    )
    assert (named[0]["id"], named[0]["release_at"]) == (1, datetime(2026, 11, 25, 15, 0))
    assert named[0]["note"] is None, "what a formula came to was never worked out"
    assert named[2]["error_code"] == "TIME_MISSING"
    assert read(do("batch", path, *HONORS, "--to", "csv").out)[0]["release_at"] == "2026-11-25T15:00:00"


def test_nothing_becomes_a_formula_in_a_workbook(tmp_path: Path) -> None:
    path, out = table(tmp_path, "=SUM(1),release_at\n=1+1,2026-11-25T15:00\n"), tmp_path / "o.xlsx"
    assert do("batch", path, *HONORS, "-o", str(out)).code == 0
    sheet = openpyxl.load_workbook(out).active
    assert [(sheet[cell].value, sheet[cell].data_type) for cell in ("A1", "A2")] == [
        ("=SUM(1)", "s"),
        ("=1+1", "s"),
    ]


#: (content, why)
UNFIT = [
    (f"release_at,note\n2026-11-25T15:00,{'x' * 40_000}\n", "a cell longer than a sheet's"),
    ("release_at,note\n2026-11-25T15:00,a\x01b\n", "a control character"),
]


@pytest.mark.parametrize(("content", "why"), UNFIT, ids=[why for _, why in UNFIT])
def test_what_a_workbook_cannot_hold(content: str, why: str, tmp_path: Path) -> None:
    ran = do("batch", table(tmp_path, content), *HONORS, "-o", str(tmp_path / "o.xlsx"))
    assert (ran.code, "OUTPUT_UNFIT" in ran.err) == (2, True), why
    assert not (tmp_path / "o.xlsx").exists()


def test_more_rows_than_a_sheet_has(tmp_path: Path) -> None:
    with patch("detainer.formats.tables.xlsx._ROWS", 3):
        ran = do(
            "batch",
            table(tmp_path, "release_at\n" + "2026-11-25T15:00\n" * 3),
            *HONORS,
            "-o",
            str(tmp_path / "o.xlsx"),
        )
    assert "OUTPUT_UNFIT" in ran.err


def test_without_the_extra(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["release_at"], ["2026-11-25T15:00"]])
    with patch.dict("sys.modules", {"openpyxl": None}):
        for argv in ([path], [table(tmp_path, "release_at\n2026-11-25T15:00\n"), "--to", "xlsx"]):
            ran = do("batch", *argv, *HONORS, "-o", str(tmp_path / "o"))
            assert (ran.code, "EXTRA_NEEDED" in ran.err, "detainer[xlsx]" in ran.err) == (2, True, True)


def test_json_and_odd_values_into_a_workbook(tmp_path: Path) -> None:
    line = {"release_at": "2026-11-25T15:00", "n": 12345678901234567890, "l": [1], "f": 1.5, "t": True}
    out = tmp_path / "o.xlsx"
    assert (
        do("batch", table(tmp_path, json.dumps(line) + "\n[]", "a.jsonl"), *HONORS, "-o", str(out)).code == 1
    )
    head, one, two = openpyxl.load_workbook(out).active.iter_rows(values_only=True)
    assert one[1:5] == ("12345678901234567890", "[1]", 1.5, True), "a sheet's numbers have fifteen digits"
    assert two[head.index("line")] == "[]"


# ---- flags ----


def test_columns_named_otherwise(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "Release Date/Time,Bail,Warrant (I-200)?,profile\n2026-11-25T15:00,2026-11-25T16:00,yes,mine\n",
    )
    ran = do(
        "batch",
        path,
        *HONORS,
        "--map",
        "release_at=Release Date/Time",
        "--map",
        "release_at=Bail",
        "--map",
        "I-200=Warrant (I-200)?",
    )
    (row,) = read(ran.out)
    assert row["straight_ends_at"] == "2026-11-27T16:00:00-05:00", "of two releases the later"
    assert "I-200" not in row["missing"].split(";")
    assert row["profile"] == "mine", "with --profile a column of that name is not read"
    ran = do("batch", path, "--map", "release_at=Bail", "-z", "America/New_York")
    assert "PROFILE_NOT_FOUND" in ran.out
    for wrong in ("release_at", "release_at=", "=Bail", "freed=Bail"):
        assert "VALUE_UNKNOWN" in do("batch", path, *HONORS, "--map", wrong).err


def test_flags_that_are_wrong_are_named_all_at_once(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at\n2026-11-25T15:00\n")
    ran = do("batch", path, "-p", "us-mx", "-z", "Mars", "--assume", "much", "--date-only", "noon", "--as-of", "soon", "--time-format", "%H",
             "--time-format", "form=%d", "--to", "pdf", "--prefix", "a", "--prefix", "b")  # fmt: skip
    assert ran.code == 2
    for code, count in (
        ("VALUE_UNKNOWN", 5),
        ("PROFILE_NOT_FOUND", 1),
        ("ZONE_UNKNOWN", 1),
        ("TIME_UNREADABLE", 1),
        ("CONTRADICTION", 1),
    ):
        assert ran.err.count(code) == count, ran.err


def test_a_present_moment_without_a_zone_is_none_where_the_rows_name_theirs(tmp_path: Path) -> None:
    """Two hours after 48 hours from Mon 10:00 EST; read as UTC it would be three hours before."""
    path = table(tmp_path, "release_at,profile,I-200\n2026-03-02 10:00,us-nc,yes\n")
    ran = do("batch", path, "--assume", "ordinary", "--as-of", "2026-03-04 12:00")
    assert (ran.code, ran.err.count("ZONE_NEEDED")) == (2, 1)
    for moment, more, environment in (
        ("2026-03-04T12:00-05:00", (), {}),
        ("3/4/2026 1700 UTC", (), {}),
        ("2026-03-04 12:00", ("-z", "America/New_York"), {}),
        ("2026-03-04 12:00", (), {"DETAINER_TIMEZONE": "America/New_York"}),
    ):
        ran = do("batch", path, "--assume", "ordinary", "--as-of", moment, *more, **environment)
        assert read(ran.out)[0]["status"] == "ended", (moment, more, ran.err)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("%m/%d/%Y %I:%M", "no AM or PM"),  # 5:00 in the afternoon would be 05:00
        ("%m/%d/%Y %H:%M %p", "no hours to 12"),  # strptime drops the PM of 05:00 PM
        ("%Y-%m-%d %H:%M %Z", "not read"),  # strptime drops UTC: 15:00 UTC would be 15:00 there
        ("%Y-%m-%dT%H:%M:%SZ", "plain letters"),  # the same, five hours late in New York
        ("%Y-%m-%d %H:%M UTC", "plain letters"),
        ("%m/%d/%Y %H:%M EST", "plain letters"),
        ("%d/%M/%Y", "names no month"),  # minutes for months: every date would be in January
        ("%d/%b/%Y %H:%m", "month twice"),  # months for minutes
        ("%H:%M %d.%m.%Y %H", "directive twice"),
        ("%m-%d %H:%M", "names no year"),
        ("%Y-%m %H:%M", "names no day"),
    ],
)
def test_a_format_of_times_that_would_be_read_otherwise_than_it_looks(
    form: str, says: str, tmp_path: Path
) -> None:
    ran = do("batch", table(tmp_path, "release_at\n2026-11-25\n"), *HONORS, "--time-format", form)
    assert ran.code == 2
    assert "VALUE_UNKNOWN" in ran.err
    assert says in " ".join(ran.err.split())


@pytest.mark.parametrize(
    ("form", "text", "ends"),
    [
        ("%m/%d/%Y %I:%M %p", "11/25/2026 03:00 PM", "2026-11-27T15:00:00-05:00"),
        ("%Y-%m-%dT%H:%M:%S%z", "2026-11-25T20:00:00Z", "2026-11-27T15:00:00-05:00"),  # 15:00 EST
        ("%a %d %b %Y T%H.%M", "Wed 25 Nov 2026 T15.00", "2026-11-27T15:00:00-05:00"),
    ],
)
def test_a_format_of_times_that_says_all(form: str, text: str, ends: str, tmp_path: Path) -> None:
    ran = do("batch", table(tmp_path, f"release_at\n{text}\n"), *HONORS, "--time-format", form)
    (row,) = read(ran.out)
    assert row["straight_ends_at"] == ends, ran.err


def test_the_environment_and_folders_of_profiles(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,timezone\n2026-11-25T15:00,\n2026-11-25T15:00,America/Chicago\n")
    assert "PROFILE_NEEDED" in do("batch", path).err
    for ran in (
        do("batch", path, DETAINER_PROFILE="honors", DETAINER_TIMEZONE="America/Denver"),
        do("batch", path, "-p", "honors", DETAINER_TIMEZONE="America/Denver"),
    ):
        assert [row["straight_ends_at"][-6:] for row in read(ran.out)] == ["-07:00", "-06:00"]
    (tmp_path / "us-ma-own.toml").write_text(
        'format = 1\nid = "us-ma-own"\nname = "Own"\nstance = "none"\nparent = "us-ma"\n'
    )
    text = table(tmp_path, "release_at,profile\n2026-11-25T15:00,us-ma-own\n", "b.csv")
    assert do("batch", text, "--profiles", str(tmp_path)).code == 0
    assert do("batch", text).code == 1


def test_where_each_window_stands_at_a_moment(tmp_path: Path) -> None:
    # 48 hours from Wed 25 Nov 15:00: until Fri 15:00
    path = table(tmp_path, f"release_at,{HEAD}\n2026-11-25T15:00,{FULL}\n2026-11-25,{FULL}\n")
    for moment, word, left, of_date in (
        ("2026-11-24T15:00", "not_started", 72 * 3600, "not_started"),
        ("2026-11-25T15:00", "running", 48 * 3600, "unknown"),
        ("2026-11-26T12:00", "running", 27 * 3600, "running"),
        ("2026-11-27T15:00", "ended", 0, "unknown"),
        ("2026-11-28T00:00", "ended", 0, "ended"),
    ):
        one, two = read(do("batch", path, *HONORS, "--as-of", moment, "--date-only", "bounds").out)
        assert (one["status"], one["seconds_left"]) == (word, str(left))
        assert two["status"] == of_date, "known only where it is so at every hour of the date"
    assert "status" not in read(do("batch", path, *HONORS, "--date-only", "bounds").out)[0]


def test_bounds_stand_beside_each_other(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        f"release_at,taken_at,{HEAD}\n2026-11-24,2026-11-26,{FULL}\n2026-11-24T12:00,2026-11-26T13:00,{FULL}\n",
    )
    one, two = read(do("batch", path, *HONORS, "--date-only", "bounds").out)
    assert (one["release_by"], one["release_by_latest"]) == (
        "2026-11-26T00:00:00-05:00",
        "2026-11-26T23:59:59-05:00",
    )
    assert (one["held_past_release_by_seconds"], one["held_past_release_by_seconds_most"]) == ("0", "86399")
    assert two["release_by"] == two["release_by_latest"] == "2026-11-26T12:00:00-05:00"
    assert two["held_past_release_by_seconds"] == two["held_past_release_by_seconds_most"] == "3600"


# ---- what is said on the way ----


def test_a_summary_on_standard_error_and_nothing_else(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at\n2026-11-25T15:00\n")
    assert do("batch", path, *HONORS).err == "detainer: 1 row, 1 answered\n"
    assert outside("batch", path, *HONORS, shell="{} 2>&-").code == 0


def test_progress_at_a_terminal(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at\n" + "2026-11-25T15:00\n" * 60_000)
    shown = at_a_terminal(
        "batch", path, *HONORS, "-o", str(tmp_path / "o.csv"), HOME=os.environ.get("HOME", "/")
    )
    assert re.search(r"\r[\d,]+ rows, [\d,]+ a second, \d+ s left", shown)
    assert shown.rstrip().endswith("detainer: 60,000 rows, 60,000 answered")


# ---- each format by itself ----


def test_odd_sheets(tmp_path: Path) -> None:
    assert "TABLE_EMPTY" in do("batch", book(tmp_path / "a.xlsx", []), *HONORS).err
    rows: list[list[Any]] = [
        ["release_at", "note", "n", None],
        ["2026-11-25T15:00", clock(9, 30), 1.0, None, None],
        ["2026-11-25T15:00", None, 2, None, "more"],
    ]
    path = book(tmp_path / "b.xlsx", rows)
    one, two = do("batch", path, *HONORS, "--to", "csv").out.splitlines()[1:]
    assert one.startswith("2026-11-25T15:00,09:30:00,1,unknown,")
    assert two.startswith("2026-11-25T15:00,,2,,,")
    assert "ROW_RAGGED" in two
    assert two.endswith(",,more")
    with patch("detainer.formats.tables.xlsx._shown", side_effect=KeyError):
        assert "INPUT_UNREADABLE" in do("batch", path, *HONORS).err


def test_a_number_of_a_sheet_that_is_whole() -> None:
    cell = SimpleNamespace(value=2.0, number_format="General")
    assert _shown(cell) == 2
    assert isinstance(_shown(cell), int), "a box is 1, not 1.0"


def test_limits_of_lines_and_cells(tmp_path: Path) -> None:
    long = "x" * 300
    with (
        patch("detainer.formats.tables.lines.LONGEST", 200),
        patch("detainer.formats.tables.lines._BLOCK", 16),
    ):
        for name, text in (
            ("a.csv", f"release_at\n{long}"),
            ("a.jsonl", f'{{"a": "{long}'),
            ("b.csv", f"release_at\n{long}\n2026"),
        ):
            ran = do("batch", table(tmp_path, text, name), *HONORS)
            assert (ran.code, "LINE_TOO_LONG" in ran.err) == (2, True)
        assert (
            do("batch", table(tmp_path, "release_at\n2026-11-25T15:00\n\n2026-11-25T15:00"), *HONORS).code
            == 0
        )
    with patch("detainer.formats.tables.csv.LONGEST", 200):
        ran = do(
            "batch",
            table(tmp_path, 'release_at\n2026-11-25T15:00\n"' + "open\n" * 100),
            *HONORS,
            "-o",
            str(tmp_path / "o.csv"),
        )
        assert (ran.code, "LINE_TOO_LONG" in ran.err) == (2, True)
        assert "row 3" in ran.err
        assert not (tmp_path / "o.csv").exists()


def test_lines_of_json_that_would_be_too_wide_a_table(tmp_path: Path) -> None:
    path = table(
        tmp_path, "".join(f'{{"release_at": "2026-11-25T15:00", "k{n}": 1}}\n' for n in range(9)), "a.jsonl"
    )
    with patch("detainer.cli.tables._WIDEST", 9):
        ran = do("batch", path, *HONORS, "--to", "csv")
        assert (ran.code, "TABLE_TOO_WIDE" in ran.err) == (2, True), "ten names: the release and nine others"
        assert do("batch", path, *HONORS).code == 0, "JSON Lines have no columns"
    with patch("detainer.cli.tables._WIDEST", 10):
        assert do("batch", path, *HONORS, "--to", "csv").code == 0


def test_lines_of_json_with_ever_other_keys(tmp_path: Path) -> None:
    lines = [json.dumps({f"k{number % 9}": number, "release_at": "2026-11-25T15:00"}) for number in range(20)]
    with patch("detainer.formats.tables.jsonl._MOST", 3), patch("detainer.cli.batch._MOST", 3):
        ran = do("batch", table(tmp_path, "\n".join(lines), "a.jsonl"), *HONORS)
    assert ran.code == 0
    assert json.loads(ran.out.splitlines()[-1])["k1"] == 19
    double = '{"release_at": "2026-11-25T15:00", "Release At": ""}'
    assert "CONTRADICTION" in do("batch", table(tmp_path, double, "b.jsonl"), *HONORS).out
