"""What every typed time passes first: no hidden characters, no foreign digits, not too long."""

from __future__ import annotations

from ..days import FIRST_YEAR, LAST_YEAR
from ..errors import DetainerError, Problem, show, shows

__all__ = ["HOW", "HOW_DATE", "LONGEST", "check_year", "clean", "quote", "refuse"]

LONGEST = 64
HOW = "write it like 5/10/2019 17:00 or 2019-05-10T17:00"
HOW_DATE = "write it like 5/10/2019 or 2019-05-10"

# Word processors and newer date formatters put these where people see a space.
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " "})


def refuse(code: str, field: str, message: str, hint: str = HOW) -> DetainerError:
    """Return the error of one problem, to be raised."""
    return DetainerError([Problem(code, field, message, hint)])


def quote(text: str) -> str:
    """Return ``text`` in quotes, safe to print.

    >>> quote("noon")
    "'noon'"
    """
    return f"'{show(text, LONGEST)}'"


def clean(text: str, field: str) -> str:
    """Return ``text`` with single spaces and none at its ends.

    :raises DetainerError: ``TIME_TOO_LONG``, ``CONTROL_CHARACTER`` (anything that does not
        show: control, bidirectional and zero-width characters), ``TIME_UNREADABLE`` (empty,
        or other than plain letters, digits and signs).

    >>> clean(" 5/10/2019  17:00 ", "release_at")
    '5/10/2019 17:00'
    """
    if len(text) > LONGEST:
        raise refuse("TIME_TOO_LONG", field, f"{quote(text)} is too long for a time")
    text = text.translate(_SPACES)
    hidden = next((c for c in text if not shows(c)), None)
    if hidden is not None:
        raise refuse(
            "CONTROL_CHARACTER",
            field,
            f"{quote(text)} holds {show(hidden)} (U+{ord(hidden):04X}), which does not show",
            "type it anew instead of pasting it",
        )
    foreign = next((c for c in text if not c.isascii()), None)
    if foreign is not None:
        raise refuse(
            "TIME_UNREADABLE",
            field,
            f"{quote(text)} holds '{foreign}' (U+{ord(foreign):04X}): "
            "only plain letters, digits and signs are read",
        )
    text = " ".join(text.split())
    if not text:
        raise refuse("TIME_UNREADABLE", field, "nothing was typed")
    return text


def check_year(year: int, text: str, field: str) -> None:
    """Refuse a year that no table covers.

    :raises DetainerError: ``YEAR_OUT_OF_RANGE``.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise refuse(
            "YEAR_OUT_OF_RANGE",
            field,
            f"{quote(text)} was understood as a time in the year {year}; "
            f"the years {FIRST_YEAR} to {LAST_YEAR} can be counted",
        )
