"""The answer for people: headlines, sections, lines of 80 columns, and what is never said."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made import PERIOD, ask, at, codes, rule, under_a_federal_layer_of_ones_own, xanadu

from detainer import Decision
from detainer.asking import carrying
from detainer.formats.text import LAST_LINE, render
from detainer.formats.wrap import WIDTH, wrap


def head(decision: Decision) -> str:
    """The headline and the line below it, unwrapped."""
    lines = render(decision).split("\n")
    return " ".join(" ".join(lines[: lines.index("")]).split())


def section(decision: Decision, title: str) -> str:
    text = render(decision)
    if f"\n{title}" not in text:
        return ""
    return " ".join(text.split(f"\n{title}", 1)[1].split("\n\n")[0].split())


MAY = {"form": "I-247A", "box": 1, "received_at": "in-time", "served_at": "in-time", "cancelled_at": "never", "citizenship": "none", "agreement": frozenset()}  # fmt: skip
DUE = "RELEASE DUE Wed 4 Nov 2026 10:00 EST"
BY = "RELEASE BY Fri 6 Nov 2026 10:00 EST unless ICE takes custody first"
ASSUMED = "rests on what was assumed, not given: see ONLY IF CONFIRMED"
LUNN = "Lunn v. Commonwealth, 477 Mass. 517 (July 24, 2017)"
HEADLINES: list[tuple[Decision, str, str]] = [
    (ask("honors"), f"{BY} until then the profile `honors` (guidance) permits a hold", "a policy"),
    (ask("us-nc"), f"{BY} until then the profile `us-nc` (law) requires a hold", "a mandate"),
    (ask("honors", as_of="2026-11-04T11:48"), f"{BY} (46 h 12 min left) until then", "hours and minutes left"),
    (ask("honors", as_of="2026-11-05T10:00"), f"{BY} (24 h left) until then", "whole hours"),
    (ask("honors", as_of="2026-11-06T09:15"), f"{BY} (45 min left) until then", "minutes"),
    (ask("honors", as_of="2026-11-06T09:59:30"), f"{BY} (0 min left) until then", "seconds, which are not promised"),
    (ask("honors", as_of="2026-10-25T10:00"), f"{BY} (12 days 1 h left) until then", "days; an hour more, clocks go back on the way"),
    (ask("honors", as_of="2026-11-06T10:00"), "WINDOW ENDED Fri 6 Nov 2026 10:00 EST. Release is due until then", "at its end"),
    (ask("honors", as_of="2026-11-06T13:05"), "WINDOW ENDED Fri 6 Nov 2026 10:00 EST, 3 h 5 min ago. Release is due until then the profile `honors` (guidance) permitted a hold", "past it"),
    (ask("us-nc", as_of="2026-11-07T10:00"), "WINDOW ENDED Fri 6 Nov 2026 10:00 EST, 24 h ago. Release is due until then the profile `us-nc` (law) required a hold", "a mandate that is over"),
    (ask("us-ma"), f"{DUE}. No ICE hold: {LUNN}", "a no, and whose"),
    (ask("us-ma", None, booked_at=at("2026-11-04T10:00")), f"RELEASE DUE when local custody ends (no release time was given). No ICE hold: {LUNN}", "booking alone"),
    (ask("honors", None, booked_at=at("2026-11-04T10:00")), f"{BY} until then the profile `honors` (guidance) permits a hold counted from booking: no release time was given", "counted from booking"),
    (ask("us-pa"), f"{DUE}. No rule read authorizes a hold (Pennsylvania: no state rule found)", "nothing was found"),
    (ask("us-fl", papers={"I-200": False}), f"{DUE}. No rule read authorizes a hold (Florida: no state rule met)", "a duty was found and is not met"),
    (ask("us"), f"{DUE}. No rule read authorizes a hold (United States: no state rule found)", "no state"),
    (ask("us-al"), f"{DUE.replace('EST', 'CST').replace('10', '09')}. No rule read authorizes a hold (Alabama: whether a state rule does is unsettled law)", "a rule that courts may or may not have left"),
    (ask("us-fl", citizenship="claimed"), f"STOP. Citizenship is claimed and not resolved: no hold. {DUE}", "over a mandate"),
    (ask("us-fl", citizenship="shown"), f"STOP. Citizenship is shown and not resolved: no hold. {DUE}", "shown"),
    (ask("us-ma", citizenship="claimed", assume="nothing", papers={"criminal-warrant": False}), f"STOP. Citizenship is claimed and not resolved: no hold. {DUE}", "whatever the papers are"),
    (ask("us-ma", citizenship="none", assume="nothing", papers={"criminal-warrant": False}), f"{DUE}. No ICE hold: Alcocer v. Mills", "no claim: whose no it is depends on the papers"),
    (ask("us-ma", assume="nothing", papers={"criminal-warrant": False}), f"{DUE}. No ICE hold: Alcocer v. Mills", "a claim that nobody made stops nothing"),
    (ask("honors", citizenship="claimed", served_at="never"), f"STOP. Citizenship is claimed and not resolved: no hold. {DUE}", "one more reason hides nothing"),
    (ask("honors", citizenship="shown", form="none"), f"STOP. Citizenship is shown and not resolved: no hold. {DUE}", "no detainer either"),
    (ask("honors", citizenship="claimed", assume="nothing"), f"STOP. Citizenship is claimed and not resolved: no hold. {DUE}", "whatever the rest is"),
    (ask("us-nc", "2025-03-07T14:00", offense_on=date(2025, 3, 5), received_at=date(2025, 3, 6)), "RELEASE BY Sat 8 Mar 2025 00:00 EST", "the earliest that a receipt on 6 March leaves: its midnight"),
    (ask("honors", papers={"criminal-warrant": True}, citizenship="claimed"), "ORDINARY CUSTODY. A court's criminal warrant holds the person; no detainer clock runs", "a court's warrant comes first"),
    (ask("us-nc", "2025-03-06T14:00", received_at=at("2025-03-03T09:00"), offense_on=date(2025, 1, 10)), "RELEASE DUE Thu 6 Mar 2025 14:00 EST. No ICE hold: the hours of the clock receipt ran out Wed 5 Mar 2025 09:00 EST", "spent before release"),
    (ask("honors", assume="nothing", papers={"criminal-warrant": False}, **MAY), "CANNOT SAY: needs --paper I-200|--no-paper I-200, --paper I-205|--no-paper I-205 release is due between Wed 4 Nov 2026 10:00 EST and Fri 6 Nov 2026 10:00 EST", "what would settle it, and the bounds"),
    (ask("honors", assume="nothing"), "CANNOT SAY: needs --form I-247A|I-247|I-247D|I-247N|I-247X|I-247G|none, --box 1|2, --asks-custody|--no-asks-custody and ", "three of many"),
    (ask("sanctuary", assume="nothing", form="none"), f"{DUE} in every case (which rule: needs --paper criminal-warrant|--no-paper criminal-warrant)", "due either way"),
    (ask("honors", cancelled_at=date(2026, 11, 5)), "RELEASE BY Thu 5 Nov 2026 00:00 EST unless ICE takes custody first until then the profile `honors`", "cut short by a cancellation, at the earliest"),
]  # fmt: skip


@pytest.mark.parametrize(("decision", "said", "why"), HEADLINES, ids=[why for *_, why in HEADLINES])
def test_headlines(decision: Decision, said: str, why: str) -> None:
    assert head(decision).startswith(said), why


def test_required_or_allowed(tmp_path: Path) -> None:
    decision = ask(xanadu(tmp_path, rule("must", "required", 'when = "a"'), rule("may", "allowed")))
    assert head(decision) == f"{BY} (required or allowed: needs --answer a=yes|no) {ASSUMED}"
    assert section(decision, "RULES").startswith("hold: unknown tell ICE: allowed")


def test_the_earliest_of_several_ends(tmp_path: Path) -> None:
    two = "[clock.two]\nhours = 2\n"
    own = xanadu(tmp_path, rule("short", "allowed", 'when = "a"\nclock = ["two"]'), rule("long", "allowed"), before=two)  # fmt: skip
    decision = ask(own)
    assert decision.window is not None
    assert (decision.window.clock, decision.release_between) == ("two", None)
    assert head(decision) == "RELEASE BY Wed 4 Nov 2026 12:00 EST unless ICE takes custody first the earliest end of those left open; needs --answer a=yes|no " + ASSUMED  # fmt: skip


def test_silence_with_a_rule_that_says_so(tmp_path: Path) -> None:
    """No rule there would authorize a hold. What the form and the regulation count stands all the same."""
    decision = ask(xanadu(tmp_path, rule("r", "silent")))
    assert head(decision).startswith(f"{DUE}. No rule read authorizes a hold (Xanadu: no state rule found)")
    assert [reading.clock.id for reading in decision.readings] == ["straight", "regulation"]


def test_one_outcome_of_many_rules(tmp_path: Path) -> None:
    papers = ["I-205", "I-203", "judge-order"]
    rules = [rule(f"r{n}", "not_allowed", f'when = "{paper}"') for n, paper in enumerate(papers)]
    path = xanadu(tmp_path, *rules, rule("rest", "not_allowed"))
    open_ = ask(path, assume="nothing", issuer="ICE", designated=False, warrant_served_at="never",
                papers={"I-200": True, "criminal-warrant": False}, **MAY)  # fmt: skip
    assert head(open_) == f"{DUE}. No ICE hold: Xan. Stat. 1"
    assert section(open_, "RULES").startswith("hold: not allowed, whichever of 4 rules it is tell ICE")
    two = ask(path, assume="nothing", issuer="ICE", designated=False, warrant_served_at="never",
              papers={"I-200": True, "criminal-warrant": False, "judge-order": False, "I-203": False}, **MAY)  # fmt: skip
    assert section(two, "RULES").count("hold: not allowed: Xan. Stat. 1") == 2


# ---- the body ----


def test_equal_ends_stand_on_one_line() -> None:
    assert "straight and regulation: ends Fri 6 Nov 2026 10:00 EST <- straight governs" in render(ask("honors"))  # fmt: skip
    apart = render(ask("honors", "2026-11-06T10:00"))
    assert "  straight: ends Sun 8 Nov 2026 10:00 EST <- governs\n" in apart
    assert "  regulation: ends Tue 10 Nov 2026 10:00 EST\n" in apart
    both = render(ask("wso"))
    assert "straight and service: ends" not in both  # the regulation ends with them
    assert "straight and regulation and service: ends Fri 6 Nov 2026 10:00 EST" in " ".join(both.split())
    alike = " ".join(render(ask("wso", "2026-11-06T10:00")).split())
    assert "straight and service: ends Sun 8 Nov 2026 10:00 EST <- governs" in alike


COUNTS = [
    ('hours = 48', "48 h, every hour counted, from release"),
    ('hours = 4.5', "4.5 h, every hour counted, from release"),
    ('hours = 4\nexcludes = ["sunday"]', "4 h without Sundays from release"),
    ('hours = 4\nexcludes = ["saturday", "sunday"]', "4 h without Saturdays and Sundays from release"),
    ('hours = 4\nexcludes = ["saturday", "federal-holiday", "federal-closure"]', "4 h without Saturdays, federal holidays and federal closures from release"),
    ('hours = 4\nexcludes = ["holiday:US-DC"]', "4 h without holidays of US-DC from release"),
    ('ends_at = "23:59"', "until 23:59 the same day from release"),
    ('hours = 4\nstarts = "booked_at"', "4 h, every hour counted, from booking"),
    ('hours = 4\nstarts = { latest = ["release_at", "received_at"] }', "4 h, every hour counted, from release"),
]  # fmt: skip


@pytest.mark.parametrize(("clock", "said"), COUNTS, ids=[said for _, said in COUNTS])
def test_how_a_clock_counts(clock: str, said: str, tmp_path: Path) -> None:
    path = xanadu(tmp_path, rule("r", "allowed", 'clock = ["c"]'), before=f"[clock.c]\n{clock}\n")
    decision = ask(path, booked_at=at("2026-11-04T09:00"), received_at=at("2026-11-04T09:30"))
    assert f"{said}: Xan. Stat. 1 (paraphrase)" in section(decision, "READINGS")


def test_a_count_without_a_source_says_so_by_saying_nothing(tmp_path: Path) -> None:
    """Only a federal layer of one's own can have a clock that neither it nor a rule gives a source."""
    decision = ask(under_a_federal_layer_of_ones_own(tmp_path, PERIOD + rule("r", "not_allowed")))
    assert section(decision, "READINGS") == "straight: would end Fri 6 Nov 2026 10:00 EST 48 h, every hour counted, from release"  # fmt: skip


