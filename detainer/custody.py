"""The facts about one person's custody and papers.

A fact that was not given is ``None``: unknown, never assumed here. Instants are
kept in UTC to the second; a fraction of a second is dropped.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from .days import FIRST_YEAR, LAST_YEAR
from .errors import DetainerError, Problem, show
from .forms import FORMS
from .zones import shown

__all__ = [
    "AGREEMENTS",
    "CHOICES",
    "INSTANTS",
    "MOMENTS",
    "PAPERS",
    "YES_NO",
    "Answer",
    "Custody",
    "When",
]


#: The papers a record may hold, in the order they are printed.
PAPERS = ("I-200", "I-205", "I-203", "criminal-warrant", "judge-order")
#: The models of agreement under 8 U.S.C. 1357(g) and the basic ordering agreement.
AGREEMENTS = ("WSO", "JEM", "TFM", "BOA")
#: Facts that are one of several words, by their name in conditions.
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "form": tuple(FORMS),
        "box": ("1", "2"),
        "issuer": ("ICE", "CBP", "USCIS"),
        "citizenship": ("none", "claimed", "shown", "resolved"),
        "agreement": (*AGREEMENTS, "none"),
    }
)
#: Facts that must be instants.
INSTANTS = ("release_at", "booked_at", "freed_at", "taken_at")
#: Facts about a paper's arrival: an instant, a date, or a word.
MOMENTS = ("received_at", "served_at", "cancelled_at", "warrant_served_at")
MOMENT_WORDS = ("in-time", "release", "never")
#: Conditions that a fact answers with yes or no, and the fact. For a moment: "by the release time".
YES_NO: Mapping[str, str] = MappingProxyType(
    {
        "asks-custody": "asks_custody",
        "designated": "designated",
        "received": "received_at",
        "served": "served_at",
        "cancelled": "cancelled_at",
        "warrant-served": "warrant_served_at",
        **{paper: f"papers.{paper}" for paper in PAPERS},
    }
)

When = datetime | date | str
Answer = bool | datetime | date | str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Custody:
    """The facts about one person's custody and papers; ``None`` is unknown.

    :param release_at: the first moment the person would be free but for the detainer.
    :param booked_at: booked into this jail.
    :param freed_at: really let go. :param taken_at: really taken by ICE.
    :param offense_on: date of the offense.
    :param form: ``I-247`` ``I-247D`` ``I-247N`` ``I-247X`` ``I-247A`` ``I-247G`` ``none``.
    :param box: which box of Form I-247A, 1 or 2.
    :param asks_custody: for box 2 and I-247X: does the paper ask for custody?
    :param issuer: ``ICE`` ``CBP`` ``USCIS``.
    :param received_at: the detainer came; ``served_at``: given to the person;
        ``cancelled_at``: withdrawn; ``warrant_served_at``: the I-200 or I-205 was served.
        Each an aware datetime, a date (hour unknown), ``in-time`` (by release, instant
        unknown), ``release`` (at it) or ``never``.
    :param papers: each of :data:`PAPERS` to True or False; left out is unknown.
    :param designated: served by an officer designated under an agreement?
    :param citizenship: ``none`` (no claim), ``claimed``, ``shown``, ``resolved``.
    :param agreement: a set of ``WSO`` ``JEM`` ``TFM`` ``BOA``; empty is none.
    :param answers: a profile's own questions, by id: True, False, a date, an aware
        datetime or ``never``.
    :raises DetainerError: every problem at once: ``RELEASE_NEEDED``, ``NAIVE_TIME``,
        ``VALUE_UNKNOWN``, ``YEAR_OUT_OF_RANGE``, ``ORDER_IMPOSSIBLE``.

    >>> from datetime import timezone, timedelta
    >>> east = timezone(timedelta(hours=-5))
    >>> Custody(release_at=datetime(2026, 11, 25, 15, tzinfo=east)).release_at.isoformat()
    '2026-11-25T20:00:00+00:00'
    """

    release_at: datetime | None = None
    booked_at: datetime | None = None
    freed_at: datetime | None = None
    taken_at: datetime | None = None
    offense_on: date | None = None
    form: str | None = None
    box: int | None = None
    asks_custody: bool | None = None
    issuer: str | None = None
    received_at: When | None = None
    served_at: When | None = None
    cancelled_at: When | None = None
    warrant_served_at: When | None = None
    papers: Mapping[str, bool] = field(default_factory=dict)
    designated: bool | None = None
    citizenship: str | None = None
    agreement: frozenset[str] | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    #: the finite facts in one hashable value: what a ruling is cached by
    key: tuple[object, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        problems: list[Problem] = []
        put = object.__setattr__
        typed = {name: getattr(self, name) for name in INSTANTS}
        for name, value in typed.items():
            if value is not None:
                put(self, name, instant(value, name, problems))
        for name in MOMENTS:
            value = getattr(self, name)
            if value is not None:
                put(self, name, _moment(value, name, problems))
        for name in ("asks_custody", "designated"):
            _yes_no(getattr(self, name), name, problems)
        for name in ("form", "box", "issuer", "citizenship"):
            value = getattr(self, name)
            if value is not None and not _is_one_of(value, CHOICES[name]):
                problems.append(_unknown(name, value, CHOICES[name]))
        if self.box is not None and not problems:
            put(self, "box", int(self.box))
        self._sets(problems)
        if self.offense_on is not None and type(self.offense_on) is not date:
            problems.append(Problem("VALUE_UNKNOWN", "offense_on", f"'{show(self.offense_on)}' is no date"))
        if self.release_at is None and self.booked_at is None:
            problems.append(
                Problem(
                    "RELEASE_NEEDED",
                    "release_at",
                    "neither a release nor a booking time was given",
                    "give --release TIME (or --booked TIME)",
                )
            )
        if not problems:
            _order(typed, problems)
        if problems:
            raise DetainerError(problems)
        put(
            self,
            "key",
            (
                self.form,
                self.box,
                self.asks_custody,
                self.issuer,
                self.designated,
                self.citizenship,
                self.agreement,
                tuple(sorted(self.papers.items())),
                tuple(sorted((k, v) for k, v in self.answers.items() if isinstance(v, bool))),
            ),
        )

    def _sets(self, problems: list[Problem]) -> None:
        put = object.__setattr__
        if not isinstance(self.papers, Mapping):
            problems.append(Problem("VALUE_UNKNOWN", "papers", "not an object of paper to true or false"))
        else:
            for paper, value in self.papers.items():
                if paper not in PAPERS:
                    problems.append(_unknown("papers", paper, PAPERS))
                _yes_no(value, f"papers.{show(paper, 30)}", problems)
            put(
                self,
                "papers",
                MappingProxyType({k: v for k, v in self.papers.items() if v is not None}),
            )
        if self.agreement is not None:
            models = [self.agreement] if isinstance(self.agreement, str) else self.agreement
            if not isinstance(models, set | frozenset | list | tuple):
                problems.append(_unknown("agreement", models, CHOICES["agreement"]))
                models = ()
            strange = sorted({show(model, 40) for model in models if model not in CHOICES["agreement"]})
            problems += [_unknown("agreement", model, CHOICES["agreement"]) for model in strange[:5]]
            if "none" in models and len(models) > 1:
                problems.append(
                    Problem("CONTRADICTION", "agreement", "none, and another", "give one of them")
                )
            put(self, "agreement", frozenset(model for model in AGREEMENTS if model in models))
        if not isinstance(self.answers, Mapping):
            problems.append(Problem("VALUE_UNKNOWN", "answers", "not an object of question to answer"))
            return
        answers: dict[str, Answer] = {}
        for ask, given in self.answers.items():
            name = f"answers.{show(ask, 40)}"
            if not isinstance(ask, str):
                problems.append(Problem("VALUE_UNKNOWN", name, f"{show(ask, 40)} is no question's id"))
            elif isinstance(given, bool):
                answers[ask] = given
            elif isinstance(given, date) or given == "never":
                answers[ask] = _moment(given, name, problems)
            elif given is not None:
                problems.append(_unknown(name, given, ("true", "false", "a date", "a time", "never")))
        put(self, "answers", MappingProxyType(answers))

    def __repr__(self) -> str:
        """Return the facts that were given.

        >>> Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC), box=1)
        Custody(release_at='2026-03-02T15:00:00Z', box=1)
        """
        return f"Custody({', '.join(f'{name}={value!r}' for name, value in self.to_dict().items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by the facts, which are read again as they were given."""
        facts = {name: getattr(self, name) for name in _NAMES}
        return _again, ({**facts, "papers": dict(self.papers), "answers": dict(self.answers)},)

    def to_dict(self) -> dict[str, Any]:
        """Return the facts given, as JSON values (instants in UTC).

        >>> Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC), box=1).to_dict()
        {'release_at': '2026-03-02T15:00:00Z', 'box': 1}
        """
        given: dict[str, Any] = {}
        for name in _NAMES:
            value = getattr(self, name)
            if name in ("papers", "answers"):
                if value:
                    given[name] = {k: _plain(v) for k, v in sorted(value.items())}
            elif value is not None:
                given[name] = sorted(value) if isinstance(value, frozenset) else _plain(value)
        return given


