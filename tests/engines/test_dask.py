"""Dask on a cluster of two workers, each a process that is watched over and started anew."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from mappers import dying, spoiled
from scale import FILES, HOW, ROWS, lines_of, rows, run

from detainer import DetainerError
from detainer.arrow import decide_batches

if TYPE_CHECKING:
    from dask.distributed import Client

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("ignore")]  # what an engine warns of is its own


def files() -> list[tuple[int, str]]:
    return [(number, f"people/{number}.parquet") for number in range(FILES)]


def test_the_lines_of_the_page_answer_as_one_machine(
    people: list[dict[str, Any]], room: Path, client: Client
) -> None:
    run("Dask")
    found = rows(room / "answers")
    assert len(found) == FILES * ROWS
    assert found == people
    assert len(list((room / "answers").glob("*.parquet"))) == FILES, "a partition each"


def test_a_worker_that_is_killed_half_way_loses_nothing(
    texts: list[dict[str, Any]], room: Path, client: Client
) -> None:
    marker = str(room / "dask-died")
    before = set(client.run(os.getpid).values())

    def answered(file: tuple[int, str]) -> list[dict[str, Any]]:
        import pyarrow.parquet as pq

        batches = pq.ParquetFile(file[1]).iter_batches(200)
        return [row for out in dying(batches, marker, partition=file[0], **HOW) for row in out.to_pylist()]

    found = [row for part in client.gather(client.map(answered, files())) for row in part]
    assert Path(marker).exists(), "one was killed"
    client.wait_for_workers(2, timeout=60)
    assert len(before - set(client.run(os.getpid).values())) == 1, "and another took its place"
    assert found == texts, "every row, and once"


def test_a_batch_that_cannot_be_read_is_told_with_its_partition(
    texts: list[dict[str, Any]], client: Client
) -> None:
    def answered(file: tuple[int, str]) -> int:
        import pyarrow.parquet as pq

        batches = spoiled(pq.ParquetFile(file[1]).iter_batches(200), 2 if file[0] == 3 else 0)
        return sum(out.num_rows for out in decide_batches(batches, partition=file[0], **HOW))

    parts = client.map(answered, files())
    with pytest.raises(DetainerError) as caught:
        client.gather(parts)
    told = "batch 2 of partition 3: column 'release_at': ArrowInvalid"
    assert [(problem.code, told in problem.message) for problem in caught.value.problems] == [
        ("BATCH_UNREADABLE", True)
    ]
    assert client.gather(parts[:3]) == [ROWS] * 3, "the others are answered"


def test_the_lines_of_the_page_name_the_partition(client: Client) -> None:
    """As they stand, on a table in one part of which the cells do not lie where it says."""
    import pandas as pd
    import pyarrow as pa
    from dask import dataframe as dd

    def part(number: int) -> Any:
        rows = pa.record_batch({"release_at": ["2026-11-25T15:00", "soon"]})
        (rows,) = spoiled([rows], 1 if number == 1 else 0)
        return pd.DataFrame({"release_at": pd.arrays.ArrowExtensionArray(rows.column(0))})

    given: dict[str, Any] = {"__name__": "__main__"}
    exec(lines_of("Dask").partition("how = ")[0], given)
    decided, people = given["decided"], dd.from_map(part, [0, 1], meta=part(0))
    answers = people.map_partitions(decided, meta=decided(part(0), profile="us-ma"), profile="us-ma")
    with pytest.raises(DetainerError, match="batch 1 of partition 1: column 'release_at': ArrowInvalid"):
        answers.compute()
    assert answers.partitions[0].compute()["error_code"].fillna("").tolist() == ["", "TIME_UNREADABLE"]
