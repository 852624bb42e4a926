"""What this program is made of: versions, and hashes that tell two of one version apart."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from .. import __version__, zones
from ..days import CALENDAR
from ..formats.json import sha256
from ..recheck import Made

__all__ = ["made"]

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
#: what an answer does not hang on: the command line, and all formats but its own
_OUTER = ("cli", "formats")
_OWN = os.path.join("formats", "json.py")


def made() -> Made:
    """Return what this program's answers are made with; whose law it is, is still left open."""
    try:
        holidays = version("holidays")
    except PackageNotFoundError:  # installed by hand
        holidays = None
    code = sha256(b"".join(map(_content, _sources())))
    days = sha256(_content(os.path.join("data", "federal_holidays.csv")))
    return Made(__version__, code, zones.version(), CALENDAR, days, holidays)


def _sources() -> Iterator[str]:
    """Yield the files of the program that an answer hangs on, in an order that is always the same."""
    for folder, inner, names in os.walk(_ROOT):
        inner.sort()
        if folder == _ROOT:
            inner[:] = [name for name in inner if name not in _OUTER]
        yield from (
            os.path.relpath(os.path.join(folder, n), _ROOT) for n in sorted(names) if n.endswith(".py")
        )
    yield _OWN


def _content(path: str) -> bytes:
    with open(os.path.join(_ROOT, path), "rb") as file:
        return file.read().replace(b"\r\n", b"\n")  # a checkout on Windows
