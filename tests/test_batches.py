"""Record batches and their answers: what ``detainer batch`` makes of the same table in Parquet, wherever they run."""

from __future__ import annotations

import pickle
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made import rule, xanadu
from rows import HEAD
from shell import do
from test_columnar import made

from detainer import DetainerError
from detainer.agencies import read_rows
from detainer.arrow import decide_batches, decided_schema
from detainer.arrow.batches import _Decider
from detainer.arrow.engine import Engine
from detainer.arrow.texts import text_of_column
from detainer.table.options import Options

GOOD = "2026-11-25T15:00"
NY: dict[str, Any] = {"profile": "honors", "timezone": "America/New_York"}
SHEET = [
    ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED"),
    ("FLORIDA", "Pinellas County Sheriff's Office", "County", "Pinellas", "Warrant Service Officer", "2019-05-06"),
]  # fmt: skip


def batch(**columns: Any) -> pa.RecordBatch:
    return pa.record_batch(columns)


def answered(*batches: pa.RecordBatch, **how: Any) -> list[dict[str, Any]]:
    return [row for out in decide_batches(batches, **how) for row in out.to_pylist()]


def rows_codes(rows: list[dict[str, Any]]) -> list[str | None]:
    return [row["error_code"] for row in rows]


def problems(*batches: Any, **how: Any) -> list[tuple[str, str | None]]:
    """The codes and fields of the errors with which the answering ends."""
    with pytest.raises(DetainerError) as caught:
        list(decide_batches(batches, **how))
    return [(problem.code, problem.field) for problem in caught.value.problems]


def said(*batches: Any, **how: Any) -> str:
    with pytest.raises(DetainerError) as caught:
        list(decide_batches(batches, **how))
    return str(caught.value)


# ---- as detainer batch ----


def text_table(seed: int, count: int) -> pa.Table:
    rows = list(made(random.Random(seed), count))
    columns = {name: pa.array([row[name] for row in rows]) for name in HEAD}
    return pa.table({"id": pa.array(range(count)), **columns, "note": ["Doe, Jane"] * count})


def typed_table(seed: int, count: int) -> pa.Table:
    """The types that engines give: times with a zone and without, dates, words by number, long text, nulls."""
    chance = random.Random(seed)
    at = [datetime(2021, 1, 1) + timedelta(minutes=chance.randrange(6 * 525_600)) for _ in range(count)]

    def some(values: list[Any], share: float = 0.2) -> list[Any]:
        return [None if chance.random() < share else value for value in values]

    words = [chance.choice(("I-247A", "i-247a", "I-247", "I-247G", "I-999", "")) for _ in range(count)]
    return pa.table(
        {
            "id": pa.array(range(count), pa.int32()),
            "release_at": pa.array(some(at, 0.05), pa.timestamp("us")),
            "booked_at": pa.array(some([day - timedelta(days=9) for day in at]), pa.timestamp("ms")),
            "taken_at": pa.array(
                some([(day + timedelta(days=2)).replace(tzinfo=UTC) for day in at]),
                pa.timestamp("ns", "America/Denver"),
            ),
            "offense_on": pa.array(some([day.date() - timedelta(days=40) for day in at]), pa.date32()),
            "received_at": pa.array(some([day.date() for day in at]), pa.date64()),
            "served_at": pa.array(
                some([chance.choice(("in-time", "never", "soon")) for _ in at]), pa.large_string()
            ),
            "form": pa.array(some(words)).dictionary_encode(),
            "box": pa.array(some([chance.choice((1, 2, 3)) for _ in at]), pa.int8()),
            "I-200": pa.array(some([chance.random() < 0.5 for _ in at])),
            "I-205": pa.array(some([chance.choice((b"yes", b"no", b"\xff")) for _ in at]), pa.binary()),
            "agreement": pa.array(some([chance.choice((["WSO"], ["JEM", "TFM"], ["none"])) for _ in at])),
            "citizenship": pa.nulls(count),
            "scores": pa.array(some([[1.5, float(n)] for n in range(count)])),
        }
    )


