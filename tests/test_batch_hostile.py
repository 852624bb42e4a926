"""Tables nobody should have made, and runs that are cut short: a coded error or a carried row, never half a file."""

from __future__ import annotations

import builtins
import codecs
import csv
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from shell import Ran, do, outside
from test_batch import FULL, HEAD, HONORS, read, table
from test_memory import packed

ROW = f"1,2026-11-25T15:00,{FULL}"
GOOD = f"id,release_at,{HEAD}\n{ROW}\n"
FREE = "2026-11-27T15:00:00-05:00"  # Wed 15:00 and 48 hours, every hour counted


def codes(ran: Ran) -> set[str]:
    """Return the codes of the errors that ended a run."""
    assert ran.code == 2, ran
    assert ran.out == ""
    return {
        line.split()[0].rstrip(":")
        for line in ran.err.splitlines()
        if line.startswith("  ") and line[2].isupper()
    }


#: (content, name, code, why)
REFUSED: list[tuple[bytes, str, str, str]] = [
    (b"", "a.csv", "TABLE_EMPTY", "nothing"),
    (b"\n\r\n\n", "a.csv", "TABLE_EMPTY", "blank lines"),
    (b"\xef\xbb\xbf", "a.csv", "TABLE_EMPTY", "a byte-order mark and nothing"),
    (b"", "a.jsonl", "TABLE_EMPTY", "nothing"),
    (b"\n\n", "a.jsonl", "TABLE_EMPTY", "blank lines"),
    (b"", "a.xlsx", "INPUT_UNREADABLE", "nothing is no workbook"),
    (b"PK\x03\x04 no zip", "a.xlsx", "INPUT_UNREADABLE", "broken"),
    (GOOD.encode(), "a.xlsx", "INPUT_UNREADABLE", "a CSV file called XLSX"),
    (b"id,release_at\n", "a.csv", "TABLE_EMPTY", "a header only"),
    (b"id,release_at", "a.csv", "TABLE_EMPTY", "a header only, without a line end"),
    (ROW.encode() + b"\n" + ROW.encode(), "a.csv", "HEADER_MISSING", "no header: its time of release stands in the first row"),
    (b"id,name\n1,a\n", "a.csv", "COLUMN_MISSING", "no column tells a release"),
    (b"release_at,id,id\n2026-11-25T15:00,1,2\n", "a.csv", "COLUMN_DOUBLED", "a name twice"),
    (b"release_at,Release At\n2026-11-25T15:00,\n", "a.csv", "CONTRADICTION", "two columns of one fact"),
    (b"release_at,hold\n2026-11-25T15:00,yes\n", "a.csv", "COLUMN_TAKEN", "a column that is added"),
    (b'{"release_at": "2026-11-25T15:00", "error": 1}\n', "a.jsonl", "COLUMN_TAKEN", "a key that is added"),
    (b'"release_at\n2026-11-25T15:00\n', "a.csv", "ROW_UNREADABLE", "a header whose quote is never closed"),
    (codecs.BOM_UTF16_LE + b"\x00\xd8a\x00", "a.csv", "INPUT_UNREADABLE", "no UTF-16 after its mark"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "name", "code", "why"), REFUSED, ids=[f"{case[1]}: {case[3]}" for case in REFUSED]
)
def test_tables_that_are_refused(content: bytes, name: str, code: str, why: str, tmp_path: Path) -> None:
    path, out = tmp_path / name, tmp_path / "out.csv"
    path.write_bytes(content)
    ran = do("batch", str(path), *HONORS, "-o", str(out))
    assert codes(ran) == {code}, ran.err
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_column_that_is_taken_says_how_to_rename_it(tmp_path: Path) -> None:
    path = table(tmp_path, "release_at,hold\n2026-11-25T15:00,mine\n")
    assert "--prefix detainer_" in " ".join(do("batch", path, *HONORS).err.split())
    (row,) = read(do("batch", path, *HONORS, "--prefix", "detainer_").out)
    assert (row["hold"], row["detainer_hold"]) == ("mine", "unknown")


