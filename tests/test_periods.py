"""Which period of a layer holds the dates, and which rule of it speaks for certain.

Release is Monday 2 March 2026 10:00 in New York.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from made import HEAD, at, known, rule, written

from detainer import Decision
from detainer.cases import Case, Result, certain_rule, chosen_period, possible_periods
from detainer.clock import Clock, Start
from detainer.profiles import ClockEntry, Period

RELEASE = "2026-03-02T10:00"
LAST_YEAR, OLDER = date(2025, 6, 1), date(2020, 6, 1)


def period(name: str, box: str = "", text: str = "") -> str:
    return f'[[period]]\nid = "{name}"\n{box}\n{text}'


ACTS = (
    period("gone", "until = 2026-01-01\noffense.until = 2021-01-01")
    + period("old", "from = 2026-01-01\noffense.until = 2021-01-01")
    + period("middle", "from = 2026-01-01\noffense.from = 2021-01-01\noffense.until = 2026-02-01")
    + period("new", "from = 2026-01-01\noffense.from = 2026-02-01")
)
PERIODS: list[tuple[str, dict[str, Any], list[tuple[str, bool]]]] = [
    # the facts, the periods that may hold the dates, whether that is certain
    ("an offense of 2020", {"offense_on": OLDER}, [("old", True)]),
    ("of 2025", {"offense_on": LAST_YEAR}, [("middle", True)]),
    ("not known, and booked in 2025: no later than that", {"booked_at": at("2025-06-01T12:00")}, [("old", False), ("middle", False)]),
    ("not known at all", {}, [("old", False), ("middle", False), ("new", False)]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "facts", "expected"), PERIODS, ids=[row[0] for row in PERIODS])
def test_the_periods_that_may_hold_the_dates(
    why: str, facts: dict[str, Any], expected: list[tuple[str, bool]], tmp_path: Path
) -> None:
    basis = known(written(tmp_path, HEAD + ACTS), RELEASE, **facts).basis
    found = possible_periods(basis.ruling.space, basis.chain.layers[-1])
    assert [(item.id, sure) for item, sure in found] == expected, why
    chosen = chosen_period(basis.ruling.space, basis.chain.layers[-1], basis.ruling.space.masks)
    assert (chosen.id if isinstance(chosen, Period) else None) == (
        expected[0][0] if len(expected) == 1 else None
    )


def test_no_period_may_hold_a_date_in_a_gap(tmp_path: Path) -> None:
    basis = known(written(tmp_path, HEAD + period("gone", "until = 2026-01-01")), RELEASE).basis
    space, layer = basis.ruling.space, basis.chain.layers[-1]
    assert possible_periods(space, layer) == []
    assert chosen_period(space, layer, space.masks) is None
    assert certain_rule(space, layer, "hold") is None


@pytest.mark.parametrize(("agreement", "sure"), [(frozenset({"WSO"}), True), (None, False)])
def test_an_agreements_period_is_certain_where_the_agreement_is(
    agreement: frozenset[str] | None, sure: bool, tmp_path: Path
) -> None:
    basis = known(written(tmp_path, HEAD), RELEASE, agreement=agreement).basis
    (layer,) = (layer for layer in basis.chain.layers if layer.profile.id == "agreement-wso")
    assert [certain for _, certain in possible_periods(basis.ruling.space, layer)] == [sure]


# ---- the rule that speaks for certain ----


def said(decision: Decision, act: str = "hold") -> str | None:
    basis = decision.basis
    found = certain_rule(basis.ruling.space, basis.chain.layers[-1], act)
    return found.id if found else None


RULES: list[tuple[str, str, dict[str, Any], str | None]] = [
    ("the first that is met", rule("r0", "allowed", 'when = "a"') + rule("r1", "required"), {"answers": {"a": False}}, "r1"),
    ("met, so that none below is heard", rule("r0", "allowed", 'when = "a"') + rule("r1", "required"), {"answers": {"a": True}}, "r0"),
    ("one that may be met goes before", rule("r0", "allowed", 'when = "a"') + rule("r1", "required"), {}, None),
    ("one on another act does not", rule("r0", "allowed", 'when = "a"', act="notify") + rule("r1", "required"), {}, "r1"),
    ("none is met", rule("r0", "allowed", 'when = "a"'), {"answers": {"a": False}}, None),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "facts", "name"), RULES, ids=[row[0] for row in RULES])
def test_the_rule_that_speaks_for_certain(
    why: str, text: str, facts: dict[str, Any], name: str | None, tmp_path: Path
) -> None:
    assert said(known(written(tmp_path, HEAD + period("p", "", text)), RELEASE, **facts)) == name, why


@pytest.mark.parametrize(("answers", "name"), [({"a": True}, "r0"), ({"a": False}, None), ({}, None)])
def test_a_period_in_force_on_a_condition(answers: dict[str, bool], name: str | None, tmp_path: Path) -> None:
    text = period("p", 'when = "a"', rule("r0", "allowed"))
    assert said(known(written(tmp_path, HEAD + text), RELEASE, answers=answers)) == name


def test_a_period_whose_dates_are_open_has_no_rule_for_certain(tmp_path: Path) -> None:
    text = period("p", "offense.until = 2026-01-01", rule("r0", "allowed"))
    assert said(known(written(tmp_path, HEAD + text), RELEASE)) is None
    assert said(known(written(tmp_path, HEAD + text), RELEASE, offense_on=LAST_YEAR)) == "r0"


def test_an_agreement_that_may_be_has_no_rule_for_certain(tmp_path: Path) -> None:
    profile = written(tmp_path, HEAD)
    facts = {"designated": True, "warrant_served_at": "release"}
    for agreement, certain in ((frozenset({"WSO"}), True), (None, False)):
        basis = known(profile, RELEASE, agreement=agreement, **facts).basis
        (layer,) = (layer for layer in basis.chain.layers if layer.profile.id == "agreement-wso")
        assert (certain_rule(basis.ruling.space, layer, "hold") is not None) is certain


# ---- cases ----


def test_cases_are_the_same_where_the_same_follows(tmp_path: Path) -> None:
    """Not who spoke, but the outcome, the clocks, the terms of notice and of a transfer."""
    text = rule("r0", "allowed", 'due = { hours = 2, before = "release_at" }', act="notify")
    text += rule("r1", "allowed", act="notify") + rule("r2", "allowed", act="notify")
    plain, other, due = (
        Case("allowed", (), (1, found), ())
        for found in sorted(
            written(tmp_path, HEAD + period("p", "", text)).periods[0].rules,
            key=lambda found: found.due is not None,
        )
    )
    assert plain.same() == other.same() == Case("allowed", (), (2, plain.spoke[1]), (("law", True),)).same()
    assert due.same() != plain.same() != Case("required", (), plain.spoke, ()).same()
    assert Case("silent", (), None, ()).same() == Case("silent", (), None, (("law", False),)).same()


def test_the_clocks_of_a_class_are_each_told_once() -> None:
    four, eight = (
        ClockEntry(Clock(name, hours, None, Start("one", ("release_at",))), ())
        for name, hours in (("four", 4), ("eight", 8))
    )
    cases = (Case("allowed", (four, eight), None, ()), Case("allowed", (eight,), None, ()))
    assert Result(cases, cases, (), {}).clocks() == (four.clock, eight.clock)
