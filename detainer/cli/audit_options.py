"""The options of an audit, read; every fault is collected before any is raised."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from ..audit.bookings import FREEING, Grouping, matcher
from ..audit.report import Grouped
from ..audit.run import Audit
from ..audit.turned import TURNS, turns_of
from ..errors import DetainerError, Problem, show
from ..profiles import load_profile
from ..table.columns import Columns
from ..table.row import Rows
from .options import Options
from .table_options import TableOptions

__all__ = ["FORMATS", "AuditOptions", "grouping_of"]

FORMATS = ("text", "csv", "json", "html")
_ENDINGS = {".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}
_OWN = ("year", "profile")
#: what only a grouped table takes
_OF_GROUPS = ("disposition", "pickup", "freeing", "detainer_rows")


class AuditOptions:
    """What was typed for an audit.

    ``table`` has the options that every command on tables takes, ``keep`` the columns that
    may be shown, ``grouped`` how rows make bookings (None: each row is a record).

    :raises DetainerError: every fault at once: ``VALUE_UNKNOWN``, ``CONTRADICTION``,
        ``GROUP_INCOMPLETE``, and those of :class:`TableOptions`.
    """

    def __init__(self, given: dict[str, Any]) -> None:
        none: dict[str, Any] = {
            "csv_safe": False,
            "strict_rows": False,
            "to": (),
            "prefix": (),
            "as_of": (),
            "record": (),
        }
        problems: list[Problem] = []
        unasked: dict[str, Any] = dict.fromkeys(("format", "agency", "uid", "alarm", "record"), ())
        reader = Options({**given, **unasked, "as_json": False})
        try:
            self.table = TableOptions({**given, **none, "date_only": given["date_only"] or ("bounds",)})
        except DetainerError as error:
            problems += error.problems
        self.to = self._format(reader)
        self.keep: tuple[str, ...] = given["keep"]
        self.longest = self._number(reader)
        self.sensitivity: bool = given["sensitivity"]
        self.by = tuple(dict.fromkeys(name.strip() for text in given["by"] for name in text.split(",") if name.strip()))  # fmt: skip
        if self.sensitivity and (reader.one("assume") or "nothing") == "nothing":
            what = "--sensitivity turns assumptions, and nothing is assumed"
            reader.add("CONTRADICTION", "sensitivity", what, "add --assume ordinary")
        if given["longest"] and not self.keep:
            what = "--longest shows the columns that --keep names, and none is named"
            reader.add("CONTRADICTION", "longest", what, "add --keep COLUMN")
        self.grouped = self._grouped(reader, given)
        problems += reader.problems
        if problems:
            raise DetainerError(dict.fromkeys(problems))

    @staticmethod
    def _format(reader: Options) -> str:
        usual = _ENDINGS.get(os.path.splitext(reader.output or "")[1].lower(), "text")
        typed = reader.one("to", usual) or ""
        if typed not in FORMATS:
            reader.add("VALUE_UNKNOWN", "to", f"'{show(typed, 40)}' is not known", ", ".join(FORMATS))
        return typed

    @staticmethod
    def _number(reader: Options) -> int:
        typed = reader.one("longest", "10") or ""
        if not (typed.isascii() and typed.isdigit() and 0 < int(typed) <= 10_000):
            reader.add("VALUE_UNKNOWN", "longest", f"'{show(typed, 40)}' is no number from 1 to 10000")
            return 10
        return int(typed)

    @staticmethod
    def _grouped(reader: Options, given: dict[str, Any]) -> Grouped | None:
        key = reader.one("group")
        if key is None:
            for name in _OF_GROUPS:
                if given[name]:
                    option = name.replace("_", "-")
                    what = f"--{option} is of a table with several rows a booking"
                    reader.add("GROUP_INCOMPLETE", option, what, "add --group COLUMN")
            return None
        if not given["pickup"]:
            what = "it is not told which disposition is the pickup"
            reader.add("GROUP_INCOMPLETE", "pickup", what, '--pickup "RELEASED TO ICE"')
        rows = reader.one("detainer_rows")
        if rows is not None and not all(rows.partition("=")[::2]):
            hint = "--detainer-rows kind=DETAINER"
            reader.add("VALUE_UNKNOWN", "detainer-rows", f"'{show(rows, 40)}' is not COLUMN=TEXT", hint)
        return Grouped(
            key,
            reader.one("disposition") or "disposition",
            given["pickup"],
            given["freeing"] or FREEING,
            rows,
        )

    def audit(self, rows: Rows, names: Sequence[str], told: Callable[[Sequence[str]], Columns]) -> Audit:
        """Return what counts records with these columns.

        :raises DetainerError: ``COLUMN_MISSING``, and those of ``told``.
        """
        columns = told(names)
        problems: list[Problem] = []
        by: dict[str, int | None] = {}
        for name in self.by:
            by[name] = None if name in _OWN else _place(names, name, "by", problems)
        keep = [_place(names, name, "keep", problems) for name in self.keep]
        if problems:
            raise DetainerError(problems)
        return Audit(
            rows,
            names,
            columns,
            told,
            by=by,
            keep=keep,
            longest=self.longest,
            turns=self._turns() if self.sensitivity else {},
        )

    def _turns(self) -> Mapping[str, tuple[str, str]]:
        """Return the assumptions to turn: those of every record, and of the profile that was named."""
        if self.table.profile is None:
            return TURNS
        return turns_of(load_profile(self.table.profile, folders=self.table.folders))


def grouping_of(chosen: AuditOptions, names: Sequence[str]) -> Grouping:
    """Return how the rows of a table with these columns make bookings.

    :raises DetainerError: ``COLUMN_MISSING``.
    """
    grouped = chosen.grouped
    assert grouped is not None
    problems: list[Problem] = []
    key = _place(names, grouped.key, "group", problems)
    disposition = _place(names, grouped.disposition, "disposition", problems)
    detainer = None
    if grouped.detainer is not None:
        column, _, text = grouped.detainer.partition("=")
        detainer = _place(names, column, "detainer-rows", problems), text
    if problems:
        raise DetainerError(problems)
    return Grouping(key, disposition, matcher(grouped.pickup), matcher(grouped.freeing), detainer)


def _place(names: Sequence[str], name: str, option: str, problems: list[Problem]) -> int:
    """Return the number of a column; capitals make no difference where that leaves one."""
    if name in names:
        return list(names).index(name)
    alike = [number for number, other in enumerate(names) if other.strip().lower() == name.strip().lower()]
    if len(alike) == 1:
        return alike[0]
    near = get_close_matches(name, names, 3, 0.6)
    listed = ", ".join(show(n, 30) for n in (near or list(names)[:12]))
    hint = f"did you mean {listed}?" if near else f"it has: {listed}"
    problems.append(Problem("COLUMN_MISSING", option, f"no column is called '{show(name, 40)}'", hint))
    return 0
