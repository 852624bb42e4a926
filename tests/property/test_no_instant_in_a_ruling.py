"""Records that differ in instants only, not in their dates nor in what came first, share one ruling.

Source: docs/design.md, "Facts and the space they span": a ruling looks at no instant.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from chains import RELAXED, Case, cases, decide
from hypothesis import given
from hypothesis import strategies as st


@RELAXED
@given(case=cases(), minutes=st.integers(1, 25))
def test_a_ruling_looks_at_no_instant(case: Case, minutes: int, tmp_path: Path) -> None:
    profile = case.files.load(tmp_path)
    decision = decide(case.facts, profile)
    if decision is None:
        return
    sooner = timedelta(minutes=minutes)
    if case.facts["release_at"].hour == 4:  # at local midnight: sooner is another date
        sooner = -sooner
    move = lambda value: value - sooner if isinstance(value, datetime) else value  # noqa: E731
    facts = {name: move(value) for name, value in case.facts.items()}
    facts["answers"] = {name: move(value) for name, value in case.facts["answers"].items()}
    other = decide(facts, profile)
    assert other is not None
    assert other.basis.ruling is decision.basis.ruling
