"""What is read off a decision: readings, acts, missing facts, contested law, void rules."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from made import KNOWN, PERIOD, at, codes, county, known, rule, under_a_federal_layer_of_ones_own, xanadu

from detainer import Custody, Decision, check
from detainer.answer import speakers, void_rules
from detainer.formats.text import render

# ---- readings ----


def listed(decision: Decision) -> dict[str, tuple[str | None, bool]]:
    return {r["clock"]: (r["ends_at"] and r["ends_at"][:16], r["governs"]) for r in decision.to_dict()["readings"]}  # fmt: skip


READINGS: list[tuple[Decision, dict[str, tuple[str | None, bool]], str]] = [
    (
        known("honors"),
        {"straight": ("2026-11-06T10:00", True), "regulation": ("2026-11-06T10:00", False)},
        "both stand though they end together",
    ),
    (
        known("honors", "2014-11-05T10:00", form="I-247"),
        {"straight": ("2014-11-07T10:00", False), "regulation": ("2014-11-07T10:00", True)},
        "an I-247 is counted by the regulation",
    ),
    (
        known("honors", "2015-07-02T18:00", form="I-247", received_at=date(2015, 7, 1)),
        {"straight": ("2015-07-04T18:00", False), "regulation": ("2015-07-07T18:00", False),
         "regulation-without-observed": ("2015-07-06T18:00", True)},
        "an I-247 brings both counts of July 4 kept on Friday: the earlier governs",
    ),
    (
        known("honors", "2026-07-02T18:00"),
        {"straight": ("2026-07-04T18:00", True), "regulation": ("2026-07-07T18:00", False),
         "regulation-without-observed": ("2026-07-06T18:00", False)},
        "where the kept day makes a difference both are listed",
    ),
    (
        known("sanctuary"),
        {"straight": ("2026-11-06T10:00", False), "regulation": ("2026-11-06T10:00", False)},
        "no hold: what was asked still stands, and governs nothing",
    ),
    (known("honors", form="I-247G"), {}, "a request for notice has no hours"),
    (known("honors", form="none"), {}, "no detainer, no hours"),
    (known("honors", box=2, asks_custody=False), {}, "box 2 that asks for no custody"),
    (
        known("honors", "2026-11-04T10:00", form=None),
        {"straight": ("2026-11-06T10:00", False), "regulation": ("2026-11-06T10:00", False)},
        "the form in some way asks for a hold",
    ),
    (
        known("wso", designated=True, warrant_served_at=at("2026-11-04T09:00")),
        {"straight": ("2026-11-06T10:00", False), "regulation": ("2026-11-06T10:00", False), "service": ("2026-11-06T09:00", True)},
        "from the earlier of release and service",
    ),
    (
        known("wso", designated=True, warrant_served_at="release"),
        {"straight": ("2026-11-06T10:00", True), "regulation": ("2026-11-06T10:00", False), "service": ("2026-11-06T10:00", True)},
        "the federal form's clock and the agreement's end together: both govern",
    ),
    (
        known("us-nc", "2025-03-05T14:00", received_at=date(2025, 3, 4), offense_on=date(2025, 1, 10), answers={"judicial-order": True}),
        {"straight": ("2025-03-07T14:00", False), "regulation": ("2025-03-07T14:00", False), "receipt": ("2025-03-06T00:00", True)},
        "received at an hour of 4 March not known: it governs by its earliest end, 48 h from that midnight",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("decision", "expected", "why"), READINGS, ids=[why for *_, why in READINGS])
def test_readings(decision: Decision, expected: dict[str, Any], why: str) -> None:
    assert listed(decision) == expected, why


def test_what_did_not_count_is_listed() -> None:
    """Wed 2026-11-25 15:00: 9 h, Thanksgiving out, 24 h Fri, weekend out, 15 h Mon."""
    readings = {r["clock"]: r for r in known("honors", "2026-11-25T15:00").to_dict()["readings"]}
    assert readings["straight"]["excluded"] == []
    spans = [(s["from"][5:16], s["to"][5:16], s["why"]) for s in readings["regulation"]["excluded"]]
    assert [(a, b) for a, b, _ in spans] == [
        ("11-26T00:00", "11-27T00:00"), ("11-28T00:00", "11-29T00:00"), ("11-29T00:00", "11-30T00:00")]  # fmt: skip
    assert "Thanksgiving" in spans[0][2]
    assert [why for *_, why in spans[1:]] == ["Saturday", "Sunday"]
    assert readings["regulation"]["sources"][0]["cite"] == "8 CFR 287.7(d)"
    assert (readings["regulation"]["hours"], readings["regulation"]["starts_from"]) == (48, "release_at")


def test_the_earliest_end_governs(tmp_path: Path) -> None:
    clocks = '[clock.four]\nhours = 4\n[clock.day]\nends_at = "23:59"\n'
    own = xanadu(tmp_path, rule("r", "required", 'clock = ["day", "four"]'), before=clocks)
    early = known(own, "2026-11-04T10:00")
    assert early.window is not None
    assert (early.window.clock, early.release_by) == ("four", at("2026-11-04T14:00"))
    late = known(own, "2026-11-04T21:00")  # 23:59 comes before four hours are over
    assert late.window is not None
    assert (late.window.clock, late.release_by) == ("day", at("2026-11-04T23:59"))
    assert listed(late)["four"] == ("2026-11-05T01:00", False)
    sources = {r["clock"]: r["sources"] for r in late.to_dict()["readings"]}
    assert sources["day"][0]["cite"] == "Xan. Stat. 1"  # a clock without a source of its own has its rule's


def test_a_federal_layer_of_ones_own_may_have_other_clocks(tmp_path: Path) -> None:
    """A root without the regulation's clock: no such reading. A clock that never starts gives no hours."""
    text = (
        '[clock.asked]\nhours = 2\nstarts = "query"\n' + PERIOD + rule("r", "required", 'clock = ["asked"]')
    )
    own = under_a_federal_layer_of_ones_own(tmp_path, text)
    decision = known(own, answers={"query": at("2026-11-04T09:00")})
    assert listed(decision) == {"straight": ("2026-11-06T10:00", False), "asked": ("2026-11-04T11:00", True)}
    never = known(own, answers={"query": "never"})
    assert (never.hold, never.release_by) == ("not_allowed", at("2026-11-04T10:00"))
    assert "WINDOW_SPENT" in codes(never)
    assert listed(never)["asked"] == (None, False)


