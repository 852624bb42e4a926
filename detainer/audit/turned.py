"""Assumptions turned round: what each that may be wrong would be, if it were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..custody import YES_NO

__all__ = ["TURNS", "turned"]

#: each assumed fact, the column that tells it, and what it is turned to
TURNS: Mapping[str, tuple[str, str]] = {
    "form": ("form", "none"),
    "box": ("box", "2"),
    "issuer": ("issuer", "CBP"),
    "received": (YES_NO["received"], "never"),
    "served": (YES_NO["served"], "never"),
    "cancelled": (YES_NO["cancelled"], "release"),
    "I-200": ("I-200", "no"),
    "I-205": ("I-205", "yes"),
    "I-203": ("I-203", "yes"),
    "criminal-warrant": ("criminal-warrant", "yes"),
    "judge-order": ("judge-order", "yes"),
    "citizenship": ("citizenship", "claimed"),
    "agreement": ("agreement", "WSO"),
}


def turned(cells: Sequence[str], place: int | None, value: str) -> Sequence[str]:
    """Return a record's cells with one fact told where it was not; what was told stays.

    >>> turned(["2026-03-02 10:00", ""], 1, "never"), turned(["a"], None, "no")
    (['2026-03-02 10:00', 'never'], ['a', 'no'])
    """
    if place is None:
        return [*cells, value]
    if cells[place].strip() and cells[place].strip().lower() != "unknown":
        return cells
    return [*cells[:place], value, *cells[place + 1 :]]
