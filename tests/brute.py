"""Every completion of a record, one by one: an engine that shares nothing with the walk.

It uses the loaded profiles, their clocks and their parsed conditions, and evaluates them
itself with every fact known. ``Brute(...).answer()`` is what a decision must say of the
open record; None where no completion is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import product
from math import prod
from typing import Any, NamedTuple

from detainer import Custody, Profile, load_profile
from detainer.forms import FORMS
from detainer.when import And, Atom, Node, Not
from detainer.zones import load

HOUR = 3600
EARLY, LATE = 7 * 86_400, 4_133_000_000  # the bounds of an instant of which nothing is known
RANK = ("not_allowed", "silent", "other_custody", "allowed", "required")
STANDS = {"required", "allowed"}
MODELS = ("WSO", "JEM", "TFM", "BOA")
CHOICES = {
    "form": ("I-247", "I-247D", "I-247N", "I-247X", "I-247A", "I-247G", "none"),
    "box": ("1", "2"),
    "issuer": ("ICE", "CBP", "USCIS"),
    "citizenship": ("none", "claimed", "shown", "resolved"),
}
PAPERS = ("I-200", "I-205", "I-203", "criminal-warrant", "judge-order")
ARRIVALS = {
    "received": "received_at",
    "served": "served_at",
    "cancelled": "cancelled_at",
    "warrant-served": "warrant_served_at",
}
FACT_OF = {"asks-custody": "asks_custody", **ARRIVALS}
DATED = {"offense": "offense_on", "booking": "booked_at", "receipt": "received_at"}
AGREEMENT_LAYERS = {"agreement-wso": {"WSO", "JEM"}, "agreement-boa": {"BOA"}}


class Moment(NamedTuple):
    """When something happened: by the release time?, the instant and the local date; None of it for never."""

    by: bool
    at: int | None
    day: date | None


NEVER = Moment(False, None, None)
World = tuple[Any, ...]
Test = Callable[[World], bool]


class Said(NamedTuple):
    """What one completion comes to, for one act: the word, the release (or the terms), and the words
    of every reading of unsettled law."""

    word: str
    then: Any
    words: frozenset[str]


class Brute:
    def __init__(self, custody: Custody, profile: Profile, zone: str) -> None:
        self.custody, self.profile, self.zone = custody, profile, load(zone)
        self.key = zone
        at = custody.release_at or custody.booked_at
        assert at is not None
        self.start = int(at.timestamp())
        self.day = self.date_of(self.start)
        self.layers: list[tuple[Profile, set[str] | None]] = [(layer, None) for layer in profile.layers]
        self.layers[2:2] = [(load_profile(name), models) for name, models in AGREEMENT_LAYERS.items()]
        self.asks = {name: ask for layer in profile.layers for name, ask in layer.asks.items()}
        self.law = [name for name, ask in self.asks.items() if ask.about == "law"]
        self.agreement = custody.agreement
        if custody.agreement is None:
            own = [a for layer in profile.layers for a in layer.agreements if a.signed <= self.day]
            signed = frozenset(a.model for a in own if a.until is None or self.day < a.until)
            self.agreement = signed or None
        self.dimensions: set[str] = set()
        cuts = {self.day}
        for period in self.periods():
            for dimension, low, high in period.box:
                self.dimensions.add(dimension)
                cuts |= {date.fromordinal(low), date.fromordinal(high)}
        cuts |= {cut - timedelta(days=1) for cut in cuts if cut > date(1970, 1, 9)}
        cuts |= {custody.offense_on} if custody.offense_on else set()
        booked = custody.booked_at
        cuts |= {self.date_of(int(booked.timestamp()))} if booked else set()
        #: the first and the last day of every stretch of days that no box tells apart
        self.days = sorted(day for day in cuts if date(1970, 1, 8) < day < date(2100, 1, 1))
        self.atoms = {atom for period in self.periods() for atom in _atoms(period.when)}
        self.atoms |= {a for p in self.periods() for rule in p.rules for a in _atoms(rule.when)}

    def periods(self) -> Iterator[Any]:
        for layer, _ in self.layers:
            yield from layer.periods

    def date_of(self, at: int) -> date:
        return datetime.fromtimestamp(at, self.zone).date()

    def ends_of(self, day: date) -> tuple[int, int]:
        """The first and the last second of a local day."""
        first = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        last = datetime.combine(day, datetime.max.time().replace(microsecond=0), self.zone)
        return int(first.timestamp()), int(last.timestamp())

    # ---- what each fact may be ----

    def facts(self, act: str) -> list[str]:
        """The facts that some condition, box or clock for an act mentions, and those bound to them."""
        found = {"agreement"}
        for period in self.periods():
            found |= {DATED[dimension] for dimension, _, _ in period.box if dimension in DATED}
            rules = [rule for rule in period.rules if act in rule.acts]
            for node in (period.when, *(rule.when for rule in rules)):
                found |= {FACT_OF.get(atom.name, atom.name) for atom in _atoms(node)}
            if act == "hold":
                found.add("cancelled_at")
                found |= {name for r in rules for entry in r.clocks for name in entry.clock.starts.names}
        found.discard("release_at")
        ties = [{name, FACT_OF.get(to, to)} for name, ask in self.asks.items() for to in ask.implies]
        ties.append({"offense_on", "booked_at"})
        while more := {name for tie in ties if tie & found for name in tie} - found:
            found |= more
        return sorted(found)

    def domain(self, name: str, act: str) -> list[Any]:
        record = self.custody
        if name in CHOICES:
            value = getattr(record, name)
            words = CHOICES[name] if value is None else (str(value),)
            if name == "form" and value is None:
                words = tuple(word for word in words if FORMS[word].since <= self.form_day())
            return self.told_apart(name, words)
        if name == "agreement":
            sets = [frozenset(m for m in MODELS if m in chosen) for chosen in _subsets(MODELS)]
            return self.told_apart(name, sets if self.agreement is None else [self.agreement])
        if name == "offense_on":
            return [record.offense_on] if record.offense_on else [d for d in self.days if d <= self.day]
        if name == "booked_at":
            known = record.booked_at
            if known is not None:
                at = int(known.timestamp())
                return [Moment(True, at, self.date_of(at))]
            return self.on_days(name, [day for day in self.days if day <= self.day], by=True)
        if name in ARRIVALS.values():
            return self.arrivals(name, getattr(record, name))
        if name in self.asks and self.asks[name].type != "yes-no":
            return self.arrivals(name, record.answers.get(name))
        given = record.papers.get(name) if name in PAPERS else record.answers.get(name)
        if name in ("designated", "asks_custody"):
            given = getattr(record, name)
        return [True, False] if given is None else [given]

    def form_day(self) -> date:
        received = self.custody.received_at
        if isinstance(received, datetime):
            return self.date_of(int(received.timestamp()))
        return received if isinstance(received, date) else self.day

    def told_apart(self, name: str, values: Any) -> list[Any]:
        """One value of each kind that no condition and no layer's guard tells apart."""
        kinds: dict[Any, Any] = {}
        for value in values:
            kind = [_is(value, atom) for atom in self.atoms if atom.name == name]
            if name == "agreement":
                kind += [bool(models & value) for models in AGREEMENT_LAYERS.values()]
            kinds.setdefault(tuple(kind), value)
        return list(kinds.values())

    def turning(self, name: str) -> set[int]:
        """Every second at which an unbroken clock from a fact ends as another clock does, or one later.

        There one of two ends overtakes the other; between such starts nothing changes but the times.
        """
        found = set()
        clocks = [entry.clock for period in self.periods() for rule in period.rules for entry in rule.clocks]
        ends = {self.start} | {c.end(self.start, self.key) for c in clocks if "release_at" in c.starts.names}
        for clock in clocks:
            if name in clock.starts.names and clock.hours is not None and not clock.excludes:
                found |= {end - round(clock.hours * HOUR) + more for end in ends for more in (0, 1)}
        return found

    def starts(self, name: str) -> bool:
        """Does some clock start from it, or end with it?"""
        rules = [rule for period in self.periods() for rule in period.rules]
        return name == "cancelled_at" or any(name in e.clock.starts.names for r in rules for e in r.clocks)

    def on_days(self, name: str, days: list[date], *, by: bool) -> list[Moment]:
        """Moments on these days, all by the release time or all after it."""
        found = []
        for day in days:
            first, last = self.ends_of(day)
            low, high = (first, min(last, self.start)) if by else (max(first, self.start + 1), last)
            if low <= high:
                found += [Moment(by, at, day) for at in ((low, high) if self.starts(name) else (low,))]
        if by and found and self.starts(name):
            found.append(Moment(True, EARLY, min(days)))
        return list(dict.fromkeys(found))

    def arrivals(self, name: str, value: Any) -> list[Moment]:
        alone = self.custody.release_at is None
        always_by = alone and name in ("received_at", "served_at", "warrant_served_at")
        dated = name == "received_at" and "receipt" in self.dimensions
        if value == "never":
            return [NEVER]
        if value == "release":
            return [Moment(True, self.start, self.day)]
        if isinstance(value, datetime):
            at = int(value.timestamp())
            return [Moment(always_by or at <= self.start, at, self.date_of(at))]
        if isinstance(value, date):
            if name in self.asks:  # a day and no hour of it: by the release date
                return [Moment(value <= self.day, None, value)]
            both = [*self.on_days(name, [value], by=True), *self.on_days(name, [value], by=False)]
            moments = [m for m in both if m.at is not None and self.date_of(m.at) == value]
            return [m._replace(by=True) for m in moments] if always_by else moments
        if dated:
            before = self.on_days(name, [day for day in self.days if day <= self.day], by=True)
            after = self.on_days(name, [day for day in self.days if day >= self.day], by=False)
        else:
            at = self.start
            turning = sorted(self.turning(name)) if name != "cancelled_at" else []
            early = (EARLY, *(then for then in turning if then < at), at)
            late = (at + 1, *(then for then in turning if then > at + 1), LATE)
            before = [Moment(True, then, self.day) for then in (early if self.starts(name) else (at,))]
            after = [Moment(False, then, self.day) for then in (late if self.starts(name) else (at + 1,))]
        if value == "in-time" or always_by:
            return before
        return [*before, *after, NEVER]

    # ---- every completion, and what follows from it ----

    def size(self) -> int:
        """How many completions the largest of the three acts has, possible or not."""
        acts = ("hold", "notify", "transfer")
        return max(prod(len(self.domain(name, act)) for name in self.facts(act)) for act in acts)

    def test(self, node: Node | None, at: dict[str, int]) -> Test:
        """A condition as a function of the world."""
        if node is None:
            return lambda world: True
        if isinstance(node, Atom):
            atom, place = node, at[FACT_OF.get(node.name, node.name)]
            return lambda world: _is(world[place], atom)
        if isinstance(node, Not):
            inner = self.test(node.node, at)
            return lambda world: not inner(world)
        parts = [self.test(child, at) for child in node.nodes]
        if isinstance(node, And):
            return lambda world: all(part(world) for part in parts)
        return lambda world: any(part(world) for part in parts)

    def worlds(self, names: list[str], act: str) -> Iterator[World]:
        at = {name: number for number, name in enumerate(names)}
        follows = [
            (at[name], at[FACT_OF.get(target, target)])
            for name, ask in self.asks.items()
            if name in at
            for target in ask.implies
        ]
        for world in product(*(self.domain(name, act) for name in names)):
            if any(_yes(world[a]) and not _yes(world[b]) for a, b in follows):
                continue
            if "offense_on" in at and world[at["offense_on"]] > world[at["booked_at"]].day:
                continue
            yield world

    def walk(self, act: str, names: list[str]) -> Callable[[World], tuple[str, list[Any], Any]]:
        """The walk down the layers: the outcome, the clocks, the rule that spoke."""
        at = {name: number for number, name in enumerate(names)}
        chain = []
        for layer, models in self.layers:
            periods = []
            for period in layer.periods:
                rules = [(rule, self.test(rule.when, at)) for rule in period.rules if act in rule.acts]
                periods.append((period.box, self.test(period.when, at), rules))
            chain.append((models, periods))

        def speaks(periods: list[Any], world: World) -> Any:
            for box, when, rules in periods:
                if all(self.inside(side, world, at) for side in box):
                    if when(world):
                        return next((rule for rule, met in rules if met(world)), None)
                    return None
            return None

        def down(world: World) -> tuple[str, list[Any], Any]:
            standing, clocks, spoke = "silent", [], None
            for models, periods in chain:
                if models is not None and not models & world[at["agreement"]]:
                    continue
                rule = speaks(periods, world)
                if rule is None:
                    continue
                clocks += [entry.clock for entry in rule.clocks]
                if rule.outcome == "silent":
                    continue
                standing, spoke = rule.outcome, rule
                if rule.outcome in ("required", "not_allowed", "other_custody") or rule.final:
                    break
            return standing, clocks, spoke

        return down

    def inside(self, side: tuple[str, int, int], world: World, at: dict[str, int]) -> bool:
        dimension, low, high = side
        day = self.day if dimension == "release" else world[at[DATED[dimension]]]
        day = day.day if isinstance(day, Moment) else day
        return day is not None and low <= day.toordinal() < high

    def hold(self, names: list[str]) -> Callable[[World], tuple[str, int]]:
        walk = self.walk("hold", names)

        def held(world: World) -> tuple[str, int]:
            outcome, clocks, _ = walk(world)
            if outcome not in STANDS:
                return outcome, self.start
            instants = {"release_at": self.start}
            for name, value in zip(names, world, strict=True):
                if isinstance(value, Moment) and value.at is not None:
                    instants[name] = value.at
            ends = []
            for clock in clocks:
                known = [instants[name] for name in clock.starts.names if name in instants]
                if known:
                    pick = max if clock.starts.pick == "latest" else min
                    ends.append(clock.end(pick(known), self.key))
            if not ends or min(ends) <= self.start:
                return "not_allowed", self.start
            free = min(ends)
            if "cancelled_at" in instants:
                free = max(self.start, min(free, instants["cancelled_at"]))
            return outcome, free

        return held

    def told(self, act: str, names: list[str]) -> Callable[[World], tuple[str, Any]]:
        walk = self.walk(act, names)

        def said(world: World) -> tuple[str, Any]:
            outcome, _, rule = walk(world)
            return outcome, (rule.due, rule.early_days) if rule else None

        return said

    def each(self, act: str) -> tuple[list[str], dict[World, Said]]:
        """What every completion comes to; unsettled law that nobody answered is weighed within each."""
        names = self.facts(act)
        law = {n for n in self.law if self.custody.answers.get(n) is None}
        said_in = self.hold(names) if act == "hold" else self.told(act, names)
        readings: dict[World, list[tuple[str, Any]]] = {}
        for world in self.worlds(names, act):
            facts = tuple(value for name, value in zip(names, world, strict=True) if name not in law)
            readings.setdefault(facts, []).append(said_in(world))
        found = {}
        for facts, ways in readings.items():
            words = frozenset(word for word, _ in ways)
            if act == "hold":
                word, then = min(ways, key=lambda way: (way[1], RANK.index(way[0])))
            else:
                word, then = ways[0] if len(set(ways)) == 1 else ("unknown", None)
            found[facts] = Said(word, then, words)
        return [name for name in names if name not in law], found

    # ---- the answer ----

    def answer(self) -> dict[str, Any] | None:
        tied = {FACT_OF.get(n, n) for name, ask in self.asks.items() for n in (name, *ask.implies)}
        if next(self.worlds(sorted(tied), "hold"), None) is None:
            return None  # two given facts cannot both be so, whether or not a condition asks
        names, said = self.each("hold")
        holds = {way.word for way in said.values()}
        free = {way.then for way in said.values()}
        by: int | None = None
        if holds <= STANDS:
            by = min(free)
        elif not holds & STANDS:
            by = self.start
        applies = True if holds <= STANDS else False if holds <= {"not_allowed", "other_custody"} else None
        missing: dict[str, set[str]] = {}
        _differ(names, said, lambda way: way.word, "hold", missing)
        _differ(names, said, lambda way: way.then, "release_by", missing)
        answer = {
            "hold": next(iter(holds)) if len(holds) == 1 else "unknown",
            "hold_applies": applies,
            "release_by": by,
            "release_between": None if by is not None else (min(free), max(free)),
            "possible": holds,
            "missing": missing,
        }
        for act in ("notify", "transfer"):
            names, said = self.each(act)
            words = frozenset().union(*(way.words for way in said.values()))
            answer[act] = next(iter(words)) if len(words) == 1 else "unknown"
            _differ(names, said, lambda way: (way.word, way.then), act, missing)
        return answer


