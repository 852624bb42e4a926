"""The JSON Schemas are schemas, and what the program prints and reads keeps to them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from schemas import DATA, ORDER, faults, parts, plain, schema, text_of
from shell import HONORS, NY, RELEASE, do

import detainer
from detainer import DetainerError
from detainer.profiles import load_profile
from detainer.profiles.read import read_profile

HERE = Path(__file__).parent
NAMES = ("decision", "record", "recheck", "error", "profile", "audit")


# ---- the schemas themselves ----


@pytest.mark.parametrize("name", NAMES)
def test_it_is_a_schema_and_the_command_prints_it(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(text_of(name)))
    ran = do("schema", name)
    assert (ran.code, ran.err, ran.out) == (0, "", text_of(name))
    assert text_of(name).isascii(), "it prints anywhere"
    if name == "decision":
        assert do("schema").out == ran.out


@pytest.mark.parametrize("name", ["decision", "record", "recheck", "error", "audit"])
def test_every_object_of_an_answer_requires_the_keys_it_lists(name: str) -> None:
    for part in parts(json.loads(text_of(name))):
        if part.get("type") == "object" and "properties" in part:
            optional = "a fact that is not there is unknown" in part.get("description", "")
            assert optional or part["required"] == list(part["properties"])
            assert part["additionalProperties"] is True, "within a schema keys are only ever added"


# ---- answers ----


RUNS = [
    [*HONORS],
    [*HONORS, "--freed", "2026-11-29T10:00"],
    [*HONORS, "--taken", "2026-11-26T10:00", "--booked", "2026-11-01 09:00", "--offense", "2026-10-31"],
    [*HONORS, "--assume", "nothing"],
    [*HONORS, "--assume", "nothing", "--freed", "2026-11-29T10:00"],
    [*HONORS, "--form", "I-247"],
    [*HONORS, "--form", "none"],
    [*HONORS, "--paper", "criminal-warrant"],
    [*HONORS, "--paper", "none", "--agreement", "none", "--citizenship", "claimed"],
    [*HONORS, "--agreement", "WSO", "--agreement", "TFM", "--warrant-served", "release", "--designated"],
    [*HONORS, "--received", "2026-11-24", "--served", "in-time", "--cancelled", "2026-11-26T10:00"],
    [*HONORS, "--box", "2"],
    [*HONORS, "--box", "2", "--asks-custody", "--issuer", "CBP"],
    ["check", "-p", "honors", *NY, "-b", "2026-11-25T15:00"],
    ["check", "-p", "honors", *NY, "-r", "2026-11-01 01:30"],
    ["check", "-p", "honors", *NY, "-r", "2026-10-31 12:00"],
    ["check", "-p", "honors", "-z", "Africa/Monrovia", "-r", "1971-06-01T10:00", "--form", "I-247", "--as-of", "1971-06-02T00:00Z"],
    ["check", "-p", "wso", *NY, *RELEASE, "--warrant-served", "2026-11-25T10:00"],
    ["check", "-p", "sanctuary", *NY, *RELEASE],
    ["check", "-p", "us", *NY, *RELEASE],
    ["check", "-p", "us-nj", "-r", "2026-04-07T10:00", "--assume", "nothing"],
    ["check", "-p", "us-nj", "-r", "2026-04-07T10:00"],
    ["check", "-p", "us-nc", "-r", "2025-03-06T14:00", "--offense", "2025-01-10", "--received", "2025-03-06"],
    ["check", "-p", "us-nc", "-r", "2025-11-06T14:00", "--received", "2025-11-03 10:00"],
    ["check", "-p", "us-fl-pinellas", *RELEASE],
    ["check", "-p", "us-ma", "-r", "2016-01-05T10:00"],
    ["check", "-p", "us-ma", "-r", "2026-11-25T15:00", "--paper", "judge-order"],
    ["check", "-p", "us-dc", "-r", "2026-05-22T17:00", "--assume", "nothing"],
]  # fmt: skip


@pytest.mark.parametrize("argv", RUNS, ids=[f"{n}-{argv[2]}" for n, argv in enumerate(RUNS)])
def test_the_command_line_keeps_to_the_schema(argv: list[str]) -> None:
    ran = do(*argv, "--json")
    assert (ran.code, ran.err) == (0, "")
    assert faults("decision", ran.json) == []
    assert list(ran.json) == ORDER


def test_the_schema_tells_a_wrong_answer() -> None:
    good = do(*HONORS, "--freed", "2026-11-29T10:00", "--form", "I-247", "--json").json
    for change in (
        {"schema": 2}, {"hold": "lawful"}, {"release_by": "2026-11-27"}, {"release_by": "2026-11-27T15:00:00Z"},
        {"possible": []}, {"window": {}}, {"now": {**good["now"], "seconds_left": -1}}, {"notify": None}, {"key": 1},
        {"readings": [{**good["readings"][0], "governs": None}]}, {"law_checked": "today"}, {"custody": {"box": 3}},
        {"custody": {"key": 1}}, {"provenance": {**good["provenance"], "input": "md5:0"}},
    ):  # fmt: skip
        assert faults("decision", good | change) != [], change
    for key in ORDER:
        assert faults("decision", {k: v for k, v in good.items() if k != key}) != [], key
    assert schema("decision").is_valid(good | {"key": 1}), "a reader passes over keys it does not know"


SEEDED = """
from datetime import UTC, datetime
from detainer import Custody, check
from detainer.formats.json import dumps
from detainer.formats.story import story
from detainer.formats.text import render
for profile in ("us-fl-pinellas", "us-nj", "us-dc", "us-ny-nyc-police", "wso"):
    for assume in ("ordinary", "nothing"):
        record = Custody(release_at=datetime(2026, 3, 2, 15, tzinfo=UTC), agreement={"BOA", "JEM", "TFM", "WSO"})
        decision = check(record, profile, assume=assume, timezone="America/New_York")
        print(dumps(decision), render(decision), story(decision))