# ---- notify and transfer ----


ACTS = [
    ("honors", {}, "allowed", None, "allowed", None, "federal law leaves both open"),
    ("us-nc", {"answers": {"judicial-order": True}}, "required", "2026-11-04T12:00:00-05:00", "allowed", None, "by two hours after release"),
    ("us-fl", {"answers": {"sentence-order": True, "complete-form": True}}, "required", None, "allowed", "2026-10-23T10:00:00-04:00", "twelve days back at the same local hour, across the clock change"),
    ("us-nj", {"answers": {"violent-charge": False, "violent-conviction": False, "indictable-5y": False, "final-order": False}}, "not_allowed", None, "allowed", None, "no notice either"),
    ("us-nj", {}, "unknown", None, "allowed", None, "the questions decide"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "facts", "notify", "due", "transfer", "early", "why"), ACTS, ids=[why for *_, why in ACTS]
)
def test_acts(where: str, facts: dict[str, Any], notify: str, due: str | None, transfer: str, early: str | None, why: str) -> None:  # fmt: skip
    answer = known(where, **facts).to_dict()
    assert answer["notify"] == {"outcome": notify, "due_at": due}, why
    assert answer["transfer"] == {"outcome": transfer, "earliest": early}, why


DUE = [
    ('{ hours = 2, after = "release_at" }', "2026-11-01T00:30", "2026-11-01T01:30:00-05:00", "two elapsed hours, the wall shows one: clocks went back at 2"),
    ('{ hours = 2, after = "release_at" }', "2026-03-08T01:30", "2026-03-08T04:30:00-04:00", "two elapsed hours, the wall shows three"),
    ('{ hours = 3, before = "release_at" }', "2026-11-01T03:00", "2026-11-01T01:00:00-04:00", "three hours before 03:00 EST: the first 01:00"),
    ('{ hours = 0.5, after = "booked_at" }', "2026-11-04T10:00", "2026-11-02T09:30:00-05:00", "half an hour from booking"),
    ('{ hours = 1, before = "query" }', "2026-11-04T10:00", "2026-11-03T08:00:00-05:00", "an hour before a question's own time"),
    ('{ hours = 1, after = "served_at" }', "2026-11-04T10:00", None, "served in time, the instant not known"),
    ('{ hours = 1, after = "cancelled_at" }', "2026-11-04T10:00", None, "after what never came"),
]  # fmt: skip


