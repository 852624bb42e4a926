"""A run of ``batch`` ended at every stage, in folders and with files of every kind: nothing lost, nothing half."""

from __future__ import annotations

import io
import os
import pwd
import signal
import subprocess
import sys
import threading
from pathlib import Path

import openpyxl
import pytest
from shell import do
from test_batch import FULL, HEAD, HONORS, read, table

ROW = f"1,2026-11-25T15:00,{FULL}"
GOOD = f"id,release_at,{HEAD}\n{ROW}\n"
MANY = GOOD + f"{ROW}\n" * 3_000

#: where a run is when the signal comes: before each of these is called for the nth time
STAGES = [
    ("detainer.cli.table_options", "TableOptions", 1, "the options are read"), ("detainer.cli.batch", "Input", 1, "the input is opened"),
    ("detainer.cli.batch", "read", 1, "the header is read"), ("detainer.cli.batch", "output", 1, "the output is opened"),
    ("os", "urandom", 1, "the part gets its name"), ("detainer.cli.batch", "written", 1, "the columns are written"),
    ("detainer.formats.tables.csv", "CsvWriter.write", 1, "the first row"), ("detainer.formats.tables.csv", "CsvWriter.write", 2_000, "in the midst of the rows"),
    ("os", "chmod", 1, "the part is whole"), ("os", "replace", 1, "it is put in place"), ("detainer.cli.batch", "_summary", 1, "all is said and done"),
]  # fmt: skip

#: waits at the stage for the signal that it has asked the parent for
STOPPED = """
import importlib, os, sys, time
import detainer.cli.batch
module, name, wanted, sent = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
place = importlib.import_module(module)
*path, last = name.split(".")
for part in path:
    place = getattr(place, part)
real, count = getattr(place, last), 0
def stage(*args, **kwargs):
    global count
    count += 1
    if count == wanted:
        os.kill(os.getpid(), sent)
        time.sleep(30 if sent == 9 else 0.01)
    return real(*args, **kwargs)
setattr(place, last, stage)
if module == "detainer.cli.table_options":
    detainer.cli.batch.TableOptions = stage
from detainer.cli import run
run(sys.argv[5:])
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=["INT", "TERM", "KILL"])
@pytest.mark.parametrize(("module", "name", "count", "why"), STAGES, ids=[stage[-1] for stage in STAGES])
def test_a_signal_at_every_stage(
    sent: signal.Signals, module: str, name: str, count: int, why: str, tmp_path: Path
) -> None:
    path, out = table(tmp_path, MANY), tmp_path / "out.csv"
    out.write_text("old")
    argv = [module, name, str(count), str(int(sent)), "batch", path, *HONORS, "-o", str(out)]
    ran = subprocess.run([sys.executable, "-c", STOPPED, *argv], capture_output=True, text=True, timeout=60)  # fmt: skip
    ended = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -9}[sent]
    done = why == "all is said and done"
    if sent is signal.SIGTERM and why in ("the options are read", "all is said and done"):
        ended = -15  # before and after the run nothing is to be put away
    assert ran.returncode == ended, ran.stderr
    assert ran.stdout == ""
    assert ran.stderr.strip() == ""
    if done:
        assert len(read(out.read_text("utf-8"))) == 3_001, "it is whole"
    else:
        assert out.read_text("utf-8") == "old"
    parts = sorted(tmp_path.glob(".detainer-*.part"))
    assert sorted(tmp_path.iterdir()) == sorted([Path(path), out, *parts])
    assert not parts or sent is signal.SIGKILL, "whoever can be asked to stop puts away what was begun"
    assert Path(path).read_text("utf-8") == MANY


def test_every_stage_is_reached(tmp_path: Path) -> None:
    path, out = table(tmp_path, MANY), tmp_path / "out.csv"
    for module, name, count, why in STAGES:
        out.write_text("old")
        argv = [
            module,
            name,
            str(count),
            "0",
            "batch",
            path,
            *HONORS,
            "-o",
            str(out),
        ]  # signal 0 does nothing
        code = STOPPED.replace("os.kill(os.getpid(), sent)", "print('reached', file=sys.stderr)")
        ran = subprocess.run([sys.executable, "-c", code, *argv], capture_output=True, text=True, timeout=60)  # fmt: skip
        assert (ran.returncode, "reached" in ran.stderr) == (0, True), why


# ---- folders and files ----


def as_nobody() -> None:
    """Give up root's right to write everywhere."""
    if os.geteuid() == 0:
        os.setuid(pwd.getpwnam("nobody").pw_uid)


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    kept = folder / "out.csv"
    kept.write_text("old")
    folder.chmod(0o555)
    script = "import os, sys\nfrom test_cut_short import as_nobody\nimport encodings.utf_8_sig, detainer.cli.batch, detainer.cli.table_options, detainer.cli.failure, detainer.formats.tables.csv\n"
    script += "from detainer.cli import run\nas_nobody()\nrun(sys.argv[1:])\n"
    around = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    try:
        for name in ("out.csv", "new.csv"):
            ran = subprocess.run(
                [sys.executable, "-c", script, "batch", "-", *HONORS, "-o", str(folder / name)],
                input=GOOD, capture_output=True, text=True, timeout=60, env=around,
            )  # fmt: skip
            assert (ran.returncode, "OUTPUT_FAILED" in ran.stderr) == (2, True), ran.stderr
            assert "Permission denied" in ran.stderr or "may not be written" in " ".join(ran.stderr.split())
    finally:
        folder.chmod(0o755)
    assert kept.read_text() == "old"
    assert list(folder.iterdir()) == [kept]


