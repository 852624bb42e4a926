"""Real cases, through the command line."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from detainer.cli import run

CASES = tomllib.loads((Path(__file__).parent / "cases" / "cases.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_case(case: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    argv = [part for flag, value in case["flags"].items() for part in (f"--{flag}", value) if part]
    with pytest.raises(SystemExit) as caught:
        run(["check", *argv, "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert caught.value.code == 0, answer
    expect = case["expect"]
    ends = {item["clock"]: item["ends_at"] for item in answer["readings"]}
    said = {
        "hold": answer["hold"],
        "release_by": answer["release_by"],
        "due_at": answer["notify"]["due_at"],
        **ends,
    }
    for name, value in expect.items():
        assert (said[name] or "")[: len(value)] == value, f"{name}: {case['why']}"


def test_every_case_has_its_reason_and_source() -> None:
    assert all(case["why"] and case["source"] for case in CASES)