def test_of_a_booking_alone_no_time_to_tell_is_known() -> None:
    """North Carolina's two hours run from release; two hours after the booking nothing is owed."""
    booked = at("2025-11-03T09:00")
    answer = check(Custody(booked_at=booked), "us-nc", assume="ordinary").to_dict()
    assert answer["notify"] == {"outcome": "required", "due_at": None}
    answer = check(
        Custody(booked_at=booked, release_at=at("2025-11-06T14:00")), "us-nc", assume="ordinary"
    ).to_dict()
    assert answer["notify"]["due_at"] == "2025-11-06T16:00:00-05:00"


@pytest.mark.parametrize(("due", "release", "by", "why"), DUE, ids=[why for *_, why in DUE])
def test_by_when_to_tell(due: str, release: str, by: str | None, why: str, tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("r", "required", f"due = {due}", "notify"))
    booked = at(release) if release < "2026-11-02" else at("2026-11-02T09:00")
    answer = known(own, release, booked_at=booked, answers={"query": at("2026-11-03T09:00")}).to_dict()
    assert answer["notify"] == {"outcome": "required", "due_at": by}, why


EARLY = [
    (7, "2026-11-04T10:00", "2026-10-28T10:00:00-04:00", "seven days back, the same local hour across the clock change"),
    (7, "2026-03-15T02:30", "2026-03-08T03:30:00-04:00", "02:30 never was on that day: clocks had jumped over it"),
    (7, "2026-11-08T01:30", "2026-11-01T01:30:00-04:00", "01:30 was twice on that day: the first"),
    (0, "2026-11-04T10:00", "2026-11-04T10:00:00-05:00", "at release"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "release", "since", "why"), EARLY, ids=[why for *_, why in EARLY])
def test_how_early_to_hand_over(days: int, release: str, since: str, why: str, tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("r", "allowed", f"early = {{ days = {days} }}", "transfer"))
    answer = known(own, release).to_dict()
    assert answer["transfer"] == {"outcome": "allowed", "earliest": since}, why
    assert answer["release_by"] == answer["release_at"]  # earlier transfer is no longer hold


def test_acts_whose_terms_are_open(tmp_path: Path) -> None:
    rules = rule("one", "required", 'when = "a"\ndue = { hours = 1, after = "release_at" }', "notify")
    own = xanadu(tmp_path, rules + rule("two", "required", 'due = { hours = 2, after = "release_at" }', "notify"))  # fmt: skip
    open_ = known(own)
    assert (open_.notify.outcome, open_.notify.at) == ("required", None)
    assert [(m.fact, m.settles) for m in open_.missing] == [("a", ("notify",))]
    assert known(own, answers={"a": True}).notify.at == at("2026-11-04T11:00").timestamp()
    assert known(own, answers={"a": False}).notify.at == at("2026-11-04T12:00").timestamp()
    same = xanadu(tmp_path, rules + rule("two", "required", 'due = { hours = 1, after = "release_at" }', "notify"))  # fmt: skip
    assert known(same).missing == ()  # whichever rule it is, the same follows
    asked = xanadu(tmp_path, rules + rule("two", "required", 'due = { hours = 2, after = "query" }', "notify"))  # fmt: skip
    assert known(asked, answers={"a": False}).notify.at is None  # after an instant that was not given


# ---- missing ----

