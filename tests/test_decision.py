"""Decisions: hold, whether one applies, when release is due, the present moment, time held past."""

from __future__ import annotations

import copy
import hashlib
import json
import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from made import KNOWN, NY, PLAIN, ask, at, codes, known, rule, xanadu

from detainer import Custody, Decision, DetainerError, check, load_profile
from detainer.formats.json import dumps

NC_2025: dict[str, Any] = {"offense_on": date(2025, 1, 10)}  # its clock ran from receipt until 2025-10-01
NO_CRIME: dict[str, Any] = {"papers": {"criminal-warrant": False}}
#: (decision, hold, hold_applies, release_by, possible, why)
OUTCOMES: list[tuple[Decision, str, bool | None, str | None, set[str], str]] = [
    (ask("us-fl"), "required", True, "2026-11-06T10:00", {"required"}, "a mandate, its papers complete: Wed to Fri"),
    (ask("honors"), "allowed", True, "2026-11-06T10:00", {"allowed"}, "a policy"),
    (ask("us-ma"), "not_allowed", False, "2026-11-04T10:00", {"not_allowed"}, "no power under state law"),
    (ask("us-pa"), "silent", None, "2026-11-04T10:00", {"silent"}, "nobody spoke: release is due, and nothing is forbidden"),
    (ask("us"), "silent", None, "2026-11-04T10:00", {"silent"}, "`us` never authorizes"),
    (ask("us-fl", papers={"criminal-warrant": True}), "other_custody", False, "2026-11-04T10:00", {"other_custody"}, "a court holds the person"),
    (ask("us-fl", citizenship="claimed"), "not_allowed", False, "2026-11-04T10:00", {"not_allowed"}, "over any mandate"),
    (ask("us-ma", assume="nothing", **NO_CRIME), "not_allowed", False, "2026-11-04T10:00", {"not_allowed"}, "whatever the form, Massachusetts says no"),
    (ask("us-ma", assume="nothing"), "unknown", False, "2026-11-04T10:00", {"not_allowed", "other_custody"}, "no hold in either way, so release is due in both"),
    (ask("us-pa", assume="nothing", **NO_CRIME), "unknown", None, None, {"not_allowed", "silent", "allowed"}, "an agreement would let one stand"),
    (ask("us-pa", assume="nothing", agreement=frozenset(), **NO_CRIME), "unknown", None, "2026-11-04T10:00", {"not_allowed", "silent"}, "without one no way lets a hold stand"),
    (ask("honors", assume="nothing", **NO_CRIME), "unknown", None, None, {"not_allowed", "allowed"}, "the papers decide"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "hold", "applies", "free", "possible", "why"), OUTCOMES, ids=[case[-1] for case in OUTCOMES]
)
def test_outcomes(
    decision: Decision, hold: str, applies: bool | None, free: str | None, possible: set[str], why: str
) -> None:
    assert (decision.hold, decision.hold_applies) == (hold, applies), why
    assert decision.release_by == (free and at(free))
    assert set(decision.possible) == possible
    assert decision.release_at == at("2026-11-04T10:00")
    if decision.release_by is None:
        low, high = decision.release_between or (None, None)
        assert (low, high) == (at("2026-11-04T10:00"), at("2026-11-06T10:00"))
    else:
        assert decision.release_between is None
    assert (decision.window is not None) == (hold in ("required", "allowed"))


def test_a_window_is_the_governing_reading() -> None:
    window = ask("honors", "2014-11-05T10:00").window  # an I-247: the regulation; Wed to Fri
    assert window is not None
    assert (window.clock, window.zone) == ("regulation", NY)
    assert (window.starts_at, window.ends_at) == (at("2014-11-05T10:00"), at("2014-11-07T10:00"))
    assert window.starts_at.tzinfo is UTC  # values keep UTC and a zone's key


# ---- cancelled ----

CANCELLED = [
    ("2026-11-04T10:01", "2026-11-04T10:01", "a minute into the window"),
    ("2026-11-06T10:00", "2026-11-06T10:00", "at its end"),
    ("2026-11-07T10:00", "2026-11-06T10:00", "after it: nothing left to end"),
]


