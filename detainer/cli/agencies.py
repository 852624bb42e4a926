"""``detainer agencies``: ICE's sheet of agencies with an agreement, brought in by its user."""

from __future__ import annotations

import csv
import io
import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime

import click

from ..agencies import Agency, compare, find, read_rows
from ..errors import DetainerError, Problem, show
from ..formats.tables.unpacked import hush, refuse_bombs
from ..times import read_date
from .files import write_whole
from .main import Group, values

__all__ = ["agencies", "kept"]

_HOW = "get the sheet of participating agencies from ice.gov/identify-and-arrest/287g, then: detainer agencies import FILE"
_LIMIT = 50_000_000
_LONGEST = 131_072  # characters of a cell
_HEAD = ("STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED")


@click.group(cls=Group)
def agencies() -> None:
    """\b
    detainer agencies import participatingAgencies05182026.csv
    detainer agencies find pinellas

    Import ICE's sheet of 287(g) agencies, and look one up. Nothing is fetched.
    """


@agencies.command("import", short_help="Read a sheet (CSV or XLSX) and keep it.")
@click.argument("file", shell_complete=values)
@click.option("--dated", metavar="DATE", help="The sheet's date; else the one in its name, else today.")
def import_(file: str, dated: str | None) -> None:
    """\b
    detainer agencies import participatingAgencies05182026.csv

    Read a sheet (CSV, or XLSX with the extra detainer[xlsx]) and keep it.
    """
    day = read_date(dated, "dated") if dated is not None else _date_of(file)
    new = read_rows(_rows(file))
    before = _newest()
    if before:
        change = compare(_kept(before), new)
        for label, items in (("added", change.added), ("dropped", change.dropped)):
            for item in items:
                click.echo(f"{label:<8} {_line(item)}")
        for old, item in change.changed:
            click.echo(f"{'changed':<8} {_line(item)} (was {old.signed})")
        click.echo(
            f"against {os.path.basename(before)}: {len(change.added)} added, {len(change.changed)} changed, "
            f"{len(change.dropped)} dropped"
        )
    _keep(new, day)
    click.echo(f"kept {len(new)} agreements of {len({(a.state, a.name) for a in new})} agencies, dated {day}")


@agencies.command("find", short_help="List the agreements that have every word.")
@click.argument("words", nargs=-1, required=True)
def find_(words: tuple[str, ...]) -> None:
    """\b
    detainer agencies find pinellas

    List the agreements whose agency, county or state has every word.
    """
    found = find(kept(), " ".join(words))
    if not found:
        raise DetainerError(
            [Problem("AGENCY_UNKNOWN", "agency", f"'{show(' '.join(words))}' is not in the sheet", None)]
        )
    for item in found:
        click.echo(_line(item))


def kept() -> list[Agency]:
    """Return the agreements of the newest sheet kept.

    :raises DetainerError: ``NO_SHEET`` where none was imported, and how to.
    """
    newest = _newest()
    if newest is None:
        raise DetainerError([Problem("NO_SHEET", "agency", "no sheet of agencies was imported", _HOW)])
    return _kept(newest)


def _line(item: Agency) -> str:
    return f"{item.name}, {item.state}  {item.model}  signed {item.signed}"


def _folder() -> str:
    from platformdirs import user_data_dir

    return os.path.join(user_data_dir("detainer", appauthor=False), "agencies")


def _newest() -> str | None:
    try:
        names = sorted(n for n in os.listdir(_folder()) if re.fullmatch(r"\d{4}-\d\d-\d\d\.csv", n))
    except OSError:
        return None
    return os.path.join(_folder(), names[-1]) if names else None


def _kept(path: str) -> list[Agency]:
    return read_rows(_rows(path))


def _keep(items: list[Agency], day: date) -> None:
    folder = _folder()
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet)
    writer.writerow(_HEAD)
    writer.writerows((a.state, a.name, a.kind, a.county, a.model, a.signed) for a in items)
    with suppress(OSError):  # where there is still no folder, writing says why
        os.makedirs(folder, exist_ok=True)
    write_whole(os.path.join(folder, f"{day}.csv"), sheet.getvalue(), "agencies")


def _date_of(file: str) -> date:
    name = os.path.basename(file)
    for pattern, order in (
        (r"(20\d\d)-?([01]\d)-?([0-3]\d)", (1, 2, 3)),
        (r"([01]\d)-?([0-3]\d)-?(20\d\d)", (3, 1, 2)),
    ):
        match = re.search(pattern, name)
        if match:
            year, month, day = (int(match[group]) for group in order)
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return datetime.fromtimestamp(time.time(), UTC).date()


def _rows(file: str) -> Iterator[Sequence[object]]:
    try:
        if os.path.isdir(file):
            raise _unreadable(file, "this is a folder")
        if os.path.exists(file) and not os.path.isfile(file):
            raise _unreadable(file, "this is no ordinary file")  # it may have no end
        if os.path.getsize(file) > _LIMIT:
            raise _unreadable(file, "larger than 50 MB")
        yield from _xlsx(file) if file.lower().endswith((".xlsx", ".xlsm")) else _csv(file)
    except (OSError, ValueError) as error:
        if isinstance(error, DetainerError):
            raise
        raise _unreadable(file, str(getattr(error, "strerror", None) or error)) from None


def _csv(file: str) -> Iterator[Sequence[object]]:
    csv.field_size_limit(_LONGEST)  # it is of the process: another command may have set its own
    try:
        with open(file, encoding="utf-8-sig", newline="") as sheet:
            yield from csv.reader(sheet)
    except UnicodeDecodeError:
        raise _unreadable(file, "not UTF-8 text; save it as CSV UTF-8") from None
    except csv.Error as error:
        raise _unreadable(file, f"not CSV: {error}") from None


def _xlsx(file: str) -> Iterator[Sequence[object]]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise _unreadable(file, "reading XLSX needs the extra: pip install 'detainer[xlsx]'") from None
    try:
        hush()
        with open(file, "rb") as packed:
            refuse_bombs(packed)
        book = load_workbook(file, read_only=True, data_only=True)
        yield from book.worksheets[0].iter_rows(values_only=True)
        book.close()
    except Exception as error:  # openpyxl raises whatever its zip and XML readers do
        raise _unreadable(file, f"not an XLSX file: {type(error).__name__}") from None


def _unreadable(file: str, why: str) -> DetainerError:
    return DetainerError(
        [Problem("SHEET_UNREADABLE", "sheet", f"{show(file)}: {why}", "give ICE's sheet as CSV or XLSX")]
    )
