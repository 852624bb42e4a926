"""Engines started here, and a table that each of them answers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from scale import HERE, TABLES, written

if TYPE_CHECKING:
    from dask.distributed import Client
    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which the engines are started; their workers find what the tests hand them."""
    room, before = tmp_path_factory.mktemp("engines"), Path.cwd()
    os.chdir(room)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(HERE))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        yield room
    os.chdir(before)


@pytest.fixture(params=TABLES)
def people(request: pytest.FixtureRequest, room: Path) -> list[dict[str, Any]]:
    """The folder `people`, and what one machine makes of it."""
    return written(room, TABLES[request.param]())


@pytest.fixture
def texts(room: Path) -> list[dict[str, Any]]:
    """The same with text alone."""
    return written(room, TABLES["text"]())


@pytest.fixture(scope="session")
def spark(room: Path) -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2,3]")  # two workers, three attempts at a task
    options = {
        "spark.ui.enabled": "false",
        "spark.driver.memory": "512m",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",  # else its own, which tells no zone
        "spark.sql.files.openCostInBytes": "256m",  # a partition for each file
        "spark.sql.execution.arrow.maxRecordsPerBatch": "250",
    }
    for name, value in options.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def client(room: Path) -> Iterator[Client]:
    from dask.distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client
