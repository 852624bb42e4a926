"""The facts of a record: what is kept, what is refused, all at once."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from detainer import Custody, DetainerError, zones

AT = datetime(2026, 11, 25, 20, tzinfo=UTC)

WRONG: list[tuple[dict[str, Any], list[str], str]] = [
    ({}, ["RELEASE_NEEDED release_at"], "neither release nor booking"),
    ({"release_at": datetime(2026, 11, 25, 15)}, ["NAIVE_TIME release_at"], "no zone"),
    ({"release_at": date(2026, 11, 25)}, ["VALUE_UNKNOWN release_at"], "a date is no instant"),
    ({"release_at": "2026-11-25"}, ["VALUE_UNKNOWN release_at"], "nor is a text"),
    ({"release_at": datetime(1969, 1, 1, tzinfo=UTC)}, ["YEAR_OUT_OF_RANGE release_at"], "before the tables"),
    ({"release_at": AT, "received_at": date(2101, 1, 1)}, ["YEAR_OUT_OF_RANGE received_at"], "after them"),
    ({"release_at": AT, "received_at": "soon"}, ["VALUE_UNKNOWN received_at"], "no such word"),
    ({"release_at": AT, "served_at": datetime(2026, 1, 1)}, ["NAIVE_TIME served_at"], "no zone"),
    ({"release_at": AT, "form": "I-248"}, ["VALUE_UNKNOWN form"], "no such form"),
    ({"release_at": AT, "box": True}, ["VALUE_UNKNOWN box"], "True is no 1"),
    ({"release_at": AT, "asks_custody": "yes"}, ["VALUE_UNKNOWN asks_custody"], "a text"),
    ({"release_at": AT, "papers": {"I-999": True}}, ["VALUE_UNKNOWN papers"], "no such paper"),
    ({"release_at": AT, "papers": {"I-200": "yes"}}, ["VALUE_UNKNOWN papers.I-200"], "no yes or no"),
    ({"release_at": AT, "papers": ["I-200"]}, ["VALUE_UNKNOWN papers"], "no object"),
    ({"release_at": AT, "papers": {1: True}}, ["VALUE_UNKNOWN papers"], "a number is no paper"),
    ({"release_at": AT, "box": 1.0}, ["VALUE_UNKNOWN box"], "1.0 is no 1"),
    ({"release_at": AT, "form": ["I-247A"]}, ["VALUE_UNKNOWN form"], "a list is no form"),
    ({"release_at": AT, "agreement": 5}, ["VALUE_UNKNOWN agreement"], "a number is no set"),
    ({"release_at": AT, "agreement": ["WSO", ["JEM"]]}, ["VALUE_UNKNOWN agreement"], "a list in the list"),
    ({"release_at": AT, "answers": 5}, ["VALUE_UNKNOWN answers"], "a number is no answers"),
    ({"release_at": AT, "answers": ["q"]}, ["VALUE_UNKNOWN answers"], "a list is no answers"),
    ({"release_at": AT, "answers": {1: True}}, ["VALUE_UNKNOWN answers.1"], "a number is no question"),
    ({"release_at": AT, "answers": {"q": "soon"}}, ["VALUE_UNKNOWN answers.q"], "no such word"),
    ({"release_at": AT, "designated": 1}, ["VALUE_UNKNOWN designated"], "1 is no yes"),
    ({"release_at": AT, "taken_at": date(2026, 11, 26)}, ["VALUE_UNKNOWN taken_at"], "the hour of taking is needed"),
    ({"release_at": AT, "agreement": {"XYZ"}}, ["VALUE_UNKNOWN agreement"], "no such model"),
    ({"release_at": AT, "answers": {"q": 3}}, ["VALUE_UNKNOWN answers.q"], "no answer"),
    ({"release_at": AT, "answers": {"q": datetime(2026, 1, 1)}}, ["NAIVE_TIME answers.q"], "no zone"),
    ({"release_at": AT, "offense_on": AT}, ["VALUE_UNKNOWN offense_on"], "an instant is no date"),
    ({"release_at": AT, "booked_at": AT + timedelta(hours=1)}, ["ORDER_IMPOSSIBLE release_at"], "released before booked"),
    ({"booked_at": AT, "taken_at": AT - timedelta(hours=1)}, ["ORDER_IMPOSSIBLE taken_at"], "taken before booked"),
    ({"booked_at": AT, "freed_at": AT - timedelta(hours=1)}, ["ORDER_IMPOSSIBLE freed_at"], "freed before booked"),
    ({"release_at": datetime(2026, 3, 8, 2, 30, tzinfo=zones.load("America/New_York"))}, ["HOUR_NEVER_HAPPENED release_at"], "02:00 to 03:00 was jumped over"),
    ({"release_at": AT, "agreement": {"WSO", "none"}}, ["CONTRADICTION agreement"], "none, and one"),
    ({"release_at": AT, "agreement": range(10**9)}, ["VALUE_UNKNOWN agreement"], "not even looked through"),
    ({"release_at": AT, "agreement": b"WSO"}, ["VALUE_UNKNOWN agreement"], "bytes are no text"),
    ({"release_at": AT, "form": Path("I-247A")}, ["VALUE_UNKNOWN form"], "what only looks like a form"),
    ({"release_at": AT, "box": 10**5000}, ["VALUE_UNKNOWN box"], "a number too long to write"),
    ({"form": "X", "box": 3, "issuer": "FBI", "citizenship": "yes"},
     ["VALUE_UNKNOWN form", "VALUE_UNKNOWN box", "VALUE_UNKNOWN issuer", "VALUE_UNKNOWN citizenship", "RELEASE_NEEDED release_at"], "all at once"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "said", "why"), WRONG, ids=[why for _, _, why in WRONG])
def test_what_is_refused(facts: dict[str, Any], said: list[str], why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        Custody(**facts)
    assert [f"{p.code} {p.field}" for p in caught.value.problems] == said, why


def test_what_is_kept() -> None:
    east = timezone(timedelta(hours=-5))
    record = Custody(
        release_at=datetime(2026, 11, 25, 15, 0, 0, 999_999, tzinfo=east),
        received_at=date(2026, 11, 24), box="1", papers={"I-200": True, "I-205": None},  # type: ignore[arg-type,dict-item]
        agreement={"WSO"}, answers={"a": True, "b": date(2026, 1, 2), "c": "never", "d": None, "e": AT},  # type: ignore[arg-type,dict-item]
    )  # fmt: skip
    assert record.release_at == AT  # in UTC, the fraction dropped
    assert record.box == 1
    assert dict(record.papers) == {"I-200": True}
    assert record.agreement == frozenset({"WSO"})
    assert record.to_dict() == {
        "release_at": "2026-11-25T20:00:00Z", "box": 1, "received_at": "2026-11-24", "papers": {"I-200": True},
        "agreement": ["WSO"], "answers": {"a": True, "b": "2026-01-02", "c": "never", "e": "2026-11-25T20:00:00Z"},
    }  # fmt: skip
    assert Custody(release_at=AT, agreement="BOA").agreement == frozenset({"BOA"})  # type: ignore[arg-type]
    assert Custody(release_at=AT, agreement=["JEM", "WSO", "JEM"]).agreement == frozenset({"JEM", "WSO"})  # type: ignore[arg-type]
    assert Custody(release_at=AT, agreement="none").agreement == frozenset()  # type: ignore[arg-type]
    assert Custody(release_at=AT) == Custody(release_at=AT.astimezone(east))


def test_what_was_given_does_not_change_under_it() -> None:
    papers, answers = {"I-200": True}, {"a": True}
    record = Custody(release_at=AT, papers=papers, answers=answers)
    papers["I-200"] = False
    answers.clear()
    assert (dict(record.papers), dict(record.answers)) == ({"I-200": True}, {"a": True})
    with pytest.raises(TypeError):
        record.papers["I-205"] = True  # type: ignore[index]
    with pytest.raises(AttributeError):
        record.release_at = None  # type: ignore[misc]


KEEPS = [
    ({"release_at": AT, "booked_at": AT, "taken_at": AT, "freed_at": AT}, "all in one moment"),
    ({"booked_at": AT}, "booking alone"),
    ({"release_at": AT, "taken_at": AT - timedelta(days=1)}, "taken before release was due"),
    ({"release_at": AT, "received_at": AT + timedelta(days=1)}, "received late: a fact, judged elsewhere"),
    ({"release_at": datetime(1970, 1, 1, 12, tzinfo=UTC)}, "the first year"),
    ({"release_at": datetime(2100, 12, 31, 12, tzinfo=UTC)}, "the last"),
    ({"release_at": AT, "offense_on": date(1950, 1, 1)}, "an old offense"),
]


@pytest.mark.parametrize(("facts", "why"), KEEPS, ids=[why for _, why in KEEPS])
def test_what_can_have_happened(facts: dict[str, Any], why: str) -> None:
    assert Custody(**facts).to_dict().keys() == facts.keys(), why


def test_instants_of_any_zone_are_one() -> None:
    """01:30 of the night clocks go back, the first and the second, are an hour apart."""
    from detainer.zones import load

    first = datetime(2026, 11, 1, 1, 30, tzinfo=load("America/New_York"))
    assert Custody(release_at=first).release_at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert Custody(release_at=first.replace(fold=1)).release_at == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def test_a_record_can_be_pickled() -> None:
    record = Custody(release_at=AT, papers={"I-200": True}, answers={"a": True})
    assert pickle.loads(pickle.dumps(record)) == record
