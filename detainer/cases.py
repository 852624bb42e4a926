"""What the chain says in one way: the case, the classes of cases, and the rule that speaks."""

from collections.abc import Mapping
from typing import NamedTuple

from .clock import Clock
from .profiles import ClockEntry, Period, Rule
from .space import Layer, Masks, Place, Space

__all__ = ["STANDS", "Case", "Result", "certain_rule", "chosen_period", "possible_periods"]

#: outcomes under which the jail keeps the person on the detainer
STANDS = frozenset(("required", "allowed"))


class Case(NamedTuple):
    """What the chain says in one way, for one set of answers to unsettled law.

    ``spoke`` is the rule that decided, with the number of its layer; None where no
    layer did. ``clocks`` govern together.
    """

    outcome: str
    clocks: tuple[ClockEntry, ...]
    spoke: tuple[int, Rule] | None
    law: tuple[tuple[str, bool], ...]

    def same(self) -> tuple[object, ...]:
        """What two cases must share to be one: not who spoke, only what follows."""
        rule = self.spoke[1] if self.spoke else None
        terms = (rule.due, rule.early_days) if rule else None
        return self.outcome, tuple(entry.clock for entry in self.clocks), terms


class Result(NamedTuple):
    """A class of ways: the same cases (several only where the law is unsettled), the same places.

    ``heard`` has the case of every rule that decided in one or another of these ways.
    ``hangs_on`` names the instants that its times hang on; none where no hold stands or
    where one reading of unsettled law allows none, since that one releases first.
    ``places`` says where these ways have one of them, if they looked: by release, on which days.
    """

    cases: tuple[Case, ...]
    heard: tuple[Case, ...]
    hangs_on: tuple[str, ...]
    places: Mapping[str, tuple[Place, ...]]

    def clocks(self) -> tuple[Clock, ...]:
        """Return the clocks that govern in one case or another."""
        return tuple({entry.clock: None for case in self.cases for entry in case.clocks})


def chosen_period(space: Space, layer: Layer, masks: Masks) -> Period | tuple[int, int] | None:
    """Return the period whose box holds the dates, None for none.

    Where an unknown date decides, returns instead the fact and the values for which
    the first open box would hold it.
    """
    for period in layer.profile.periods:
        unsure = None
        for side in period.box:
            inside = space.box(*side)
            if isinstance(inside, bool):
                if not inside:
                    break
                continue
            number, yes = inside
            if not masks[number] & yes:
                break
            if masks[number] & ~yes and unsure is None:
                unsure = inside
        else:
            return period if unsure is None else unsure
    return None


def certain_rule(space: Space, layer: Layer, act: str) -> Rule | None:
    """Return the rule of a layer that speaks for an act whatever the open facts are, if any."""
    if layer.guard is not None and not space.value(layer.guard):
        return None
    period = chosen_period(space, layer, space.masks)
    if not isinstance(period, Period) or (period.when and not space.value(period.when)):
        return None
    for rule in period.rules:
        if act in rule.acts:
            met = True if rule.when is None else space.value(rule.when)
            if met is not False:
                return rule if met else None
    return None


def possible_periods(space: Space, layer: Layer) -> list[tuple[Period, bool]]:
    """Return the periods that may hold the dates, and whether that is certain."""
    chosen = chosen_period(space, layer, space.masks)
    sure = layer.guard is None or space.value(layer.guard) is True
    if isinstance(chosen, Period):
        return [(chosen, sure)]
    if chosen is None:
        return []
    return [(period, False) for period in layer.profile.periods if _possible(space, period)]


def _possible(space: Space, period: Period) -> bool:
    for side in period.box:
        inside = space.box(*side)
        if inside is False or (not isinstance(inside, bool) and not space.masks[inside[0]] & inside[1]):
            return False
    return True
