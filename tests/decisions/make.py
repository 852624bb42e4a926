"""Makes ``answers.jsonl``: five hundred questions put to the profiles that come with the program, and its answers.

``python tests/decisions/make.py`` answers the questions of the file anew, so that a diff shows
what moved; every line that changed belongs under **Changed deadlines** in ``CHANGELOG.md``.
``--draw`` draws the questions too, from a fixed seed: more than are kept, of which those are
taken first that bring a profile, clock, period, form, paper, question, zone or year that none
before has.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from detainer import Decision, DetainerError, check, load_profile
from detainer.custody import AGREEMENTS, MOMENTS, PAPERS
from detainer.days import law_of
from detainer.formats.json import facts_of
from detainer.forms import FORMS
from detainer.given import custody_of
from detainer.profiles import Profile, built_in_ids
from detainer.space import Chain
from detainer.zones import US_ZONES, local, midnight

FILE = Path(__file__).parent / "answers.jsonl"
COUNT = 500
SEED = 287_7
FIRST, LAST = date(1980, 1, 1), date(2027, 12, 31)
ZONES = (*US_ZONES, "Pacific/Guam", "America/Indiana/Indianapolis", "America/Kentucky/Louisville")


def answer(decision: Decision) -> dict[str, Any]:
    """What is compared: holds, every time, and the missing facts."""
    whole = decision.to_dict()
    kept = {name: whole[name] for name in ("hold", "hold_applies", "release_by")}
    if whole["release_by"] is None:
        kept["release_between"] = whole["release_between"]
    kept["readings"] = [
        [item["clock"], item["starts_at"], item["ends_at"], *(["governs"] * item["governs"])]
        for item in whole["readings"]
    ]
    kept["notify"] = list(whole["notify"].values())
    kept["transfer"] = list(whole["transfer"].values())
    kept["missing"] = [item["fact"] for item in whole["missing"]]
    return kept


def ask(question: dict[str, Any]) -> Decision:
    """:raises DetainerError: there is no answer."""
    facts = custody_of(question["facts"])
    return check(facts, question["profile"], assume=question["assume"], timezone=question["zone"])


def answered(question: dict[str, Any]) -> dict[str, Any]:
    """The answer to a question; the codes where there is none."""
    try:
        return answer(ask(question))
    except DetainerError as error:
        return {"refused": sorted({problem.code for problem in error.problems})}


def stored() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


# ---- drawing ----


def _moments_of_release(chance: random.Random, profile: Profile, zone: str) -> int:
    """A release where answers turn, or anywhere."""
    kind = chance.randrange(6)
    day = date.fromordinal(chance.randint(FIRST.toordinal(), LAST.toordinal()))
    cuts = [
        cut
        for cut in Chain(profile, frozenset(AGREEMENTS)).cuts
        if FIRST.toordinal() <= cut <= LAST.toordinal()
    ]
    if kind == 0:  # the first second of a period or a form, or the last before it
        return midnight(date.fromordinal(chance.choice(cuts)), zone) - chance.choice((0, 1))
    if kind == 1:  # before a holiday
        while not law_of(("federal-holiday",), day):
            day -= timedelta(days=1)
        day -= timedelta(days=chance.choice((0, 1, 1, 2, 3)))
    elif kind == 2:  # about a clock change, where there is one
        year = day.year
        days = [
            date(year, month, 1) + timedelta(days=number) for month in (3, 4, 10, 11) for number in range(30)
        ]
        turns = [d for d in days if midnight(d + timedelta(days=1), zone) - midnight(d, zone) != 86_400]
        day = (chance.choice(turns) if turns else day) - timedelta(days=chance.choice((0, 1, 2)))
    elif kind == 4:  # soon after the law changed
        day = min(LAST, date.fromordinal(chance.choice(cuts) + chance.randrange(500)))
    elif kind == 3:  # a Friday
        day -= timedelta(days=(day.weekday() - 4) % 7)
    seconds = chance.choice((0, 1, 15 * 3600, 86_399, 60 * chance.randrange(1440), chance.randrange(86_400)))
    return midnight(day, zone) + min(seconds, 82_800)  # a day may have 23 hours


def _moment(chance: random.Random, release: int, zone: str) -> str:
    draw = chance.random()
    if draw < 0.5:
        return chance.choice(("in-time", "in-time", "release", "never"))
    at = (
        release
        + 3600 * chance.choice((-700, -90, -48, -24, -3, 0, 2, 30, 60))
        + chance.choice((0, 0, 1, 1000))
    )
    here = local(at, zone)
    return here.date().isoformat() if draw < 0.65 else here.isoformat()


def _question(chance: random.Random, name: str) -> dict[str, Any]:
    profile = load_profile(name)
    zone = chance.choice(profile.zones or ZONES)
    release = _moments_of_release(chance, profile, zone)
    here = local(release, zone)
    facts: dict[str, Any] = {"release_at": here.isoformat()}
    booked = local(release - 3600 * chance.randrange(1, 4_000), zone)
    in_order = chance.random() < 0.6  # ordinary papers, and little said against them
    share = chance.choice((0.0, 0.1, 0.2) if in_order else (0.1, 0.4, 0.8, 1.0))  # of the facts that are told

    def maybe(fact: str, value: Any, part: float = 1.0) -> None:
        if chance.random() < share * part:
            facts[fact] = value

    maybe("booked_at", booked.isoformat(), 0.5)
    if "booked_at" in facts and chance.random() < 0.2:
        del facts["release_at"]
    in_use = [form for form, item in FORMS.items() if form != "none" and item.since <= here.date()]
    maybe("form", chance.choice((*in_use, *in_use, "none")) if in_use else "none")
    maybe("box", chance.choice((1, 2)), 0.6)
    maybe("asks_custody", chance.random() < 0.5, 0.5)
    maybe("issuer", chance.choice(("ICE", "ICE", "CBP", "USCIS")))
    for moment in MOMENTS:
        maybe(moment, _moment(chance, release, zone))
    if "cancelled_at" in facts and chance.random() < 0.7:
        facts["cancelled_at"] = "never"
    papers = {
        paper: chance.random() < (0.5 if paper.startswith("I-") else 0.1)
        for paper in PAPERS
        if chance.random() < share
    }
    if papers:
        facts["papers"] = papers
    maybe("designated", chance.random() < 0.5)
    maybe("citizenship", chance.choice(("none", "none", "none", "resolved", "claimed", "shown")))
    maybe(
        "agreement",
        sorted({chance.choice(AGREEMENTS) for _ in range(chance.randrange(3))}),
        0.6 if share > 0.3 else 2,
    )
    maybe(
        "offense_on", (booked.date() - timedelta(days=chance.choice((0, 1, 30, 400, 4_000)))).isoformat(), 0.7
    )
    answers: dict[str, Any] = {}
    for ask_id, item in profile.all_asks.items():
        if chance.random() < max(share, 0.5 * in_order):
            if item.type == "yes-no":
                answers[ask_id] = chance.random() < 0.5
            else:
                at = here - timedelta(hours=chance.choice((-24, 0, 3, 50, 900)))
                answers[ask_id] = chance.choice(
                    (at.date().isoformat() if item.type == "date" else at.isoformat(), "never")
                )
    if answers:
        facts["answers"] = answers
    assume = "ordinary" if in_order else chance.choice(("ordinary", "nothing"))
    return {"profile": name, "zone": zone, "assume": assume, "facts": facts}


def _brings(question: dict[str, Any], decision: Decision) -> Iterator[tuple[Any, ...]]:
    """What a question has that few others may have."""
    facts = question["facts"]
    yield from ((name, question[name]) for name in ("profile", "zone", "assume"))
    yield from (("clock", item.clock.id, item.governs) for item in decision.readings)
    yield from (
        ("layer", step["layer"], step["period"]) for step in decision.to_dict()["steps"] if step["spoke"]
    )
    yield ("year", (decision.release_at or datetime(1, 1, 1, tzinfo=UTC)).year)
    yield ("hold", decision.hold, decision.hold_applies)
    yield from (
        ("told", name, str(facts.get(name)))
        for name in ("form", "box", "issuer", "asks_custody", "citizenship")
    )
    yield from (
        ("told", name, len(facts.get(name, "")), facts.get(name, "")[:1].isdigit()) for name in MOMENTS
    )
    yield from (("answer", name) for name in facts.get("answers", ()))
    yield from (("paper", *item) for item in facts.get("papers", {}).items())
    yield ("agreement", *facts.get("agreement", ("unknown",)))
    yield from (
        ("timed", name, told.at is not None, question["profile"])
        for name, told in (("notify", decision.notify), ("transfer", decision.transfer))
    )
    yield ("stands", decision.hold_applies, question["profile"])


def drawn() -> list[dict[str, Any]]:
    """Draw the questions, and answer them."""
    chance = random.Random(SEED)
    names = built_in_ids()
    taken: list[dict[str, Any]] = []
    spare: list[dict[str, Any]] = []
    seen: set[tuple[Any, ...]] = set()
    for number in range(150 * len(names)):
        question = _question(chance, names[number % len(names)])
        try:
            decision = ask(question)
        except DetainerError:
            continue
        if decision.basis.day < FIRST:  # it began a second before
            continue
        brought = set(_brings(question, decision))
        (taken if brought - seen else spare).append(
            question
            | {"facts": facts_of(custody_of(question["facts"]), question["zone"]), "answer": answer(decision)}
        )
        seen |= brought
    print(f"{len(taken)} bring something", file=sys.stderr)
    spare.sort(
        key=lambda item: item["answer"]["hold_applies"] is not True
    )  # the rest: holds that stand first
    taken = (taken + spare)[:COUNT]
    return sorted(taken, key=lambda item: names.index(item["profile"]))


def main() -> None:
    found = drawn() if "--draw" in sys.argv[1:] else [{**item, "answer": answered(item)} for item in stored()]
    FILE.write_text("".join(json.dumps(item, separators=(",", ":")) + "\n" for item in found), "utf-8")


if __name__ == "__main__":
    main()
