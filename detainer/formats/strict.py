"""JSON read strictly: a key that stands twice, or a number that JSON does not have, is refused."""

from __future__ import annotations

import json
from typing import Any, NoReturn

__all__ = ["DECODER"]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands in it twice")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number of JSON")


#: its ``decode`` raises ValueError, and RecursionError where nothing is nested so deeply
DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number)
