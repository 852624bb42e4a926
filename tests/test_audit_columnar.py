"""``detainer audit`` by the column: the same report as row by row, byte for byte, whatever the table."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rows import HEAD
from shell import do, outside
from test_arrow import own_rows
from test_columnar import GOOD, HONORS, ODD, made
from test_table import OWN

PLACES = (
    "North",
    " North",
    "North  Wing",
    "North Wing",
    "",
    " ",
    "(others)",
    "K\u00f6ln",
    'the "old" jail',
    "East, 2nd floor",
    "two\nlines",
)


def audited(path: Path, *argv: str, to: str = "json") -> tuple[int, str, bytes]:
    """Audit a table by both engines, which must print and say the same; return what they did."""
    out = path.parent / "report"
    said = []
    for engine in ("row", "columnar"):
        out.unlink(missing_ok=True)
        with patch(
            "detainer.cli.audit._typed", return_value=["detainer audit"]
        ):  # the command names the engine
            ran = do("audit", str(path), *argv, "--engine", engine, "--to", to, "-o", str(out))
        found = out.read_bytes() if out.exists() else b""
        said.append((ran.code, ran.err, found))
    if said[1][2] != said[0][2]:
        lines = zip(said[0][2].splitlines(), said[1][2].splitlines(), strict=False)
        assert next((pair for pair in lines if pair[0] != pair[1]), "their number") == ()
    assert said[1] == said[0]
    return said[0]


def report(path: Path, *argv: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(audited(path, *argv)[2])
    return found


def records(chance: random.Random, count: int, bad: float = 0.06) -> Iterator[dict[str, str]]:
    """Yield rows that are grouped, doubled and dated in every way."""
    before: list[dict[str, str]] = []
    for number, cells in enumerate(made(chance, count, bad)):
        cells = {
            "id": str(number),
            **cells,
            "place": chance.choice(PLACES),
            "unit": str(chance.randrange(2_400)),
        }
        draw = chance.random()
        if draw < 0.02 and before:
            cells = dict(chance.choice(before))
        elif draw < 0.06:  # a date alone, or its midnight
            for name in ("release_at", "taken_at", "freed_at"):
                if cells[name][:4].isdigit():
                    cells[name] = cells[name][:10] + chance.choice(("", "T00:00", " 00:00:00", "T00:00Z"))
        elif draw < 0.065:
            name = chance.choice(("release_at", "taken_at", "received_at"))
            cells[name] = chance.choice(
                ("1900-01-01T10:00", "2099-12-31T00:00", "2099-12-31", "12/31/9999", "2099-06-01T00:00-05:00")
            )
        if number % 40 == 0:
            before.append(cells)
        yield cells


def table(path: Path, rows: Iterator[dict[str, str]], quoted: float = 0.0) -> Path:
    """Write rows; of some all cells are quoted, which makes no other row of one."""
    chance = random.Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        bare, full = (
            csv.writer(file, lineterminator="\n", quoting=how).writerow
            for how in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL)
        )
        bare(["id", *HEAD, "place", "unit"])
        for cells in rows:
            (full if chance.random() < quoted else bare)(list(cells.values()))
    return path


EVERY = ["--by", "year,profile,place,unit", "--keep", "id", "--keep", "place", "--longest", "50"]


def test_many_thousand_rows_are_counted_as_one_by_one(tmp_path: Path) -> None:
    path = table(tmp_path / "in.csv", records(random.Random(2026), 25_000), quoted=0.3)
    found = report(path, *EVERY)
    assert len(found["by"]["unit"]) == 2_001
    assert found["by"]["unit"][-1]["group"] == "(others)"
    assert {note["code"] for note in found["notes"]} == {
        "MIDNIGHT_SPIKE", "SENTINEL_DATE", "NEGATIVE_GAP", "ROW_DOUBLED", "DATE_ONLY",
    }  # fmt: skip
    assert len(found["profiles"]) >= 8
    assert 18_000 < found["total"]["counted"] < 24_500
    assert sum(step["step"].startswith("error:") for step in found["funnel"]) > 12
    assert found["total"]["ends"]["release_by"]["measured"] > 3_000


@pytest.mark.parametrize("to", ["text", "csv", "html"])
def test_every_format(to: str, tmp_path: Path) -> None:
    path = table(tmp_path / "in.csv", records(random.Random(to), 600))
    assert audited(path, *EVERY, "--assume", "ordinary", to=to)[0] == 1


#: flags, and why they are tried
FLAGS = [
    (["--assume", "ordinary", "--sensitivity", *EVERY], "assumptions turned, of many profiles"),
    (["-p", "wso", "-z", "America/Denver", "--assume", "ordinary", "--sensitivity"], "and of one, which assumes its own"),
    (["--date-only", "earliest", "--by", "place"], "an hour of the day"),
    (["--date-only", "latest", "--assume", "ordinary", "--keep", "id", "--longest", "3"], "another hour"),
    (["--time-format", "received_at=%m/%d/%Y %I:%M %p"], "a form of one fact"),
    (["--map", "release_at=release_at", "--map", "release_at=booked_at", "--assume", "ordinary", "--sensitivity"], "the latest of two columns"),
    (["-p", "us-ma", "--map", "booked_at=taken_at", "--by", "year", "--by", "id"], "one column for two facts; ever other groups"),
]  # fmt: skip


@pytest.mark.parametrize(("flags", "why"), FLAGS, ids=[why for _, why in FLAGS])
def test_flags(flags: list[str], why: str, tmp_path: Path) -> None:
    path = table(
        tmp_path / "in.csv",
        records(random.Random(len(why)), 500 if "--sensitivity" in flags else 1_500, bad=0.15),
    )
    assert audited(path, *flags)[0] == 1, why


# ---- which rows are one, and in which order things are met ----


@pytest.mark.parametrize("block", [64, 199, 1 << 22])
@pytest.mark.parametrize(("content", "why"), ODD, ids=[why for _, why in ODD])
def test_csv_of_every_kind(content: str, why: str, block: int, tmp_path: Path) -> None:
    """Each table twice over, so that each of its rows is there twice, wherever a block ends."""
    path = tmp_path / "in.csv"
    head, body = content.split("\r" if "\n" not in content else "\n", 1)
    path.write_bytes(f"{head}\n{body}\n{body}".encode())
    with patch("detainer.formats.tables.blocks._BLOCK", block):
        audited(path, *HONORS, "--by", head.strip("\ufeff\r").split(",")[-1].strip('"'))


def test_rows_are_one_cell_for_cell_however_they_are_quoted(tmp_path: Path) -> None:
    """Quotes make no other row: five are there again. A comma in quotes does, and so does a blank."""
    path = tmp_path / "in.csv"
    rows = [f'{GOOD},"a",b', f"{GOOD},a,b", f'"{GOOD}","a","b"', f"{GOOD},a,b,,", f'{GOOD},"a,b",', f'{GOOD},"a,b",""', f"{GOOD}, a,b",
            f'{GOOD},"say ""no""",b', f'"{GOOD}","say ""no""","b"', f"{GOOD},a", f"{GOOD},a"]  # fmt: skip
    path.write_text("release_at,x,y\n" + "\n".join(rows) + "\n")
    found = report(path, *HONORS)
    assert [(note["code"], note["records"]) for note in found["notes"]] == [("ROW_DOUBLED", 5)]
    assert {step["step"]: step["records"] for step in found["funnel"]} == {
        "rows": 11, "error:ROW_RAGGED": -2, "counted": 9,
    }  # fmt: skip


