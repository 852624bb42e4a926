"""The columnar engine against the row engine: the same bytes out for the same bytes in, the same words, the same code."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rows import CHANGES, HEAD, words
from shell import Ran, do, outside

NY = ["-z", "America/New_York"]
HONORS = ["-p", "honors", *NY]

#: how times are written: as programs do, and in seven ways more
PLAIN = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%MZ")
CLOCKS = (*PLAIN, "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%MZ", "%Y-%m-%dT%H:%M-05:00", "%Y-%m-%dT%H:%M:%S+02:00", "%m/%d/%Y %I:%M %p",
          "%m/%d/%Y %H:%M", "%Y-%m-%d %H%M")  # fmt: skip
#: every kind of cell that is not a time, or none that can be counted from
BAD = ("2026-02-30T10:00", "2026-02-28T25:00", "2026-02-28T10:60", "2026-02-28T10:00:61", "25/12/2020 10:00", "?", "2020-01-01", "10:00",
       "12:00 noon", "1/2/03 10:00", "2020-01-01T24:00", "2020-01-01T24:01", "1969-12-31T10:00", "2101-01-01T10:00", "1970-01-01T10:00",
       "2100-12-31T23:59", "2020-01-01T10:00+15:00", "2020-01-01T10:00+05:99", "2020-01-01 10:00-05:00", "2020-01-01t10:00", "2020-01-01T10:00z",
       " 2020-01-01T10:00 ", "2020-01-01T10:00EST", "2020-01-01T10.00", "2020-01-01T10:00:00.5", "2020-1-1T10:00", "２０２０-01-01T10:00",
       "2020-01-01T10:0\u200b", "2020\u00a001-01", "unknown", "Unknown", "in-time", "In-Time", "never", "release", "Release ", "x" * 70, "0000-00-00T00:00",
       "2020-00-10T10:00", "2020-13-10T10:00", "2020-01-00T10:00", "2020-01-32T10:00", "20200101T1000", "2020-W01-1T10:00", "Mon 01/01/2020 10:00",
       "2019-12-31T23:59:60", "-020-01-01T10:00", "2020-01-01T-1:00", "now", "today 10:00", "2020-01-01T10:00 ", "2020-01-01\t10:00")  # fmt: skip
TIMES = (
    "release_at",
    "booked_at",
    "freed_at",
    "taken_at",
    "offense_on",
    "received_at",
    "served_at",
    "cancelled_at",
    "warrant_served_at",
)
#: cells that are words, and no good
STRANGE = {"profile": "us-xx", "timezone": "Mars/Base", "form": "I-999", "box": "3", "papers": "I-200; no I-200", "I-200": "maybe",
           "agreement": "none; WSO", "citizenship": "so", "issuer": "FBI"}  # fmt: skip


def clock(chance: random.Random) -> str:
    return chance.choice(CLOCKS if chance.random() < 0.15 else PLAIN)


def made(chance: random.Random, count: int, bad: float = 0.06) -> Iterator[dict[str, str]]:
    """Yield rows of which many look alike: few words, few patterns of times, any hour."""
    pool = [words(chance) for _ in range(13)]
    patterns = [
        {name: chance.choice(("", "", "in-time", "release", "never", "time", "day")) for name in TIMES[5:]}
        | {name: chance.choice(("", "time")) for name in ("booked_at", "freed_at", "taken_at", "offense_on")}
        for _ in range(4)
    ]
    for _ in range(count):
        cells = dict(chance.choice(pool))
        at = datetime(2021, 1, 1) + timedelta(minutes=chance.randrange(6 * 525_600))
        if chance.random() < 0.1:  # the hours that a change of clocks skips or shows twice, and around
            at = datetime.fromisoformat(chance.choice(CHANGES)) - timedelta(minutes=chance.randrange(0, 1440))
        cells["release_at"] = at.strftime(clock(chance))
        for name, kind in chance.choice(patterns).items():
            near = at + timedelta(
                hours=chance.choice((-90, -24, -3, 0, 2, 30)), minutes=chance.choice((0, 17))
            )
            if name == "booked_at":
                near = at - timedelta(
                    hours=chance.choice((12, 30, 400, 1) if chance.random() < 0.05 else (12, 30, 400))
                )
            elif name in ("freed_at", "taken_at"):
                near = at + timedelta(hours=chance.choice((0, 49, 97)))
            if name == "offense_on" and kind:
                cells[name] = f"{at - timedelta(days=chance.choice((30, 400))):%Y-%m-%d}"
            elif kind == "day":
                cells[name] = near.strftime(chance.choice(("%Y-%m-%d", "%m/%d/%Y")))
            else:
                cells[name] = near.strftime(clock(chance)) if kind == "time" else kind
        if cells["booked_at"] and chance.random() < 0.1:
            cells["release_at"] = ""
        if chance.random() < bad:
            cells[chance.choice(TIMES)] = chance.choice(BAD)
        elif chance.random() < bad / 6:
            name, text = chance.choice(list(STRANGE.items()))
            cells[name] = text
        yield cells


def table(path: Path, rows: Iterator[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        put = csv.writer(file, lineterminator="\n").writerow
        put(["id", *HEAD, "note"])
        for number, cells in enumerate(rows):
            put([number, *cells.values(), "Doe, Jane" if number % 3 else 'said "no"'])
    return path


def both(path: Path, *argv: str) -> tuple[Ran, bytes]:
    """Run both engines on a table; they must do and say the same. Returns what the row engine said and wrote."""
    out = path.parent / "out.csv"
    said = []
    for engine in ("row", "columnar"):
        out.unlink(missing_ok=True)
        ran = do("batch", str(path), *argv, "--engine", engine, "-o", str(out))
        said.append((ran.code, ran.err, out.read_bytes() if out.exists() else b""))
    row, columnar = said
    assert columnar[:2] == row[:2]
    if columnar[2] != row[2]:
        lines = zip(row[2].splitlines(), columnar[2].splitlines(), strict=False)
        assert next((pair for pair in lines if pair[0] != pair[1]), "their number") == ()
    return Ran(row[0], "", row[1]), row[2]


def test_a_hundred_thousand_rows_are_what_the_row_engine_says(tmp_path: Path) -> None:
    path = table(tmp_path / "in.csv", made(random.Random(2026), 100_000))
    ran, out = both(path)
    assert ran.code == 1
    found = list(csv.DictReader(io.StringIO(out.decode())))
    assert len(found) == 100_000
    answered = [cells for cells in found if not cells["error_code"]]
    assert 80_000 < len(answered) < 96_000
    assert len({cells["profile"] for cells in answered}) >= 8
    assert sum("AMBIGUOUS_HOUR" in cells["warnings"] for cells in answered) > 100
    assert len({code for cells in found for code in cells["error_code"].split(";")}) > 12


# ---- what is no plain CSV ----

GOOD = "2026-11-25T15:00"
#: (content, why)
ODD = [
    (f'release_at,note\n{GOOD},"a,b"\n{GOOD},"two\nlines"\n{GOOD},"say ""no"""\n', "quotes that are needed"),
    (f'release_at,note\n{GOOD},"{"a," * 20}"\n{GOOD},"b,c"\n{GOOD},"d""{"," * 9}"\n', "many delimiters in quotes"),
    (f'"release_at","note"\n"{GOOD}","plain"\n{GOOD},""\n"{GOOD}",""""\n"",a\n', "quotes without need, empty, and of a quote alone"),
    (f'release_at,note\n{GOOD},5\'10" tall\n{GOOD},b\n{GOOD},"c"\n', "a quote in the midst of a cell"),
    (f'release_at,note\n{GOOD}, "a"\n{GOOD},"b"\n', "a blank before a quote"),
    (f'release_at,note\n{GOOD},"a" b\n{GOOD},"b"\n{GOOD},c\n', "words behind a quote: refused"),
    (f'release_at,note\n{GOOD},a\n{GOOD},"b\n{GOOD},c\n', "a quote that is never closed"),
    (f'release_at,note\n{GOOD},"a"\n{GOOD},"b" x"\n{GOOD},"c\n{GOOD},"d"\n', "quotes one after another"),
    (f"release_at,note\r\n{GOOD},a\r\n{GOOD},\r\n\r\n{GOOD},c", "carriage returns and no end of the last line"),
    (f'release_at,note\r\n{GOOD},"a"\r\n"{GOOD}","x,y"\r\n', "carriage returns behind quotes"),
    (f"release_at,note\r{GOOD},a\r{GOOD},b\r", "carriage returns alone"),
    (f'release_at,note\n{GOOD},"a\rb"\n{GOOD},a\rb,c\n{GOOD},d\n', "a carriage return within a cell, and between"),
    (f"release_at,note\n{GOOD},a\r\r\n{GOOD},b\n", "two carriage returns"),
    (f"release_at,note\n\n{GOOD},a\n\n\n{GOOD},b\n   \n", "blank lines are none, blanks are a cell"),
    (f"release_at,note\n{GOOD}\n{GOOD},a,b\n{GOOD},a,,\n,\n{GOOD},c\n", "too few cells, too many, and empty ones"),
    (f'release_at,note\n{GOOD},"a","b\nc"\n{GOOD},c\n', "too many cells on two lines"),
    (f"release_at,note\n{GOOD}\n{GOOD},a,b\n", "not one row of as many cells as there are columns"),
    (f"release_at,note\n{GOOD},a\0b\n{GOOD}\0,c\n{GOOD},d\n", "a NUL"),
    (f"release_at\n{GOOD}\n\nsoon\n\"\"\n", "one column"),
    (f"\ufeffrelease_at,note\n{GOOD},\u00e9\U0001f600\n", "a mark of UTF-8"),
    (f"release_at,I-200\n{GOOD},=1+1\n{GOOD},yes\n{GOOD},@x\n=1,-5\n{GOOD},\"-a\"\n", "cells like formulas"),
    (f'"release_at","I-200"\n"{GOOD}","yes"\n"{GOOD}","y""es"\n"2026""-11-25","no"\n', "doubled quotes in cells that are read"),
    (f'release_at,note\n{GOOD},"{"x" * 5000}\n"\n{GOOD},{"y" * 3000}\n', "long cells"),
]  # fmt: skip


