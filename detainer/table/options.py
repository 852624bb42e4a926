"""How a table is to be read and answered, told in Python: the options of ``detainer batch``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypedDict, TypeVar

from ..agencies import Agency
from ..custody import instant
from ..decision import zone_of
from ..errors import DetainerError, Problem
from ..profiles import load_profile
from ..times import read_instant
from ..zones import load, seconds
from . import wanted
from .added import Added
from .columns import Columns, columns
from .law import Laws
from .row import Rows

__all__ = ["How", "Options"]

_T = TypeVar("_T")
_NO_SHEET = Problem(
    "NO_SHEET", "agency", "no sheet of agencies was given", "agencies=detainer.agencies.read_rows(ROWS)"
)


class How(TypedDict, total=False):
    """The words of :class:`Options`."""

    profile: str | os.PathLike[str] | None
    timezone: str | None
    mapping: Mapping[str, str | Sequence[str]] | None
    assume: str
    date_only: str | None
    as_of: str | datetime | None
    prefix: str
    time_format: str | Mapping[str | None, str] | None
    folders: Iterable[str]
    agencies: Iterable[Agency]


class Options:
    """What is wanted of a table, read as the command line reads it.

    - ``profile``, ``timezone``: whose law and which zone, for every row; else by column.
    - ``mapping``: by fact the name of its column, of the release several.
    - ``assume``: ``nothing`` or ``ordinary`` papers.
    - ``date_only``: a date without a time of day is an error (None), the ``earliest`` or the
      ``latest`` hour, or the ``bounds`` of both.
    - ``as_of``: add where each window stands then; text, or a datetime with its zone.
    - ``prefix``: stands before the names of the added columns.
    - ``time_format``: a format of ``strptime`` for all times, or one by fact (None: all others).
    - ``folders``: of profiles of your own.
    - ``agencies``: ICE's sheet, as :func:`detainer.agencies.read_rows` reads it, for rows that
      name theirs.

    Nothing is taken from the environment.

    :raises DetainerError: every fault at once: ``VALUE_UNKNOWN``, ``PROFILE_NOT_FOUND``,
        ``ZONE_NEEDED`` and what else may be wrong with a profile, a zone or a time.
    """

    def __init__(
        self,
        profile: str | os.PathLike[str] | None = None,
        timezone: str | None = None,
        mapping: Mapping[str, str | Sequence[str]] | None = None,
        assume: str = "nothing",
        date_only: str | None = None,
        as_of: str | datetime | None = None,
        prefix: str = "",
        time_format: str | Mapping[str | None, str] | None = None,
        folders: Iterable[str] = (),
        agencies: Iterable[Agency] = (),
    ) -> None:
        self._problems: list[Problem] = []
        self._prefix = prefix
        self._named: dict[str, Sequence[str]] = {}
        for name, column in (mapping or {}).items():
            fact = wanted.fact(name, self._problems)
            if fact is not None:
                self._named[fact] = (column,) if isinstance(column, str) else tuple(column)
        self._forms = self._formats(time_format)
        self._dates = wanted.date_only(date_only, self._problems)
        assume = wanted.assumption(assume, self._problems)
        self._skipped = wanted.skipped(profile, timezone)
        folders, sheet = (folders,) if isinstance(folders, str) else tuple(folders), list(agencies)
        zone = self._zone(profile, timezone, folders)
        self._now = None if as_of is None else self._moment(as_of, zone)
        if self._problems:
            raise DetainerError(dict.fromkeys(self._problems))
        whose = None if profile is None else os.fspath(profile)
        self._laws = Laws(whose, timezone, (None, None), folders, lambda: _sheet(sheet), self._forms)
        self.rows = Rows(self._laws, assume=assume, dates=self._dates)

    def added(self) -> Added:
        """Return the columns to be added."""
        return Added(self._laws.stamps, prefix=self._prefix, bounds=self._dates == "bounds", now=self._now)

    def columns(self, names: Sequence[str]) -> Columns:
        """Return which columns tell which facts.

        :raises DetainerError: ``COLUMN_TAKEN``, and those of :func:`~detainer.table.columns.columns`.
        """
        self.added().refuse(names)
        return columns(names, self._named, self._skipped)

    def _formats(self, given: str | Mapping[str | None, str] | None) -> dict[str | None, str]:
        found: dict[str | None, str] = {}
        for name, text in ({None: given} if isinstance(given, str) else given or {}).items():
            fact = None if name is None else wanted.timed_fact(name, self._problems)
            if name is None or fact is not None:
                found[fact] = wanted.form(text, self._problems)
        return found

    def _zone(
        self, profile: str | os.PathLike[str] | None, timezone: str | None, folders: Sequence[str]
    ) -> str | None:
        """Return the zone of all rows, None where there is none."""
        if profile is None:
            return None if timezone is None else self._attempt(lambda: load(timezone).key)
        loaded = self._attempt(lambda: load_profile(profile, folders=folders))
        if loaded is None or (timezone is None and len(loaded.zones) != 1):
            return None
        return self._attempt(lambda: zone_of(loaded, timezone))

    def _moment(self, as_of: str | datetime, zone: str | None) -> int | None:
        if isinstance(as_of, datetime):
            sound = instant(as_of, "as_of", self._problems)
            return None if sound.utcoffset() is None else seconds(sound)
        return wanted.moment(
            lambda zone: self._attempt(lambda: read_instant(as_of, zone, "as_of").at), zone, self._problems
        )

    def _attempt(self, work: Callable[[], _T]) -> _T | None:
        try:
            return work()
        except DetainerError as error:
            self._problems.extend(error.problems)
            return None


def _sheet(given: list[Agency]) -> list[Agency]:
    if not given:
        raise DetainerError([_NO_SHEET])
    return given
