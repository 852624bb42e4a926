"""What an answer says: headlines, warnings, the present moment, time held past, acts, steps."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from records import decide, examples

from detainer import Custody, Decision, DetainerError, check, load_profile
from detainer.formats.text import LAST_LINE, render
from detainer.zones import load

ZONE = "America/New_York"
REAL = {"honors": ZONE, "wso": ZONE, "sanctuary": ZONE, "us": ZONE}


def at(text: str, zone: str = ZONE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=load(zone))


def ask(
    profile: str, release: str | None, *, as_of: str | None = None, assume: str = "ordinary", **facts: Any
) -> Decision:
    if release:
        facts["release_at"] = at(release)
    record = Custody(**facts)
    return check(record, profile, assume=assume, as_of=as_of and at(as_of), timezone=REAL.get(profile))  # type: ignore[arg-type]


HEADLINES: list[tuple[str, Decision, str]] = [
    (
        "RELEASE BY Fri 27 Nov 2026 15:00 EST unless ICE takes custody first (46 h 12 min left)",
        ask("honors", "2026-11-25T15:00", as_of="2026-11-25T16:48"),
        "48 straight hours from Wed 15:00, an hour and 48 minutes gone",
    ),
    (
        "RELEASE BY Fri 27 Nov 2026 15:00 EST unless ICE takes custody first",
        ask("honors", "2026-11-25T15:00"),
        "no present moment",
    ),
    (
        "WINDOW ENDED Fri 27 Nov 2026 15:00 EST, 3 h 5 min ago. Release is due",
        ask("honors", "2026-11-25T15:00", as_of="2026-11-27T18:05"),
        "past its end",
    ),
    ("WINDOW ENDED Fri 27 Nov 2026 15:00 EST. Release is due", ask("honors", "2026-11-25T15:00", as_of="2026-11-27T15:00"), "at its end"),
    (
        "RELEASE DUE Wed 25 Nov 2026 15:00 EST. No ICE hold: Lunn v. Commonwealth, 477 Mass. 517 (July 24, 2017)",
        ask("us-ma", "2026-11-25T15:00"),
        "state law gives no power",
    ),
    (
        "RELEASE DUE Wed 25 Nov 2026 15:00 EST. No rule read authorizes a hold (Pennsylvania: no state rule found)",
        ask("us-pa", "2026-11-25T15:00"),
        "silence authorizes nothing",
    ),
    (
        "STOP. Citizenship is claimed and not resolved: no hold. RELEASE DUE Wed 25 Nov 2026 15:00 EST",
        ask("honors", "2026-11-25T15:00", citizenship="claimed"),
        "over any rule",
    ),
    (
        "STOP. Citizenship is shown and not resolved: no hold. RELEASE DUE Wed 25 Nov 2026 15:00 EST",
        ask("honors", "2026-11-25T15:00", citizenship="shown"),
        "shown",
    ),
    (
        "ORDINARY CUSTODY. A court's criminal warrant holds the person; no detainer clock runs",
        ask("honors", "2026-11-25T15:00", papers={"criminal-warrant": True}),
        "a court's warrant",
    ),
    (
        "CANNOT SAY: needs --paper I-200|--no-paper I-200, --paper I-205|--no-paper I-205",
        ask("honors", "2026-11-25T15:00", assume="nothing", form="I-247A", box=1, received_at="in-time", served_at="in-time",
            cancelled_at="never", citizenship="none", agreement=frozenset(), papers={"criminal-warrant": False}),
        "either warrant would do",
    ),
    (
        "RELEASE DUE Wed 25 Nov 2026 15:00 EST in every case (which rule: needs --paper criminal-warrant|--no-paper criminal-warrant)",
        ask("sanctuary", "2026-11-25T15:00", assume="nothing", form="none"),
        "no detainer, or ordinary custody",
    ),
    (
        "RELEASE DUE Thu 6 Mar 2025 14:00 EST. No ICE hold: the hours of the clock receipt ran out Wed 5 Mar 2025 09:00 EST",
        ask("us-nc", "2025-03-06T14:00", received_at=at("2025-03-03T09:00"), offense_on=date(2025, 1, 10)),
        "48 hours from Mon 09:00 ended Wed 09:00, before release",
    ),
    (
        "RELEASE DUE when local custody ends (no release time was given). No ICE hold: Lunn v. Commonwealth, 477 Mass. 517 (July 24, 2017)",
        ask("us-ma", None, booked_at=at("2026-11-25T15:00")),
        "booking alone says nothing of when custody ends",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("headline", "decision", "why"), HEADLINES, ids=[why for _, _, why in HEADLINES])
def test_headlines(headline: str, decision: Decision, why: str) -> None:
    lines = render(decision).split("\n")
    first = " ".join(lines[: lines.index("")])
    assert first.startswith(headline), why


def test_required_or_allowed_is_a_hold_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "us-xx.toml"
    rule = '[[period.rule]]\nid = "{0}"\nact = ["hold"]\nwhen = "{1}"\noutcome = "{0}"\nsource = ["s"]\n'
    path.write_text(
        'format = 1\nid = "us-xx"\nname = "X"\nparent = "us"\nstance = "honors"\n[source.s]\ncite = "c"\nurl = "u"\n'
        'seen = "paraphrase"\nchecked = 2026-11-24\n[ask.a]\ntext = "A?"\n[[period]]\nid = "p"\n'
        + rule.format("required", "a") + rule.format("allowed", "not a")
    )  # fmt: skip
    decision = check(
        Custody(release_at=at("2026-11-02T10:00")), load_profile(path), assume="ordinary", timezone=ZONE
    )
    assert (decision.hold, decision.hold_applies, decision.possible) == (
        "unknown",
        True,
        ("required", "allowed"),
    )
    assert " ".join(render(decision).split("\n")[:2]).startswith(
        "RELEASE BY Wed 4 Nov 2026 10:00 EST unless ICE takes custody first (required or allowed: needs --answer a=yes|no)"
    )


WARNED: list[tuple[str, Decision, str]] = [
    ("READINGS_DIFFER", ask("honors", "2026-11-25T15:00"), "Friday against Monday"),
    ("OBSERVED_DAY_COUNTS", ask("honors", "2026-07-02T18:00"), "4 July 2026 is a Saturday, kept on Friday the 3rd"),
    ("DST_IN_WINDOW", ask("honors", "2026-10-31T17:00"), "clocks go back on Sunday 1 November"),
    ("BOOKING_AS_START", ask("honors", None, booked_at=at("2026-11-02T10:00")), "no release time"),
    ("WINDOW_SPENT", ask("us-nc", "2025-03-06T14:00", received_at=at("2025-03-03T09:00"), offense_on=date(2025, 1, 10)), "spent"),
    ("SERVED_LATE", ask("honors", "2026-11-02T10:00", served_at=at("2026-11-02T11:00")), "an hour late"),
    ("SERVED_EARLY", ask("wso", "2026-11-02T10:00", warrant_served_at=at("2026-11-01T10:00")), "a day before"),
    ("FORM_WITHDRAWN", ask("honors", "2026-11-02T10:00", form="I-247", received_at=date(2018, 1, 1)), "no longer issued then"),
    ("FORM_WORDS_NOT_SEEN", ask("honors", "2026-11-02T10:00", box=2, asks_custody=True), "box 2 was not read"),
    ("NO_WARRANT_ATTACHED", ask("honors", "2026-11-02T10:00", papers={"I-200": False}), "nothing attached"),
    ("WARRANT_WITHOUT_DETAINER", ask("wso", "2026-11-02T10:00", form="none"), "an I-200 served, no detainer"),
    ("DUTY_NOT_MET", ask("us-fl-pinellas", "2026-11-02T10:00", papers={"I-200": False}), "Florida asks for the warrant"),
    ("CITIZENSHIP", ask("honors", "2026-11-02T10:00", citizenship="shown"), "shown"),
    ("UNVERIFIED_RULE", ask("us-fl-pinellas", "2026-11-02T10:00"), "908.102(2)(c) was not read"),
    ("INFERENCE", ask("honors", "2026-11-02T10:00", cancelled_at="in-time"), "drawn from 287.7(a)"),
    ("CONTESTED", ask("us-nj", "2026-04-07T10:00", answers={"violent-charge": True}), "the act of 2026 was not read"),
    ("NO_STATE_RULE", ask("us-ma", "2016-11-02T10:00"), "before Lunn"),
    ("LAW_NOT_CHECKED", ask("honors", "2027-01-04T10:00"), "after the sources were looked at"),
    ("LAW_CHANGES_IN_WINDOW", ask("us-nc", "2025-09-30T10:00", received_at=at("2025-09-30T09:00"), offense_on=date(2025, 1, 10)),
     "the act of 2025 begins on October 1"),
    ("RULE_BELOW_VOID", ask("us-fl-pinellas", "2026-11-02T10:00"), "the agreement below the mandate"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "decision", "why"), WARNED, ids=[f"{code}-{why}" for code, _, why in WARNED]
)
def test_every_warning_can_be_had(code: str, decision: Decision, why: str) -> None:
    assert code in {item.code for item in decision.warnings}, why
    assert code in render(decision) or code == "CONTESTED"


CALM = [
    ("READINGS_DIFFER", ask("honors", "2026-11-02T10:00"), "Monday to Wednesday: both end together"),
    ("READINGS_DIFFER", ask("us-ma", "2026-11-25T15:00"), "no hold, so no end to differ"),
    ("OBSERVED_DAY_COUNTS", ask("honors", "2026-06-15T10:00"), "no kept day near"),
    ("DST_IN_WINDOW", ask("honors", "2026-11-02T10:00"), "the day after"),
    (
        "SERVED_LATE",
        ask("honors", "2026-11-02T10:00", served_at=at("2026-11-02T10:00")),
        "at release is in time",
    ),
    (
        "FORM_WITHDRAWN",
        ask("honors", "2018-11-02T10:00", form="I-247", received_at=date(2014, 1, 1)),
        "lodged in time, alive still",
    ),
    ("LAW_NOT_CHECKED", ask("honors", "2026-11-24T10:00"), "the very day"),
]


@pytest.mark.parametrize(("code", "decision", "why"), CALM, ids=[f"{code}-{why}" for code, _, why in CALM])
def test_no_warning_without_cause(code: str, decision: Decision, why: str) -> None:
    assert code not in {item.code for item in decision.warnings}, why


NOW = [
    ("2026-11-25T14:00", "not_started", 49 * 3600, "an hour before release"),
    ("2026-11-25T15:00", "running", 48 * 3600, "at release"),
    ("2026-11-27T14:59", "running", 60, "the last minute"),
    ("2026-11-27T15:00", "ended", 0, "half-open: the end is out"),
]


@pytest.mark.parametrize(("moment", "status", "left", "why"), NOW, ids=[why for *_, why in NOW])
def test_now(moment: str, status: str, left: int, why: str) -> None:
    answer = ask("honors", "2026-11-25T15:00", as_of=moment).to_dict()
    assert (answer["now"]["status"], answer["now"]["seconds_left"]) == (status, left), why


def test_now_without_a_window() -> None:
    moment = "2026-11-25T15:00"
    assert ask("us-ma", moment, as_of=moment).to_dict()["now"]["status"] == "no_hold"
    assert ask("us-ma", "2016-01-04T10:00", as_of=moment).to_dict()["now"]["status"] == "no_hold"
    warrant = ask("honors", moment, as_of=moment, papers={"criminal-warrant": True})
    assert warrant.to_dict()["now"]["status"] == "no_clock"
    assert ask("honors", moment, as_of=moment, assume="nothing").to_dict()["now"]["status"] == "unknown"
    assert ask("honors", moment).to_dict()["now"] is None


def test_held_past() -> None:
    """Fri 2013-07-19 20:00, ten and a half hours after 48 hours from Wed 09:30."""
    decision = ask("honors", "2013-07-17T09:30", form="I-247", freed_at=at("2013-07-19T20:00"))
    assert decision.to_dict()["held_past_seconds"] == {
        "release": 58 * 3600 + 1800, "release_by": 10 * 3600 + 1800, "straight": 10 * 3600 + 1800, "regulation": 10 * 3600 + 1800,
    }  # fmt: skip
    said = " ".join(render(decision).split())
    assert "held past release 58 h 30 min, release by 10 h 30 min, straight 10 h 30 min" in said
    early = ask(
        "honors",
        "2013-07-17T09:30",
        form="I-247",
        taken_at=at("2013-07-17T08:00"),
        freed_at=at("2013-07-18T08:00"),
    )
    assert early.to_dict()["held_past_seconds"]["release"] == 0  # taken before release was due
    none = ask("honors", "2026-11-25T15:00", assume="nothing", form="none", freed_at=at("2026-11-26T15:00"))
    assert none.to_dict()["held_past_seconds"]["straight"] is None


def test_acts_have_their_times() -> None:
    notice = ask("us-nc", "2025-11-06T14:00")
    assert notice.notify.outcome == "required"
    assert notice.to_dict()["notify"]["due_at"] == "2025-11-06T16:00:00-05:00"  # two hours after release
    early = ask("us-fl-pinellas", "2026-03-10T10:00", answers={"sentence-order": True})
    # twelve calendar days back at the same local hour, across the clock change of March 8
    assert early.to_dict()["transfer"]["earliest"] == "2026-02-26T10:00:00-05:00"
    assert ask("us-ny", "2026-11-25T15:00").notify.outcome == "unknown"  # the law of 2026 was not read


def test_an_instant_that_is_not_known_is_asked_for() -> None:
    """North Carolina's clock ran from receipt: within the day it may or may not be spent."""
    base = {"offense_on": date(2025, 1, 10)}
    open_ = ask("us-nc", "2025-03-06T14:00", received_at=date(2025, 3, 4), **base)
    assert (open_.hold, open_.hold_applies, open_.release_by) == ("unknown", None, None)
    assert [(m.fact, m.settles) for m in open_.missing] == [("received_at", ("hold", "release_by"))]
    low, high = open_.release_between or (None, None)
    assert low == at("2025-03-06T14:00")  # received before 14:00: the 48 hours are over at release
    assert high == at("2025-03-06T23:59:59")  # received in the last second of March 4
    spent = ask("us-nc", "2025-03-06T14:00", received_at=date(2025, 3, 3), **base)
    assert spent.hold == "not_allowed"  # whatever the hour of March 3
    whole = ask("us-nc", "2025-03-06T14:00", received_at=date(2025, 3, 5), **base)
    assert whole.hold == "required"  # whatever the hour of March 5; the earliest end leads
    assert whole.release_by == at("2025-03-07T00:00")
    answer = open_.to_dict()
    reading = next(item for item in answer["readings"] if item["clock"] == "receipt")
    assert (reading["starts_from"], reading["starts_at"], reading["ends_at"]) == ("received_at", None, None)
    assert "cannot be counted, the time of receipt of the detainer is not known" in " ".join(
        render(open_).split()
    )


