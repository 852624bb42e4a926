"""``--record`` and ``detainer recheck``: the file, those who write it at once, and what it survives."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import resource
import signal
import stat
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from made import PLAIN
from schemas import faults
from shell import HONORS, NY, RELEASE, Ran, do, outside
from test_batch import FULL, HEAD, table

from detainer import DetainerError, __version__
from detainer.cli.made import made
from detainer.cli.records import Records, locked, same_file
from detainer.errors import Problem
from detainer.formats.record import parse

BATCH = ["-p", "honors", *NY]
GOOD = f"id,name,release_at,{HEAD}\n1,Doe,2026-11-25T15:00,{FULL}\n"
ROW = f"2,Roe,2026-11-25T15:00,{FULL}\n"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A file of one record."""
    path = tmp_path / "kept.jsonl"
    assert do(*HONORS, "--record", str(path), "-o", str(tmp_path / "answer.txt")).code == 0
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file, each whole and at one with itself."""
    found = path.read_bytes().splitlines(keepends=True)
    assert all(line.endswith(b"\n") and parse(line) for line in found)
    return [json.loads(line) for line in found]


def coded(ran: Ran, code: str, why: str = "") -> None:
    assert (ran.code, ran.out) == (2, "")
    said = " ".join(ran.err.split())
    assert f"{code} --record:" in said
    assert why in said


# ---- what is recorded ----


def test_a_check_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    ran = do(*HONORS, "--form", "I-247A", "--json", "--record", str(path))
    (record,) = lines(path)
    assert record["decision"] == ran.json, "what --json prints, whatever the format"
    assert record["given"] == {"release_at": "2026-11-25T15:00:00-05:00", "form": "I-247A"}
    assert (record["assume"], record["row"], record["date_only"]) == ("ordinary", None, None)
    assert record["made_with"]["detainer"] == __version__
    assert record["made_with"]["tzdata"] == record["decision"]["provenance"]["tzdata"]
    assert [layer["id"] for layer in record["made_with"]["law"]] == ["us", "honors"]
    assert faults("record", record) == []
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", record["recorded_at"])
    assert (
        do(*HONORS, "--assume", "nothing", "--record", str(path)).out.startswith("IT CANNOT BE SAID") or True
    )
    assert [record["assume"] for record in lines(path)] == ["ordinary", "nothing"]
    assert (do("recheck", str(path)).out, do("recheck", str(path)).code) == ("2 records: 2 the same\n", 0)


def test_the_answer_is_what_it_is_without_a_record(tmp_path: Path) -> None:
    path = str(tmp_path / "kept.jsonl")
    for more in ([], ["--json"], ["--format", "html"], ["--explain"]):
        assert do(*HONORS, *more, "--record", path).out == do(*HONORS, *more).out
    assert len(lines(Path(path))) == 4


def test_an_error_is_no_answer_and_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    assert do(*HONORS, "--form", "X", "--record", str(path)).code == 2
    assert not path.exists()
    twice = do(*HONORS, "--record", "a", "--record", "b")
    assert "CONTRADICTION --record: given twice: 'a' and 'b'" in " ".join(twice.err.split())


def test_a_table_is_kept_row_by_row_and_no_name_with_it(tmp_path: Path) -> None:
    path, kept = table(tmp_path, GOOD + "9,Poe,2026-11-25,\n" + ROW), tmp_path / "kept.jsonl"
    ran = do("batch", path, *BATCH, "--record", str(kept))
    assert ran.out == do("batch", path, *BATCH).out
    assert ran.code == 1
    assert [record["row"] for record in lines(kept)] == [2, 4], (
        "as a spreadsheet counts; a rejected row has no answer"
    )
    text = kept.read_text("ascii")
    assert not re.search("Doe|Roe|Poe|in.csv", text)
    first = lines(kept)[0]
    # Wed 15:00 and 48 straight hours
    assert first["decision"]["release_by"] == "2026-11-27T15:00:00-05:00"
    assert first["decision"]["assumed"] == []
    assert first["given"]["papers"] == {"I-200": True, "criminal-warrant": False}
    assert first["assume"] == "nothing"
    assert do("recheck", str(kept)).out == "2 records: 2 the same\n"


def test_names_are_kept_out_of_a_check_too(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    do(
        *HONORS,
        "-f",
        "ics",
        "--uid",
        "Jane-Roe-77",
        "-o",
        str(tmp_path / "Jane-Roe.ics"),
        "--record",
        str(path),
    )
    assert "Jane" not in path.read_text("ascii")


def test_dates_without_times_are_kept_with_the_hours_that_were_tried(tmp_path: Path) -> None:
    path, kept = table(tmp_path, GOOD.replace("T15:00", "")), tmp_path / "kept.jsonl"
    for how, hours in (
        ("earliest", ["2026-11-25T00:00:00-05:00"]),
        ("latest", ["2026-11-25T23:59:59-05:00"]),
        ("bounds", ["2026-11-25T00:00:00-05:00", "2026-11-25T23:59:59-05:00"]),
    ):
        kept.unlink(missing_ok=True)
        do("batch", path, *BATCH, "--date-only", how, "--record", str(kept))
        found = lines(kept)
        assert [record["given"]["release_at"] for record in found] == hours
        assert {(record["date_only"], record["row"]) for record in found} == {(how, 2)}
        assert do("recheck", str(kept)).code == 0
    do("batch", table(tmp_path, GOOD), *BATCH, "--date-only", "bounds", "--record", str(kept))
    assert lines(kept)[-1]["date_only"] is None, "this row had a time"


def test_odd_rows_are_kept_as_check_would_answer_them(tmp_path: Path) -> None:
    rows = [{"release_at": "2026-11-01 01:30"}, {"release_at": "2026-11-25T15:00", "papers": {"I-200": True}}]
    path, kept = table(tmp_path, "\n".join(map(json.dumps, rows)), "a.jsonl"), tmp_path / "kept.jsonl"
    do("batch", path, *BATCH, "--as-of", "2026-11-26T15:00", "--record", str(kept))
    twice, papers = lines(kept)
    assert "AMBIGUOUS_HOUR" in [item["code"] for item in twice["decision"]["warnings"]]
    assert papers["given"] == {"release_at": "2026-11-25T15:00:00-05:00", "papers": {"I-200": True}}
    assert papers["decision"]["now"]["as_of"] == "2026-11-26T15:00:00-05:00"
    assert do("recheck", str(kept)).out == "2 records: 2 the same\n"


def test_many_kinds_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detainer.cli.recording._MOST", 2)
    monkeypatch.setattr("detainer.cli.recording._BLOCK", 60_000)
    rows = [json.dumps({f"k{number % 5}": "x", "release_at": "2026-11-25T15:00"}) for number in range(12)]
    kept = tmp_path / "kept.jsonl"
    do("batch", table(tmp_path, "\n".join(rows), "a.jsonl"), *BATCH, "--record", str(kept))
    assert [record["row"] for record in lines(kept)] == list(range(1, 13))


# ---- where it cannot be kept ----


def test_files_that_are_none(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "to-pipe").symlink_to(pipe)
    path = table(tmp_path, GOOD)
    for name, why in (
        (str(tmp_path), "this is a folder"),
        (str(pipe), "no ordinary file"),
        (str(tmp_path / "to-pipe"), "no ordinary file"),
        ("/dev/null", "no ordinary file"),
        (str(tmp_path / "loop"), "symbolic links"),
        (str(tmp_path / "no" / "where"), "No such file"),
        (str(tmp_path / ("x" * 300)), "too long"),
        ("a\x00b", "null"),
        ("", "no file was named"),
        ("-", "records are kept in a file"),
    ):
        coded(do(*HONORS, "--record", name), "OUTPUT_FAILED", why)
        out = tmp_path / "out.csv"
        coded(do("batch", path, *BATCH, "--record", name, "-o", str(out)), "OUTPUT_FAILED", why)
        assert not out.exists()
    assert do(*HONORS, "--record", str(tmp_path), "--json").json["errors"][0]["field"] == "record"


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def forbidden(path: Any, *args: Any, **more: Any) -> int:  # root, who may be running this, may write all
        if str(path).endswith("kept.jsonl"):
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **more)

    monkeypatch.setattr(os, "open", forbidden)
    coded(do(*HONORS, "--record", str(tmp_path / "kept.jsonl")), "OUTPUT_FAILED", "Permission denied")


def test_a_file_that_became_a_device_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "isfile", lambda path: True)
    coded(do(*HONORS, "--record", "/dev/null"), "OUTPUT_FAILED", "no ordinary file")


@pytest.mark.parametrize("content", ["id,release_at\n1,2026\n", "{}\n", '{"records": 1}', "x"])
def test_a_file_of_something_else_is_left_alone(content: str, tmp_path: Path) -> None:
    path = tmp_path / "jail.csv"
    path.write_text(content)
    coded(do(*HONORS, "--record", str(path)), "OUTPUT_FAILED", "holds something else than records")
    assert path.read_text() == content


def test_one_file_may_not_be_two(tmp_path: Path) -> None:
    kept, link = tmp_path / "kept.jsonl", tmp_path / "link"
    link.symlink_to(kept)
    for record, output in ((kept, kept), (kept, link), (link, kept)):
        coded(do(*HONORS, "--record", str(record), "-o", str(output)), "SAME_FILE")
        assert not kept.exists(), "neither is there yet, and would be one"
    assert do(*HONORS, "--record", str(kept)).code == 0
    whole = kept.read_bytes()
    coded(do("batch", str(kept), *BATCH, "--record", str(link)), "SAME_FILE")
    coded(do("batch", table(tmp_path, GOOD), *BATCH, "--record", str(kept), "-o", str(link)), "SAME_FILE")
    assert kept.read_bytes() == whole


def test_the_standard_streams_may_not_be_the_file_either(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    for argv, shell in (
        ([*HONORS, "--record", str(kept)], f"{{}} >>{kept}"),
        (["batch", "-", *BATCH, "--record", str(kept)], f"{{}} <{kept} | cat"),
    ):
        kept.write_text('{"record":1}\n')
        ran = outside(*argv, shell=shell)
        assert "SAME_FILE --record" in ran.err
        assert kept.read_text() == '{"record":1}\n'


def test_a_link_is_followed_and_permissions_are_kept(kept: Path, tmp_path: Path) -> None:
    kept.chmod(0o600)
    (tmp_path / "link").symlink_to(kept)
    assert do(*HONORS, "--record", str(tmp_path / "link")).code == 0
    assert (tmp_path / "link").is_symlink()
    assert len(lines(kept)) == 2
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


# ---- whole lines ----


def test_what_another_left_unfinished_is_not_glued_to(kept: Path) -> None:
    whole = kept.read_bytes()
    for torn in (1, 10, 11, 5_000, len(whole) - 1):
        kept.write_bytes(whole[:torn])
        assert do(*HONORS, "--record", str(kept)).code == 0
        first, second = kept.read_bytes().splitlines(keepends=True)
        assert first == whole[:torn] + b"\n"
        assert parse(second)
        ran = do("recheck", str(kept))
        if torn == len(whole) - 1:
            assert (ran.code, ran.out) == (0, "2 records: 2 the same\n"), "only its end of line was missing"
        else:
            assert ran.code == 1
            assert ran.out.startswith(
                "line 1 unchecked\n  RECORD_TORN: its end is not there: writing it was cut short\n"
            )
            assert ran.out.endswith("2 records: 1 the same, 1 not checked\n")


def test_a_torn_last_line_is_reported(kept: Path) -> None:
    kept.write_bytes(kept.read_bytes() * 2 + kept.read_bytes()[:700])
    ran = do("recheck", str(kept), "--json")
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert [faults("recheck", item) for item in found] == [[], []]
    assert (found[0]["line"], found[0]["result"]) == (3, "unchecked")
    assert [error["code"] for error in found[0]["errors"]] == ["RECORD_TORN"]
    assert found[1] == {"records": 3, "same": 2, "moved": 0, "altered": 0, "unchecked": 1}


def test_a_disk_that_fills_up_leaves_nothing_torn(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, whole, room = os.write, kept.read_bytes(), [7_000]

    def little(file: int, data: Any) -> int:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            return real(file, data)
        if not room[0]:
            raise OSError(errno.ENOSPC, "No space left on device")
        count = min(room[0], 5_000, len(data))
        room[0] -= count
        return real(file, data[:count])

    monkeypatch.setattr(os, "write", little)
    coded(do(*HONORS, "--record", str(kept)), "OUTPUT_FAILED", "No space left on device")
    assert kept.read_bytes() == whole, "cut back"
    room[0] = 1_000_000
    assert do(*HONORS, "--record", str(kept)).code == 0
    assert len(lines(kept)) == 2, "written a piece at a time, and whole"


def test_a_limit_of_the_system_does_the_same(tmp_path: Path) -> None:
    """A real one: no file may grow past 100,000 bytes, which four records of 25,000 reach."""
    path, kept, out = table(tmp_path, GOOD + ROW * 40), tmp_path / "kept.jsonl", tmp_path / "out.csv"
    assert do(*HONORS, "--record", str(kept)).code == 0

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    argv = [sys.executable, "-m", "detainer", "batch", path, *BATCH, "--record", str(kept), "-o", str(out)]
    ran = subprocess.run(argv, capture_output=True, preexec_fn=little_room, timeout=60)
    assert ran.returncode == 2
    assert b"OUTPUT_FAILED --record" in ran.stderr
    assert not out.exists(), "a table is not there without its records"
    assert len(lines(kept)) == 1


def test_a_disk_that_does_not_keep_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    coded(do(*HONORS, "--record", str(tmp_path / "a")), "OUTPUT_FAILED", "Input/output error")
    out = tmp_path / "out.csv"
    coded(
        do("batch", table(tmp_path, GOOD), *BATCH, "--record", str(tmp_path / "b"), "-o", str(out)),
        "OUTPUT_FAILED",
    )
    assert not out.exists()


def test_the_row_that_stops_a_run_is_what_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = table(tmp_path, GOOD + ROW.replace("T15:00", "") + ROW)
    kept = tmp_path / "kept.jsonl"
    strict = ["batch", path, *BATCH, "--strict-rows", "--record", str(kept)]
    ran = do(*strict)
    assert (ran.code, "TIME_MISSING" in ran.err) == (1, True)
    assert [record["row"] for record in lines(kept)] == [2], "the row before it was answered"

    def broken(records: Records) -> None:
        raise DetainerError([Problem("OUTPUT_FAILED", "record", "the disk is gone")])

    monkeypatch.setattr(Records, "sync", broken)
    ran = do(*strict)
    assert (ran.code, "TIME_MISSING" in ran.err, "OUTPUT_FAILED" in ran.err) == (1, True, False)
    coded(
        do("batch", table(tmp_path, GOOD, "b.csv"), *BATCH, "--record", str(kept), "-o", str(tmp_path / "o")),
        "OUTPUT_FAILED",
    )


WRITER = """
import sys
from detainer.cli.records import Records
with Records(sys.argv[1]) as records:
    sys.stdin.readline()
    for number in range(1000):
        records.append('{"record":%s,"n":%d,"x":"%s"}\\n' % (sys.argv[2], number, "x" * (number % 900)))
