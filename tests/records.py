"""Reads the worked examples and cases: local times to aware instants, facts to a record."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from detainer import Custody, Decision, check, load_profile
from detainer.custody import INSTANTS, MOMENTS
from detainer.zones import load

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "detainer" / "data" / "examples"


def examples() -> list[tuple[str, int, dict[str, Any]]]:
    found = []
    for path in sorted(EXAMPLES.glob("*.toml")):
        for number, example in enumerate(tomllib.loads(path.read_text("utf-8"))["example"]):
            found.append((path.stem, number, example))
    return found


def instant(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=load(zone))


def fact(name: str, value: Any, zone: str) -> Any:
    if name in INSTANTS:
        return instant(value, zone)
    if name in MOMENTS:
        return moment(value, zone)
    if name == "offense_on":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if name == "agreement":
        return frozenset(value) if isinstance(value, list) else value
    if name == "answers":
        return {ask: moment(item, zone) if isinstance(item, str) else item for ask, item in value.items()}
    return value


def moment(value: Any, zone: str) -> Any:
    if not isinstance(value, str) or not value[:1].isdigit():
        return value
    return date.fromisoformat(value) if len(value) == 10 else instant(value, zone)


def decide(profile: str, example: dict[str, Any]) -> Decision:
    loaded = load_profile(profile)
    zone = example.get("timezone") or (loaded.zones[0] if len(loaded.zones) == 1 else None)
    assert zone, "an example of a profile without one zone names its own"
    facts = {name: fact(name, value, zone) for name, value in example["facts"].items()}
    return check(Custody(**facts), loaded, assume=example.get("assume", "ordinary"), timezone=zone)


def found(decision: Decision, expect: dict[str, Any]) -> dict[str, Any]:
    """Return what the decision says on each thing that is expected, in the same words."""
    answer = decision.to_dict()

    def short(text: str | None) -> str | None:
        return text and text[:16]

    got: dict[str, Any] = {}
    for key, wanted in expect.items():
        if key in ("release_by", "release_at"):
            got[key] = short(answer[key])
        elif key == "readings":
            ends = {item["clock"]: short(item["ends_at"]) for item in answer["readings"]}
            got[key] = {name: ends.get(name) for name in wanted}
        elif key in ("notify", "transfer"):
            got[key] = {
                part: short(answer[key][part]) if "T" in str(value) else answer[key][part]
                for part, value in wanted.items()
            }
        elif key == "missing":
            got[key] = sorted(item["fact"] for item in answer["missing"])
        elif key == "warnings":
            codes = {item["code"] for item in answer["warnings"]}
            got[key] = [code for code in wanted if code in codes]
        elif key == "spoke":
            got[key] = next(
                (f"{s['layer']}/{s['rule']}" for s in answer["steps"] if s["act"] == "hold" and s["spoke"]),
                None,
            )
        elif key == "possible":
            got[key] = sorted(answer[key])
        else:
            got[key] = answer[key]
    return got


def wanted(expect: dict[str, Any]) -> dict[str, Any]:
    return {key: sorted(value) if key in ("missing", "possible") else value for key, value in expect.items()}
