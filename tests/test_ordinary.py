"""Ordinary papers: what is assumed where nothing was said, and what never is."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from made import NY, PLAIN, ask, written

from detainer import Decision, Profile, load_profile
from detainer.custody import CHOICES, YES_NO
from detainer.profiles import ids

TABLES = {name: tomllib.loads(Path(path).read_text("utf-8")) for name, path in ids().items()}


def assumed(decision: Decision) -> dict[str, str]:
    return {item["fact"]: item["value"] for item in decision.to_dict()["assumed"]}


def flags(decision: Decision) -> dict[str, str]:
    return {item["fact"]: item["flag"] for item in decision.to_dict()["assumed"]}


def own(tmp_path: Path, text: str) -> Profile:
    return written(tmp_path, PLAIN.format("us-xx", "us") + f'zones = ["{NY}"]\n' + text)


COMPLETE = {
    "form": "I-247A", "box": "1", "issuer": "ICE", "received_at": "in-time", "served_at": "in-time", "cancelled_at": "never",
    "I-200": "yes", "I-205": "no", "I-203": "no", "criminal-warrant": "no", "judge-order": "no", "agreement": "none",
    "citizenship": "none",
}  # fmt: skip


def test_a_complete_file() -> None:
    assert assumed(ask("honors")) == COMPLETE
    assert assumed(ask("wso")) == COMPLETE | {"designated": "yes", "warrant_served_at": "release"}
    assert assumed(ask("honors", assume="nothing")) == {}
    assert not ask("honors", assume="nothing").rests_on_assumptions
    assert ask("honors").rests_on_assumptions


SAID: list[tuple[dict[str, Any], str, str]] = [
    ({"form": "I-247A"}, "form", "the form"),
    ({"box": 2}, "box", "the box"),
    ({"issuer": "CBP"}, "issuer", "the issuer"),
    ({"received_at": date(2026, 11, 3)}, "received_at", "a day of receipt"),
    ({"served_at": "never"}, "served_at", "never served is said, not unsaid"),
    ({"cancelled_at": "in-time"}, "cancelled_at", "cancelled"),
    ({"papers": {"I-200": False}}, "I-200", "a no is said too"),
    ({"papers": {"I-205": True}}, "I-205", "the other warrant"),
    ({"papers": {"I-203": True}}, "I-203", "an order to detain"),
    ({"papers": {"criminal-warrant": True}}, "criminal-warrant", "a court's warrant"),
    ({"papers": {"judge-order": True}}, "judge-order", "a judge's order"),
    ({"agreement": frozenset({"BOA"})}, "agreement", "an agreement"),
    ({"agreement": frozenset()}, "agreement", "no agreement, in so many words"),
    ({"citizenship": "resolved"}, "citizenship", "citizenship looked into"),
]


@pytest.mark.parametrize(("facts", "fact", "why"), SAID, ids=[why for *_, why in SAID])
def test_only_what_was_not_said_is_assumed(facts: dict[str, Any], fact: str, why: str) -> None:
    expected = {name: value for name, value in COMPLETE.items() if name != fact}
    assert assumed(ask("honors", **facts)) == expected, why
    kept = ask("honors", **facts).custody
    for name, value in facts.items():
        given = getattr(kept, name)
        assert value.items() <= dict(given).items() if name == "papers" else given == value


OF_THE_DATE = [
    (date(2014, 3, 5), None, "I-247", "by release"),
    (date(2016, 3, 2), None, "I-247D", "by release"),
    (date(2026, 3, 4), None, "I-247A", "by release"),
    (date(2018, 3, 7), date(2014, 3, 5), "I-247", "by receipt: lodged in 2014, released in 2018"),
    (date(2018, 3, 7), date(2016, 3, 2), "I-247D", "by receipt"),
    (date(2017, 4, 3), datetime(2017, 4, 2, 3, tzinfo=UTC), "I-247D", "23:00 of April 1 in New York is April 2 in UTC"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("released", "received", "form", "why"), OF_THE_DATE, ids=[f"{w}-{d}" for d, _, _, w in OF_THE_DATE]
)
def test_the_form_is_that_of_the_date(released: date, received: Any, form: str, why: str) -> None:
    at = datetime(released.year, released.month, released.day, 15, tzinfo=UTC)
    decision = ask("honors", release_at=at, received_at=received)
    assert decision.custody.form == form, why
    assert ("box" in assumed(decision)) == (form == "I-247A")  # only that one has boxes


@pytest.mark.parametrize("form", ["I-247N", "I-247G"])
def test_a_request_for_notice_has_no_box(form: str) -> None:
    at = datetime(2016 if form == "I-247N" else 2026, 3, 2, 15, tzinfo=UTC)
    assert set(COMPLETE) - set(assumed(ask("honors", release_at=at, form=form))) == {"form", "box"}


def test_without_a_detainer_nothing_of_a_detainer_is_assumed() -> None:
    gone = {"form", "box", "issuer", "received_at", "served_at", "cancelled_at"}
    assert set(COMPLETE) - set(assumed(ask("honors", form="none"))) == gone


def test_the_lower_layer_wins(tmp_path: Path) -> None:
    path = own(tmp_path, '[assume]\nissuer = "CBP"\nI-200 = "no"\nreceived = "release"\nagreement = "BOA"\nbox = "2"\nasks-custody = "yes"\n')  # fmt: skip
    found = assumed(ask(path))
    assert found == COMPLETE | {"issuer": "CBP", "I-200": "no", "received_at": "release", "agreement": "BOA", "box": "2", "asks_custody": "yes"}  # fmt: skip
    assert flags(ask(path)) == {
        "form": "--form", "box": "--box", "issuer": "--issuer", "received_at": "--received", "served_at": "--served",
        "cancelled_at": "--cancelled", "I-200": "--paper I-200", "I-205": "--paper I-205", "I-203": "--paper I-203",
        "criminal-warrant": "--paper criminal-warrant", "judge-order": "--paper judge-order", "agreement": "--agreement",
        "citizenship": "--citizenship", "asks_custody": "--no-asks-custody",
    }  # fmt: skip


def test_the_flag_that_says_otherwise(tmp_path: Path) -> None:
    """Of what a layer assumes the other way round, and of a profile's own question."""
    decision = ask(own(tmp_path, '[assume]\nasks-custody = "no"\ndesignated = "no"\nagreement = "WSO"\n'))
    said = flags(decision)
    assert (said["asks_custody"], said["designated"]) == ("--asks-custody", "--designated")
    assert decision.custody.agreement == frozenset({"WSO"})
    real = flags(ask("us-fl-pinellas"))
    assert (real["I-200"], real["complete-form"]) == ("--no-paper I-200", "--answer complete-form=no")


