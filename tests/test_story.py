"""How an answer came about: each name of a condition and whence it is known, each hour counted."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made import NY, PERIOD, PLAIN, rule, written
from made import ask as ask_on

from detainer import Decision
from detainer.formats.story import story
from detainer.steps import Step, steps


def ask(where: Any, release: str = "2026-11-25T15:00", **more: Any) -> Decision:
    """On the day before Thanksgiving."""
    return ask_on(where, release, **more)


def part(decision: Decision, title: str) -> list[str]:
    """The lines under a heading, without the empty one after them."""
    return story(decision).split(f"\n{title}\n", 1)[1].split("\n\n", 1)[0].rstrip("\n").split("\n")


def step(decision: Decision, rule: str) -> Step:
    return next(item for item in steps(decision.basis) if item.rule == rule)


# ---- the hours ----


def test_thanksgiving_by_hand() -> None:
    """Wed 15:00 to 24:00 is 9 h, Friday 24 h (33), Monday 15 h more: 48 at Mon 15:00."""
    assert part(ask("honors"), "THE HOURS OF regulation") == [
        "  48 h without Saturdays, Sundays and federal holidays as observed from release,",
        "  Wed 25 Nov 2026 15:00 EST",
        "  Wed 25 Nov 15:00-24:00  9 h          total 9 h",
        "  Thu 26 Nov 00:00-24:00  not counted  Thanksgiving Day; 5 U.S.C. 6103(a)",
        "  Fri 27 Nov 00:00-24:00  24 h         total 33 h",
        "  Sat 28 Nov 00:00-24:00  not counted  Saturday",
        "  Sun 29 Nov 00:00-24:00  not counted  Sunday",
        "  Mon 30 Nov 00:00-15:00  15 h         total 48 h",
        "  full after 48 h: Mon 30 Nov 2026 15:00 EST",
    ]
    assert part(ask("honors"), "THE HOURS OF straight")[-1].endswith(
        "Fri 27 Nov 2026 15:00 EST, and it governs"
    )


def test_a_day_of_25_hours_by_hand() -> None:
    """Clocks go back on Sun 2026-11-01: Sat 12 h, Sun 25 h (37), so 11 h of Monday are left."""
    lines = part(ask("honors", "2026-10-31T12:00"), "THE HOURS OF straight")
    assert lines[1:] == [
        "  Sat 31 Oct 12:00-24:00  12 h         total 12 h",
        "  Sun 1 Nov  00:00-24:00  25 h         total 37 h  (clocks change)",
        "  Mon 2 Nov  00:00-11:00  11 h         total 48 h",
        "  full after 48 h: Mon 2 Nov 2026 11:00 EST, and it governs",
    ]


def test_a_holiday_kept_on_friday_by_hand() -> None:
    """4 July 2026 is a Saturday, kept on Friday: Thu 6 h 30 min, Mon 24 h (30 h 30 min), Tue 17 h 30 min."""
    lines = part(ask("honors", "2026-07-02T17:30", zone="America/Chicago"), "THE HOURS OF regulation")
    assert lines[2:-1] == [
        "  Thu 2 Jul  17:30-24:00  6 h 30 min   total 6 h 30 min",
        "  Fri 3 Jul  00:00-24:00  not counted  Independence Day (observed); 5 U.S.C.",
        "                                       6103(b)",
        "  Sat 4 Jul  00:00-24:00  not counted  Saturday, Independence Day; 5 U.S.C.",
        "                                       6103(a)",
        "  Sun 5 Jul  00:00-24:00  not counted  Sunday",
        "  Mon 6 Jul  00:00-24:00  24 h         total 30 h 30 min",
        "  Tue 7 Jul  00:00-17:30  17 h 30 min  total 48 h",
    ]
    assert part(ask("honors", "2026-07-02T17:30:30", zone="America/Chicago"), "THE HOURS OF straight")[1] == (
        "  Thu 2 Jul  17:30-24:00  6 h 29 min 30 s  total 6 h 29 min 30 s"
    )


def test_a_start_that_is_not_known_is_not_counted() -> None:
    decision = ask("us-nc", "2025-03-06T14:00", offense_on=date(2025, 1, 10))
    lines = part(decision, "THE HOURS OF receipt")
    assert lines == ["  48 h, every hour counted, from receipt of the detainer: not known when, so", "  nothing is counted"]  # fmt: skip


def test_readings_that_count_the_same_hours_stand_once() -> None:
    """Pinellas: the agreement's 48 hours from service at release are the form's."""
    assert [line for line in story(ask("us-fl-pinellas")).split("\n") if line.startswith("THE HOURS")] == [
        "THE HOURS OF straight", "THE HOURS OF regulation"]  # fmt: skip


# ---- the rules ----

ORIGINS: list[tuple[str, Decision, str, tuple[str, str, str, str | None]]] = [
    ("assumed", ask("honors"), "form-247a", ("form", "I-247A", "assumed", "--form")),
    ("given", ask("honors", form="I-247A"), "form-247a", ("form", "I-247A", "given", None)),
    ("a paper", ask("honors", papers={"I-200": False}), "with-warrant", ("I-200", "no", "given", None)),
    ("a moment", ask("honors", received_at=date(2026, 11, 1)), "received-late", ("received", "yes", "given", None)),
    ("an answer", ask("us-nc", answers={"judicial-order": True}), "hold-from-release", ("judicial-order", "yes", "given", None)),
    ("open", ask("honors", assume="nothing"), "criminal-warrant", ("criminal-warrant", "unknown", "open", None)),
    ("implied", ask("us-wa", zone="America/Los_Angeles", papers={"judge-order": False}, assume="nothing"), "court-order", ("court-order", "no", "implied", None)),
    ("law", ask("us-al", zone="America/Chicago"), "flight-risk", ("detention-stands", "unknown", "law", None)),
]  # fmt: skip


@pytest.mark.parametrize(("why", "decision", "rule", "known"), ORIGINS, ids=[o[0] for o in ORIGINS])
def test_whence_a_fact_is_known(why: str, decision: Decision, rule: str, known: tuple[str, str, str, str | None]) -> None:  # fmt: skip
    assert known in step(decision, rule).facts, why


def test_an_agreement_of_the_profile_is_known_from_it(tmp_path: Path) -> None:
    text = PLAIN.format("us-xx", "us") + f'zones = ["{NY}"]\n' + PERIOD + "from = 2020-01-01\n"
    text += rule("r", "allowed", 'when = "agreement is WSO"')
    text += '[[agreement]]\nmodel = "WSO"\nsigned = 2020-01-01\nsource = ["s"]\n'
    text += '[source.s]\ncite = "S"\nurl = "u"\nseen = "paraphrase"\nchecked = 2026-01-01\n'
    found = step(ask(written(tmp_path, text)), "r")
    assert found.facts == (("agreement", "WSO", "profile", None),)
    assert (found.period, found.dates) == ("p", "release from 2020-01-01")


def test_the_words_stand_with_the_rule_that_decides() -> None:
    text = story(ask("us-ma"))
    assert 'Lunn v. Commonwealth, 477 Mass. 517 (July 24, 2017) (verbatim): "' in " ".join(text.split())
    assert "So: not allowed: us-ma/" in text


def test_what_was_not_reached_is_named_once() -> None:
    lines = part(ask("us-ma"), "HOLD: THE RULES IN ORDER")
    assert [line for line in lines if "not reached" in line] == [
        "    not reached, a rule above spoke: form-247d, form-247x, form-247"
    ]


def test_the_questions_that_conditions_name_are_written_out() -> None:
    lines = " ".join(part(ask("us-fl", zone=NY), "THE QUESTIONS NAMED ABOVE"))
    assert "complete-form: Is the official detainer form complete" in lines