ALL_OPEN = {name: None for name in KNOWN if name not in ("papers", "agreement")} | {"papers": {}}
MISSING: list[tuple[str, dict[str, Any], dict[str, str], str]] = [
    ("us-ma", {}, {}, "nothing is open"),
    ("us-ma", {"form": None}, {}, "whatever the form, the answer is the same"),
    ("us-ma", {"papers": {}}, {"criminal-warrant": "--paper criminal-warrant|--no-paper criminal-warrant"}, "only a court's warrant changes it"),
    ("honors", {"papers": {"I-200": False, "criminal-warrant": False}}, {"I-205": "--paper I-205|--no-paper I-205"}, "the other warrant would do"),
    ("honors", {"box": None}, {"box": "--box 1|2", "asks_custody": "--asks-custody|--no-asks-custody"}, "box 2 asks for what the paper says"),
    ("honors", {"citizenship": None}, {"citizenship": "--citizenship none|claimed|shown|resolved"}, "an open claim stops it"),
    ("honors", {"form": None, "papers": {"I-200": False, "I-205": False, "criminal-warrant": False}}, {"form": "--form I-247A|I-247|I-247D|I-247N|I-247X|I-247G|none", "asks_custody": "--asks-custody|--no-asks-custody"}, "older forms need no warrant; an I-247X asks what it says"),
    ("honors", {"received_at": None}, {"received_at": "--received TIME|DATE|in-time|release|never"}, "it may have come late"),
    ("honors", {"served_at": None}, {"served_at": "--served TIME|DATE|in-time|release|never"}, "or not been served"),
    ("honors", {"cancelled_at": None}, {"cancelled_at": "--cancelled TIME|DATE|in-time|release|never"}, "or been withdrawn"),
    ("wso", {"designated": None, "warrant_served_at": "release"}, {"designated": "--designated|--not-designated"}, "who served it"),
    ("wso", {"designated": True, "warrant_served_at": None}, {"warrant_served_at": "--warrant-served TIME|DATE|in-time|release|never"}, "whether and when it was served"),
    ("wso", {"designated": True, "warrant_served_at": "in-time"}, {"warrant_served_at": "--warrant-served TIME"}, "served before release, and the clock runs from it"),
    ("us-nc", {"issuer": None, "answers": {"judicial-order": True}}, {"issuer": "--issuer ICE|CBP|USCIS"}, "the act speaks of ICE"),
    ("us-nc", {}, {"judicial-order": "--answer judicial-order=yes|no"}, "the state's own question"),
    ("us-pa", {"agreement": None, "warrant_served_at": "release", "designated": True}, {"agreement": "--agreement WSO|JEM|TFM|BOA|none"}, "an agreement adds a layer"),
    ("sanctuary", {"papers": {"criminal-warrant": False}}, {"judge-order": "--paper judge-order|--no-paper judge-order"}, "a judge's order opens it"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "facts", "flags", "why"), MISSING, ids=[f"{p}-{why}" for p, *_, why in MISSING]
)
def test_exactly_the_facts_that_settle_it(where: str, facts: dict[str, Any], flags: dict[str, str], why: str) -> None:  # fmt: skip
    decision = known(where, **facts)
    assert {item["fact"]: item["flag"] for item in decision.to_dict()["missing"]} == flags, why
    assert all(item.ask.endswith("?") for item in decision.missing)


def test_an_offense_date_that_decides() -> None:
    facts: dict[str, Any] = {"received_at": at("2025-03-04T09:00"), "answers": {"judicial-order": True}}
    open_ = known("us-nc", "2025-03-05T14:00", **facts)
    assert [(m.fact, m.flag) for m in open_.missing] == [("offense_on", "--offense DATE")]
    assert known("us-nc", "2025-03-05T14:00", offense_on=date(2024, 11, 30), **facts).hold == "silent"
    # booked before the act began: the offense was before it too
    assert known("us-nc", "2025-03-05T14:00", booked_at=at("2024-11-30T10:00"), **facts).hold == "silent"


def test_a_booking_date_that_decides(tmp_path: Path) -> None:
    own = xanadu(tmp_path, "booking.from = 2026-11-01\n", rule("r", "required"))
    open_ = known(own)
    assert [(m.fact, m.ask, m.flag) for m in open_.missing] == [("booked_at", "When was the person booked?", "--booked TIME")]  # fmt: skip
    assert known(own, booked_at=at("2026-11-01T00:00")).hold == "required"
    assert known(own, booked_at=at("2026-10-31T23:59")).hold == "silent"


def test_a_clock_that_waits_for_an_instant() -> None:
    """Received in time, but when? The 48 hours ran from it."""
    facts: dict[str, Any] = {"offense_on": date(2025, 1, 10), "answers": {"judicial-order": True}}
    open_ = known("us-nc", "2025-03-05T14:00", received_at="in-time", **facts)
    assert (open_.hold, [(m.fact, m.settles) for m in open_.missing]) == ("unknown", [("received_at", ("hold", "release_by"))])  # fmt: skip
    reading = next(r for r in open_.to_dict()["readings"] if r["clock"] == "receipt")
    assert (reading["starts_from"], reading["starts_at"], reading["excluded"]) == ("received_at", None, [])
    at_release = known("us-nc", "2025-03-05T14:00", received_at="release", **facts)
    assert (at_release.hold, at_release.release_by) == ("required", at("2025-03-07T14:00"))


