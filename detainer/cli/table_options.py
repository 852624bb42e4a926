"""The options that every command on tables takes, read; every fault is collected before any is raised."""

from __future__ import annotations

import os
from typing import Any

import click

from ..errors import DetainerError, show
from ..profiles import Profile
from ..table import wanted
from ..table.added import Added
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

_ENGINES = ("row", "columnar")


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
        self.dates = wanted.date_only(reader.one("date_only"), reader.problems)
        self.assume = wanted.assumption(reader.one("assume", "nothing") or "", reader.problems)
        profile = reader.profile() if given["profile"] else None
        self.profile = reader.one("profile") if profile else None
        self.zone = reader.one("timezone")
        if self.zone is not None:
            reader.zone(profile)
        self.skipped = wanted.skipped(given["profile"], self.zone)
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
        if not equals or not column:
            what = f"'{show(item)}' is not FACT=COLUMN"
            self._read.add("VALUE_UNKNOWN", "map", what, '--map release_at="Release Date"')
            return
        fact = wanted.fact(left, self._read.problems)
        if fact is not None:
            self.named.setdefault(fact, []).append(column)

    def _form(self, item: str) -> None:
        left, equals, form = item.partition("=")
        if not equals or "%" in left:
            self._forms[None] = wanted.form(item, self._read.problems)
            return
        fact = wanted.timed_fact(left, self._read.problems)
        if fact is not None:
            self._forms[fact] = wanted.form(form, self._read.problems)

    def _now(self, profile: Profile | None) -> int | None:
        """Read the present moment; without a zone for all rows only one that is the same in every zone."""
        reader = self._read
        zone = self.zone or (reader.zone(profile) if profile else None) or self.around[1]
        if zone is None and profile is not None:
            zone = "UTC"  # why there is none was noted already
        return wanted.moment(lambda zone: reader.time("as_of", "as_of", zone), zone, reader.problems)

    def rows(self) -> Rows:
        """Return what answers the rows."""
        from .agencies import kept

        self.laws = Laws(self.profile, self.zone, self.around, self.folders, kept, self._forms)
        return Rows(self.laws, assume=self.assume, dates=self.dates)

    def added(self) -> Added:
        """Return the columns to be added."""
        return Added(self.laws.stamps, prefix=self.prefix, bounds=self.dates == "bounds", now=self.now)
