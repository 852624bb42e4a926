"""How fast the columnar engine answers tables, in how much memory, and how vectorised libraries fare.

Run it where the program and its extras ``arrow`` and ``bench`` are installed:
``python benchmarks/columnar.py``; ``python benchmarks/columnar.py 1000000`` for other numbers of
rows. The largest tables take gigabytes of scratch space.

First part: ``detainer batch`` from CSV to CSV on the table of ``benchmarks/batch.py`` (fourteen
columns, mixed papers, releases to the minute over eight years), each run a process of its own.
Beside it what pyarrow takes, on one thread, to read the same file as text and to write the
columns of the answered table, and the row engine on the first rows, whose bytes are compared.

Second part: the end of 48 hours without Saturdays, Sundays and federal holidays, from CSV to
CSV, by libraries that count a whole column at once, each as its documentation has it: two
business days on from a business day, from the next one's midnight otherwise. They count this
one end and nothing else. Ends are compared with the count by minutes of ``tests/oracle.py``.

Time is that of the processor, start-up in it, of the fastest of three runs: memory that a virtual
machine was not given yet makes the first run that writes gigabytes seconds slower. On a busy
machine only the ratios say something.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import batch as rows
import clock as peers

SIZES = (1_000_000, 10_000_000, 20_000_000)
RUNS = 3
RATE, TIMES, AIM, MEMORY, GROWTH = 1_000_000, 3, 2, 400, 11
COMPARED, COUNTED, PEERED = 200_000, 20_000, 1_000_000

#: reads a file and writes the columns of another, on one thread; prints the processor's seconds of both
PYARROW = """
import sys, time
import pyarrow as pa, pyarrow.csv as pc
pa.set_cpu_count(1), pa.set_io_thread_count(1)
def texts(path):
    names = open(path, encoding="utf-8").readline().strip().split(",")
    return pc.ConvertOptions(column_types={name: pa.string() for name in names}, strings_can_be_null=False)
def read(path):
    return pc.open_csv(path, pc.ReadOptions(use_threads=False, block_size=4 << 20), convert_options=texts(path))
began = time.process_time()
for _ in read(sys.argv[1]): pass
took = time.process_time() - began
source = read(sys.argv[2])
with pc.CSVWriter(sys.argv[3], source.schema) as writer:
    for batch in source:
        began = time.process_time()
        writer.write_batch(batch)
        took += time.process_time() - began
