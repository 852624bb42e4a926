"""One decision, one moment: text, JSON, calendar, chart and page must name the same release.

Random records under every profile, in zones and on days on which clocks change. The moment is
taken from the decision and written out here, not by the program.
"""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from vcalendar import Read

from detainer import Custody, Decision, DetainerError, check, load_profile
from detainer.custody import PAPERS
from detainer.formats import html, ics, json, svg, text
from detainer.profiles import built_in_ids

ZONES = (
    "America/New_York",
    "America/Los_Angeles",
    "America/Phoenix",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "America/St_Johns",
)
#: days on which clocks change, or beside holidays, or on which a form or a law began
DAYS = [date(2026, 11, 1), date(2026, 3, 8), date(2026, 11, 26), date(2026, 7, 2), date(2025, 12, 31), date(2021, 6, 18),
        date(2017, 4, 2), date(2015, 7, 1), date(2024, 12, 1), date(2006, 10, 29), date(2007, 3, 11)]  # fmt: skip


def record(chance: random.Random, profile: str, zone: str) -> Custody:
    """A random record: every fact given, or not; half of them such that a hold may stand."""
    day = chance.choice(DAYS) + timedelta(days=chance.randrange(-3, 4))
    hour = chance.choice((0, 0, 1, 1, 2, 12, 23)), chance.choice((0, 29, 30, 59)), chance.choice((0, 0, 59))
    start = datetime(*day.timetuple()[:3], *hour, tzinfo=ZoneInfo(zone), fold=chance.randrange(2)).astimezone(
        UTC
    )

    def near() -> Any:
        shift = timedelta(
            seconds=chance.choice((-200_000, -172_800, -86_400, -3600, -1, 0, 1, 3600, 86_400, 172_800))
        )
        return chance.choice(
            (None, "never", "in-time", start + shift, start + shift, day, day - timedelta(days=1))
        )

    facts: dict[str, Any] = {
        "release_at": start,
        "received_at": near(),
        "served_at": near(),
        "cancelled_at": near(),
        "warrant_served_at": near(),
        "citizenship": chance.choice((None, "none", "claimed")),
        "designated": chance.choice((None, True, True, False)),
        "agreement": chance.choice((None, frozenset(), frozenset({"WSO"}), frozenset({"BOA"}))),
        "papers": {paper: chance.choice((True, False)) for paper in PAPERS if chance.random() < 0.4},
        "answers": {
            name: chance.choice((True, False))
            for name, ask in load_profile(profile).all_asks.items()
            if ask.type == "yes-no" and chance.random() < 0.5
        },
    }
    if chance.random() < 0.6:  # nothing in the way
        facts |= {"received_at": None, "served_at": None, "citizenship": None, "papers": {"I-200": True}}
        facts["cancelled_at"] = chance.choice(
            (None, None, start + timedelta(hours=chance.choice((1, 30, 60))))
        )
    if chance.random() < 0.1:
        facts |= {"booked_at": facts.pop("release_at"), "release_at": None}
    if chance.random() < 0.3:
        facts[chance.choice(("freed_at", "taken_at"))] = start + timedelta(
            hours=chance.choice((0, 1, 40, 60))
        )
    return Custody(**facts)


def decisions(seed: int, each: int) -> list[Decision]:
    chance = random.Random(seed)
    found = []
    for profile in built_in_ids():
        for _ in range(each):
            zone = chance.choice(load_profile(profile).zones or ZONES)
            custody = record(chance, profile, zone)
            at = custody.release_at or custody.booked_at
            assert at is not None
            as_of = chance.choice(
                (None, at - timedelta(hours=5), at, at + timedelta(hours=30), at + timedelta(days=9))
            )
            assume = chance.choice(("ordinary", "ordinary", "nothing"))
            try:
                found.append(check(custody, profile, timezone=zone, assume=assume, as_of=as_of))
            except DetainerError as error:  # answers that cannot all be so, a form before its time
                if error.problems[0].code not in ("CONTRADICTION", "ORDER_IMPOSSIBLE", "FORM_NOT_IN_USE"):
                    raise
    return found


def written(at: datetime, zone: str) -> str:
    """The moment as people read it: ``Fri 27 Nov 2026 15:00 EST``."""
    here = at.astimezone(ZoneInfo(zone))
    return here.strftime("%a ") + str(here.day) + here.strftime(" %b %Y %H:%M %Z")


def named(decision: Decision) -> datetime | None:
    """The moment that a headline must lead with; None where it may name none for certain."""
    if decision.hold == "other_custody" or (decision.release_at is None and not decision.hold_applies):
        return None
    return decision.release_by


@pytest.mark.parametrize(("seed", "each"), [(2026, 4), (247, 4)])
def test_every_format_names_the_same_release(seed: int, each: int) -> None:
    kinds = set()
    for decision in decisions(seed, each):
        zone, by, moment = decision.timezone, decision.release_by, named(decision)
        told = json.to_dict(decision)
        assert told["release_by"] == (by and by.astimezone(ZoneInfo(zone)).isoformat())
        assert by is None or datetime.fromisoformat(told["release_by"]) == by
        lines = text.render(decision).split("\n\n")[0]
        headline = " ".join(lines.split())
        page, chart = html.render(decision), svg.render(decision)
        event = Read(ics.render(decision, stamped=datetime(2026, 1, 1, tzinfo=UTC)))
        if moment is not None:
            stamp = written(moment, zone)
            for drawn in (headline, page, chart):
                words = " ".join(re.sub(r"<[^>]*>", " ", drawn.partition("<body")[2] or drawn).split())
                first = re.search(r"(?:RELEASE BY|RELEASE DUE|WINDOW ENDED) (.*)", words)
                assert first is not None, words[:300]
                assert first[1].startswith(stamp), (stamp, words[:300])
            assert stamp in event.summary
        else:
            assert not re.search(r"RELEASE BY|WINDOW ENDED", headline)
        if decision.hold_applies:
            assert (event.ends or event.starts) == by
            governs = [item["ends_at"] for item in told["readings"] if item["governs"]]
            assert told["window"]["ends_at"] in governs, "what governs is among the readings"
        elif by is not None:
            assert event.ends is None
            assert event.starts == by
        else:
            assert decision.release_between is not None
            assert event.starts == decision.release_between[0]
            low, high = (written(at, zone) for at in decision.release_between)
            assert f"release is due between {low} and {high}" in headline
        kinds.add((decision.hold, decision.hold_applies, decision.now and decision.now.status))
    assert len(kinds) > 12, kinds