#: (table, flags of the command, the same in Python)
RUNS: list[tuple[pa.Table, list[str], dict[str, Any]]] = [
    (text_table(1, 4000), [], {}),
    (text_table(2, 1500), ["--assume", "ordinary", "--date-only", "bounds", "--prefix", "d_"],
     {"assume": "ordinary", "date_only": "bounds", "prefix": "d_"}),
    (text_table(3, 800), ["--as-of", "2024-05-01T12:00-04:00", "--date-only", "latest"],
     {"as_of": datetime(2024, 5, 1, 16, tzinfo=UTC), "date_only": "latest"}),
    (typed_table(4, 3000), ["-p", "us-ma"], {"profile": "us-ma"}),
    (typed_table(5, 1000), ["-p", "us-tn", "-z", "America/Chicago", "--as-of", "2024-05-01 12:00"],
     {"profile": "us-tn", "timezone": "America/Chicago", "as_of": "2024-05-01 12:00"}),
    (pa.table({"Bail": ["02.03.2026 10:00", ""], "Time Served": ["03.03.2026 09:00", "4.3.26"], "got": ["03/01/26", "3/2/26"], "profile": ["x", "y"]}),
     ["-p", "us-ma", "--map", "release_at=Bail", "--map", "Release At=Time Served", "--map", "received_at=got",
      "--time-format", "%d.%m.%Y %H:%M", "--time-format", "received_at=%m/%d/%y"],
     {"profile": "us-ma", "mapping": {"Release At": ["Bail", "Time Served"], "received_at": "got"},
      "time_format": {None: "%d.%m.%Y %H:%M", "received_at": "%m/%d/%y"}}),
]  # fmt: skip


@pytest.mark.parametrize("size", [1, 777, 65_536])
@pytest.mark.parametrize(
    ("table", "flags", "how"), RUNS, ids=["text", "bounds", "latest", "typed", "typed-2", "mapped"]
)
def test_the_answers_are_those_of_a_table_in_parquet(
    table: pa.Table, flags: list[str], how: dict[str, Any], size: int, tmp_path: Path
) -> None:
    if size == 1:
        table = table.slice(0, 40)
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table, source)
    ran = do("batch", str(source), *flags, "--engine", "columnar", "-o", str(out))
    assert ran.code == 1, "some rows cannot be answered"
    expected, table = pq.read_table(out), pq.read_table(source)
    # batches that are parts of one array, as an engine may hand them over
    batches = [part for whole in table.combine_chunks().to_batches() for part in parts(whole, size)]
    found = list(decide_batches(batches, **how))
    assert [out.num_rows for out in found] == [part.num_rows for part in batches]
    assert {out.schema for out in found} == {decided_schema(table.schema, **how)}
    assert found[0].schema == expected.schema
    whole = pa.Table.from_batches(found)
    assert whole.select(table.column_names).equals(table), "every column as it was"
    assert repr(whole.to_pylist()) == repr(expected.to_pylist())


