"""Every completion of a record, one by one: an engine that shares nothing with the walk.

It uses the loaded profiles and their parsed conditions, and evaluates them itself with
every fact known. ``answer`` is what a decision must say of the open record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

from detainer import Custody, Profile, load_profile
from detainer.custody import AGREEMENTS, CHOICES, MOMENTS, PAPERS
from detainer.forms import FORMS
from detainer.when import And, Atom, Node, Not, Or
from detainer.zones import load

EARLY, LATE = 7 * 86_400, 4_133_000_000  # the bounds of an instant of which nothing is known
RANK = ["not_allowed", "silent", "other_custody", "allowed", "required"]
STANDS = ("required", "allowed")
YES_NO = ("asks_custody", "designated", *PAPERS)
NAME = {
    "asks-custody": "asks_custody",
    "received": "received_at",
    "served": "served_at",
    "cancelled": "cancelled_at",
    "warrant-served": "warrant_served_at",
}
OF_MODELS = {"agreement-wso": {"WSO", "JEM"}, "agreement-boa": {"BOA"}}

World = dict[str, Any]


def layers(profile: Profile) -> list[tuple[Profile, set[str] | None]]:
    found: list[tuple[Profile, set[str] | None]] = [(layer, None) for layer in profile.layers]
    found[2:2] = [(load_profile(name), models) for name, models in OF_MODELS.items()]
    return found


def atoms(node: Node | None) -> Iterator[Atom]:
    if isinstance(node, Atom):
        yield node
    elif isinstance(node, Not):
        yield from atoms(node.node)
    elif isinstance(node, And | Or):
        for child in node.nodes:
            yield from atoms(child)


def true(node: Node | None, world: World) -> bool:
    if node is None:
        return True
    if isinstance(node, Not):
        return not true(node.node, world)
    if isinstance(node, And):
        return all(true(child, world) for child in node.nodes)
    if isinstance(node, Or):
        return any(true(child, world) for child in node.nodes)
    name = NAME.get(node.name, node.name)
    value = world[name]
    if name == "agreement":
        return any(word in value or (word == "none" and not value) for word in node.values)
    if isinstance(value, tuple):  # a moment: (by the release time?, when, date)
        return bool(value[0])
    return str(value) in node.values if node.values else bool(value)


class Brute:
    def __init__(self, custody: Custody, profile: Profile, zone: str) -> None:
        self.custody, self.profile, self.zone = custody, profile, zone
        at = custody.release_at or custody.booked_at
        assert at is not None
        self.start = int(at.timestamp())
        self.day = datetime.fromtimestamp(self.start, load(zone)).date()
        self.layers = layers(profile)
        self.asks = {name: ask for layer in profile.layers for name, ask in layer.asks.items()}
        self.mentioned = set()
        self.dimensions, cuts = (
            set(),
            {f.since for f in FORMS.values()} | {f.until for f in FORMS.values() if f.until},
        )
        self.started_from = {"cancelled_at"}
        for layer, _ in self.layers:
            for period in layer.periods:
                for dimension, low, high in period.box:
                    self.dimensions.add(dimension)
                    cuts |= {date.fromordinal(low), date.fromordinal(high)}
                for node in (period.when, *(rule.when for rule in period.rules)):
                    self.mentioned |= {NAME.get(atom.name, atom.name) for atom in atoms(node)}
                for rule in period.rules:
                    for entry in rule.clocks:
                        self.started_from |= set(entry.clock.starts.names)
        for layer in profile.layers:
            for ask in layer.asks.values():
                if ask.implies:
                    self.mentioned |= {ask.id, *ask.implies}
        known = {self.day, *(day for day in (custody.offense_on,) if day)}
        self.days = sorted(cuts | known)  # one day of every cell, and of every cell cut short by a known day

    # ---- what each fact may be ----

    def domains(self) -> dict[str, list[Any]]:
        record, found = self.custody, {}
        for name in ("form", "box", "issuer", "citizenship"):
            if name in self.mentioned:
                value = getattr(record, name)
                found[name] = [value] if value is not None else list(CHOICES[name])
        if record.form is None and "form" in found:
            received = record.received_at
            limit = (
                self.local(received)
                if isinstance(received, datetime)
                else received
                if isinstance(received, date)
                else self.day
            )
            found["form"] = [name for name in found["form"] if FORMS[name].since <= limit]
        for name in YES_NO:
            if name in self.mentioned:
                value = record.papers.get(name) if name in PAPERS else getattr(record, name)
                found[name] = [True, False] if value is None else [value]
        sets = [
            frozenset(m for m, on in zip(AGREEMENTS, bits, strict=True) if on)
            for bits in product((0, 1), repeat=4)
        ]
        found["agreement"] = sets if record.agreement is None else [record.agreement]
        for name in MOMENTS:
            if (
                name in self.mentioned
                or name in self.started_from
                or (name == "received_at" and "receipt" in self.dimensions)
            ):
                found[name] = self.moments(name, getattr(record, name))
        for name, ask in self.asks.items():
            if name in self.mentioned or name in self.started_from:
                value = record.answers.get(name)
                if ask.type != "yes-no":
                    found[name] = self.moments(name, value)
                else:
                    found[name] = [True, False] if value is None else [value]
        before = [day for day in self.days if day <= self.day]
        if "offense" in self.dimensions:
            found["offense_on"] = [record.offense_on] if record.offense_on else before
        if self.dimensions & {"offense", "booking"} or "booked_at" in self.started_from:
            known = record.booked_at
            found["booked_at"] = (
                [(True, int(known.timestamp()), self.local(known))]
                if known
                else [(True, at, day) for day in before for at in (EARLY, self.start)]
            )
        return found

    def local(self, at: datetime) -> date:
        return at.astimezone(load(self.zone)).date()

    def moments(self, name: str, value: Any) -> list[Any]:
        """Every (by release?, instant, date) that a moment may be; None of it for never."""
        days = self.days if name == "received_at" and "receipt" in self.dimensions else [self.day]
        by = [(True, at, day) for day in days if day <= self.day for at in (EARLY, self.start)]
        late = [(False, at, day) for day in days if day >= self.day for at in (self.start, LATE)]
        never = [(False, None, None)]
        if value is None:
            return [*by, *late, *never]
        if value == "never":
            return never
        if value == "release":
            return [(True, self.start, self.day)]
        if value == "in-time":
            return by
        if isinstance(value, datetime):
            at = int(value.timestamp())
            return [(at <= self.start, at, self.local(value))]
        zone = load(self.zone)
        first = int(datetime(value.year, value.month, value.day, tzinfo=zone).timestamp())
        then = date.fromordinal(value.toordinal() + 1)
        last = int(datetime(then.year, then.month, then.day, tzinfo=zone).timestamp()) - 1
        ends = [(at <= self.start, at, value) for at in (first, last)]
        return [*ends, (True, self.start, value)] if value == self.day else ends

    def worlds(self) -> Iterator[World]:
        domains = {name: list(dict.fromkeys(values)) for name, values in self.domains().items()}
        for values in product(*domains.values()):
            world = dict(zip(domains, values, strict=True))
            if self.possible(world):
                yield world

    def possible(self, world: World) -> bool:
        for name, ask in self.asks.items():
            for target in ask.implies:
                if true(Atom(name), world) and not true(Atom(target), world):
                    return False
        offense, booked = world.get("offense_on"), world.get("booked_at")
        return not (offense and booked and offense > booked[2])

    # ---- what follows ----

    def rule(self, layer: Profile, act: str, world: World) -> Any:
        where = {"offense": world.get("offense_on"), "release": self.day}
        where["booking"] = world["booked_at"][2] if "booked_at" in world else None
        where["receipt"] = world["received_at"][2] if "received_at" in world else None
        for period in layer.periods:
            days = [(where[dimension], low, high) for dimension, low, high in period.box]
            if all(day is not None and low <= day.toordinal() < high for day, low, high in days):
                if true(period.when, world):
                    for rule in period.rules:
                        if act in rule.acts and true(rule.when, world):
                            return rule
                return None
        return None

    def outcome(self, act: str, world: World) -> tuple[str, list[Any], Any]:
        standing, clocks, spoke = "silent", [], None
        for layer, models in self.layers:
            if models is not None and not models & world["agreement"]:
                continue
            rule = self.rule(layer, act, world)
            if rule is None:
                continue
            clocks += [entry.clock for entry in rule.clocks]
            if rule.outcome != "silent":
                standing, spoke = rule.outcome, rule
                if rule.outcome != "allowed" or rule.final:
                    break
        return standing, clocks, spoke

    def hold(self, world: World) -> tuple[str, int]:
        outcome, clocks, _ = self.outcome("hold", world)
        if outcome not in STANDS:
            return outcome, self.start
        instants = {"release_at": self.start}
        for name, value in world.items():
            if isinstance(value, tuple) and value[1] is not None:
                instants[name] = value[1]
        ends = []
        for clock in clocks:
            known = [instants[name] for name in clock.starts.names if name in instants]
            if known:
                ends.append(clock.end(max(known) if clock.starts.pick == "latest" else min(known), self.zone))
        if not ends or min(ends) <= self.start:
            return "not_allowed", self.start
        cancelled = world["cancelled_at"][1] if "cancelled_at" in world else None
        return outcome, min(ends) if cancelled is None else max(self.start, min(min(ends), cancelled))

    def say(self, world: World) -> tuple[Any, ...]:
        law = [name for name, ask in self.asks.items() if ask.about == "law" and name in world]
        if any(world[name] for name in law if self.custody.answers.get(name) is None):
            return ()  # one world stands for all answers about unsettled law
        open_law = [name for name in law if self.custody.answers.get(name) is None]
        readings = [
            world | dict(zip(open_law, values, strict=True))
            for values in product((True, False), repeat=len(open_law))
        ]
        hold = min((self.hold(w) for w in readings), key=lambda said: (said[1], RANK.index(said[0])))
        others = []
        for act in ("notify", "transfer"):
            said = set()
            for w in readings:
                outcome, _, rule = self.outcome(act, w)
                said.add((outcome, rule and rule.due, rule and rule.early_days))
            others.append(next(iter(said)) if len(said) == 1 else ("unknown", None, None))
        return (*hold, *others)

    def answer(self) -> dict[str, Any]:
        said = [(world, found) for world in self.worlds() if (found := self.say(world))]
        holds = {found[0] for _, found in said}
        releases = {found[1] for _, found in said}
        standing = holds <= set(STANDS)
        by = min(releases) if standing else self.start if holds.isdisjoint(STANDS) else None
        acts = []
        for place in (2, 3):
            outcomes = {found[place][0] for _, found in said}
            acts.append(next(iter(outcomes)) if len(outcomes) == 1 else "unknown")
        return {
            "hold": next(iter(holds)) if len(holds) == 1 else "unknown",
            "hold_applies": True
            if standing
            else False
            if holds <= {"not_allowed", "other_custody"}
            else None,
            "release_by": by,
            "release_between": None if by is not None else (min(releases), max(releases)),
            "notify": acts[0],
            "transfer": acts[1],
            "missing": self.missing(said),
        }

    def missing(self, said: list[tuple[World, tuple[Any, ...]]]) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for fact in said[0][0] if said else ():
            if fact in self.asks and self.asks[fact].about == "law":
                continue
            groups: dict[tuple[Any, ...], tuple[Any, ...]] = {}
            for world, answer in said:
                key = tuple(value for name, value in world.items() if name != fact)
                first = groups.setdefault(key, answer)
                for place, what in enumerate(("hold", "release_by", "notify", "transfer")):
                    if first[place] != answer[place]:
                        found.setdefault(fact, set()).add(what)
        return found


def utc(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)


__all__ = ["Brute", "replace", "utc"]