@pytest.mark.parametrize(("cancelled", "free", "why"), CANCELLED, ids=[why for *_, why in CANCELLED])
def test_a_cancellation_ends_the_window(cancelled: str, free: str, why: str) -> None:
    decision = ask("honors", cancelled_at=at(cancelled))
    assert (decision.hold, decision.release_by) == ("allowed", at(free)), why
    assert decision.window is not None
    assert decision.window.ends_at == at("2026-11-06T10:00")  # the clock's own end stands


def test_cancelled_by_the_release_time_is_no_hold() -> None:
    for cancelled in (
        at("2026-11-04T10:00"),
        at("2026-11-01T10:00"),
        "in-time",
        "release",
        date(2026, 11, 3),
    ):
        decision = ask("honors", cancelled_at=cancelled)
        assert (decision.hold, decision.release_by) == ("not_allowed", at("2026-11-04T10:00"))
    day = ask("honors", cancelled_at=date(2026, 11, 4))  # that day, the hour unknown
    assert (day.hold, day.missing[0].fact) == ("unknown", "cancelled_at")


# ---- a clock that started before release ----

SPENT = [
    ("2025-03-05T13:59:59", "not_allowed", "2025-03-07T14:00", "spent a second before"),
    ("2025-03-05T14:00", "not_allowed", "2025-03-07T14:00", "spent that very moment: nothing is left"),
    ("2025-03-05T14:00:01", "required", "2025-03-07T14:00:01", "a second is left"),
    ("2025-03-07T14:00", "required", "2025-03-09T15:00", "received at release: 48 elapsed hours, clocks forward on Sun 9"),
]  # fmt: skip


@pytest.mark.parametrize(("received", "hold", "free", "why"), SPENT, ids=[why for *_, why in SPENT])
def test_a_window_may_be_spent(received: str, hold: str, free: str, why: str) -> None:
    decision = ask("us-nc", "2025-03-07T14:00", received_at=at(received), **NC_2025)
    assert (decision.hold, decision.release_by) == (hold, at(free)), why
    assert decision.hold_applies == (hold == "required")
    assert ("WINDOW_SPENT" in codes(decision)) == (hold != "required")


def test_a_window_spent_in_one_way_only() -> None:
    """Received on Wed March 5, hour unknown: 48 hours from some hour of it, release Fri 14:00."""
    decision = ask("us-nc", "2025-03-07T14:00", received_at=date(2025, 3, 5), **NC_2025)
    assert (decision.hold, set(decision.possible)) == ("unknown", {"not_allowed", "required"})
    assert decision.release_between == (at("2025-03-07T14:00"), at("2025-03-07T23:59:59"))
    assert [(m.fact, m.settles) for m in decision.missing] == [("received_at", ("hold", "release_by"))]
    assert "WINDOW_SPENT" not in codes(decision)


def test_a_day_of_receipt_that_leaves_no_doubt() -> None:
    """Release Thu March 6 14:00: received on the 3rd it is spent, on the 5th it is not, at any hour."""
    spent = ask("us-nc", "2025-03-06T14:00", received_at=date(2025, 3, 3), **NC_2025)
    assert (spent.hold, spent.release_by) == ("not_allowed", at("2025-03-06T14:00"))
    left = ask("us-nc", "2025-03-06T14:00", received_at=date(2025, 3, 5), **NC_2025)
    assert (left.hold, left.release_by) == ("required", at("2025-03-07T00:00"))  # by the first of its hours


# ---- booking alone ----


