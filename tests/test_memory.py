"""Inputs made to fill the memory or to take for ever: a coded error within 200 MB and a few seconds.

Each runs in a process of its own, whose memory the system itself measures.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made import PLAIN
from shell import do

MOST = 200 << 10  # kilobytes
#: a whole run, however busy the machine is
SECONDS = 60
HONORS = ["-p", "honors", "-z", "America/New_York"]
RELEASE = "2026-11-25T15:00"
N = 10_400_000  # bytes, just under what a row may have
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'

#: the peak is asked of the kernel by the process itself, as it ends
RUN = """
import atexit, sys
def peak():
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    open(sys.argv[1], "w").write(line.split()[1])
atexit.register(peak)
from detainer.cli import run
run(sys.argv[2:])
"""


def measured(tmp_path: Path, *argv: str) -> tuple[int, str, int]:
    """Return the exit code, what was said, and the peak of memory in kilobytes."""
    if not os.path.exists("/proc/self/status"):
        pytest.skip("no such kernel to ask")
    note = tmp_path / "peak"
    ran = subprocess.run(
        [sys.executable, "-c", RUN, str(note), *argv], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, timeout=SECONDS
    )  # fmt: skip
    return ran.returncode, ran.stderr.decode(), int(note.read_text())


def repeated(cell: object, kind: pa.DataType | None = None) -> bytes:
    """Return a Parquet file of many rows with the same cell: some kilobytes."""
    count, file = 65_536, io.BytesIO()
    note = pa.repeat(pa.scalar(cell), count) if kind is None else pa.repeat(pa.scalar(cell), count).cast(kind)
    pq.write_table(pa.table({"release_at": pa.repeat(RELEASE, count), "note": note}), file)
    return file.getvalue()


#: (name, content, options, exit code, what is said, why)
Made = Callable[[], bytes]
TABLES: list[tuple[str, Made, list[str], int, str, str]] = [
    ("a.csv", lambda: b"release_at" + b"," * N + b"\n1\n", [], 2, "LINE_TOO_LONG", "a header of ten million columns"),
    ("b.csv", lambda: b"release_at\n1" + b",ab" * (N // 3), [], 2, "LINE_TOO_LONG", "a row of three million cells"),
    ("c.csv", lambda: b"release_at\n" + b'ab,"\n",cd,' * 3_000_000, [], 2, "LINE_TOO_LONG", "a row of ever more lines"),
    ("d.csv", lambda: b'release_at\n"' + b"\n" * 60_000_000, [], 2, "LINE_TOO_LONG", "a quote never closed, over lines"),
    ("e.csv", lambda: b'note,release_at\n"%s",%s\n' % (b"x" * 10_000_000, RELEASE.encode()), [], 0, "1 answered", "a cell of 10 MB"),
    ("f.csv", lambda: b'note,release_at\n"%s",1\n' % ("\U0001f600" * N).encode(), [], 2, "LINE_TOO_LONG", "wide characters take four bytes"),
    ("a.jsonl", lambda: b'{"x":[' + b"[]," * (N // 3) + b"1]}", [], 1, "ROW_UNREADABLE", "three million lists"),
    ("b.jsonl", lambda: b'{"x":[' + b"{}," * (N // 3) + b"1]}", [], 1, "ROW_UNREADABLE", "three million objects"),
    ("c.jsonl", lambda: b'{"x":[' + b'{"a":1},' * 240_000 + b"1]}", [], 1, "RELEASE_NEEDED", "as many as may be"),
    ("d.jsonl", lambda: b"".join(b'{"release_at":"%s","k%d":1}\n' % (RELEASE.encode(), n) for n in range(60_000)), ["--to", "csv"], 2,
     "TABLE_TOO_WIDE", "ever other names, each a column"),
    ("e.jsonl", lambda: b"".join(b'{"release_at":"%s","k%d":1}\n' % (RELEASE.encode(), n) for n in range(30_000)), [], 0,
     "30,000 answered", "ever other names, in lines of their own"),
    ("a.parquet", lambda: repeated("x" * 10_000), [], 0, "65,536 answered", "600 MB of one cell, told once"),
    ("b.parquet", lambda: repeated("x" * 10_000, pa.dictionary(pa.int32(), pa.string())), [], 0, "65,536 answered", "the same as a dictionary"),
    ("c.parquet", lambda: repeated([1] * 200), [], 0, "65,536 answered", "thirteen million numbers in lists"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "made", "more", "code", "said", "why"), TABLES, ids=[case[-1] for case in TABLES])  # fmt: skip
def test_tables(
    name: str, made: Made, more: list[str], code: int, said: str, why: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(made())
    for engine in ("row",) if path.suffix == ".jsonl" else ("row", "columnar"):
        ended, err, peak = measured(tmp_path, "batch", str(path), *HONORS, *more, "--engine", engine)
        assert (ended, said in err) == (code, True), err[:300]
        # of what pyarrow and numpy take alone it is a hundred
        most = MOST if engine == "row" and path.suffix != ".parquet" else 2 * MOST
        assert peak < most, f"{peak // 1024} MB, {engine}"


def packed(path: Path, instead: Mapping[str, bytes]) -> None:
    """Write a workbook of one row, with these parts instead of its own."""
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["release_at"])
    book.active.append([RELEASE])
    book.save(file)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *instead]):
            new.writestr(name, instead.get(name) or old.read(name))


SHEET1 = "xl/worksheets/sheet1.xml"
BOOKS: list[tuple[Callable[[], dict[str, bytes]], str, str]] = [
    (lambda: {SHEET1: SHEET % (b'<row><c t="inlineStr"><is><t>' + b"a" * 100_000_000 + b"</t></is></c></row>")}, "a row of more than", "a cell of 100 MB in a file of 100 kB"),
    (lambda: {SHEET1: SHEET % (b"<row>" + b"<c/>" * 2_000_000 + b"</row>")}, "a row of more than", "a row of two million cells"),
    (lambda: {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>ab</t></si>" * 2_000_000 + b"</sst>"}, "unpacks to 36,", "two million texts"),
    (lambda: {"xl/styles.xml": b"<styleSheet><cellXfs>" + b"<xf/>" * 1_000_000 + b"</cellXfs></styleSheet>"}, "unpacks to 5,", "a million styles"),
    (lambda: {"xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
              b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/other/a.xml"/></Relationships>',
              "xl/other/a.xml": SHEET % (b"<row>" + b"<c/>" * 2_000_000 + b"</row>")}, "does not lie among the sheets", "a sheet where no sheet is looked for"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "said", "why"), BOOKS, ids=[case[-1] for case in BOOKS])
def test_workbooks_that_unpack_to_much(parts: Callable[[], dict[str, bytes]], said: str, why: str, tmp_path: Path) -> None:  # fmt: skip
    path = tmp_path / "a.xlsx"
    packed(path, parts())
    code, err, peak = measured(tmp_path, "batch", str(path), *HONORS, "--to", "csv")
    assert (code, "INPUT_UNREADABLE" in err, said in " ".join(err.split())) == (2, True, True), err
    assert peak < MOST, f"{peak // 1024} MB"


SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
#: (parts, exit code, why): what is just not refused, and held whole
FULL: list[tuple[Callable[[], dict[str, bytes]], int, str]] = [
    (lambda: {SHEET1: SHEET % (b"<row>" + b"<c/>" * 385_000 + b"</row>")}, 2, "a row of 385,000 cells"),
    (lambda: {"[Content_Types].xml": TYPES, "xl/sharedStrings.xml": SST % b"".join(b"<si><t>%060x</t></si>" % n for n in range(245_000))}, 0, "245,000 texts"),
    (lambda: {"[Content_Types].xml": TYPES, "xl/sharedStrings.xml": SST % (b"<si>" + b"<r><t>a</t></r>" * 245_000 + b"</si>")}, 0, "one text of 245,000 pieces"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "code", "why"), FULL, ids=[case[-1] for case in FULL])
def test_workbooks_that_are_held(parts: Callable[[], dict[str, bytes]], code: int, why: str, tmp_path: Path) -> None:  # fmt: skip
    packed(tmp_path / "a.xlsx", parts())
    ended, err, peak = measured(tmp_path, "batch", str(tmp_path / "a.xlsx"), *HONORS, "--to", "csv")
    assert ended == code, err
    assert peak < MOST, f"{peak // 1024} MB"
    if code == 0:
        assert peak > 50 << 10, "they were really read"


def test_a_large_sheet_of_many_rows_is_read(tmp_path: Path) -> None:
    row = b'<row><c t="inlineStr"><is><t>%s</t></is></c><c t="inlineStr"><is><t>%s</t></is></c></row>'
    rows = row % (b"release_at", b"note") + row % (RELEASE.encode(), b"x" * 2_000) * 4_000  # 8 MB of XML
    packed(tmp_path / "a.xlsx", {SHEET1: SHEET % rows})
    code, err, peak = measured(tmp_path, "batch", str(tmp_path / "a.xlsx"), *HONORS, "--to", "csv")
    assert (code, err) == (0, "detainer: 4,000 rows, 4,000 answered\n")
    assert peak < MOST


HEAD = PLAIN.format("x", "us").encode()
SOURCE = b'[source.s]\ncite="c"\nurl="https://example.org"\nseen="paraphrase"\nchecked=2026-11-24\n'
PROFILES: list[tuple[Made, int, str, str]] = [
    (lambda: b".".join([b"a"] * 120_000) + b"=1", 2, "PROFILE_NOT_TOML", "one key of 120,000 parts"),
    (lambda: b"".join(b"a%d%s=1\n" % (n, b".b" * 100) for n in range(800)), 2, "PROFILE_NOT_TOML", "800 keys of a hundred"),
    (lambda: b"".join(b'"a %d"%s=1\n' % (n, b' . "b c"' * 40) for n in range(500)), 2, "PROFILE_NOT_TOML", "the same in quotes"),
    (lambda: b"[" + b"a." * 110_000 + b"b]", 2, "PROFILE_NOT_TOML", "a table's name of 110,000 parts"),
    (lambda: b"a=" + b"[" * 120_000 + b"]" * 120_000, 2, "PROFILE_NOT_TOML", "nested 120,000 deep"),
    (lambda: b"a=" + b"9" * 240_000, 2, "PROFILE_NOT_TOML", "a number of 240,000 digits"),
    (lambda: b"a=0x" + b"f" * 240_000, 2, "PROFILE_KEY_UNKNOWN", "a number that takes long to write"),
    (lambda: b"a=[" + b"{}," * 80_000 + b"]", 2, "PROFILE_KEY_UNKNOWN", "80,000 tables"),
    (lambda: b"a" * 240_000, 2, "PROFILE_NOT_TOML", "a word without end"),
    (lambda: b"'" * 240_000, 2, "PROFILE_NOT_TOML", "quotes without end"),
    (lambda: HEAD + b"".join(b"k%d=1\n" % n for n in range(22_000)), 2, "PROFILE_KEY_UNKNOWN", "22,000 unknown keys"),
    (lambda: HEAD + b"".join(b'[[period]]\nid="p%d"\n' % n for n in range(11_000)), 2, "PERIODS_OVERLAP", "11,000 periods of the same dates"),
    (lambda: HEAD + SOURCE + b'[[period]]\nid="p"\n' + b"".join(
        b'[[period.rule]]\nid="r%d"\nact=["hold"]\noutcome="allowed"\nsource=["s"]\nwhen="I-200 and not I-205 or I-203"\n' % n for n in range(2_200)),
     0, "", "2,200 rules, one after another"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "code", "said", "why"), PROFILES, ids=[case[-1] for case in PROFILES])
def test_profiles(made: Made, code: int, said: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(made())
    assert path.stat().st_size <= 250_000, "larger is refused for its size"
    ended, err, peak = measured(tmp_path, "check", "-p", str(path), *HONORS[2:], "-r", RELEASE)
    assert (ended, said in err) == (code, True), err[:300]
    assert peak < MOST, f"{peak // 1024} MB"


# ---- the same limits made small, so that each is seen from both sides ----


def test_the_limits_of_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, value in (("_ROW", 400), ("_BLOCK", 50)):
        monkeypatch.setattr(f"detainer.formats.tables.unpacked.{limit}", value)
    row = '<row><c t="inlineStr"><is><t>%s</t></is></c></row>'
    rows = row % "release_at" + row % RELEASE * 20
    path = tmp_path / "a.xlsx"
    for content, code, why in (
        (rows, 0, "each row is short, and some marks lie across two blocks"),
        (rows + row % ("x" * 500), 2, "the last row is long"),
        (row % ("x" * 500) + rows, 2, "the first row is long"),
    ):
        packed(path, {SHEET1: SHEET % content.encode()})
        ran = do("batch", str(path), *HONORS, "--to", "csv")
        assert ran.code == code, why
        assert ("a row of more than 400 bytes" in " ".join(ran.err.split())) == (code == 2)
    packed(path, {"xl/other.xml": b" " * 500})
    assert do("batch", str(path), *HONORS, "--to", "csv").code == 0, "large, and no rows in it"
    packed(path, {"xl/other.xml": SHEET % rows.encode()})
    assert "not lie among the sheets" in " ".join(do("batch", str(path), *HONORS, "--to", "csv").err.split())
    monkeypatch.setattr("detainer.formats.tables.unpacked._PART", 499)
    packed(path, {"xl/other.xml": b" " * 500})
    monkeypatch.setattr("detainer.formats.tables.unpacked._TAGS", 9)
    monkeypatch.setattr("detainer.formats.tables.unpacked._PART", 30 << 20)
    packed(path, {"xl/other.xml": b"<a/>" * 10 + b" " * 500})
    assert "has more than 9 tags" in " ".join(do("batch", str(path), *HONORS, "--to", "csv").err.split())
    monkeypatch.setattr("detainer.formats.tables.unpacked._PART", 499)
    packed(path, {"xl/other.xml": b" " * 500})
    ran = do("batch", str(path), *HONORS, "--to", "csv")
    assert (ran.code, "unpacks to" in " ".join(ran.err.split())) == (2, True)


def test_the_limit_of_a_line_of_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detainer.formats.tables.jsonl.MOST_CELLS", 10)
    path = tmp_path / "a.jsonl"
    fits = (
        '{"release_at": "2026-11-25T15:00", "x": [1, 2, 3, 4, 5, 6, 7, 8]}'  # an object, a list, eight commas
    )
    path.write_text(f"{fits}\n{fits.replace('8]', '8, 9]')}\n")
    ran = do("batch", str(path), *HONORS)
    assert [json.loads(line)["error_code"] for line in ran.out.splitlines()] == [None, "ROW_UNREADABLE"]


def test_the_limits_of_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detainer.profiles.rules._MOST_PERIODS", 2)
    path = tmp_path / "x.toml"
    period = '[[period]]\nid = "p%d"\nfrom = 20%d0-01-01\nuntil = 20%d1-01-01\n'
    check = ["check", "-p", str(path), *HONORS[2:], "-r", RELEASE, "--json"]
    for count, codes in ((2, []), (3, ["PROFILE_VALUE_WRONG"])):
        path.write_text(HEAD.decode() + "".join(period % (n, n, n) for n in range(count)))
        ran = do(*check)
        assert (ran.codes if ran.code else []) == codes
    path.write_text(f"{HEAD.decode()}{'a.' * 31}b = 1")
    assert do(*check).codes == ["PROFILE_NOT_TOML"]


def test_readers_of_columns_that_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of lines in turn, of which one reader at a time is kept, are answered as they are alone."""
    monkeypatch.setattr("detainer.table.row.MOST_READERS", 1)
    lines = ['{"release_at": "2026-11-25T15:00", "form": "I-247A"}', '{"form": "I-247", "release_at": "2026-11-26T15:00"}']  # fmt: skip
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines * 3))
    out = do("batch", str(path), *HONORS).out.splitlines()
    assert out == out[:2] * 3
    ends = [json.loads(line)["straight_ends_at"] for line in out[:2]]
    assert ends == ["2026-11-27T15:00:00-05:00", "2026-11-28T15:00:00-05:00"], "48 h after 15:00"
