"""DuckDB and Ray Data: the lines of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scale import FILES, ROWS, rows, run

pytestmark = [pytest.mark.engines, pytest.mark.filterwarnings("ignore")]  # what an engine warns of is its own


@pytest.fixture(scope="module")
def ray(room: Path) -> Iterator[None]:
    import ray

    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR", object_store_memory=100_000_000)
    yield
    ray.shutdown()


@pytest.mark.parametrize("threads", [1, 2])
def test_duckdb_answers_as_one_machine(people: list[dict[str, Any]], room: Path, threads: int) -> None:
    import duckdb

    duckdb.execute(f"SET threads TO {threads}")
    run("DuckDB")
    found = rows(room / "answers")
    assert len(found) == FILES * ROWS
    assert found == people


def test_ray_answers_as_one_machine(people: list[dict[str, Any]], room: Path, ray: None) -> None:
    run("Ray Data")
    found = rows(room / "answers")
    assert len(found) == FILES * ROWS
    assert found == people