def test_rows_beyond_those_held_are_counted_in_a_file(tmp_path: Path) -> None:
    chance = random.Random(3)
    lines = [f"{GOOD},{chance.randrange(700)}" for _ in range(2_000)]
    path = tmp_path / "in.csv"
    path.write_text("release_at,n\n" + "\n".join(lines) + "\n")
    with patch("detainer.arrow.doubles._HELD", 300):
        found = report(path, *HONORS)
    assert [(note["code"], note["records"]) for note in found["notes"]] == [
        ("ROW_DOUBLED", 2_000 - len(set(lines)))
    ]


def test_what_is_met_first_stands_first(tmp_path: Path) -> None:
    """Of what is as frequent, of groups beyond the most: rows left to the row engine in their places among the others."""
    path = tmp_path / "in.csv"
    fast, slow = f"{GOOD},%s,%s", "2026-11-25,%s,%s"
    rows = [(slow if number % 3 else fast) % (number, "no" if number % 2 else "") for number in range(12)]
    rows += ["x,12,", "2026-02-30T10:00,13,", ",14,", "10:00,15,"] * 2 + [
        fast % (3, "yes"),
        slow % (5, "yes"),
    ]
    path.write_text("release_at,n,I-200\n" + "\n".join(rows) + "\n")
    with patch("detainer.audit.run._MOST", 5):
        found = report(path, *HONORS, "--by", "n", "--by", "I-200")
    assert [group["group"] for group in found["by"]["n"]] == ["0", "1", "2", "3", "4", "(others)"]
    assert {group["group"]: group["counted"] for group in found["by"]["I-200"]} == {
        "(empty)": 6,
        "no": 6,
        "yes": 2,
    }


