"""One row of text, one answer: what ``check`` says of it, cell for cell.

Rows that tell the same in words are one *case*, read once. Within a case the rows of one
shape (:mod:`.shape`) have one answer, worked out once; what is left for a row is to read its
times and to add.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any

from ..custody import INSTANTS, MOMENT_WORDS, Custody
from ..decision import Decision, check
from ..errors import DetainerError, Problem
from ..times import read_date
from ..zones import seconds
from .answer import Answer
from .columns import Columns
from .dates import DateOnly, Hours, hours_of, later, over_the_day
from .law import Law, Laws
from .shape import ROOM, Outcome, Shape, Sum, outcome_of, shape_of
from .words import facts_of, known

__all__ = ["Rows"]

_PLACES = ("profile", "timezone", "state", "agency")
_WORDS = frozenset(MOMENT_WORDS)
_RELEASE_NEEDED = Problem(
    "RELEASE_NEEDED", "release_at", "neither a release nor a booking time was given", "give one of them"
)
_MOST = 20_000  # cases and shapes kept at most
Times = dict[str, Any]


class _Case:
    """What rows have in common that tell the same in words."""

    __slots__ = ("facts", "law", "shapes", "times")

    def __init__(self, law: Law, facts: dict[str, Any], times: Times) -> None:
        self.law, self.facts, self.times = law, facts, times
        #: by what the rulings look at: the shape and its answers; None where there is none
        self.shapes: dict[object, tuple[Shape, dict[tuple[int, ...], Outcome | None]] | None] = {}


class Rows:
    """Answers the rows of a table.

    ``assume`` is that of :func:`~detainer.check`; ``dates`` says what is made of a date where
    a time of day is needed.
    """

    def __init__(self, laws: Laws, *, assume: str = "nothing", dates: DateOnly | None = None) -> None:
        self.laws, self.assume, self.dates = laws, assume, dates
        self._alike: dict[object, _Case] = {}
        self._codes: dict[tuple[frozenset[str], int], tuple[str, ...]] = {}

    def reader(self, columns: Columns) -> Callable[[Sequence[str]], Answer]:
        """Return what answers the rows that have these columns.

        :raises DetainerError: when called: every problem of the row at once.
        """
        pick = _picker(columns.places)
        timed = columns.timed
        cases: dict[tuple[str, ...], _Case] = {}

        def answer(cells: Sequence[str]) -> Answer:
            texts = pick(cells)
            case = cases.get(texts)
            if case is None:
                if len(cases) >= _MOST:
                    cases.clear()
                case = self._case(columns, texts, cells)
                cases[texts] = case
            stamps = case.law.stamps
            stamps.twice = False
            times = self._times(case, timed, cells)
            return self._dated(case, times) if stamps.dated else self._answer(case, times)

        return answer

    # ---- reading ----

    def _case(self, columns: Columns, texts: tuple[str, ...], cells: Sequence[str]) -> _Case:
        problems: list[Problem] = []
        words = dict(zip(columns.facts, texts, strict=True))
        law = self.laws.find(*(known(words.pop(name, "")) for name in _PLACES))
        facts = facts_of(words, law.asks, problems)
        times: Times = {}
        for name, ask in law.asks.items():
            text = facts["answers"].get(name)
            if ask.type != "yes-no" and isinstance(text, str) and text != "never":
                value = _tried(lambda n=name, t=text, k=ask.type: _asked(law, n, t, k), problems)  # type: ignore[misc]
                times[name] = facts["answers"][name] = value
        case = _Case(law, facts, times)
        if problems:
            _tried(lambda: self._times(case, columns.timed, cells), problems)
            raise DetainerError(problems)
        key = (
            id(law),
            tuple(sorted(facts["papers"].items())),
            tuple(sorted((name, str(value)) for name, value in facts["answers"].items())),
            *(facts.get(name) for name in ("form", "box", "asks_custody", "issuer", "designated", "citizenship", "agreement")),
        )  # fmt: skip
        if len(self._alike) >= _MOST:
            self._alike.clear()
        return self._alike.setdefault(key, case)

    def _times(
        self, case: _Case, timed: Sequence[tuple[str, tuple[int, ...]]], cells: Sequence[str]
    ) -> Times:
        """Read the times of a row: instants in seconds, dates and words as they are."""
        stamps = case.law.stamps
        stamps.dated = False
        times: Times = case.times.copy()
        problems: list[Problem] | None = None
        for fact, places in timed:
            for place in places:
                text = cells[place]
                if not text:
                    continue
                try:
                    value: Any = None if stamps.forms else stamps.quick(text)
                    if value is None:
                        value = self._read(case, fact, text)
                except DetainerError as error:
                    problems = [*(problems or ()), *error.problems]
                    continue
                if value is not None:
                    times[fact] = value if fact not in times else later(times[fact], value)
        if problems:
            raise DetainerError(problems)
        return times

    def _read(self, case: _Case, fact: str, text: str) -> int | Hours | date | str | None:
        text = known(text)
        if not text:
            return None
        stamps = case.law.stamps
        if fact in INSTANTS:
            day = stamps.whole_day(text, fact) if self.dates else None
            if day is not None:
                stamps.dated = True
                return hours_of(day, stamps.zone)
            return stamps.instant(text, fact)
        if fact == "offense_on":
            return stamps.whole_day(text, fact) or read_date(text, fact)
        word = text.lower()
        if word in _WORDS:
            return word
        return stamps.whole_day(text, fact) or stamps.instant(text, fact)

    # ---- answering ----

    def _dated(self, case: _Case, times: Times) -> Answer:
        assert self.dates is not None
        return over_the_day(self.dates, times, lambda chosen: self._answer(case, chosen, of_a_date=True))

    def _answer(self, case: _Case, times: Times, *, of_a_date: bool = False) -> Answer:
        release, booked = times.get("release_at"), times.get("booked_at")
        start = booked if release is None else release
        if start is None:
            raise DetainerError([_RELEASE_NEEDED])
        law = case.law
        stamps = law.stamps
        day = stamps.day(start)
        out = None
        place = law.place("release_at", day)
        key: list[object] = [place, release is None]
        sound = ROOM[0] < start < ROOM[1]
        for fact, value in times.items():
            if fact == "release_at":
                continue
            if fact in ("freed_at", "taken_at"):
                out = value if out is None or value < out else out
                sound = sound and (booked is None or value >= booked)
            elif fact == "booked_at":
                sound = sound and value <= start
                key.append(law.place(fact, stamps.day(value)))
            elif fact == "offense_on":
                number = value.toordinal()
                sound = sound and number <= day and (booked is None or number <= stamps.day(booked))
                key.append(law.place(fact, number))
            elif value.__class__ is int:
                key.append((value > start) - (value < start))
                if fact == "received_at":
                    key.append(law.place(fact, stamps.day(value)))
            elif value.__class__ is str:
                key.append(value)
            else:
                number = value.toordinal()
                key.append((number > day) - (number < day) + 5)
                if fact == "received_at":
                    key.append(law.place(fact, number))
            key.append(fact)
        if sound:
            shapes = case.shapes
            whole = tuple(key)
            found = shapes.get(whole, 0)
            if found is not None:
                if isinstance(found, int):
                    decision = self._check(case, times)
                    shape = shape_of(decision.basis)
                    if len(shapes) >= _MOST:
                        shapes.clear()
                    found = shapes[whole] = None if shape is None else (shape, {})
                if found is not None:
                    shape, outcomes = found
                    instants = shape.instants(start, times)
                    if min(instants) > ROOM[0] and max(instants) < ROOM[1]:
                        compared = shape.compared(instants)
                        outcome = outcomes.get(compared, 0)
                        if isinstance(outcome, int):
                            outcome = outcome_of(self._check(case, times), shape, instants)
                            outcomes[compared] = outcome
                        if outcome is not None:
                            return self._summed(case, shape, outcome, instants, day, out, of_a_date)
        return self._whole(case, self._check(case, times), out, of_a_date)

    def _check(self, case: _Case, times: Times) -> Decision:
        """Return the decision on one record, made whole."""
        facts = dict(case.facts)
        for fact, value in times.items():
            if fact in case.times:
                continue
            facts[fact] = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else value
        answers = dict(facts["answers"])
        for name, value in case.times.items():
            answers[name] = datetime.fromtimestamp(value, UTC) if isinstance(value, int) else value
        facts["answers"] = answers
        law = case.law
        if law.agency is not None and "agreement" not in facts:
            start = times["release_at"] if "release_at" in times else times["booked_at"]
            facts["agreement"] = law.agreed(date.fromordinal(law.stamps.day(start)))
        return check(Custody(**facts), law.profile, assume=self.assume, timezone=law.zone)

    def _summed(
        self, case: _Case, shape: Shape, outcome: Outcome, instants: list[int], day: int, out: int | None, dated: bool
    ) -> Answer:  # fmt: skip
        stamps = case.law.stamps
        flags = 8 * stamps.twice + 16 * dated
        if outcome.window is not None:
            begins, ends = (_at(item, instants) for item in outcome.window)
            offset = stamps.offset(ends)
            if offset != stamps.offset(begins):
                flags |= 1
            number = bisect_right(shape.changes, day)
            if number < len(shape.changes) and shape.changes[number] <= stamps.day(ends - 1):
                flags |= 2
        if outcome.checked is not None and day > outcome.checked:
            flags |= 4
        release_by = None if outcome.release_by is None else _at(outcome.release_by, instants)
        return Answer(
            outcome.hold,
            outcome.applies,
            release_by,
            None if outcome.straight is None else _at(outcome.straight, instants),
            None if outcome.regulation is None else _at(outcome.regulation, instants),
            outcome.notify,
            None if out is None or release_by is None else max(0, out - release_by),
            outcome.rests,
            outcome.missing,
            self._warnings(outcome.warnings, flags),
            instants[0],
            case.law.zone,
        )

    def _warnings(self, codes: frozenset[str], flags: int) -> tuple[str, ...]:
        key = codes, flags
        found = self._codes.get(key)
        if found is None:
            more = (
                "DST_IN_WINDOW",
                "LAW_CHANGES_IN_WINDOW",
                "LAW_NOT_CHECKED",
                "AMBIGUOUS_HOUR",
                "DATE_ONLY",
            )
            added = {code for bit, code in enumerate(more) if flags >> bit & 1}
            found = self._codes[key] = tuple(sorted(codes | added))
        return found

    def _whole(self, case: _Case, decision: Decision, out: int | None, dated: bool) -> Answer:
        """Return a decision's answer, read off it."""
        ends = {item.clock.id: item.ends for item in decision.readings}
        release_by = None if decision.release_by is None else seconds(decision.release_by)
        return Answer(
            decision.hold,
            decision.hold_applies,
            release_by,
            ends.get("straight"),
            ends.get("regulation"),
            decision.notify.outcome,
            None if out is None or release_by is None else max(0, out - release_by),
            decision.rests_on_assumptions,
            tuple(item.fact for item in decision.missing),
            self._warnings(
                frozenset(item.code for item in decision.warnings), 8 * case.law.stamps.twice + 16 * dated
            ),
            decision.basis.start,
            case.law.zone,
        )


def _at(item: Sum, instants: Sequence[int]) -> int:
    return instants[item.instant] + item.plus


def _picker(places: tuple[int, ...]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what takes the cells of some places from a row."""
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda cells: (cells[places[0]],)) if places else (lambda cells: ())


def _asked(law: Law, name: str, text: str, kind: str) -> int | date | str:
    """Read the answer to a profile's own question for a date or a time."""
    field = f"answers.{name}"
    if kind == "date":
        return read_date(text, field)
    word = text.lower()
    if word in _WORDS:
        return word
    return law.stamps.whole_day(text, field) or law.stamps.instant(text, field)


def _tried(work: Callable[[], Any], problems: list[Problem]) -> Any:
    try:
        return work()
    except DetainerError as error:
        problems.extend(error.problems)
        return None
