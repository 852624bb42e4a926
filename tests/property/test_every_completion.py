"""An answer, and what is missing from it, are exactly what every completion of the facts comes to.

Hold, release or its bounds, what may be, notify and transfer are those of all completions
together; and a fact is `missing` if and only if two completions that differ in that fact alone
differ in one of them. Held by brute force, one completion at a time, on random chains and
records and on the real layers: an engine that shares nothing with the walk (tests/brute.py).

Source: docs/design.md, "How a ruling is made", and docs/design.md, "What it answers": an unknown
answer names exactly the facts that would settle it.
"""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from brute import Brute
from chains import RELAXED, ZONE, Case, cases, compare, said
from hypothesis import given, settings
from hypothesis import strategies as st

from detainer import Custody, check, load_profile


@settings(RELAXED, max_examples=300)
@given(case=cases())
def test_the_walk_agrees_with_every_completion(case: Case, tmp_path: Path) -> None:
    compare(case, tmp_path)


@settings(RELAXED, max_examples=300)
@given(case=cases(root="us"))
def test_under_the_real_root_too(case: Case, tmp_path: Path) -> None:
    compare(case, tmp_path)


@settings(RELAXED, derandomize=True, max_examples=600)
@given(case=st.one_of(cases(), cases(root="us")))
def test_the_same_cases_each_time(case: Case, tmp_path: Path) -> None:
    """So that what these reach of the walk does not hang on chance."""
    compare(case, tmp_path)


@pytest.mark.parametrize("profile", ["us", "honors", "sanctuary", "wso", "us-nc"])
@pytest.mark.parametrize("seed", range(12))
def test_the_real_layers_agree_with_every_completion(profile: str, seed: int) -> None:
    chance = random.Random(f"{profile} {seed}")
    release = datetime(2025, 6, 5, 16, tzinfo=UTC)
    facts: dict[str, Any] = {
        "release_at": release, "form": "I-247A", "box": 1, "issuer": "ICE", "received_at": release - timedelta(hours=20),
        "cancelled_at": "never", "agreement": frozenset(), "served_at": "in-time", "citizenship": "none", "designated": True,
        "warrant_served_at": "release", "offense_on": date(2025, 1, 10),
    }  # fmt: skip
    papers = {name: chance.random() < 0.4 for name in ("I-200", "I-205", "I-203", "judge-order")}
    papers["criminal-warrant"] = False
    for name in chance.sample(sorted(facts.keys() - {"release_at"}), 3):
        del facts[name]
    for name in chance.sample(sorted(papers), 2):
        del papers[name]
    record = Custody(**facts, papers=papers)
    loaded = load_profile(profile)
    zone = None if loaded.zones else ZONE
    assert said(check(record, loaded, timezone=zone)) == Brute(record, loaded, ZONE).answer()
