"""The finite space of facts: what a ruling may look at, what follows from what is known, where a moment lies.

Release is Monday 2 March 2026 10:00 in New York, which lies five hours behind UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from made import HEAD, KNOWN, NY, PERIOD, at, county, known, rule, under_a_federal_layer_of_ones_own, written

from detainer import Custody, load_profile
from detainer.explain import notes
from detainer.space import Chain, Facts, finite_facts
from detainer.when import Atom

RELEASE = "2026-03-02T10:00"
AT, DAY = at(RELEASE), date(2026, 3, 2)
HOUR = timedelta(hours=1)
BOTH = ("hold", "release_by")
ASKS = """
[ask.narrow]
text = "Narrow?"
implies = ["judge-order"]
[ask.narrower]
text = "Narrower?"
implies = ["narrow"]
"""


def note(text: str, when: str = "") -> str:
    condition = f'when = "{when}"\n' if when else ""
    return f'[[period.note]]\ntext = "{text}"\nsource = ["s"]\n{condition}'


def period(name: str, box: str, text: str) -> str:
    return f'[[period]]\nid = "{name}"\n{box}\n{text}'


# ---- agreements ----


def test_an_agreement_layer_is_there_for_its_own_models() -> None:
    chain = Chain(load_profile("us-fl"), frozenset({"BOA", "WSO", "TFM"}))
    guarded = {layer.profile.id: layer.guard for layer in chain.layers if layer.guard}
    assert guarded == {
        "agreement-wso": Atom("agreement", ("WSO", "JEM")),
        "agreement-boa": Atom("agreement", ("BOA",)),
    }


AGREEMENTS: list[tuple[str, set[str] | None, bool]] = [
    ("agreement is none", set(), True),
    ("agreement is none", {"BOA"}, False),
    ("agreement is none", {"WSO"}, False),
    ("agreement is WSO", set(), False),
    ("agreement is BOA", set(), False),
    ("agreement is BOA", {"BOA", "WSO"}, True),
    ("agreement in (none, TFM)", {"TFM"}, True),
    ("agreement in (none, TFM)", {"BOA"}, False),
    ("agreement in (none, WSO, JEM, TFM, BOA)", None, True),
]


@pytest.mark.parametrize(("when", "models", "met"), AGREEMENTS)
def test_what_is_asked_of_an_agreement(when: str, models: set[str] | None, met: bool, tmp_path: Path) -> None:
    """No officer is designated and no I-203 is there, so that the agreements' own layers are silent."""
    profile = written(tmp_path, HEAD + PERIOD + rule("r", "allowed", f'when = "{when}"'))
    decision = known(profile, RELEASE, agreement=None if models is None else frozenset(models))
    assert (decision.hold, decision.missing) == ("allowed" if met else "silent", ())


@pytest.mark.parametrize("when", ["agreement is none", "agreement is WSO", "agreement in (JEM, BOA)"])
def test_an_open_agreement_may_be_any_or_none(when: str, tmp_path: Path) -> None:
    profile = written(tmp_path, HEAD + PERIOD + rule("r", "allowed", f'when = "{when}"'))
    assert set(known(profile, RELEASE, agreement=None).possible) == {"allowed", "silent"}


# ---- what follows from what is known ----

OLD, NEW = "offense.until = 2026-01-01", "offense.from = 2026-01-01"
FOLLOWS: list[tuple[str, str, dict[str, Any]]] = [
    # a condition, met for certain by what is known
    ("a yes to the narrower question is a yes to the wider", "judge-order", {"papers": {**KNOWN["papers"], "judge-order": None},
     "answers": {"narrow": True}}),
    ("and to one wider still", "judge-order", {"papers": {**KNOWN["papers"], "judge-order": None}, "answers": {"narrower": True}}),
    ("a no to the wider is a no to the narrower", "not narrow", {}),
    ("and to one narrower still", "not narrower", {}),
]  # fmt: skip
TOLD_LAST = "".join(f"[ask{part}" for part in reversed(ASKS.split("[ask")[1:]))


@pytest.mark.parametrize("asks", [ASKS, TOLD_LAST], ids=["the wider first", "the wider last"])
@pytest.mark.parametrize(("why", "when", "changes"), FOLLOWS, ids=[row[0] for row in FOLLOWS])
def test_what_follows_is_known(
    why: str, when: str, changes: dict[str, Any], asks: str, tmp_path: Path
) -> None:
    papers = {
        name: value for name, value in changes.get("papers", KNOWN["papers"]).items() if value is not None
    }
    profile = written(tmp_path, HEAD + asks + PERIOD + note("yes", when) + note("no", f"not ({when})"))
    decision = known(profile, RELEASE, **{**changes, "papers": papers})
    assert [item.text for item in notes(decision.basis)][-1:] == ["yes"], why