def test_cancelled_inside_the_window() -> None:
    decision = ask("honors", "2026-11-25T15:00", cancelled_at=at("2026-11-26T09:00"))
    assert decision.release_by == at("2026-11-26T09:00")
    day = ask("honors", "2026-11-25T15:00", cancelled_at=date(2026, 11, 26))
    assert day.release_by == at("2026-11-26T00:00")  # the hour is not known: the earliest
    assert [(m.fact, m.settles) for m in day.missing] == [("cancelled_at", ("release_by",))]


REFUSED = [
    ({"form": "I-247G", "release_at": at("2024-11-25T15:00")}, "FORM_NOT_IN_USE", "from 2025-03-04"),
    ({"form": "I-247A", "release_at": at("2026-11-25T15:00"), "received_at": date(2017, 3, 15)}, "FORM_NOT_IN_USE", "by its receipt"),
    ({"release_at": at("2026-11-25T15:00"), "offense_on": date(2026, 11, 26)}, "ORDER_IMPOSSIBLE", "after release"),
    ({"release_at": at("2026-11-25T15:00"), "booked_at": at("2026-11-20T15:00"), "offense_on": date(2026, 11, 21)}, "ORDER_IMPOSSIBLE", "after booking"),
    ({"release_at": at("2026-11-25T15:00"), "answers": {"judicial-order": "never"}}, "VALUE_UNKNOWN", "a word to a yes-no question"),
    ({"release_at": at("2026-11-25T15:00"), "answers": {"zz": True}}, "ANSWER_UNKNOWN", "not asked"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "code", "why"), REFUSED, ids=[why for *_, why in REFUSED])
