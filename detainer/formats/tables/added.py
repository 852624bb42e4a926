"""The added columns of many answers as text: arrays of Arrow, to be joined to what the rows had."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from ...arrow.answers import NOT, Answers, Told
from ...arrow.cells import Ints
from ...arrow.zone import Zones
from .model import YES_NO, Added

__all__ = ["AddedText"]

_EMPTY = pa.scalar(b"", pa.binary())
_STATUS = pa.array([b"no_clock", b"unknown", b"no_hold", b"ended", b"not_started", b"running"], pa.binary())
_NO_CLOCK, _UNKNOWN, _NO_HOLD, _ENDED, _NOT_STARTED, _RUNNING = range(6)
_STAMP = 25


class AddedText:
    """The cells of :meth:`Added.cells` but for code and error, as pieces between which delimiters are to stand."""

    def __init__(self, added: Added, zones: Zones, delimiter: str) -> None:
        self._added, self._zones, self._delimiter = added, zones, delimiter
        self._words: list[Told] = []
        self._fragments: list[Any] = []

    def pieces(self, answers: Answers) -> list[Any]:
        """Return the pieces: arrays of bytes, or one for all rows; rows that are slow have any."""
        told = pa.array(np.maximum(answers.told, 0))
        first, notify, rest = (fragment.take(told) for fragment in self._told(answers.words))
        release_by = self._time(answers.release_by, answers.zone)
        same = np.array_equal(answers.straight, answers.release_by)
        straight = release_by if same else self._time(answers.straight, answers.zone)
        regulation, held = self._time(answers.regulation, answers.zone), _number(answers.held)
        pieces = [first, release_by, straight, regulation, notify, held, rest]
        if self._added.bounds:  # of none of these rows a date alone was given
            pieces += [release_by, straight, regulation, held]
        if self._added.now is not None:
            pieces += _status(answers, self._added.now)
        return pieces

    def _told(self, words: list[Told]) -> list[Any]:
        """Return what is told in words, each told once: before the times, after them, at the end."""
        if words is not self._words or len(words) != len(self._fragments[0]):
            self._words, rows = words, []
            for item in words:
                rest = YES_NO[item.rests], ";".join(item.missing), ";".join(item.warnings)
                rows.append(
                    [self._line(cells) for cells in ((item.hold, YES_NO[item.applies]), (item.notify,), rest)]
                )
            self._fragments = [pa.array(texts, pa.binary()) for texts in zip(*rows, strict=True)]
        return self._fragments

    def _line(self, cells: Sequence[str | None]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=self._delimiter, lineterminator="").writerow(cells)
        return text.getvalue().encode()

    def _time(self, at: Ints, zone: Ints) -> Any:
        there = at != NOT
        if not there.any():
            return _EMPTY
        whole = there.all()
        if not whole:
            at, zone = at[there], zone[there]
        text = self._zones.text(at, self._zones.east(at, zone))
        ends = np.arange(len(at) + 1) if whole else np.concatenate(([0], np.cumsum(there)))
        buffers = [None, pa.py_buffer((ends * _STAMP).astype(np.int32)), pa.py_buffer(text.view(np.uint8))]
        return pa.Array.from_buffers(pa.binary(), len(there), buffers)


def _number(values: Ints) -> Any:
    none = values == NOT
    if none.all():
        return _EMPTY
    return pa.array(values, mask=none).cast(pa.string()).fill_null("").cast(pa.binary())


def _status(answers: Answers, now: int) -> list[Any]:
    """Return where the windows stand, and the seconds left, as :func:`detainer.answer.status` has it."""
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
    return [_STATUS.take(pa.array(found)), _number(left)]