"""


def test_the_answer_is_the_same_in_every_process() -> None:
    """Python orders a set by hashes that each process draws anew."""
    answers = {
        subprocess.run(
            [sys.executable, "-c", SEEDED], capture_output=True, text=True, timeout=60, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }  # fmt: skip
    assert len(answers) == 1
    assert answers.pop().count('"schema": 1') == 10  # all of them were printed


# ---- errors ----


def test_errors_keep_to_the_schema() -> None:
    with pytest.raises(DetainerError) as caught:
        detainer.Custody(form="X", box=3)
    assert faults("error", caught.value.to_dict()) == []
    for argv in (["check"], [*HONORS, "--what"], ["chek"], [*HONORS, "-r", "soon", "--form", "X"],
                 ["check", "-p", "us-zz", *RELEASE], [*HONORS, "-o", "/no/where", "--agency", "x, FL"]):  # fmt: skip
        ran = do(*argv, "--json", XDG_DATA_HOME="/no/where")
        assert (ran.code, ran.err) == (2, "")
        assert faults("error", ran.json) == []
        assert list(ran.json) == ["schema", "errors"]
        assert list(ran.json["errors"][0]) == ["code", "field", "message", "hint"]
    for bad in ({"schema": 1, "errors": []}, {"schema": 1}, {"errors": ran.json["errors"]}, ran.json | {"key": 1},
                {"schema": 1, "errors": [{"code": "x", "field": None, "message": "m", "hint": None}]}):  # fmt: skip
        assert faults("error", bad) != []


# ---- profiles ----

FILES = [*sorted((DATA / "profiles").glob("*.toml")), *sorted((HERE / "profiles" / "good").glob("*.toml"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_profile_keeps_to_the_schema(path: Path) -> None:
    assert faults("profile", plain(tomllib.loads(path.read_text("utf-8")))) == []


#: what the schema can see of the bad profiles; the others name what is not there, or contradict themselves
SEEN = ["ask", "clock", "head", "long-id", "not-tables", "note-agreement", "nothing", "rule", "source", "source-no-table"]  # fmt: skip


@pytest.mark.parametrize("name", SEEN)
def test_a_bad_profile_does_not(name: str) -> None:
    path = HERE / "profiles" / "bad" / f"{name}.toml"
    assert faults("profile", plain(tomllib.loads(path.read_text("utf-8")))) != []


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(item, (dict, list)):
            yield from places(item, (*path, key))


def changed(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The document with what stands at ``path`` taken out, or replaced where a value is given."""
    copy = deepcopy(document)
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return copy