def test_what_check_refuses(facts: dict[str, Any], code: str, why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        check(Custody(**facts), "us-nc")
    assert code in [problem.code for problem in caught.value.problems], why


def test_check_refuses_its_own_arguments() -> None:
    record = Custody(release_at=at("2026-11-25T15:00"))
    for more, code in (
        ({"as_of": datetime(2026, 1, 1)}, "NAIVE_TIME"), ({"assume": "all"}, "VALUE_UNKNOWN"), ({"timezone": "X/Y"}, "ZONE_UNKNOWN"),
        ({"timezone": "America/Chicago"}, "ZONE_NOT_HERE"),
    ):  # fmt: skip
        with pytest.raises(DetainerError) as caught:
            check(record, "us-ma", **more)  # type: ignore[arg-type]
        assert caught.value.problems[0].code == code
    for profile in ("honors", "us-fl"):
        with pytest.raises(DetainerError) as caught:
            check(record, profile)
        assert caught.value.problems[0].code == "ZONE_NEEDED"


def test_facts_that_cannot_all_be_so() -> None:
    with pytest.raises(DetainerError) as caught:
        ask("us-dc", "2026-11-25T15:00", answers={"federal-judge-order": True}, papers={"judge-order": False})
    assert caught.value.problems[0].code == "CONTRADICTION"
    # what is assumed yields to what was said: an ordinary file has no judge's order
    assert ask("us-dc", "2026-11-25T15:00", answers={"federal-judge-order": True}).hold == "allowed"


def test_too_many_ways(tmp_path: Path) -> None:
    path = tmp_path / "us-xx.toml"
    asks = "".join(f'[ask.q{n}]\ntext = "Q{n}?"\n' for n in range(26))
    when = " and ".join(f"(q{n} or q{n + 13})" for n in range(13))
    path.write_text(
        'format = 1\nid = "us-xx"\nname = "X"\nparent = "us"\nstance = "honors"\n[source.s]\ncite = "c"\nurl = "u"\n'
        f'seen = "paraphrase"\nchecked = 2026-11-24\n{asks}[[period]]\nid = "p"\n[[period.rule]]\nid = "r"\n'
        f'act = ["hold"]\nwhen = "{when}"\noutcome = "allowed"\nsource = ["s"]\n'
    )
    with pytest.raises(DetainerError) as caught:
        check(Custody(release_at=at("2026-11-02T10:00")), path, assume="ordinary", timezone=ZONE)
    assert caught.value.problems[0].code == "TOO_MANY_UNKNOWNS"


def test_ordinary_papers_are_listed_with_the_flag_that_says_otherwise() -> None:
    decision = ask("us-fl-pinellas", "2026-11-25T15:00")
    flags = {item["fact"]: (item["value"], item["flag"]) for item in decision.to_dict()["assumed"]}
    assert flags["form"] == ("I-247A", "--form")
    assert flags["I-200"] == ("yes", "--no-paper I-200")
    assert flags["I-205"] == ("no", "--paper I-205")
    assert flags["complete-form"] == ("yes", "--answer complete-form=no")
    assert flags["warrant_served_at"] == (
        "release",
        "--warrant-served",
    )  # the agreement's layer wins over `us`
    assert flags["designated"] == ("yes", "--not-designated")
    assert "agreement" not in flags  # the profile's own
    none = ask("honors", "2026-11-25T15:00", form="none").to_dict()
    assert {"box", "received_at", "served_at"}.isdisjoint(item["fact"] for item in none["assumed"])
    assert not ask("honors", "2026-11-25T15:00", assume="nothing").rests_on_assumptions


def test_decisions_can_be_pickled() -> None:
    for decision in (ask("honors", "2026-11-25T15:00"), ask("us-nj", "2026-04-07T10:00", assume="nothing")):
        again = pickle.loads(pickle.dumps(decision))
        assert again.to_dict() == decision.to_dict()


def test_the_text_of_every_example() -> None:
    for profile, number, example in examples():
        text = render(decide(profile, example))
        assert all(len(line) <= 80 for line in text.split("\n")), (profile, number)
        assert " ".join(text.split()).endswith(LAST_LINE)
        assert text.replace("\n", "").isprintable()
        lowered = " ".join(text.lower().split()).replace("not legal advice", "")
        assert "hold is lawful" not in lowered
        assert "is valid" not in lowered


def test_equal_ends_stand_on_one_line() -> None:
    assert "straight and regulation: ends Wed 4 Nov 2026 10:00 EST" in render(
        ask("honors", "2026-11-02T10:00")
    )
    assert UTC is not None
