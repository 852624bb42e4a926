"""Lengths of time as typed: ``2h``, ``90m``, ``1h30m``."""

from __future__ import annotations

import re

from .guard import clean, quote, refuse

__all__ = ["read_duration"]

_DURATION = re.compile(r"(?=\d)(?:(\d{1,4}) ?h)? ?(?:(\d{1,4}) ?m)?", re.IGNORECASE)


def read_duration(text: str, field: str) -> int:
    """Return a length of time, in hours and minutes, as seconds.

    Days are refused: across a clock change a day is not 24 hours.

    :raises DetainerError: ``DURATION_UNREADABLE``, and those of any text (too long, hidden
        characters).

    >>> read_duration("1h30m", "alarm")
    5400
    """
    text = clean(text, field)
    match = _DURATION.fullmatch(text)
    if match is None:
        raise refuse(
            "DURATION_UNREADABLE",
            field,
            f"{quote(text)} is not understood as a length of time",
            "write hours and minutes, like 2h, 90m or 1h30m",
        )
    return int(match[1] or 0) * 3600 + int(match[2] or 0) * 60
