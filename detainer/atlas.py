"""What the law of each state makes of an ordinary file on a date: a map, as a value.

State law alone: a county, an agreement or a court's paper may say otherwise. Where the
state's law is unsettled, the tile says so and names the other outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from . import answer, explain
from .cases import certain_rule
from .custody import AGREEMENTS, Custody
from .days import FIRST_YEAR, LAST_YEAR
from .decision import Decision, check
from .forms import FORMS
from .profiles import Note, Profile, Rule
from .space import Chain
from .states import NAMES
from .ways import Basis
from .zones import load

__all__ = [
    "FIRST",
    "KINDS",
    "UNTIL",
    "Change",
    "Doubt",
    "Kind",
    "Said",
    "Tile",
    "changes",
    "history",
    "tile",
    "tiles",
]

#: the outcome of a hold, as in a decision; of what is unknown there, ``holds``: required or
#: allowed, ``due``: no hold whatever the open facts are, ``open``: these decide; and
#: ``unread``: no profile, or one without any rule
Kind = Literal[
    "required", "allowed", "holds", "open", "not_allowed", "due", "silent", "other_custody", "unread"
]
KINDS: tuple[Kind, ...] = (
    "required", "allowed", "holds", "open", "not_allowed", "due", "silent", "other_custody", "unread",
)  # fmt: skip
#: the dates looked at, half-open: a year before the last holidays known, so that hours can run
FIRST, UNTIL = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 1, 1)


class Said(NamedTuple):
    """A rule and the layer that has it."""

    layer: str
    rule: Rule


class Doubt(NamedTuple):
    """Unsettled law on the hold: the question, what is awaited, and what else may be so.

    ``otherwise`` has each other outcome and the rule that would speak (None: nobody would).
    """

    question: str
    pending: str
    otherwise: tuple[tuple[str, Said | None], ...]


class Tile(NamedTuple):
    """What an ordinary file comes to in a place, for a release on ``day``.

    ``possible`` has the outcomes that open facts leave, and ``asks`` the facts; ``rules``
    spoke, or say that they are silent. ``notes`` warn of law in flux and decide nothing.
    """

    code: str
    name: str
    day: date
    kind: Kind
    possible: tuple[str, ...]
    rules: tuple[Said, ...]
    asks: tuple[answer.Missing, ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[Note, ...]
    profile: Profile | None

    @property
    def is_unseen(self) -> bool:
        """Whether the tile rests on words that nobody read."""
        return any(source.seen == "unverified" for said in self.rules for source in said.rule.sources)

    @property
    def checked(self) -> date | None:
        """The newest day on which a source of its rules was looked at."""
        return max((s.checked for said in self.rules for s in said.rule.sources), default=None)

    def alike(self) -> tuple[Any, ...]:
        """What two tiles of a place share that say the same, whatever their days."""
        return (self.kind, self.possible, self.rules, self.asks, self.doubts, self.notes)


class Change(NamedTuple):
    """A date on which tiles change: each of them before and after."""

    day: date
    tiles: tuple[tuple[Tile, Tile], ...]


def tiles(here: Mapping[str, Profile | None], day: date) -> tuple[Tile, ...]:
    """Return the tile of every place for a release at noon, local time, on a date.

    >>> from detainer.places import places
    >>> found = {item.code: item.kind for item in tiles(places(), date(2019, 7, 1))}
    >>> found["FL"], found["CA"], found["PA"]
    ('required', 'not_allowed', 'silent')
    """
    return tuple(tile(code, profile, day) for code, profile in here.items())


def tile(code: str, profile: Profile | None, day: date) -> Tile:
    """Return what ordinary papers come to in one place, for a release at noon on a date.

    Noon is that of the profile's first zone. Ordinary papers are those of
    :func:`detainer.ordinary.fill`: the form of that date, received and served in time, with
    an I-200 and no other paper, and what the state's ``[assume]`` adds.

    :raises DetainerError: as :func:`detainer.check`.
    """
    if profile is None:
        return Tile(code, NAMES[code], day, "unread", (), (), (), (), (), None)
    zone = profile.zones[0] if profile.zones else "UTC"  # noon there is of the same date in every state
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=load(zone))
    decision = check(Custody(release_at=noon), profile, assume="ordinary", timezone=zone)
    basis = decision.basis
    kind = _kind(decision)
    rules = tuple(Said(layer.profile.id, rule) for layer, rule in answer.speakers(basis))
    return Tile(
        code,
        profile.name,
        day,
        kind,
        decision.possible,
        rules or tuple(_silent_rules(basis)),
        tuple(item for item in answer.missing(basis) if "hold" in item.settles),
        _doubts(basis),
        tuple(note for note in explain.notes(basis) if note.code == "CONTESTED"),
        profile,
    )


def _kind(decision: Decision) -> Kind:
    if decision.hold == "unknown":
        if decision.hold_applies:
            return "holds"
        return "open" if decision.release_by is None else "due"
    if decision.hold == "silent" and not any(layer.periods for layer in decision.profile.layers[1:]):
        return "unread"
    return next(kind for kind in KINDS if kind == decision.hold)


def _silent_rules(basis: Basis) -> Iterator[Said]:
    """Yield the rules below the federal layer that say that they say nothing."""
    for layer in basis.chain.layers[1:]:
        rule = certain_rule(basis.ruling.space, layer, "hold")
        if rule is not None and rule.outcome == "silent":
            yield Said(layer.profile.id, rule)


def _doubts(basis: Basis) -> tuple[Doubt, ...]:
    """Return each question of law that the hold turns on in one way or another."""
    found: dict[str, dict[tuple[str, Said | None], None]] = {}
    layers = basis.chain.layers
    for number, result in enumerate(basis.ruling.hold.results):
        chosen = {way.case.outcome for way in basis.ways if way.number == number}
        for case in result.cases:
            if case.outcome in chosen:
                continue
            said = Said(layers[case.spoke[0]].profile.id, case.spoke[1]) if case.spoke else None
            for name, _ in case.law:
                found.setdefault(name, {})[case.outcome, said] = None
    asks = basis.chain.asks
    return tuple(
        Doubt(asks[name].text, asks[name].pending or "", tuple(others)) for name, others in found.items()
    )


# ---- over time ----


def history(code: str, profile: Profile | None, since: date = FIRST, until: date = UNTIL) -> tuple[Tile, ...]:
    """Return a place's tiles from ``since`` until ``until``: each is so from its day until the next one's.

    Tried are the dates on which a period, a form or an agreement begins or ends; between
    them a ruling cannot change. (Only where a clock runs from a receipt that must lie in
    one period could hours turn a tile on another date; no state's law is so.)

    :raises DetainerError: as :func:`detainer.check`.
    """
    found = [tile(code, profile, since)]
    if profile is not None:
        for day in _bounds(profile):
            if since < day < until:
                fresh = tile(code, profile, day)
                if fresh.alike() != found[-1].alike():
                    found.append(fresh)
    return tuple(found)


def changes(histories: Iterable[tuple[Tile, ...]]) -> tuple[Change, ...]:
    """Return the dates on which some tile changes, in order.

    >>> from detainer import load_profile
    >>> [str(item.day) for item in changes([history("FL", load_profile("us-fl"))])]
    ['2019-07-01']
    """
    found: dict[date, list[tuple[Tile, Tile]]] = {}
    for turns in histories:
        for before, after in pairwise(turns):
            found.setdefault(after.day, []).append((before, after))
    return tuple(Change(day, tuple(pairs)) for day, pairs in sorted(found.items()))


@cache
def _bounds(profile: Profile) -> tuple[date, ...]:
    """Return the dates on which what is said of an ordinary file may change."""
    days = {date.fromordinal(cut) for cut in Chain(profile, frozenset(AGREEMENTS)).cuts}
    days |= {form.ordinary[0] for form in FORMS.values() if form.ordinary}
    for layer in profile.layers:
        for item in layer.agreements:
            days |= {item.signed, item.until or item.signed}
    return tuple(sorted(days))
