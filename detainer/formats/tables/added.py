"""The added columns of many answers as cells of text: arrays of Arrow, to be joined to what the rows had."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from ...arrow.answers import Answers, Told
from ...arrow.cells import array_of, texts_of
from ...arrow.columns import numbers, statuses, times
from ...arrow.zone import Zones
from ...table.added import YES_NO, Added

__all__ = ["AddedText"]


class AddedText:
    """The cells of :meth:`Added.cells` as pieces between which delimiters are to stand."""

    def __init__(self, added: Added, zones: Zones, delimiter: str) -> None:
        self._added, self._zones, self._delimiter = added, zones, delimiter
        self._none = _bytes(texts_of([delimiter]))  # of code and error there is but what parts them
        self._more = added.bounds or added.now is not None
        self._words: list[Told] = []
        self._cells: list[tuple[str, str, str]] = []
        self._fragments: list[Any] = []

    def pieces(self, answers: Answers) -> list[Any]:
        """Return the pieces: bytes, an array or the same of all rows; rows that are slow have any."""
        told = array_of(np.maximum(answers.told, 0))
        first, notify, rest = (fragment.take(told) for fragment in self._told(answers.words))
        ends, held = times(answers, self._zones), _text(numbers(answers.held))
        pieces = [first, *ends, notify, held, rest]
        if self._added.bounds:  # of none of these rows a date alone was given
            pieces += [*ends, held]
        if self._added.now is not None:
            pieces += map(_text, statuses(answers, self._added.now))
        found = [_bytes(piece) for piece in pieces]
        return [*found, self._none[0]] if self._more else found

    def _told(self, words: list[Told]) -> list[Any]:
        """Return what is told in words, each told once: before the times, after them, at the end."""
        if words is not self._words:
            self._words, self._cells = words, []
        if len(self._cells) < len(words):
            for item in words[len(self._cells) :]:
                first, notify = self._line((item.hold, YES_NO[item.applies])), self._line((item.notify,))
                rest = self._line((YES_NO[item.rests], ";".join(item.missing), ";".join(item.warnings)))
                self._cells.append((first, notify, rest if self._more else rest + 2 * self._delimiter))
            self._fragments = [texts_of(texts) for texts in zip(*self._cells, strict=True)]
        return self._fragments

    def _line(self, cells: Sequence[str | None]) -> str:
        text = io.StringIO()
        csv.writer(text, delimiter=self._delimiter, lineterminator="").writerow(cells)
        return text.getvalue()


def _bytes(piece: Any) -> Any:
    """Return texts as bytes, none where one is null: to ask of each whether it is takes as long as to write it."""
    _, ends, held = piece.buffers()
    return pa.Array.from_buffers(pa.binary(), len(piece), [None, ends, held])


def _text(values: Any) -> Any:
    return values.cast(pa.string())
