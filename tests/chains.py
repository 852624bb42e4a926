"""Random chains of profiles and records, and what is said of them: what the laws of rulings are asked of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from brute import Brute
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from detainer import Custody, Decision, DetainerError, Profile, check, load_profile

ZONE = "America/New_York"
MOST = 3_000  # completions of one act; larger spaces are left to the runs by hand
RELEASES = [
    datetime(2020, 6, 5, 16, tzinfo=UTC),  # a Friday noon in New York
    datetime(2020, 7, 1, 4, tzinfo=UTC),  # a Wednesday midnight; Friday the 3rd is kept for the 4th
    datetime(2025, 3, 8, 2, 30, tzinfo=UTC),  # a Friday evening; clocks go forward on Sunday
    datetime(2017, 4, 2, 15, tzinfo=UTC),  # the day on which both families of forms are taken
]
CUT = date(2020, 4, 1)
NAMES = [
    "I-200", "judge-order", "designated", "asks-custody", "received", "served", "cancelled", "warrant-served",
    "citizenship is claimed", "citizenship in (claimed, shown)", "issuer is ICE", "box is 1",
    "a", "b", "c", "born", "query", "law-a", "law-b", "either", "agreement is WSO", "agreement in (BOA, none)",
    "form is I-247A", "form in (I-247A, I-247, none)", "requests-hold",
]  # fmt: skip
SOURCE = '[source.s]\ncite = "s"\nurl = "https://example.org"\nseen = "paraphrase"\nchecked = 2026-11-24\n'
CLOCKS = """
[clock.long]
hours = 48
[clock.short]
hours = 24
excludes = ["saturday", "sunday", "federal-holiday-observed"]
[clock.nil]
hours = 0
[clock.evening]
ends_at = "23:59"
[clock.receipt]
hours = 30
starts = "received_at"
[clock.service]
hours = 40
starts = { earliest = ["release_at", "warrant_served_at"] }
[clock.latest]
hours = 4
starts = { latest = ["release_at", "received_at"] }
[clock.query]
hours = 8
starts = { earliest = ["release_at", "query"] }
[clock.booking]
hours = 100
starts = "booked_at"
"""
#: what a rule with a clock that starts when something came asks as well, one time in two
NEEDS = {"receipt": "received", "latest": "received", "service": "warrant-served", "query": "query"}
#: what `us` says before all else, and the times rest on: no hold once cancelled, none before receipt
FIRST = """
[[period.rule]]
id = "cancelled"
act = ["hold"]
when = "cancelled"
outcome = "not_allowed"
source = ["s"]
[[period.rule]]
id = "received"
act = ["hold"]
when = "not received"
outcome = "not_allowed"
source = ["s"]
"""
#: and after all else, as the form's own clock does
FORM = """
[[period.rule]]
id = "form"
act = ["hold"]
outcome = "silent"
clock = ["long"]
source = ["s"]
"""
HEAD = 'format = 1\nid = "{0}"\nname = "{0}"\nstance = "mixed"\n'
YES_NO = ("a", "b", "c", "law-a", "law-b")


class Files(NamedTuple):
    """The files of a chain, the lowest last."""

    texts: tuple[tuple[str, str], ...]

    def load(self, folder: Path) -> Profile:
        for left_over in folder.glob("*.toml"):  # of the case before: a parent is looked for here first
            left_over.unlink()
        for name, text in self.texts:
            (folder / f"{name}.toml").write_text(text, "utf-8")
        return load_profile(folder / f"{self.texts[-1][0]}.toml")

    def __repr__(self) -> str:
        """Without the parts that are the same in every chain."""
        told = (
            text.replace(CLOCKS, "").replace(SOURCE, "").replace(FIRST, "FIRST\n") for _, text in self.texts
        )
        return "\n".join(told)


class Case(NamedTuple):
    """A chain and the facts of a record."""

    files: Files
    facts: dict[str, Any]


# ---- random profiles ----


@st.composite
def conditions(draw: st.DrawFn, names: list[str], depth: int = 0) -> str:
    roll = draw(st.integers(0, 5 if depth < 2 else 3))
    if roll > 3:
        word = draw(st.sampled_from(["and", "or"]))
        return f"({draw(conditions(names, depth + 1))} {word} {draw(conditions(names, depth + 1))})"
    name = draw(st.sampled_from(names))
    return f"not {name}" if roll == 3 else name


OUTCOMES = ["allowed", "required", "not_allowed", "silent", "allowed"]
ACTS = [["hold"], ["hold"], ["hold"], ["notify"], ["transfer"], ["hold", "notify"], ["notify", "transfer"]]


@st.composite
def rules(draw: st.DrawFn, number: int, names: list[str], top: bool, clocks: list[str]) -> str:
    acts = draw(st.sampled_from(ACTS))
    outcome = draw(st.sampled_from(OUTCOMES + ["other_custody"] * (top and acts == ["hold"])))
    lines = [f'[[period.rule]]\nid = "r{number}"\nact = {acts!r}\noutcome = "{outcome}"\nsource = ["s"]']
    when = [draw(conditions(names))] if draw(st.integers(0, 4)) else []
    if acts[0] == "hold" and outcome in ("allowed", "required", "silent"):
        chosen = draw(st.lists(st.sampled_from(clocks), max_size=2, unique=True))
        if draw(st.booleans()):
            when[:0] = dict.fromkeys(NEEDS[clock] for clock in chosen if clock in NEEDS)
        lines += [f"clock = {chosen!r}"] if chosen else []
    if when:
        lines.append(f'when = "{" and ".join(when)}"')
    if outcome == "allowed" and draw(st.integers(0, 5)) == 5:
        lines.append("final = true")
    if "notify" in acts and draw(st.booleans()):
        lines.append(f'due = {{ hours = {draw(st.sampled_from([2, 5]))}, after = "release_at" }}')
    if "transfer" in acts and draw(st.booleans()):
        lines.append("early = { days = 7 }")
    return "\n".join(lines) + "\n"


@st.composite
def periods(draw: st.DrawFn, names: list[str], top: bool, clocks: list[str], release: date) -> str:
    dimension = draw(st.sampled_from(["", "", "", "offense.", "booking.", "release", "receipt."]))
    if top and dimension == "receipt.":
        dimension = ""  # a root silent before some receipt would let a hold stand that was never received
    cut = draw(st.sampled_from([CUT, release]))
    boxes = [""]
    if dimension:
        key = "" if dimension == "release" else dimension
        boxes = [f"{key}until = {cut}\n", f"{key}from = {cut}\n"]
        if not top and draw(st.booleans()):
            boxes.pop(draw(st.integers(0, 1)))
    text = ""
    for number, box in enumerate(boxes):
        when = f'when = "{draw(conditions(names))}"\n' if not top and draw(st.integers(0, 3)) == 3 else ""
        text += f'[[period]]\nid = "p{number}"\n{box}{when}{FIRST if top else ""}'
        number = draw(st.integers(0 if top else 1, 4))
        text += "".join(draw(rules(n, names, top, clocks)) for n in range(number))
        text += FORM if top and draw(st.booleans()) else ""
    return text


@st.composite
def asks(draw: st.DrawFn) -> str:
    implies = {
        "a": ["b", "I-200", "received"],
        "b": ["judge-order", "designated"],
        "c": ["a", "b", "warrant-served"],
    }
    parts = []
    for name, targets in implies.items():
        chosen = draw(st.lists(st.sampled_from(targets), max_size=2, unique=True))
        follows = f"implies = {chosen!r}\n" if chosen else ""
        parts.append(f'[ask.{name}]\ntext = "{name}?"\n{follows}')
    law = '[ask.{0}]\ntext = "{0}?"\nabout = "law"\npending = "a ruling"\n'
    parts += [law.format("law-a"), law.format("law-b")]
    parts += [f'[ask.{n}]\ntext = "{n}?"\ntype = "{t}"\n' for n, t in (("born", "date"), ("query", "time"))]
    return "".join(draw(st.permutations(parts)))


@st.composite
def cases(draw: st.DrawFn, root: str = "random") -> Case:
    """A chain of two or three layers and a record; the root is random or the real one."""
    release = draw(st.sampled_from(RELEASES))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    clocks = ["long", "short", "nil", "evening", *NEEDS, "booking"]
    clocks = draw(st.lists(st.sampled_from(clocks), min_size=1, max_size=3, unique=True))
    day = release.date() - timedelta(days=release.hour < 5)  # the local date
    define = '[define]\neither = "a or I-200"\n'
    shared = f"{draw(asks())}{define}{CLOCKS}{SOURCE}"
    texts = []
    parent = "us"
    if root == "random":
        top = draw(periods(names, True, clocks, day))
        texts.append(("us", HEAD.format("us") + "overrides = true\n" + shared + top))
        shared = ""
    for name in ("us-xx", "us-xx-yy")[: draw(st.integers(1, 2))]:
        below = draw(periods(names, False, clocks, day))
        texts.append((name, f'{HEAD.format(name)}parent = "{parent}"\n{shared}{below}'))
        parent, shared = name, ""
    files = Files(tuple(texts))
    return Case(files, exact(draw(records(release, day, pinned=root != "random")), files))


# ---- random records ----


def known_facts(release: datetime, day: date) -> dict[str, list[Any]]:
    """Values that each fact may be given."""
    before, hour = day - timedelta(days=1), timedelta(hours=1)
    return {
        "form": ["I-247A", "I-247", "none"],
        "box": [1, 2],
        "asks_custody": [True, False],
        "issuer": ["ICE", "CBP"],
        "citizenship": ["none", "claimed", "shown", "resolved"],
        "designated": [True, False],
        "agreement": [frozenset(), frozenset({"WSO"}), frozenset({"TFM", "BOA"})],
        "received_at": [
            "in-time",
            "release",
            "never",
            release - 10 * hour,
            release,
            release + hour,
            day,
            before,
        ],
        "served_at": ["in-time", "never", release, day],
        "warrant_served_at": ["in-time", "release", "never", release - 10 * hour, day, before],
        "cancelled_at": [
            "never",
            "never",
            "never",
            "never",
            release + 20 * hour,
            day + timedelta(days=1),
            "in-time",
            day,
        ],
        "offense_on": [date(2014, 1, 1), CUT - timedelta(days=1), CUT, before],
        "booked_at": [release - timedelta(days=20), release - hour],
    }


def exact(facts: dict[str, Any], files: Files) -> dict[str, Any]:
    """The facts, with an instant for each that both a box and a clock look at.

    An open date and the instant that goes with it are two things to a ruling: it asks for the
    date, and the clock takes the earliest and the latest that the instant may be on any date.
    """
    rules = "".join(text for _, text in files.texts)
    release = facts["release_at"]
    if "'booking'" in rules:
        facts.setdefault("booked_at", release - timedelta(days=3))
        if facts.get("offense_on", date(1980, 1, 1)) >= facts["booked_at"].date():
            del facts["offense_on"]
    if (
        "receipt." in rules
        and ("'receipt'" in rules or "'latest'" in rules)
        and facts.get("received_at") in (None, "in-time")
    ):
        facts["received_at"] = release - timedelta(hours=10)
    return facts


ORDINARY: dict[str, Any] = {"form": "I-247A", "box": 1, "asks_custody": True, "issuer": "ICE", "citizenship": "none",
                            "received_at": "in-time", "served_at": "in-time", "cancelled_at": "never"}  # fmt: skip


@st.composite
def records(draw: st.DrawFn, release: datetime, day: date, pinned: bool = False) -> dict[str, Any]:
    """Facts, most of them known; ``pinned``: what the real root looks at is mostly ordinary."""
    facts: dict[str, Any] = {"release_at": release}
    known = known_facts(release, day)
    for name, values in known.items():
        roll = draw(st.integers(0, 9))
        if pinned and name in ORDINARY and roll < 8:
            facts[name] = ORDINARY[name]
        elif roll < 6:
            facts[name] = draw(st.sampled_from(values))
    booked = facts.get("booked_at")
    if booked and facts.get("offense_on", date(1980, 1, 1)) >= booked.date():
        del facts["offense_on"]
    if facts.get("offense_on", day) > day:
        del facts["offense_on"]
    papers = ["I-200", "judge-order"]
    facts["papers"] = {p: draw(st.booleans()) for p in papers if draw(st.integers(0, 9)) < 6}
    if pinned:
        facts["papers"]["criminal-warrant"] = draw(st.integers(0, 9)) == 9
    answers: dict[str, Any] = {n: draw(st.booleans()) for n in YES_NO if draw(st.integers(0, 9)) < 5}
    if draw(st.booleans()):
        answers["born"] = draw(
            st.sampled_from(["never", day, day - timedelta(days=1), day + timedelta(days=1)])
        )
    if draw(st.booleans()):
        answers["query"] = draw(
            st.sampled_from(["never", release - timedelta(hours=5), release + timedelta(hours=1)])
        )
    facts["answers"] = answers
    return facts


# ---- the walk and the brute force ----


def said(decision: Decision) -> dict[str, Any]:
    between = decision.release_between
    return {
        "hold": decision.hold,
        "hold_applies": decision.hold_applies,
        "release_by": decision.release_by and int(decision.release_by.timestamp()),
        "release_between": between and tuple(int(at.timestamp()) for at in between),
        "possible": set(decision.possible),
        "notify": decision.notify.outcome,
        "transfer": decision.transfer.outcome,
        "missing": {item.fact: set(item.settles) for item in decision.missing},
    }


def decide(facts: dict[str, Any], profile: Profile) -> Decision | None:
    """The decision; None where the facts contradict one another or the form came too early."""
    try:
        return check(Custody(**facts), profile, timezone=ZONE)
    except DetainerError as error:
        codes = {problem.code for problem in error.problems}
        assert codes <= {"CONTRADICTION", "FORM_NOT_IN_USE", "ORDER_IMPOSSIBLE"}, codes
        return None


def contradicts(facts: dict[str, Any], profile: Profile) -> bool:
    try:
        check(Custody(**facts), profile, timezone=ZONE)
    except DetainerError as error:
        return error.problems[0].code == "CONTRADICTION"
    return False


def compare(case: Case, folder: Path, most: int = MOST) -> None:
    profile = case.files.load(folder)
    decision = decide(case.facts, profile)
    brute = Brute(Custody(**case.facts), profile, ZONE)
    if brute.size() > most:
        return
    if decision is None:
        if contradicts(case.facts, profile):
            assert brute.answer() is None
        return
    assert said(decision) == brute.answer()


RELAXED = settings(
    deadline=None,
    max_examples=150,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)


def revealed(facts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The record with one more fact, each fact and value in turn; answers about the law excepted."""
    release = facts["release_at"]
    day = release.date() - timedelta(days=release.hour < 5)
    for name, values in known_facts(release, day).items():
        if name not in facts:
            for value in values:
                yield f"{name}={value}", {**facts, name: value}
    for kind, names in (
        ("papers", ("I-200", "judge-order", "criminal-warrant")),
        ("answers", ("a", "b", "c")),
    ):
        for name in names:
            if name not in facts[kind]:
                for value in (True, False):
                    yield f"{name}={value}", {**facts, kind: {**facts[kind], name: value}}
    if "query" not in facts["answers"]:
        for when in ("never", release - timedelta(hours=9), release + timedelta(hours=3)):
            yield f"query={when}", {**facts, "answers": {**facts["answers"], "query": when}}


def said_with_more(
    facts: dict[str, Any], profile: Profile
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """What was told more, what was said before it and after; nothing where one of both is refused."""
    decision = decide(facts, profile)
    if decision is None:
        return
    before = said(decision)
    for what, told in revealed(facts):
        more = decide(told, profile)
        if more is not None:
            yield what, before, said(more)
