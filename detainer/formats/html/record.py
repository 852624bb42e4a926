"""What an answer was made from: the record as it was understood, and the versions of everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..story import ORIGINS
from .markup import Html, facts, joined, section, table, tag

if TYPE_CHECKING:
    from ...decision import Decision

__all__ = ["custody", "provenance"]

_FACTS = (
    "release_at", "booked_at", "freed_at", "taken_at", "offense_on", "form", "box", "asks_custody", "issuer",
    "received_at", "served_at", "cancelled_at", "warrant_served_at", "designated", "citizenship", "agreement",
)  # fmt: skip


def custody(decision: Decision, told: dict[str, Any]) -> Html:
    """Return the facts of the record, whence each is, and which are not known."""
    assumed = {fact for fact, *_ in decision.basis.assumed}
    rows = []
    for name, value in _flat(told["custody"]):
        origin = "assumed" if name in assumed else "given"
        if name == "agreement" and decision.basis.custody.agreement is None:
            origin = "profile"
        rows.append(("screen" if origin == "assumed" else "", [name, value, ORIGINS[origin]]))
    unknown = [name for name in _FACTS if name not in told["custody"]]
    return section(
        "record",
        "The record, as understood",
        table("record-facts", "Facts of the custody record", ("fact", "value", "whence"), rows),
        tag("p", f"Not known: {', '.join(unknown)}.", class_="soft") if unknown else Html(),
    )


def _flat(record: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        for key, item in value.items() if isinstance(value, dict) else [(name, value)]:
            yield key, _plain(item)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (", ".join(value) or "none") if isinstance(value, list) else str(value)


def provenance(told: dict[str, Any]) -> Html:
    """Return the versions and hashes by which the answer can be made again."""
    profile, made = told["profile"], told["provenance"]
    rows = [
        ("detainer", made["detainer"]),
        ("time zones", f"tzdata {made['tzdata']}, {told['timezone']}"),
        ("calendar", made["calendar"]),
        ("profile", f"{profile['id']}, stance {profile['stance']}, layers {', '.join(profile['layers'])}"),
        ("law looked at", told["law_checked"] or "never"),
        ("profile hash", profile["hash"]),
        ("record hash", made["input"]),
    ]
    return section("provenance", "Made from", facts(((k, joined([v])) for k, v in rows), "facts small"))