def test_booking_alone_counts_from_booking() -> None:
    """The law of booking's date, 48 hours from booking, papers in time unless never."""
    decision = ask("honors", None, booked_at=at("2026-11-04T10:00"))
    assert (decision.hold, decision.release_at) == ("allowed", None)
    assert decision.release_by == at("2026-11-06T10:00")
    answer = decision.to_dict()
    assert [item["starts_from"] for item in answer["readings"]] == ["booked_at", "booked_at"]
    assert answer["release_at"] is None
    by_date = [ask("us-ma", None, booked_at=at(text)).hold for text in ("2017-07-23T23:59", "2017-07-24T00:00")]  # fmt: skip
    assert by_date == ["silent", "not_allowed"]
    assert ask("honors", None, booked_at=at("2026-11-04T10:00"), served_at="never").hold == "not_allowed"
    freed = ask("honors", None, booked_at=at("2026-11-04T10:00"), freed_at=at("2026-11-07T10:00"))
    past = freed.to_dict()["held_past_seconds"]  # Wed 10:00 to Fri 10:00 by either count, freed on Saturday
    assert past == {"release": None, "release_by": 86400, "straight": 86400, "regulation": 86400}


def test_no_days_are_counted_back_from_a_release_that_is_not_known() -> None:
    facts = {"answers": {"sentence-order": True}}
    assert ask("us-fl", "2026-11-17T10:00", **facts).transfer.at == at("2026-11-05T10:00").timestamp()
    alone = ask("us-fl", None, booked_at=at("2026-11-17T10:00"), **facts)
    assert (alone.transfer.outcome, alone.transfer.at) == ("allowed", None)


# ---- now ----

NOW = [
    ("honors", "2026-11-04T09:59:59", "not_started", 48 * 3600 + 1, "a second before release"),
    ("honors", "2026-11-04T10:00", "running", 48 * 3600, "at release"),
    ("honors", "2026-11-06T09:59:59", "running", 1, "the last second"),
    ("honors", "2026-11-06T10:00", "ended", 0, "half-open: the end is out"),
    ("honors", "2027-11-06T10:00", "ended", 0, "long after"),
    ("us-ma", "2026-11-04T09:00", "no_hold", 0, "not allowed"),
    ("us-pa", "2026-11-04T09:00", "no_hold", 0, "silent: release is due"),
]


@pytest.mark.parametrize(("profile", "moment", "status", "left", "why"), NOW, ids=[why for *_, why in NOW])
def test_now(profile: str, moment: str, status: str, left: int, why: str) -> None:
    now = ask(profile, as_of=moment).to_dict()["now"]
    assert now == {"as_of": at(moment).isoformat(), "status": status, "seconds_left": left}, why


def test_now_where_nothing_runs_or_nobody_can_say() -> None:
    moment = "2026-11-04T12:00"
    crime = ask("honors", as_of=moment, papers={"criminal-warrant": True}).to_dict()["now"]
    assert (crime["status"], crime["seconds_left"]) == ("no_clock", 0)
    open_ = ask("honors", as_of=moment, assume="nothing").to_dict()["now"]
    assert (open_["status"], open_["seconds_left"]) == ("unknown", 0)
    assert ask("honors").to_dict()["now"] is None
    either = ask("us-pa", as_of=moment, assume="nothing", agreement=frozenset(), **NO_CRIME)
    assert (either.hold, either.to_dict()["now"]["status"]) == ("unknown", "no_hold")  # forbidden or silent
    cut = ask("honors", as_of="2026-11-05T10:00", cancelled_at=at("2026-11-05T09:00")).to_dict()["now"]
    assert cut["status"] == "ended"  # ended by the cancellation


# ---- held past ----