def test_two_runs_to_one_output(tmp_path: Path) -> None:
    """Whichever ends last stands there whole."""
    out = tmp_path / "out.csv"
    paths = [table(tmp_path, MANY.replace("\n1,", f"\n{n},"), f"{n}.csv") for n in (1, 2)]
    runs = [
        subprocess.Popen([sys.executable, "-m", "detainer", "batch", path, *HONORS, "-o", str(out)], stderr=subprocess.DEVNULL)
        for path in paths
    ]  # fmt: skip
    assert [run.wait(60) for run in runs] == [0, 0]
    rows = read(out.read_text("utf-8"))
    assert len(rows) == 3_001
    assert len({row["id"] for row in rows}) == 1
    assert sorted(tmp_path.iterdir()) == sorted([*map(Path, paths), out])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "jsonl"])
def test_a_link_is_followed(ending: str, tmp_path: Path) -> None:
    path = table(tmp_path, GOOD)
    real, link = tmp_path / "real", tmp_path / f"link.{ending}"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    assert do("batch", path, *HONORS, "-o", str(link)).code == 0
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640, "its permissions are kept"
    assert real.read_bytes() != b"old"
    if ending == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(real.read_bytes())).worksheets[0].max_row == 2


def test_a_link_to_nothing_and_one_to_itself(tmp_path: Path) -> None:
    path = table(tmp_path, GOOD)
    (tmp_path / "to.csv").symlink_to(tmp_path / "new.csv")
    assert do("batch", path, *HONORS, "-o", str(tmp_path / "to.csv")).code == 0
    assert len(read((tmp_path / "new.csv").read_text("utf-8"))) == 1
    (tmp_path / "self.csv").symlink_to(tmp_path / "self.csv")
    assert "INPUT_UNREADABLE" in do("batch", str(tmp_path / "self.csv"), *HONORS).err
    assert do("batch", path, *HONORS, "-o", str(tmp_path / "self.csv")).code == 0
    assert len(read((tmp_path / "self.csv").read_text("utf-8"))) == 1, "it led nowhere, so nothing is lost"


def test_a_pipe_as_output(tmp_path: Path) -> None:
    path, pipe = table(tmp_path, GOOD), tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text("utf-8")))
    reader.start()
    assert do("batch", path, *HONORS, "-o", str(pipe)).code == 0
    reader.join(10)
    assert len(read(got[0])) == 1
    assert pipe.is_fifo(), "it is written into, not replaced"


def test_a_pipe_whose_reader_goes(tmp_path: Path) -> None:
    path, pipe = table(tmp_path, MANY), tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    run = subprocess.Popen(
        [sys.executable, "-m", "detainer", "batch", path, *HONORS, "-o", str(pipe)], stderr=subprocess.PIPE, text=True
    )  # fmt: skip
    with pipe.open("rb", buffering=0) as file:
        file.read(10)
    _, err = run.communicate(timeout=60)
    assert run.returncode in (0, 2)
    assert "Traceback" not in err
    assert pipe.is_fifo()
