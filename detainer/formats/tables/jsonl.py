"""JSON Lines: an object a line; written out, a line keeps every byte it had."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

from ...errors import Problem, show
from ...table.added import Added
from ...table.answer import Answer
from ...table.values import text_of
from ..strict import DECODER
from .lines import lines
from .model import MOST_CELLS, Row

__all__ = ["JsonlReader", "JsonlWriter"]

_FACTS = ("papers", "answers")
_MOST = 1_000  # sets of keys kept at most


class JsonlReader:
    """Reads the objects of JSON Lines; a blank line is no row.

    An object of papers or answers (``{"papers": {"I-200": true}}``) is read as columns of
    their own.
    """

    names: tuple[str, ...] | None = None

    def __init__(self, text: io.TextIOBase) -> None:
        self._text = text
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows; a line that is no object with its fault."""
        decode = DECODER.decode
        known = self._known
        number = 0
        for line in lines(self._text, "\n"):
            raw = line.strip()
            if not raw:
                continue
            number += 1
            try:
                if len(raw) > MOST_CELLS and raw.count(",") + raw.count("[") + raw.count("{") > MOST_CELLS:
                    raise ValueError(f"more than {MOST_CELLS:,} values")
                found = decode(raw)
                if not isinstance(found, dict):
                    raise ValueError(f"not an object but {_KINDS.get(type(found), 'a number')}")
            except (ValueError, RecursionError) as error:
                why = "nested too deeply" if isinstance(error, RecursionError) else show(error, 120)
                fault = Problem("ROW_UNREADABLE", "row", f"line {number} is no JSON object: {why}", None)
                yield Row(number, ("line",), [raw], [raw], raw, fault)
                continue
            flat = _flat(found) if any(isinstance(found.get(name), dict) for name in _FACTS) else found
            names = tuple(flat)
            names = known.setdefault(names, names)
            if len(known) > _MOST:
                known.clear()
            values = list(flat.values())
            yield Row(number, names, values, [text_of(value) for value in values], raw)


class JsonlWriter:
    """Writes an object a line: what the row had, then the answer."""

    def __init__(self, stream: TextIO, added: Added) -> None:
        self._put, self._added = stream.write, added
        self._encode = json.JSONEncoder(ensure_ascii=False).encode

    def write(self, row: Row, answer: Answer | None, problems: Sequence[Problem]) -> None:
        """Write a row; of a row that could not be read, what was there stands as ``line``."""
        added = self._encode(dict(zip(self._added.names, self._added.values(answer, problems), strict=True)))
        if row.raw is not None and row.fault is None:
            own = row.raw[:-1].rstrip()
        else:
            own = self._encode(_named(row))[:-1]
        self._put(f"{own}{'' if own == '{' else ', '}{added[1:]}\n")

    def close(self) -> None:
        """Nothing is held back."""


def _named(row: Row) -> dict[str, Any]:
    names = [name or f"column {number}" for number, name in enumerate(row.names, 1)]
    values = [
        value if isinstance(value, (str, int, float, type(None))) else text_of(value) for value in row.values
    ]
    named: dict[str, Any] = dict(zip(names, values, strict=False))
    if len(values) > len(names):
        named["more"] = values[len(names) :]
    return named


_KINDS = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}


def _flat(found: dict[str, Any]) -> dict[str, Any]:
    """Return an object whose papers and answers stand each for itself."""
    flat: dict[str, Any] = {}
    for name, value in found.items():
        if name in _FACTS and isinstance(value, dict):
            flat.update((f"{name}.{key}", item) for key, item in value.items())
        else:
            flat[name] = value
    return flat
