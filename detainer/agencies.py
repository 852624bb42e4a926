"""Agencies with an agreement under 8 U.S.C. 1357(g): ICE's own sheet, read and searched.

ICE publishes the sheet of participating agencies; the program carries no copy. A sheet is
rows of state, agency, kind, county, model and date signed. It lists agreements in force on
its own date, so one that ended before is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from .errors import DetainerError, Problem, show, shows
from .states import CODES

__all__ = [
    "Agency",
    "Change",
    "agreements_on",
    "compare",
    "find",
    "one",
    "profile_ids",
    "read_rows",
    "serves",
]

MODELS: Mapping[str, str] = {
    "warrant service officer": "WSO",
    "jail enforcement model": "JEM",
    "task force model": "TFM",
    "wso": "WSO",
    "jem": "JEM",
    "tfm": "TFM",
}
#: the sheet's columns, and what each may be called
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "state": ("state",),
    "name": ("law enforcement agency", "agency"),
    "kind": ("type", "kind"),
    "county": ("county",),
    "model": ("support type", "model"),
    "signed": ("signed", "date signed"),
}
_WORD = re.compile(r"[a-z0-9'.&-]+")
_KINDS = ("County", "Municipality", "State Agency")


class Agency(NamedTuple):
    """One agreement of one agency: postal code, name, kind, county, model, day signed."""

    state: str
    name: str
    kind: str
    county: str
    model: str
    signed: date


class Change(NamedTuple):
    """What a new sheet has against the one before."""

    added: tuple[Agency, ...]
    changed: tuple[tuple[Agency, Agency], ...]
    dropped: tuple[Agency, ...]


def read_rows(rows: Iterable[Sequence[object]]) -> list[Agency]:
    """Return the agreements of a sheet, its first row the column names.

    :raises DetainerError: every fault of the sheet at once, each with its row:
        ``COLUMN_MISSING``, ``ROW_UNREADABLE``, ``SHEET_EMPTY``.

    >>> read_rows([["STATE", "LAW ENFORCEMENT AGENCY", "TYPE", "COUNTY", "SUPPORT TYPE", "SIGNED"],
    ...            ["FLORIDA", "Example County Sheriff's Office", "County", "Example County",
    ...             "Warrant Service Officer", "2025-02-26"]])[0].model
    'WSO'
    """
    lines = iter(rows)
    head = [_text(cell).lower() for cell in next(lines, ())]
    places = {key: next((head.index(n) for n in names if n in head), None) for key, names in _COLUMNS.items()}
    lacking = [names[0].upper() for key, names in _COLUMNS.items() if places[key] is None and key != "kind"]
    if lacking:
        raise DetainerError(
            [
                Problem(
                    "COLUMN_MISSING",
                    "sheet",
                    f"no column {', '.join(lacking)}",
                    "give ICE's sheet of participating agencies",
                )
            ]
        )
    found: dict[tuple[object, ...], Agency] = {}
    problems: list[Problem] = []
    for number, row in enumerate(lines, 2):
        if not any(_text(cell) for cell in row):
            continue
        cells = {
            key: (row[place] if place is not None and place < len(row) else None)
            for key, place in places.items()
        }
        agency, faults = _agency(cells, number)
        problems += faults
        if agency is not None:
            found.setdefault((agency.state, agency.name.lower(), agency.model, agency.signed), agency)
    if not found and not problems:
        problems.append(Problem("SHEET_EMPTY", "sheet", "no agreement in it", None))
    if problems:
        raise DetainerError(problems)
    return sorted(found.values())


def _agency(cells: Mapping[str, object], number: int) -> tuple[Agency | None, list[Problem]]:
    where = f"row {number}"
    state_text, model_text = _text(cells["state"]), _text(cells["model"])
    state = CODES.get(state_text.upper()) or (
        state_text.upper() if state_text.upper() in CODES.values() else None
    )
    model = MODELS.get(model_text.lower())
    name, kind, county = (_text(cells[key]) for key in ("name", "kind", "county"))
    signed = _day(cells["signed"])
    faults = [
        Problem("ROW_UNREADABLE", where, message, None)
        for wrong, message in (
            (state is None, f"'{show(state_text, 40)}' is no state"),
            (not name, "no agency is named"),
            *(
                (not shows(text), f"'{show(text, 60)}' has characters that do not print")
                for text in (name, county)
            ),
            (model is None, f"'{show(model_text, 40)}' is no model of agreement"),
            (signed is None, f"'{show(cells['signed'], 40)}' is no date"),
        )
        if wrong
    ]
    if faults or state is None or model is None or signed is None:
        return None, faults
    return Agency(state, name, kind if kind in _KINDS else "", county, model, signed), []


def _text(cell: object) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""


def _day(cell: object) -> date | None:
    day = cell.date() if isinstance(cell, datetime) else cell
    if not isinstance(day, date):
        text = re.sub(r" 0?0:00(:00)?$", "", _text(cell))  # as a spreadsheet saves a date
        day = next((found for form in ("%Y-%m-%d", "%m/%d/%Y") if (found := _dated(text, form))), None)
    return day if day is not None and 1996 <= day.year <= 2100 else None  # 8 U.S.C. 1357(g) is of 1996


def _dated(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


def compare(old: Iterable[Agency], new: Iterable[Agency]) -> Change:
    """Return what was added, changed (another date) and dropped."""
    before = {(a.state, a.name.lower(), a.model): a for a in old}
    after = {(a.state, a.name.lower(), a.model): a for a in new}
    return Change(
        tuple(a for key, a in after.items() if key not in before),
        tuple(
            (before[key], a) for key, a in after.items() if key in before and before[key].signed != a.signed
        ),
        tuple(a for key, a in before.items() if key not in after),
    )


def find(agencies: Iterable[Agency], text: str) -> list[Agency]:
    """Return the agreements whose agency, county or state has every word of ``text``."""
    words = text.replace(",", " ").lower().split()
    return [a for a in agencies if all(_has(a, word) for word in words)]


def _has(agency: Agency, word: str) -> bool:
    if len(word) == 2 and word.upper() in CODES.values():
        return agency.state == word.upper()
    state = next(name for name, code in CODES.items() if code == agency.state).lower()
    return word in f"{agency.name} {agency.county}".lower() or word in state.split()


def one(agencies: Iterable[Agency], text: str) -> list[Agency]:
    """Return every agreement of the one agency that ``text`` (``NAME, ST``) names.

    Two of one name in one state are two if their counties differ; ``NAME, COUNTY, ST`` tells
    them apart.

    :raises DetainerError: ``AGENCY_UNKNOWN`` with the nearest, ``AGENCY_AMBIGUOUS`` with
        the candidates.
    """
    everyone = list(agencies)
    name, _, state = text.rpartition(",")
    code = state.strip().upper()
    code = CODES.get(code, code)
    exact = [
        a for a in everyone if name and a.state == code and a.name.lower() == " ".join(name.split()).lower()
    ]
    if (
        name and code in CODES.values()
    ):  # Virginia is not West Virginia, nor a county of another state called so
        everyone, text_there = [a for a in everyone if a.state == code], name
    else:
        text_there = text
    found = exact or [a for a in find(everyone, text_there) if _named_so(a, text_there)]
    names = sorted({f"{a.name}, {a.state}" for a in found})
    if not names:
        from difflib import get_close_matches

        known = sorted({f"{a.name}, {a.state}" for a in everyone})
        near = get_close_matches(" ".join(text.split()), known, 3, 0.5)
        hint = (
            f"did you mean {'; '.join(near)}?"
            if near
            else 'write it like "Pinellas County Sheriff\'s Office, FL"'
        )
        raise DetainerError(
            [Problem("AGENCY_UNKNOWN", "agency", f"'{show(text)}' is not in the sheet", hint)]
        )
    if len(names) == 1 and len({_bare(a.county) for a in found} - {""}) > 1:
        names = sorted({f"{a.name}, {a.county}, {a.state}" for a in found})
    if len(names) > 1:
        shown = "; ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
        raise DetainerError(
            [
                Problem(
                    "AGENCY_AMBIGUOUS", "agency", f"'{show(text)}' may be: {shown}", "write one of them out"
                )
            ]
        )
    return found


def _named_so(agency: Agency, text: str) -> bool:
    """Say whether every word of a text is a whole one of an agency's: Lee is not Leesburg."""
    state = next(name for name, code in CODES.items() if code == agency.state)
    own = {*_WORD.findall(f"{agency.name} {agency.county} {agency.state} {state}".lower())}
    return own.issuperset(_WORD.findall(text.lower()))


