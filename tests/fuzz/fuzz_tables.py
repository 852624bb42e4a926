"""The table readers: any bytes are a table with as many rows out as in, or a coded error and no output."""

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
    run(rest, "--from", kind, "--to", to, *more, to=to)


def run(data: bytes, *argv: str, to: str) -> int:
    """Answer a table here, and check what comes out; return how many rows were rejected."""
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
            return 1
    assert code in (0, 1, None), code
    summary = err.getvalue()
    assert summary.replace("\n", "").isprintable()
    rows = int(summary.split()[1].replace(",", ""))
    out.flush()
    text = out.buffer.getvalue().decode("utf-8", "surrogateescape")
    if to == "jsonl":
        found = text.split("\n")[:-1]
        assert all(isinstance(json.loads(line), dict) for line in found)
    else:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if to == "tsv" else ","))[1:]
    assert len(found) == rows, f"{rows} rows read, {len(found)} written"
    rejected = [word for before, word in pairwise(reversed(summary.split())) if before.startswith("rejected")]
    return int(rejected[0].replace(",", "")) if rejected else 0
