"""Assumptions turned round: what each that may be wrong would be, if it were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..custody import YES_NO
from ..profiles import Profile

__all__ = ["TURNS", "turned", "turns_of"]

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
#: the same, of facts that only some profiles assume
_OF_SOME = {"designated": ("designated", "no"), "warrant-served": (YES_NO["warrant-served"], "never")}


def turns_of(profile: Profile) -> Mapping[str, tuple[str, str]]:
    """Return what to turn of a profile: of every record, and what it assumes itself, its questions too."""
    own = {name: value for layer in profile.layers for name, value in layer.assume.items()}
    turns = dict(TURNS)
    for name, value in own.items():
        if name in profile.all_asks:
            turns[name] = f"answers.{name}", "no" if value == "yes" else "yes"
        elif name in _OF_SOME:
            turns[name] = _OF_SOME[name]
    return turns


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