def test_a_mapped_column_that_is_not_there(tmp_path: Path) -> None:
    path = table(tmp_path, "Release Time\n2026-11-25T15:00\n")
    ran = do("batch", path, *HONORS, "--map", "release_at=Release Tme")
    assert codes(ran) == {"COLUMN_MISSING"}
    assert "did you mean Release Time?" in ran.err


# ---- what is no file ----


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, why in (
        (str(tmp_path), "a folder"),
        (str(tmp_path / "no.csv"), "No such file"),
        ("a\x00b", "null"),
        ("", ""),
    ):
        ran = do("batch", name, *HONORS)
        assert codes(ran) == {"INPUT_UNREADABLE"}
        assert why in " ".join(ran.err.split())
    path = table(tmp_path, GOOD)
    real = builtins.open

    def forbidden(file: Any, *args: Any, **more: Any) -> Any:
        if file == path:  # root, who may be running this, may read all
            raise PermissionError(13, "Permission denied")
        return real(file, *args, **more)

    monkeypatch.setattr(builtins, "open", forbidden)
    ran = do("batch", path, *HONORS)
    assert codes(ran) == {"INPUT_UNREADABLE"}
    assert "Permission denied" in ran.err


def test_the_same_file_as_input_and_output(tmp_path: Path) -> None:
    path, link = table(tmp_path, GOOD), tmp_path / "link.csv"
    link.symlink_to(path)
    for out in (path, str(link)):
        assert codes(do("batch", path, *HONORS, "-o", out)) == {"SAME_FILE"}
    assert Path(path).read_text() == GOOD


def test_a_fifo_is_read_as_it_comes(tmp_path: Path) -> None:
    for name, content in (("a.csv", GOOD), ("b.jsonl", '{"release_at": "2026-11-25T15:00"}\n')):
        path = tmp_path / name
        os.mkfifo(path)
        writer = threading.Thread(target=path.write_text, args=(content,))
        writer.start()
        ran = do("batch", str(path), *HONORS, "--to", "csv")
        writer.join(10)
        assert ran.code == 0
        assert read(ran.out)[0]["straight_ends_at"] == FREE, "for JSON it is read twice, from what was kept"


def test_no_standard_input_or_output(tmp_path: Path) -> None:
    path = table(tmp_path, GOOD)
    assert "INPUT_UNREADABLE" in outside("batch", "-", *HONORS, shell="{} <&-").err
    ran = outside("batch", path, *HONORS, shell="{} >&-")
    assert (ran.code, "OUTPUT_FAILED" in ran.err) == (2, True)
    assert outside("batch", path, *HONORS, "-o", str(tmp_path / "o.csv"), shell="{} >&- <&- 2>&-").code == 0


