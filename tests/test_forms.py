"""The forms: the dates each is taken for, what it asks, how it counts, and the seams between them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from detainer import Custody, Decision, DetainerError, check
from detainer.custody import CHOICES
from detainer.forms import FORMS, form_of
from detainer.when import parse
from detainer.zones import load

NY = "America/New_York"

# day -> the form of an ordinary file
ORDINARY = [
    (date(1950, 1, 1), "I-247", "before any form was known: the oldest"),
    (date(1997, 4, 1), "I-247", "the edition of that very day"),
    (date(2015, 6, 30), "I-247", "the 2015 forms began in mid-2015; the ordinary file changes on July 1"),
    (date(2015, 7, 1), "I-247D", "from then"),
    (date(2017, 4, 1), "I-247D", "the last day before I-247A"),
    (date(2017, 4, 2), "I-247A", "effective April 2, 2017"),
    (date(2026, 11, 24), "I-247A", "still"),
]


@pytest.mark.parametrize(("day", "form", "why"), ORDINARY, ids=[why for *_, why in ORDINARY])
def test_the_ordinary_form_of_a_date(day: date, form: str, why: str) -> None:
    assert form_of(day) == form, why


# form, received -> taken, taken with a warning, or refused
TAKEN, WARNED, REFUSED = "taken", "warned", "refused"
SEAMS = [
    ("I-247", date(1990, 5, 1), TAKEN, "an old edition"),
    ("I-247", date(2015, 1, 1), TAKEN, "all of 2015 for either family"),
    ("I-247", date(2015, 12, 31), TAKEN, "its last day"),
    ("I-247", date(2016, 1, 1), WARNED, "no longer issued"),
    ("I-247", date(2017, 4, 2), WARNED, "nor on the day of I-247A"),
    ("I-247D", date(2014, 12, 31), REFUSED, "not yet"),
    ("I-247D", date(2015, 1, 1), TAKEN, "the day it began is not known: all of 2015"),
    ("I-247D", date(2017, 4, 2), TAKEN, "'may not be issued after April 2'"),
    ("I-247D", date(2017, 4, 3), WARNED, "the day after"),
    ("I-247N", date(2014, 12, 31), REFUSED, "not yet"),
    ("I-247N", date(2017, 4, 2), TAKEN, "either family on that day"),
    ("I-247N", date(2017, 4, 3), WARNED, "the day after"),
    ("I-247X", date(2014, 12, 31), REFUSED, "not yet"),
    ("I-247X", date(2017, 4, 3), WARNED, "the day after"),
    ("I-247A", date(2017, 4, 1), REFUSED, "'Effective April 2, 2017'"),
    ("I-247A", date(2017, 4, 2), TAKEN, "that day"),
    ("I-247A", date(2026, 11, 24), TAKEN, "in use"),
    ("I-247G", date(2025, 3, 3), REFUSED, "the settlement took effect on March 4"),
    ("I-247G", date(2025, 3, 4), TAKEN, "that day"),
    ("none", date(1990, 5, 1), TAKEN, "no form is of any time"),
]


@pytest.mark.parametrize(("form", "day", "what", "why"), SEAMS, ids=[f"{f}-{d}" for f, d, *_ in SEAMS])
@pytest.mark.parametrize("hour", [None, 0, 23], ids=["hour unknown", "first hour", "last hour"])
def test_the_dates_of_a_form(form: str, day: date, what: str, why: str, hour: int | None) -> None:
    """By receipt, in the facility's days: 23:00 in New York is the next day in UTC."""
    received = day if hour is None else datetime(day.year, day.month, day.day, hour, tzinfo=load(NY))
    release = datetime(2026, 11, 24, 15, tzinfo=UTC)
    record = Custody(release_at=release, form=form, received_at=received)
    if what == REFUSED:
        with pytest.raises(DetainerError) as caught:
            check(record, "honors", timezone=NY)
        (problem,) = caught.value.problems
        assert (problem.code, problem.field) == ("FORM_NOT_IN_USE", "form"), why
        assert problem.hint == f"the form of that date was {form_of(day)}"
    else:
        codes = [item.code for item in check(record, "honors", timezone=NY, assume="ordinary").warnings]
        assert ("FORM_WITHDRAWN" in codes) == (what == WARNED), why


