"""The columns that are added to a table, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..answer import status
from ..errors import DetainerError, Problem, show
from .answer import ADDED, BOUNDS, PRESENT, Answer, Latest
from .stamps import Stamps

__all__ = ["YES_NO", "Added"]

#: yes and no as the cells of a table of text
YES_NO = {True: "true", False: "false", None: None}


class Added:
    """The columns that are added: their names, and the values of an answer."""

    def __init__(
        self,
        stamps: Callable[[str], Stamps],
        *,
        prefix: str = "",
        bounds: bool = False,
        now: int | None = None,
    ) -> None:
        self._stamps, self.bounds, self.now = stamps, bounds, now
        names = [*ADDED[:-2], *(BOUNDS if bounds else ()), *(PRESENT if now is not None else ()), *ADDED[-2:]]
        self.prefix = prefix
        self.names = tuple(prefix + name for name in names)
        self._blank = [None] * (len(names) - 2)

    def refuse(self, names: Iterable[str]) -> None:
        """Refuse columns of a table that are called like one that is added.

        :raises DetainerError: ``COLUMN_TAKEN``, for each of them.
        """
        taken = [name for name in names if name in self.names]
        if taken:
            raise DetainerError(self._taken(name) for name in taken)

    def _taken(self, name: str) -> Problem:
        return Problem(
            "COLUMN_TAKEN",
            "columns",
            f"'{show(name, 40)}' is a column of the input, and one that is added",
            f"rename it in the input, or name the added columns otherwise: --prefix {self.prefix or 'detainer'}_",
        )

    def values(self, answer: Answer | None, problems: Sequence[Problem]) -> list[Any]:
        """Return the values for the added columns: text, numbers, lists of text, yes and no, None."""
        if answer is None:
            return self._rejected(problems)
        lists = answer.missing, answer.warnings
        return self._told(answer, answer.applies, answer.rests, *lists)

    def cells(self, answer: Answer | None, problems: Sequence[Problem]) -> list[Any]:
        """Return the same for a table of text: lists joined by semicolons, yes and no as words."""
        if answer is None:
            return self._rejected(problems)
        lists = ";".join(answer.missing), ";".join(answer.warnings)
        return self._told(answer, YES_NO[answer.applies], YES_NO[answer.rests], *lists)

    def _rejected(self, problems: Sequence[Problem]) -> list[Any]:
        codes = ";".join(dict.fromkeys(problem.code for problem in problems))
        return [*self._blank, codes, "; ".join(_told(problem) for problem in problems)]

    def _told(self, answer: Answer, applies: Any, rests: Any, missing: Any, warnings: Any) -> list[Any]:
        text = self._stamps(answer.zone).text
        release_by, straight, regulation = answer.release_by, answer.straight, answer.regulation
        free = None if release_by is None else text(release_by)
        found = [
            answer.hold,
            applies,
            free,
            free if straight == release_by else None if straight is None else text(straight),
            None if regulation is None else text(regulation),
            answer.notify,
            answer.held,
            rests,
            missing,
            warnings,
        ]
        if self.bounds:
            latest = answer.latest or Latest(release_by, straight, regulation, answer.held, answer.start)
            ends = latest.release_by, latest.straight, latest.regulation
            found += [*(None if at is None else text(at) for at in ends), latest.held]
        if self.now is not None:
            found += self._status(answer, self.now)
        found += (None, None)
        return found

    @staticmethod
    def _status(answer: Answer, now: int) -> tuple[str, int]:
        """Return where the window stands; with a date alone, only what is so at every hour of it."""
        word, left = status(answer.hold, answer.applies, answer.release_by, answer.start, now)
        latest = answer.latest
        if latest and status(answer.hold, answer.applies, latest.release_by, latest.start, now)[0] != word:
            word = "unknown"
        return word, left


def _told(problem: Problem) -> str:
    where = f"{problem.field}: " if problem.field else ""
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{where}{problem.message}{hint}"
