"""A second opinion on a record of which every fact is known, from the profiles' files alone.

It shares nothing with the program: it reads the TOML itself, its conditions as Python, the
federal days by their rules, and counts the hours a local day at a time. ``tests/brute.py`` looks
at records with open facts, and takes the program's clocks and conditions for granted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import detainer

FOLDER = Path(detainer.__file__).parent / "data" / "profiles"
#: of readings that release together the one that gives the jail least comes first
RANK = ("not_allowed", "silent", "other_custody", "allowed", "required")
STANDS = ("required", "allowed")
MOMENTS = {
    "received": "received_at",
    "served": "served_at",
    "cancelled": "cancelled_at",
    "warrant-served": "warrant_served_at",
}
_TOKEN = re.compile(r"\s*([(),]|[A-Za-z0-9][A-Za-z0-9_-]*)")
Facts = Mapping[str, Any]


class Said(NamedTuple):
    """The hold, the release in seconds since 1970 UTC, notify and transfer."""

    hold: str
    release: int
    notify: str
    transfer: str


@lru_cache
def profile(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def chain(name: str) -> list[dict[str, Any]]:
    """The files from ``us`` down to this one."""
    own = profile(name)
    return [*(chain(own["parent"]) if "parent" in own else []), own]


def layers(name: str, agreement: frozenset[str]) -> list[dict[str, Any]]:
    """The chain, an agreement's layer below the state."""
    found = chain(name)
    added = ["agreement-wso"] if agreement & {"WSO", "JEM"} else []
    added += ["agreement-boa"] if "BOA" in agreement else []
    found[2:2] = [profile(item) for item in added]
    return found


