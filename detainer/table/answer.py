"""What a row comes to: the columns that are added to it, and their values."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["ADDED", "BOUNDS", "PRESENT", "Answer", "Latest"]

#: the columns added to every table, in order
ADDED = ("hold", "hold_applies", "release_by", "straight_ends_at", "regulation_ends_at", "notify",
         "held_past_release_by_seconds", "rests_on_assumptions", "missing", "warnings", "error_code",
         "error")  # fmt: skip
#: with ``--date-only bounds``: the latest, where the columns above have the earliest (held: the least)
BOUNDS = ("release_by_latest", "straight_ends_at_latest", "regulation_ends_at_latest",
          "held_past_release_by_seconds_most")  # fmt: skip
#: with a present moment
PRESENT = ("status", "seconds_left")


class Latest(NamedTuple):
    """The latest of the times of an answer, and the most that ``held`` may be."""

    release_by: int | None
    straight: int | None
    regulation: int | None
    held: int | None
    start: int
    out: int | None = None


class Answer(NamedTuple):
    """The answer on one row; instants are whole seconds since 1970-01-01 UTC.

    ``hold``, ``applies``, ``release_by``, ``notify``, ``rests``, ``missing`` and ``warnings``
    (codes, in alphabetical order) are those of a :class:`~detainer.Decision`. ``straight``
    and ``regulation`` are the ends of those two readings, None where they are not listed.
    ``held`` is the seconds from ``release_by`` until the person was freed or taken, none
    before it; None where either is not known. ``start`` is the release, or the booking
    where only that is known; ``out`` when the person left, freed or taken, the earlier, and
    ``taken`` whether it was ICE that took them. ``latest`` is there where only dates were given and both
    bounds were asked for; the times are then the earliest.
    """

    hold: str
    applies: bool | None
    release_by: int | None
    straight: int | None
    regulation: int | None
    notify: str
    held: int | None
    rests: bool
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    start: int
    zone: str
    out: int | None = None
    taken: bool = False
    latest: Latest | None = None
