"""Which column of a table tells which fact."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ..custody import INSTANTS, MOMENTS, PAPERS
from ..errors import DetainerError, Problem, show

__all__ = ["FACTS", "Columns", "columns", "fact_of"]

#: whose law and which clock a row goes by
_PLACES = ("profile", "timezone", "state", "agency")
#: every fact that a column may tell, but for papers and answers one by one
FACTS = (*INSTANTS, *MOMENTS, "offense_on", "form", "box", "asks_custody", "issuer", "papers", "designated",
         "citizenship", "agreement", *_PLACES)  # fmt: skip
#: facts whose cells differ from row to row; all others are read once for each combination
_TIMED = (*INSTANTS, *MOMENTS, "offense_on")
_SAME = str.maketrans({" ": "_", "-": "_"})
_PAPERS = {paper.lower().translate(_SAME): paper for paper in PAPERS}


class Columns(NamedTuple):
    """Where in a row each fact stands.

    ``timed`` has the columns of each time; of several releases the latest counts.
    ``facts`` and ``places`` have the others, the fact ``papers.I-200`` or
    ``answers.ID`` where it is one paper or one of a profile's own questions.
    """

    timed: tuple[tuple[str, tuple[int, ...]], ...]
    facts: tuple[str, ...]
    places: tuple[int, ...]


def fact_of(name: str) -> str | None:
    """Return the fact that a column of that name tells, None where it is no fact's name.

    Capitals, spaces, hyphens and underscores make no difference.

    >>> fact_of("Release At"), fact_of("i-200"), fact_of("answers.judicial-order"), fact_of("Name")
    ('release_at', 'papers.I-200', 'answers.judicial-order', None)
    """
    text = name.strip()
    head, dot, tail = text.partition(".")
    if dot and head.lower() == "answers" and tail:
        return f"answers.{tail}"
    if dot and head.lower() == "papers":
        text = tail
    plain = re.sub(r"\s+", " ", text).lower().translate(_SAME)
    if plain in _PAPERS:
        return f"papers.{_PAPERS[plain]}"
    return plain if plain in FACTS and not dot else None


def columns(
    names: Sequence[str],
    named: Mapping[str, Sequence[str]],
    skipped: Collection[str] = (),
    *,
    whole: bool = True,
    law: bool = False,
) -> Columns:
    """Find the facts among the names of a table's columns.

    ``named`` has, by fact, the columns that were named for it; only the release may have
    several. ``skipped`` are facts that are told otherwise, for all rows alike: a column of such
    a name is not read unless it was named. With ``whole`` a table without a column for the
    release or the booking is refused, and, unless there is a ``law`` for rows that name none,
    one without a column for whose law it is.

    :raises DetainerError: every fault at once: ``COLUMN_DOUBLED``, ``COLUMN_MISSING``,
        ``CONTRADICTION`` (two columns of one fact).

    >>> columns(["Name", "release_at", "I-200"], {}, ["profile"])
    Columns(timed=(('release_at', (1,)),), facts=('papers.I-200',), places=(2,))
    """
    problems: list[Problem] = []
    where: dict[str, int] = {}
    for number, name in enumerate(names):
        if name.strip() and name in where:
            problems.append(
                Problem(
                    "COLUMN_DOUBLED",
                    "columns",
                    f"two columns are called '{show(name, 40)}' (numbers {where[name] + 1} and {number + 1})",
                    "rename one of them",
                )
            )
        where.setdefault(name, number)
    found: dict[str, list[int]] = {}
    if whole and not named and _no_names(names):
        raise DetainerError([_no_header(names)])
    for fact, wanted in named.items():
        for name in wanted:
            if name in where:
                found.setdefault(fact, []).append(where[name])
            elif whole:
                problems.append(_missing(name, names))
    for number, name in enumerate(names):
        told = fact_of(name)
        if told and told not in named and told not in skipped:
            found.setdefault(told, []).append(number)
    for fact, places in found.items():
        if len(set(places)) > 1 and not (fact == "release_at" and fact in named):
            shown = " and ".join(f"'{show(names[place], 40)}'" for place in places)
            problems.append(
                Problem("CONTRADICTION", fact, f"{shown} both tell {fact}", f"--map {fact}=COLUMN says which")
            )
    if whole and not {"release_at", "booked_at"} & set(found) and not problems:
        problems.append(_no_release(names))
    if whole and not law and not {"profile", "state", "agency"} & {*found, *skipped} and not problems:
        problems.append(
            Problem(
                "PROFILE_NEEDED",
                "profile",
                "no profile was named, and no column tells one",
                "--profile us-fl, or a column `profile`, `state` or `agency`",
            )
        )
    if problems:
        raise DetainerError(problems)
    others = [fact for fact in found if fact not in _TIMED]
    return Columns(
        tuple((fact, tuple(dict.fromkeys(found[fact]))) for fact in _TIMED if fact in found),
        tuple(others),
        tuple(found[fact][0] for fact in others),
    )


def _missing(name: str, names: Sequence[str]) -> Problem:
    from difflib import get_close_matches

    near = get_close_matches(name, names, 3, 0.6)
    hint = f"did you mean {', '.join(show(n, 40) for n in near)}?" if near else f"it has: {_listed(names)}"
    return Problem("COLUMN_MISSING", "map", f"no column is called '{show(name, 40)}'", hint)


def _no_release(names: Sequence[str]) -> Problem:
    return Problem(
        "COLUMN_MISSING",
        "columns",
        f"no column tells when release is due; it has: {_listed(names)}",
        '--map release_at="Release Date/Time" (or booked_at=...)',
    )


def _no_names(names: Sequence[str]) -> bool:
    """Say whether a first row is no header: it has a date, and no name of a fact."""
    dated = any(re.search(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}", name) for name in names)
    return dated and not any(fact_of(name) for name in names)


def _no_header(names: Sequence[str]) -> Problem:
    return Problem(
        "HEADER_MISSING",
        "columns",
        f"the first row looks like a record, not like the names of columns: {_listed(names)}",
        "put the columns' names into a first row",
    )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(show(name, 30) for name in names[:12])
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown or "nothing"
