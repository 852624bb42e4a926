"""The order in which facts are given and questions stand in a profile changes nothing.

Source: none in law: a record is a set of facts.
"""

from __future__ import annotations

import random
from pathlib import Path

from chains import RELAXED, Case, Files, cases, decide, said
from hypothesis import given
from hypothesis import strategies as st


@RELAXED
@given(case=cases(), seed=st.randoms(use_true_random=False))
def test_the_order_of_facts_and_questions_changes_nothing(
    case: Case, seed: random.Random, tmp_path: Path
) -> None:
    decision = decide(case.facts, case.files.load(tmp_path))
    if decision is None:
        return
    facts = {
        key: dict(reversed(value.items())) if isinstance(value, dict) else value
        for key, value in reversed(case.facts.items())
    }
    name, text = case.files.texts[0]
    blocks = text.split("\n[")
    questions = [block for block in blocks if block.startswith("ask.")]
    seed.shuffle(questions)
    others = [block for block in blocks if not block.startswith("ask.")]
    text = "\n[".join([others[0], *questions, *others[1:]])
    again = decide(facts, Files(((name, text), *case.files.texts[1:])).load(tmp_path))
    assert again is not None
    assert said(again) == said(decision)