def test_an_offense_is_no_later_than_the_booking(tmp_path: Path) -> None:
    """Booked on New Year's Eve in New York (04:59 UTC): the old act holds for certain, and its note is told."""
    profile = written(tmp_path, HEAD + period("old", OLD, note("old")) + period("new", NEW, note("new")))
    for booked, told in ((datetime(2026, 1, 1, 4, 59, tzinfo=UTC), ["old"]), (datetime(2026, 1, 1, 5, tzinfo=UTC), [])):  # fmt: skip
        found = [item.text for item in notes(known(profile, RELEASE, booked_at=booked).basis)]
        assert [text for text in found if text in ("old", "new")] == told


def test_a_booking_is_no_earlier_than_the_offense(tmp_path: Path) -> None:
    old, new = OLD.replace("offense", "booking"), NEW.replace("offense", "booking")
    profile = written(tmp_path, HEAD + period("old", old, note("old")) + period("new", new, note("new")))
    for offense, told in ((date(2026, 1, 1), ["new"]), (date(2025, 12, 31), [])):
        found = [item.text for item in notes(known(profile, RELEASE, offense_on=offense).basis)]
        assert [text for text in found if text in ("old", "new")] == told


def test_a_period_of_offense_and_of_booking_dates(tmp_path: Path) -> None:
    """Offenses of 2025 of people booked in 2026."""
    box = f"{OLD}\nbooking.from = 2026-01-01"
    profile = written(tmp_path, HEAD + period("p", box, rule("r", "allowed")))
    for booked, hold in ((at("2026-01-01T00:00"), "allowed"), (at("2025-12-31T23:59"), "silent")):
        decision = known(profile, RELEASE, offense_on=date(2025, 6, 1), booked_at=booked)
        assert (decision.hold, decision.missing) == (hold, ())


@pytest.mark.parametrize("booked", [None, AT - HOUR])
@pytest.mark.parametrize("box", ["offense.until = 1950-01-01", "offense.from = 2026-03-02"])
def test_an_open_date_may_be_the_earliest_or_the_day_of_release(
    box: str, booked: datetime | None, tmp_path: Path
) -> None:
    profile = written(tmp_path, HEAD + period("p", box, rule("r", "allowed")))
    assert set(known(profile, RELEASE, booked_at=booked).possible) == {"allowed", "silent"}


# ---- moments ----

