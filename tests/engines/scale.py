"""The table that the engines answer, and the lines of docs/scale.md that they are given."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from shell import do
from test_batches import text_table, typed_table

#: the words of the page
HOW = {"assume": "ordinary", "date_only": "bounds"}
HERE = Path(__file__).parent
PAGE = (HERE.parent.parent / "docs" / "scale.md").read_text("utf-8")
#: the files of a folder, and how many rows each has: more than one batch of the engines
FILES, ROWS = 4, 700
PLACES = [
    ("us-ma", ""),
    ("honors", "America/New_York"),
    ("us-tn", "America/Chicago"),
    ("us-ca", ""),
    ("us-xx", ""),
]


def typed_places() -> pa.Table:
    """Rows whose cells are no text, by several profiles and zones, one of which there is not."""
    table = typed_table(11, FILES * ROWS).drop_columns(["citizenship"])  # a column without a type
    taken = table.column("taken_at").cast(pa.timestamp("us", "UTC"))  # Spark knows none finer
    table = table.set_column(table.schema.get_field_index("taken_at"), "taken_at", taken)
    places = [PLACES[number % len(PLACES)] for number in range(table.num_rows)]
    for name, cells in zip(("profile", "timezone"), zip(*places, strict=True), strict=True):
        table = table.append_column(name, pa.array(cells))
    return table


TABLES: dict[str, Callable[[], pa.Table]] = {
    "text": lambda: text_table(10, FILES * ROWS),
    "typed": typed_places,
}


def written(room: Path, table: pa.Table) -> list[dict[str, Any]]:
    for name in ("people", "answers"):
        shutil.rmtree(room / name, ignore_errors=True)
    (room / "people").mkdir()
    for number in range(FILES):
        pq.write_table(table.slice(number * ROWS, ROWS), room / "people" / f"{number}.parquet")
    pq.write_table(table, room / "whole.parquet")
    ran = do("batch", "whole.parquet", "--assume", "ordinary", "--date-only", "bounds", "-o", "one.parquet")
    assert ran.code == 1, "some rows cannot be answered"
    return rows(room / "one.parquet")


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file or of a folder of files, in the order of the table."""
    found: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return sorted(found, key=lambda row: row["id"])


def lines_of(engine: str) -> str:
    """The lines of docs/scale.md under the name of an engine."""
    (found,) = re.findall(rf"^### {engine}\n.*?^```py\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    lines = [line for line in found.splitlines() if line and not re.match("import |from ", line)]
    assert len(lines) <= 10, "ten lines beside what is imported"
    return str(found)


def run(engine: str, **given: Any) -> None:
    """Run the lines of the page, as they would be in a script."""
    exec(compile(lines_of(engine), f"docs/scale.md, {engine}", "exec"), {"__name__": "__main__", **given})