def _differ(
    names: list[str],
    said: dict[World, Said],
    what: Callable[[Said], Any],
    title: str,
    missing: dict[str, set[str]],
) -> None:
    """Note each fact of which two completions that differ in it alone differ in ``what``."""
    for number, name in enumerate(names):
        first: dict[World, Any] = {}
        for world, way in said.items():
            others = world[:number] + world[number + 1 :]
            if first.setdefault(others, what(way)) != what(way):
                missing.setdefault(name, set()).add(title)
                break


def _atoms(node: Node | None) -> Iterator[Atom]:
    if isinstance(node, Atom):
        yield node
    elif isinstance(node, Not):
        yield from _atoms(node.node)
    elif node is not None:
        for child in node.nodes:
            yield from _atoms(child)


def _is(value: Any, atom: Atom) -> bool:
    """Is this value of the fact a yes to the question?"""
    if atom.name == "agreement":
        return any(word in value if word != "none" else not value for word in atom.values)
    return value in atom.values if atom.values else _yes(value)


def _yes(value: Any) -> bool:
    return bool(value.by) if isinstance(value, Moment) else bool(value)


def _subsets(values: tuple[str, ...]) -> Iterator[set[str]]:
    for bits in product((False, True), repeat=len(values)):
        yield {value for value, on in zip(values, bits, strict=True) if on}