def _bare(county: str) -> str:
    """Return a county's name as it is compared: ``Sample County`` and ``SAMPLE`` are one."""
    return re.sub(r"\b(county|parish)\b|[^a-z]", "", county.lower())


def serves(agency: Agency, profile_name: str) -> bool:
    """Say whether a profile of that name may be an agency's: a county's jail is not its town's.

    >>> from datetime import date
    >>> town = Agency("VA", "Culpeper Police Department", "Municipality", "Culpeper County", "TFM", date(2025, 3, 1))
    >>> serves(town, "Culpeper County, Virginia"), serves(town, "Culpeper (town), Virginia")
    (False, True)
    """
    return agency.kind != "Municipality" or not re.search(r"\b(County|Parish)\b", profile_name)


def profile_ids(agency: Agency) -> tuple[str, ...]:
    """Return the ids to look for, in order: the county's (or town's) profile, then the state's."""
    state = f"us-{agency.state.lower()}"
    place = agency.county if agency.kind == "County" else ""
    if agency.kind == "Municipality":
        place = (
            agency.name.lower().removesuffix("police department").strip().removesuffix("metropolitan").strip()
        )
    slug = "-".join("".join(c if c.isalnum() else " " for c in place.lower()).split())
    bare = slug.removesuffix("-county").removesuffix("-parish")
    tried = [f"{state}-{item}" for item in dict.fromkeys((bare, slug)) if item]
    return (*tried, state)


def agreements_on(agencies: Iterable[Agency], day: date) -> frozenset[str]:
    """Return the models signed by a date."""
    return frozenset(a.model for a in agencies if a.signed <= day)