"""


def test_two_that_write_at_once(tmp_path: Path) -> None:
    kept = tmp_path / "kept.jsonl"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(kept), name], stdin=subprocess.PIPE)
        for name in "12"
    ]
    for writer in writers:
        assert writer.stdin
        writer.stdin.write(b"go\n")
        writer.stdin.close()
    assert [writer.wait(120) for writer in writers] == [0, 0]
    found = [json.loads(line) for line in kept.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    assert len(found) == 2_000
    for name in (1, 2):
        assert [item["n"] for item in found if item["record"] == name] == list(range(1_000)), (
            "each in its order"
        )
    assert all(len(item["x"]) == item["n"] % 900 for item in found)


def test_two_batches_at_once(tmp_path: Path) -> None:
    path, kept = table(tmp_path, GOOD + ROW * 59), tmp_path / "kept.jsonl"
    argv = [sys.executable, "-m", "detainer", "batch", path, *BATCH, "--record", str(kept)]
    runs = [subprocess.Popen(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
    assert [run.wait(120) for run in runs] == [0, 0]
    assert sorted(record["row"] for record in lines(kept)) == sorted([*range(2, 62), *range(2, 62)])


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_batch_that_is_stopped(sent: signal.Signals, tmp_path: Path) -> None:
    kept, out = tmp_path / "kept.jsonl", tmp_path / "out.csv"
    process = subprocess.Popen(
        [sys.executable, "-m", "detainer", "batch", "-", *BATCH, "-o", str(out), "--record", str(kept)],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stderr
    feeder = threading.Thread(target=_feed, args=(process.stdin,), daemon=True)
    feeder.start()
    for _ in range(1200):
        if kept.exists() and kept.stat().st_size > 1_000_000:
            break
        time.sleep(0.05)
    process.send_signal(sent)
    assert process.wait(30) in (-9, 143, 130)
    assert process.stderr.read().strip() == b""
    process.stderr.close()
    feeder.join(10)
    with suppress(BrokenPipeError):
        process.stdin.close()
    assert not out.exists()
    whole = [line for line in kept.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    assert len(whole) > 30
    assert all(parse(line) for line in whole)
    ran = do("recheck", str(kept))
    torn = not kept.read_bytes().endswith(b"\n")
    assert (ran.code, ran.out.count("RECORD_TORN")) == (int(torn), int(torn))


def _feed(stdin: Any) -> None:
    try:
        stdin.write(GOOD.encode() + ROW.encode() * 20_000)
        stdin.close()
    except (BrokenPipeError, ValueError):
        return


# ---- the lock ----


def test_who_must_wait_and_for_how_long(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detainer.cli.records._PATIENCE", 0.2)
    with open(kept, "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        whole = kept.read_bytes()
        coded(
            do(*HONORS, "--record", str(kept)),
            "OUTPUT_FAILED",
            "another program has had it locked for 0 seconds",
        )
        assert kept.read_bytes() == whole
        assert do("recheck", str(kept)).code == 0, "to read it is no harm"
        fcntl.flock(other, fcntl.LOCK_UN)
        fcntl.flock(other, fcntl.LOCK_SH)
        with open(kept, "rb") as file, locked(file.fileno(), shared=True):
            pass
    assert do(*HONORS, "--record", str(kept)).code == 0


def test_one_waits_until_the_other_is_done(kept: Path) -> None:
    with open(kept, "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        timer = threading.Timer(0.3, fcntl.flock, (other, fcntl.LOCK_UN))
        began = time.monotonic()
        timer.start()
        assert do(*HONORS, "--record", str(kept)).code == 0
        assert time.monotonic() - began > 0.25
        timer.join()
    assert len(lines(kept)) == 2


def test_a_file_is_read_as_far_as_it_reached(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is being written while the file is read is not seen by halves."""
    from detainer.cli import recheck

    real = recheck.parse

    def slow(line: bytes) -> Any:
        with open(kept, "ab") as file:
            file.write(b'{"record":1,"half')
        return real(line)

    monkeypatch.setattr(recheck, "parse", slow)
    assert do("recheck", str(kept)).out == "1 record: 1 the same\n"


