"""The facts as they were given: taken out of a decision again, and read back from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any

from .custody import INSTANTS, MOMENTS, PAPERS, Custody
from .decision import Decision
from .errors import DetainerError, Problem, show

__all__ = ["custody_of", "given"]

_NAMES = frozenset(item.name for item in fields(Custody) if item.init)


def given(decision: Decision) -> Custody:
    """Return the facts that a decision was given, without what was assumed beside them.

    >>> from datetime import UTC
    >>> from detainer import check
    >>> record = Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC), box=1)
    >>> given(check(record, "us-ma", assume="ordinary"))
    Custody(release_at='2026-03-02T15:00:00Z', box=1)
    """
    custody = decision.basis.custody
    papers, answers = dict(custody.papers), dict(custody.answers)
    assumed: dict[str, Any] = {}
    for fact, _, _ in decision.basis.assumed:
        if fact in PAPERS:
            del papers[fact]
        elif fact in answers:
            del answers[fact]
        else:
            assumed[fact] = None
    return replace(custody, papers=papers, answers=answers, **assumed)


def custody_of(facts: Mapping[str, Any]) -> Custody:
    """Return the record that the facts of a JSON answer (its ``custody``) tell.

    Instants must have an offset. What is no time where one must be is left as it is, and
    refused as any record with such a fact is.

    :raises DetainerError: ``VALUE_UNKNOWN`` for a key that is no fact, and as :class:`Custody`.

    >>> custody_of({"release_at": "2026-03-02T10:00:00-05:00", "received_at": "2026-03-01"})
    Custody(release_at='2026-03-02T15:00:00Z', received_at='2026-03-01')
    """
    unknown = [name for name in facts if name not in _NAMES]
    if unknown:
        raise DetainerError(
            Problem("VALUE_UNKNOWN", show(name, 40), f"'{show(name, 40)}' is no fact") for name in unknown
        )
    read = {name: _time(value) if name in _TIMED else value for name, value in facts.items()}
    answers = read.get("answers")
    if isinstance(answers, Mapping):
        read["answers"] = {name: _time(value) for name, value in answers.items()}
    return Custody(**read)


_TIMED = frozenset((*INSTANTS, *MOMENTS, "offense_on"))
_DAY = len("2026-03-02")


def _time(value: Any) -> Any:
    """Return the date or the instant that a text is; anything else as it is."""
    if not isinstance(value, str):
        return value
    try:
        return date.fromisoformat(value) if len(value) == _DAY else datetime.fromisoformat(value)
    except ValueError:
        return value
