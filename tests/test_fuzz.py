"""What the fuzz targets begin with, and what they once found, run each time; and that they can fail."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent / "fuzz"
sys.path.insert(0, str(FUZZ))

from run import LONGEST, TARGETS, seeds, target  # noqa: E402


@pytest.mark.parametrize("path", [path for name in TARGETS for path in seeds(name)], ids=lambda path: f"{path.parent.name}-{path.name}")  # fmt: skip
def test_every_seed(path: Path) -> None:
    data = path.read_bytes()
    assert len(data) <= LONGEST[path.parent.name], "a run would cut it"
    target(path.parent.name)(data)


def test_the_seeds_are_small() -> None:
    assert sum(path.stat().st_size for name in TARGETS for path in seeds(name)) < 100_000


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_at_all(name: str) -> None:
    target(name)(b"")


#: (target, what is made to fail, an input, why)
FAULTS = [
    ("times", "fuzz_times.read_instant", b"\x00x", "the time reader raises what is no coded error"),
    ("conditions", "fuzz_conditions.parse", b"a", "so does the parser"),
    ("profiles", "fuzz_profiles.load_profile", b"", "so does the loader"),
    ("tables", "detainer.formats.tables.csv.CsvReader.__iter__", b"\x00release_at\n1\n", "so does a reader of tables"),
    ("workbooks", "detainer.cli.batch.columns", b"\x03<sst/>", "so does what is done with a workbook"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "place", "data", "why"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_noticed(
    name: str, place: str, data: bytes, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = target(name)

    def fault(*_: object, **__: object) -> None:
        raise IndexError(why)

    monkeypatch.setattr(place, fault)
    with pytest.raises(IndexError):
        run(data)


def test_a_problem_that_may_not_be_shown_is_noticed() -> None:
    from detainer import DetainerError
    from detainer.errors import Problem

    coded = importlib.import_module("sound").coded
    for wrong in (
        [],
        [Problem("NO_SUCH_CODE", None, "x")],
        [Problem("TIME_MISSING", None, "\x1b[31m")],
        [Problem("TIME_MISSING", "a\u202eb", "x")],
    ):
        with pytest.raises(AssertionError):
            coded(DetainerError(wrong))
    coded(DetainerError([Problem("TIME_MISSING", "release_at", "no time of day", "add it")]))


def test_it_runs_without_atheris(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(FUZZ / "run.py"), "times", "1", "--plain", "--keep", str(tmp_path)], capture_output=True, text=True, timeout=60
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert "inputs in 1 s, none failed" in ran.stdout
    assert list(tmp_path.iterdir()) == []