def named(files: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """What the files name of a kind."""
    return {name: item for file in files for name, item in file.get(kind, {}).items()}


# ---- days and hours ----


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


@lru_cache
def holidays(year: int) -> frozenset[date]:
    """5 U.S.C. 6103(a), for years from 1978 on."""
    last_of_may = date(year, 5, 31)
    days = {
        date(year, 1, 1),
        _nth(year, 2, 0, 3),
        last_of_may - timedelta(days=last_of_may.weekday()),
        date(year, 7, 4),
        _nth(year, 9, 0, 1),
        _nth(year, 10, 0, 2),
        date(year, 11, 11),
        _nth(year, 11, 3, 4),
        date(year, 12, 25),
    }
    days |= {_nth(year, 1, 0, 3)} if year >= 1986 else set()
    days |= {date(year, 6, 19)} if year >= 2021 else set()
    return frozenset(days)


@lru_cache
def kept_instead(year: int) -> frozenset[date]:
    """The Friday before a Saturday's holiday, the Monday after a Sunday's."""
    shift = {5: -1, 6: 1}
    days = holidays(year) | {date(year + 1, 1, 1)}
    return frozenset(day + timedelta(days=shift[day.weekday()]) for day in days if day.weekday() in shift)


def counts(day: date, excludes: tuple[str, ...]) -> bool:
    if any(word.startswith("holiday:") for word in excludes):
        raise NotImplementedError("a calendar of the holidays package")
    return not (
        ("saturday" in excludes and day.weekday() == 5)
        or ("sunday" in excludes and day.weekday() == 6)
        or (any(word.startswith("federal-holiday") for word in excludes) and day in holidays(day.year))
        or ("federal-holiday-observed" in excludes and day in kept_instead(day.year))
    )


def end_of(start: int, clock: Facts, zone: ZoneInfo) -> int:
    """When the hours of a clock are full."""
    here = datetime.fromtimestamp(start, zone)
    if "ends_at" in clock:
        hour, minute = map(int, clock["ends_at"].split(":"))
        return max(
            start, int(datetime(here.year, here.month, here.day, hour, minute, tzinfo=zone).timestamp())
        )
    left, excludes = round(clock["hours"] * 3600), tuple(clock.get("excludes", ()))
    if not excludes:
        return start + left
    at = start
    while True:
        day = datetime.fromtimestamp(at, zone).date()
        after = day + timedelta(days=1)
        midnight = int(datetime(after.year, after.month, after.day, tzinfo=zone).timestamp())
        if counts(day, excludes):
            if left <= midnight - at:
                return at + left
            left -= midnight - at
        at = midnight


# ---- conditions ----


def met(text: str, yes: Callable[[str], bool], is_one: Callable[[str, list[str]], bool]) -> bool:
    """A condition: Python has the same ``not``, ``and``, ``or``, bound alike."""
    words = _TOKEN.findall(text)
    parts: list[str] = []
    at = 0
    while at < len(words):
        word, after = words[at], words[at + 1] if at + 1 < len(words) else ""
        at += 1
        if word in ("and", "or", "not", "(", ")"):
            parts.append(word)
        elif after == "is":
            parts.append(str(is_one(word, [words[at + 1]])))
            at += 2
        elif after == "in":
            close = words.index(")", at)
            parts.append(str(is_one(word, [value for value in words[at + 2 : close] if value != ","])))
            at = close + 1
        else:
            parts.append(str(yes(word)))
    return bool(eval(" ".join(parts)))


class World:
    """One reading of unsettled law: what is so of a record."""

    def __init__(self, facts: Facts, files: list[dict[str, Any]], law: Mapping[str, bool]) -> None:
        self.facts, self.law, self.defines = facts, law, named(files, "define")

    def met(self, text: str | None) -> bool:
        return text is None or met(text, self.yes, self.is_one)

    def is_one(self, name: str, values: list[str]) -> bool:
        if name == "agreement":
            models = self.facts["agreement"]
            return bool(models & set(values)) or ("none" in values and not models)
        return str(self.facts[name]) in values

    def yes(self, name: str) -> bool:
        facts = self.facts
        if name in self.defines:
            return self.met(self.defines[name])
        if name in self.law:
            return self.law[name]
        if name in MOMENTS:
            at = facts[MOMENTS[name]]
            return at is not None and at <= facts["release_at"]
        if name == "requests-hold":
            form = facts["form"]
            return (
                form in ("I-247", "I-247D")
                or (form == "I-247X" and facts["asks_custody"])
                or (form == "I-247A" and (facts["box"] == 1 or facts["asks_custody"]))
            )
        held = {**facts["papers"], **facts["answers"]}
        return bool(held[name] if name in held else facts[name.replace("-", "_")])


# ---- the answer ----


def _inside(period: Facts, days: Mapping[str, date | None]) -> bool:
    for side, day in days.items():
        box = period if side == "release" else period.get(side, {})
        if ("from" in box or "until" in box) and (
            day is None or day < box.get("from", date.min) or day >= box.get("until", date.max)
        ):
            return False
    return True


def _rules(file: Facts, act: str, days: Mapping[str, date | None], world: World) -> list[Facts]:
    """The rules of a layer for an act, of the period that holds the dates."""
    period = next((item for item in file.get("period", []) if _inside(item, days)), None)
    if period is None:
        return []
    when = period.get("when")
    while "same_as" in period:
        period = next(item for item in file["period"] if item["id"] == period["same_as"])
        when = when or period.get("when")
    return [rule for rule in period.get("rule", []) if act in rule["act"]] if world.met(when) else []


def _walk(
    files: list[dict[str, Any]], act: str, days: Mapping[str, date | None], world: World
) -> tuple[str, list[str]]:
    outcome, clocks = "silent", []
    for file in files:
        rule = next((rule for rule in _rules(file, act, days, world) if world.met(rule.get("when"))), None)
        if rule is None:
            continue
        clocks += rule.get("clock", [])
        if rule["outcome"] != "silent":
            outcome = rule["outcome"]
            if outcome != "allowed" or rule.get("final"):
                break
    return outcome, clocks


def _hold(outcome: str, clocks: list[Facts], facts: Facts, zone: ZoneInfo) -> tuple[int, int, str]:
    start = facts["release_at"]
    if outcome not in STANDS:
        return start, RANK.index(outcome), outcome
    ends = []
    for clock in clocks:
        begins = clock.get("starts", "release_at")
        pick, names = ("earliest", [begins]) if isinstance(begins, str) else next(iter(begins.items()))
        known = [facts[name] for name in names if facts[name] is not None]
        if known:
            ends.append(end_of(min(known) if pick == "earliest" else max(known), clock, zone))
    if not ends or min(ends) <= start:
        return start, 0, "not_allowed"
    end = min(ends)
    if facts["cancelled_at"] is not None:
        end = max(start, min(end, facts["cancelled_at"]))
    return end, RANK.index(outcome), outcome


def second_opinion(name: str, facts: Facts, zone_name: str) -> Said:
    """What a profile makes of a record; instants are seconds, None for never."""
    zone = ZoneInfo(zone_name)
    files = layers(name, facts["agreement"])
    clocks = named(files, "clock")

    def day(at: int | None) -> date | None:
        return None if at is None else datetime.fromtimestamp(at, zone).date()

    days = {
        "release": day(facts["release_at"]),
        "offense": facts["offense_on"],
        "booking": day(facts["booked_at"]),
        "receipt": day(facts["received_at"]),
    }
    law = [ask for ask, item in named(files, "ask").items() if item.get("about") == "law"]
    holds, told = [], []
    for answers in product((True, False), repeat=len(law)):
        world = World(facts, files, dict(zip(law, answers, strict=True)))
        outcome, names = _walk(files, "hold", days, world)
        holds.append(_hold(outcome, [clocks[item] for item in names], facts, zone))
        told.append([_walk(files, act, days, world)[0] for act in ("notify", "transfer")])
    release, _, hold = min(holds)
    notify, transfer = (found[0] if len(set(found)) == 1 else "unknown" for found in zip(*told, strict=True))
    return Said(hold, release, notify, transfer)