HELD: list[tuple[str, dict[str, str], dict[str, int | None], str]] = [
    ("2026-11-25T15:00", {"freed_at": "2026-11-25T15:00"}, {"release": 0, "release_by": 0, "straight": 0, "regulation": 0}, "let go on time"),
    ("2026-11-25T15:00", {"freed_at": "2026-11-25T16:30"}, {"release": 5400, "release_by": 0, "straight": 0, "regulation": 0}, "an hour and a half"),
    ("2026-11-25T15:00", {"taken_at": "2026-11-28T15:00"}, {"release": 259200, "release_by": 86400, "straight": 86400, "regulation": 0}, "Saturday: past Fri 15:00, not Mon 15:00"),
    ("2026-11-25T15:00", {"freed_at": "2026-11-30T15:01", "taken_at": "2026-11-30T15:02"}, {"release": 432060, "release_by": 259260, "straight": 259260, "regulation": 60}, "the earlier of freed and taken"),
    ("2026-11-25T15:00", {"taken_at": "2026-11-24T09:00"}, {"release": 0, "release_by": 0, "straight": 0, "regulation": 0}, "taken before release was due"),
    ("2026-10-31T17:00", {"freed_at": "2026-11-02T17:00"}, {"release": 176400, "release_by": 3600, "straight": 3600, "regulation": 0}, "49 hours by the watch, 48 by the wall: clocks went back"),
]  # fmt: skip


@pytest.mark.parametrize(("release", "facts", "past", "why"), HELD, ids=[why for *_, why in HELD])
def test_held_past(release: str, facts: dict[str, str], past: dict[str, int | None], why: str) -> None:
    decision = ask("honors", release, **{name: at(text) for name, text in facts.items()})
    assert decision.to_dict()["held_past_seconds"] == past, why


def test_held_past_what_is_not_known() -> None:
    freed = {"freed_at": at("2026-11-07T10:00")}
    assert ask("honors").to_dict()["held_past_seconds"] is None
    nothing = {"release": 259200, "release_by": 259200, "straight": None, "regulation": None}
    assert ask("honors", form="I-247G", **freed).to_dict()["held_past_seconds"] == nothing
    open_ = {"release": 259200, "release_by": None, "straight": 86400, "regulation": 86400}
    assert ask("honors", assume="nothing", **freed).to_dict()["held_past_seconds"] == open_


# ---- what check refuses ----

