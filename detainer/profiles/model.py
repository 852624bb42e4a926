"""What a profile is: one layer of law or policy, as frozen values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ..clock import Clock
from ..when import Node

__all__ = [
    "ACTS",
    "ANY_DATE",
    "OUTCOMES",
    "STANCES",
    "Agreement",
    "Ask",
    "ClockEntry",
    "Define",
    "Due",
    "Note",
    "Period",
    "Profile",
    "Rule",
    "Source",
]

ACTS = ("hold", "notify", "transfer")
OUTCOMES = ("required", "allowed", "not_allowed", "silent", "other_custody")
#: what picks a period that holds at all times
ANY_DATE = "any date"
STANCES = ("honors", "wso", "sanctuary", "mixed", "none")


class Source(NamedTuple):
    """Where words were read, how well (``verbatim``, ``paraphrase``, ``unverified``), and when."""

    id: str
    cite: str
    url: str | None
    seen_at: str | None
    quote: str | None
    seen: str
    checked: date


class Ask(NamedTuple):
    """A question that only this jurisdiction asks.

    ``type`` is ``yes-no``, ``date`` or ``time``; ``about`` is ``person``, ``paper`` or
    ``law``. A yes here is a yes to each of ``implies``. ``pending`` says what is awaited
    of unsettled law.
    """

    id: str
    text: str
    type: str
    about: str
    implies: tuple[str, ...]
    pending: str | None


def implied(asks: Mapping[str, Ask], given: Iterable[str]) -> set[str]:
    """Return every name to which a yes follows from a yes to one of those ``given``."""
    reached: set[str] = set()
    waiting = [*given]
    while waiting:
        ask = asks.get(waiting.pop())
        fresh = set(ask.implies) - reached if ask else set()
        reached |= fresh
        waiting += fresh
    return reached


class Define(NamedTuple):
    """A name for a condition, and the words it was written in."""

    node: Node
    text: str


class ClockEntry(NamedTuple):
    """A clock and the sources of its count."""

    clock: Clock
    sources: tuple[Source, ...]


class Due(NamedTuple):
    """By when ICE must be told: ``seconds`` from ``fact`` (negative: before it)."""

    seconds: int
    fact: str


class Rule(NamedTuple):
    """One rule: for these acts, when this is so, that outcome, by these clocks."""

    id: str
    acts: tuple[str, ...]
    when: Node | None
    when_text: str
    outcome: str
    clocks: tuple[ClockEntry, ...]
    sources: tuple[Source, ...]
    basis: str
    final: bool
    due: Due | None
    early_days: int | None


class Note(NamedTuple):
    """Printed where its condition is met; decides nothing."""

    text: str
    code: str
    when: Node | None
    sources: tuple[Source, ...]


class Period(NamedTuple):
    """A box of dates and the rules in force within it.

    ``box`` has (dimension, from, until) as day ordinals, half-open; the dimensions are
    ``release``, ``offense``, ``booking`` and ``receipt``.
    """

    id: str
    box: tuple[tuple[str, int, int], ...]
    when: Node | None
    when_text: str
    rules: tuple[Rule, ...]
    notes: tuple[Note, ...]

    def dates(self) -> str:
        """Return what picks the period, in words: ``release from 2019-07-01 until 2023-01-01``."""
        sides = []
        for dimension, low, high in self.box:
            since = f" from {date.fromordinal(low)}" if low > date.min.toordinal() else ""
            until = f" until {date.fromordinal(high)}" if high < date.max.toordinal() else ""
            sides.append(f"{dimension}{since}{until}")
        return " and ".join(sides) or ANY_DATE


class Agreement(NamedTuple):
    """An agreement of the agency, from the day it was signed (``until``: first day no more)."""

    model: str
    signed: date
    until: date | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Profile:
    """One layer of law or policy; ``parents`` are the layers above it, ``us`` first.

    Two loads of one file are two profiles; compare ``id`` and ``content``.
    """

    id: str
    name: str
    stance: str
    covers: str
    parents: "tuple[Profile, ...]"
    own_zones: tuple[str, ...]
    asks: Mapping[str, Ask]
    assume: Mapping[str, str]
    defines: Mapping[str, Define]
    clocks: Mapping[str, ClockEntry]
    sources: Mapping[str, Source]
    periods: tuple[Period, ...]
    agreements: tuple[Agreement, ...]
    #: the file's bytes
    content: bytes
    path: str

    def __repr__(self) -> str:
        return f"<Profile {self.id}>"

    @property
    def layers(self) -> "tuple[Profile, ...]":
        """The chain of files, ``us`` first and this profile last (agreements not among them)."""
        return (*self.parents, self)

    @property
    def zones(self) -> tuple[str, ...]:
        """The zones of this profile, or the nearest ancestor's; empty where none is set."""
        return next((layer.own_zones for layer in reversed(self.layers) if layer.own_zones), ())

    @property
    def all_asks(self) -> Mapping[str, Ask]:
        """The questions of the whole chain, by id; agreements' not among them."""
        return {name: ask for layer in self.layers for name, ask in layer.asks.items()}

    def agreements_on(self, day: date) -> frozenset[str]:
        """Return the models of the agreements in force on a date, this file's or a parent's.

        >>> from detainer import load_profile
        >>> sorted(load_profile("us-fl-pinellas").agreements_on(date(2019, 5, 6)))
        ['BOA', 'WSO']
        """
        return frozenset(
            item.model
            for layer in self.layers
            for item in layer.agreements
            if item.signed <= day and (item.until is None or day < item.until)
        )