def test_an_agreement_brings_its_own_papers() -> None:
    """Its layer stands between state and county, and assumes the officer and the service."""
    assert "warrant_served_at" not in assumed(ask("us-pa"))
    for model in ("WSO", "JEM"):
        found = assumed(ask("us-pa", agreement=frozenset({model})))
        assert (found["warrant_served_at"], found["designated"]) == ("release", "yes")
    for model in ("TFM", "BOA"):  # neither speaks of service
        assert "designated" not in assumed(ask("us-pa", agreement=frozenset({model})))
    # the profile's own, from the day it was signed, is nothing assumed: WSO since 2019-04-24
    before, since = (
        ask("us-fl-pinellas", release_at=datetime(2019, 4, day, 15, tzinfo=UTC)) for day in (23, 24)
    )
    assert ("designated" in assumed(before), "designated" in assumed(since)) == (False, True)
    assert "agreement" not in assumed(since)


IMPLIES = """
[ask.narrow]
text = "N?"
about = "paper"
implies = ["wide", "judge-order"]
[ask.wide]
text = "W?"
about = "paper"
[assume]
narrow = "{0}"
wide = "{1}"
"""


def test_assumptions_yield_to_what_an_answer_implies(tmp_path: Path) -> None:
    path = own(tmp_path, IMPLIES.format("no", "no"))
    assert assumed(ask(path)) == COMPLETE | {"narrow": "no", "wide": "no"}
    # yes to `narrow` is yes to `wide` and to a judge's order: neither may be assumed a no
    found = assumed(ask(path, answers={"narrow": True}))
    assert found == {name: value for name, value in COMPLETE.items() if name != "judge-order"}


def test_an_assumed_yes_yields_to_a_no_that_was_said(tmp_path: Path) -> None:
    """No judge's order was said: then `narrow`, which implies one, cannot be assumed a yes."""
    path = own(tmp_path, IMPLIES.format("yes", "yes"))
    assert assumed(ask(path))["narrow"] == "yes"
    assert "judge-order" not in assumed(ask(path))  # follows from the question that was assumed a yes
    said = ask(path, papers={"judge-order": False})
    assert "narrow" not in assumed(said)
    assert assumed(said)["wide"] == "yes"
    wide = ask(path, answers={"wide": False})
    assert {"narrow", "wide"}.isdisjoint(assumed(wide))
    assert assumed(wide)["judge-order"] == "no"


@pytest.mark.parametrize("profile", sorted(TABLES))
def test_every_table_of_ordinary_papers(profile: str) -> None:
    """Only facts and questions about papers; what is assumed is listed, and with it nothing is contradicted."""
    table = TABLES[profile].get("assume", {})
    asks = {name: item for layer in load_profile(profile).layers for name, item in layer.asks.items()}
    assert all(name in CHOICES or name in YES_NO or asks[name].about == "paper" for name in table)
    assert not any(
        ask.about == "paper" and ask.type != "yes-no" and name in table for name, ask in asks.items()
    )
    decision = ask(profile)
    listed = {item["fact"]: item["value"] for item in decision.to_dict()["assumed"]}
    for name, value in table.items():
        assert listed[YES_NO.get(name, name) if name not in decision.custody.papers else name] == value


@pytest.mark.parametrize("profile", sorted(TABLES))
def test_people_and_law_are_never_assumed(profile: str) -> None:
    """Convictions, charges, matches, registers: only the person's file or the person answers."""
    asks = {name: item for layer in load_profile(profile).layers for name, item in layer.asks.items()}
    found = assumed(ask(profile))
    assert not [name for name in found if name in asks and asks[name].about != "paper"]