def test_a_clock_that_starts_at_a_question(tmp_path: Path) -> None:
    """Two hours from when ICE was asked, on Wed at 10:00 or before."""
    clock = '[clock.from-query]\nhours = 2\nstarts = "query"\n'
    own = xanadu(tmp_path, rule("r", "allowed", 'when = "query"\nclock = ["from-query"]'), before=clock)
    asked = known(own, answers={"query": at("2026-11-04T09:00")})
    assert (asked.hold, asked.release_by) == ("allowed", at("2026-11-04T11:00"))
    assert asked.to_dict()["custody"]["answers"]["query"] == "2026-11-04T09:00:00-05:00"
    assert known(own, answers={"query": at("2026-11-04T07:00")}).hold == "not_allowed"  # spent at 09:00
    assert known(own, answers={"query": "never"}).hold == "silent"  # the condition is not met
    assert [(m.fact, m.flag) for m in known(own).missing] == [("query", "--answer query=TIME|never")]


def test_a_question_of_a_date_is_asked_for_as_one(tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("r", "allowed", 'when = "born"'))
    assert [(m.fact, m.flag) for m in known(own).missing] == [("born", "--answer born=DATE|never")]


def test_more_facts_never_turn_an_answer_and_only_lengthen() -> None:
    """Cancelled on the day after release, hour unknown: the earliest leads; the hour moves it later."""
    day = known("honors", cancelled_at=date(2026, 11, 5))
    hour = known("honors", cancelled_at=at("2026-11-05T15:00"))
    assert day.hold == hour.hold == "allowed"
    assert (day.release_by, hour.release_by) == (at("2026-11-05T00:00"), at("2026-11-05T15:00"))
    assert [(m.fact, m.settles) for m in day.missing] == [("cancelled_at", ("release_by",))]


# ---- contested law ----


def test_the_reading_that_releases_first_leads(tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("r", "required", 'when = "stands"'))
    decision = known(own)
    assert (decision.hold, decision.release_by, decision.missing) == ("silent", at("2026-11-04T10:00"), ())
    assert decision.to_dict()["contested"] == [{
        "question": "Does the act stand?", "pending": "a ruling",
        "otherwise": {"hold": "required", "release_by": "2026-11-06T10:00:00-05:00"}, "acts": []}]  # fmt: skip
    # answered all the same, nothing is unsettled
    for stands, hold in ((True, "required"), (False, "silent")):
        settled = known(own, answers={"stands": stands})
        assert (settled.hold, settled.to_dict()["contested"]) == (hold, [])


TIES = [
    ("not_allowed", "silent", "not_allowed", "a no before silence"),
    ("silent", "not_allowed", "not_allowed", "either way round"),
    ("required", "allowed", "allowed", "may before must"),
    ("allowed", "required", "allowed", "either way round"),
]


@pytest.mark.parametrize(("met", "else_", "hold", "why"), TIES, ids=[f"{m}-{w}" for m, _, _, w in TIES])
def test_of_a_tie(met: str, else_: str, hold: str, why: str, tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("r", met, 'when = "stands"') + rule("q", else_))
    decision = known(own)
    assert decision.hold == hold, why
    assert [item.code for item in decision.warnings].count("CONTESTED") == 1


def test_two_clocks_of_unsettled_law(tmp_path: Path) -> None:
    """The earlier end is the answer, the other stands beside it; both are readings."""
    clocks = "[clock.short]\nhours = 4\n"
    own = xanadu(tmp_path, rule("r", "allowed", 'when = "stands"\nclock = ["short"]') + rule("q", "allowed"), before=clocks)  # fmt: skip
    decision = known(own)
    assert (decision.hold, decision.release_by) == ("allowed", at("2026-11-04T14:00"))
    (other,) = decision.to_dict()["contested"]
    assert other["otherwise"] == {"hold": "allowed", "release_by": "2026-11-06T10:00:00-05:00"}
    assert listed(decision)["short"] == ("2026-11-04T14:00", True)


