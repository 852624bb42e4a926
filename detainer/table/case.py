"""What rows have in common that tell the same in words: whose law, which papers, which answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from ..custody import MOMENT_WORDS, Custody
from ..decision import Decision, check
from ..errors import DetainerError, Problem
from ..times import read_date
from .law import Law, Laws
from .shape import Outcome, Shape
from .words import facts_of, known

__all__ = ["MOST", "Case", "tried"]

#: cases, and shapes of a case, that are kept at most
MOST = 20_000
_WORDS = ("form", "box", "asks_custody", "issuer", "designated", "citizenship", "agreement")
_PLACES = ("profile", "timezone", "state", "agency")


class Case:
    """The facts of rows that tell the same in words.

    ``times`` has the answers to a profile's own questions for a date or a time: instants in
    seconds, dates, words. ``shapes`` has what is known of the rows that look alike to the
    rulings: their shape, and its answers by how its instants compare; None where they have
    none. ``twice`` says that an answer is an hour that happened twice.
    """

    __slots__ = ("facts", "law", "shapes", "times", "twice")

    def __init__(self, law: Law, facts: dict[str, Any], times: dict[str, Any], twice: bool) -> None:
        self.law, self.facts, self.times, self.twice = law, facts, times, twice
        self.shapes: dict[object, tuple[Shape, dict[tuple[int, ...], Outcome | None]] | None] = {}

    @classmethod
    def read(cls, laws: Laws, words: Mapping[str, str], problems: list[Problem]) -> Case:
        """Read the cells that are words; faults of the facts are added to ``problems``.

        :raises DetainerError: where it cannot be told whose law it is.
        """
        law = laws.find(*(known(words.get(name, "")) for name in _PLACES))
        cells = {name: text for name, text in words.items() if name not in _PLACES}
        facts = facts_of(cells, law.asks, problems)
        times: dict[str, Any] = {}
        law.stamps.twice = False
        for name, text in facts["answers"].items():
            ask = law.asks.get(name)
            if ask is not None and ask.type != "yes-no" and text != "never":
                value = tried(partial(_asked, law, name, text, ask.type), problems)
                if value is not None:
                    times[name] = value
        return cls(law, facts, times, law.stamps.twice)

    def key(self) -> tuple[object, ...]:
        """Return what two cases that are one have in common."""
        answers = tuple(sorted((name, str(value)) for name, value in self.facts["answers"].items()))
        papers = tuple(sorted(self.facts["papers"].items()))
        return id(self.law), papers, answers, tuple(map(self.facts.get, _WORDS))

    def check(self, times: Mapping[str, Any], assume: str) -> Decision:
        """Return the decision on one record of this case, made whole.

        :raises DetainerError: as :func:`~detainer.check`.
        """
        facts = {**self.facts, **{name: _made(value) for name, value in times.items()}}
        facts["answers"] = {**facts["answers"], **{name: _made(value) for name, value in self.times.items()}}
        law = self.law
        start = times.get("release_at", times.get("booked_at"))
        if law.agency is not None and "agreement" not in facts and start is not None:
            facts["agreement"] = law.agreed(date.fromordinal(law.stamps.day(start)))
        return check(Custody(**facts), law.profile, assume=assume, timezone=law.zone)


def _made(value: Any) -> Any:
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else value


def _asked(law: Law, name: str, text: str, kind: str) -> int | date | str:
    """Read the answer to a profile's own question for a date or a time."""
    field = f"answers.{name}"
    if kind == "date":
        return read_date(text, field)
    word = text.lower()
    if word in MOMENT_WORDS:
        return word
    return law.stamps.whole_day(text, field) or law.stamps.instant(text, field)


def tried(work: Callable[[], Any], problems: list[Problem]) -> Any:
    """Return what ``work`` gives; where it raises, note its problems and return None."""
    try:
        return work()
    except DetainerError as error:
        problems.extend(error.problems)
        return None
