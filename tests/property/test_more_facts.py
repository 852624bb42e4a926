"""More facts never turn one known answer into another.

What is said of hold, notify or transfer while some fact is open, other than `unknown`, is
said whatever that fact turns out to be; so is whether a hold applies. Facts, not law: of a
question of law that is open the answer is the reading that releases first, and the question's
answer, once a court gives it, may turn that. And one fact at a time that was *not given*: a
release time given where only booking was known is another question, asked of another date.

Source: docs/design.md, "What it answers": either the answer is the same whatever an open fact
is, or it is `unknown`.
"""

from __future__ import annotations

from pathlib import Path

from chains import RELAXED, Case, cases, said_with_more
from hypothesis import given


@RELAXED
@given(case=cases())
def test_more_facts_never_turn_a_known_answer(case: Case, tmp_path: Path) -> None:
    profile = case.files.load(tmp_path)
    for what, before, after in said_with_more(case.facts, profile):
        for key in ("hold", "notify", "transfer"):
            assert before[key] in ("unknown", after[key]), what
        assert before["hold_applies"] in (None, after["hold_applies"]), what
