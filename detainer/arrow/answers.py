"""Many answers: one array a column, and what rows alike have in common told once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..table.case import Case
from .cells import Ints

__all__ = ["NOT", "UNREADABLE", "Answers", "Told", "unanswered"]

#: in place of an instant, or of seconds, that there is none
NOT = -(1 << 62)
#: in place of a case: the words of the row make none, so that the row is refused; any other less than 0: none was read
UNREADABLE = -2


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

    ``told`` has the place of each row's words in ``words``, ``zone`` the number of its zone,
    ``case`` that of its case in ``cases``. ``day`` is the local day of ``start``, since 1970.
    ``out`` is when the person left and ``taken`` whether it was ICE that took them.
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
    out: Ints
    taken: npt.NDArray[np.bool_]
    day: Ints
    case: Ints
    cases: Sequence[Case]


def unanswered(count: int, case: Ints | None = None, cases: Sequence[Case] = ()) -> Answers:
    """Return so many rows of which none is answered yet."""
    none = np.full(count, NOT)
    slow = np.ones(count, np.bool_)
    return Answers(
        [],
        none,
        none,
        none,
        none,
        none,
        none,
        none,
        slow,
        none,
        ~slow,
        none,
        none if case is None else case,
        cases,
    )