def test_facts_that_were_given() -> None:
    text = render(ask("honors", booked_at=at("2026-11-01T09:00"), taken_at=at("2026-11-06T13:00"), freed_at=at("2026-11-06T12:00")))  # fmt: skip
    for line in (
        "profile       honors: A jail that honors detainers (generic)",
        "release       Wed 4 Nov 2026 10:00 EST, America/New_York",
        "booked        Sun 1 Nov 2026 09:00 EST, America/New_York",  # clocks had gone back that night
        "freed         Fri 6 Nov 2026 12:00 EST, America/New_York",
        "taken by ICE  Fri 6 Nov 2026 13:00 EST, America/New_York",
        "held past     release 50 h, release by 2 h, straight 2 h, regulation 2 h",
    ):
        assert f"\n{line}\n" in text


def test_a_window_cut_by_a_withdrawal_says_so() -> None:
    decision = ask("honors", cancelled_at=at("2026-11-05T09:00"))
    assert head(decision).startswith(
        "RELEASE BY Thu 5 Nov 2026 09:00 EST unless ICE takes custody first until then the profile `honors` (guidance) permits a hold cut short: the detainer is withdrawn then"
    )
    assert (
        "straight and regulation: ends Fri 6 Nov 2026 10:00 EST <- straight governs, until the withdrawal Thu 5 Nov 2026 09:00 EST"
        in section(decision, "READINGS")
    )
    assert "\ncancelled     Thu 5 Nov 2026 09:00 EST, America/New_York\n" in render(decision)