def parts(whole: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    for begin in range(0, whole.num_rows, size):
        yield whole.slice(begin, size)


def test_a_large_batch_comes_out_as_several() -> None:
    table = pa.record_batch(
        {"id": pa.array(range(300)), "release_at": ["2026-11-25T15:00", "soon", None] * 100}
    )
    whole = answered(table, **NY)
    with patch("detainer.arrow.batches._ROWS", 70):
        found = list(decide_batches([table], **NY))
    assert [out.num_rows for out in found] == [70, 70, 70, 70, 20]
    assert [row for out in found for row in out.to_pylist()] == whole
    assert [row["id"] for row in whole] == list(range(300))
    assert [row["error_code"] for row in whole[:3]] == [None, "TIME_UNREADABLE", "RELEASE_NEEDED"]


def test_long_words_that_many_rows_mean_are_not_all_written_out() -> None:
    """A word of 300 bytes, held once: with room for 1,000 bytes three rows are answered at a time."""
    forms = pa.DictionaryArray.from_arrays(pa.array([0, 1] * 5), pa.array(["I-247A", "x" * 300]))
    columns: dict[str, Any] = {"release_at": [GOOD] * 10, "form": forms}
    with patch("detainer.arrow.batches._BYTES", 1000):
        found = list(decide_batches([batch(**columns)], **NY))
        assert [out.num_rows for out in found] == [3, 3, 3, 1]
        kept = {"note" if name == "form" else name: column for name, column in columns.items()}
        assert [out.num_rows for out in decide_batches([batch(**kept)], **NY)] == [10], "it is not read"
        numbers = batch(release_at=[GOOD], box=pa.array([1]).dictionary_encode())
        none = batch(release_at=[GOOD], form=pa.array([None], pa.string()).dictionary_encode())
        assert [rows_codes(answered(rows, **NY)) for rows in (numbers, none)] == [[None], [None]]
    codes = [code for out in found for code in out.column("error_code").to_pylist()]
    assert codes == [None, "VALUE_UNKNOWN"] * 5


def test_a_batch_is_asked_for_when_those_before_it_are_answered() -> None:
    asked = []

    def batches() -> Iterator[pa.RecordBatch]:
        for number in range(3):
            asked.append(number)
            yield batch(id=[number], release_at=["2026-11-25T15:00"])

    answers = decide_batches(batches(), **NY)
    assert asked == []
    assert (next(answers).column("id").to_pylist(), asked) == ([0], [0])
    assert (next(answers).column("id").to_pylist(), asked) == ([1], [0, 1])


def test_nothing_and_no_rows() -> None:
    assert list(decide_batches([], **NY)) == []
    empty = pa.record_batch({"release_at": pa.array([], pa.string())})
    (out,) = decide_batches([empty], **NY)
    assert (out.num_rows, out.schema) == (0, decided_schema(empty.schema, **NY))
    rows = answered(empty, batch(release_at=["2026-11-25T15:00"]), empty, **NY)
    assert [row["straight_ends_at"] for row in rows] == ["2026-11-27T15:00:00-05:00"]


def test_two_tables_at_once_do_not_meet() -> None:
    """What one call learns is its own: laws, zones, the rows that are alike."""
    tables = [list(parts(text_table(seed, 600).combine_chunks().to_batches()[0], 100)) for seed in (6, 7)]
    hows: list[dict[str, Any]] = [
        {"assume": "ordinary"},
        {"profile": "us-ma", "timezone": "America/New_York"},
    ]
    alone = [answered(*batches, **how) for batches, how in zip(tables, hows, strict=True)]
    running = [decide_batches(batches, **how) for batches, how in zip(tables, hows, strict=True)]
    together: list[list[Any]] = [[], []]
    for pair in zip(*running, strict=True):
        for rows, out in zip(together, pair, strict=True):
            rows += out.to_pylist()
    assert together == alone


def test_a_row_has_its_answer_whatever_stands_around_it() -> None:
    """The same rows in another order, in other batches, cut into other parts."""
    table = text_table(8, 1500).combine_chunks()
    whole = answered(*table.to_batches(), assume="ordinary")
    order = random.Random(8).sample(range(1500), 1500)
    mixed = table.take(pa.array(order)).combine_chunks()
    cut = [mixed.slice(begin, 500).combine_chunks().to_batches(max_chunksize=90) for begin in (0, 500, 1000)]
    found = [row for part in cut for row in answered(*part, assume="ordinary")]
    assert sorted(found, key=lambda row: int(row["id"])) == whole


# ---- elsewhere ----


def rows_of(decide: Any, batches: list[pa.RecordBatch]) -> list[dict[str, Any]]:
    return [row for out in decide(batches) for row in out.to_pylist()]


def test_it_may_be_sent_to_another_process() -> None:
    decide = partial(decide_batches, partition=3, **NY, assume="ordinary")
    batches = [batch(release_at=["2026-11-25T15:00", "soon"], **{"I-200": ["yes", "no"]})]
    with get_context("spawn").Pool(1) as pool:
        there = pool.apply(rows_of, (pickle.loads(pickle.dumps(decide)), batches))
    assert there == rows_of(decide, batches)
    assert there[0]["release_by"] == "2026-11-27T15:00:00-05:00"


def test_an_error_comes_back_from_there_as_it_was() -> None:
    decide = partial(decide_batches, partition="north", **NY)
    batches = [batch(release_at=["soon"]), batch(release_at=[1])]
    with get_context("spawn").Pool(1) as pool, pytest.raises(DetainerError) as caught:
        pool.apply(rows_of, (decide, batches))
    assert caught.value.problems[0].code == "BATCH_UNREADABLE"
    assert "batch 2 of partition north: column 'release_at' is int64" in str(caught.value)


def test_spark_and_the_others_are_not_loaded() -> None:
    script = "import sys, detainer.arrow; print({'pyspark', 'dask', 'distributed', 'pandas', 'click'} & {*sys.modules})"
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "set()\n"


@pytest.mark.parametrize("missing", ["pyarrow", "numpy"])
def test_without_the_extra_it_says_how_to_install_it(missing: str) -> None:
    script = f"import sys; sys.modules['{missing}'] = None\nimport detainer.arrow"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.stderr.splitlines()[-1] == (
        "ImportError: EXTRA_NEEDED detainer.arrow: needs the extra `arrow` (pip install 'detainer[arrow]')"
    )
    with patch.dict(sys.modules):  # and here
        for name in [name for name in sys.modules if name.startswith("detainer.arrow")]:
            del sys.modules[name]
        sys.modules[missing] = None  # type: ignore[assignment]
        with pytest.raises(ImportError, match="EXTRA_NEEDED"):
            import_module("detainer.arrow")
        sys.modules["detainer.arrow.batches"] = None  # type: ignore[assignment]
        with pytest.raises(ImportError, match="batches"):
            import_module("detainer.arrow")
    broken = "import sys; sys.modules['detainer.arrow.zone'] = None\nimport detainer.arrow"
    ran = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, timeout=60)
    assert "detainer.arrow.zone" in ran.stderr.splitlines()[-1], "what is broken otherwise is said as it is"


