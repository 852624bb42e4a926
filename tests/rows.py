"""Random rows of a table, and what ``check`` says of each by its flags."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from detainer import Decision
from detainer.cli.check import check as check_command
from detainer.cli.options import Options
from detainer.custody import PAPERS
from detainer.table.answer import Answer
from detainer.zones import seconds

#: profile, zone
PLACES = [("us-fl-pinellas", ""), ("us-tx-travis", ""), ("honors", "America/New_York"), ("wso", "America/Denver"),
          ("us-nc", ""), ("us-nj", ""), ("us-ca", ""), ("us-ma", ""), ("us-fl", "America/Chicago"), ("us-dc", ""),
          ("us-ny-nyc-police", ""), ("us-pa-berks", ""), ("us-tn", "America/Chicago"), ("us-nh", ""), ("us-ks", "America/Chicago"),
          ("sanctuary", "Pacific/Guam"), ("us-az", "America/Phoenix"), ("us-hi", ""), ("us-la-orleans", "")]  # fmt: skip
FLAGS = {
    "release_at": "release", "booked_at": "booked", "freed_at": "freed", "taken_at": "taken", "offense_on": "offense",
    "received_at": "received", "served_at": "served", "cancelled_at": "cancelled", "warrant_served_at": "warrant_served",
    "form": "form", "box": "box", "issuer": "issuer", "citizenship": "citizenship", "profile": "profile", "timezone": "timezone",
}  # fmt: skip
HEAD = [*FLAGS, "asks_custody", "designated", "agreement", "papers", *PAPERS]
CLOCKS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H%M", "%m/%d/%Y %I:%M %p", "%m/%d/%Y %H:%M", "%b %d, %Y %H%M",
          "%a %m/%d/%Y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S-05:00", "%Y-%m-%dT%H:%MZ")  # fmt: skip
DATES = ("%Y-%m-%d", "%m/%d/%Y", "%B %d, %Y")
CHANGES = ("2025-03-09T07:00", "2025-11-02T06:00", "2016-03-13T08:00", "2026-11-01T07:30")


def _typed(chance: random.Random, at: datetime, forms: tuple[str, ...] = CLOCKS) -> str:
    return at.strftime(chance.choice(forms))


def _moment(chance: random.Random, release: datetime) -> str:
    draw = chance.random()
    if draw < 0.35:
        return ""
    if draw < 0.6:
        return chance.choice(("in-time", "release", "never", "In-Time", "unknown"))
    at = release + timedelta(
        hours=chance.choice((-200, -90, -48, -24, -3, 0, 0, 2, 30, 60)), minutes=chance.choice((0, 0, 17))
    )
    return _typed(chance, at, CLOCKS if draw < 0.85 else DATES)


def words(chance: random.Random) -> dict[str, str]:
    """Return the cells of a row that are no times."""
    profile, zone = chance.choice(PLACES)
    cells = dict.fromkeys(HEAD, "")
    cells.update(profile=profile, timezone=zone)

    def maybe(name: str, value: str, share: float) -> None:
        if chance.random() < share:
            cells[name] = value

    maybe(
        "form",
        chance.choice(("I-247A", "i-247a", "I-247", "I-247D", "I-247X", "I-247N", "none", "I-247G")),
        0.7,
    )
    maybe("box", chance.choice("12"), 0.5)
    maybe("issuer", chance.choice(("ICE", "CBP", "ice")), 0.5)
    maybe("citizenship", chance.choice(("none", "claimed", "resolved", "none")), 0.6)
    for name in ("asks_custody", "designated"):
        maybe(name, chance.choice(("yes", "no", "TRUE", "0")), 0.4)
    maybe("agreement", chance.choice(("WSO", "none", "JEM; TFM", "boa")), 0.4)
    if chance.random() < 0.3:
        cells["papers"] = chance.choice(
            ("none", "I-200", "I-200; no criminal-warrant", "i-205|I-203", "judge-order")
        )
    else:
        for paper in PAPERS:
            maybe(paper, chance.choice(("yes", "no", "N", "1")), 0.6)
    return cells


def row(chance: random.Random, told: dict[str, str]) -> dict[str, str]:
    """Return a row with these words: few odd ones, most near the edges where answers turn."""
    cells = dict(told)
    begin = datetime(1999, 1, 1) if chance.random() < 0.1 else datetime(2014, 1, 1)
    at = begin + timedelta(minutes=chance.randrange(13 * 525_600))
    draw = chance.random()
    if draw < 0.15:
        at = datetime.fromisoformat(chance.choice(CHANGES)) - timedelta(minutes=chance.randrange(0, 4 * 1440))
    elif draw < 0.3:  # midnights, Fridays, holidays
        at = at.replace(hour=0, minute=0)
    cells["release_at"] = _typed(chance, at)

    def maybe(name: str, value: str, share: float) -> None:
        if chance.random() < share:
            cells[name] = value

    maybe("booked_at", _typed(chance, at - timedelta(hours=chance.randrange(1, 900))), 0.4)
    if cells["booked_at"]:
        maybe("release_at", "", 0.25)
    out = at + timedelta(hours=chance.choice((-2, 0, 10, 48, 49, 97, 400)))
    maybe("freed_at", _typed(chance, out), 0.25)
    maybe("taken_at", _typed(chance, out + timedelta(minutes=chance.choice((0, 5)))), 0.25)
    maybe("offense_on", _typed(chance, at - timedelta(days=chance.choice((0, 3, 40, 400, 4000))), DATES), 0.3)
    for name in ("received_at", "served_at", "cancelled_at", "warrant_served_at"):
        cells[name] = _moment(chance, at)
    if chance.random() < 0.02:  # what cannot be read, or cannot be
        cells[chance.choice(list(FLAGS))] = chance.choice(
            ("2026-02-30T10:00", "25/12/2020 10:00", "?", "2020-01-01", "10:00")
        )
    return cells


def by_flags(cells: dict[str, str], assume: str) -> Decision:
    """Return what ``detainer check`` decides where each cell is given as its flag."""
    given: dict[str, Any] = {
        p.name: () if getattr(p, "multiple", False) else False for p in check_command.params
    }
    yes, no = {"yes", "true", "y", "1"}, {"no", "false", "n", "0"}
    for name, text in cells.items():
        word = text.strip().lower()
        if not word or word == "unknown":
            continue
        if name in ("asks_custody", "designated"):
            assert word in yes | no or word, name
            given[name if word in yes else f"{'no' if name == 'asks_custody' else 'not'}_{name}"] = True
        elif name == "agreement":
            given[name] = tuple(m.strip().upper().replace("NONE", "none") for m in text.split(";"))
        elif name == "papers":
            for item in text.replace("|", ";").split(";"):
                item = item.strip()
                negated = item.startswith("no ")
                known = {p.lower(): p for p in (*PAPERS, "none")}
                given["no_paper" if negated else "paper"] += (
                    known.get(item.removeprefix("no ").lower(), item),
                )
        elif name.startswith("answers."):
            given["answer"] += (f"{name.removeprefix('answers.')}={text}",)
        elif name in PAPERS:
            given["paper" if word in yes else "no_paper"] += (name,)
        else:
            given[FLAGS[name]] = (_cased(name, text),)
    given["assume"] = (assume,)
    given["as_of"] = ("2026-01-01T00:00Z",)
    return Options(given).decide()


def _cased(name: str, text: str) -> str:
    if name in ("form", "issuer") and text.lower() in ("i-247a", "ice"):
        return text.upper()
    return text


def told(decision: Decision) -> Answer:
    """Return the answer that a row with this decision must have."""
    whole = decision.to_dict()
    ends = {item["clock"]: item["ends_at"] for item in whole["readings"]}
    stamp = lambda text: None if text is None else seconds(datetime.fromisoformat(text))  # noqa: E731
    start = decision.release_at or decision.custody.booked_at
    assert start is not None
    left = [at for at in (decision.custody.taken_at, decision.custody.freed_at) if at is not None]
    return Answer(
        hold=whole["hold"],
        applies=whole["hold_applies"],
        release_by=stamp(whole["release_by"]),
        straight=stamp(ends.get("straight")),
        regulation=stamp(ends.get("regulation")),
        notify=whole["notify"]["outcome"],
        held=None if whole["held_past_seconds"] is None else whole["held_past_seconds"]["release_by"],
        rests=whole["rests_on_assumptions"],
        missing=tuple(item["fact"] for item in whole["missing"]),
        warnings=tuple(sorted({item["code"] for item in whole["warnings"]})),
        start=seconds(start),
        zone=whole["timezone"],
        out=seconds(min(left)) if left else None,
        taken=bool(left) and min(left) == decision.custody.taken_at,
    )
