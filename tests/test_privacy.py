"""Nothing leaves the machine: no socket, no other process, no file but the one asked for, and nobody's name."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_memory import packed

from detainer import Custody
from detainer.cli.main import COMMANDS

#: notes what an interpreter does that reaches outside, before it is done, and forbids it; then runs ``argv``
WATCHED = """
import os, sys
note = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
OUTSIDE = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "nntplib.", "telnetlib.", "webbrowser.",
           "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "os.startfile", "ctypes.", "winreg.")
def watch(event, arguments):
    if event == "ctypes.dlopen" and arguments[0] is None:
        return  # ctypes takes hold of the interpreter itself when it is imported, as numpy does
    if event.startswith(OUTSIDE):
        os.write(note, f"reach {event}\\n".encode())
        raise RuntimeError(event)
    if event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR) and arguments[0] != os.devnull:
        os.write(note, f"write {arguments[0]}\\n".encode())
sys.addaudithook(watch)
sys.argv = ["detainer", *sys.argv[2:]]
"""
CLI = "from detainer.cli import run\nrun()\n"
CHECK = ["check", "-p", "us-fl-pinellas", "-r", "Fri 3/6/2026 6:00 PM"]


def watched(folder: Path, code: str, *argv: str, **environment: str) -> tuple[int, list[str], str]:
    """Run code and return its exit code, what it reached for or wrote, and what it said."""
    note = folder.parent / f"{folder.name}.note"
    note.unlink(missing_ok=True)
    around = {name: value for name, value in os.environ.items() if not name.startswith(("DETAINER_", "COV_"))}
    around |= {
        "PYTHONDONTWRITEBYTECODE": "1",
        "XDG_DATA_HOME": str(folder / "share"),
        "TMPDIR": str(folder / "temporary"),
        **environment,
    }
    ran = subprocess.run(
        [sys.executable, "-c", WATCHED + code, str(note), *argv], cwd=folder, env=around, capture_output=True, text=True, timeout=60,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    return ran.returncode, note.read_text().splitlines(), ran.stdout + ran.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a table in every format, a sheet of agencies and a profile."""
    found = tmp_path / "here"
    (found / "temporary").mkdir(parents=True)
    (found / "a.csv").write_text("name,release_at,taken_at\nAnn Example,2026-11-25T15:00,2026-11-28T15:00\n")
    (found / "a.jsonl").write_text('{"name": "Ann Example", "release_at": "2026-11-25T15:00"}\n')
    packed(found / "a.xlsx", {})
    (found / "sheet.csv").write_text(
        "STATE,LAW ENFORCEMENT AGENCY,TYPE,COUNTY,SUPPORT TYPE,SIGNED\nFLORIDA,A Sheriff,County,A County,Warrant Service Officer,2019-04-24\n"
    )
    return found


HONORS = ["-p", "honors", "-z", "America/New_York"]
#: what is run, and the files that it is asked to write
RUNS: list[tuple[list[str], list[str]]] = [
    (CHECK, []), ([*CHECK, "--json"], []), ([*CHECK, "--explain"], []), ([*CHECK, "--format", "svg"], []), ([*CHECK, "--format", "html"], []),
    ([*CHECK, "--format", "ics", "--alarm", "2h"], []), ([*CHECK, "--ask"], []), ([*CHECK, "-o", "o.html"], ["o.html"]), ([*CHECK, "-z", "nowhere"], []),
    (["batch", "a.csv", *HONORS], []), (["batch", "a.jsonl", *HONORS, "-o", "o.csv"], ["o.csv"]), (["batch", "a.xlsx", *HONORS, "-o", "o.xlsx"], ["o.xlsx"]),
    (["batch", "a.csv", *HONORS, "--engine", "columnar", "-o", "o.csv"], ["o.csv"]), (["batch", "a.csv", *HONORS, "-o", "o.parquet"], ["o.parquet"]),
    (["audit", "a.csv", *HONORS, "--assume", "ordinary", "--sensitivity"], []), (["audit", "a.csv", *HONORS, "-o", "o.json"], ["o.json"]),
    (["profiles", "list"], []), (["profiles", "show", "us-ma"], []), (["profiles", "validate"], []), (["profiles", "map", "-o", "o.svg"], ["o.svg"]),
    (["profiles", "map", "-f", "html", "-o", "o.html"], ["o.html"]), (["profiles", "new", "us-ma-x", "--parent", "us-ma", "-o", "."], ["us-ma-x"]),
    (["agencies", "import", "sheet.csv"], [".csv"]), (["agencies", "find", "A Sheriff"], []),
    (["batch", "a.csv", *HONORS, "--record", "o.records"], ["o.records"]), ([*CHECK, "--record", "o.records"], ["o.records"]), (["recheck", "a.jsonl"], []),
    (["schema"], []), (["completion", "bash"], []), (["--version"], []), (["--help"], []), (["no-such-command"], []),
]  # fmt: skip