# ---- recheck ----


def test_what_moved_is_said_with_its_line(tmp_path: Path) -> None:
    county, kept = tmp_path / "us-ma-own.toml", tmp_path / "kept.jsonl"

    def policy(outcome: str) -> None:
        period = f'[[period]]\nid = "p"\n[[period.rule]]\nid = "r"\nact = ["notify"]\noutcome = "{outcome}"\nsource = ["s"]\n'
        source = '[source.s]\ncite = "Order 1"\nurl = "https://example.org"\nseen = "paraphrase"\nchecked = 2026-11-24\n'
        county.write_text(PLAIN.format("us-ma-own", "us-ma") + period + source)

    policy("allowed")
    assert do("check", "-p", "us-ma", *RELEASE, "--record", str(kept)).code == 0
    assert do("check", "-p", str(county), *RELEASE, "--record", str(kept)).code == 0
    policy("not_allowed")
    ran = do("recheck", str(kept), "--profiles", str(tmp_path))
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        "line 2 moved: us-ma-own, release 2026-11-25T15:00:00-05:00\n  notify: allowed -> not_allowed\n"
        "  changed since: law (us-ma-own)\n2 records: 1 the same, 1 moved\n"
    )
    assert do("recheck", str(kept), DETAINER_PROFILES=str(tmp_path)).out == ran.out
    missing = do("recheck", str(kept), "--json")
    found = json.loads(missing.out.splitlines()[0])
    assert (missing.code, found["result"], found["profile"]) == (1, "unchecked", "us-ma-own")
    assert found["errors"][0]["code"] == "PROFILE_NOT_FOUND"
    assert faults("recheck", found) == []


