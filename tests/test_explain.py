"""Steps, notes and warnings: each warning with a case that has it and one that does not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made import HEAD, PERIOD, ask, at, codes, county, known, rule, written, xanadu

from detainer import Decision
from detainer.explain import law_checked
from detainer.formats.text import render

NC_2025: dict[str, Any] = {"offense_on": date(2025, 1, 10)}

# ---- warnings ----

FROM_RECEIPT = {"received_at": at("2025-03-03T09:00"), **NC_2025}
WITH: list[tuple[str, Decision, str]] = [
    ("READINGS_DIFFER", ask("honors", "2026-11-06T10:00"), "a weekend"),
    ("READINGS_DIFFER", ask("honors", "2014-11-07T10:00", form="I-247"), "whichever governs"),
    ("READINGS_DIFFER", ask("honors", "2026-11-06T10:00", assume="nothing"), "a hold is possible"),
    ("OBSERVED_DAY_COUNTS", ask("honors", "2026-07-02T18:00"), "July 4 on a Saturday, kept on Friday"),
    ("OBSERVED_DAY_COUNTS", ask("honors", "2022-06-17T12:00"), "June 19 on a Sunday, kept on Monday"),
    ("DST_IN_WINDOW", ask("honors", "2026-10-31T17:00"), "clocks back on Sunday 1 November"),
    ("DST_IN_WINDOW", ask("honors", "2026-03-07T17:00"), "clocks forward on Sunday 8 March"),
    ("DST_IN_WINDOW", ask("honors", "2026-10-30T03:00"), "the window ends after the change, Sun 02:00 EST"),
    ("BOOKING_AS_START", ask("honors", None, booked_at=at("2026-11-04T10:00")), "booking alone"),
    ("BOOKING_AS_START", ask("us-ma", None, booked_at=at("2026-11-04T10:00")), "also where no hold applies"),
    ("WINDOW_SPENT", ask("us-nc", "2025-03-06T14:00", **FROM_RECEIPT), "48 hours from Mon 09:00"),
    ("SERVED_LATE", ask("honors", served_at=at("2026-11-04T10:00:01")), "a second late"),
    ("SERVED_LATE", ask("honors", served_at=date(2026, 11, 5)), "the next day, whatever the hour"),
    ("SERVED_EARLY", ask("wso", warrant_served_at=at("2026-11-04T09:59:59")), "a second before release"),
    ("SERVED_EARLY", ask("wso", warrant_served_at=date(2026, 11, 3)), "the day before, whatever the hour"),
    ("FACT_IDLE", ask("honors", form="none", box=1), "a box of no detainer"),
    ("FACT_IDLE", ask("honors", form="none", received_at=date(2026, 11, 1)), "receipt of none"),
    ("FACT_IDLE", ask("honors", "2016-11-04T10:00", form="I-247D", box=1), "a box of the I-247A"),
    ("FACT_IDLE", ask("honors", box=1, asks_custody=False), "box 1 asks"),
    ("FACT_IDLE", ask("wso", warrant_served_at="release", papers={"I-200": False, "I-205": False}), "no warrant to serve"),
    ("FORM_WITHDRAWN", ask("honors", "2018-11-02T10:00", form="I-247D"), "not issued for a year, and nobody says when it came"),
    ("FORM_WITHDRAWN", ask("honors", form="I-247", received_at=date(2016, 1, 1)), "the first day it was no longer issued"),
    ("FORM_WITHDRAWN", ask("honors", form="I-247D", received_at=at("2017-04-03T00:00")), "April 2 was its last"),
    ("FORM_WORDS_NOT_SEEN", ask("honors", box=2, asks_custody=True), "box 2"),
    ("FORM_WORDS_NOT_SEEN", ask("honors", "2016-11-02T10:00", form="I-247X", asks_custody=False), "an I-247X, whatever it asks"),
    ("NO_WARRANT_ATTACHED", ask("honors", papers={"I-200": False}), "neither I-200 nor I-205"),
    ("WARRANT_WITHOUT_DETAINER", ask("wso", form="none"), "served, but no detainer"),
    ("WARRANT_WITHOUT_DETAINER", ask("wso", form="I-247G"), "or one that asks for notice only"),
    ("DUTY_NOT_MET", ask("us-nc", answers={"judicial-order": False}), "North Carolina wants a judicial official's order"),
    ("DUTY_NOT_MET", ask("us-fl-pinellas", papers={"I-200": False}), "Florida wants the warrant"),
    ("CITIZENSHIP", ask("us-fl", citizenship="claimed"), "over a mandate"),
    ("UNVERIFIED_RULE", ask("us-fl"), "908.102(2)(c) was not read"),
    ("UNVERIFIED_RULE", ask("honors", "2016-11-02T10:00", form="I-247X", asks_custody=True), "nor the hours of I-247X"),
    ("INFERENCE", ask("honors", received_at=date(2026, 11, 5)), "received late: drawn from the regulation's words"),
    ("INFERENCE", ask("honors", cancelled_at="in-time"), "withdrawn: drawn from them too"),
    ("CONTESTED", ask("us-tn", agreement=frozenset({"WSO"})), "the act of 2026"),
    ("CONTESTED", ask("us-nj", "2026-04-07T10:00", answers={"violent-charge": True}), "an act of 2026 that was not read"),
    ("NO_STATE_RULE", ask("us-ma", "2017-07-23T10:00"), "the day before Lunn"),
    ("NO_STATE_RULE", ask("us"), "no state at all"),
    ("NO_STATE_RULE", ask("us-al"), "a rule that courts may not have left"),
    ("LAW_NOT_CHECKED", ask("honors", "2026-11-25T00:00"), "the day after the sources were looked at"),
    ("ZONE_DATA_OLD", ask("honors", "2099-06-01T10:00"), "whatever zone data are in use"),
    ("LAW_CHANGES_IN_WINDOW", ask("us-nc", "2025-09-30T10:00", received_at=at("2025-09-30T09:00"), **NC_2025), "a new act on October 1"),
    ("LAW_CHANGES_IN_WINDOW", ask("us-nc", "2025-09-29T00:00:01", received_at=at("2025-09-29T00:00:01"), **NC_2025), "a second of it"),
    ("RULE_BELOW_VOID", ask("us-fl-pinellas"), "the agreement below the mandate"),
    ("RULE_BELOW_VOID", ask("us-ny-nyc-police", answers={"terror-match": True, "violent-5y": False, "violent-ever": False, "re-entered": False}), "the city below the state's no"),
]  # fmt: skip
WITHOUT: list[tuple[str, Decision, str]] = [
    ("FACT_IDLE", ask("honors", form="none", received_at="never"), "that it never came fits no detainer"),
    ("FACT_IDLE", ask("wso", papers={"I-200": False, "I-205": False}), "service was assumed, not given"),
    ("FACT_IDLE", ask("honors", box=2, asks_custody=False), "box 2 may ask or not"),
    ("FACT_IDLE", ask("wso", warrant_served_at="release", papers={"I-200": False, "I-205": True}), "the I-205 was served"),
    ("READINGS_DIFFER", ask("honors"), "Wednesday to Friday: both end together"),
    ("READINGS_DIFFER", ask("us-ma", "2026-11-06T10:00"), "no hold, so no end to differ"),
    ("OBSERVED_DAY_COUNTS", ask("honors", "2026-07-08T10:00"), "the week after"),
    ("OBSERVED_DAY_COUNTS", ask("honors", "2020-06-18T12:00"), "before there was a Juneteenth"),
    ("DST_IN_WINDOW", ask("honors", "2026-10-30T00:30"), "the window ends at 00:30, before the change"),
    ("DST_IN_WINDOW", ask("honors", "2026-11-02T10:00"), "it starts the day after the change"),
    ("DST_IN_WINDOW", ask("us-ma", "2026-10-31T17:00"), "no window"),
    ("BOOKING_AS_START", ask("honors", booked_at=at("2026-11-01T10:00")), "the release is known"),
    ("WINDOW_SPENT", ask("honors"), "a clock from release is never spent"),
    ("SERVED_LATE", ask("honors", served_at=at("2026-11-04T10:00")), "at release is in time"),
    ("SERVED_LATE", ask("honors", served_at=date(2026, 11, 4)), "that day: the order is not known"),
    ("SERVED_LATE", ask("honors", served_at="never"), "never is not late"),
    ("SERVED_LATE", ask("honors", received_at="never", served_at=at("2026-11-05T10:00")), "nothing was received"),
    ("SERVED_EARLY", ask("wso"), "at the scheduled release"),
    ("SERVED_EARLY", ask("wso", warrant_served_at=date(2026, 11, 4)), "that day: it may have been at release"),
    ("SERVED_EARLY", ask("wso", warrant_served_at="in-time"), "in time, the instant not known"),
    ("SERVED_EARLY", ask("wso", warrant_served_at="never"), "not served"),
    ("FORM_WITHDRAWN", ask("honors", "2018-11-02T10:00", form="I-247", received_at=date(2015, 12, 31)), "lodged in time, alive still"),
    ("FORM_WORDS_NOT_SEEN", ask("honors"), "box 1 was read"),
    ("NO_WARRANT_ATTACHED", ask("honors", papers={"I-200": False, "I-205": True}), "one of the two is enough"),
    ("NO_WARRANT_ATTACHED", ask("honors", "2014-11-05T10:00", papers={"I-200": False}), "nobody attached one in 2014"),
    ("WARRANT_WITHOUT_DETAINER", ask("wso", form="none", warrant_served_at="never"), "not served"),
    ("DUTY_NOT_MET", ask("us-nc"), "the order is there"),
    ("CITIZENSHIP", ask("us-fl", citizenship="resolved"), "looked into, not a citizen"),
    ("CITIZENSHIP", ask("honors", assume="nothing"), "not known whether there is a claim"),
    ("UNVERIFIED_RULE", ask("honors"), "read"),
    ("INFERENCE", ask("honors"), "guidance, not inference"),
    ("CONTESTED", ask("us-tn", agreement=frozenset({"WSO"}), answers={"act-of-2026": False}), "answered"),
    ("NO_STATE_RULE", ask("us-ma", "2017-07-24T10:00"), "a rule was read"),
    ("NO_STATE_RULE", ask("us-pa", assume="nothing"), "an agreement may be there"),
    ("LAW_NOT_CHECKED", ask("honors", "2026-11-24T23:59"), "the very day"),
    ("ZONE_DATA_OLD", ask("honors", "2024-12-31T23:59"), "the oldest data that may be installed are of 2025"),
    ("LAW_CHANGES_IN_WINDOW", ask("us-nc", "2025-09-29T00:00", received_at=at("2025-09-29T00:00"), **NC_2025), "full at the midnight the act begins: not inside"),
    ("LAW_CHANGES_IN_WINDOW", ask("us-nc", "2025-10-01T00:00", received_at=at("2025-09-30T09:00"), **NC_2025), "the new act has begun"),
    ("LAW_CHANGES_IN_WINDOW", ask("us-ma", "2026-06-30T10:00"), "no window"),
    ("RULE_BELOW_VOID", ask("us-fl"), "nothing stands below"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "decision", "why"), WITH, ids=[f"{c}-{why}" for c, _, why in WITH])
def test_a_warning_and_its_cause(code: str, decision: Decision, why: str) -> None:
    assert code in codes(decision), why
    assert code in render(decision) or code == "CONTESTED"  # which has a section of its own


@pytest.mark.parametrize(("code", "decision", "why"), WITHOUT, ids=[f"{c}-{why}" for c, _, why in WITHOUT])
def test_no_warning_without_cause(code: str, decision: Decision, why: str) -> None:
    assert code not in codes(decision), why


def test_every_code_of_the_docs_is_reached() -> None:
    """All but those that come from reading: of a time, given to the decision from outside, and of a row."""
    docs = (Path(__file__).parent.parent / "docs" / "codes.md").read_text("utf-8")
    table = docs.split("## Warnings")[1].split("##")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.M)) == {c for c, *_ in WITH} | {
        "AMBIGUOUS_HOUR",
        "DATE_ONLY",
    }


def test_a_warning_is_said_once() -> None:
    for _, decision, _ in WITH:
        assert len(decision.warnings) == len(set(decision.warnings))


MESSAGES = [
    ("2026-10-31T17:00", "it ends 60 minutes earlier by the clock on the wall"),
    ("2026-03-07T17:00", "it ends 60 minutes later by the clock on the wall"),
    ("2026-07-02T18:00", "if it is an ordinary day, the regulation ends Mon 6 Jul 2026 18:00 EDT; if it is a holiday, Tue 7 Jul 2026 18:00 EDT"),
]  # fmt: skip


@pytest.mark.parametrize(("release", "part"), MESSAGES)
def test_what_a_warning_says(release: str, part: str) -> None:
    assert part in " ".join(item.message for item in ask("honors", release).warnings)


def test_half_an_hour_on_lord_howe() -> None:
    """The one zone whose clocks change by 30 minutes, on Sun 2026-10-04."""
    decision = ask("honors", "2026-10-03T10:00", zone="Australia/Lord_Howe")
    assert "30 minutes later" in next(w.message for w in decision.warnings if w.code == "DST_IN_WINDOW")
    assert decision.to_dict()["release_by"] == "2026-10-05T10:30:00+11:00"


def test_unverified_and_inferred_rules_are_named(tmp_path: Path) -> None:
    source = '[source.u]\ncite = "Unread Act"\nurl = "https://example.org"\nseen = "unverified"\nchecked = 2026-11-02\n'
    rules = rule("r", "allowed", 'basis = "inference"', source="u") + rule("n", "required", act="notify", source="u")  # fmt: skip
    decision = ask(xanadu(tmp_path, rules, before=source))
    said = [item.message for item in decision.warnings if item.code == "UNVERIFIED_RULE"]
    assert said == ["The answer on hold rests on words nobody read: Unread Act", "The answer on notify rests on words nobody read: Unread Act"]  # fmt: skip
    assert "us-xx/r is a conclusion" in next(w.message for w in decision.warnings if w.code == "INFERENCE")
    handed = xanadu(tmp_path, rule("t", "not_allowed", 'basis = "inference"', act="transfer"))
    warned = [w.message for w in ask(handed).warnings if w.code == "INFERENCE"]
    assert ["us-xx/t" in message for message in warned] == [True]  # what `us` infers for all is not repeated


def test_the_newest_look_at_what_spoke(tmp_path: Path) -> None:
    earlier = HEAD.replace("2026-11-24", "2026-11-01")
    own = written(tmp_path, earlier + PERIOD + rule("r", "allowed"))
    assert law_checked(ask(own).basis) == date(2026, 11, 1)
    assert "LAW_NOT_CHECKED" in codes(ask(own, "2026-11-02T00:00"))
    assert "LAW_NOT_CHECKED" not in codes(ask(own, "2026-11-01T23:59"))
    assert law_checked(ask("us-pa").basis) == date(2026, 11, 24)  # nobody spoke: the federal sources


# ---- notes ----


def test_notes_are_said_where_they_are_met(tmp_path: Path) -> None:
    note = '[[period.note]]\ntext = "{0}"\n{1}source = ["s"]\n'
    own = xanadu(tmp_path, rule("r", "allowed") + note.format("Always", "")
                  + note.format("Met", 'when = "I-200"\n') + note.format("Not met", 'when = "not I-200"\n')
                  + note.format("Perhaps", 'when = "a"\n') + note.format("Warned", 'code = "INFERENCE"\n'))  # fmt: skip
    decision = ask(own)
    said = [(item["code"], item["text"]) for item in decision.to_dict()["notes"]]
    assert said == [("DUTY", "Always"), ("DUTY", "Met"), ("INFERENCE", "Warned")]
    assert ("INFERENCE", "Warned") in decision.warnings
    assert "DUTY" not in codes(decision)
    assert decision.to_dict()["notes"][0]["source"]["cite"] == "Xan. Stat. 1"


def test_notes_of_a_period_that_may_not_be(tmp_path: Path) -> None:
    note = '[[period.note]]\ntext = "Of the old act"\nsource = ["s"]\n'
    own = written(tmp_path, HEAD + '[[period]]\nid = "old"\noffense.until = 2026-01-01\n' + note)
    assert ask(own).to_dict()["notes"] == []  # the offense date is not known
    assert [n["text"] for n in ask(own, offense_on=date(2025, 1, 1)).to_dict()["notes"]] == ["Of the old act"]
    assert ask(own, offense_on=date(2026, 1, 1)).to_dict()["notes"] == []


# ---- steps ----


def steps(decision: Decision, layer: str = "us-xx") -> list[tuple[str, str, str, str, bool]]:
    return [(s["act"], s["rule"], s["result"], s["because"], s["spoke"]) for s in decision.to_dict()["steps"] if s["layer"] == layer]  # fmt: skip


STEPS: list[tuple[str, dict[str, Any], tuple[str, str], str]] = [
    ("I-200", {}, ("yes", "I-200 is yes"), "a paper"),
    ("not I-205", {}, ("yes", "I-205 is no"), "a paper that is not there"),
    ("form is I-247A", {}, ("yes", "form is I-247A"), "a choice"),
    ("form in (I-247N, I-247G)", {}, ("no", "form is I-247A"), "one of several"),
    ("box is 2", {}, ("no", "box is 1"), "a number"),
    ("a", {}, ("unknown", "a is unknown"), "an open question"),
    ("a", {"answers": {"a": False}}, ("no", "a is no"), "one answered"),
    ("served", {}, ("yes", "served by the release time: yes"), "a moment"),
    ("warrant-served", {}, ("no", "warrant-served by the release time: no"), "one that never came"),
    ("received", {"received_at": None}, ("unknown", "received by the release time: unknown"), "one not known"),
    ("query", {"answers": {"query": at("2026-11-03T09:00")}}, ("yes", "query by the release time: yes"), "a question of time"),
    ("agreement is WSO", {"agreement": frozenset({"TFM", "WSO"})}, ("yes", "agreement is TFM and WSO"), "one of its models"),
    ("agreement is WSO", {}, ("no", "agreement is none"), "no agreement"),
    ("agreement is WSO", {"agreement": None}, ("unknown", "agreement is unknown"), "not known"),
    ("issuer is CBP", {"issuer": None}, ("unknown", "issuer is unknown"), "not known"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "facts", "said", "why"), STEPS, ids=[f"{w}-{why}" for w, *_, why in STEPS])
def test_why_a_rule_is_met_or_not(when: str, facts: dict[str, Any], said: tuple[str, str], why: str, tmp_path: Path) -> None:  # fmt: skip
    own = xanadu(tmp_path, rule("r", "allowed", f'when = "{when}"'))
    ((_, _, result, because, spoke),) = steps(known(own, **facts))
    assert result == said[0]
    assert because == said[1], why
    assert spoke == (result != "no")


def test_rules_after_the_one_that_spoke_are_not_reached(tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("one", "allowed", 'when = "I-205"') + rule("two", "not_allowed")
                  + rule("three", "required", 'when = "a"') + rule("tell", "required", act="notify"))  # fmt: skip
    assert steps(known(own)) == [
        ("hold", "one", "no", "I-205 is no", False), ("hold", "two", "yes", "no condition", True),
        ("hold", "three", "not reached", "a is unknown", False), ("notify", "tell", "yes", "no condition", True)]  # fmt: skip
    whole = known(own).to_dict()["steps"]
    assert [s["when"] for s in whole if s["layer"] == "us-xx"][:2] == ["I-205", "always"]
    assert [s["layer"] for s in whole if s["act"] == "hold"][:1] == ["us"]  # in the order of the walk


def test_rules_below_one_that_binds_are_weighed_all_the_same(tmp_path: Path) -> None:
    xanadu(tmp_path, 'when = "a"\n', rule("r", "required"))
    text = PERIOD + rule("never", "not_allowed", 'when = "a"') + rule("perhaps", "allowed")
    below = county(tmp_path, text)
    bound = known(below, answers={"a": True})
    assert bound.hold == "required"
    assert [s[1:3] for s in steps(bound, "us-xx-yy")] == [("never", "yes"), ("perhaps", "not reached")]
    assert "RULE_BELOW_VOID" in codes(bound)
    open_ = known(below)  # whether the period above is in force is not known
    assert open_.hold == "unknown"
    assert "RULE_BELOW_VOID" not in codes(open_)


def test_an_open_rule_leaves_those_after_it_open(tmp_path: Path) -> None:
    own = xanadu(tmp_path, rule("one", "allowed", 'when = "a"') + rule("two", "not_allowed"))  # fmt: skip
    assert [(s[1], s[2], s[4]) for s in steps(known(own))] == [("one", "unknown", True), ("two", "yes", True)]


def test_the_condition_of_a_period_is_part_of_the_reason(tmp_path: Path) -> None:
    own = xanadu(tmp_path, 'when = "a"\n' + rule("r", "allowed", 'when = "I-200"'))
    for answer, result in ((True, "yes"), (False, "no"), (None, "unknown")):
        answers = {} if answer is None else {"a": answer}
        ((*_, found, because, _),) = steps(known(own, answers=answers))
        assert found == result
        assert because.startswith("a is ")
        assert ("I-200 is yes" in because) or answer is not True


def test_steps_of_periods_that_may_be(tmp_path: Path) -> None:
    """The offense date is not known; a booking date leaves out the periods that begin after it."""
    span = "offense = {{ from = {0}, until = {1} }}\n"
    own = written(tmp_path, HEAD + '[[period]]\nid = "old"\noffense.until = 2025-01-01\n' + rule("old", "silent")
                  + '[[period]]\nid = "mid"\n' + span.format("2025-01-01", "2026-01-01") + rule("mid", "allowed")
                  + '[[period]]\nid = "new"\noffense.from = 2026-01-01\n' + rule("new", "not_allowed"))  # fmt: skip

    def open_to(**facts: Any) -> list[tuple[str, str]]:
        return [(name, result) for _, name, result, *_ in steps(known(own, **facts))]

    assert open_to() == [("old", "unknown"), ("mid", "unknown"), ("new", "unknown")]
    assert open_to(booked_at=at("2025-06-01T10:00")) == [("old", "unknown"), ("mid", "unknown")]
    assert open_to(booked_at=at("2024-06-01T10:00")) == [("old", "yes")]
    assert open_to(offense_on=date(2025, 1, 1)) == [("mid", "yes")]


def test_an_agreement_that_may_be_there_is_unsure() -> None:
    open_ = known("us-pa", agreement=None, designated=True, warrant_served_at="release")
    assert [(s[1], s[2]) for s in steps(open_, "agreement-wso")] == [("warrant-served", "unknown")]
    assert steps(known("us-pa"), "agreement-wso") == []
