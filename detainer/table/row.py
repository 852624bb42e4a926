"""One row of text, one answer: what ``check`` says of it, cell for cell.

Rows that tell the same in words are one case (:mod:`.case`), read once. Within a case the
rows of one shape (:mod:`.shape`) have one answer, worked out once; what is left for a row is
to read its times and to add.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

from ..decision import Decision
from ..errors import DetainerError, Problem
from ..explain import Warned
from ..zones import seconds
from .answer import Answer
from .case import MOST, Case, tried
from .columns import Columns
from .dates import DateOnly, Hours, over_the_day
from .law import Laws
from .shape import Outcome, Shape, Sum, outcome_of, shape_of
from .stamps import DAY, EPOCH
from .timed import Timed, Values

__all__ = ["Reader", "Rows"]

MOST_READERS = 1_000  # kept at most: lines of JSON may have ever other keys that tell no fact
_FLAGS = (
    "DST_IN_WINDOW",
    "LAW_CHANGES_IN_WINDOW",
    "LAW_NOT_CHECKED",
    "AMBIGUOUS_HOUR",
    "DATE_ONLY",
    "ZONE_DATA_OLD",
)
_RELEASE_NEEDED = Problem(
    "RELEASE_NEEDED", "release_at", "neither a release nor a booking time was given", "give one of them"
)
_TWICE = Warned("AMBIGUOUS_HOUR", "a time of this row happened twice; taken as the earlier")


class Rows:
    """Answers the rows of a table.

    ``assume`` is that of :func:`~detainer.check`; ``dates`` says what is made of a date where
    a time of day is needed, None that it is an error.
    """

    def __init__(self, laws: Laws, *, assume: str = "nothing", dates: DateOnly | None = None) -> None:
        self.laws, self.assume, self.dates = laws, assume, dates
        self._codes: dict[tuple[frozenset[str], int], tuple[str, ...]] = {}
        self._readers: dict[Columns, Reader] = {}

    def reader(self, columns: Columns) -> Callable[[Sequence[str]], Answer]:
        """Return what answers the rows that have these columns.

        :raises DetainerError: when called: every problem of the row at once.
        """
        return self.reading(columns).answer

    def reading(self, columns: Columns) -> Reader:
        """Return the same with its parts, for rows that are answered many at a time."""
        found = self._readers.get(columns)
        if found is None:
            if len(self._readers) >= MOST_READERS:
                self._readers.clear()
            found = self._readers[columns] = Reader(self, columns)
        return found

    def decider(self, columns: Columns) -> Callable[[Sequence[str]], tuple[Decision, ...]]:
        """Return what makes the whole decisions that the answers on such rows are read off.

        A row has one; where a date has no time of day, one for each hour that was asked.

        :raises DetainerError: when called: every problem of the row at once.
        """
        return Reader(self, columns).decisions

    def warnings(self, codes: frozenset[str], flags: int) -> tuple[str, ...]:
        """Return codes, and those of :data:`_FLAGS` whose bit is set, in order."""
        key = codes, flags
        found = self._codes.get(key)
        if found is None:
            added = {code for bit, code in enumerate(_FLAGS) if flags >> bit & 1}
            found = self._codes[key] = tuple(sorted(codes | added))
        return found


class Reader:
    """Answers the rows that have the same columns; ``timed`` are those that tell times."""

    def __init__(self, rows: Rows, columns: Columns) -> None:
        self._rows, self._columns = rows, columns
        self.timed = Timed(columns, dates=rows.dates is not None, formed=bool(rows.laws.forms))
        self._times, self._named = self.timed.values, self.timed.named
        self._pick = _picker(columns.places)
        self._cases: dict[tuple[str, ...], Case] = {}
        self._alike: dict[object, Case] = {}

    def answer(self, cells: Sequence[str]) -> Answer:
        """Return the answer on a row.

        :raises DetainerError: every problem of the row at once.
        """
        texts = self._pick(cells)
        case = self._cases.get(texts)
        if case is None:
            case = self.case(texts, cells)
        stamps = case.law.stamps
        stamps.twice, stamps.dated = case.twice, False
        values = self._times(case, cells)
        if stamps.dated and any(isinstance(value, Hours) for value in values):
            return self._over_the_day(case, values)
        return self._answer(case, values, dated=False)

    def decisions(self, cells: Sequence[str]) -> tuple[Decision, ...]:
        """Return the decisions that the answer on a row is read off.

        :raises DetainerError: every problem of the row at once.
        """
        texts = self._pick(cells)
        case = self._cases.get(texts) or self.case(texts, cells)
        stamps = case.law.stamps
        stamps.twice = stamps.dated = False
        values = self._times(case, cells)
        heard = (_TWICE,) if stamps.twice else ()
        found: list[Decision] = []
        if any(isinstance(value, Hours) for value in values):
            self._over_the_day(case, values, found)
        else:
            found.append(self._check(case, values))
        return tuple(replace(decision, heard=heard) for decision in found)

    # ---- reading ----

    def case(self, texts: tuple[str, ...], cells: Sequence[str]) -> Case:
        """Read the case of a row, and keep it; ``texts`` are those of its cells that are no times.

        :raises DetainerError: every problem of the row at once.
        """
        problems: list[Problem] = []
        case = Case.read(self._rows.laws, dict(zip(self._columns.facts, texts, strict=True)), problems)
        if problems:
            tried(lambda: self._times(case, cells), problems)
            raise DetainerError(problems)
        for kept in (self._cases, self._alike):
            if len(kept) >= MOST:
                kept.clear()
        found = self._cases[texts] = self._alike.setdefault(case.key(), case)
        return found

    # ---- answering ----

    def _over_the_day(self, case: Case, values: Values, kept: list[Decision] | None = None) -> Answer:
        """Answer over the hours of a day; the decision in each is added to ``kept``."""
        assert self._rows.dates is not None

        def answer(times: dict[str, Any]) -> Answer:
            chosen = [times.get(fact) for fact in self.timed.facts]
            if kept is not None:
                kept.append(self._check(case, chosen))
            return self._answer(case, chosen, dated=True)

        return over_the_day(self._rows.dates, self._named(values), answer, case.times.values())

    def _answer(self, case: Case, values: Values, *, dated: bool) -> Answer:
        release, booked = values[0], values[1]
        start = booked if release is None else release
        if start is None:
            raise DetainerError([_RELEASE_NEEDED])
        stamps = case.law.stamps
        flags = 8 * stamps.twice + 16 * dated
        day = (start + stamps.offset(start)) // DAY + EPOCH
        key, sound, left = self.timed.seen(case, values, start, day)
        if case.times:
            values = [*values, *case.times.values()]
        decision = None
        if sound:
            known, decision = self._known(case, key, start, values)
            if known is not None:
                return self._summed(case, known, day, left, flags)
        return self._whole(case, decision or self._check(case, values), left, flags)

    def look(self, case: Case, values: Values) -> tuple[Shape, Outcome] | None:
        """Return the shape and the outcome of a row whose times were read; None where it has none.

        The case may have no times of its own.

        :raises DetainerError: as the row would be rejected.
        """
        start = values[1] if values[0] is None else values[0]
        key, sound, _ = self.timed.seen(case, values, start, case.law.stamps.day(start))
        known = self._known(case, key, start, values)[0] if sound else None
        return known and known[:2]

    def _known(
        self, case: Case, key: tuple[object, ...], start: int, values: Values
    ) -> tuple[tuple[Shape, Outcome, list[int]] | None, Decision | None]:
        """Return a row's shape, outcome and instants, None where it has none; and its decision if one was made."""
        decision = None
        known = case.shapes.get(key, 0)
        if known == 0:
            decision = self._check(case, values)
            known = self._shape(case, key, decision)
        if known is None:
            return None, decision
        shape, outcomes = known  # type: ignore[misc]
        instants = shape.instants(start, values)
        if not shape.roomy(instants):
            return None, decision
        compared = shape.compared(instants)
        outcome: Any = outcomes.get(compared, 0)
        if outcome == 0:
            decision = decision or self._check(case, values)
            outcome = outcomes[compared] = outcome_of(decision, shape, instants)
        return None if outcome is None else (shape, outcome, instants), decision

    def _shape(self, case: Case, key: tuple[object, ...], decision: Decision) -> Any:
        """Find the shape of the rows like one that was checked, and keep it."""
        where = {fact: number for number, fact in enumerate((*self.timed.facts, *case.times))}
        shape = shape_of(decision.basis, where)
        if len(case.shapes) >= MOST:
            case.shapes.clear()
        found = case.shapes[key] = None if shape is None else (shape, {})
        return found

    def _check(self, case: Case, values: Values) -> Decision:
        return case.check(self._named(values[: len(self.timed.facts)]), self._rows.assume)

    def _summed(
        self,
        case: Case,
        known: tuple[Shape, Outcome, list[int]],
        day: int,
        left: tuple[int | None, bool],
        flags: int,
    ) -> Answer:
        """Return the answer of a shape for one row: its sums, and what hangs on its very days."""
        shape, outcome, instants = known
        if outcome.window is not None:
            stamps = case.law.stamps
            begins, ends = outcome.window
            begin, end = instants[begins.instant] + begins.plus, instants[ends.instant] + ends.plus
            if stamps.offset(end) != stamps.offset(begin):
                flags |= 1
            number = bisect_right(shape.changes, day)
            if number < len(shape.changes) and shape.changes[number] <= stamps.day(end - 1):
                flags |= 2
        if outcome.checked is not None and day > outcome.checked:
            flags |= 4
        if day > case.law.zone_known:
            flags |= 32
        release_by = _at(outcome.release_by, instants)
        return Answer(
            outcome.hold,
            outcome.applies,
            release_by,
            _at(outcome.straight, instants),
            _at(outcome.regulation, instants),
            outcome.notify,
            _held(left, release_by),
            outcome.rests,
            outcome.missing,
            self._rows.warnings(outcome.warnings, flags),
            instants[0],
            case.law.zone,
            *left,
        )

    def _whole(self, case: Case, decision: Decision, left: tuple[int | None, bool], flags: int) -> Answer:
        """Return the answer of one decision, read off it."""
        ends = {item.clock.id: item.ends for item in decision.readings}
        release_by = None if decision.release_by is None else seconds(decision.release_by)
        return Answer(
            decision.hold,
            decision.hold_applies,
            release_by,
            ends.get("straight"),
            ends.get("regulation"),
            decision.notify.outcome,
            _held(left, release_by),
            decision.rests_on_assumptions,
            tuple(item.fact for item in decision.missing),
            self._rows.warnings(frozenset(item.code for item in decision.warnings), flags),
            decision.basis.start,
            case.law.zone,
            *left,
        )


def _held(left: tuple[int | None, bool], release_by: int | None) -> int | None:
    """Return the seconds from ``release_by`` until the person left."""
    return None if left[0] is None or release_by is None else max(0, left[0] - release_by)


def _at(item: Sum | None, instants: Sequence[int]) -> int | None:
    return None if item is None else instants[item.instant] + item.plus


def _picker(places: tuple[int, ...]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what takes the cells of some places from a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda cells: (cells[places[0]],)) if places else (lambda cells: ())