@pytest.mark.parametrize("received", [None, "in-time", "release", "never"])
def test_without_a_day_of_receipt_the_release_decides(received: Any) -> None:
    early = Custody(release_at=datetime(2017, 4, 1, 15, tzinfo=UTC), form="I-247A", received_at=received)
    with pytest.raises(DetainerError):
        check(early, "honors", timezone=NY)
    late = Custody(release_at=datetime(2018, 4, 1, 15, tzinfo=UTC), form="I-247D", received_at=received)
    codes = [item.code for item in check(late, "honors", timezone=NY, assume="ordinary").warnings]
    # it may have been lodged in time, and may be another form that is called by the old name
    assert ("FORM_WITHDRAWN" in codes) == (received != "never")


def test_an_old_form_is_not_assumed_to_have_come_in_time() -> None:
    """People call the form of today by the old name. From Friday 18:00 the old form's hours (weekend out: 6 h of
    Friday, 24 h of Monday, 18 h of Tuesday) end on Tuesday, those of today's form on Sunday: its day of receipt tells."""
    release = datetime(2026, 11, 20, 18, tzinfo=load(NY))

    def ask(**facts: Any) -> Decision:
        return check(Custody(release_at=release, **facts), "honors", timezone=NY, assume="ordinary")

    unsaid = ask(form="I-247")
    assert (unsaid.hold, unsaid.release_by) == ("unknown", None)
    assert [item.fact for item in unsaid.missing] == ["received_at"]
    assert "FORM_WITHDRAWN" in [item.code for item in unsaid.warnings]
    old = ask(form="I-247", received_at=date(2014, 6, 2))
    assert old.release_by == datetime(2026, 11, 24, 18, tzinfo=load(NY))
    assert ask(form="I-247", received_at="in-time").release_by == old.release_by, "said, if not when"
    assert ask(form="I-247A").release_by == datetime(2026, 11, 22, 18, tzinfo=load(NY))
    early = Custody(release_at=datetime(2015, 12, 31, 18, tzinfo=load(NY)), form="I-247")
    assert check(early, "honors", timezone=NY, assume="ordinary").hold == "allowed", "its last day: ordinary"


def test_an_old_form_lodged_in_time_stays_alive() -> None:
    """A detainer of 2014 and a release of 2018: 12 h Fri, weekend out, 24 h Mon, 12 h Tue."""
    release = datetime(2018, 11, 2, 12, tzinfo=load(NY))
    record = Custody(release_at=release, form="I-247", received_at=date(2014, 6, 2), papers={"I-200": False})
    decision = check(record, "honors", timezone=NY, assume="ordinary")
    assert decision.hold == "allowed"
    assert decision.to_dict()["release_by"] == "2018-11-06T12:00:00-05:00"


# form, box, asks custody -> does it ask the jail to keep the person; whose clock
ASKS = [
    ("I-247", None, None, True, "regulation"),
    ("I-247D", None, None, True, "straight"),
    ("I-247N", None, None, False, None),
    ("I-247X", None, True, True, "straight"),
    ("I-247X", None, False, False, None),
    ("I-247A", 1, None, True, "straight"),
    ("I-247A", 2, True, True, "straight"),
    ("I-247A", 2, False, False, None),
    ("I-247G", None, None, False, None),
    ("none", None, None, False, None),
]


@pytest.mark.parametrize(("form", "box", "custody", "asks", "clock"), ASKS)
def test_what_a_form_asks(
    form: str, box: int | None, custody: bool | None, asks: bool, clock: str | None
) -> None:
    """I-247N and I-247G "do not request" detention; box 2 and I-247X as the paper in hand says."""
    day = {"I-247": 2014, "I-247D": 2016, "I-247N": 2016, "I-247X": 2016}.get(form, 2026)
    release = datetime(day, 11, 4, 12, tzinfo=load(NY))
    record = Custody(release_at=release, form=form, box=box, asks_custody=custody)
    decision = check(record, "honors", timezone=NY, assume="ordinary")
    assert (decision.hold == "allowed") == asks
    assert (decision.window.clock if decision.window else None) == clock
    assert bool(decision.readings) == asks  # both counts stand wherever a hold is asked for, and only there


def test_the_table_holds_together() -> None:
    assert tuple(FORMS) == CHOICES["form"]
    for name, form in FORMS.items():
        assert form.name == name
        assert form.until is None or form.since < form.until
        if form.requests_hold:
            assert parse(form.requests_hold)
        if form.ordinary:
            assert form.since <= form.ordinary[0]
    spans = [form.ordinary for form in FORMS.values() if form.ordinary]
    assert all(a[1] == b[0] for a, b in pairwise(spans))  # no day without, none with two