def test_unsettled_law_about_notice_only(tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("r", "not_allowed", 'when = "stands"', "notify"))
    decision = known(own)
    assert (decision.notify.outcome, decision.hold, decision.missing) == ("unknown", "silent", ())
    (other,) = decision.to_dict()["contested"]
    assert other["otherwise"] == {
        "hold": "silent",
        "release_by": "2026-11-04T10:00:00-05:00",
    }  # as the answer
    said = [(item["act"], item["answer"], item["outcome"]) for item in other["acts"]]
    assert said == [
        ("notify", True, "not_allowed"),
        ("notify", False, "allowed"),
    ]  # `us` allows, the act forbids
    text = " ".join(render(decision).split())
    assert (
        "Does the act stand? tell ICE: not allowed if yes. tell ICE: allowed if no. Awaited: a ruling" in text
    )


def test_law_that_makes_every_answer_unknown_asks_for_nothing(tmp_path: Path) -> None:
    """Whatever `a` is, the answer about notice hangs on the same unsettled law."""
    own = xanadu(tmp_path, rule("must", "required", 'when = "stands and a"', "notify")
                  + rule("never", "not_allowed", 'when = "stands"', "notify"))  # fmt: skip
    decision = known(own)
    assert (decision.notify.outcome, decision.missing) == ("unknown", ())
    assert [item["question"] for item in decision.to_dict()["contested"]] == ["Does the act stand?"]


def test_law_that_makes_no_difference_is_not_shown(tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("r", "not_allowed", 'when = "stands"') + rule("q", "not_allowed"))
    assert known(own).to_dict()["contested"] == []
    crime = known(own, papers={"criminal-warrant": True})
    assert (crime.hold, crime.to_dict()["contested"]) == ("other_custody", [])


# ---- who spoke, what is void ----


def named(found: Any) -> list[str]:
    return [f"{layer.profile.id}/{rule.id}" for layer, rule in found]


def test_who_spoke() -> None:
    assert named(speakers(known("us-ma").basis)) == ["us-ma/no-power"]
    assert named(speakers(known("us-pa").basis)) == []  # silence is nobody's word
    assert named(speakers(known("us-ma").basis, "notify")) == ["us/may-notify"]
    open_ = known("us-ma", papers={})
    assert named(speakers(open_.basis)) == ["us/criminal-warrant", "us-ma/no-power"]


def test_rules_below_a_binding_layer() -> None:
    agreement: dict[str, Any] = {"agreement": frozenset({"WSO"}), "designated": True, "warrant_served_at": "release", "answers": {"agreement-opens-hold-2026": False}}  # fmt: skip
    assert named(void_rules(known("us-ny", **agreement).basis)) == ["agreement-wso/warrant-served"]
    assert named(void_rules(known("us-ma").basis)) == []  # nothing below
    assert named(void_rules(known("honors", citizenship="claimed").basis)) == []  # the federal layer's own no
    assert named(void_rules(known("honors").basis)) == []  # `allowed` binds nobody
    final = known("us-tn", agreement=frozenset({"WSO"}), designated=True, warrant_served_at="release", answers={"act-of-2026": False})  # fmt: skip
    assert final.hold == "allowed"
    assert named(void_rules(final.basis)) == ["agreement-wso/warrant-served"]
    open_ = known("us-ny", agreement=None)
    assert named(void_rules(open_.basis)) == []


def test_a_layer_whose_rule_cannot_be_told_is_not_void(tmp_path: Path) -> None:
    xanadu(tmp_path, rule("must", "required"))
    own = county(tmp_path, PERIOD + rule("never", "not_allowed", 'when = "a"') + rule("tell", "not_allowed", act="notify"))  # fmt: skip
    assert named(void_rules(known(own).basis)) == []
    assert named(void_rules(known(own, answers={"a": False}).basis)) == []
    assert named(void_rules(known(own, answers={"a": True}).basis)) == ["us-xx-yy/never"]


def test_a_clock_below_a_mandate_does_not_govern(tmp_path: Path) -> None:
    """Neither lifted nor shortened: its end is a reading among the others."""
    xanadu(tmp_path, rule("must", "required"))
    text = "[clock.two]\nhours = 2\n" + PERIOD + rule("short", "allowed", 'clock = ["two"]')
    decision = known(county(tmp_path, text))
    assert (decision.hold, decision.release_by) == ("required", at("2026-11-06T10:00"))
    assert listed(decision)["two"] == ("2026-11-04T12:00", False)


def test_seconds_of_a_reading_are_utc() -> None:
    (straight, _) = known("honors").readings
    assert straight.starts == datetime(2026, 11, 4, 15, tzinfo=UTC).timestamp()