@pytest.mark.parametrize(("argv", "wrote"), RUNS, ids=[" ".join(argv) for argv, _ in RUNS])
def test_no_command_reaches_outside(argv: list[str], wrote: list[str], folder: Path) -> None:
    code, did, said = watched(folder, CLI, *argv)
    assert "INTERNAL" not in said
    assert code in (0, 1, 2)
    assert [line for line in did if line.startswith("reach ")] == []
    paths = [line.removeprefix("write ") for line in did]
    for path in paths:  # a sheet is made in a file of its own, then packed
        is_temporary = path.startswith(f"{folder}/temporary")
        assert is_temporary or ".detainer-" in path or any(name in path for name in wrote), path
    left = {path.name for path in folder.rglob("*") if path.is_file()} - {
        "a.csv",
        "a.jsonl",
        "a.xlsx",
        "sheet.csv",
    }
    assert all(any(name in path for name in wrote) for path in left), left


def test_every_command_is_run() -> None:
    assert {argv[0] for argv, _ in RUNS} >= set(COMMANDS)


def test_nor_does_a_shell_that_completes(folder: Path) -> None:
    typed = {"_DETAINER_COMPLETE": "bash_complete", "COMP_WORDS": "detainer check -p us-f", "COMP_CWORD": "3"}
    code, did, said = watched(folder, CLI, **typed)
    assert (code, did) == (0, [])
    assert "us-fl" in said


def test_nor_does_the_library(folder: Path) -> None:
    code, did, said = watched(
        folder,
        "import pkgutil, importlib, detainer\n"
        "for module in pkgutil.walk_packages(detainer.__path__, 'detainer.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
        "from datetime import UTC, datetime\n"
        "record = detainer.Custody(release_at=datetime(2026, 3, 2, tzinfo=UTC))\n"
        "print(detainer.check(record, 'us-ma', assume='ordinary'))\n",
    )
    assert (code, [line for line in did if line.startswith("reach ")]) == (0, [])
    assert "us-ma" in said


#: what is noticed: each is forbidden, and noted even where the program would hide it
REACHES = [
    "import socket; socket.socket()",
    "import socket; socket.getaddrinfo('localhost', 80)",
    "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9))\nexcept BaseException:\n    pass",
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "import subprocess; subprocess.run(['true'])",
    "import os; os.system('true')",
    "import asyncio; asyncio.run(asyncio.sleep(0))",
]


@pytest.mark.parametrize("code", REACHES)
def test_it_would_be_noticed(code: str, folder: Path) -> None:
    _, did, _ = watched(folder, code)
    assert any(line.startswith("reach ") for line in did)
    _, did, _ = watched(folder, "open('left', 'w').write('x')")
    assert did == ["write left"]


# ---- names ----

#: every fact of a record; a new one is looked at before it is added here: none may say who the person is
FACTS = {
    "release_at", "booked_at", "freed_at", "taken_at", "form", "box", "asks_custody", "issuer", "received_at", "served_at", "cancelled_at",
    "warrant_served_at", "designated", "papers", "citizenship", "agreement", "offense_on", "answers",
}  # fmt: skip


def test_a_record_has_no_place_for_a_name() -> None:
    assert {field.name for field in dataclasses.fields(Custody) if field.init} == FACTS


@pytest.mark.parametrize("to", ["text", "csv", "json"])
def test_an_audit_shows_no_column_that_was_not_asked_for(to: str, folder: Path) -> None:
    argv = ["audit", "a.csv", *HONORS, "--assume", "ordinary", "--to", to]
    assert "Ann Example" not in watched(folder, CLI, *argv)[2]
    kept = watched(folder, CLI, *argv, "--keep", "name")[2]
    assert ("Ann Example" in kept) == (to != "csv"), "the figures alone are a table"


def test_an_error_in_a_row_shows_no_other_cell_of_it(folder: Path) -> None:
    (folder / "a.csv").write_text("name,release_at\nAnn Example,soon\n")
    _, _, said = watched(folder, CLI, "batch", "a.csv", *HONORS, "--strict-rows")
    assert "'soon'" in said
    assert "Ann" not in said
