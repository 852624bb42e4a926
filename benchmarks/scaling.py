"""How rows per second grow with processes, and what bounds them: a table of Parquet files, and one of CSV files.

Run it where the program and its extra ``arrow`` are installed: ``python benchmarks/scaling.py``;
``python benchmarks/scaling.py 8 250000 1 2 4`` for other numbers of files, of rows of each, and of
processes. It takes a few gigabytes of scratch space.

Parquet: each process (started anew, not forked) takes a file, reads it, answers it by
``detainer.arrow.decide_batches`` and writes it, until none is left; pyarrow has one thread in
it. What reading, answering and writing take of the processor is told apart, and so is what a
file takes until its first 65,536 rows are answered, in which most rulings are made. The rows are
those of ``benchmarks/batch.py``, with times as times: fourteen columns, mixed papers. CSV:
``detainer batch`` on each file, so many at a time, start-up in it.

The wall clock runs from when all processes are ready. On a machine that others use only the
processor's time says something; how busy it was is told.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import batch as rows

FILES, ROWS, PROCESSES = 4, 1_000_000, (1, 2)
CORES, BATCH = 100, 65_536
TIMES = ("release_at", "booked_at", "taken_at")


class Spent(NamedTuple):
    """Seconds of the processor on one file or on several, and the bytes that were held in between.

    ``first`` is the part of ``answering`` that the first batch of each file took.
    """

    reading: float = 0.0
    answering: float = 0.0
    writing: float = 0.0
    first: float = 0.0
    held: int = 0

    @property
    def whole(self) -> float:
        """All of them."""
        return self.reading + self.answering + self.writing

    def __add__(self, other: object) -> Spent:
        """Return both together."""
        assert isinstance(other, Spent)
        return Spent(*map(sum, zip(self, other, strict=True)))


def made(folder: Path, files: int, count: int) -> None:
    """Write the tables: CSV, and the same in Parquet."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv
    import pyarrow.parquet as pq

    for name in ("csv", "parquet"):
        (folder / name).mkdir()
    rows.table(folder / "csv" / "0.csv", count)
    texts = pyarrow.csv.ConvertOptions(
        column_types=dict.fromkeys(rows.HEAD, pa.string()), strings_can_be_null=False
    )
    table = pyarrow.csv.read_csv(folder / "csv" / "0.csv", convert_options=texts)
    for name in TIMES:
        filled = pc.if_else(pc.equal(table[name], ""), None, table[name])
        at = pc.strptime(filled, "%Y-%m-%dT%H:%M", "us")
        table = table.set_column(table.schema.get_field_index(name), name, at)
    pq.write_table(table, folder / "parquet" / "0.parquet", row_group_size=65_536)
    for kind in ("csv", "parquet"):
        for number in range(1, files):
            os.link(folder / kind / f"0.{kind}", folder / kind / f"{number}.{kind}")


def ready(barrier: object) -> None:
    """Load what a process needs, and wait for the others."""
    import pyarrow as pa

    import detainer.arrow

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    assert detainer.arrow.decide_batches
    barrier.wait()  # type: ignore[attr-defined]


def answered(source: str, out: str) -> Spent:
    """Answer a file of Parquet; return what it took."""
    import pyarrow.parquet as pq

    from detainer.arrow import decide_batches, decided_schema

    file, clock, how = pq.ParquetFile(source), time.process_time, {"profile": rows.PROFILE}
    given, read = file.iter_batches(BATCH, use_threads=False), [0.0]

    def batches() -> Iterator[Any]:
        while True:
            began = clock()
            batch = next(given, None)
            read[0] += clock() - began
            if batch is None:
                return
            yield batch

    began, first, writing, held = clock(), 0.0, 0.0, 0
    with pq.ParquetWriter(out, decided_schema(file.schema_arrow, **how)) as writer:
        for batch in decide_batches(batches(), **how):
            middle = clock()
            first = first or middle - began - read[0]
            writer.write_batch(batch)
            writing += clock() - middle
            held += batch.nbytes
        middle = clock()
    whole, writing = clock() - began, writing + clock() - middle
    return Spent(read[0], whole - read[0] - writing, writing, first, held)


def by_parquet(folder: Path, files: int, processes: int) -> tuple[float, Spent]:
    """Answer the files with so many processes; return the wall clock's seconds, and what all of them took."""
    context = get_context("spawn")
    barrier = context.Barrier(processes + 1)
    with ProcessPoolExecutor(processes, context, ready, (barrier,)) as pool:
        first = [pool.submit(time.sleep, 0) for _ in range(processes)]  # each starts one
        barrier.wait()
        for item in first:
            item.result()
        return timed(
            lambda number: pool.submit(
                answered, str(folder / "parquet" / f"{number}.parquet"), out(folder, number, "parquet")
            ),
            files,
        )


