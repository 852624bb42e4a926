"""Many answers: one array a column, and what rows alike have in common told once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .cells import Ints

__all__ = ["NOT", "Answers", "Told", "unanswered"]

#: in place of an instant, or of seconds, that there is none
NOT = -(1 << 62)


class Told(NamedTuple):
    """What is told in words: as of an :class:`~detainer.table.answer.Answer`."""

    hold: str
    applies: bool | None
    notify: str
    rests: bool
    missing: tuple[str, ...]
    warnings: tuple[str, ...]


class Answers(NamedTuple):
    """The answers on rows; instants are seconds since 1970 UTC, :data:`NOT` where there is none.

    ``told`` has the place of each row's words in ``words``, ``zone`` the number of its zone.
    The rows of which ``slow`` is true are still to be answered by the row engine; what the
    arrays have for them means nothing.
    """

    words: list[Told]
    told: Ints
    release_by: Ints
    straight: Ints
    regulation: Ints
    held: Ints
    start: Ints
    zone: Ints
    slow: npt.NDArray[np.bool_]


def unanswered(count: int) -> Answers:
    """Return so many rows of which none is answered yet."""
    none = np.full(count, NOT)
    return Answers([], none, none, none, none, none, none, none, np.ones(count, np.bool_))