def test_bad_lines_do_not_stop_it(kept: Path) -> None:
    whole = kept.read_bytes()
    edited = whole.replace(b'"hold":"allowed"', b'"hold":"required"', 1)
    lines = [
        whole,
        b"\n",
        edited,
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        whole[:300] + b"\n",
        whole.rstrip() + b"  \r\n",
    ]
    kept.write_bytes(b"".join(lines))
    ran = do("recheck", str(kept))
    assert ran.code == 1
    assert re.findall(r"^line (\d+) (\w+)", ran.out, re.MULTILINE) == [
        ("3", "altered"), ("4", "unchecked"), ("5", "unchecked"), ("6", "unchecked"),
    ]  # fmt: skip
    assert re.findall(r"RECORD_\w+", ran.out) == [
        "RECORD_ALTERED",
        "RECORD_UNREADABLE",
        "RECORD_UNREADABLE",
        "RECORD_TORN",
    ]
    assert ran.out.endswith("6 records: 2 the same, 1 altered, 3 not checked\n")


def test_a_line_without_end_is_not_held(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detainer.cli.recheck._LONGEST", 100_000)
    kept.write_bytes(b"x" * 350_000 + b"\n" + kept.read_bytes())
    ran = do("recheck", str(kept))
    assert re.findall(r"^line (\d+) (\w+)", ran.out, re.MULTILINE) == [("1", "unchecked")]
    assert ran.out.endswith("2 records: 1 the same, 1 not checked\n")


def test_a_long_file_is_read_in_little_memory(kept: Path) -> None:
    """Records and a line of 150 megabytes, in as much address space."""
    whole = kept.read_bytes()
    with open(kept, "ab") as file:
        for _ in range(150):
            file.write(b"y" * (1 << 20))
        file.write(b"\n" + whole)

    def little_memory() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (150 << 20, 150 << 20))

    argv = [sys.executable, "-m", "detainer", "recheck", str(kept)]
    ran = subprocess.run(argv, capture_output=True, text=True, preexec_fn=little_memory, timeout=60)
    assert ran.stdout.endswith("3 records: 2 the same, 1 not checked\n"), ran.stderr


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (str(tmp_path), str(tmp_path / "none"), "a\x00b", ""):
        ran = do("recheck", name, "--json")
        assert (ran.code, ran.codes) == (2, ["INPUT_UNREADABLE"])
        assert "give a file of records" in ran.json["errors"][0]["hint"]
    assert do("recheck", str(tmp_path), "--json", "--profiles", "/no/where").codes == ["PROFILE_UNREADABLE"]
    (tmp_path / "empty").write_text("\n\n")
    assert do("recheck", str(tmp_path / "empty"), "--json").codes == ["TABLE_EMPTY"], (
        "emptied, it must not pass"
    )

    class Broken:
        def readline(self, size: int) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

        def fileno(self) -> int:
            raise OSError

    monkeypatch.setattr(
        "detainer.cli.recheck.Input.__enter__", lambda self: type("I", (), {"file": Broken(), "path": "x"})
    )
    assert do("recheck", str(tmp_path / "empty"), "--json").codes == ["INPUT_UNREADABLE"]


