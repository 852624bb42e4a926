"""What the chain says for a set of facts, before any hour is counted.

Down the chain, ``us`` first: ``required`` and ``not_allowed`` bind what lies below;
``allowed`` passes down and the last one stands; ``silent``, or no rule met, passes
down. A *way* is a leaf of that walk, which branches only on an unknown fact that a
condition it reaches looks at. A ruling depends on no instant, so a table of a million
records asks for a few dozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .errors import DetainerError, Problem
from .profiles import ClockEntry, Period, Rule
from .space import NO, YES, Chain, Facts, Layer, Masks, Space
from .when import Node, first_unknown

__all__ = ["Case", "Result", "Ruling", "Ways", "certain_rule", "chosen_period", "rule_on"]

MAX_WAYS = 4_096
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
    """A class of ways: the same cases (several only where the law is unsettled).

    ``heard`` has the case of every rule that decided in one or another of these ways.
    """

    cases: tuple[Case, ...]
    heard: tuple[Case, ...]


class Ways(NamedTuple):
    """Every class of ways for one act, and which facts alone lead from one to another."""

    results: tuple[Result, ...]
    #: fact -> pairs of results that two ways differing in that fact alone have
    turns: dict[str, frozenset[tuple[int, int]]]


class Ruling(NamedTuple):
    """What the chain says on each act, and the space of facts it was asked in."""

    space: Space
    hold: Ways
    notify: Ways
    transfer: Ways


_CACHE: dict[tuple[int, Facts], tuple[Chain, Ruling]] = {}
_CACHED = 10_000


def rule_on(chain: Chain, facts: Facts) -> Ruling:
    """Return the ruling of a chain for finite facts (cached).

    :raises DetainerError: ``TOO_MANY_UNKNOWNS`` past 4,096 ways, ``CONTRADICTION``.
    """
    key = (id(chain), facts)
    found = _CACHE.get(key)
    if found is None:
        space = Space(chain, facts)
        ruling = Ruling(space, *(_Walk(space, act).ways() for act in ("hold", "notify", "transfer")))
        if len(_CACHE) >= _CACHED:
            _CACHE.clear()
        found = _CACHE[key] = chain, ruling  # keeps the chain alive, so its id stays its own
    return found[1]


def chosen_period(space: Space, layer: Layer, masks: Masks) -> Period | tuple[int, int] | None:
    """Return the period whose box holds the dates, None for none.

    Where an unknown date decides, returns instead the fact and the values for which
    the first open box would hold it.
    """
    for period in layer.profile.periods:
        for side in period.box:
            inside = space.box(*side)
            if isinstance(inside, bool):
                if not inside:
                    break
                continue
            number, yes = inside
            if not masks[number] & yes:
                break
            if masks[number] & ~yes:
                return inside
        else:
            return period
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


class _NeededError(Exception):
    """An unknown fact was looked at: the walk must branch on it."""

    def __init__(self, fact: int, yes: int) -> None:
        self.fact, self.yes = fact, yes


class _Branch(NamedTuple):
    """A point of the walk: a leaf (no sides) or a fact and the two sides of its values."""

    masks: Masks
    fact: int
    sides: tuple[_Branch, ...]
    results: frozenset[int]


class _Walk:
    def __init__(self, space: Space, act: str) -> None:
        self.space, self.act = space, act
        self.found: list[tuple[Case, ...]] = []
        self.heard: list[dict[object, Case]] = []
        self.numbers: dict[tuple[object, ...], int] = {}
        self.leaves = 0

    def ways(self) -> Ways:
        tree = self.branch(self.space.masks)
        turns: dict[str, set[tuple[int, int]]] = {}
        for point in _points(tree):
            if point.fact not in self.space.law and len(point.sides) == 2:
                found = turns.setdefault(self.space.names[point.fact], set())
                self.compare(point.fact, *point.sides, found)
        results = tuple(Result(c, tuple(h.values())) for c, h in zip(self.found, self.heard, strict=True))
        return Ways(results, {fact: frozenset(pairs) for fact, pairs in turns.items() if pairs})

    def branch(self, masks: Masks) -> _Branch:
        try:
            cases = tuple(self.cases(masks, ()))
        except _NeededError as need:
            sides = []
            for side in (need.yes, ~need.yes):
                narrowed = list(masks)
                narrowed[need.fact] &= side
                settled = self.space.settle(narrowed)
                if settled is not None:
                    sides.append(self.branch(settled))
            return _Branch(masks, need.fact, tuple(sides), frozenset().union(*(s.results for s in sides)))
        self.leaves += 1
        if self.leaves > MAX_WAYS:
            raise DetainerError(
                [
                    Problem(
                        "TOO_MANY_UNKNOWNS",
                        "answers",
                        f"more than {MAX_WAYS:,} ways are open",
                        "give more facts, or --assume ordinary",
                    )
                ]
            ) from None
        key = tuple(dict.fromkeys(case.same() for case in cases))
        number = self.numbers.setdefault(key, len(self.found))
        if number == len(self.found):
            self.found.append(cases)
            self.heard.append({})
        for case in cases:
            spoke = case.spoke
            self.heard[number].setdefault((case.same(), spoke and (spoke[0], spoke[1].id)), case)
        return _Branch(masks, -1, (), frozenset((number,)))

    def cases(self, masks: Masks, law: tuple[tuple[str, bool], ...]) -> Iterator[Case]:
        """Yield the case, or where unsettled law is reached one for each of its answers."""
        try:
            case = self.down(masks, law)
        except _NeededError as need:
            if need.fact not in self.space.law:
                raise
            for side in (YES, NO):
                narrowed = list(masks)
                narrowed[need.fact] = side
                yield from self.cases(tuple(narrowed), (*law, (self.space.names[need.fact], side == YES)))
        else:
            yield case

    def down(self, masks: Masks, law: tuple[tuple[str, bool], ...]) -> Case:
        """Walk down the layers, once every fact that is looked at is known."""
        standing, spoke = "silent", None
        clocks: list[ClockEntry] = []
        for number, layer in enumerate(self.space.chain.layers):
            rule = self.speaks(layer, masks)
            if rule is None:
                continue
            clocks += rule.clocks
            if rule.outcome == "silent":
                continue
            standing, spoke = rule.outcome, (number, rule)
            if rule.outcome != "allowed" or rule.final:
                break
        governs = tuple(dict.fromkeys(clocks)) if standing in STANDS else ()
        return Case(standing, governs, spoke, law)

    def speaks(self, layer: Layer, masks: Masks) -> Rule | None:
        """Return the first rule of a layer for the act whose condition is met."""
        if layer.guard is not None and not self.met(layer.guard, masks):
            return None
        period = chosen_period(self.space, layer, masks)
        if period is None:
            return None
        if not isinstance(period, Period):
            raise _NeededError(*period)
        rules = [rule for rule in period.rules if self.act in rule.acts]
        if not rules or not (period.when is None or self.met(period.when, masks)):
            return None
        for rule in rules:
            if rule.when is None or self.met(rule.when, masks):
                return rule
        return None

    def met(self, node: Node, masks: Masks) -> bool:
        value = self.space.value(node, masks)
        if value is None:
            unsure = first_unknown(node, lambda atom: self.space.truth(atom, masks))
            raise _NeededError(*self.space.test(unsure))
        return value

    def compare(self, fact: int, a: _Branch, b: _Branch, found: set[tuple[int, int]]) -> None:
        """Find the pairs of different results that two ways differing in ``fact`` alone have."""
        fresh = any(i != j and (min(i, j), max(i, j)) not in found for i in a.results for j in b.results)
        if not fresh or any(
            not x & y for n, (x, y) in enumerate(zip(a.masks, b.masks, strict=True)) if n != fact
        ):
            return
        if a.sides:
            for side in a.sides:
                self.compare(fact, side, b, found)
        elif b.sides:
            for side in b.sides:
                self.compare(fact, a, side, found)
        elif not self.space.constrained or self.together(fact, a.masks, b.masks):
            (i,), (j,) = a.results, b.results
            found.add((min(i, j), max(i, j)))

    def together(self, fact: int, a: Masks, b: Masks) -> bool:
        """Say whether both ways are possible with every other fact the same."""
        shared = [x & y for x, y in zip(a, b, strict=True)]
        while True:
            before = list(shared)
            for side in (a, b):
                shared[fact] = side[fact]
                settled = self.space.settle(shared)
                if settled is None:
                    return False
                shared = list(settled)
            if [x for n, x in enumerate(shared) if n != fact] == [
                x for n, x in enumerate(before) if n != fact
            ]:
                return True


def _points(tree: _Branch) -> Iterator[_Branch]:
    waiting = [tree]
    while waiting:
        point = waiting.pop()
        if point.sides:
            yield point
            waiting += point.sides
