"""Random records under every profile that comes with the program, against a second opinion.

Most are such that a hold may stand, on days at which a law, a form, a clock or a holiday turns.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from second import MOMENTS, Facts, Said, chain, named, second_opinion

from detainer import Custody, check, load_profile
from detainer.custody import PAPERS
from detainer.profiles import built_in_ids
from detainer.zones import seconds

SINCE = {"I-247": 1952, "none": 1952, "I-247D": date(2015, 1, 1), "I-247X": date(2015, 1, 1),
         "I-247N": date(2015, 1, 1), "I-247A": date(2017, 4, 2), "I-247G": date(2025, 3, 4)}  # fmt: skip
ZONES = ("America/New_York", "America/Denver", "America/Phoenix", "Pacific/Honolulu", "Pacific/Guam")
TURNS = [
    date(2026, 11, 26),
    date(2026, 7, 4),
    date(2025, 11, 2),
    date(2026, 3, 8),
    date(2021, 12, 31),
    date(2017, 4, 2),
]
HOUR, DAY = 3600, 86_400


def cuts(name: str) -> list[date]:
    """The days on which some period of a chain begins or ends."""
    found = []
    for file in chain(name):
        for period in file.get("period", []):
            boxes = [period, *(period.get(side, {}) for side in ("offense", "booking", "receipt"))]
            found += [box[side] for box in boxes for side in ("from", "until") if side in box]
    return found


def record(chance: random.Random, name: str, zone: ZoneInfo) -> dict[str, Any]:
    any_day = date(2010, 1, 1) + timedelta(days=chance.randrange(6300))
    turn = chance.choice([*cuts(name), *TURNS, any_day])
    day = turn + timedelta(days=chance.choice((-3, -2, -1, 0, 0, 0, 1)))
    start = seconds(datetime(day.year, day.month, day.day, tzinfo=zone))
    start += chance.choice((0, 1, 5400, 43_200, DAY - 1, DAY - 60, chance.randrange(DAY)))
    before = (0, 1, HOUR, DAY, 47 * HOUR, 48 * HOUR - 1, 48 * HOUR, chance.randrange(5 * DAY))
    facts: dict[str, Any] = {
        "release_at": start,
        "received_at": start - chance.choice(before),
        "served_at": start - chance.choice(before),
        "cancelled_at": chance.choice((None, None, None, start + 1, start + chance.randrange(3 * DAY))),
        "warrant_served_at": chance.choice((start, start, None, start + 1, start - chance.choice(before))),
        "booked_at": start - 6 * DAY,
        "box": chance.choice((1, 1, 1, 2)),
        "asks_custody": chance.random() < 0.5,
        "issuer": chance.choice(("ICE", "ICE", "CBP", "USCIS")),
        "designated": chance.random() < 0.7,
        "citizenship": "none",
        "agreement": frozenset(chance.choice(((), (), ("WSO",), ("JEM", "BOA"), ("TFM",), ("BOA",)))),
        "papers": {paper: chance.random() < 0.3 for paper in PAPERS} | {"criminal-warrant": False},
    }
    facts["papers"]["I-200"] = chance.random() < 0.85
    if chance.random() < 0.15:  # what may stand in the way
        facts["papers"]["criminal-warrant"] = chance.random() < 0.3
        facts[chance.choice([*MOMENTS.values()])] = chance.choice((None, start + HOUR))
        facts["citizenship"] = chance.choice(("none", "claimed", "shown", "resolved"))
    at = facts["received_at"] or start
    today = min(datetime.fromtimestamp(at, zone).date(), datetime.fromtimestamp(start, zone).date())
    forms = [form for form, since in SINCE.items() if isinstance(since, int) or since <= today]
    ours = "I-247A" if "I-247A" in forms else chance.choice(("I-247", forms[-1]))
    facts["form"] = ours if chance.random() < 0.8 else chance.choice(forms)
    booked = datetime.fromtimestamp(facts["booked_at"], zone).date()
    facts["offense_on"] = min(booked, chance.choice([booked, *cuts(name)]))
    asks = named(chain(name), "ask")
    facts["answers"] = {
        ask: chance.random() < 0.5 for ask, item in asks.items() if item.get("about") != "law"
    }
    while any(not so(facts, target) for ask in _said(facts) for target in asks[ask].get("implies", [])):
        for ask in _said(facts):  # a yes that implies what is not so is a no
            facts["answers"][ask] = all(so(facts, target) for target in asks[ask].get("implies", []))
    return facts


def _said(facts: Facts) -> list[str]:
    return [ask for ask, answer in facts["answers"].items() if answer]


def so(facts: Facts, name: str) -> bool:
    held = {**facts["papers"], **facts["answers"]}
    return bool(held[name] if name in held else facts[name])


def custody(facts: Facts) -> Custody:
    told = dict(facts)
    for name in ("release_at", "booked_at", *MOMENTS.values()):
        at = facts[name]
        told[name] = "never" if at is None else datetime.fromtimestamp(at, UTC)
    return Custody(**told)


@pytest.mark.parametrize(("seed", "each"), [(1, 10), (2, 10)])
def test_every_profile_says_what_its_words_say(seed: int, each: int) -> None:
    chance = random.Random(seed)
    stood = asked = 0
    for name in built_in_ids():
        for _ in range(each):
            zone = chance.choice(load_profile(name).zones or ZONES)
            facts = record(chance, name, ZoneInfo(zone))
            try:
                wanted = second_opinion(name, facts, zone)
            except NotImplementedError:
                continue
            found = check(custody(facts), name, timezone=zone)
            assert found.release_by is not None
            got = Said(found.hold, seconds(found.release_by), found.notify.outcome, found.transfer.outcome)
            assert got == wanted, (name, zone, facts)
            asked += 1
            stood += found.hold_applies is True
    assert stood > asked / 8, "many let a hold stand"