# ---- encodings and line ends ----


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (GOOD.encode("utf-8-sig"), "UTF-8 with its mark"),
        (GOOD.encode("utf-16"), "UTF-16 with its mark"),
        (codecs.BOM_UTF16_BE + GOOD.encode("utf-16-be"), "UTF-16, the other way round"),
        (GOOD.encode("utf-16-le"), "UTF-16 without a mark"),
        (GOOD.encode("utf-16-be"), "UTF-16 without a mark, the other way round"),
        (GOOD.replace("\n", "\r\n").encode(), "CR LF"),
        (GOOD.replace("\n", "\r").encode(), "CR"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_encodings(content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    ran = do("batch", str(path), *HONORS)
    assert (ran.code, [row["release_by"] for row in read(ran.out)]) == (0, [FREE]), why
    assert read(ran.out)[0]["id"] == "1"


def test_mixed_line_ends(tmp_path: Path) -> None:
    head, row = GOOD.splitlines()
    path = table(tmp_path, f"{head}\r\n{row}\n{row}\r{row}\r\n\n\r\n{row}")
    ran = do("batch", path, *HONORS)
    assert [row["release_by"] for row in read(ran.out)] == [FREE] * 4, "blank lines are no rows"


def test_a_cell_that_holds_the_end_of_a_line_stays_one(tmp_path: Path) -> None:
    lines = [
        r'{"a": "b\rc", "release_at": "2026-11-25T15:00"}',
        '{"a": "b\rc"',
        r'{"a": "b\nc", "release_at": "x\ry"}',
    ]
    path, out = table(tmp_path, "\n".join(lines), "a.jsonl"), tmp_path / "o.csv"
    assert do("batch", path, *HONORS, "-o", str(out)).code == 1
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["a"] for row in rows] == ["b\rc", "", "b\nc"]
    assert [row["line"] for row in rows] == ["", lines[1], ""]
    assert [row["error_code"] for row in rows] == ["", "ROW_UNREADABLE", "CONTROL_CHARACTER"]


def test_bytes_that_are_no_text_are_kept(tmp_path: Path) -> None:
    path, out = tmp_path / "a.csv", tmp_path / "o.csv"
    path.write_bytes(b"name,release_at,form\nJos\xe9,2026-11-25T15:00,\nAnn,2026-11-25T15:00,I-247\xc1\n")
    ran = do("batch", str(path), *HONORS, "-o", str(out))
    assert ran.code == 1
    _, one, two = out.read_bytes().split(b"\n")[:3]
    assert one.startswith(b"Jos\xe9,2026-11-25T15:00,,unknown")
    assert two.startswith(b"Ann,2026-11-25T15:00,I-247\xc1,")
    assert b"VALUE_UNKNOWN" in two
    do("batch", str(path), *HONORS, "-o", str(tmp_path / "o.jsonl"))
    assert json.loads((tmp_path / "o.jsonl").read_text("utf-8").splitlines()[0])["name"] == "Jos\udce9"


def test_half_characters_of_json_do_not_end_a_run(tmp_path: Path) -> None:
    """JSON may tell half a surrogate pair, in a name or in a value; no encoding has bytes for it."""
    path = table(tmp_path, '{"a\\ud800": "b\\udfff", "release_at": "2026-11-25T15:00"}\n', "a.jsonl")
    for to in ("csv", "tsv", "jsonl"):
        out = tmp_path / f"o.{to}"
        assert do("batch", path, *HONORS, "-o", str(out)).code == 0
        assert FREE in out.read_text("utf-8")
        assert "b\\udfff" in out.read_text("utf-8"), "shown escaped"
    assert read((tmp_path / "o.csv").read_text("utf-8"))[0]["a\\ud800"] == "b\\udfff"


def test_nul_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,release_at\na\x00b,2026-11-25T15:00\nc,2026-11-\x0025T15:00\n")
    out = tmp_path / "o.csv"
    assert do("batch", str(path), *HONORS, "-o", str(out)).code == 1
    one, two = read(out.read_text("utf-8"))
    assert (one["name"], one["straight_ends_at"]) == ("a\x00b", FREE)
    assert two["error_code"] == "CONTROL_CHARACTER"
    assert two["release_at"] == "2026-11-\x0025T15:00"


# ---- sizes ----


def test_a_cell_of_ten_megabytes(tmp_path: Path) -> None:
    big = "x" * 10_000_000
    for name, text in (
        ("a.csv", f'note,release_at\n"{big}",2026-11-25T15:00\nsmall,2026-11-25T15:00\n'),
        (
            "a.jsonl",
            f'{{"note": "{big}", "release_at": "2026-11-25T15:00"}}\n{{"release_at": "2026-11-25T15:00"}}\n',
        ),
    ):
        out = tmp_path / "o.csv"
        ran = do("batch", table(tmp_path, text, name), *HONORS, "-o", str(out))
        assert ran.code == 0, ran.err
        content = out.read_text("utf-8")
        assert big in content
        assert content.count(FREE) == 2


def test_a_big_cell_that_tells_a_fact_is_refused_shortly(tmp_path: Path) -> None:
    ran = do(
        "batch",
        table(tmp_path, f"release_at,form\n2026-11-25T15:00,{'y' * 1_000_000}\n{'9' * 1_000_000},\n"),
        *HONORS,
    )
    assert ran.code == 1
    rows = ran.out.splitlines()
    assert rows[1].count("y") < 1_000_200
    assert "VALUE_UNKNOWN" in rows[1]
    assert "TIME_TOO_LONG" in rows[2]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize("begin", ["release_at\n", '{"release_at": "'])
def test_a_line_of_a_gigabyte(kind: str, begin: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "detainer", "batch", "-", *HONORS, "--from", kind],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=_little_memory,
    )  # fmt: skip
    assert process.stdin
    block, sent = b"x" * (1 << 20), 0
    try:
        process.stdin.write(begin.encode())
        while sent < 1 << 30:
            process.stdin.write(block)
            sent += len(block)
    except BrokenPipeError:
        pass
    _, err = process.communicate(timeout=60)
    assert process.returncode == 2, err
    assert b"LINE_TOO_LONG" in err
    assert sent < 100 << 20, "it does not read on"


