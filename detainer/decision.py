"""``check``: a custody record and a profile in, an answer one can defend out."""

import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from . import answer, explain
from .cases import STANDS
from .clock import Window
from .corners import EARLIEST, LATEST, Frame, Span, moment
from .custody import AGREEMENTS, MOMENTS, Custody, instant
from .errors import DetainerError, Problem, show
from .ordinary import fill
from .profiles import Profile, load_profile
from .refusals import receipt_day, refuse
from .ruling import rule_on
from .space import Chain, finite_facts
from .ways import Basis, Way, open_ways
from .zones import US_ZONES, load, local, seconds, utc

__all__ = ["Decision", "Now", "check", "zone_of"]

_ALL_MODELS = frozenset(AGREEMENTS)


class Now(NamedTuple):
    """How things stand at a moment.

    ``status``: ``not_started`` (release is not due yet) ``running`` ``ended`` ``no_hold``
    ``no_clock`` (a court's warrant) ``unknown``. ``seconds_left`` until ``release_by``, none
    where no window runs or will.
    """

    status: str
    seconds_left: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Decision:
    """The answer to one record under one profile.

    ``hold``: ``required`` ``allowed`` ``not_allowed`` ``silent`` ``other_custody``, or
    ``unknown`` where open facts decide; ``possible`` has what it may be. ``hold_applies``:
    True where every way left open is required or allowed, False where every way is not
    allowed or other custody, else None. ``release_by``: the end of the governing window, the
    release time where no way lets a hold stand, else None (then ``release_between`` has the
    bounds).

    ``release_at``, ``release_by``, ``release_between``, ``as_of`` and ``window`` are aware
    datetimes in UTC; ``readings``, ``notify`` and ``transfer`` have whole seconds since 1970
    UTC, as the counting does. ``to_dict`` writes all of them local to ``timezone``, the
    facility's. ``basis`` is what the answer was made from; ``heard`` has warnings from
    reading the input, as of an hour that happened twice.

    ``now`` and ``held_past`` compare it with ``as_of`` and with what really happened. What is
    only read (``missing``, ``warnings``, ``readings``, ``notify``, ``transfer``) is
    worked out when it is asked for.
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

    def __repr__(self) -> str:
        """Return the answer in short.

        >>> check(Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC)), "us-ma", assume="ordinary")
        <Decision us-ma: hold not_allowed, release_by 2026-03-02T15:00:00+00:00>
        """
        free = self.release_by and self.release_by.isoformat()
        return f"<Decision {self.profile.id}: hold {self.hold}, release_by {free}>"

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
        return utc(min(free)), utc(max(free))

    @property
    def window(self) -> Window | None:
        """The governing window; None where no hold applies for certain or no clock runs."""
        way = answer.governing(self.basis) if self.hold_applies else None
        if way is None or way.clock is None:
            return None
        return Window(way.clock.id, self.timezone, utc(way.starts), utc(way.ends))

    @property
    def now(self) -> Now | None:
        """How things stand at ``as_of``; None where that was not given."""
        if self.as_of is None:
            return None
        free = seconds(self.release_by) if self.release_by else None
        return Now(*answer.status(self.hold, self.hold_applies, free, self.basis.start, seconds(self.as_of)))

    @property
    def held_past(self) -> dict[str, int | None] | None:
        """Seconds from each end to the moment the person really left; None if that is not known.

        The ends are ``release``, ``release_by``, ``straight`` and ``regulation``, each None
        where it is not known, and no less than nothing.
        """
        left = [seconds(at) for at in (self.custody.freed_at, self.custody.taken_at) if at is not None]
        if not left:
            return None
        kept = {item.clock.id: item.ends for item in self.readings}
        ends = {
            "release": self.basis.start if self.release_at else None,
            "release_by": seconds(self.release_by) if self.release_by else None,
            "straight": kept.get("straight"),
            "regulation": kept.get("regulation"),
        }
        return {name: None if end is None else max(0, min(left) - end) for name, end in ends.items()}

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
        """Return the JSON answer (schema 1); times local to the facility, with offset.

        >>> record = Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC))
        >>> check(record, "us-ma", assume="ordinary").to_dict()["release_by"]
        '2026-03-02T10:00:00-05:00'
        """
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
    :raises DetainerError: every problem of the arguments at once (``NAIVE_TIME``,
        ``VALUE_UNKNOWN``, ``YEAR_OUT_OF_RANGE``, ``ZONE_NEEDED``, ``ZONE_UNKNOWN``,
        ``ZONE_NOT_HERE``, and those of :func:`load_profile`), else every problem of the
        record under this law (``FORM_NOT_IN_USE``, ``ORDER_IMPOSSIBLE``, ``ANSWER_UNKNOWN``,
        ``VALUE_UNKNOWN``, ``CONTRADICTION``, ``TOO_MANY_UNKNOWNS``, ``YEAR_OUT_OF_RANGE``).

    Law: 8 CFR 287.7(d); Form I-247A; the profile's own sources.

    >>> from datetime import timedelta, timezone
    >>> record = Custody(release_at=datetime(2026, 11, 25, 15, tzinfo=timezone(timedelta(hours=-5))))
    >>> decision = check(record, "honors", assume="ordinary", timezone="America/New_York")
    >>> decision.hold, decision.release_by.isoformat()
    ('allowed', '2026-11-27T20:00:00+00:00')
    """
    profile, zone = _arguments(profile, timezone, as_of, assume)
    at = custody.release_at or custody.booked_at
    assert at is not None  # Custody refuses a record with neither
    start = seconds(at)
    day = local(start, zone).date()
    refuse(custody, profile, day, zone)
    assumed: tuple[tuple[str, str, str], ...] = ()
    models = custody.agreement
    if models is None:
        models = profile.agreements_on(day) or None
    if assume == "ordinary":
        custody, assumed = fill(custody, profile, models, receipt_day(custody, zone) or day)
        models = custody.agreement if models is None else models
    chain = _chain(profile, _ALL_MODELS if models is None else models)
    ruling = rule_on(chain, finite_facts(custody, chain, models, start, day, zone))
    spans = _instants(custody, chain, start, day, zone)
    frame = Frame(spans, start, zone, {name: span.earliest for name, span in spans.items()})
    unsure, ways = open_ways(ruling, frame)
    hold, applies, free = _sum(ways, start)
    return Decision(
        hold,
        applies,
        None if free is None else utc(free),
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


@lru_cache(maxsize=256)
def _chain(profile: Profile, models: frozenset[str]) -> Chain:
    return Chain(profile, models)


def _arguments(
    profile: Profile | str | os.PathLike[str], timezone: str | None, as_of: object, assume: object
) -> tuple[Profile, str]:
    """Return the profile and the zone, or raise all that is wrong with the arguments."""
    problems: list[Problem] = []
    if as_of is not None:
        instant(as_of, "as_of", problems)
    if assume not in ("ordinary", "nothing"):
        problems.append(
            Problem("VALUE_UNKNOWN", "assume", f"'{show(assume)}' is not known", "ordinary or nothing")
        )
    try:
        loaded = profile if isinstance(profile, Profile) else load_profile(profile)
        zone = zone_of(loaded, timezone)
    except DetainerError as error:
        raise DetainerError([*problems, *error.problems]) from None
    if problems:
        raise DetainerError(problems)
    return loaded, zone


def zone_of(profile: Profile, timezone: str | None) -> str:
    """Return the facility's zone: ``timezone``, else the profile's own single one.

    :raises DetainerError: ``ZONE_NEEDED``, ``ZONE_UNKNOWN``; ``ZONE_NO_PLACE`` for ``EST`` and
        the like, ``ZONE_NOT_HERE`` for one in which the profile does not lie.
    """
    zones = profile.zones
    if timezone is None:
        if len(zones) == 1:
            return zones[0]
        why = f"lies in {', '.join(zones)}" if zones else "names no time zone"
        hint = (
            "--timezone with one of them"
            if zones
            else f"--timezone with one of {', '.join(US_ZONES)}, or another"
        )
        raise DetainerError([Problem("ZONE_NEEDED", "timezone", f"{profile.id} {why}", hint)])
    if not isinstance(timezone, str):
        raise DetainerError(
            [Problem("ZONE_UNKNOWN", "timezone", f"'{show(timezone, 40)}' is no zone's name")]
        )
    load(timezone)
    if not zones and timezone != "UTC" and ("/" not in timezone or timezone.startswith("Etc/")):
        message = f"{show(timezone, 40)} is a distance from UTC, not a place: clocks there never change as a place's do"
        hint = f"--timezone with one of {', '.join(US_ZONES)}, or another place's"
        raise DetainerError([Problem("ZONE_NO_PLACE", "timezone", message, hint)])
    if zones and timezone not in zones:
        raise DetainerError(
            [
                Problem(
                    "ZONE_NOT_HERE",
                    "timezone",
                    f"{profile.id} does not lie in {timezone}",
                    f"--timezone with one of {', '.join(zones)}",
                )
            ]
        )
    return timezone


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
            given = custody.answers.get(name)
            assert not isinstance(given, bool)  # refused above: it answers no question for a time
            span = moment(given, start, day, zone)
            if span is not None:
                instants[name] = span
    if custody.cancelled_at is None:
        instants["cancelled_at"] = Span(start, LATEST)
    return instants