def test_the_longest_held_of_many_held_as_long(tmp_path: Path) -> None:
    """Of those held as long the first rows, whichever engine counts them; dates alone among them."""
    path = tmp_path / "in.csv"
    rows = [
        f"{GOOD},2026-11-{day}T15:00,{number}" for number, day in enumerate((27, 28, 28, 26, 28, 27, 28) * 40)
    ]
    rows[100] = "2026-11-25,2026-11-29,dated"
    rows[150] = f"{GOOD},2026-11-28 1500,slow"
    path.write_text("release_at,taken_at,n\n" + "\n".join(rows) + "\n")
    for block in (199, 1 << 21):
        with patch("detainer.formats.tables.blocks._BLOCK", block):
            found = report(path, *HONORS, "--keep", "n", "--longest", "70")["longest"]
    assert [item["cells"]["n"] for item in found[:4]] == ["dated", "1", "2", "4"]
    assert len(found) == 70


# ---- Parquet ----


def test_parquet(tmp_path: Path) -> None:
    rows = list(records(random.Random(7), 700))
    names = list(rows[0])
    path = tmp_path / "in.parquet"
    columns: dict[str, Any] = {name: [cells[name] or None for cells in rows] for name in names}
    columns["n"] = pa.array([number % 5 or None for number in range(len(rows))], pa.int64())
    columns["x"] = [chr(30 + number % 2) * (number % 3) for number in range(len(rows))]
    columns["y"] = [chr(31 - number % 2) * (number % 4) + "b" for number in range(len(rows))]
    pq.write_table(pa.table(columns), path)
    with patch("detainer.formats.tables.parquet._ROWS", 300):
        assert audited(path, *EVERY, "--by", "n", "--assume", "ordinary")[0] == 1
    # the marks that part cells are not taken for those in cells: no two of these are one row
    pq.write_table(
        pa.table(
            {"release_at": [GOOD] * 4, "x": ["a\x1f", "a", "a\x1eb", "a\x1f"], "y": ["b", "\x1fb", "b", "b"]}
        ),
        path,
    )
    assert [note["records"] for note in report(path, *HONORS)["notes"]] == [1], "the last is the first again"
    pq.write_table(pa.table({"release_at": [datetime(2026, 11, 25), datetime(2026, 11, 25)]}), path)
    assert [note["code"] for note in report(path, *HONORS)["notes"]] == ["ROW_DOUBLED"]


# ---- which engine ----


