"""The JSON Schemas are schemas, and what the program prints and reads keeps to them."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from records import decide, examples

import detainer
from detainer import DetainerError, check
from detainer.cli import run

DATA = Path(detainer.__file__).parent / "data"
NAMES = ("decision", "error", "profile")


def schema(name: str) -> Draft202012Validator:
    loaded = json.loads((DATA / "schemas" / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(loaded)
    return Draft202012Validator(loaded, format_checker=FormatChecker())


def faults(name: str, value: Any) -> list[str]:
    return [f"{'/'.join(map(str, e.path))}: {e.message}" for e in schema(name).iter_errors(value)]


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def test_every_example_keeps_to_the_schema() -> None:
    validator = schema("decision")
    order = list(validator.schema["properties"])
    for profile, number, example in examples():
        answer = json.loads(json.dumps(decide(profile, example).to_dict()))
        assert [e.message for e in validator.iter_errors(answer)] == [], (profile, number)
        assert list(answer) == order, "the order of keys is stable"


@pytest.mark.parametrize(
    "argv",
    [
        ["-p", "honors", "-z", "America/New_York", "-r", "2026-11-25T15:00", "--freed", "2026-11-29T10:00"],
        ["-p", "us-nj", "-r", "2026-04-07T10:00", "--assume", "nothing"],
        ["-p", "honors", "-z", "America/New_York", "-b", "2026-11-25T15:00"],
        ["-p", "us-nc", "-r", "2025-03-06T14:00", "--offense", "2025-01-10", "--received", "2025-03-06"],
        ["-p", "us-ma", "-r", "2026-11-25T15:00", "--paper", "criminal-warrant"],
    ],
)
def test_the_command_line_keeps_to_the_schema(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["check", *argv, "--json"])
    assert faults("decision", json.loads(capsys.readouterr().out)) == []


def test_errors_keep_to_the_schema() -> None:
    with pytest.raises(DetainerError) as caught:
        detainer.Custody(form="X", box=3)
    assert faults("error", caught.value.to_dict()) == []
    assert faults("error", {"schema": 1, "errors": []}) != []


@pytest.mark.parametrize("path", sorted((DATA / "profiles").glob("*.toml")), ids=lambda path: path.stem)
def test_every_profile_keeps_to_the_schema(path: Path) -> None:
    assert faults("profile", plain(tomllib.loads(path.read_text("utf-8")))) == []


@pytest.mark.parametrize(
    "change",
    [{"format": 2}, {"id": "US"}, {"stance": "kind"}, {"key": 1}, {"clock": {"c": {"hours": 1, "ends_at": "23:59"}}},
     {"source": {"s": {"cite": "c", "seen": "verbatim", "checked": "2026-11-24", "url": "u"}}}],
)  # fmt: skip
def test_a_bad_profile_does_not(change: dict[str, Any]) -> None:
    good = {"format": 1, "id": "us-xx", "name": "X", "stance": "none", "parent": "us"}
    assert faults("profile", good) == []
    assert faults("profile", good | change) != []


@pytest.mark.parametrize("name", NAMES)
def test_the_command_prints_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["schema", name])
    assert capsys.readouterr().out == (DATA / "schemas" / f"{name}.json").read_text("utf-8")


def test_the_answer_is_deterministic() -> None:
    profile, _, example = examples()[0]
    one, two = decide(profile, example), decide(profile, example)
    assert one.to_dict() == two.to_dict()
    assert check is not None
