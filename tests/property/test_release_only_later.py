"""Release, once it is said, only moves later with more facts, and never out of its bounds.

`release_by` is the earliest end over all that the open facts may come to. A fact takes some
of these away, so what is left ends no earlier; and once it is said it stays said. Where
`release_between` was said, what follows lies between the two. It is so for every fact that a
record may leave open.

Of an open question of law less is true. Its answer is the reading that releases first, so
that a court's answer moves the *earliest* release only later; but under the other reading
open facts may matter that did not before: a release that was said may turn into bounds, and
lie beyond those that were said.

It is not so for three things that are no further facts about the same question: a release
time given where only booking was known (the dates that pick the law are then others), a fact
*changed* (a detainer said to be alive and then withdrawn), and the moment a person really left.

Source: docs/design.md, "What it answers": not to exceed means the earliest instant.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chains import RELAXED, Case, cases, decide, said, said_with_more
from hypothesis import given


@RELAXED
@given(case=cases())
def test_release_only_moves_later(case: Case, tmp_path: Path) -> None:
    profile = case.files.load(tmp_path)
    for what, before, after in said_with_more(case.facts, profile):
        if before["release_by"] is not None:
            assert after["release_by"] is not None, what
            assert after["release_by"] >= before["release_by"], what
        else:
            low, high = before["release_between"]
            for then in after["release_between"] or [after["release_by"]]:
                assert low <= then <= high, what


def earliest(told: dict[str, Any]) -> int:
    """The earliest release that is still possible."""
    found: int = told["release_by"] or told["release_between"][0]
    return found


@RELAXED
@given(case=cases())
def test_an_answered_question_of_law_moves_the_earliest_release_later(case: Case, tmp_path: Path) -> None:
    profile = case.files.load(tmp_path)
    decision = decide(case.facts, profile)
    answers = case.facts["answers"]
    if decision is None:
        return
    for name in {"law-a", "law-b"} - answers.keys():
        for value in (True, False):
            more = decide({**case.facts, "answers": {**answers, name: value}}, profile)
            assert more is None or earliest(said(more)) >= earliest(said(decision)), f"{name}={value}"