# ---- what is wrong with the words ----

TABLE = pa.schema({"release_at": pa.string()})
#: (words, flags): what the library says is what the command says of the same
FAULTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"profile": "us-xx"}, ["-p", "us-xx"]),
    ({"profile": "honors", "timezone": "Mars/Base"}, ["-p", "honors", "-z", "Mars/Base"]),
    ({"profile": "us-ma", "timezone": "America/Denver"}, ["-p", "us-ma", "-z", "America/Denver"]),
    ({"timezone": "Mars/Base"}, ["-z", "Mars/Base"]),
    ({}, []),
    ({**NY, "assume": "much", "date_only": "noon", "mapping": {"released": "a", "form": "b"}, "time_format": "%d.%m. %H:%M"},
     ["-p", "honors", "-z", "America/New_York", "--assume", "much", "--date-only", "noon", "--map", "released=a", "--map", "form=b",
      "--time-format", "%d.%m. %H:%M"]),
    ({**NY, "time_format": {"form": "%d", "release_at": "%Q"}},
     ["-p", "honors", "-z", "America/New_York", "--time-format", "form=%d", "--time-format", "release_at=%Q"]),
    ({**NY, "mapping": {"form": "b"}}, ["-p", "honors", "-z", "America/New_York", "--map", "form=b"]),
    ({**NY, "as_of": "soon"}, ["-p", "honors", "-z", "America/New_York", "--as-of", "soon"]),
    ({"as_of": "2026-11-25T15:00"}, ["--as-of", "2026-11-25T15:00"]),
    ({**NY, "folders": ["/none/such"]}, ["-p", "honors", "-z", "America/New_York", "--profiles", "/none/such"]),
]  # fmt: skip


