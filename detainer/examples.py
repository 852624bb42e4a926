"""Worked examples of a profile: records with the answer that the law's words give.

They stand in ``examples/ID.toml`` beside the profiles (a check never opens them), times
local, ordinary papers unless ``assume = "nothing"``.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from .custody import INSTANTS, MOMENTS, Custody
from .decision import Decision, check
from .errors import DetainerError, Problem, show
from .profiles import Profile
from .times import looks_like_date, read_date, read_instant
from .zones import local

__all__ = ["decide", "found", "path_of", "read", "run", "wanted"]

_KEYS = frozenset(("why", "timezone", "assume", "facts", "expect"))


def path_of(profile: Profile) -> str:
    """Return where the examples of a profile would be; there may be none."""
    folder = os.path.dirname(profile.path)
    beside = os.path.join(folder, "examples", f"{profile.id}.toml")
    return (
        beside
        if os.path.isfile(beside)
        else os.path.join(os.path.dirname(folder), "examples", f"{profile.id}.toml")
    )


def read(path: str) -> list[dict[str, Any]]:
    """Return the examples of a file.

    :raises DetainerError: ``EXAMPLE_BROKEN``.
    """
    name = os.path.basename(path)
    try:
        with open(path, "rb") as file:
            document = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DetainerError([_broken(name, show(error))]) from None
    items = document.get("example", [])
    if set(document) - {"example"} or not isinstance(items, list):
        raise DetainerError([_broken(name, "only [[example]] tables belong here")])
    for number, item in enumerate(items):
        if not isinstance(item, dict) or set(item) - _KEYS or not {"why", "facts", "expect"} <= set(item):
            raise DetainerError(
                [
                    _broken(
                        f"{name}: example[{number}]",
                        f"it has why, facts, expect and of {sorted(_KEYS)} no other",
                    )
                ]
            )
    return list(items)


def run(profile: Profile, path: str) -> tuple[int, list[Problem]]:
    """Run every example of a file; return how many and a problem for each that fails.

    :raises DetainerError: ``EXAMPLE_BROKEN``.
    """
    problems: list[Problem] = []
    items = read(path)
    for number, example in enumerate(items):
        where = f"{os.path.basename(path)}: example[{number}]"
        try:
            decision = decide(profile, example)
        except DetainerError as error:
            problems += [p._replace(field=f"{where}: {p.field}") for p in error.problems]
            continue
        except (TypeError, ValueError, AttributeError) as error:
            problems.append(_broken(where, show(error)))
            continue
        try:
            got, want = found(decision, example["expect"]), wanted(example["expect"])
        except (TypeError, ValueError, AttributeError, KeyError) as error:
            problems.append(_broken(f"{where}: expect", show(error)))
            continue
        for key in want:
            if got[key] != want[key]:
                problems.append(
                    Problem(
                        "EXAMPLE_FAILED",
                        f"{where}: {key}",
                        f"expected {show(want[key], 200)}, the rules give {show(got[key], 200)}",
                        show(example["why"], 300),
                    )
                )
    return len(items), problems


def _broken(where: str, why: str) -> Problem:
    return Problem("EXAMPLE_BROKEN", where, why, "see docs/profiles.md")


def decide(profile: Profile, example: Mapping[str, Any]) -> Decision:
    """Return the decision on an example's facts."""
    zone = example.get("timezone") or (profile.zones[0] if len(profile.zones) == 1 else None)
    if zone is None:
        raise DetainerError(
            [
                Problem(
                    "ZONE_NEEDED", "timezone", f"{profile.id} names no zone, or several", 'timezone = "..."'
                )
            ]
        )
    facts = {name: _fact(name, value, zone) for name, value in example["facts"].items()}
    return check(Custody(**facts), profile, assume=example.get("assume", "ordinary"), timezone=zone)


def _fact(name: str, value: Any, zone: str) -> Any:
    if name in INSTANTS or name in MOMENTS:
        return _moment(name, value, zone)
    if name == "offense_on":
        return value if isinstance(value, date) else read_date(value, name)
    if name == "agreement":
        return frozenset(value) if isinstance(value, list) else value
    if name == "answers":
        return {ask: _moment(ask, item, zone) for ask, item in value.items()}
    return value


def _moment(name: str, value: Any, zone: str) -> Any:
    if not isinstance(value, str) or not value[:1].isdigit():
        return value
    if looks_like_date(value):
        return read_date(value, name)
    return local(read_instant(value, zone, name).at, zone)


def found(decision: Decision, expect: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decision says on each thing that is expected, in the same words."""
    answer = decision.to_dict()
    return {key: _said(answer, key, value) for key, value in expect.items()}


def wanted(expect: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is expected, with lists whose order says nothing in order."""
    return {key: sorted(value) if key in ("missing", "possible") else value for key, value in expect.items()}


def _said(answer: Mapping[str, Any], key: str, value: Any) -> Any:
    if key in ("release_by", "release_at"):
        return _minute(answer[key])
    if key == "readings":
        ends = {item["clock"]: _minute(item["ends_at"]) for item in answer["readings"]}
        return {name: ends.get(name) for name in value}
    if key in ("notify", "transfer"):
        return {
            part: _minute(answer[key].get(part)) if part != "outcome" else answer[key][part] for part in value
        }
    if key == "missing":
        return sorted(item["fact"] for item in answer["missing"])
    if key == "warnings":
        codes = {item["code"] for item in answer["warnings"]}
        return [code for code in value if code in codes]
    if key == "spoke":
        return next(_deciding(answer), None)
    return sorted(answer[key]) if key == "possible" else answer.get(key)


def _deciding(answer: Mapping[str, Any]) -> Iterator[str]:
    for step in answer["steps"]:
        if step["act"] == "hold" and step["spoke"]:
            yield f"{step['layer']}/{step['rule']}"


def _minute(text: str | None) -> str | None:
    return text and text[:16]
