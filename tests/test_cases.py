"""Real cases, hand counts, and both sides of changes of law, through the command line."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shell import do

CASES = [
    case
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text("utf-8"))["case"]
]


def argv(flags: dict[str, str | list[str]]) -> Iterator[str]:
    """A flag with no value is ``""``; one given several times has a list."""
    for flag, values in flags.items():
        for value in [values] if isinstance(values, str) else values:
            yield f"--{flag}"
            if value:
                yield value


def print_of(case: dict[str, Any], *more: str) -> str:
    ran = do("check", *argv(case["flags"]), *more)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def said(answer: dict[str, Any]) -> dict[str, Any]:
    """What a case may expect, by the names it uses."""
    codes = {item["code"] for item in answer["warnings"]}
    other = answer["contested"][0]["otherwise"] if answer["contested"] else {}
    return {
        "hold": answer["hold"],
        "hold_applies": answer["hold_applies"],
        "release_by": answer["release_by"],
        "status": answer["now"]["status"],
        "notify": answer["notify"]["outcome"],
        "due_at": answer["notify"]["due_at"] or "",
        "transfer": answer["transfer"]["outcome"],
        "missing": [item["fact"] for item in answer["missing"]],
        "between": answer["release_between"],
        "otherwise": list(other.values()),
        "held_past": {k: v for k, v in (answer["held_past_seconds"] or {}).items() if v is not None},
        "warns": codes,
        "quiet": codes,
        "readings": answer["readings"],
        **{item["clock"]: item["ends_at"] for item in answer["readings"]},
    }


def fits(name: str, wanted: Any, found: Any) -> bool:
    """Times may be written shorter than they are printed; codes are those there, or those not."""
    if name == "warns":
        return found >= set(wanted)
    if name == "quiet":
        return found.isdisjoint(wanted)
    if isinstance(wanted, list) and len(wanted) == len(found):
        return all(fits("", *pair) for pair in zip(wanted, found, strict=True))
    if isinstance(wanted, str) and wanted[:1].isdigit():
        return isinstance(found, str) and found.startswith(wanted)
    return bool(wanted == found)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    expect = dict(case["expect"])
    first = expect.pop("headline", "")
    found = said(json.loads(print_of(case, "--json")))
    for name, wanted in expect.items():
        assert fits(name, wanted, found[name]), f"{name}: {found[name]}, not {wanted}: {case['why']}"
    text = print_of(case)
    lines = text.split("\n")
    assert " ".join(lines[: lines.index("")]).startswith(first)
    # hours inside both windows have been found unlawful: no answer may bless them
    plain = " ".join(text.lower().split())
    assert "hold is lawful" not in plain
    assert plain.endswith("other charges and holds are not judged.")


def test_every_case_has_its_reason_and_source() -> None:
    assert all(case["why"] and case["source"] and case["expect"] for case in CASES)
    names = [case["id"] for case in CASES]
    assert len(set(names)) == len(names)


def test_a_form_before_its_time_is_refused() -> None:
    """An I-247A received 2017-03-15, eighteen days before the form was issued."""
    ran = do("check", "-p", "honors", "-z", "America/New_York", "-r", "2017-04-10 10:00",
             "--form", "I-247A", "--received", "2017-03-15", "--json")  # fmt: skip
    assert ran.code == 2
    (error,) = ran.json["errors"]
    assert (error["code"], error["field"]) == ("FORM_NOT_IN_USE", "form")