@pytest.mark.parametrize(("how", "flags"), FAULTS, ids=[" ".join(flags)[:50] for _, flags in FAULTS])
def test_the_words_are_read_as_the_command_reads_them(
    how: dict[str, Any], flags: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "in.parquet"
    pq.write_table(pa.table({"release_at": ["2026-11-25T15:00"]}), path)
    with pytest.raises(DetainerError) as caught:
        decided_schema(TABLE, **how)
    ran = do("batch", str(path), *flags, "-o", str(tmp_path / "out.parquet"))
    said = " ".join(ran.err.split())
    assert f"{len(caught.value.problems)} problem" in said
    for problem in caught.value.problems:
        assert problem.code in said
        assert problem.message in said, problem


def test_a_word_that_is_wrong_is_told_before_a_batch_is_asked_for() -> None:
    with pytest.raises(DetainerError, match="PROFILE_NOT_FOUND"):
        decide_batches(iter(()), profile="us-xx")
    with pytest.raises(TypeError, match="zone"):
        decide_batches(iter(()), profile="us-ma", zone="America/New_York")  # type: ignore[call-arg]


def test_the_columns_are_looked_at_with_the_first_batch() -> None:
    assert problems(batch(name=["Doe"]), **NY) == [("COLUMN_MISSING", "columns")]
    assert problems(batch(release_at=["soon"], hold=[1]), **NY) == [("COLUMN_TAKEN", "columns")]
    assert answered(batch(release_at=["soon"], hold=[1]), **NY, prefix="x_")[0]["hold"] == 1
    doubled = pa.RecordBatch.from_arrays([pa.array(["soon"])] * 2, ["release_at", "release_at"])
    assert ("COLUMN_DOUBLED", "columns") in problems(doubled, **NY)
    assert problems(batch(release_at=["soon"])) == [("PROFILE_NEEDED", "profile")]


def test_a_moment_needs_a_zone_to_be_one() -> None:
    row = batch(release_at=["2026-11-25T15:00"], timezone=["America/New_York"])
    assert problems(row, profile="honors", as_of=datetime(2026, 11, 25)) == [("NAIVE_TIME", "as_of")]
    assert problems(row, profile="honors", as_of="2026-11-25 12:00") == [("ZONE_NEEDED", "as_of")]
    for as_of in ("2026-11-26T15:00-05:00", datetime(2026, 11, 26, 20, tzinfo=UTC)):
        (found,) = answered(row, profile="honors", assume="ordinary", as_of=as_of)
        assert (found["status"], found["seconds_left"]) == ("running", 86_400)


def test_the_law_of_an_agency_is_that_of_the_sheet_that_was_given() -> None:
    row = batch(release_at=["2026-11-25T15:00"], agency=["Pinellas County Sheriff's Office, FL"])
    (found,) = answered(row)
    assert found["error_code"] == "NO_SHEET"
    assert "agencies=" in found["error"]
    (found,) = answered(row, agencies=read_rows(SHEET), assume="ordinary")
    assert (found["error_code"], found["release_by"]) == (None, "2026-11-27T15:00:00-05:00")


def test_profiles_of_ones_own(tmp_path: Path) -> None:
    xanadu(tmp_path, rule("all", "allowed"))
    row = batch(release_at=[GOOD])
    for how in ({"profile": "us-xx", "folders": str(tmp_path)}, {"profile": tmp_path / "us-xx.toml"}):
        (found,) = answered(row, timezone="America/New_York", assume="ordinary", **how)
        assert (found["hold"], found["release_by"]) == ("allowed", "2026-11-27T15:00:00-05:00")


# ---- what is wrong with a batch ----


def strings(data: bytes, *ends: int) -> pa.Array:
    """An array of text whose cells end where they are said to, whatever that is."""
    bounds = pa.array([0, *ends], pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), len(ends), [None, bounds, pa.py_buffer(data)])


def test_batches_of_another_schema() -> None:
    first = batch(release_at=[GOOD], box=[1])
    assert said(first, batch(release_at=[GOOD], form=[1]), **NY).startswith(
        "BATCH_UNREADABLE batches: batch 2: column 'form' stands where 'box' is in the first batch"
    )
    assert "batch 2: column 'nothing' stands where 'box' is" in said(first, batch(release_at=[GOOD]), **NY)
    assert "batch 3 of partition 7: column 'box' is string, and int64 in the first batch" in said(
        first, first, batch(release_at=[GOOD], box=["1"]), partition=7, **NY
    )
    noted = batch(release_at=[GOOD], box=[1]).replace_schema_metadata({"by": "an engine"})
    assert len(answered(first, noted, **NY)) == 2, "what is noted beside names and types does not count"


