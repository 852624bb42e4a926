"""The columnar engine against the row engine: the same bytes out for the same bytes in, the same words, the same code."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from rows import CHANGES, HEAD, words
from shell import Ran, do

NY = ["-z", "America/New_York"]
HONORS = ["-p", "honors", *NY]

#: how times are written, the plain ones most often
CLOCKS = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%MZ",
          "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M-05:00", "%Y-%m-%dT%H:%M:%S+02:00", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M", "%Y-%m-%d %H%M")  # fmt: skip
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


def made(chance: random.Random, count: int, bad: float = 0.06) -> Iterator[dict[str, str]]:
    """Yield rows of which many look alike: few words, few patterns of times, any hour."""
    pool = [words(chance) for _ in range(12)]
    patterns = [
        {name: chance.choice(("", "", "in-time", "release", "never", "time", "day")) for name in TIMES[5:]}
        | {name: chance.choice(("", "time")) for name in ("booked_at", "freed_at", "taken_at", "offense_on")}
        for _ in range(8)
    ]
    for _ in range(count):
        cells = dict(chance.choice(pool))
        at = datetime(2016, 1, 1) + timedelta(minutes=chance.randrange(10 * 525_600))
        if chance.random() < 0.1:  # the hours that a change of clocks skips or shows twice, and around
            at = datetime.fromisoformat(chance.choice(CHANGES)) - timedelta(minutes=chance.randrange(0, 1440))
        cells["release_at"] = at.strftime(chance.choice(CLOCKS))
        for name, kind in chance.choice(patterns).items():
            near = at + timedelta(
                hours=chance.choice((-90, -24, -3, 0, 2, 30)), minutes=chance.choice((0, 17))
            )
            if name == "booked_at":
                near = at - timedelta(hours=chance.choice((0, 30, 400)))
            elif name in ("freed_at", "taken_at"):
                near = at + timedelta(hours=chance.choice((0, 49, 97)))
            if name == "offense_on" and kind:
                cells[name] = f"{at - timedelta(days=chance.choice((30, 400))):%Y-%m-%d}"
            elif kind == "day":
                cells[name] = near.strftime(chance.choice(("%Y-%m-%d", "%m/%d/%Y")))
            else:
                cells[name] = near.strftime(chance.choice(CLOCKS)) if kind == "time" else kind
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
    assert 75_000 < len(answered) < 95_000
    assert len({cells["profile"] for cells in answered}) > 8
    assert sum("AMBIGUOUS_HOUR" in cells["warnings"] for cells in answered) > 100
    assert len({code for cells in found for code in cells["error_code"].split(";")}) > 12


# ---- what is no plain CSV ----

GOOD = "2026-11-25T15:00"
#: (content, why)
ODD = [
    (f'release_at,note\n{GOOD},"a,b"\n{GOOD},"two\nlines"\n{GOOD},"say ""no"""\n', "quotes that are needed"),
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
