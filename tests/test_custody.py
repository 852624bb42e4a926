"""The facts of a record: what is kept, what is refused, all at once."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from detainer import Custody, DetainerError, Problem
from detainer.errors import show
from detainer.forms import FORMS, form_of

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
    ({"release_at": AT, "agreement": {"XYZ"}}, ["VALUE_UNKNOWN agreement"], "no such model"),
    ({"release_at": AT, "answers": {"q": 3}}, ["VALUE_UNKNOWN answers.q"], "no answer"),
    ({"release_at": AT, "answers": {"q": datetime(2026, 1, 1)}}, ["NAIVE_TIME answers.q"], "no zone"),
    ({"release_at": AT, "offense_on": AT}, ["VALUE_UNKNOWN offense_on"], "an instant is no date"),
    ({"release_at": AT, "booked_at": AT + timedelta(hours=1)}, ["ORDER_IMPOSSIBLE release_at"], "released before booked"),
    ({"booked_at": AT, "taken_at": AT - timedelta(hours=1)}, ["ORDER_IMPOSSIBLE taken_at"], "taken before booked"),
    ({"booked_at": AT, "freed_at": AT - timedelta(hours=1)}, ["ORDER_IMPOSSIBLE freed_at"], "freed before booked"),
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
        agreement={"WSO", "none"}, answers={"a": True, "b": date(2026, 1, 2), "c": "never", "d": None, "e": AT},  # type: ignore[arg-type,dict-item]
    )  # fmt: skip
    assert record.release_at == AT  # in UTC, the fraction dropped
    assert record.box == 1
    assert dict(record.papers) == {"I-200": True}
    assert record.agreement == frozenset({"WSO"})
    assert record.to_dict() == {
        "release_at": "2026-11-25T20:00:00Z", "box": 1, "received_at": "2026-11-24", "papers": {"I-200": True},
        "agreement": ["WSO"], "answers": {"a": True, "b": "2026-01-02", "c": "never", "e": "2026-11-25T20:00:00Z"},
    }  # fmt: skip
    assert Custody(release_at=AT, agreement="none").agreement == frozenset()  # type: ignore[arg-type]
    assert Custody(release_at=AT) == Custody(release_at=AT.astimezone(east))


def test_a_record_can_be_pickled() -> None:
    record = Custody(release_at=AT, papers={"I-200": True}, answers={"a": True})
    assert pickle.loads(pickle.dumps(record)) == record


SEAMS = [
    ("I-247", date(1960, 1, 1), "used by the INS as early as 1952"),
    ("I-247", date(2015, 6, 30), "the 2015 forms began in mid-2015; the ordinary file changes on July 1"),
    ("I-247D", date(2015, 7, 1), "from then"),
    ("I-247D", date(2017, 4, 1), "the last day before I-247A"),
    ("I-247A", date(2017, 4, 2), "effective April 2, 2017"),
    ("I-247A", date(2026, 11, 24), "still"),
    ("I-247", date(1950, 1, 1), "before any form was known: the oldest"),
]


@pytest.mark.parametrize(("form", "day", "why"), SEAMS, ids=[f"{f}-{d}" for f, d, _ in SEAMS])
def test_the_ordinary_form_of_a_date(form: str, day: date, why: str) -> None:
    assert form_of(day) == form, why


def test_both_families_are_taken_at_the_seams() -> None:
    for name in ("I-247", "I-247D", "I-247N", "I-247X"):  # all of 2015 for either
        form = FORMS[name]
        assert form.since <= date(2015, 1, 1)
        assert form.until is not None
        assert form.until > date(2015, 12, 31)
    day = date(2017, 4, 2)  # "Effective April 2", "may not be issued after April 2"
    assert all(FORMS[n].since <= day and (FORMS[n].until or day) >= day for n in ("I-247D", "I-247A"))


def test_problems_are_said_whole() -> None:
    error = DetainerError([Problem("A_CODE", "x", "wrong", "mend it"), Problem("B_CODE", None, "also")])
    assert str(error) == "A_CODE x: wrong (mend it); B_CODE: also"
    assert error.to_dict() == {"schema": 1, "errors": [
        {"code": "A_CODE", "field": "x", "message": "wrong", "hint": "mend it"},
        {"code": "B_CODE", "field": None, "message": "also", "hint": None}]}  # fmt: skip
    assert show("a\u202eb\x00") == "a\\u202eb\\x00"
    assert show("x" * 100, 10) == "xxxxxxxxxx... (100 characters)"
