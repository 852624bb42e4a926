"""Tables nobody should have made, given to an audit: a coded error or a record that is counted, nothing lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from shell import do
from test_audit import PEOPLE, audit, said
from test_audit_bookings import CHICAGO, GROUPED
from test_batch import HONORS, table
from test_batch_hostile import REFUSED

TAKEN = [case for case in REFUSED if case[2] != "COLUMN_TAKEN"]  # an audit adds no column


@pytest.mark.parametrize(
    ("content", "name", "code", "why"), TAKEN, ids=[f"{case[1]}: {case[3]}" for case in TAKEN]
)
def test_tables_that_are_refused(content: bytes, name: str, code: str, why: str, tmp_path: Path) -> None:
    path, out = tmp_path / name, tmp_path / "out.json"
    path.write_bytes(content)
    assert said(do("audit", str(path), *HONORS, "-o", str(out))) == {code}
    assert sorted(tmp_path.iterdir()) == [path]


def test_what_is_no_file(tmp_path: Path) -> None:
    for name in (str(tmp_path), str(tmp_path / "no.csv"), "a\x00b", ""):
        assert said(do("audit", name, *HONORS)) == {"INPUT_UNREADABLE"}
    assert said(do("audit", table(tmp_path, PEOPLE), *HONORS, "-o", str(tmp_path / "no" / "a.csv"))) == {
        "OUTPUT_FAILED"
    }
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "in.csv")
    assert said(do("audit", str(tmp_path / "in.csv"), *HONORS, "-o", str(link))) == {"SAME_FILE"}


def test_a_fifo_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(PEOPLE,))
    writer.start()
    found = audit(str(path), *HONORS)
    writer.join(10)
    assert found["total"]["counted"] == 6
    assert found["made"]["sha256"] is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings_and_line_ends(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(PEOPLE.replace("\n", "\r\n", 3).encode(encoding))
    plain = audit(table(tmp_path, PEOPLE), *HONORS)
    assert audit(str(path), *HONORS)["total"] == plain["total"]


def test_rows_that_cannot_be_trusted_are_counted(tmp_path: Path) -> None:
    """Too wide, too narrow, a quote that never ends: the funnel has each."""
    path = table(
        tmp_path,
        'release_at,taken_at\n2026-11-25T15:00,\n2026-11-25T15:00,,x\n2026-11-25T15:00\n2026-11-25T15:00,"',
    )
    found = audit(path, *HONORS)
    assert {step["step"]: step["records"] for step in found["funnel"]} == {
        "rows": 4,
        "error:ROW_RAGGED": -2,
        "error:ROW_UNREADABLE": -1,
        "counted": 1,
    }
    grouped = audit(
        table(tmp_path, "booking,how,ended\n1,BOND-CASH,2026-03-02\n1,RELEASED TO ICE\n"), *CHICAGO, *GROUPED
    )
    assert {step["step"]: step["records"] for step in grouped["funnel"]} == {
        "rows": 2,
        "row:ROW_RAGGED": -1,
        "bookings": 1,
        "no_pickup": -1,
        "counted": 0,
    }


def test_what_a_cell_says_is_shown_escaped(tmp_path: Path) -> None:
    rows = "release_at,taken_at,who\u202e\n2026-11-25T15:00,2026-11-26T15:00,\x1b[31mred\u202e\x00<b>&\n"
    path = table(tmp_path, rows)
    out = do("audit", path, *HONORS, "--keep", "who\u202e", "--by", "who\u202e").out  # `do` refuses raw ones
    assert "\\x1b[31mred\\u202e\\x00<b>&" in out
    assert "WHO\\U202E" in out.upper()
    loaded: dict[str, Any] = json.loads(do("audit", path, *HONORS, "--keep", "who\u202e", "--to", "json").out)
    assert loaded["longest"][0]["cells"] == {"who\u202e": "\x1b[31mred\u202e\x00<b>&"}


def test_a_group_called_like_a_formula_is_inert(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,place\n2026-11-25T15:00,=1+1\n")
    assert "by place,'=1+1,straight" in do("audit", path, *HONORS, "--by", "place", "--to", "csv").out


def test_an_error_is_json_where_the_report_is(tmp_path: Path) -> None:
    ran = do("audit", table(tmp_path, "a\n1\n"), *HONORS, "--to", "json")
    assert ran.code == 2
    assert "COLUMN_MISSING" in ran.out + ran.err


def test_a_cell_of_ten_megabytes(tmp_path: Path) -> None:
    path = table(tmp_path, f'note,release_at\n"{"x" * 10_000_000}",2026-11-25T15:00\n')
    out = do("audit", path, *HONORS, "--keep", "note", "--by", "note").out
    assert len(out) < 10_000


@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -15), (signal.SIGKILL, -9)]
)
def test_stopped_it_leaves_what_was_there(sent: signal.Signals, code: int, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    process = subprocess.Popen(
        [sys.executable, "-m", "detainer", "audit", "-", *HONORS, "-o", str(out)],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stderr
    process.stdin.write(PEOPLE.encode() + b"8,South,2026-11-25T15:00,,\n" * 50_000)  # more than a pipe holds
    process.stdin.flush()
    process.send_signal(sent)
    assert process.wait(30) == code
    process.stdin.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    assert list(tmp_path.iterdir()) == [out]
    assert out.read_text() == "old"


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A column in another encoding is shown escaped, in every format, and written."""
    path = tmp_path / "a.csv"
    path.write_bytes(b"release_at,taken_at,place\n2026-11-25T15:00,2026-11-26T15:00,Ca\xf1on\n")
    for name in ("o.txt", "o.csv", "o.json"):
        out = tmp_path / name
        ran = do("audit", str(path), *HONORS, "--by", "place", "--keep", "place", "-o", str(out))
        assert ran.code == 0, ran
        assert "\\udcf1" in out.read_text("utf-8")
    assert json.loads(out.read_text("utf-8"))["by"]["place"][0]["group"] == "Ca\udcf1on"