def test_a_governing_clock_from_a_day_is_counted_from_its_first_instant() -> None:
    decision = ask("us-nc", "2025-03-07T14:00", offense_on=date(2025, 3, 5), received_at=date(2025, 3, 6))
    said = section(decision, "READINGS")
    assert (
        "receipt: ends Sat 8 Mar 2025 00:00 EST at the earliest <- governs 48 h, every hour counted, from receipt of the detainer, which may be later"
        in said
    )
    assert "\nreceived      Thu 6 Mar 2025, at an hour not given\n" in render(decision)
    window, (reading,) = (
        decision.to_dict()["window"],
        [r for r in decision.to_dict()["readings"] if r["clock"] == "receipt"],
    )
    assert (window["ends_at"], reading["ends_at"]) == ("2025-03-08T00:00:00-05:00",) * 2
    assert reading["governs"]
    assert reading["earliest"]


def test_a_spent_window_is_no_mandate_in_the_rules() -> None:
    decision = ask(
        "us-nc", "2025-03-06T14:00", received_at=at("2025-03-03T09:00"), offense_on=date(2025, 1, 10)
    )
    assert section(decision, "RULES").startswith("hold: not allowed, no time is left (required until then): ")


def test_held_past_from_booking_says_nothing_of_release() -> None:
    text = render(ask("honors", None, booked_at=at("2026-11-04T10:00"), freed_at=at("2026-11-06T12:00")))
    assert "\nheld past     release by 2 h, straight 2 h, regulation 2 h\n" in text