def test_which_engine_counted_is_said(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"release_at,n\n{GOOD},1\nsoon,1\n")
    argv = ["audit", str(path), *HONORS, "-v"]
    said = "detainer: 1 rejected (TIME_UNREADABLE 1)\n"
    by_column = f"detainer: columnar engine, 1 of the rows by the row engine\n{said}"
    assert do(*argv).err == f"detainer: row engine\n{said}", "a small table"
    assert do(*argv, "--engine", "columnar").err == by_column
    with patch("detainer.cli.columnar._LARGE", 5):
        ran = do(*argv)
        assert (ran.code, ran.err) == (1, by_column)
        grouped = ["--group", "n", "--disposition", "n", "--pickup", "x", "--freeing", "1"]
        assert do(*argv, *grouped).err.startswith("detainer: row engine\n"), "bookings of several rows"
        with patch.dict("sys.modules", {"pyarrow": None}):
            assert do(*argv).err == f"detainer: row engine\n{said}", "without the extra"
    assert do(*argv[:-1]).err == said
    assert outside(*argv, "--engine", "columnar", "-o", "/dev/null", shell="{} 2>&-").code == 1
    piped = ["audit", "-", *HONORS, "--engine", "columnar", "--to", "json"]
    counted = outside(*piped, shell=f"cat {path} | {{}}").json
    assert counted["total"] == do(*argv, "--to", "json").json["total"]


def test_what_the_columnar_engine_cannot_count(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(f"release_at,n\n{GOOD},1\n")
    argv = ["audit", str(path), *HONORS, "--engine"]
    assert "VALUE_UNKNOWN engine" in do(*argv, "fast").err
    ran = do(*argv, "columnar", "--group", "n", "--disposition", "n", "--pickup", "x")
    assert (ran.code, "CONTRADICTION engine" in ran.err) == (2, True)
    with patch.dict("sys.modules", {"numpy": None}):
        assert "EXTRA_NEEDED engine" in do(*argv, "columnar").err
    assert "COLUMN_MISSING" in do(*argv, "columnar", "--by", "no").err
    path.write_text(f"release_at,n\n{GOOD},1\n", encoding="utf-16")
    assert "CONTRADICTION engine" in do(*argv, "columnar").err
    for content in ("release_at\n", "release_at\n\n\n"):
        path.write_text(content)
        assert "TABLE_EMPTY" in do(*argv, "columnar").err
    path.write_text('{"release_at": "2026-11-25T15:00"}')
    assert "CONTRADICTION engine" in do(*argv, "columnar", "--from", "jsonl").err


# ---- assumptions turned ----


def test_records_that_only_the_row_engine_answers_once_they_are_turned(tmp_path: Path) -> None:
    """Clocks that start at a receipt or a service which, turned, never was, and leave out days."""
    own, path = tmp_path / "own.toml", tmp_path / "in.csv"
    own.write_text(OWN)
    names, rows = own_rows(own, 5, 40)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([names, *rows])
    found = report(path, "--assume", "ordinary", "--sensitivity", "--by", "year")
    assert len({json.dumps(turn["ends"]) for turn in found["sensitivity"]}) > 1


def test_what_every_record_tells_is_not_turned_and_what_a_list_tells_stays(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    rows = [f"{GOOD},2026-11-28T15:00,yes,{papers},{received}" for papers in ("I-205", "", "no I-205; I-203", " Unknown ")
            for received in ("in-time", "UNKNOWN", "\u00a0", "\u212anown", "never", "")]  # fmt: skip
    path.write_text(
        "release_at,taken_at,I-200,papers,received_at\n" + "\n".join(rows) + "\n", encoding="utf-8"
    )
    found = report(path, *HONORS, "--assume", "ordinary", "--sensitivity")
    turned = {turn["fact"]: turn for turn in found["sensitivity"]}
    assert turned["I-200"]["ends"] == found["total"]["ends"]
    assert turned["I-203"]["counted"] == found["total"]["counted"] == 20
    path.write_text(f"release_at,taken_at,papers\n{GOOD},2026-11-28T15:00,none\n")
    found = report(path, *HONORS, "--assume", "ordinary", "--sensitivity")
    turned = {turn["fact"]: turn for turn in found["sensitivity"]}
    assert turned["I-205"]["ends"] == found["total"]["ends"], "no record can be turned"
