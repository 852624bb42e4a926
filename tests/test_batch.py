"""``detainer batch``: tables in and out, what is kept, what is refused, what a run leaves behind."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from shell import do

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