def test_a_long_line_of_time_held_is_wrapped() -> None:
    decision = ask("us-nj", "2020-02-07T10:00", freed_at=at("2020-05-20T09:00"), answers={"violent-charge": True})  # fmt: skip
    assert "same-day 102 days 8 h" in " ".join(render(decision).split())
    assert max(map(len, render(decision).split("\n"))) <= 80


def test_sections_only_where_there_is_something() -> None:
    plain = render(ask("us-ma", "2018-11-07T10:00", assume="nothing", papers={"criminal-warrant": False}, form="I-247A", box=1,
                       received_at="in-time", served_at="in-time", cancelled_at="never", citizenship="none", agreement=frozenset()))  # fmt: skip
    for title in ("NOTES", "NEEDED TO SAY MORE", "UNSETTLED LAW", "ONLY IF CONFIRMED"):
        assert title not in plain
    assert "READINGS" in plain


def test_what_was_assumed_is_one_block_before_the_last_line() -> None:
    text = render(ask("wso"))
    assert text.rstrip().split("\n\n")[-2].startswith("ONLY IF CONFIRMED (assumed, not given)")
    said = section(ask("wso"), "ONLY IF CONFIRMED")
    for part in ("form I-247A (--form)", "received in-time (--received)", "I-200 yes (--no-paper I-200)", "warrant served release (--warrant-served)", "designated yes (--not-designated)"):  # fmt: skip
        assert part in said


def test_unsettled_law_has_a_section_of_its_own(tmp_path: Path) -> None:
    decision = ask(xanadu(tmp_path, rule("r", "required", 'when = "stands"')))
    assert section(decision, "UNSETTLED LAW") == "Does the act stand? otherwise: required, release by Fri 6 Nov 2026 10:00 EST. Awaited: a ruling"  # fmt: skip
    assert "CONTESTED" not in section(decision, "WARNINGS")
    assert "CONTESTED" in codes(decision)


def test_notice_and_hand_over_with_their_times() -> None:
    rules = section(ask("us-nc"), "RULES")
    assert "tell ICE: required, by Wed 4 Nov 2026 12:00 EST: " in rules
    rules = section(ask("us-fl", answers={"sentence-order": True}), "RULES")
    assert "hand over: allowed, not before Fri 23 Oct 2026 10:00 EDT: " in rules
    assert "tell ICE: unknown hand over: allowed" in section(ask("us-nj"), "RULES")


