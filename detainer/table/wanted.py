"""What is wanted of a table, word by word: which column tells a fact, how times are written, what is assumed.

Each function reads one word, as the command line and the library are given it, and adds what
is wrong with it to ``problems``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import cast

from ..custody import INSTANTS, MOMENTS
from ..errors import Problem, show
from .columns import FACTS, fact_of
from .dates import DateOnly

__all__ = ["assumption", "date_only", "fact", "form", "moment", "skipped", "timed_fact"]

_HOWS = ("earliest", "latest", "bounds")
_TIMED = (*INSTANTS, *MOMENTS, "offense_on")
_WHOSE = ("profile", "state", "agency")


def fact(name: str, problems: list[Problem]) -> str | None:
    """Return the fact for which a column is named: ``VALUE_UNKNOWN``.

    >>> fact("Release At", []), fact("release", [])
    ('release_at', None)
    """
    found = fact_of(name)
    if found is None:
        hint = f"one of: {', '.join(FACTS)}, I-200, ..., answers.ID"
        problems.append(Problem("VALUE_UNKNOWN", "map", f"'{show(name, 40)}' is no fact", hint))
    return found


def timed_fact(name: str, problems: list[Problem]) -> str | None:
    """Return the fact of which a format of times is given: ``VALUE_UNKNOWN``."""
    found = fact_of(name)
    if found in _TIMED:
        return found
    hint = f"one of: {', '.join(_TIMED)}"
    problems.append(Problem("VALUE_UNKNOWN", "time-format", f"'{show(name, 40)}' is no time", hint))
    return None


def form(text: str, problems: list[Problem]) -> str:
    """Return a format of times, as of ``strptime``: ``VALUE_UNKNOWN`` where it would not be read as it looks."""
    fault = _fault_of(text)
    if fault:
        hint = "as %d.%m.%Y %H:%M; see strptime(3)"
        problems.append(Problem("VALUE_UNKNOWN", "time-format", f"'{show(text, 40)}' {fault}", hint))
    return text


def date_only(how: str | None, problems: list[Problem]) -> DateOnly | None:
    """Return what is made of a date without a time of day: ``VALUE_UNKNOWN``."""
    if how is not None and how not in _HOWS:
        what = f"'{show(how, 40)}' is not known"
        problems.append(Problem("VALUE_UNKNOWN", "date_only", what, ", ".join(_HOWS)))
    return cast("DateOnly | None", how)


def assumption(word: str, problems: list[Problem]) -> str:
    """Return what is assumed where nothing is told: ``VALUE_UNKNOWN``."""
    if word not in ("ordinary", "nothing"):
        what = f"'{show(word)}' is not known"
        problems.append(Problem("VALUE_UNKNOWN", "assume", what, "ordinary or nothing"))
    return word


def moment(read: Callable[[str], int | None], zone: str | None, problems: list[Problem]) -> int | None:
    """Return a moment for all rows: ``ZONE_NEEDED`` where they name their zones and it is not the same in each.

    ``read`` reads it in a zone, ``zone`` is that of all rows, if there is one.
    """
    if zone is not None:
        return read(zone)
    east, west = (read(zone) for zone in ("UTC", "Pacific/Honolulu"))
    if east != west:
        what = "the rows name their zones, and in which of them that time is meant is not said"
        hint = "write an offset, as 2026-03-02T15:00-05:00, or --timezone"
        problems.append(Problem("ZONE_NEEDED", "as_of", what, hint))
    return east


def skipped(profile: object, timezone: object) -> set[str]:
    """Return the facts that are told for all rows, so that no column tells them unless it was named.

    >>> sorted(skipped("us-fl", None))
    ['agency', 'profile', 'state']
    """
    return {*(_WHOSE if profile else ()), *(("timezone",) if timezone else ())}


_DIRECTIVE = re.compile(r"%-?([A-Za-z%])")
#: a zone that stands in a format in plain letters: it must be in each text, and counts for nothing
_PLAIN_ZONE = re.compile(r"\b(?:Z|UTC|GMT|(?:AK|[AECMPH])[SD]T)\b|[+-]\d\d:?\d\d\b", re.IGNORECASE)
#: what a format must say of a date, else every row would have the same: a part, and what tells it
_PARTS = {"day": "djcx", "month": "mbBjcx", "year": "yYcx"}


def _fault_of(form: str) -> str | None:
    """Say what is wrong with a format of times, if anything.

    ``strptime`` drops ``%p`` beside ``%H`` and a zone's name, takes 12-hour times without
    ``%p`` for the morning, and a month that is not told for January.
    """
    told = set(_DIRECTIVE.findall(form))
    dated = form if told & set(_PARTS["year"]) else f"{form} %Y"  # of a day without a year newer Pythons warn
    try:
        datetime.strptime("", dated)
    except ValueError as error:
        if "bad directive" in str(error) or "stray" in str(error):
            return "has a directive that is not known"
    except re.error:
        return "has a directive twice"
    for part, directives in _PARTS.items():
        if not told & set(directives):
            return f"names no {part}"
    faults = (
        (len(told & set("mbB")) > 1, "names the month twice"),
        ("I" in told and "p" not in told, "has hours to 12 (%I) and no AM or PM (%p)"),
        ("p" in told and "I" not in told, "has AM or PM (%p) and no hours to 12 (%I)"),
        ("Z" in told, "has a zone's name (%Z), which is not read: an offset is, or Z (%z)"),
        (
            _PLAIN_ZONE.search(_DIRECTIVE.sub(" ", form)) is not None,
            "has a zone in plain letters, which counts for nothing: an offset or Z is read by %z",
        ),
    )
    return next((what for wrong, what in faults if wrong), None)