@pytest.mark.parametrize("block", [64, 199, 1 << 22])
@pytest.mark.parametrize(("content", "why"), ODD, ids=[why for _, why in ODD])
def test_csv_of_every_kind(content: str, why: str, block: int, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(content.encode())
    with patch("detainer.formats.tables.blocks._BLOCK", block):
        both(path, *HONORS)
        both(path, *HONORS, "--csv-safe")


# ---- Parquet ----


def parquet(path: Path, columns: dict[str, Any]) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def both_parquet(path: Path, *argv: str) -> list[dict[str, Any]]:
    """Run both engines from Parquet to Parquet; the tables must be the same. Returns the rows."""
    out = path.parent / "out.parquet"
    found = []
    for engine in ("row", "columnar"):
        ran = do("batch", str(path), *argv, "--engine", engine, "-o", str(out))
        found.append((ran.code, ran.err, pq.read_table(out)))
    (code, err, row), (code_2, err_2, columnar) = found
    assert (code, err) == (code_2, err_2)
    assert row.schema == columnar.schema
    rows: list[dict[str, Any]] = columnar.to_pylist()
    assert repr(rows) == repr(row.to_pylist()), "a NaN is not itself"
    return rows


def test_parquet_keeps_its_types_and_reads_local_times_and_instants(tmp_path: Path) -> None:
    at = datetime(2026, 11, 25, 15, 0, 0, 250_000)
    columns = {
        "id": pa.array([1, 2, 3, 4], pa.int64()),
        "release_at": pa.array([at, at, None, datetime(2026, 11, 1, 1, 30)], pa.timestamp("us")),
        "taken_at": pa.array(
            [datetime(2026, 11, 27, 20, 0, 9, tzinfo=UTC)] * 3 + [None], pa.timestamp("ms", "America/Denver")
        ),
        "offense_on": pa.array([date(2026, 11, 20), None, None, None]),
        "I-200": [True, None, False, True],
        "box": pa.array([1.0, None, float("nan"), 2.0]),
        "form": pa.array(["I-247A", None, "I-247A", "I-247A"]).dictionary_encode(),
        "scores": pa.array([[1, 2], None, [], [3]]),
    }
    rows = both_parquet(parquet(tmp_path / "in.parquet", columns), *HONORS)
    one, two, three, four = rows
    # 48 straight hours from Wed 15:00 local: Fri 15:00. Taken at 20:00:09 UTC, 15:00:09 there: nine seconds past
    assert (one["release_by"], one["straight_ends_at"]) == (None, "2026-11-27T15:00:00-05:00")
    assert two["straight_ends_at"] == "2026-11-27T15:00:00-05:00"
    assert one["box"] == 1.0
    assert (three["error_code"], three["hold"], three["missing"]) == ("RELEASE_NEEDED", None, None)
    assert "AMBIGUOUS_HOUR" in four["warnings"]
    assert (one["release_at"], one["scores"], one["form"]) == (at, [1, 2], "I-247A")
    schema = pq.read_schema(tmp_path / "out.parquet")
    assert schema.field("release_at").type == pa.timestamp("us")
    assert schema.field("hold_applies").type == pa.bool_()
    assert schema.field("warnings").type == pa.list_(pa.string())
    assert pa.types.is_dictionary(schema.field("form").type)


def test_held_seconds_and_bounds_in_parquet(tmp_path: Path) -> None:
    facts = {"release_at": ["2026-11-24T12:00", "2026-11-24", "soon"], "taken_at": ["2026-11-26T13:00"] * 3}
    path = parquet(tmp_path / "in.parquet", {name: pa.array(cells) for name, cells in facts.items()})
    for more in (
        [],
        ["--date-only", "bounds"],
        ["--as-of", "2026-11-25T10:00", "--date-only", "latest", "--prefix", "x_"],
    ):
        rows = both_parquet(path, *HONORS, "--assume", "ordinary", *more)
        assert len(rows) == 3
    assert both_parquet(path, *HONORS, "--csv-safe")[0]["straight_ends_at"] == "2026-11-26T12:00:00-05:00"
    # from Tue 12:00 the hold ends Thu 12:00, taken an hour later; the window runs on Wed 10:00
    assert (rows[0]["x_held_past_release_by_seconds"], rows[0]["x_status"]) == (3600, "running")
    assert rows[0]["x_seconds_left"] == 26 * 3600


def test_from_parquet_to_csv_and_back(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "in.parquet",
        {"n": [1, None], "ok": [True, None], "release_at": [datetime(2026, 11, 25, 15), None]},
    )
    lines = do("batch", str(path), *HONORS, "--to", "csv").out.splitlines()
    assert lines[1].startswith("1,true,2026-11-25T15:00:00,unknown,,,2026-11-27T15:00:00-05:00,")
    assert lines[2].startswith(",,,,,")
    out = tmp_path / "o.parquet"
    text = tmp_path / "in.csv"
    text.write_text("id,release_at\n7,2026-11-25T15:00\n8,soon\n")
    assert do("batch", str(text), *HONORS, "-o", str(out)).code == 1
    one, two = pq.read_table(out).to_pylist()
    assert (one["id"], one["straight_ends_at"], one["hold_applies"], one["warnings"][-1]) == (
        "7",
        "2026-11-27T15:00:00-05:00",
        None,
        "READINGS_DIFFER",
    )
    assert (two["error_code"], two["warnings"]) == ("TIME_UNREADABLE", None)
    lines_in = tmp_path / "in.jsonl"
    lines_in.write_text(
        '{"id": 1, "release_at": "2026-11-25T15:00"}\n{"box": 1, "release_at": "soon"}\n{"id": [2]}\n'
    )
    with patch("detainer.formats.tables.parquet._ROWS", 2):
        assert do("batch", str(lines_in), *HONORS, "-o", str(out)).code == 1
    assert [(row["id"], row["box"]) for row in pq.read_table(out).to_pylist()] == [
        ("1", None),
        (None, "1"),
        ("[2]", None),
    ]
    text.write_text("release_at\n2026-11-25T15:00,more\n")
    assert "OUTPUT_UNFIT" in do("batch", str(text), *HONORS, "-o", str(out)).err


def test_parquet_is_answered_in_parts(tmp_path: Path) -> None:
    """Five rows, two at a time: each comes out once, in its order."""
    times = [f"2026-11-25T15:0{minute}" for minute in range(5)]
    path = parquet(tmp_path / "in.parquet", {"id": pa.array(range(5)), "release_at": times})
    module = "detainer.formats.tables.parquet"
    with patch(f"{module}._ROWS", 2), patch(f"{module}._READ", 1):
        rows = both_parquet(path, *HONORS)
    ends = [(number, f"2026-11-27T15:0{number}:00-05:00") for number in range(5)]
    assert [(row["id"], row["straight_ends_at"]) for row in rows] == ends


def test_what_is_no_parquet(tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    path.write_bytes(b"PAR1 but no more")
    assert "INPUT_UNREADABLE" in do("batch", str(path), *HONORS).err
    whole = parquet(tmp_path / "whole.parquet", {"release_at": [str(n) for n in range(5000)]}).read_bytes()
    named = parquet(tmp_path / "named.parquet", {"release_at": [GOOD], "Anmerkung": ["a"]}).read_bytes()
    for content in (whole[:100] + bytes(3000) + whole[3100:], named.replace(b"Anmerkung", b"Anmerk\xa3ng")):
        path.write_bytes(content)
        for engine in ("row", "columnar"):
            ran = do("batch", str(path), *HONORS, "--engine", engine, "-o", str(tmp_path / "o.parquet"))
            assert "INPUT_UNREADABLE" in ran.err
    assert (
        "TABLE_EMPTY"
        in do("batch", str(parquet(path, {"release_at": pa.array([], pa.string())})), *HONORS).err
    )


# ---- which engine, and what is said of it ----


def test_which_engine_answered_is_said(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("release_at\n2026-11-25T15:00\nsoon\n")
    argv = ["batch", str(path), *HONORS, "-v"]
    said = "detainer: 2 rows, 1 answered, 1 rejected (TIME_UNREADABLE 1)\n"
    assert do(*argv).err == f"detainer: row engine\n{said}", "a small table"
    ran = do(*argv, "--engine", "columnar")
    assert ran.err == f"detainer: columnar engine, 1 of the rows by the row engine\n{said}"
    with patch("detainer.cli.columnar._LARGE", 5):
        assert do(*argv).err == ran.err
        other = [*argv, "--to", "tsv", "-o", str(tmp_path / "o.tsv")]
        assert do(*other).err == f"detainer: row engine\n{said}", "another format out"
        with patch.dict("sys.modules", {"pyarrow": None}):
            assert do(*argv).err == f"detainer: row engine\n{said}", "without the extra"
    assert (
        outside("batch", "-", *HONORS, "-v", "--engine", "columnar", shell=f"cat {path} | {{}}").err
        == ran.err
    )


def test_what_the_columnar_engine_cannot_do(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("release_at\n2026-11-25T15:00\n")
    argv = ["batch", str(path), *HONORS, "--engine"]
    assert "VALUE_UNKNOWN engine" in do(*argv, "fast").err
    assert "CONTRADICTION engine" in do(*argv, "columnar", "--to", "jsonl").err
    for module in ("pyarrow", "numpy"):
        with patch.dict("sys.modules", {module: None}):
            ran = do(*argv, "columnar")
            assert (ran.code, "EXTRA_NEEDED engine" in ran.err, "detainer[arrow]" in ran.err) == (
                2,
                True,
                True,
            )
            assert "EXTRA_NEEDED input" in do(*argv, "row", "--from", "parquet").err
            assert "EXTRA_NEEDED input" in do(*argv, "row", "--from", "parquet", "--to", "csv").err
            assert "EXTRA_NEEDED --output" in do(*argv, "row", "--to", "parquet").err
    path.write_text("release_at\n2026-11-25T15:00\n", encoding="utf-16")
    assert "CONTRADICTION engine" in do(*argv, "columnar").err
    assert do(*argv, "row").code == 0
    path.write_text("release_at\n")
    assert "TABLE_EMPTY" in do(*argv, "columnar").err
    path.write_text("release_at\n\n\n")
    assert "TABLE_EMPTY" in do(*argv, "columnar").err
    path.write_text("release_at,hold\n2026-11-25T15:00,x\n")
    assert "COLUMN_TAKEN" in do(*argv, "columnar").err


#: flags, and why they are tried
FLAGS = [
    (["--date-only", "bounds"], "both bounds"),
    (["--date-only", "earliest", "--assume", "ordinary"], "an hour of the day"),
    (["--as-of", "2022-01-01T00:00Z", "--date-only", "bounds"], "where each window stands"),
    (["--time-format", "%Y-%m-%dT%H:%M"], "no other form"),
    (["--time-format", "received_at=%m/%d/%Y %I:%M %p"], "a form of one fact"),
    (["--prefix", "d_", "--map", "release_at=release_at", "--map", "release_at=booked_at"], "the latest of two columns"),
    (["-p", "us-ma", "--map", "booked_at=taken_at"], "one profile, and the zone of a column"),
]  # fmt: skip


@pytest.mark.parametrize(("flags", "why"), FLAGS, ids=[why for _, why in FLAGS])
def test_flags(flags: list[str], why: str, tmp_path: Path) -> None:
    path = table(tmp_path / "in.csv", made(random.Random(len(why)), 1_500, bad=0.2))
    ran, out = both(path, *flags)
    assert ran.code == 1, why
    assert out.count(b"\n") > 1_500


def test_decisions_are_recorded_row_by_row(tmp_path: Path) -> None:
    path, kept = tmp_path / "in.csv", tmp_path / "kept.jsonl"
    path.write_text("release_at\n2026-11-25T15:00\nsoon\n")
    argv = ["batch", str(path), *HONORS, "-v", "--record", str(kept)]
    with patch("detainer.cli.columnar._LARGE", 5):
        assert "detainer: row engine" in do(*argv).err
    assert len(kept.read_text().splitlines()) == 1
    assert "CONTRADICTION engine" in do(*argv, "--engine", "columnar").err
    table_ = parquet(tmp_path / "in.parquet", {"release_at": ["2026-11-25T15:00", "soon"]})
    assert (
        do("batch", str(table_), *HONORS, "--record", str(kept), "-o", str(tmp_path / "o.parquet")).code == 1
    )
    assert len(kept.read_text().splitlines()) == 2
    assert pq.read_table(tmp_path / "o.parquet").num_rows == 2


def test_characters_that_do_not_show_are_escaped_alike(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(
        "release_at,note\n2026-11-25T15:00,a\u202eb\n2026-11-25T15:00,\u00e9\n2026-11-25T15:00,c\x07\n2026-11-25T15:00,\tx\n".encode()
        + b"2026-11-25T15:00,\xff\n2026-11-25T15:00,plain\n"
    )
    _, out = both(path, *HONORS, "--csv-safe")
    assert b"a\\u202eb" in out
    both(path, *HONORS)


def test_strict_rows_stop_at_the_same_row(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text(
        "release_at,note\n" + "2026-11-25T15:00,a\n" * 40 + "\nsoon,b\n2026-11-25T15:00,c\nnow,d\n"
    )
    ran, out = both(path, *HONORS, "--strict-rows")
    assert (ran.code, out, "row 42:" in ran.err) == (1, b"", True)
    shown = [
        do("batch", str(path), *HONORS, "--strict-rows", "--engine", engine) for engine in ("row", "columnar")
    ]
    assert shown[0].err == shown[1].err
    path.write_text("release_at,note\n" + "2026-11-25T15:00,a\n" * 40 + 'x,"\n')
    both(path, *HONORS, "--strict-rows")


def test_bytes_that_are_no_utf8_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(
        b"release_at,note,I-200\n2026-11-25T15:00,\xe9\xff,yes\n2026-11-25T15:00\xa0,b,yes\n2026-11-25T15:00,c,\xff\n"
    )
    _, out = both(path, *HONORS)
    assert out.splitlines()[1].startswith(b"2026-11-25T15:00,\xe9\xff,yes,")


def test_lines_that_are_longer_than_a_block(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    with patch("detainer.formats.tables.blocks._BLOCK", 64):
        path.write_text(f"release_at,{'n' * 200}\n{GOOD},a\n{GOOD},{'b' * 300}\n")
        both(path, *HONORS)
        with (
            patch("detainer.formats.tables.feed.LONGEST", 150),
            patch("detainer.formats.tables.lines.LONGEST", 150),
            patch("detainer.formats.tables.lines._BLOCK", 64),
            patch("detainer.formats.tables.feed._MORE", 64),
            patch("detainer.formats.tables.blocks._LONGEST", 100),
        ):
            ran, out = both(path, *HONORS)
        assert (ran.code, out, "LINE_TOO_LONG" in ran.err) == (2, b"", True)
        with patch("detainer.formats.tables.blocks._LONGEST", 100):
            path.write_text(f"release_at,n\n{GOOD},{'b' * 300}\n{GOOD},c\n")
            both(path, *HONORS)


def test_columns_of_any_width(tmp_path: Path) -> None:
    """Words of more than eight bytes, several laws and zones, a profile's own questions, nothing but times."""
    path = tmp_path / "in.csv"
    at = "2026-11-25T15:00"
    path.write_text(f"release_at\n{at}\n" * 1 + f"{at}\n" * 20)
    both(path, *HONORS)
    path.write_text(
        f"release_at,profile,timezone,answers.complete-form\n{at},honors,America/Indiana/Indianapolis,\n{at},us-fl-pinellas,,yes\n"
        f"{at},honors,America/Indiana/Knox,\n{at},us-fl-pinellas,,maybe\n{at},us-fl-pinellas,,no\n{at},,,\n"
    )
    both(path)
