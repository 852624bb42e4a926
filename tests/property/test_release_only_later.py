"""Release, once it is said, only moves later with more facts, and never out of its bounds.

`release_by` is the earliest end over all that the open facts may come to. A fact takes some
of these away, so what is left ends no earlier; where `release_between` was said, what follows
lies between the two. It is so for every fact that a record may leave open, and for the answer
to an open question of law.

It is not so for three things that are no further facts about the same question: a release
time given where only booking was known (the dates that pick the law are then others), a fact
*changed* (a detainer said to be alive and then withdrawn), and the moment a person really left.

Source: docs/design.md, "What it answers": not to exceed means the earliest instant.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from chains import RELAXED, Case, cases, decide, revealed, said
from hypothesis import given


def with_law(facts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The record with one more fact, or one more question of law answered."""
    yield from revealed(facts)
    for name in ("law-a", "law-b"):
        if name not in facts["answers"]:
            for value in (True, False):
                yield f"{name}={value}", {**facts, "answers": {**facts["answers"], name: value}}


@RELAXED
@given(case=cases())
def test_release_only_moves_later(case: Case, tmp_path: Path) -> None:
    profile = case.files.load(tmp_path)
    decision = decide(case.facts, profile)
    if decision is None:
        return
    before = said(decision)
    for what, facts in with_law(case.facts):
        more = decide(facts, profile)
        if more is None:
            continue
        after = said(more)
        if before["release_by"] is not None:
            assert after["release_by"] is not None, what
            assert after["release_by"] >= before["release_by"], what
        else:
            low, high = before["release_between"]
            for then in after["release_between"] or [after["release_by"]]:
                assert low <= then <= high, what
