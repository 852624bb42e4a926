"""The reader of workbooks: any part of one made wrong is rows, or a coded error."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import openpyxl
from fuzz_tables import run

PARTS = ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml",
         "xl/_rels/workbook.xml.rels", "[Content_Types].xml")  # fmt: skip


@cache
def parts() -> dict[str, bytes]:
    """Return the parts of a good workbook of two rows."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["id", "release_at", "form"])
    book.active.append(["1", "2026-11-25T15:00", "I-247A"])
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def target(data: bytes) -> None:
    """The first byte says which part the rest takes the place of; 255: the rest is the whole file."""
    first, rest = (data[0] if data else 0), data[1:]
    if first == 255:
        run(b"PK" + rest, "--from", "xlsx", "--to", "csv", to="csv")
        return
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in (parts() | {PARTS[first % len(PARTS)]: rest}).items():
            archive.writestr(name, content)
    run(file.getvalue(), "--from", "xlsx", "--to", "csv", to="csv")