_NAMES = tuple(item.name for item in fields(Custody) if item.init)


def _again(facts: dict[str, Any]) -> Custody:
    return Custody(**facts)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def _unknown(name: str, value: object, known: tuple[str, ...]) -> Problem:
    return Problem("VALUE_UNKNOWN", name, f"'{show(value, 40)}' is not known", f"one of: {', '.join(known)}")


def _is_one_of(value: object, words: tuple[str, ...]) -> bool:
    """Say whether a value is one of some words; of a box the number will do."""
    return isinstance(value, str | int) and not isinstance(value, bool) and show(value, 40) in words


def _yes_no(value: object, name: str, problems: list[Problem]) -> None:
    if value is not None and not isinstance(value, bool):
        problems.append(_unknown(name, value, ("true", "false")))


def instant(value: object, name: str, problems: list[Problem]) -> Any:
    """Return an aware datetime in UTC, its fraction dropped; note why where it is none."""
    if not isinstance(value, datetime):
        problems.append(
            Problem("VALUE_UNKNOWN", name, f"'{show(value, 40)}' is no instant", "an aware datetime")
        )
        return value
    if value.utcoffset() is None:
        problems.append(
            Problem(
                "NAIVE_TIME",
                name,
                f"{value} has no time zone",
                "give an aware datetime, as 2026-11-25T15:00-05:00",
            )
        )
        return value
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        problems.append(_year(name, value.year))
        return value
    utc = value.astimezone(UTC)
    if value.tzinfo is not UTC and utc.astimezone(value.tzinfo).replace(tzinfo=None) != value.replace(
        tzinfo=None
    ):
        problems.append(
            Problem(
                "HOUR_NEVER_HAPPENED",
                name,
                f"{value:%Y-%m-%d %H:%M} never happened in {show(value.tzinfo, 40)}: clocks jumped over it",
                "give an hour that happened",
            )
        )
    return utc.replace(microsecond=0) if utc.microsecond else utc


def _moment(value: object, name: str, problems: list[Problem]) -> Any:
    if isinstance(value, datetime):
        return instant(value, name, problems)
    if isinstance(value, date):
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            problems.append(_year(name, value.year))
    elif value not in MOMENT_WORDS:
        problems.append(_unknown(name, value, ("a time", "a date", *MOMENT_WORDS)))
    return value


def _year(name: str, year: int) -> Problem:
    return Problem(
        "YEAR_OUT_OF_RANGE", name, f"the year {year} is outside {FIRST_YEAR}-{LAST_YEAR}", "check the year"
    )


def _order(typed: Mapping[str, Any], problems: list[Problem]) -> None:
    """Refuse what cannot have happened in that order; the times are shown as they were given."""
    booked = typed["booked_at"]
    for later in ("release_at", "taken_at", "freed_at"):
        after = typed[later]
        if after is not None and booked is not None and after < booked:
            problems.append(
                Problem(
                    "ORDER_IMPOSSIBLE",
                    later,
                    f"{later} {shown(after)} is before booked_at {shown(booked)}",
                    "check both times",
                )
            )
