"""How fast tables are answered, in how much memory, and how others fare on the same rows.

Run it where the program and its ``bench`` extra are installed: ``python benchmarks/batch.py``;
``python benchmarks/batch.py 10000 100000`` for other numbers of rows.

First part: ``detainer batch`` from CSV to CSV, each run a process of its own, one profile and
mixed papers: fourteen columns, releases to the minute over eight years, detainers received
before release or at an hour not known, one in eight with facts left open. Time is that of the
processor; start-up is in it.

Second part: the end of 48 hours without Saturdays, Sundays and federal holidays as kept, for
the same rows, from CSV to CSV; ends are compared with the count by minutes of
``tests/oracle.py``. The peers count this one end and nothing else.
"""

from __future__ import annotations

import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import clock as peers

from detainer.zones import load, seconds

PROFILE, ZONE = "us-fl-pinellas", "America/New_York"
HERE = load(ZONE)
SIZES = (10_000, 100_000, 2_000_000)
BOUND, AIM = 30_000, 50_000  # rows a second, where the first rulings no longer weigh
SETTLED = 100_000
MEMORY = 100  # megabytes
GROWTH = 1.25  # how much longer a row may take in the largest table than in the one before
HEAD = ("id", "name", "release_at", "booked_at", "received_at", "served_at", "taken_at", "form", "box", "I-200", "I-205",
        "criminal-warrant", "citizenship", "cancelled_at")  # fmt: skip
FORM = "%Y-%m-%dT%H:%M"
#: I-200, I-205, a court's warrant, citizenship
PAPERS = (("yes", "no", "no", "none"), ("no", "no", "no", "none"), ("no", "yes", "no", "none"), ("yes", "no", "yes", "none"),
          ("yes", "no", "no", "claimed"), ("yes", "no", "no", "resolved"), ("yes", "no", "no", "none"), ("", "", "no", "none"))  # fmt: skip


def releases(count: int) -> Iterator[datetime]:
    """Yield local times to the minute, none that a clock change skipped or showed twice."""
    chance = random.Random(48)
    first = datetime(2018, 1, 2)
    while count:
        at = first + timedelta(minutes=chance.randrange(8 * 365 * 24 * 60))
        if not (at.month in (3, 11) and at.weekday() == 6 and at.day < 15 and at.hour < 4):
            yield at
            count -= 1


def table(path: Path, count: int) -> None:
    """Write a table of made-up records."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        put = csv.writer(file, lineterminator="\n").writerow
        put(HEAD)
        for number, release in enumerate(releases(count)):
            booked = release.replace(hour=12) - timedelta(days=chance.randrange(3, 60))
            received = booked.replace(hour=chance.randrange(13, 24), minute=chance.randrange(60))
            paper = chance.choice(PAPERS)
            put((number, f"Doe, {number % 977}", f"{release:{FORM}}", f"{booked:{FORM}}",
                 f"{received:{FORM}}" if chance.random() < 0.5 else "in-time", "in-time",
                 f"{release.replace(hour=20) + timedelta(days=chance.randrange(1, 4)):{FORM}}" if chance.random() < 0.6 else "",
                 "I-247A", "1", *paper, "never"))  # fmt: skip


def spent(source: Path, out: Path, *more: str) -> tuple[float, float, float]:
    """Answer a table in a process of its own; return its processor time, wall time and megabytes.

    The megabytes are never less than this process's own, which it is started from.
    """
    command = [
        sys.executable,
        "-m",
        "detainer",
        "batch",
        str(source),
        "-p",
        PROFILE,
        "-o",
        str(out),
        *(more or ("--engine", "row")),
    ]
    began = time.perf_counter()
    child = os.posix_spawn(sys.executable, command, {**os.environ, "PYTHONWARNINGS": "ignore"})
    _, status, used = os.wait4(child, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss / 1024


def ours(folder: Path, sizes: list[int]) -> bool:
    print(f"detainer batch, CSV to CSV, {PROFILE}, mixed papers, one process each")
    print(f"{'rows':>10}{'processor s':>13}{'wall s':>9}{'rows/s':>10}{'MB':>7}{'us a row':>10}")
    good, before = True, 0.0
    for count in sizes:
        source = folder / f"{count}.csv"
        table(source, count)
        used, wall, memory = min(
            spent(source, folder / "out.csv") for _ in range(3 if count < 1_000_000 else 1)
        )
        rate, each = count / used, used / count * 1e6
        print(f"{count:>10,}{used:>13.2f}{wall:>9.2f}{rate:>10,.0f}{memory:>7.0f}{each:>10.1f}")
        good &= memory < MEMORY
        if count >= SETTLED:
            good &= rate >= BOUND and (not before or each <= before * GROWTH)
            before = each
    print(
        f"  bounds: {BOUND:,} rows/s (aim {AIM:,}) from {SETTLED:,} rows on, {MEMORY} MB, linear: {'held' if good else 'MISSED'}"
    )
    return good


def timed(run: Callable[[], object]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


def end_of(cells: list[str]) -> str:
    """Return the end of the regulation's reading that a row of the answered table has."""
    return cells[len(HEAD) + 4][:16]


