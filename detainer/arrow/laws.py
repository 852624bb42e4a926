"""The laws that rows go by, by number."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..table.case import Case
from ..table.law import Law
from .cells import Ints

__all__ = ["Numbered"]


class Numbered:
    """The laws of a table, by number."""

    def __init__(self) -> None:
        self.every: list[Law] = []
        self._cases: Sequence[Case] = ()
        self._of_case: Ints = np.empty(0, np.int64)

    def of(self, cases: Sequence[Case], case: Ints) -> Ints:
        """Return the number of the law of each row's case."""
        if cases is not self._cases:
            self._cases, self._of_case = cases, self._of_case[:0]
        if len(self._of_case) < len(cases):
            fresh = [self._number(one.law) for one in cases[len(self._of_case) :]]
            self._of_case = np.append(self._of_case, np.array(fresh, np.int64))
        return self._of_case[case]

    def _number(self, law: Law) -> int:
        for number, one in enumerate(self.every):
            if one is law:
                return number
        self.every.append(law)
        return len(self.every) - 1
