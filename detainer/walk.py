"""The walk down the layers, and the ways it leaves open.

Down the chain, ``us`` first: ``required`` and ``not_allowed`` bind what lies below;
``allowed`` passes down and the last one stands; ``silent``, or no rule met, passes down. A
*way* is a leaf of the walk, which branches only on an unknown fact that a condition it
reaches looks at. Points of the walk from which the same follows are one point: what lies
above a layer no longer matters below it but for the facts that the layers below look at.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .cases import STANDS, Case, Result, chosen_period
from .errors import DetainerError, Problem
from .profiles import ClockEntry, Period, Rule
from .space import NO, YES, Layer, Masks, Place, Space
from .turns import Turns, turns
from .when import Node, atoms, first_unknown

__all__ = ["MAX_WAYS", "Walk", "Ways"]

MAX_WAYS = 4_096
#: questions open one after another: each is asked from within the one before
MAX_ASKED = 300


class Ways:
    """Every class of ways for one act, and which facts alone lead from one to another."""

    __slots__ = ("_turns", "_walk", "results")

    def __init__(self, results: tuple[Result, ...], walk: "Walk") -> None:
        self.results = results
        self._walk = walk
        self._turns: Turns | None = None

    def turns(self) -> Turns:
        """Return, for each fact, the pairs of results that two ways differing in it alone have.

        Worked out when first asked for: it takes longer than the walk itself, and an answer
        that is not read whole does without.
        """
        if self._turns is None:
            self._turns = turns(self._walk.space, self._walk.top)
        return self._turns


class _NeededError(Exception):
    """An unknown fact was looked at: the walk must branch on it."""

    def __init__(self, fact: int, yes: int) -> None:
        self.fact, self.yes = fact, yes


class _Run(NamedTuple):
    """One reading of unsettled law, part of the way down: where it stands, and what stands.

    ``rules`` are those of the layer still to be weighed; None before its period is picked.
    """

    layer: int
    rules: tuple[Rule, ...] | None
    outcome: str
    clocks: tuple[ClockEntry, ...]
    spoke: tuple[int, Rule] | None
    law: tuple[tuple[str, bool], ...]
    masks: Masks

    def key(self) -> tuple[object, ...]:
        """Return all of it but the masks, cheap to hash."""
        spoke = self.spoke and id(self.spoke[1])  # a rule stands in one layer
        return (
            self.layer,
            _ids(self.rules),
            self.outcome,
            tuple(id(entry) for entry in self.clocks),
            spoke,
            self.law,
        )


class Point:
    """A point of the walk: a leaf (no sides), or a fact and the sides of its values.

    ``looks_at`` has a bit for every fact that the points from here on look at.
    """

    __slots__ = ("fact", "looks_at", "masks", "results", "sides")

    def __init__(
        self, masks: Masks, fact: int, sides: "tuple[tuple[int, Point], ...]", results: frozenset[int]
    ) -> None:
        self.masks, self.fact, self.sides, self.results = masks, fact, sides, results
        self.looks_at = 1 << fact if sides else 0
        for _, side in sides:
            self.looks_at |= side.looks_at


class Walk:
    """One act's walk down a chain, over every way that the open facts leave.

    :raises DetainerError: ``TOO_MANY_UNKNOWNS`` past 4,096 points that differ, or 300 open
        questions one after another.
    """

    def __init__(self, space: Space, act: str) -> None:
        self.space, self.act = space, act
        self.layers = space.chain.layers
        self.end = len(self.layers)
        self._starts: dict[int, frozenset[int]] = {}
        self.below = self._below()
        self._ahead: dict[tuple[object, ...], frozenset[int]] = {}
        self.points: dict[tuple[object, ...], Point] = {}
        self.numbers: dict[tuple[object, ...], int] = {}
        self.found: list[tuple[tuple[Case, ...], tuple[tuple[int, int], ...], dict[object, Case]]] = []

    def ways(self) -> Ways:
        """Return the classes of ways."""
        self.top = self.grow((_Run(0, None, "silent", (), None, (), self.space.masks),), self.space.masks)
        placings: dict[tuple[tuple[int, int], ...], dict[str, tuple[Place, ...]]] = {}
        results: list[Result] = []
        for cases, masks, heard in self.found:
            if masks not in placings:
                placings[masks] = {self.space.names[n]: self.space.places(n, mask) for n, mask in masks}
            results.append(Result(cases, tuple(heard.values()), _hangs_on(cases), placings[masks]))
        return Ways(tuple(results), self)

    def _below(self) -> list[frozenset[int]]:
        """Return, for each layer, the facts that it and those below it look at."""
        below: list[frozenset[int]] = [frozenset()]
        for layer in reversed(self.layers):
            nodes = [layer.guard]
            facts = set(below[-1])
            for period in layer.profile.periods:
                sides = [self.space.box(*side) for side in period.box]
                facts |= {side[0] for side in sides if not isinstance(side, bool)}
                rules = [rule for rule in period.rules if self.act in rule.acts]
                nodes += [period.when, *(rule.when for rule in rules)]
                facts |= self.starts(self.clocks(rules))
            below.append(frozenset(facts | self.facts_of(nodes)))
        return below[::-1]

    def facts_of(self, nodes: Iterable[Node | None]) -> set[int]:
        """Return the facts that conditions look at."""
        return {self.space.test(atom)[0] for node in nodes if node is not None for atom in atoms(node)}

    def clocks(self, rules: Iterable[Rule]) -> tuple[ClockEntry, ...]:
        """Return the clocks that rules bring: they run for a hold only."""
        return tuple(entry for rule in rules for entry in rule.clocks) if self.act == "hold" else ()

    def starts(self, clocks: Iterable[ClockEntry]) -> frozenset[int]:
        """Return the facts that tell where the instants lie from which clocks run."""
        found: frozenset[int] = frozenset()
        for entry in clocks:
            facts = self._starts.get(id(entry))
            if facts is None:
                numbers = (self.space.start_of(name) for name in entry.clock.starts.names)
                facts = self._starts[id(entry)] = frozenset(n for n in numbers if n is not None)
            found |= facts
        return found

    def ahead(self, run: _Run) -> frozenset[int]:
        """Return the facts that a run may still look at, and those bound to them."""
        key = (run.layer, _ids(run.rules))
        found = self._ahead.get(key)
        if found is None:
            facts = set(self.below[run.layer if run.rules is None else run.layer + 1])
            facts |= self.facts_of(rule.when for rule in run.rules or ())
            facts |= self.starts(self.clocks(run.rules or ()))
            found = self._ahead[key] = frozenset(self.space.bound_to(facts))
        return found

    # ---- growing ----

    def grow(self, runs: tuple[_Run, ...], masks: Masks, asked: int = 0) -> Point:
        """Return the point at which these runs stand, once none can go on without a fact.

        ``asked`` is how often the walk branched before.
        """
        stopped: list[_Run] = []
        need: _NeededError | None = None
        for run in runs:
            for done, needed in self.advance(run._replace(masks=_with_law(self.space, masks, run.law))):
                stopped.append(done)
                need = need or needed
        looked_at: frozenset[int] = frozenset().union(
            *(self.ahead(run) for run in stopped if run.layer < self.end),
            *(self.starts(run.clocks) for run in stopped if run.layer < self.end or run.outcome in STANDS),
        )
        key = (tuple(run.key() for run in stopped), tuple(masks[fact] for fact in sorted(looked_at)))
        point = self.points.get(key)
        if point is None:
            if len(self.points) >= MAX_WAYS:
                raise _too_many(f"more than {MAX_WAYS:,} ways are open")
            if asked > MAX_ASKED:
                raise _too_many(f"more than {MAX_ASKED} questions are open, one after another")
            point = self.points[key] = (
                self.leaf(stopped, masks) if need is None else self.split(tuple(stopped), masks, need, asked)
            )
        return point

    def split(self, runs: tuple[_Run, ...], masks: Masks, need: _NeededError, asked: int) -> Point:
        """Return the point that branches on a fact, its sides grown."""
        sides: list[tuple[int, Point]] = []
        for values in (masks[need.fact] & need.yes, masks[need.fact] & ~need.yes):
            settled = self.space.settle((*masks[: need.fact], values, *masks[need.fact + 1 :]))
            assert settled is not None  # what follows from the facts was settled before: either can be
            sides.append((values, self.grow(runs, settled, asked + 1)))
        return Point(masks, need.fact, tuple(sides), frozenset().union(*(side.results for _, side in sides)))

    def leaf(self, runs: list[_Run], masks: Masks) -> Point:
        """Return the point at which every run is down."""
        cases = tuple(
            Case(
                run.outcome,
                tuple(dict.fromkeys(run.clocks)) if run.outcome in STANDS else (),
                run.spoke,
                run.law,
            )
            for run in runs
        )
        whole = [(1 << len(values)) - 1 for values in self.space.values]
        facts = sorted(self.starts(entry for case in cases for entry in case.clocks))
        places = tuple((fact, masks[fact]) for fact in facts if masks[fact] != whole[fact])
        key = (tuple(dict.fromkeys(case.same() for case in cases)), places)
        number = self.numbers.get(key)
        if number is None:
            number = self.numbers[key] = len(self.found)
            self.found.append((cases, places, {}))
        heard = self.found[number][2]
        for case in cases:
            heard.setdefault((case.same(), case.spoke and id(case.spoke[1])), case)
        return Point(masks, -1, (), frozenset((number,)))

    def advance(self, run: _Run) -> Iterator[tuple[_Run, _NeededError | None]]:
        """Take a run down as far as it goes; where unsettled law is reached, once for each answer."""
        while run.layer < self.end:
            try:
                if run.rules is None:
                    run = run._replace(rules=self.rules(self.layers[run.layer], run.masks))
                while run.rules and not self.met(run.rules[0].when, run.masks):
                    run = run._replace(rules=run.rules[1:])
            except _NeededError as need:
                if need.fact not in self.space.law:
                    yield run, need
                    return
                for said in (True, False):
                    law = (*run.law, (self.space.names[need.fact], said))
                    yield from self.advance(
                        run._replace(law=law, masks=_with_law(self.space, run.masks, law))
                    )
                return
            rule = run.rules[0] if run.rules else None
            below = run.layer + 1
            if rule is None:
                run = run._replace(layer=below, rules=None)
            elif rule.outcome == "silent":
                run = run._replace(layer=below, rules=None, clocks=run.clocks + self.clocks((rule,)))
            else:
                binds = rule.outcome != "allowed" or rule.final
                run = run._replace(
                    layer=self.end if binds else below,
                    rules=None,
                    outcome=rule.outcome,
                    clocks=run.clocks + self.clocks((rule,)),
                    spoke=(run.layer, rule),
                )
        yield run, None

    def rules(self, layer: Layer, masks: Masks) -> tuple[Rule, ...]:
        """Return the rules of a layer for the act, of the period in force; none where it is silent."""
        if not self.met(layer.guard, masks):
            return ()
        period = chosen_period(self.space, layer, masks)
        if period is None:
            return ()
        if not isinstance(period, Period):
            raise _NeededError(*period)
        rules = tuple(rule for rule in period.rules if self.act in rule.acts)
        return rules if rules and self.met(period.when, masks) else ()

    def met(self, node: Node | None, masks: Masks) -> bool:
        """Say whether a condition is met; where it cannot be told, the fact is needed."""
        if node is None:
            return True
        value = self.space.value(node, masks)
        if value is None:
            unsure = first_unknown(node, lambda atom: self.space.truth(atom, masks))
            raise _NeededError(*self.space.test(unsure))
        return value


def _too_many(why: str) -> DetainerError:
    return DetainerError(
        [Problem("TOO_MANY_UNKNOWNS", "answers", why, "give more facts, or --assume ordinary")]
    )


def _ids(rules: tuple[Rule, ...] | None) -> tuple[int, ...] | None:
    """Return which rules these are; two periods may call different rules by one name."""
    return None if rules is None else tuple(id(rule) for rule in rules)


def _with_law(space: Space, masks: Masks, law: tuple[tuple[str, bool], ...]) -> Masks:
    if not law:
        return masks
    narrowed = list(masks)
    for name, value in law:
        narrowed[space.index[name]] = YES if value else NO
    return tuple(narrowed)


def _hangs_on(cases: tuple[Case, ...]) -> tuple[str, ...]:
    standing = [case for case in cases if case.outcome in STANDS]
    if not standing or any(case.outcome == "not_allowed" for case in cases):
        return ()
    names = {name: None for case in standing for entry in case.clocks for name in entry.clock.starts.names}
    return (*names, "cancelled_at")
