"""The table readers: any bytes are a table with as many rows out as in, or a coded error and no output.

What both engines can answer must come out of both as the same bytes.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import sys
from contextlib import redirect_stderr
from itertools import pairwise
from unittest.mock import patch

from sound import coded

from detainer import DetainerError
from detainer.cli.main import main
from detainer.formats.tables.lines import encoding_of

KINDS = ("csv", "tsv", "jsonl")
MORE = ((), ("--csv-safe",), ("--date-only", "bounds"), ("--assume", "ordinary", "--date-only", "earliest"))
HONORS = ("-p", "honors", "-z", "America/New_York", "--as-of", "2026-11-25T20:00Z")


class _Bytes(io.BytesIO):
    """Bytes that can be looked at ahead, as a file's can."""

    def peek(self, size: int = -1) -> bytes:
        at = self.tell()
        ahead = self.read(size)
        self.seek(at)
        return ahead


def target(data: bytes) -> None:
    """The first byte says which format comes in, which goes out and with what options."""
    first, rest = (data[0] if data else 0), data[1:]
    kind, to, more = KINDS[first % 3], KINDS[first // 3 % 3], MORE[first // 9 % 4]
    options = ("--from", kind, "--to", to, *more)
    run(rest, *options, to=to)
    if kind == to != "jsonl" and encoding_of(rest[:4]) == "utf-8-sig":
        by_row, by_column = (answered(rest, *options, "--engine", engine) for engine in ("row", "columnar"))
        assert by_row == by_column, (by_row, by_column)


def run(data: bytes, *argv: str, to: str) -> int:
    """Answer a table here, and check what comes out; return how many rows were rejected."""
    written, summary = answered(data, *argv)
    if written is None:
        return 1
    assert summary.replace("\n", "").isprintable()
    rows = int(summary.split()[1].replace(",", ""))
    text = written.decode("utf-8", "surrogateescape")
    if to == "jsonl":
        found = text.split("\n")[:-1]
        assert all(isinstance(json.loads(line), dict) for line in found)
    else:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if to == "tsv" else ","))[1:]
    assert len(found) == rows, f"{rows} rows read, {len(found)} written"
    rejected = [word for before, word in pairwise(reversed(summary.split())) if before.startswith("rejected")]
    return int(rejected[0].replace(",", "")) if rejected else 0


def answered(data: bytes, *argv: str) -> tuple[bytes | None, str]:
    """Answer a table here; return what was written and what was said, or nothing and the codes of the errors."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", newline=""), io.StringIO()
    stdin = io.TextIOWrapper(_Bytes(data), "utf-8")
    arguments = ["batch", "-", *HONORS, *argv]
    with (
        patch.object(sys, "stdin", stdin),
        patch.object(sys, "stdout", out),
        redirect_stderr(err),
        patch.object(gc, "freeze"),  # done once a run, it would keep all garbage of many
    ):
        try:
            code = main.main(arguments, prog_name="detainer", standalone_mode=False)
        except DetainerError as error:
            coded(error)
            return None, str(error)
    assert code in (0, 1, None), code
    out.flush()
    return out.buffer.getvalue(), err.getvalue()
