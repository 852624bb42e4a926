"""The options that every command on tables takes, read; every fault is collected before any is raised."""

from __future__ import annotations

import os
import re
from datetime import datetime
from typing import Any, cast

import click

from ..custody import INSTANTS, MOMENTS
from ..errors import DetainerError, show
from ..formats.tables.model import Added
from ..profiles import Profile
from ..table.columns import FACTS, fact_of
from ..table.dates import DateOnly
from ..table.law import Laws
from ..table.row import Rows
from .options import Options, folders_of
from .tables import FORMATS, Format, format_named

__all__ = ["TableOptions", "mapped", "timed"]

#: the options that tell how every command on tables reads its columns
mapped = click.option(
    "--map", "named", multiple=True, metavar="FACT=COLUMN", help="Which column tells a fact; repeatable."
)
timed = click.option(
    "--time-format",
    "forms",
    multiple=True,
    metavar="[FACT=]FORMAT",
    help="How times are written, as %d.%m.%Y %H:%M.",
)

_HOWS = ("earliest", "latest", "bounds")
_ENGINES = ("row", "columnar")
_TIMED = (*INSTANTS, *MOMENTS, "offense_on")
_WHOSE = ("profile", "state", "agency")


class TableOptions:
    """What was typed for a run over a table.

    ``named`` has the columns that were named for a fact, ``skipped`` the facts that a flag
    tells for all rows, so that no column does.

    :raises DetainerError: every fault at once: ``VALUE_UNKNOWN``, ``CONTRADICTION``,
        ``PROFILE_NOT_FOUND`` and what else is wrong with a profile, zone or time typed.
    """

    def __init__(self, given: dict[str, Any]) -> None:
        none: dict[str, Any] = dict.fromkeys(("format", "agency", "uid", "alarm"), ())
        self._read = reader = Options({**given, **none, "as_json": False})
        self.input: str = given["input"]
        self.output: str | None = reader.output
        self.record: str | None = reader.record
        self.kind_in = self._format("from", self.input)
        self.kind_out = self._format("to", self.output or "-")
        self.safe: bool = given["csv_safe"]
        self.strict: bool = given["strict_rows"]
        self.verbose: bool = given["verbose"]
        self.engine = reader.one("engine")
        if self.engine not in (None, *_ENGINES):
            engine = show(self.engine, 40)
            reader.add("VALUE_UNKNOWN", "engine", f"'{engine}' is not known", " or ".join(_ENGINES))
        self.prefix = reader.one("prefix", "") or ""
        self.named: dict[str, list[str]] = {}
        for item in given["named"]:
            self._name(item)
        self._forms: dict[str | None, str] = {}
        for item in given["forms"]:
            self._form(item)
        how = reader.one("date_only")
        if how is not None and how not in _HOWS:
            reader.add("VALUE_UNKNOWN", "date_only", f"'{show(how, 40)}' is not known", ", ".join(_HOWS))
        self.dates = cast("DateOnly | None", how)
        self.assume = reader.one("assume", "nothing") or ""
        if self.assume not in ("ordinary", "nothing"):
            reader.add(
                "VALUE_UNKNOWN", "assume", f"'{show(self.assume)}' is not known", "ordinary or nothing"
            )
        profile = reader.profile() if given["profile"] else None
        self.profile = reader.one("profile") if profile else None
        self.zone = reader.one("timezone")
        if self.zone is not None:
            reader.zone(profile)
        self.skipped = {*(_WHOSE if given["profile"] else ()), *(("timezone",) if self.zone else ())}
        #: profile and zone of the environment, where nothing else says
        self.around = os.environ.get("DETAINER_PROFILE") or None, os.environ.get("DETAINER_TIMEZONE") or None
        self.folders = folders_of(given["profiles"])
        self.now = self._now(profile) if given["as_of"] else None
        if reader.problems:
            raise DetainerError(reader.unique())

    def _format(self, option: str, path: str) -> Format | None:
        typed = self._read.one(option)
        if typed is None:
            return format_named(path)
        if typed not in FORMATS:
            self._read.add("VALUE_UNKNOWN", option, f"'{show(typed, 40)}' is not known", ", ".join(FORMATS))
            return None
        return typed

    def _name(self, item: str) -> None:
        left, equals, column = item.partition("=")
        fact = fact_of(left)
        if not equals or not column:
            self._read.add(
                "VALUE_UNKNOWN",
                "map",
                f"'{show(item)}' is not FACT=COLUMN",
                '--map release_at="Release Date"',
            )
        elif fact is None:
            known = f"one of: {', '.join(FACTS)}, I-200, ..., answers.ID"
            self._read.add("VALUE_UNKNOWN", "map", f"'{show(left, 40)}' is no fact", known)
        else:
            self.named.setdefault(fact, []).append(column)

    def _form(self, item: str) -> None:
        left, equals, form = item.partition("=")
        fact = fact_of(left) if equals and "%" not in left else None
        if equals and "%" not in left and fact not in _TIMED:
            self._read.add(
                "VALUE_UNKNOWN",
                "time-format",
                f"'{show(left, 40)}' is no time",
                f"one of: {', '.join(_TIMED)}",
            )
            return
        text = form if fact else item
        fault = _fault_of(text)
        if fault:
            what = f"'{show(text, 40)}' {fault}"
            self._read.add("VALUE_UNKNOWN", "time-format", what, "as %d.%m.%Y %H:%M; see strptime(3)")
        self._forms[fact] = text

    def _now(self, profile: Profile | None) -> int | None:
        """Read the present moment; without a zone for all rows only one that is the same in every zone."""
        reader = self._read
        zone = self.zone or (reader.zone(profile) if profile else None) or self.around[1]
        if zone is not None or profile is not None:
            return reader.time("as_of", "as_of", zone or "UTC")
        east, west = (reader.time("as_of", "as_of", zone) for zone in ("UTC", "Pacific/Honolulu"))
        if east != west:
            what = "the rows name their zones, and in which of them that time is meant is not said"
            reader.add(
                "ZONE_NEEDED", "as_of", what, "write an offset, as 2026-03-02T15:00-05:00, or --timezone"
            )
        return east

    def rows(self) -> Rows:
        """Return what answers the rows."""
        from .agencies import kept

        self.laws = Laws(self.profile, self.zone, self.around, self.folders, kept, self._forms)
        return Rows(self.laws, assume=self.assume, dates=self.dates)

    def added(self) -> Added:
        """Return the columns to be added."""
        return Added(self.laws.stamps, prefix=self.prefix, bounds=self.dates == "bounds", now=self.now)


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
