"""A workbook's parts, looked at before they are read: what a small file unpacks to may be more than memory holds."""

from __future__ import annotations

import re
import warnings
import zipfile
from typing import IO

__all__ = ["TooLargeError", "hush", "refuse_bombs"]

_BLOCK = 1 << 18
#: bytes of a sheet between the marks of two rows; a row has at most 16,384 cells
_ROW = 3 << 19
#: bytes of another part, all of which is held at once: the texts of the cells are the largest
_PART = 30 << 20
_STYLES = 2 << 20
#: tags of such a part; a text of a cell has four
_TAGS = 1_000_000
_SHEETS = "xl/worksheets/"
_MARK = re.compile(rb"[<:/]row[\s/>]")  # as `<row>` begins or ends, in whatever namespace
_LONGEST_MARK = 6


class TooLargeError(ValueError):
    """A part of a workbook is larger than memory should hold."""


def hush() -> None:
    """Keep ``openpyxl`` from warning of styles and extensions that it leaves out: no cell is lost with them."""
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")


def refuse_bombs(file: IO[bytes]) -> None:
    """Refuse a workbook of which some part would fill the memory.

    :raises TooLargeError: naming the part.
    :raises zipfile.BadZipFile: and whatever else the reading of an archive raises.
    """
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            name = part.filename
            is_sheet = name.startswith(_SHEETS) and not name.endswith(".rels")
            if not is_sheet and part.file_size > (_STYLES if name.endswith("styles.xml") else _PART):
                raise TooLargeError(f"{name} unpacks to {part.file_size:,} bytes")
            if part.file_size > _ROW:
                _refuse_row(archive, part, is_sheet)
    file.seek(0)


def _refuse_row(archive: zipfile.ZipFile, part: zipfile.ZipInfo, is_sheet: bool) -> None:
    """Refuse a sheet that has a row, or anything else without rows, larger than :data:`_ROW`.

    A large part that has rows and does not lie among the sheets is refused for that.
    """
    since, end, tags = 0, b"", 0
    with archive.open(part) as content:
        while block := content.read(_BLOCK):
            marks = [found.start() for found in _MARK.finditer(end + block)]
            if marks and not is_sheet:
                raise TooLargeError(f"{part.filename} has rows, and does not lie among the sheets")
            tags += block.count(b"<")
            if tags > _TAGS and not is_sheet:
                raise TooLargeError(f"{part.filename} has more than {_TAGS:,} tags")
            since = since + len(block) if not marks else len(end) + len(block) - marks[-1]
            if is_sheet and since > _ROW:
                raise TooLargeError(f"{part.filename} has a row of more than {_ROW:,} bytes")
            end = block[1 - _LONGEST_MARK :]