def others(folder: Path) -> None:
    names = {
        "businesstimedelta": peers.businesstimedelta,
        "pandas CustomBusinessHour": peers.custom_business_hour,
        "pandas CustomBusinessDay": peers.custom_business_day,
        "numpy.busday_offset, one by one": peers.numpy_one,
        "numpy.busday_offset, one array": peers.numpy_all,
    }
    count = 20_000
    source, out = folder / "peers.csv", folder / "out.csv"
    table(source, count)
    true = [
        f"{datetime.fromtimestamp(peers.oracle.end(peers.CLOCK, seconds(at.replace(tzinfo=HERE)), ZONE), HERE):{FORM}}"
        for at in releases(count)
    ]
    print(f"\n48 hours without weekends and holidays on {count:,} of these rows, CSV to CSV")
    print(f"{'':34}{'rows':>8}{'rows/s':>10}{'wrong':>8}")
    used = spent(source, out)[0]
    with out.open(encoding="utf-8", newline="") as file:
        ends = [end_of(cells) for cells in list(csv.reader(file))[1:]]
    wrong = sum(end != right for end, right in zip(ends, true, strict=True))
    print(f"{'detainer batch, all columns':34}{count:>8,}{count / used:>10,.0f}{wrong:>8,}")
    for name, prepare in names.items():
        some = count if "one by one" in name or "array" in name else 2_000

        def run(prepare: Callable = prepare, some: int = some) -> None:  # type: ignore[type-arg]
            with source.open(encoding="utf-8", newline="") as file:
                rows = list(csv.reader(file))[1 : some + 1]
            starts = [seconds(datetime.fromisoformat(row[2]).replace(tzinfo=HERE)) for row in rows]
            count_them, read = prepare(starts)
            texts = [f"{datetime.fromtimestamp(read(end), HERE):{FORM}}" for end in count_them()]
            with out.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([*row, text] for row, text in zip(rows, texts, strict=True))

        try:
            prepare([0, 86_400])  # what it imports is not counted
        except ImportError as error:
            print(f"{name:34}skipped: {error.name} is not installed")
            continue
        taken = timed(run)
        with out.open(encoding="utf-8", newline="") as file:
            ends = [cells[-1] for cells in csv.reader(file)]
        wrong = sum(end != right for end, right in zip(ends, true, strict=False))
        print(f"{name:34}{some:>8,}{some / taken:>10,.0f}{wrong:>8,}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        held = ours(Path(scratch), [int(word) for word in sys.argv[1:]] or list(SIZES))
        others(Path(scratch))
    sys.exit(0 if held else 1)