def test_what_is_no_batch() -> None:
    table = pa.table({"release_at": [GOOD]})
    assert "batch 1: this is a Table, not a record batch" in said(table, **NY)
    assert "batch 1 of partition 0: this is a ChunkedArray" in said(*table, partition=0, **NY)


def test_bytes_that_are_no_text_are_their_rows_matter(tmp_path: Path) -> None:
    """As in a CSV file: the row says so, the others are answered, a column that is not read is kept."""
    odd = strings(GOOD.encode() + b"\xff\xfe" + GOOD.encode(), 16, 18, 34)
    table = pa.record_batch({"release_at": odd, "note": odd})
    codes = [None, "CONTROL_CHARACTER", None]
    (found,) = decide_batches([table], **NY)
    assert found.column("error_code").to_pylist() == codes
    assert "\\udcff" in found.column("error")[1].as_py()
    assert found.column("note").equals(odd)
    alike = pa.record_batch({"release_at": odd.dictionary_encode()})
    assert [out.column("error_code").to_pylist() for out in decide_batches([alike], **NY)] == [codes]
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table(table), source)
    for engine in ("row", "columnar"):
        assert (
            do(
                "batch", str(source), "-p", "honors", "-z", NY["timezone"], "--engine", engine, "-o", str(out)
            ).code
            == 1
        )
        assert pq.read_table(out).column("error_code").to_pylist() == codes
    lines = tmp_path / "out.csv"
    assert do("batch", str(source), "-p", "honors", "-z", NY["timezone"], "-o", str(lines)).code == 1
    assert lines.read_bytes().splitlines()[2].startswith(b"\xff\xfe,\xff\xfe,")


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_cells_that_do_not_lie_where_they_are_said_to(kind: pa.DataType) -> None:
    """Outside the bytes of their column, or one before another: read as they stand they would be anything."""
    width = pa.int32() if kind == pa.string() else pa.int64()
    data = pa.py_buffer(GOOD.encode() * 2)
    for ends in ([16, 32], [1000, 32], [-5, 32]):
        bounds = pa.array([0, *ends], width).buffers()[1]
        column = pa.Array.from_buffers(kind, 2, [None, bounds, data])
        if ends == [16, 32]:
            assert rows_codes(answered(pa.record_batch({"release_at": column}), **NY)) == [None, None]
            continue
        text = said(
            batch(release_at=pa.array([GOOD], kind)),
            pa.record_batch({"release_at": column}),
            **NY,
            partition=5,
        )
        assert text.startswith(
            "BATCH_UNREADABLE batches: batch 2 of partition 5: column 'release_at': ArrowInvalid: "
        )
        # of a column that is not read only what is needed to hand it on is looked at
        kept = pa.record_batch({"release_at": [GOOD] * 2, "note": column})
        (found,) = decide_batches([kept], **NY)
        assert found.column("error_code").to_pylist() == [None, None]


def test_a_number_without_its_word() -> None:
    words = pa.DictionaryArray.from_arrays(pa.array([0, 9]), pa.array([GOOD]), safe=False)
    text = said(pa.record_batch({"release_at": words}), **NY)
    assert text.startswith("BATCH_UNREADABLE batches: batch 1: column 'release_at': Arrow")


def test_a_batch_that_does_not_hang_together() -> None:
    """A column shorter than its batch is refused by its library, with what it says."""
    with patch.object(_Decider, "decided", side_effect=pa.ArrowInvalid("too short")):
        assert "batch 1: ArrowInvalid: too short" in said(batch(release_at=[GOOD]), **NY)