print(took)
"""


def table(path: Path, count: int) -> None:
    """Write a table of made-up records: a million at most, over and over."""
    some = min(count, 1_000_000)
    rows.table(path, some)
    if count > some:
        _, body = path.read_bytes().split(b"\n", 1)
        with path.open("ab") as file:
            for _ in range(count // some - 1):
                file.write(body)


def spent(source: Path, out: Path, engine: str) -> tuple[float, float, float]:
    """Answer a table in a process of its own; return its processor time, wall time and megabytes."""
    return rows.spent(source, out, "--engine", engine)


def ours(folder: Path, sizes: list[int]) -> bool:
    print(f"detainer batch --engine columnar, CSV to CSV, {rows.PROFILE}, mixed papers, one process each")
    print(
        f"{'rows':>11}{'processor s':>13}{'wall s':>9}{'rows/s':>12}{'MB':>7}{'pyarrow s':>11}{'ratio':>7}{'times the first':>17}"
    )
    source, out, scratch = folder / "in.csv", folder / "out.csv", folder / "pyarrow.csv"
    first = 0.0
    held = dict.fromkeys(("rows/s", "pyarrow", "memory", "linear", "bytes"), True)
    for count in sizes:
        table(source, count)
        used, wall, memory = min(spent(source, out, "columnar") for _ in range(RUNS))
        merely = min(
            float(subprocess.check_output([sys.executable, "-c", PYARROW, source, out, scratch]))
            for _ in range(RUNS)
        )
        first = first or used
        rate, ratio, growth = count / used, used / merely, used / first
        print(
            f"{count:>11,}{used:>13.2f}{wall:>9.2f}{rate:>12,.0f}{memory:>7.0f}{merely:>11.2f}{ratio:>7.2f}{growth:>17.2f}"
        )
        held["rows/s"] &= rate >= RATE or count < max(sizes)  # where the first second weighs least
        held["pyarrow"] &= ratio <= TIMES
        held["memory"] &= memory < MEMORY
        held["linear"] &= growth <= GROWTH * count / sizes[0] / 10
        scratch.unlink()
    table(source, COMPARED)
    used = spent(source, out, "columnar")[0]
    by_column = out.read_bytes()
    by_row = spent(source, out, "row")[0]
    held["bytes"] = by_column == out.read_bytes()
    print(
        f"{COMPARED:>11,} rows by the row engine: {by_row / used:.1f} times as long; the same bytes: {held['bytes']}"
    )
    bounds = {
        "rows/s": f"{RATE:,} rows/s at the largest",
        "pyarrow": f"{TIMES} times pyarrow (aim {AIM})",
        "memory": f"{MEMORY} MB",
        "linear": f"ten times the rows in {GROWTH} times the time",
        "bytes": "the row engine's bytes",
    }
    for name, bound in bounds.items():
        print(f"  {bound}: {'held' if held[name] else 'MISSED'}")
    return all(held.values())


# ---- others ----


def by_numpy(source: Path, out: Path, days: list[Any]) -> None:
    import numpy as np
    import pyarrow as pa
    import pyarrow.csv as pc

    rows_ = pc.read_csv(source, convert_options=pc.ConvertOptions(column_types={"release_at": pa.string()}))
    starts = rows_["release_at"].to_numpy().astype("M8[m]")
    dates = starts.astype("M8[D]")
    calendar = np.busdaycalendar(holidays=days)
    counts = np.is_busday(dates, busdaycal=calendar)
    to = np.busday_offset(dates, 2, roll="forward", busdaycal=calendar)
    ends = to + np.where(counts, starts - dates, np.timedelta64(0, "m"))
    pc.write_csv(rows_.append_column("end", pa.array(np.datetime_as_string(ends))), out)


def by_pandas(source: Path, out: Path, days: list[Any]) -> None:
    import warnings

    import pandas as pd

    warnings.simplefilter("ignore")  # it says itself that this is not vectorised
    frame = pd.read_csv(source, parse_dates=["release_at"], dtype=str)
    step = pd.offsets.CustomBusinessDay(2, holidays=days)
    frame["end"] = (frame["release_at"] + step).dt.strftime(rows.FORM)
    frame.to_csv(out, index=False)


def by_polars(source: Path, out: Path, days: list[Any]) -> None:
    import polars as pl

    frame = pl.read_csv(source, infer_schema=False)
    start = pl.col("release_at").str.to_datetime("%Y-%m-%dT%H:%M")
    counts = start.dt.is_business_day(holidays=days)
    kept = pl.when(counts).then(start).otherwise(start.dt.truncate("1d"))
    end = kept.dt.add_business_days(2, holidays=days, roll="forward").dt.strftime("%Y-%m-%dT%H:%M")
    frame.with_columns(end=end).write_csv(out)


PEERS: dict[str, Callable[[Path, Path, list[Any]], None]] = {
    "numpy.busday_offset, one array": by_numpy,
    "pandas CustomBusinessDay": by_pandas,
    "polars add_business_days": by_polars,
}


def others(folder: Path) -> None:
    import csv

    source, out = folder / "in.csv", folder / "out.csv"
    table(source, PEERED)
    starts = [
        rows.seconds(at.replace(tzinfo=rows.HERE))
        for at, _ in zip(rows.releases(PEERED), range(COUNTED), strict=False)
    ]
    true = [
        f"{datetime.fromtimestamp(peers.oracle.end(peers.CLOCK, start, peers.ZONE), rows.HERE):{rows.FORM}}"
        for start in starts
    ]
    print(
        f"\n48 hours without weekends and holidays on {PEERED:,} rows, CSV to CSV; the first {COUNTED:,} ends compared"
    )
    print(f"{'':34}{'processor s':>13}{'rows/s':>12}{'wrong':>8}")

    def shown(name: str, used: float, column: int) -> None:
        with out.open(encoding="utf-8", newline="") as file:
            read = csv.reader(file)
            next(read)
            wrong = sum(cells[column][:16] != end for cells, end in zip(read, true, strict=False))
        print(f"{name:34}{used:>13.2f}{PEERED / used:>12,.0f}{wrong:>8,}")

    shown("detainer batch, all columns", spent(source, out, "columnar")[0], len(rows.HEAD) + 4)
    for name in PEERS:
        code = f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r}); import columnar; columnar.one({name!r}, *sys.argv[1:])"
        limited = {**os.environ, "POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-c", code, str(source), str(out)]
        child = os.posix_spawn(sys.executable, command, limited)
        _, status, used = os.wait4(child, 0)
        if status:
            print(f"{name:34}skipped: it is not installed, or failed")
            continue
        shown(name, used.ru_utime + used.ru_stime, -1)


def one(name: str, source: str, out: str) -> None:
    """Run one of the others, in a process of its own."""
    PEERS[name](Path(source), Path(out), peers.days_off())


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        held = ours(Path(scratch), [int(word) for word in sys.argv[1:]] or list(SIZES))
        others(Path(scratch))
    sys.exit(0 if held else 1)