def by_csv(folder: Path, files: int, processes: int) -> tuple[float, Spent]:
    def run(number: int) -> Spent:
        source = folder / "csv" / f"{number}.csv"
        return Spent(
            answering=rows.spent(source, Path(out(folder, number, "csv")), "--engine", "columnar")[0]
        )

    with ThreadPoolExecutor(processes) as pool:
        return timed(lambda number: pool.submit(run, number), files)


def out(folder: Path, number: int, kind: str) -> str:
    return str(folder / f"out-{number}.{kind}")


def timed(start: Callable[[int], Future[Spent]], files: int) -> tuple[float, Spent]:
    began = time.perf_counter()
    spent = sum((item.result() for item in [start(number) for number in range(files)]), Spent())
    return time.perf_counter() - began, spent


def size(folder: Path, pattern: str) -> int:
    return sum(path.stat().st_size for path in folder.glob(pattern))


def main(files: int, count: int, processes: tuple[int, ...]) -> None:
    whole = files * count
    load = os.getloadavg()[0]
    print(
        f"{files} files of {count:,} rows, {rows.PROFILE}; {os.cpu_count()} cores, of which {load:.1f} were at work"
    )
    print(
        f"{'':>8}{'processes':>11}{'wall s':>9}{'rows/s':>11}{'times one':>11}{'processor s':>13}{'rows/s a core':>15}"
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made(folder, files, count)
        for kind, run in (("parquet", by_parquet), ("csv", by_csv)):
            runs = []
            for number in processes:
                wall, spent = run(folder, files, number)
                runs.append((wall, spent))
                print(f"{kind:>8}{number:>11}{wall:>9.2f}{whole / wall:>11,.0f}{runs[0][0] / wall:>11.2f}"
                      f"{spent.whole:>13.2f}{whole / spent.whole:>15,.0f}")  # fmt: skip
            told(folder, kind, whole, files, runs[0][1])


def told(folder: Path, kind: str, whole: int, files: int, spent: Spent) -> None:
    """Say where the time of the first run went, and what a hundred such cores would come to."""
    if spent.reading:
        parts = (("reading", spent.reading), ("answering", spent.answering), ("writing", spent.writing))
        each = ", ".join(
            f"{name} {part / whole * 1e9:,.0f} ns a row ({part / spent.whole:.0%})" for name, part in parts
        )
        print(f"  of the processor: {each}")
        later = (spent.answering - spent.first) / max(whole - files * BATCH, 1)
        print(
            f"  answering: {spent.first / files:.2f} s for the first {BATCH:,} rows of a file, {later * 1e9:,.0f} ns for each after them"
        )
    read, written = size(folder, f"{kind}/*") / whole, size(folder, f"out-*.{kind}") / whole
    memory = f", {spent.held / whole:.0f} in memory" if spent.held else ""
    print(f"  bytes a row: {read:.0f} read, {written:.0f} written{memory}")
    print(f"  one core that merely reads: {whole / files / merely_read(folder, kind):,.0f} rows/s")
    rate = CORES * whole / spent.whole
    print(
        f"  {CORES} such cores: {rate / 1e6:,.0f} million rows/s; {rate * read / 1e9:.1f} GB/s read, {rate * written / 1e9:.1f} GB/s written"
    )


READ = """
import sys, time
import pyarrow as pa, pyarrow.csv as pc, pyarrow.parquet as pq
pa.set_cpu_count(1), pa.set_io_thread_count(1)
began = time.process_time()
if sys.argv[1].endswith(".csv"):
    for _ in pc.open_csv(sys.argv[1], pc.ReadOptions(use_threads=False)): pass
else:
    for _ in pq.ParquetFile(sys.argv[1]).iter_batches(65_536, use_threads=False): pass
print(time.process_time() - began)
"""


def merely_read(folder: Path, kind: str) -> float:
    """Return the processor's seconds that pyarrow takes to read a file and do nothing with it."""
    return min(
        float(subprocess.check_output([sys.executable, "-c", READ, folder / kind / f"0.{kind}"]))
        for _ in range(3)
    )


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*(given[:2] if len(given) > 1 else (FILES, ROWS)), tuple(given[2:]) or PROCESSES)
