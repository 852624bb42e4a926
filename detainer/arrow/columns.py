"""The added columns of many answers as arrays of Arrow: the values of :class:`~detainer.table.answer.Answer`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from ..table.added import Added
from ..table.answer import ADDED, BOUNDS, PRESENT
from .answers import NOT, Answers, Told
from .cells import Ints, array_of, texts_of
from .zone import Zones

__all__ = ["TYPES", "fields", "merged", "numbers", "stamps", "statuses", "times", "typed"]

_TEXTS = pa.list_(pa.string())
#: the types of the added columns that are no text
_OWN = {"hold_applies": pa.bool_(), "rests_on_assumptions": pa.bool_(), "missing": _TEXTS, "warnings": _TEXTS,
        "held_past_release_by_seconds": pa.int64(), "held_past_release_by_seconds_most": pa.int64(), "seconds_left": pa.int64()}  # fmt: skip
#: the type of each column that may be added
TYPES = {name: _OWN.get(name, pa.string()) for name in (*ADDED, *BOUNDS, *PRESENT)}

_STATUS = texts_of(["no_clock", "unknown", "no_hold", "ended", "not_started", "running"])
_NO_CLOCK, _UNKNOWN, _NO_HOLD, _ENDED, _NOT_STARTED, _RUNNING = range(6)
_STAMP = 25


def fields(added: Added) -> list[Any]:
    """Return the fields of the added columns: their names, and the types they have in Arrow."""
    return [pa.field(name, TYPES[name.removeprefix(added.prefix)]) for name in added.names]


def merged(answers: Answers, zones: Zones, added: Added, alone: Sequence[Sequence[Any]]) -> list[Any]:
    """Return the added columns; ``alone`` has the values of the rows that are slow, in their order."""
    told = zip(*alone, strict=True) if alone else ((),) * len(added.names)
    found = [pa.array(values, field.type) for values, field in zip(told, fields(added), strict=True)]
    count = len(answers.slow)
    if len(alone) == count:
        return found
    order = np.arange(count)
    order[answers.slow] = count + np.arange(len(alone))
    places, nulls = array_of(order), [pa.nulls(count, pa.string())] * 2
    many = (*typed(answers, zones, bounds=added.bounds, now=added.now), *nulls)
    if not alone:
        return [*many]
    return [pa.concat_arrays([array, rows]).take(places) for array, rows in zip(many, found, strict=True)]


def typed(answers: Answers, zones: Zones, *, bounds: bool, now: int | None) -> list[Any]:
    """Return the columns in their order, but for code and error, which are null; of slow rows they mean nothing."""
    told, words = array_of(np.maximum(answers.told, 0)), answers.words

    def word(name: str, of: Callable[[Told], Any]) -> Any:
        return pa.array([of(item) for item in words], TYPES[name]).take(told)

    release_by, straight, regulation = times(answers, zones)
    held = numbers(answers.held)
    columns = [word("hold", lambda w: w.hold), word("hold_applies", lambda w: w.applies), release_by, straight, regulation,
               word("notify", lambda w: w.notify), held, word("rests_on_assumptions", lambda w: w.rests),
               word("missing", lambda w: list(w.missing)), word("warnings", lambda w: list(w.warnings))]  # fmt: skip
    if bounds:  # of none of these rows a date alone was given
        columns += [release_by, straight, regulation, held]
    if now is not None:
        columns += statuses(answers, now)
    return columns


def times(answers: Answers, zones: Zones) -> tuple[Any, Any, Any]:
    """Return the three times of answers as text."""
    release_by = stamps(answers.release_by, answers.zone, zones)
    same = np.array_equal(answers.straight, answers.release_by)
    straight = release_by if same else stamps(answers.straight, answers.zone, zones)
    return release_by, straight, stamps(answers.regulation, answers.zone, zones)


def stamps(at: Ints, zone: Ints, zones: Zones) -> Any:
    """Return instants as text in local time with the offset; null where there is none."""
    there = at != NOT
    count, whole = len(at), bool(there.all())
    if not whole:
        at, zone = at[there], zone[there]
    text = zones.text(at, zones.east(at, zone)).view(np.uint8)
    ends = np.arange(count + 1) if whole else np.concatenate(([0], np.cumsum(there)))
    known = None if whole else pa.py_buffer(np.packbits(there, bitorder="little"))
    buffers = [known, pa.py_buffer((ends * _STAMP).astype(np.int32)), pa.py_buffer(text)]
    return pa.Array.from_buffers(pa.string(), count, buffers)


def numbers(values: Ints) -> Any:
    """Return numbers, null where there is none."""
    known = values != NOT
    return array_of(values, None if known.all() else known)


def statuses(answers: Answers, now: int) -> list[Any]:
    """Return where the windows stand and the seconds left, as :func:`detainer.answer.status` has them."""
    holds = [(item.hold, item.applies) for item in answers.words]
    kinds = [
        _NO_CLOCK if hold == "other_custody" else _RUNNING if applies else _NO_HOLD for hold, applies in holds
    ]
    found = np.array(kinds)[np.maximum(answers.told, 0)]
    release_by = answers.release_by
    found[(release_by == NOT) & (found != _NO_CLOCK)] = _UNKNOWN
    runs = found == _RUNNING
    found[runs & (answers.start > now)] = _NOT_STARTED
    found[runs & (release_by <= now)] = _ENDED
    left = np.where(runs & (release_by > now), release_by - now, 0)
    return [_STATUS.take(array_of(found)), array_of(left)]