def loads(document: dict[str, Any]) -> bool:
    """Whether the program itself takes the document."""
    try:
        read_profile(document, load_profile("us").layers, b"", "us-xx.toml")
    except DetainerError:
        return False
    return True


def test_the_schema_is_as_strict_as_the_program_on_form_and_never_stricter() -> None:
    document = tomllib.loads((HERE / "profiles" / "good" / "us-xx.toml").read_text("utf-8"))
    assert loads(document)
    assert faults("profile", plain(document)) == []
    by_name = (
        "define",
        "assume",
        "implies",
        "when",
        "source",
        "clock",
        "same_as",
        "excludes",
        "starts",
        "zones",
        "due",
    )
    tried = 0
    for path in places(document):
        for value in (None, True, 7, "", "x", [], {}, {"unknown": 1}, date(2020, 1, 1)):
            if path == ("parent",):
                continue  # the chain, not the document, is asked for that
            other = changed(document, path, value)
            taken, valid = loads(other), faults("profile", plain(other)) == []
            tried += 1
            assert valid or not taken, f"the schema refuses what the program takes: {path} = {value!r}"
            if valid and not taken:  # only where names, dates or conditions are at odds
                emptied = value is None or value in ([], {})  # what others name is gone
                odd = emptied or isinstance(value, (str, date)) or any(key in by_name for key in path)
                assert odd, f"the program refuses what the schema takes: {path} = {value!r}"
    assert tried > 900


WRONG = [
    {"format": 2}, {"id": "US"}, {"id": "us-xx-"}, {"stance": "kind"}, {"key": 1}, {"name": " "},
    {"clock": {"c": {"hours": 1, "ends_at": "23:59"}}}, {"clock": {"c": {}}}, {"clock": {"c": {"ends_at": "24:00"}}},
    {"clock": {"c": {"hours": -1}}}, {"clock": {"c": {"hours": 1, "excludes": ["monday"]}}},
    {"clock": {"bad name": {"hours": 1}}},
    {"ask": {"a": {"text": "?", "about": "law"}}}, {"ask": {"a": {"text": "?", "type": "number"}}},
    {"agreement": [{"model": "XYZ", "signed": date(2020, 1, 1), "source": ["s"]}]},
    {"agreement": [{"model": "WSO", "signed": "in 2020", "source": ["s"]}]},
    {"source": {"s": {"cite": "c", "seen": "verbatim", "checked": date(2026, 11, 24), "url": "u"}}},
    {"source": {"s": {"cite": "c", "seen": "paraphrase", "checked": date(2026, 11, 24)}}},
]  # fmt: skip


@pytest.mark.parametrize("change", WRONG, ids=[f"{n}-{next(iter(change))}" for n, change in enumerate(WRONG)])
def test_what_is_wrong_in_form_is_wrong_for_both(change: dict[str, Any]) -> None:
    good = {"format": 1, "id": "us-xx", "name": "X", "stance": "none", "parent": "us"}
    assert faults("profile", good) == []
    assert loads(good)
    assert faults("profile", plain(good | change)) != []
    assert not loads(good | change)


# ---- the docs ----


def shown_as_json() -> list[str]:
    """Every check of README and docs that prints JSON, up to the pipe it goes into."""
    pages = [HERE.parent / "README.md", *sorted((HERE.parent / "docs").glob("*.md"))]
    text = "\n".join(page.read_text("utf-8") for page in pages)
    return re.findall(r"detainer check [^|\n`]*--json", text)


def test_every_json_of_the_docs_keeps_to_the_schema() -> None:
    found = [shlex.split(line.replace('"$at"', "2026-03-06T25:00"))[1:] for line in shown_as_json()]
    assert len(found) >= 3
    for argv in found:
        ran = do(*argv)
        assert faults("error" if ran.code else "decision", ran.json) == [], argv
    assert {do(*argv).code for argv in found} == {0, 2}, "answers and errors both"
