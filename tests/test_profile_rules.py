"""Periods, rules, notes and agreements of a profile: what each key takes, at its limits."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from detainer.profiles import load_profile
from detainer.profiles.rules import Rules
from detainer.profiles.table import Table

SOURCE = {"s": {"cite": "s", "url": "u", "seen": "paraphrase", "checked": date(2026, 11, 24)}}
RULE = {"id": "main", "act": ["hold"], "outcome": "allowed", "source": ["s"]}
DUTY = {"text": "Say why", "source": ["s"]}


def reader(**document: Any) -> Rules:
    """A reader of a file below the federal layer, that has a source `s`."""
    found = Rules({"source": SOURCE, **document}, (load_profile("us"),), False)
    found.add_named("source", found.source, found.sources)
    return found


def table(read: Rules, **keys: Any) -> Table:
    return Table(read, keys, "x")


def faults(read: Rules) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in read.problems]


def wrong(field: str, is_wrong: bool) -> list[tuple[str, str | None]]:
    return [("PROFILE_VALUE_WRONG", field)] if is_wrong else []


# ---- agreements ----


@pytest.mark.parametrize(
    ("until", "is_wrong", "why"),
    [
        (None, False, "still in force"),
        (date(2020, 3, 2), False, "in force on the one day it was signed"),
        (date(2020, 3, 1), True, "`until` is the first day no longer: no day is left"),
        (date(2020, 2, 1), True, "over before it was signed"),
    ],
)
def test_an_agreement_is_in_force_for_a_day_at_least(until: date | None, is_wrong: bool, why: str) -> None:
    read = reader()
    keys = {"model": "WSO", "signed": date(2020, 3, 1), "source": ["s"]} | ({"until": until} if until else {})
    read.agreement(table(read, **keys))
    assert faults(read) == wrong("x.until", is_wrong), why


# ---- periods ----


def box(name: str, **sides: Any) -> dict[str, Any]:
    return {"id": name, **sides}


def day(text: str) -> date:
    return date.fromisoformat(text)


PERIODS: list[tuple[str, list[dict[str, Any]], bool]] = [
    ("one follows the other", [{"until": day("2020-01-01")}, {"from": day("2020-01-01")}], False),
    ("written the other way round", [{"from": day("2020-01-01")}, {"until": day("2020-01-01")}], False),
    ("years lie between them", [{"until": day("2010-01-01")}, {"from": day("2020-01-01")}], False),
    ("and the other way round", [{"from": day("2020-01-01")}, {"until": day("2010-01-01")}], False),
    ("they share a day", [{"until": day("2020-01-02")}, {"from": day("2020-01-01")}], True),
    ("and the other way round, too", [{"from": day("2020-01-01")}, {"until": day("2020-01-02")}], True),
    ("one has no bounds", [{}, {"from": day("2020-01-01"), "until": day("2020-01-02")}], True),
    ("apart by another date", [{"offense": {"until": day("2020-01-01")}}, {"offense": {"from": day("2020-01-01")}}], False),
    ("each of another date: both may hold", [{"offense": {"until": day("2020-01-01")}}, {"from": day("2020-01-01")}], True),
]  # fmt: skip


@pytest.mark.parametrize(("why", "sides", "is_wrong"), PERIODS, ids=[row[0] for row in PERIODS])
def test_two_periods_do_not_hold_the_same_dates(
    why: str, sides: list[dict[str, Any]], is_wrong: bool
) -> None:
    read = reader(period=[box(f"p{number}", **side) for number, side in enumerate(sides)])
    read.read_periods(False)
    assert faults(read) == ([("PERIODS_OVERLAP", "period[1]")] if is_wrong else []), why


def test_of_one_period_the_first_that_it_overlaps_is_told() -> None:
    read = reader(period=[box(f"p{number}") for number in range(3)])
    read.read_periods(False)
    assert faults(read) == [("PERIODS_OVERLAP", "period[1]"), ("PERIODS_OVERLAP", "period[2]")]


def test_a_period_and_its_rules_have_names() -> None:
    nameless = {key: value for key, value in RULE.items() if key != "id"}
    read = reader(period=[{"rule": [nameless]}])
    read.read_periods(False)
    assert faults(read) == [
        ("PROFILE_KEY_MISSING", "period[0].id"),
        ("PROFILE_KEY_MISSING", "period[0].rule[0].id"),
    ]


@pytest.mark.parametrize(
    ("until", "is_wrong"), [("2020-01-02", False), ("2020-01-01", True), ("2019-01-01", True)]
)
def test_a_period_has_a_date_at_least(until: str, is_wrong: bool) -> None:
    read = reader(period=[box("p", **{"from": day("2020-01-01"), "until": day(until)})])
    read.read_periods(False)
    assert faults(read) == wrong("period[0].until", is_wrong)


@pytest.mark.parametrize(("number", "is_wrong"), [(1_000, False), (1_001, True)])
def test_how_many_periods_there_may_be(number: int, is_wrong: bool) -> None:
    days = [date.fromordinal(700_000 + count) for count in range(number + 1)]
    read = reader(
        period=[
            box(f"p{count}", **{"from": days[count], "until": days[count + 1]}) for count in range(number)
        ]
    )
    assert len(read.read_periods(False)) == 1_000
    assert faults(read) == wrong("period", is_wrong)


def test_two_rules_of_a_period_are_called_differently() -> None:
    names = ["main", "other", "".join(("ma", "in")), "third"]
    read = reader(period=[{"id": "p", "rule": [{**RULE, "id": name} for name in names]}])
    read.read_periods(False)
    assert faults(read) == [("PROFILE_NAME_TAKEN", "period[0].rule[2].id")]


# ---- rules ----


@pytest.mark.parametrize(
    ("hours", "seconds", "is_wrong", "why"),
    [
        (0, 0, False, "at release itself"),
        (1.5, 5_400, False, "an hour and a half after it"),
        (8_760, 31_536_000, False, "a year"),
        (8_760.5, 0, True, "longer than a year"),
        (-1, 0, True, "hours are counted from `before` or `after`"),
    ],
)
def test_how_many_hours_a_due_time_may_have(hours: float, seconds: int, is_wrong: bool, why: str) -> None:
    read = reader()
    due = read.due(table(read, due={"hours": hours, "after": "release_at"}))
    assert due == (seconds, "release_at"), why
    assert faults(read) == wrong("x.due.hours", is_wrong), why


def test_a_due_time_before_is_counted_back() -> None:
    read = reader()
    assert read.due(table(read, due={"hours": 2, "before": "release_at"})) == (-7_200, "release_at")
    assert read.due(table(read)) is None
    assert faults(read) == []


@pytest.mark.parametrize(("days", "is_wrong"), [(0, False), (1, False), (366, False), (367, True), (-1, True)])  # fmt: skip
def test_how_many_days_early_a_transfer_may_be(days: int, is_wrong: bool) -> None:
    read = reader()
    assert read.early(table(read, early={"days": days})) == days
    assert faults(read) == wrong("x.early.days", is_wrong)


def test_a_transfer_is_early_by_a_number_of_days() -> None:
    read = reader()
    assert read.early(table(read, early={})) is None
    assert read.early(table(read)) is None
    assert faults(read) == [("PROFILE_KEY_MISSING", "x.early.days")]


FINAL: list[tuple[str, bool]] = [("allowed", False), ("required", True), ("not_allowed", True), ("silent", True)]  # fmt: skip


@pytest.mark.parametrize(("outcome", "is_wrong"), FINAL)
def test_only_allowed_may_be_final(outcome: str, is_wrong: bool) -> None:
    read = reader()
    read.rule(table(read, **{**RULE, "outcome": outcome, "final": True}), False)
    assert faults(read) == wrong("x.final", is_wrong)


# ---- notes ----


@pytest.mark.parametrize(
    ("code", "is_wrong", "why"),
    [
        ("DUTY", False, "the usual one"),
        ("A_LONG_CODE", False, "words are joined by a line below"),
        ("C" * 40, False, "as long as may be"),
        ("C" * 41, True, "a letter too long"),
        ("duty", True, "in capitals"),
        ("DUTY2", True, "letters alone"),
        ("ÄRGER", True, "of the 26"),
        ("___", True, "no letter at all"),
    ],
)
def test_what_a_notes_code_may_be(code: str, is_wrong: bool, why: str) -> None:
    read = reader()
    assert read.note(table(read, **DUTY, code=code)).code == code
    assert faults(read) == wrong("x.code", is_wrong), why
