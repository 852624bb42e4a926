"""``check``: a custody record and a profile in, an answer one can defend out."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from . import answer, explain
from .cases import STANDS
from .clock import Window
from .corners import EARLIEST, LATEST, Frame, Span, moment
from .custody import AGREEMENTS, MOMENTS, Custody
from .errors import DetainerError, Problem, show
from .forms import FORMS, form_of
from .ordinary import fill
from .profiles import Profile, load_profile
from .ruling import rule_on
from .space import Chain, finite_facts
from .ways import Basis, Way, open_ways
from .zones import exists, local, seconds

__all__ = ["Decision", "check", "zone_of"]

_ALL_MODELS = frozenset(AGREEMENTS)


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """The answer. Instants are aware datetimes in UTC; ``to_dict`` writes them local.

    ``hold``: ``required`` ``allowed`` ``not_allowed`` ``silent`` ``other_custody``, or
    ``unknown`` where open facts decide. ``hold_applies``: True where every way left open
    is required or allowed, False where every way is not allowed or other custody, else
    None. ``release_by``: the end of the governing window, the release time where no way
    lets a hold stand, else None (then ``release_between`` has the bounds).
    """

    hold: str
    hold_applies: bool | None
    release_by: datetime | None
    release_at: datetime | None
    profile: Profile
    timezone: str
    possible: tuple[str, ...]
    as_of: datetime | None
    basis: Basis
    #: warnings from reading the input (an hour that happened twice)
    heard: tuple[explain.Warned, ...] = ()

    @property
    def custody(self) -> Custody:
        """The facts as understood, the assumed and the profile's own agreement among them."""
        custody, models = self.basis.custody, self.basis.agreement
        return custody if custody.agreement == models else replace(custody, agreement=models)

    @property
    def rests_on_assumptions(self) -> bool:
        """Whether a fact was assumed."""
        return bool(self.basis.assumed)

    @property
    def release_between(self) -> tuple[datetime, datetime] | None:
        """The earliest and the latest release over the ways left open, where they decide."""
        if self.release_by is not None:
            return None
        free = [way.release for way in self.basis.ways]
        return _utc(min(free)), _utc(max(free))

    @property
    def window(self) -> Window | None:
        """The governing window; None where no hold applies for certain or no clock runs."""
        way = answer.governing(self.basis) if self.hold_applies else None
        return way and Window(way.clock.id, self.timezone, _utc(way.starts), _utc(way.ends))  # type: ignore[union-attr]

    @property
    def missing(self) -> tuple[answer.Missing, ...]:
        """Exactly the facts that would settle what is not settled."""
        return answer.missing(self.basis)

    @property
    def warnings(self) -> tuple[explain.Warned, ...]:
        """What to be careful of, each with a stable code."""
        return (*self.heard, *explain.warnings(self.basis))

    @property
    def readings(self) -> tuple[answer.Reading, ...]:
        """Every clock's window, whether or not it governs."""
        return answer.readings(self.basis)

    @property
    def notify(self) -> answer.Told:
        """May, must or must not ICE be told of the release, and by when."""
        return answer.told(self.basis, "notify")

    @property
    def transfer(self) -> answer.Told:
        """May, must or must not the person be handed over, and how early."""
        return answer.told(self.basis, "transfer")

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON answer (schema 1); times local to the facility, with offset."""
        from .formats.json import to_dict

        return to_dict(self)


def check(
    custody: Custody,
    profile: Profile | str | os.PathLike[str],
    *,
    as_of: datetime | None = None,
    assume: str = "nothing",
    timezone: str | None = None,
) -> Decision:
    """Say when release is due, whether a hold applies until then, and under which rule.

    :param profile: a :class:`Profile`, an id (``us-fl``, ``fl``) or the path of a file.
    :param as_of: the present moment, for the time left; None leaves that out.
    :param assume: ``nothing``, or ``ordinary`` for the papers a complete file would hold.
    :param timezone: the facility's zone; needed where the profile names none or several.
    :raises DetainerError: every problem at once: ``ZONE_NEEDED``, ``ZONE_UNKNOWN``,
        ``FORM_NOT_IN_USE``, ``ANSWER_UNKNOWN``, ``CONTRADICTION``, ``TOO_MANY_UNKNOWNS``
        and those of :func:`load_profile`.

    Law: 8 CFR 287.7(d); Form I-247A; the profile's own sources.

    >>> from datetime import timedelta, timezone
    >>> record = Custody(release_at=datetime(2026, 11, 25, 15, tzinfo=timezone(timedelta(hours=-5))))
    >>> decision = check(record, "honors", assume="ordinary", timezone="America/New_York")
    >>> decision.hold, decision.release_by.isoformat()
    ('allowed', '2026-11-27T20:00:00+00:00')
    """
    if not isinstance(profile, Profile):
        profile = load_profile(profile)
    zone = zone_of(profile, timezone)
    if as_of is not None and as_of.utcoffset() is None:
        raise DetainerError(
            [Problem("NAIVE_TIME", "as_of", "as_of has no time zone", "give an aware datetime")]
        )
    if assume not in ("ordinary", "nothing"):
        raise DetainerError(
            [
                Problem(
                    "VALUE_UNKNOWN",
                    "assume",
                    f"'{show(assume)}' is not known",
                    "ordinary or nothing",
                )
            ]
        )
    at = custody.release_at or custody.booked_at
    assert at is not None  # Custody refuses a record with neither
    start = seconds(at)
    day = local(start, zone).date()
    _refuse(custody, profile, day, zone)
    assumed: tuple[tuple[str, str, str], ...] = ()
    models = custody.agreement
    if models is None:
        models = profile.agreements_on(day) or None
    if assume == "ordinary":
        custody, assumed = fill(custody, profile, models, _receipt_day(custody, zone) or day)
        models = custody.agreement
    chain = _chain(profile, _ALL_MODELS if models is None else models)
    ruling = rule_on(chain, finite_facts(custody, chain, models, start, day, zone))
    spans = _instants(custody, chain, start, day, zone)
    frame = Frame(spans, start, zone, {name: span.earliest for name, span in spans.items()})
    unsure, ways = open_ways(ruling, frame)
    hold, applies, free = _sum(ways, start)
    return Decision(
        hold,
        applies,
        None if free is None else _utc(free),
        custody.release_at,
        profile,
        zone,
        tuple(dict.fromkeys(way.hold for way in ways)),
        as_of and as_of.astimezone(UTC),
        Basis(custody, models, chain, ruling, frame, day, assumed, unsure, ways),
    )


def _sum(ways: tuple[Way, ...], start: int) -> tuple[str, bool | None, int | None]:
    """Return the hold common to all ways, whether one applies, and release_by in seconds."""
    if len(ways) == 1:
        hold = ways[0].hold
        free: int | None = ways[0].release
        standing = hold in STANDS
        return hold, True if standing else None if hold == "silent" else False, free
    holds = {way.hold for way in ways}
    hold = next(iter(holds)) if len(holds) == 1 else "unknown"
    if holds <= STANDS:
        return hold, True, min(way.release for way in ways)
    applies = False if holds <= {"not_allowed", "other_custody"} else None
    return hold, applies, start if holds.isdisjoint(STANDS) else None


def _utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


@lru_cache(maxsize=256)
def _chain(profile: Profile, models: frozenset[str]) -> Chain:
    return Chain(profile, models)


def zone_of(profile: Profile, timezone: str | None) -> str:
    """Return the facility's zone: as given, or the profile's own single one.

    :raises DetainerError: ``ZONE_NEEDED``, ``ZONE_UNKNOWN``, ``ZONE_NOT_HERE``.
    """
    zones = profile.zones
    if timezone is None:
        if len(zones) == 1:
            return zones[0]
        hint = f"--timezone one of {', '.join(zones)}" if zones else "give --timezone, as America/New_York"
        why = "lies in several time zones" if zones else "names no time zone"
        raise DetainerError([Problem("ZONE_NEEDED", "timezone", f"{profile.id} {why}", hint)])
    if not exists(timezone):
        from .zones import load

        load(timezone)  # raises, with the nearest names
    if zones and timezone not in zones:
        raise DetainerError(
            [
                Problem(
                    "ZONE_NOT_HERE",
                    "timezone",
                    f"{profile.id} does not lie in {timezone}",
                    f"--timezone one of {', '.join(zones)}",
                )
            ]
        )
    return timezone


def _refuse(custody: Custody, profile: Profile, day: date, zone: str) -> None:
    """Refuse what cannot be: a form before its time, an answer to no question."""
    problems: list[Problem] = []
    if custody.form is not None:
        received = _receipt_day(custody, zone)
        when = received or day
        form = FORMS[custody.form]
        if when < form.since:
            problems.append(
                Problem(
                    "FORM_NOT_IN_USE",
                    "form",
                    f"{form.name} was not in use on {when}, only from {form.since}",
                    f"the form of that date was {form_of(when)}",
                )
            )
    if custody.offense_on and custody.offense_on > day:
        problems.append(
            Problem(
                "ORDER_IMPOSSIBLE",
                "offense_on",
                f"the offense {custody.offense_on} is after release {day}",
                "check both dates",
            )
        )
    booked = custody.booked_at and local(seconds(custody.booked_at), zone).date()
    if custody.offense_on and booked and custody.offense_on > booked:
        problems.append(
            Problem(
                "ORDER_IMPOSSIBLE",
                "offense_on",
                f"the offense {custody.offense_on} is after booking {booked}",
                "check both dates; for an offense in jail, give the booking on that charge",
            )
        )
    asks = {name: ask for layer in profile.layers for name, ask in layer.asks.items()}
    for name, value in custody.answers.items():
        ask = asks.get(name)
        if ask is None:
            problems.append(_no_question(name, profile, list(asks)))
        elif not _fits(ask.type, value):
            problems.append(
                Problem(
                    "VALUE_UNKNOWN",
                    f"answers.{name}",
                    f"{show(value)} is no answer to: {ask.text}",
                    {"yes-no": "yes or no", "date": "a date, or never"}.get(ask.type, "a time, or never"),
                )
            )
    if problems:
        raise DetainerError(problems)


def _fits(kind: str, value: object) -> bool:
    """Say whether a value answers a question of that type."""
    if kind == "yes-no":
        return isinstance(value, bool)
    if value == "never":
        return True
    return isinstance(value, datetime) == (kind == "time") and isinstance(value, date)


def _no_question(name: str, profile: Profile, known: list[str]) -> Problem:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 3, 0.6)
    hint = f"did you mean {', '.join(near)}?" if near else f"it asks: {', '.join(known) or 'nothing'}"
    return Problem(
        "ANSWER_UNKNOWN",
        f"answers.{show(name, 40)}",
        f"{profile.id} does not ask '{show(name, 40)}'",
        hint,
    )


def _receipt_day(custody: Custody, zone: str) -> date | None:
    value = custody.received_at
    if isinstance(value, datetime):
        return local(seconds(value), zone).date()
    return value if isinstance(value, date) else None


def _instants(custody: Custody, chain: Chain, start: int, day: date, zone: str) -> dict[str, Span]:
    """Return the bounds of every instant a clock may start from; one that never comes is left out."""
    instants = {"release_at": Span(start, start)}
    booked = custody.booked_at
    instants["booked_at"] = (
        Span(EARLIEST, start) if booked is None else Span(seconds(booked), seconds(booked))
    )
    for name in MOMENTS:
        span = moment(getattr(custody, name), start, day, zone)
        if span is not None:
            instants[name] = span
    for name, ask in chain.asks.items():
        if ask.type == "time":
            span = moment(custody.answers.get(name), start, day, zone)  # type: ignore[arg-type]
            if span is not None:
                instants[name] = span
    if custody.cancelled_at is None:
        instants["cancelled_at"] = Span(start, LATEST)
    return instants