RECEIPT: list[tuple[str, Any, str, str, tuple[str, ...]]] = [
    # a law on telling ICE of detainers received from 2027 on: received, hold, notify, missing
    ("after release, and after the law", date(2027, 2, 1), "not_allowed", "required", ()),
    ("after release, before the law", date(2026, 12, 31), "not_allowed", "allowed", ()),
    ("before release", date(2026, 3, 1), "silent", "allowed", ()),
    ("on the day of release, its hour unknown", DAY, "unknown", "allowed", ("received_at",)),
    ("never", "never", "not_allowed", "allowed", ()),
    ("by release", "in-time", "silent", "allowed", ()),
    ("not known", None, "unknown", "unknown", ("received_at",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("why", "received", "hold", "notify", "missing"), RECEIPT, ids=[row[0] for row in RECEIPT]
)
def test_a_law_on_receipt_that_is_still_to_come(
    why: str, received: Any, hold: str, notify: str, missing: tuple[str, ...], tmp_path: Path
) -> None:
    text = period("p", "receipt.from = 2027-01-01", rule("r", "required", act="notify"))
    decision = known(written(tmp_path, HEAD + text), RELEASE, received_at=received)
    assert (decision.hold, decision.notify.outcome) == (hold, notify), why
    assert tuple(item.fact for item in decision.missing) == missing


def test_a_receipt_by_release_is_not_after_it(tmp_path: Path) -> None:
    """A law on detainers received from 2027 on requires nothing of one that came by March 2026."""
    text = period("p", "receipt.from = 2027-01-01", rule("r", "required"))
    decision = known(written(tmp_path, HEAD + text), RELEASE, received_at=None)
    assert set(decision.possible) == {"not_allowed", "silent"}  # not received by release, or received


def test_a_receipt_after_release_may_be_at_any_time(tmp_path: Path) -> None:
    """The county's law on receipt splits the time after release into days; 40 hours from its first second end first."""
    clock = '[clock.forty]\nhours = 40\nstarts = "received_at"\n'
    state = clock + PERIOD + rule("r", "allowed", 'when = "not received"\nclock = ["forty"]')
    under_a_federal_layer_of_ones_own(tmp_path, state)
    profile = county(tmp_path, period("p", "receipt.from = 2027-01-01", rule("r", "silent")))
    ways = known(profile, RELEASE, received_at=None).basis.ways
    free = min(way.release for way in ways if way.hold == "allowed")
    assert free == int(AT.timestamp()) + 40 * 3600 + 1


def days_of_receipt(rules: list[str]) -> str:
    """As many days before release as there are rules, each with one for detainers received that day."""
    days = [DAY - timedelta(days=len(rules) - number) for number in range(len(rules) + 1)]
    return "".join(
        period(f"p{number}", f"receipt.from = {days[number]}\nreceipt.until = {days[number + 1]}", text)
        for number, text in enumerate(rules)
    )


def test_one_day_of_many(tmp_path: Path) -> None:
    text = days_of_receipt([rule("r", "not_allowed")] * 280 + [rule("r", "allowed")])
    profile = written(tmp_path, HEAD + text)
    assert known(profile, RELEASE, received_at=DAY - timedelta(days=1)).hold == "allowed"
    assert known(profile, RELEASE, received_at=DAY - timedelta(days=2)).hold == "not_allowed"


def test_the_cells_between_the_days_on_which_a_law_changes(tmp_path: Path) -> None:
    """Each cut begins a cell; before the first and after the last there is no bound."""
    profile = written(tmp_path, HEAD + days_of_receipt([rule("r", "silent")] * 280))
    chain = Chain(profile, frozenset())
    assert chain.days(chain.cell(DAY)) == (DAY, None)
    assert chain.days(chain.cell(DAY - timedelta(days=1))) == (DAY - timedelta(days=1), DAY)
    first, until = chain.days(chain.cell(date(1900, 1, 1)))
    assert first is None
    assert until is not None
    assert chain.cell(until) == 1


def test_a_law_that_ended_bounds_the_clock_that_starts_at_receipt(tmp_path: Path) -> None:
    """Received by the last second of February: 40 hours from it end 6 hours after release, less that second."""
    clock = '[clock.forty]\nhours = 40\nstarts = "received_at"\n'
    text = period("p", "receipt.until = 2026-03-01", rule("r", "allowed", 'clock = ["forty"]'))
    decision = known(written(tmp_path, HEAD + clock + text), RELEASE, received_at=None)
    assert decision.release_between == (AT, AT + 6 * HOUR - timedelta(seconds=1))


def test_a_receipt_after_release_bounds_the_clock_that_starts_at_it(tmp_path: Path) -> None:
    """A federal layer that does not look at receipt: of one on 3 March the last second is 40 hours before the end."""
    clock = '[clock.forty]\nhours = 40\nstarts = "received_at"\n'
    box = "receipt.from = 2026-03-03\nreceipt.until = 2026-03-04"
    text = clock + period("p", box, rule("r", "allowed", 'clock = ["forty"]'))
    profile = under_a_federal_layer_of_ones_own(tmp_path, text)
    decision = known(profile, RELEASE, received_at=None)
    assert decision.release_between == (AT, at("2026-03-05T15:59:59"))


def facts(**changes: Any) -> Facts:
    """The finite facts of the record in which every fact is known."""
    custody = Custody(**{**KNOWN, "release_at": AT, **changes})
    chain = Chain(load_profile("us"), frozenset())
    return finite_facts(custody, chain, custody.agreement, int(AT.timestamp()), DAY, NY)


@pytest.mark.parametrize("name", ["served_at", "warrant_served_at", "cancelled_at"])
def test_of_the_moments_only_a_receipt_has_a_day(name: str) -> None:
    """Forms came and went on days of 2015 to 2025: a service before or after them is by release all the same."""
    days = date(2014, 6, 1), date(2025, 6, 1)
    assert facts(**{name: days[0]}) == facts(**{name: days[1]}) == facts(**{name: "in-time"})
    assert facts(received_at=days[0]) != facts(received_at=days[1])