def test_from_a_pipe(kept: Path) -> None:
    assert outside("recheck", "-", shell=f"cat {kept} | {{}}").out == "1 record: 1 the same\n"
    assert outside("recheck", "-", shell=f"{{}} <{kept}").out == "1 record: 1 the same\n"
    assert "INPUT_UNREADABLE" in outside("recheck", "-", shell="{} <&-").err


def test_a_reader_that_goes_early_changes_no_exit_code(kept: Path) -> None:
    kept.write_bytes(b"x\n" * 5_000 + kept.read_bytes())
    process = subprocess.Popen(
        [sys.executable, "-m", "detainer", "recheck", str(kept)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 1
    full = outside("recheck", str(kept), shell="{} >/dev/full")
    assert (full.code, "OUTPUT_FAILED" in full.err) == (2, True)


# ---- what it is made with ----


def test_what_the_program_is_made_of(monkeypatch: pytest.MonkeyPatch) -> None:
    now = made()
    assert now == made(), "the same each time"
    assert now.holidays
    assert now.law == ()
    from detainer.cli import made as module

    sources = list(module._sources())
    assert {
        "clock.py",
        "decision.py",
        os.path.join("profiles", "find.py"),
        os.path.join("formats", "json.py"),
    } <= set(sources)
    assert not [
        name for name in sources if name.startswith("cli") or name == os.path.join("formats", "text.py")
    ]
    real = module._content
    monkeypatch.setattr(module, "_content", lambda path: real(path) + b"#" * (path == "clock.py"))
    assert made()._replace(code=now.code) == now
    assert made().code != now.code, "another code of the same version"
    monkeypatch.setattr(module, "_content", lambda path: real(path) + b"#" * path.endswith(".csv"))
    assert made() == now._replace(days=made().days)
    assert made().days != now.days

    def none(name: str) -> str:
        raise module.PackageNotFoundError

    monkeypatch.setattr(module, "version", none)
    assert made().holidays is None


def test_a_check_without_a_record_loads_none_of_it(tmp_path: Path) -> None:
    from test_imports import loaded, own

    plain = own(loaded("check", "-p", "us-ma", *RELEASE))
    more = own(loaded("check", "-p", "us-ma", *RELEASE, "--record", str(tmp_path / "a"))) - plain
    assert {"cli.recording", "cli.records", "cli.made", "formats.record", "recheck", "given"} <= more
    assert not {name for name in more if name.startswith(("table", "formats.tables"))}
    batch = own(loaded("batch", table(tmp_path, GOOD), *BATCH))
    assert not batch & {"cli.recording", "cli.records", "cli.made", "formats.record", "recheck", "given"}


def test_one_file_by_two_names(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    os.link(tmp_path / "a", tmp_path / "b")
    assert same_file(str(tmp_path / "a"), str(tmp_path / "b"))
    assert not same_file(str(tmp_path / "a"), str(tmp_path / "c"))
    assert not same_file(str(tmp_path / "a"), None)
    assert not same_file(str(tmp_path / "no"), "-")


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DETAINER_PROFILE", "DETAINER_TIMEZONE", "DETAINER_PROFILES"):
        monkeypatch.delenv(name, raising=False)
