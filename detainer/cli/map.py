"""``detainer profiles map``: which format, and what it takes to draw it."""

from __future__ import annotations

import json
import os
from datetime import date

from ..atlas import changes, history, tiles
from ..errors import DetainerError, Problem, show
from ..places import places

__all__ = ["FORMATS", "drawn", "format_of"]

FORMATS = ("text", "json", "svg", "html")
_BY_NAME = {".json": "json", ".svg": "svg", ".html": "html", ".htm": "html"}


def format_of(asked: str | None, output: str | None) -> str:
    """Return the format asked for, else that of the file's name, else text.

    :raises DetainerError: ``VALUE_UNKNOWN``.
    """
    if asked is None:
        return _BY_NAME.get(os.path.splitext(output or "")[1].lower(), "text")
    if asked not in FORMATS:
        raise DetainerError(
            [Problem("VALUE_UNKNOWN", "format", f"'{show(asked, 40)}' is not known", ", ".join(FORMATS))]
        )
    return asked


def drawn(kind: str, day: date, folders: tuple[str, ...], *, ascii_only: bool = False) -> str:
    """Return the map of a date in a format, with the profiles of ``folders`` before the program's own.

    :raises DetainerError: as :func:`detainer.places.places` and :func:`detainer.check`.
    """
    here = places(folders)
    found = tiles(here, day)
    if kind == "svg":
        from ..formats import map as picture

        return picture.render(found, day)
    if kind == "text":
        from ..formats.map.listing import lines

        return "\n".join(lines(found, day)) + "\n"
    histories = [history(code, profile) for code, profile in here.items()]
    if kind == "html":
        from ..formats.map.page import render

        return render(histories, day)
    from ..formats.map.listing import to_dict

    days = [change.day for change in changes(histories)]
    before = max((other for other in days if other <= day), default=None)
    after = min((other for other in days if other > day), default=None)
    return json.dumps(to_dict(found, day, before, after), indent=2, ensure_ascii=ascii_only) + "\n"