def test_a_reading_that_cannot_be_counted() -> None:
    decision = ask(
        "us-nc", "2025-03-05T14:00", offense_on=date(2025, 1, 10)
    )  # received in time, who knows when
    assert "receipt: cannot be counted, the time of receipt of the detainer is not known" in section(decision, "READINGS")  # fmt: skip


def test_duties_are_notes_and_the_rest_are_warnings() -> None:
    decision = ask("us-nc", "2025-11-05T10:00")
    assert section(decision, "NOTES").startswith("Within two hours of the time the person would otherwise be released")  # fmt: skip
    assert "CITIZENSHIP: A claim or showing" in section(ask("honors", citizenship="claimed"), "WARNINGS")


def test_style_paints_and_changes_no_word() -> None:
    decision = ask("honors", "2026-11-06T10:00")
    painted = render(decision, lambda text, name: f"<{name}>{text}</{name}>")
    assert painted.startswith("<headline>RELEASE BY Sun 8 Nov 2026 10:00 EST unless ICE takes custody first</headline>\n  until then")  # fmt: skip
    assert "\n<label>READINGS</label>\n" in painted
    assert re.sub(r"</?(headline|label|warning)>", "", painted) == render(decision)


# ---- lines ----

WRAPPED = [
    ("", "", "", [""], "nothing is an empty line"),
    ("a b", "  ", "", ["  a b"], "led by the first"),
    ("x" * 80, "", "", ["x" * 80], "80 fit"),
    ("x" * 81, "", "  ", ["x" * 80, "  x"], "a longer word is broken"),
    ("x" * 200, "- ", "  ", ["- " + "x" * 78, "  " + "x" * 78, "  " + "x" * 44], "and broken again"),
    (f"{'x' * 40} {'y' * 39}", "", "", [f"{'x' * 40} {'y' * 39}"], "exactly full with the space"),
    (f"{'x' * 40} {'y' * 40}", "", "> ", ["x" * 40, "> " + "y" * 40], "one too many"),
    ("a " + "y" * 90, "", "> ", ["a", "> " + "y" * 78, "> " + "y" * 12], "a long word begins a line of its own"),
    ("  a \n b\t c ", "", "", ["a b c"], "white space is one space"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "rest", "lines", "why"), WRAPPED, ids=[why for *_, why in WRAPPED])
def test_lines(text: str, first: str, rest: str, lines: list[str], why: str) -> None:
    assert wrap(text, first, rest) == lines, why
    assert all(len(line) <= WIDTH for line in lines)


# ---- what people at the counter stopped at ----


def test_what_carries_the_answer_stands_first_among_what_was_assumed() -> None:
    """Under `honors` an I-247A needs a warrant; an I-203 changes nothing."""
    decision = ask("honors")
    text = " ".join(render(decision, carrying=carrying(decision)).split())
    turns, rest = text.split("the answer turns on: ")[1].split(" the rest: ")
    assert "I-200 yes (--no-paper I-200)" in turns
    assert "served in-time (--served)" in turns
    assert "I-203 no (--paper I-203)" in rest
    assert "I-203" not in turns


def test_the_headline_may_stand_at_the_end_too() -> None:
    lines = render(ask("honors"), again=True).split("\n")
    assert lines[0] == lines[-7] == BY
    assert " ".join(lines[-3:-1]) == LAST_LINE


def test_a_release_half_a_year_ahead_is_perhaps_a_slip() -> None:
    assert "CHECK THE YEAR: that is 181 days ahead" in head(
        ask("honors", as_of="2026-05-07T10:00")
    )  # 25+30+31+31+30+31 and 3
    assert "CHECK THE YEAR" not in head(ask("honors", as_of="2026-05-09T10:00"))


LEFT = [
    ({"freed_at": at("2026-11-07T04:00")}, "the person was let go Sat 7 Nov 2026 04:00 EST, 18 h too late"),
    ({"taken_at": at("2026-11-05T10:00")}, "the person was taken by ICE Thu 5 Nov 2026 10:00 EST, in time"),
]


@pytest.mark.parametrize(("facts", "said"), LEFT, ids=["late", "in time"])
def test_when_the_person_left_is_said_at_once(facts: dict[str, Any], said: str) -> None:
    assert said in head(ask("honors", **facts))
    open_ = ask("honors", assume="nothing", **facts)
    assert said.rpartition(",")[0] in head(open_)
    assert said not in head(open_)


def test_where_no_hold_applies_a_window_only_would_end() -> None:
    assert section(ask("us-ma"), "READINGS").startswith("straight and regulation: would end Fri 6 Nov")
