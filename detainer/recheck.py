"""An answer that was kept, worked out again: did it move, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal, NamedTuple

from .decision import check
from .errors import DetainerError, Problem
from .given import custody_of
from .profiles import Profile

__all__ = ["Cause", "Change", "Finding", "Made", "Record", "Result", "answer_of", "judge"]

Result = Literal["same", "moved", "altered", "unchecked"]

#: warnings of how the input was written, which its facts no longer tell
_HEARD = ("AMBIGUOUS_HOUR",)


class Made(NamedTuple):
    """What an answer was made with.

    ``detainer`` and ``tzdata`` are versions. ``code``, ``days`` (the table of federal days)
    and the hashes in ``law``, one for the file of each layer, tell contents apart that have
    the same name. ``holidays`` is the version of the package of that name, None where no
    clock of the chain asks it.
    """

    detainer: str
    code: str
    tzdata: str
    calendar: str
    days: str
    holidays: str | None
    law: tuple[tuple[str, str], ...] = ()


class Record(NamedTuple):
    """An answer that was kept.

    ``given`` has the facts as JSON values, ``decision`` the JSON answer to them under
    ``profile`` in ``zone``, with ``assume`` and ``as_of`` as :func:`~detainer.check` takes them.
    ``recorded_at`` and ``row`` only say where it comes from: when it was written, and from
    which row of a table.
    """

    given: Mapping[str, Any]
    profile: str
    zone: str
    assume: str
    as_of: datetime | None
    made: Made
    decision: Mapping[str, Any]
    recorded_at: str
    row: int | None


class Change(NamedTuple):
    """One thing that an answer says, as it was kept and as it is now; None is JSON's null."""

    what: str
    before: Any
    after: Any


class Cause(NamedTuple):
    """One thing that changed since: ``what`` names it, with its hash or version before and after."""

    cause: Literal["law", "calendar", "zone data", "code"]
    what: str
    before: str | None
    after: str | None


class Finding(NamedTuple):
    """What became of one record.

    ``result``: ``same``; ``moved`` (another answer, or none, and ``causes`` has all that
    changed since: which of several moved it is not known); ``altered`` (another answer though
    nothing changed: this is not what the program said); ``unchecked`` (it could not be
    worked out again). ``problems`` say why there is no answer now.
    """

    result: Result
    changes: tuple[Change, ...] = ()
    causes: tuple[Cause, ...] = ()
    problems: tuple[Problem, ...] = ()


def judge(record: Record, profile: Profile, made: Made) -> Finding:
    """Work a record out again under ``profile``, and say what became of its answer.

    ``made`` is the present, its ``law`` that of ``profile`` and of every layer in the record.
    Where nothing changed the whole answer must come out again, word for word. Otherwise its
    times, holds and missing facts are compared (:func:`answer_of`), not the words of the law.
    """
    causes = tuple(_causes(record.made, made))
    result: Result = "moved" if causes else "altered"
    try:
        found = check(
            custody_of(record.given),
            profile,
            as_of=record.as_of,
            assume=record.assume,
            timezone=record.zone,
        ).to_dict()
    except DetainerError as error:
        return Finding(result, causes=causes, problems=error.problems)
    changes = tuple(_changes(answer_of(record.decision), answer_of(found)))
    if changes:
        return Finding(result, changes, causes)
    if causes:
        return Finding("same")
    before, after = ({**answer, "warnings": _warned(answer)} for answer in (record.decision, found))
    others = [name for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name)]
    if not others:
        return Finding("same")
    what = f"with what it was made with, it comes out otherwise: {', '.join(others)}"
    return Finding("altered", problems=(Problem("RECORD_ALTERED", "decision", what),))


def _warned(answer: Mapping[str, Any]) -> list[Any]:
    return [item for item in answer["warnings"] if item["code"] not in _HEARD]


def answer_of(decision: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a JSON answer says a jail must do and when, each thing by a name of its own.

    :raises KeyError, TypeError, AttributeError: ``decision`` is no JSON answer.
    """
    window = decision["window"]
    told: dict[str, Any] = {
        **{name: decision[name] for name in ("hold", "hold_applies", "release_by", "release_between")},
        "possible": list(decision["possible"]),
        "window": window and window["clock"],
    }
    for number, item in enumerate(decision["readings"]):
        name = f"readings.{item['clock']}"
        if f"{name}.ends_at" in told:  # two layers may name a clock alike
            name = f"{name}.{number}"
        told |= {f"{name}.{key}": item[key] for key in ("starts_at", "ends_at", "governs", "earliest")}
    notify, transfer = decision["notify"], decision["transfer"]
    told |= {"notify": notify["outcome"], "notify.due_at": notify["due_at"]}
    told |= {"transfer": transfer["outcome"], "transfer.earliest": transfer["earliest"]}
    told["missing"] = [item["fact"] for item in decision["missing"]]
    return told


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Change(name, before.get(name), after.get(name))


def _causes(before: Made, after: Made) -> Iterator[Cause]:
    law, now = dict(before.law), dict(after.law)
    for layer in dict.fromkeys((*law, *now)):
        if law.get(layer) != now.get(layer):
            yield Cause("law", layer, law.get(layer), now.get(layer))
    if (before.calendar, before.days) != (after.calendar, after.days):
        yield Cause("calendar", "federal days", _named(before.calendar, before.days), _named(after.calendar, after.days))  # fmt: skip
    if before.holidays != after.holidays:
        yield Cause("calendar", "holidays", before.holidays, after.holidays)
    if before.tzdata != after.tzdata:
        yield Cause("zone data", "tzdata", before.tzdata, after.tzdata)
    if (before.detainer, before.code) != (after.detainer, after.code):
        yield Cause("code", "detainer", _named(before.detainer, before.code), _named(after.detainer, after.code))  # fmt: skip


def _named(name: str, digest: str) -> str:
    """Return a version and the beginning of a hash, which tells two of one version apart."""
    return f"{name} ({digest.removeprefix('sha256:')[:12]})"
