"""Ordinary papers: what a complete file would hold, where nothing was said.

The values are the ``[assume]`` tables of the chain; the lower layer wins. Each is
listed with the flag that says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from .custody import CHOICES, MOMENTS, PAPERS, YES_NO, Custody
from .forms import FORMS, form_of
from .profiles import AGREEMENT_LAYERS, Profile, implied, load_profile

__all__ = ["fill"]

_FLAGS = {
    "received_at": "--received",
    "served_at": "--served",
    "cancelled_at": "--cancelled",
    "warrant_served_at": "--warrant-served",
}
#: facts that say nothing where there is no detainer
_OF_A_DETAINER = ("box", "issuer", "received", "served", "cancelled")


def fill(
    custody: Custody, profile: Profile, agreement: frozenset[str] | None, day: date
) -> tuple[Custody, tuple[tuple[str, str, str], ...]]:
    """Return the record with ordinary papers where nothing was said, and what was assumed.

    ``agreement`` is as given or the profile's own, None where unknown; ``day`` is the date
    that the form is chosen by: its receipt, else the release. Each assumption is (fact,
    value, the flag that says otherwise). Of a form that was no longer issued it is not assumed
    that it came in time: its name may be a slip, and its hours are not those of today's form.
    """
    changes: dict[str, Any] = {}
    papers, answers = dict(custody.papers), dict(custody.answers)
    assumed: list[tuple[str, str, str]] = []

    def note(fact: str, value: str, flag: str) -> None:
        assumed.append((fact, value, flag))

    form = custody.form
    if form is None:
        form = changes["form"] = form_of(day)
        note("form", form, "--form")
    until = FORMS[form].until if form in FORMS else None
    withdrawn = until is not None and day >= until
    table, asks = _table(agreement, profile), profile.all_asks
    said = {name for name, value in answers.items() if value is True}
    denied = {name for facts in (answers, papers) for name, value in facts.items() if value is False}
    for name, value in table.items():  # a question assumed yes settles what it implies
        if value == "yes" and name not in answers and denied.isdisjoint(implied(asks, [name])):
            said.add(name)
    follows = implied(asks, said)
    for name, value in table.items():
        if (
            name in follows
            or (value == "yes" and not denied.isdisjoint(implied(asks, [name])))
            or (form == "none" and name in _OF_A_DETAINER)
            or (name == "box" and form != "I-247A")
            or (name == "received" and withdrawn)
        ):
            continue
        fact = YES_NO.get(name, name)
        if name in PAPERS:
            if name not in papers:
                papers[name] = value == "yes"
                note(name, value, f"--no-paper {name}" if value == "yes" else f"--paper {name}")
        elif name in CHOICES or name in YES_NO:
            if name == "box" and custody.asks_custody is not None:
                value = "2"  # only of box 2 is it a question whether custody is asked for
            if (agreement if fact == "agreement" else getattr(custody, fact)) is None:
                changes[fact] = _value(fact, value)
                note(fact, value, _flag(fact, value))
        elif name not in answers:
            answers[name] = value == "yes"
            note(name, value, f"--answer {name}={'no' if value == 'yes' else 'yes'}")
    return replace(custody, papers=papers, answers=answers, **changes), tuple(assumed)


def _table(agreement: frozenset[str] | None, profile: Profile) -> Mapping[str, str]:
    layers = list(profile.layers)
    names = dict.fromkeys(name for model, name in AGREEMENT_LAYERS.items() if model in (agreement or ()))
    layers[2:2] = [load_profile(name) for name in names]
    return {name: value for layer in layers for name, value in layer.assume.items()}


def _value(fact: str, value: str) -> object:
    if fact == "agreement":
        return frozenset(()) if value == "none" else frozenset((value,))
    if fact == "box":
        return int(value)
    return value if fact in CHOICES or fact in MOMENTS else value == "yes"


def _flag(fact: str, value: str) -> str:
    if fact in _FLAGS:
        return _FLAGS[fact]
    if fact == "designated":
        return "--not-designated" if value == "yes" else "--designated"
    if fact == "asks_custody":
        return "--no-asks-custody" if value == "yes" else "--asks-custody"
    return f"--{fact}"