def test_a_type_that_cannot_be_read() -> None:
    """A length of time of more days than Python counts."""
    lengths = pa.array([2**62], pa.duration("s"))
    assert "batch 1: column 'box': OverflowError" in said(batch(release_at=[GOOD], box=lengths), **NY)
    assert answered(batch(release_at=[GOOD], note=lengths).slice(0, 0), **NY) == []
    (found,) = decide_batches([batch(release_at=[GOOD], note=lengths)], **NY)
    assert found.column("error_code").to_pylist() == [None], "a column that is not read"


def test_nor_can_it_be_read_in_a_file(tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pq.write_table(pa.table({"release_at": [GOOD], "box": pa.array([2**62], pa.duration("s"))}), source)
    for engine in ("row", "columnar"):
        out = str(tmp_path / "out.parquet")
        ran = do("batch", str(source), "-p", "honors", "-z", NY["timezone"], "--engine", engine, "-o", out)
        assert (ran.code, "INPUT_UNREADABLE" in ran.err) == (2, True)


def test_a_fault_of_the_program_says_in_which_batch_it_was() -> None:
    decide = decide_batches([batch(release_at=[GOOD])], partition=4, **NY)
    with (
        patch.object(Engine, "answer", side_effect=ZeroDivisionError),
        pytest.raises(ZeroDivisionError) as caught,
    ):
        next(decide)
    assert caught.value.__notes__ == ["in batch 1 of partition 4"]


def test_a_task_of_spark_names_its_partition() -> None:
    class Task:
        @staticmethod
        def partitionId() -> int:  # noqa: N802
            return 11

    for task, where in ((Task, "batch 1 of partition 11: "), (None, "batch 1: ")):
        module = ModuleType("pyspark.taskcontext")
        module.TaskContext = type("TaskContext", (), {"get": staticmethod(lambda task=task: task)})  # type: ignore[attr-defined]
        with patch.dict("sys.modules", {"pyspark.taskcontext": module}):
            assert where in said("x", **NY)
            assert "of partition north: " in said("x", partition="north", **NY)


# ---- values that Parquet has and Python has not ----


def test_times_and_dates_far_away(tmp_path: Path) -> None:
    """In microseconds, of 64 bits, a time of the year 586,563 is one of 2026: it was once read so."""
    today = int(datetime(2026, 11, 25, 15, tzinfo=UTC).timestamp())
    far = today + 2**64 // 10**6
    times, days = (
        pa.array([today, far, -(2**52), today], pa.timestamp("s")),
        [None, None, None, 2**31 - 1],
    )
    table = pa.table(
        {
            "release_at": times,
            "offense_on": pa.array(days, pa.date32()),
            "received_at": pa.array(days, pa.date32()).cast(pa.date64()),
        }
    )
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table, source)
    assert do("batch", str(source), "-p", "honors", "-z", NY["timezone"], "-o", str(out)).code == 1
    (found,) = decide_batches(table.to_batches(), **NY)
    for codes in (found.column("error_code"), pq.read_table(out).column("error_code")):
        assert codes.to_pylist() == [None, "YEAR_OUT_OF_RANGE", "TIME_UNREADABLE", "YEAR_OUT_OF_RANGE"]


def test_values_within_values(tmp_path: Path) -> None:
    """A column of records that hold times is kept, whatever becomes of the row."""
    notes = pa.array([{"seen": datetime(2026, 1, 1)}, None])
    table = pa.table({"release_at": [GOOD, "soon"], "note": notes})
    source, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table, source)
    assert do("batch", str(source), "-p", "honors", "-z", NY["timezone"], "-o", str(out)).code == 1
    assert pq.read_table(out).column("note").to_pylist() == notes.to_pylist()
    lines = tmp_path / "out.csv"
    assert do("batch", str(source), "-p", "honors", "-z", NY["timezone"], "-o", str(lines)).code == 1
    assert '{""seen"": ""2026-01-01 00:00:00""}' in lines.read_text()


#: a time within the last and the first hours of the years counted, in a zone where it is in another year in UTC
EDGES = [("America/Chicago", "2100-12-31T23:59"), ("Asia/Tokyo", "1970-01-01T00:30")]


