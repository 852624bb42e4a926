"""A value of a table as text: what a cell of a CSV file would have."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

__all__ = ["text_of"]


def text_of(value: Any) -> str:
    """Return a value of a table as the text that a cell of a CSV file would have.

    >>> text_of(True), text_of(None), text_of(["I-200", "I-203"]), text_of(datetime(2026, 11, 25, 15))
    ('yes', '', 'I-200; I-203', '2026-11-25T15:00:00')
    """
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "; ".join(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