def _little_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (700 << 20, 700 << 20))


def test_a_quote_that_is_never_closed(tmp_path: Path) -> None:
    head, row = GOOD.splitlines()
    ran = do("batch", table(tmp_path, f'{head}\n{row}\n2,"open,{FULL}\n{row}\n'), *HONORS)
    assert ran.code == 1
    assert "2 rows, 1 answered, 1 rejected (ROW_UNREADABLE 1)" in ran.err
    rows = read(ran.out)
    assert rows[0]["release_by"] == FREE
    assert rows[1]["id"].startswith('2,"open')
    assert rows[1]["error_code"] == "ROW_UNREADABLE"
    ran = do("batch", table(tmp_path, f'{head}\n2,"a"b,{FULL}\n{row}\n'), *HONORS)
    assert [row["error_code"] for row in read(ran.out)] == ["ROW_UNREADABLE", ""], "the next row is read"


def test_rows_of_another_width(tmp_path: Path) -> None:
    path = table(
        tmp_path, "id,release_at,note\n1,2026-11-25T15:00\n2,2026-11-25T15:00,a,b\n3,2026-11-25T15:00,c,,\n"
    )
    ran = do("batch", path, *HONORS)
    short, long, fine = ran.out.splitlines()[1:]
    assert short.startswith("1,2026-11-25T15:00,,")
    assert "ROW_RAGGED" in short
    assert long.startswith("2,2026-11-25T15:00,a,,")
    assert long.endswith(",b"), "what is too much comes last"
    assert fine.startswith("3,2026-11-25T15:00,c,unknown"), "commas at the end are no cells"
    assert "2 rejected (ROW_RAGGED 2)" in ran.err


def test_a_workbook_without_styles_is_read_without_a_word(tmp_path: Path) -> None:
    packed(tmp_path / "a.xlsx", {"xl/styles.xml": b"<styleSheet/>"})
    ran = outside("batch", str(tmp_path / "a.xlsx"), *HONORS, "--to", "csv")
    assert (ran.code, ran.err) == (0, "detainer: 1 row, 1 answered\n")


# ---- JSON ----


def test_lines_that_are_no_objects(tmp_path: Path) -> None:
    lines = ["[1, 2]", '"text"', "3", "null", "{", '{"release_at": NaN}', '{"release_at": "2026-11-25T15:00", "x": -Infinity}',
             '{"a": 1, "a": 2}', "[" * 100_000, "{}", '{"release_at": "2026-11-25T15:00"}']  # fmt: skip
    path = table(tmp_path, "\n".join(lines), "a.jsonl")
    ran = do("batch", path, *HONORS)
    assert ran.code == 1
    rows = [json.loads(line, parse_constant=lambda word: pytest.fail(word)) for line in ran.out.splitlines()]
    assert [row["error_code"] for row in rows] == [*["ROW_UNREADABLE"] * 9, "RELEASE_NEEDED", None]
    assert [row["line"] for row in rows[:9]] == lines[:9], "what was there is kept"
    assert "11 rows, 1 answered, 10 rejected (ROW_UNREADABLE 9, RELEASE_NEEDED 1)" in ran.err
    assert do("batch", path, *HONORS, "--to", "csv").code == 1


# ---- formulas ----


