"""Spark in local mode: its workers are processes of their own, to which the function is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from mappers import dying, spoiled
from scale import FILES, HOW, ROWS, rows, run

from detainer.arrow import decide_batches, decided_schema

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("ignore")]  # what an engine warns of is its own


def mapped(spark: SparkSession, mapper: Any) -> DataFrame:
    """The folder `people` through a mapper that adds the answers."""
    from pyspark.sql.types import StructType

    people = spark.read.parquet("people")
    whole = list(decided_schema(people.limit(0).toArrow().schema, **HOW))[len(people.columns) :]
    added = spark.createDataFrame(pa.schema(whole).empty_table()).schema
    return people.mapInArrow(mapper, StructType([*people.schema, *added]))


def test_the_lines_of_the_page_answer_as_one_machine(
    people: list[dict[str, Any]], room: Path, spark: SparkSession
) -> None:
    run("Spark", spark=spark)
    found = rows(room / "answers")
    assert len(found) == FILES * ROWS
    assert found == people
    assert len(list((room / "answers").glob("*.parquet"))) == FILES, "a partition each"


def test_a_worker_that_is_killed_half_way_loses_nothing(
    texts: list[dict[str, Any]], room: Path, spark: SparkSession
) -> None:
    marker = room / "spark-died"
    mapped(spark, partial(dying, marker=str(marker), **HOW)).write.parquet("answers")
    assert marker.exists(), "one was killed"
    assert rows(room / "answers") == texts, "every row, and once"


def test_a_batch_that_cannot_be_read_is_told_with_its_partition(
    texts: list[dict[str, Any]], spark: SparkSession
) -> None:
    def mapper(batches: Iterable[Any]) -> Iterator[Any]:
        from pyspark import TaskContext

        task = TaskContext.get()
        spoil = 2 if task is not None and task.partitionId() == 3 else 0
        return decide_batches(spoiled(batches, spoil), **HOW)

    with pytest.raises(Exception, match="DetainerError") as caught:
        mapped(spark, mapper).collect()
    told = "BATCH_UNREADABLE batches: batch 2 of partition 3: column 'release_at': ArrowInvalid"
    assert told in str(caught.value)