REFUSED: list[tuple[str, dict[str, Any], str, str | None, str]] = [
    ("us-nc", {"form": "I-247G", "release_at": at("2024-11-25T15:00")}, "FORM_NOT_IN_USE", "form", "before 2025-03-04"),
    ("us-nc", {"offense_on": date(2026, 11, 5)}, "ORDER_IMPOSSIBLE", "offense_on", "an offense after release"),
    ("us-nc", {"offense_on": date(2026, 11, 3), "booked_at": at("2026-11-02T09:00")}, "ORDER_IMPOSSIBLE", "offense_on", "an offense after booking"),
    ("us-nc", {"answers": {"judicial-order": date(2026, 1, 1)}}, "VALUE_UNKNOWN", "answers.judicial-order", "a date to a yes-no question"),
    ("us-nc", {"answers": {"judical-order": True}}, "ANSWER_UNKNOWN", "answers.judical-order", "a typo"),
    ("us", {"answers": {"x": True}}, "ANSWER_UNKNOWN", "answers.x", "`us` asks nothing"),
    ("us-dc", {"answers": {"federal-judge-order": True}, "papers": {"judge-order": False}}, "CONTRADICTION", None, "a federal judge's order is a judge's order"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "facts", "code", "field", "why"), REFUSED, ids=[why for *_, why in REFUSED]
)
def test_what_is_refused(profile: str, facts: dict[str, Any], code: str, field: str | None, why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        check(Custody(**({"release_at": at("2026-11-04T10:00")} | facts)), profile, timezone=NY)
    (problem,) = caught.value.problems
    assert problem.code == code, why
    assert field is None or problem.field == field
    assert problem.hint


OF_ANOTHER_KIND: list[tuple[str, Any, str]] = [
    ("query", True, "a yes to a question of time"),
    ("query", date(2026, 3, 1), "a date to a question of time"),
    ("born", at("2026-03-02T10:00"), "an hour to a question of a date"),
]


@pytest.mark.parametrize(("name", "value", "why"), OF_ANOTHER_KIND, ids=[why for *_, why in OF_ANOTHER_KIND])
def test_an_answer_of_another_kind(name: str, value: Any, why: str, tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("r", "allowed", f'when = "{name}"'))
    with pytest.raises(DetainerError) as caught:
        known(own, answers={name: value})
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("VALUE_UNKNOWN", f"answers.{name}"), why
    assert {"query": "a time", "born": "a date, or never"}[name] in f"{problem.message} {problem.hint}"


def test_every_problem_at_once() -> None:
    record = Custody(release_at=at("2024-11-04T10:00"), booked_at=at("2024-11-01T10:00"), form="I-247G",
                     offense_on=date(2024, 11, 5), answers={"zz": True, "judicial-order": "never"})  # fmt: skip
    with pytest.raises(DetainerError) as caught:
        check(record, "us-nc")
    assert [problem.code for problem in caught.value.problems] == [
        "FORM_NOT_IN_USE", "ORDER_IMPOSSIBLE", "ORDER_IMPOSSIBLE", "ANSWER_UNKNOWN", "VALUE_UNKNOWN"]  # fmt: skip


def test_a_typo_in_a_question_gets_the_nearest() -> None:
    with pytest.raises(DetainerError) as caught:
        ask("us-nc", answers={"judical-order": True})
    assert caught.value.problems[0].hint == "did you mean judicial-order?"
    with pytest.raises(DetainerError) as caught:
        ask("us-nc", answers={"\x1b[31m": True})
    assert caught.value.problems[0].hint == "it asks: judicial-order"
    assert "\x1b" not in str(caught.value)


def test_offense_and_booking_on_one_day_can_be() -> None:
    day = {"offense_on": date(2026, 11, 4), "booked_at": at("2026-11-04T00:30")}
    assert ask("us-nc", "2026-11-04T10:00", **day).hold == "required"


ARGUMENTS: list[tuple[str, dict[str, Any], str, str]] = [
    ("us-ma", {"as_of": datetime(2026, 1, 1)}, "NAIVE_TIME", "as_of"),
    ("us-ma", {"assume": "all"}, "VALUE_UNKNOWN", "assume"),
    ("us-ma", {"timezone": "America/New_Yrok"}, "ZONE_UNKNOWN", "timezone"),
    ("us-ma", {"timezone": "America/Chicago"}, "ZONE_NOT_HERE", "timezone"),
    ("us-fl", {}, "ZONE_NEEDED", "timezone"),
    ("honors", {}, "ZONE_NEEDED", "timezone"),
]


@pytest.mark.parametrize(("profile", "more", "code", "field"), ARGUMENTS)
def test_arguments_that_are_refused(profile: str, more: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(DetainerError) as caught:
        check(Custody(release_at=at("2026-11-04T10:00")), profile, **more)
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == (code, field)
    assert problem.hint


def test_a_zone_that_needs_naming_is_listed() -> None:
    with pytest.raises(DetainerError) as caught:
        check(Custody(release_at=at("2026-11-04T10:00")), "us-fl")
    assert caught.value.problems[0].message == "us-fl lies in America/New_York, America/Chicago"


ARGUMENTS: list[tuple[dict[str, Any], list[str], str]] = [
    ({"profile": b"us-xx"}, ["PROFILE_NOT_FOUND"], "bytes are a path"),
    ({"profile": 5}, ["PROFILE_NOT_FOUND"], "a number is none"),
    ({"timezone": 5}, ["ZONE_UNKNOWN"], "nor a zone"),
    ({"as_of": date(2026, 11, 4)}, ["VALUE_UNKNOWN"], "a date is no instant"),
    ({"as_of": datetime.max.replace(tzinfo=UTC)}, ["YEAR_OUT_OF_RANGE"], "the last of all years"),
    ({"as_of": datetime(2026, 11, 4), "assume": "all", "timezone": None}, ["NAIVE_TIME", "VALUE_UNKNOWN", "ZONE_NEEDED"], "all at once"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "codes", "why"), ARGUMENTS, ids=[why for *_, why in ARGUMENTS])
def test_arguments_that_are_none(changes: dict[str, Any], codes: list[str], why: str) -> None:
    arguments = {"profile": "honors", "timezone": NY, **changes}
    with pytest.raises(DetainerError) as caught:
        check(Custody(release_at=at("2026-11-04T10:00")), **arguments)
    assert [p.code for p in caught.value.problems] == codes, why


def test_past_the_last_holidays_only_what_needs_them_is_left_out() -> None:
    """48 straight hours end in 2101, of which no holiday is known: the regulation cannot be counted."""
    decision = ask("honors", "2100-12-30T10:00").to_dict()
    assert decision["release_by"] == "2101-01-01T10:00:00-05:00"
    assert {r["clock"]: r["ends_at"] for r in decision["readings"]}["regulation"] is None
    assert ask("us-ma", "2100-12-31T10:00").to_dict()["hold"] == "not_allowed"


# ---- the same whatever the way in ----


def test_the_zone_of_the_instants_is_no_matter() -> None:
    here = at("2026-11-04T10:00")
    there = here.astimezone(timezone(timedelta(hours=9)))
    answers = [
        check(Custody(release_at=moment), "us-nc", assume="ordinary").to_dict() for moment in (here, there)
    ]
    assert answers[0] == answers[1]
    assert answers[0]["release_at"] == "2026-11-04T10:00:00-05:00"


@pytest.mark.parametrize("assume", ["ordinary", "nothing"])
def test_decisions_cross_to_another_process(assume: str) -> None:
    """As they must from a worker of a pool: values keep UTC and a zone's key, no zone object."""
    for profile in ("honors", "us-nj", "us-fl-pinellas", "us-nc"):
        decision = ask(profile, as_of="2026-11-04T12:00", assume=assume, received_at=at("2026-11-02T10:00"))
        for protocol in (2, pickle.HIGHEST_PROTOCOL):
            again = pickle.loads(pickle.dumps(decision, protocol))
            assert again.to_dict() == decision.to_dict()
        assert copy.deepcopy(decision).to_dict() == decision.to_dict()


def test_times_are_whole_seconds_and_local_with_their_offset() -> None:
    decision = check(Custody(release_at=datetime(2026, 11, 4, 15, 0, 0, 999_999, tzinfo=UTC)), "us-ma")
    assert decision.to_dict()["release_by"] == "2026-11-04T10:00:00-05:00"


@pytest.mark.parametrize("known", [True, False], ids=["the interpreter's own module", "hashlib"])
def test_digests_can_be_made_again(known: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """`hash` is over the bytes of the chain's files in order, `input` over the canonical JSON of `custody`."""
    if not known:

        def find(name: str) -> Any:
            if name.startswith("_"):
                raise ImportError(name)
            return hashlib

        monkeypatch.setattr("detainer.formats.json.import_module", find, raising=False)
    decision = ask("us-fl-pinellas", received_at=at("2026-11-02T10:00"))
    answer = decision.to_dict()
    files = [load_profile(name).content for name in answer["profile"]["layers"]]
    assert answer["profile"]["hash"] == f"sha256:{hashlib.sha256(b''.join(files)).hexdigest()}"
    canonical = json.dumps(answer["custody"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert answer["provenance"]["input"] == f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"
    assert json.loads(dumps(decision)) == answer
    assert dumps(decision, ascii_only=True).isascii()


def test_the_profiles_own_agreement_needs_no_flag() -> None:
    facts = {name: value for name, value in KNOWN.items() if name != "agreement"}
    decision = ask("us-fl-pinellas", assume="nothing", **facts)
    assert decision.custody.agreement == {"WSO", "TFM", "BOA"}
    layers = ["us", "us-fl", "agreement-wso", "agreement-boa", "us-fl-pinellas"]
    assert decision.to_dict()["profile"]["layers"] == layers


def test_a_profile_may_be_a_path(tmp_path: Path) -> None:
    record = Custody(release_at=at("2026-11-04T10:00"))
    path = tmp_path / "us-xx.toml"
    path.write_text(PLAIN.format("us-xx", "us") + f'zones = ["{NY}"]\n')
    for given in (path, str(path), load_profile(path)):
        assert check(record, given, assume="ordinary").hold == "silent"
