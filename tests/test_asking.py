"""Asking for what is missing: which question first, and what is typed at a terminal."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from made import ask, at, known, rule, xanadu

from detainer import Decision, DetainerError, Profile, asking
from detainer.asking import carrying, next_question
from detainer.errors import Problem


def own(tmp_path: Path, when: str) -> Profile:
    return xanadu(tmp_path, rule("r", "allowed", f'when = "{when}"'))


def first(tmp_path: Path, when: str, *, but: frozenset[str] = frozenset(), **facts: Any) -> str | None:
    found = next_question(known(own(tmp_path, when), **facts), but)
    return found.fact if found else None


#: ties: the order of the facts, moments before questions
ORDER: list[tuple[str, str, dict[str, Any], str | None]] = [
    ("I-200", "nothing is missing", {}, None),
    ("a", "one question", {}, "a"),
    ("b and (a or c)", "a no to `b` leaves none and a yes two; a yes to `a` leaves one and a no two", {}, "b"),
    ("b and (a or c) or not b and c", "`c` decides but for `a`: yes leaves none, no leaves two; `b`: two or one", {}, "c"),
    ("query and a", "never, or one left: as `a`", {}, "query"),
    ("born and a", "a date alike", {}, "born"),
    ("I-205 and a", "a paper", {"papers": {"I-200": True, "criminal-warrant": False, "judge-order": False}}, "I-205"),
    ("served and a", "a moment", {"form": "I-247", "served_at": None}, "served_at"),
    ("designated and a", "yes or no", {"designated": None}, "designated"),
    ("agreement is WSO and a", "one of five models leaves `a`", {"agreement": None}, "agreement"),
    ("citizenship is resolved and a", "one of four leaves `a`", {"citizenship": None}, "citizenship"),
]  # fmt: skip


@pytest.mark.parametrize(("when", "why", "facts", "expected"), ORDER, ids=[o[0] for o in ORDER])
def test_the_question_that_settles_most(when: str, why: str, facts: dict[str, Any], expected: str | None, tmp_path: Path) -> None:  # fmt: skip
    assert first(tmp_path, when, **facts) == expected, why


def test_what_nobody_knows_is_not_asked_again(tmp_path: Path) -> None:
    assert first(tmp_path, "b and (a or c)", but=frozenset({"b"})) == "a"
    assert first(tmp_path, "a", but=frozenset({"a"})) is None


def test_an_answer_that_cannot_be_is_no_answer(tmp_path: Path) -> None:
    """In March 2014 there was the I-247, or no detainer: the forms to come are no answers.

    The I-247 leaves `a`, none leaves nothing: one. Yes to `a` leaves the form; so does no (not
    allowed without a detainer, silent with one): two in sum.
    """
    old = own(tmp_path, "form is I-247 and a")
    decision = known(old, "2014-03-05T10:00", form=None)
    assert {item.fact for item in decision.missing} == {"form", "a"}
    found = next_question(decision)
    assert found is not None
    assert found.fact == "form"


def test_a_date_with_too_many_answers_is_asked_last(tmp_path: Path) -> None:
    """No date of the offense is tried, so both stay; yes to `a` leaves the date, no leaves nothing."""
    new = xanadu(tmp_path, "offense.from = 2025-01-01\n", rule("r", "allowed", 'when = "a"'))
    decision = known(new)
    assert [item.fact for item in decision.missing] == ["offense_on", "a"]
    found = next_question(decision)
    assert found is not None
    assert found.fact == "a"


def test_from_booking_alone_a_question_of_time_has_one_answer_to_try(tmp_path: Path) -> None:
    """Two facts may be left at worst. In sum `a` leaves two (yes: two, no: none), `b` three (one, two).

    The time of the query leaves three (by release: one, never: two); where no release is known only
    never is tried, which leaves two, and of a tie a time comes first.
    """
    profile = own(tmp_path, "a and (query or b)")
    released, booked = known(profile), known(profile, None, booked_at=at("2026-11-04T10:00"))
    assert (
        {item.fact for item in released.missing}
        == {item.fact for item in booked.missing}
        == {"a", "b", "query"}
    )
    found = [next_question(decision) for decision in (released, booked)]
    assert [item and item.fact for item in found] == ["a", "query"]


# ---- at a terminal ----

FLAGS = ["check", "-r", "2026-03-02T10:00", "--as-of", "2026-03-02T10:00", "--assume", "nothing", "--ask", "--issuer", "ICE",
         "--form", "I-247A", "--box", "1", "--received", "in-time", "--cancelled", "never", "--citizenship", "none",
         "--paper", "I-200", "--no-paper", "criminal-warrant", "--no-paper", "judge-order"]  # fmt: skip


def talk(profile: Profile, answers: dict[str, list[str]]) -> tuple[str, str]:
    """Run a check at a terminal and answer each question by its words; ^D to one that is not listed."""
    ours, theirs = pty.openpty()
    said, told = "", ""
    with subprocess.Popen(
        [sys.executable, "-m", "detainer", *FLAGS, "-p", profile.path],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as run:  # fmt: skip
        os.close(theirs)
        assert run.stderr
        assert run.stdout
        while piece := run.stderr.read(1):
            said += piece.decode()
            if said.endswith("\n> "):
                left = next((left for words, left in answers.items() if words in said and left), None)
                os.write(ours, f"{left.pop(0)}\n".encode() if left else b"\x04")
                told, said = told + said, ""
        out = run.stdout.read().decode()
    os.close(ours)
    assert run.returncode == 0, told
    return out, told + said


def test_typed_answers_are_read_like_flags(tmp_path: Path) -> None:
    out, told = talk(
        own(tmp_path, "I-205 and designated and agreement is WSO and query and a"),
        {"Form I-205": ["perhaps", "y"], "designated": ["YES"], "Which 287(g)": ["WSO, TFM"], "When was ICE asked": ["2026-03-02", "2026-03-02 08:00"], "I-200 or I-205 served": ["never"],
         "A?": ["maybe", "yes"], "served on the person": ["in-time"]},
    )  # fmt: skip
    assert out.startswith("RELEASE BY Wed 4 Mar 2026 10:00 EST")  # 48 hours from Monday 10:00
    assert "NEEDED" not in out
    assert told.count("VALUE_UNKNOWN") == 3  # a date is no time
    assert "'maybe' is not known" in told
    assert "'perhaps' is not known" in told


def test_enter_says_not_known_and_the_end_of_input_stops(tmp_path: Path) -> None:
    profile = own(tmp_path, "I-205 and a")
    given = {"served on the person": ["in-time"], "Which 287(g)": ["none"]}
    out, told = talk(profile, {"Form I-205": [""], "A?": [""], **{k: [*v] for k, v in given.items()}})
    assert out.startswith("CANNOT SAY: needs --paper I-205|--no-paper I-205, --answer a=yes|no")
    assert told.count("Form I-205") == 1
    out, told = talk(profile, {k: [*v] for k, v in given.items()})
    assert out.startswith("CANNOT SAY")
    assert told.count("Form I-205") + told.count("A?") == 1  # the first question, then ^D


def test_where_input_is_no_terminal_nothing_is_asked(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "detainer", *FLAGS, "-p", own(tmp_path, "I-205 and a").path],
        input="y\ny\n", capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.stdout.startswith("CANNOT SAY")
    assert ran.stderr == "--ask: input is no terminal, so nothing was asked\n"


# ---- what of the assumed carries the answer ----


def test_an_assumed_answer_may_carry_it_too() -> None:
    """North Carolina's duty wants a judicial official's order; a claim of citizenship stops any hold; an I-203 is nothing to it."""
    found = carrying(ask("us-nc", "2026-03-02T10:00"))
    assert {"judicial-order", "I-200", "citizenship"} <= set(found)
    assert "I-203" not in found


def test_where_a_fact_taken_back_leaves_too_much_open_nothing_is_said_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decision = ask("us-nc", "2026-03-02T10:00")

    def refuse(*args: Any, **named: Any) -> Decision:
        raise DetainerError([Problem("TOO_MANY_UNKNOWNS", None, "too much is open")])

    monkeypatch.setattr(asking, "check", refuse)
    assert carrying(decision) == ()
