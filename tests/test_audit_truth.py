"""An audit held against a table of which every figure is known before it is audited (``benchmarks/audit.py``)."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from shell import do

FOLDER = Path(__file__).parent.parent / "benchmarks"
COUNT = 20_000


@pytest.fixture(scope="module")
def bench() -> Iterator[ModuleType]:
    """The benchmark as a module, with fewer people to make the records of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        loaded = importlib.import_module("audit")
        patch.setattr(loaded, "STARTS", 600)
        patch.setattr(loaded, "POOL", 3_000)
        yield loaded
        for name in ("audit", "batch", "clock"):
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def made(bench: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    path = tmp_path_factory.mktemp("truth") / "in.csv"
    return path, bench.table(path, COUNT)


def test_the_shares_are_those_that_were_chosen(bench: ModuleType, made: tuple[Path, dict[str, Any]]) -> None:
    """Of 1,000 records 320, 10 and 10 again are inside, 490 more after the straight end, 190 of these by the other."""
    ends = made[1]["total"]["ends"]
    per = COUNT // 1_000
    assert sum(bench.SHARES.values()) == 1_000
    assert (ends["straight"]["inside"], ends["straight"]["late"]) == ([340 * per] * 2, [480 * per] * 2)
    assert (ends["regulation"]["inside"], ends["regulation"]["late"]) == ([530 * per] * 2, [290 * per] * 2)
    assert made[1]["funnel"] == {"rows": COUNT, "error:TIME_UNREADABLE": -10 * per, "counted": 990 * per}
    assert made[1]["notes"] == {"NEGATIVE_GAP": 30 * per, "ROW_DOUBLED": 10 * per}
    assert sum(made[1]["total"]["holds"].values()) == 990 * per


@pytest.mark.parametrize("engine", ["row", "columnar"])
def test_every_figure_is_the_truth(engine: str, bench: ModuleType, made: tuple[Path, dict[str, Any]]) -> None:
    path, truth = made
    out = path.parent / f"{engine}.json"
    assert do(*bench.arguments(path, out, "--engine", engine)).code == 1, "some times cannot be read"
    report = json.loads(out.read_text("utf-8"))
    assert bench.differences(truth, report) == []
    assert len(dict(bench.flat(truth))) > 500
    report["total"]["ends"]["straight"]["late"][0] += 1
    report["by"]["place"][0]["counted"] -= 1
    assert len(bench.differences(truth, report)) == 2, "what differs is seen"