def test_formulas_are_made_inert_where_asked(tmp_path: Path) -> None:
    path = table(
        tmp_path, "=cmd,release_at,n\n=1+1,2026-11-25T15:00,-5\n@x,+1,-5.25\n-2+3,2026-11-25T15:00,\t=1\n"
    )
    out = tmp_path / "o.csv"
    do("batch", path, *HONORS, "-o", str(out))
    kept = out.read_text().splitlines()
    assert kept[1].startswith("=1+1,2026-11-25T15:00,-5,")
    do("batch", path, *HONORS, "--csv-safe", "-o", str(out))
    safe = out.read_text().splitlines()
    assert safe[0].startswith("'=cmd,")
    assert safe[1].startswith("'=1+1,2026-11-25T15:00,-5,")
    assert safe[2].startswith("'@x,+1,-5.25,"), "numbers are numbers"
    assert safe[3].startswith("'-2+3,2026-11-25T15:00,'\t=1,")


# ---- cut short ----


def _started(tmp_path: Path, *more: str) -> tuple[subprocess.Popen[bytes], Any, Path]:
    out = tmp_path / "out.csv"
    out.write_text("old")
    process = subprocess.Popen(
        [sys.executable, "-m", "detainer", "batch", "-", *HONORS, "-o", str(out), *more],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    process.stdin.write(GOOD.encode() + (ROW + "\n").encode() * 20_000)
    process.stdin.flush()
    for _ in range(600):
        if any(part.stat().st_size for part in tmp_path.glob("*.part")):
            break
        time.sleep(0.05)
    return process, process.stdin, out


@pytest.mark.parametrize(
    ("sent", "code", "left"), [(signal.SIGINT, 130, 0), (signal.SIGTERM, 143, 0), (signal.SIGKILL, -9, 1)]
)
def test_a_run_that_is_stopped(sent: signal.Signals, code: int, left: int, tmp_path: Path) -> None:
    process, stdin, out = _started(tmp_path)
    process.send_signal(sent)
    assert process.wait(30) == code
    stdin.close()
    err = process.stderr and process.stderr.read()
    assert err is not None
    assert err.strip() == b""
    process.stderr.close()  # type: ignore[union-attr]
    assert out.read_text() == "old"
    parts = list(tmp_path.glob(".detainer-*.part"))
    assert len(parts) == left, "killed outright, nobody clears up; but the part is called a part"
    assert sorted(tmp_path.iterdir()) == sorted([out, *parts])


def test_a_full_disk(tmp_path: Path) -> None:
    path, out = table(tmp_path, GOOD + (ROW + "\n") * 20_000), tmp_path / "out.csv"
    out.write_text("old")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    ran = subprocess.run(
        [sys.executable, "-m", "detainer", "batch", path, *HONORS, "-o", str(out)], capture_output=True, preexec_fn=little_room
    )  # fmt: skip
    assert ran.returncode == 2
    assert b"OUTPUT_FAILED" in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert out.read_text() == "old"
    assert sorted(tmp_path.iterdir()) == sorted([Path(path), out])
    if os.path.exists("/dev/full"):
        ran2 = outside("batch", path, *HONORS, shell="{} >/dev/full")
        assert (ran2.code, "OUTPUT_FAILED" in ran2.err) == (2, True)


def test_a_reader_that_goes_early(tmp_path: Path) -> None:
    ran = outside("batch", table(tmp_path, GOOD + (ROW + "\n") * 20_000), *HONORS, shell="{} | head -1")
    assert ran.out.startswith("id,release_at")
    assert ran.err == ""


def test_strict_rows_stop_at_the_first(tmp_path: Path) -> None:
    head, row = GOOD.splitlines()
    path, out = table(tmp_path, f"{head}\n{row}\n{row.replace('T15:00', '')}\n{row}\n"), tmp_path / "out.csv"
    ran = do("batch", path, *HONORS, "--strict-rows", "-o", str(out))
    assert ran.code == 1
    assert "TIME_MISSING" in ran.err
    assert "row 3" in ran.err
    assert not out.exists()
    assert do("batch", table(tmp_path, GOOD), *HONORS, "--strict-rows", "-o", str(out)).code == 0
