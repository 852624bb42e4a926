"""Every worked example of every profile: the law's words, counted by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from records import decide, examples

from detainer import DetainerError, load_profile
from detainer import examples as worked

ALL = examples()


@pytest.mark.parametrize(
    ("profile", "example"), [(p, e) for p, _, e in ALL], ids=[f"{p}-{n}" for p, n, _ in ALL]
)
def test_example(profile: str, example: dict[str, Any]) -> None:
    decision = decide(profile, example)
    assert worked.found(decision, example["expect"]) == worked.wanted(example["expect"]), example["why"]


BROKEN = [
    ("not toml", "=", "EXAMPLE_BROKEN"),
    ("another table", "[x]\n", "EXAMPLE_BROKEN"),
    ("no expect", '[[example]]\nwhy = "w"\nfacts = {}\n', "EXAMPLE_BROKEN"),
    ("a key nobody knows", '[[example]]\nwhy = "w"\nfacts = {}\nexpect = {}\nx = 1\n', "EXAMPLE_BROKEN"),
    ("a fact nobody knows", '[[example]]\nwhy = "w"\nfacts = { x = 1 }\nexpect = {}\n', "EXAMPLE_BROKEN"),
    ("no release", '[[example]]\nwhy = "w"\nfacts = {}\nexpect = {}\n', "RELEASE_NEEDED"),
    *(
        (
            f"nothing that is expected: {expect}",
            f'[[example]]\nwhy = "w"\nfacts = {{ release_at = "2026-03-02T10:00" }}\nexpect = {expect}\n',
            "EXAMPLE_BROKEN",
        )
        for expect in (
            "1",
            "{ missing = 3 }",
            "{ readings = 3 }",
            "{ notify = 3 }",
            '{ possible = [1, "a"] }',
        )
    ),
    (
        "an hour that never happened",
        '[[example]]\nwhy = "w"\nfacts = { release_at = "2026-03-08T02:30" }\nexpect = {}\n',
        "HOUR_NEVER_HAPPENED",
    ),
    (
        "an offset is kept: 10:00 UTC is 05:00 in Boston",
        '[[example]]\nwhy = "w"\nfacts = { release_at = "2026-03-02T10:00Z" }\nexpect = { release_at = "2026-03-02T10:00" }\n',
        "EXAMPLE_FAILED",
    ),
    (
        "another answer",
        '[[example]]\nwhy = "w"\nfacts = { release_at = "2026-03-02T10:00" }\nexpect = { hold = "required" }\n',
        "EXAMPLE_FAILED",
    ),
]


@pytest.mark.parametrize(("why", "text", "code"), BROKEN, ids=[why for why, _, _ in BROKEN])
def test_an_example_that_fails_says_so(why: str, text: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "us-ma.toml"
    path.write_text(text, "utf-8")
    try:
        _, problems = worked.run(load_profile("us-ma"), str(path))
    except DetainerError as error:
        problems = list(error.problems)
    assert [problem.code for problem in problems] == [code], why


def test_an_example_needs_a_zone(tmp_path: Path) -> None:
    path = tmp_path / "us-fl.toml"
    path.write_text(
        '[[example]]\nwhy = "w"\nfacts = { release_at = "2026-03-02T10:00" }\nexpect = {}\n', "utf-8"
    )
    _, problems = worked.run(load_profile("us-fl"), str(path))
    assert [problem.code for problem in problems] == ["ZONE_NEEDED"]
