"""What the engines are given to run where something is to go wrong on the way."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from detainer.arrow import decide_batches


def dying(batches: Iterable[Any], marker: str, **how: Any) -> Iterator[Any]:
    """Answer batches; the first process that has answered two of them is killed in the midst of it."""
    for number, out in enumerate(decide_batches(batches, **how), 1):
        yield out
        if number == 2 and first(marker):
            os.kill(os.getpid(), signal.SIGKILL)


def first(marker: str) -> bool:
    """Say whether nobody was here before."""
    try:
        Path(marker).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def spoiled(batches: Iterable[Any], number: int) -> Iterator[Any]:
    """Yield batches; in the one of that number the cells of the release do not lie where it says."""
    for count, batch in enumerate(batches, 1):
        if count == number:
            bounds = pa.array([0, *[1_000_000] * (batch.num_rows - 1), 5], pa.int32()).buffers()[1]
            cells = [None, bounds, pa.py_buffer(b"xxxxx")]
            broken = pa.Array.from_buffers(pa.string(), batch.num_rows, cells)
            batch = batch.set_column(batch.schema.get_field_index("release_at"), "release_at", broken)
        yield batch