@pytest.mark.parametrize("fact", ["served_at", "received_at", "taken_at", "freed_at", "booked_at"])
@pytest.mark.parametrize(("zone", "edge"), EDGES)
def test_what_stood_before_a_row_changes_nothing_of_it(zone: str, edge: str, fact: str) -> None:
    """A time that a check refuses is refused after rows that look like its own as well, by both engines."""
    if fact == "booked_at" and edge > GOOD:
        edge = "1970-01-01T00:30+02:00"  # a booking is no later than its release; this one is of 1969 in UTC
        zone = "Africa/Cairo"
    usual = "2026-11-25T16:00" if fact in ("taken_at", "freed_at") else "2026-11-25T14:00"
    rows = batch(release_at=[GOOD] * 3, timezone=[zone] * 3, **{fact: [usual, edge, usual]})
    how = {"profile": "honors", "assume": "ordinary"}
    alone = answered(rows.slice(1, 1), **how)
    assert rows_codes(alone) == ["YEAR_OUT_OF_RANGE"]
    assert answered(rows, **how)[1:2] == alone
    options = Options(**how)  # type: ignore[arg-type]
    answer = options.rows.reader(options.columns(rows.schema.names))
    assert answer([GOOD, zone, usual]).hold == "allowed"
    with pytest.raises(DetainerError, match="YEAR_OUT_OF_RANGE"):
        answer([GOOD, zone, edge])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_word_with_a_nul_behind_it_is_another(order: tuple[int, int]) -> None:
    """Nothing in a cell is passed over: ``yes`` and a NUL is no answer, after a ``yes`` or before one."""
    said = {"I-200": ["yes", "yes\0"], "citizenship": ["none", "none\0"], "form": ["I-247A", "I-247A\0"]}
    for column, words in said.items():
        rows = batch(release_at=[GOOD] * 2, **{column: [words[number] for number in order]})
        codes = rows_codes(answered(rows, profile="honors", timezone=NY["timezone"]))
        assert [codes[number] for number in order] == [None, "VALUE_UNKNOWN"]


@pytest.mark.parametrize("zone", [None, "America/Denver"])
@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_of_every_unit_as_text(unit: str, zone: str | None) -> None:
    """As Python writes them, of part of an array as well; the nanoseconds of 64 bits reach from 1678 to 2261."""
    chance = random.Random(unit)
    first, seconds = (datetime(1700, 1, 1), 17 * 10**9) if unit == "ns" else (datetime(1, 1, 1), 3 * 10**11)
    at = [
        None if chance.random() < 0.1 else first + timedelta(seconds=chance.randrange(seconds))
        for _ in range(400)
    ]
    column = pa.array(at, pa.timestamp(unit)).cast(pa.int64()).cast(pa.timestamp(unit, zone))
    end = "+00:00" if zone else ""
    expected = ["" if time is None else f"{time.isoformat()}{end}" for time in at]
    assert text_of_column(column.slice(7, 300)).to_pylist() == expected[7:307]


def test_times_and_dates_of_any_year_as_text() -> None:
    ends = [datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)]
    assert text_of_column(pa.array(ends)).to_pylist() == ["0001-01-01T00:00:00", "9999-12-31T23:59:59"]
    # 2,932,896 days after 1970 it is 9999-12-31
    days = pa.array([-1, None, 2_932_896, 2_932_897], pa.int32()).cast(pa.date32())
    assert text_of_column(days).to_pylist() == ["1969-12-31", "", "9999-12-31", "10000-01-01"]
    assert text_of_column(days.slice(0, 3)).to_pylist() == ["1969-12-31", "", "9999-12-31"]
    last = 2_932_896 * 86_400
    for zone, end in ((None, ""), ("UTC", "+00:00")):
        times = pa.array([last, last + 86_400, None]).cast(pa.timestamp("s", zone))
        assert text_of_column(times).to_pylist() == [
            f"9999-12-31T00:00:00{end}",
            f"10000-01-01T00:00:00{end}",
            "",
        ]
    assert text_of_column(pa.array([], pa.timestamp("ms"))).to_pylist() == []
