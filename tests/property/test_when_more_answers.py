"""One more answer never turns a known value of a condition.

Source: a fact that was not given is unknown and never guessed (docs/design.md, "What it answers").
"""

from __future__ import annotations

from conditions import NODES, QUESTIONS, VALUES, laws
from hypothesis import given

from detainer.when import Node, evaluate


@laws
@given(NODES, VALUES)
def test_one_more_answer_never_turns_a_known_value(node: Node, values: list[bool | None]) -> None:
    known = dict(zip(QUESTIONS, values, strict=True))
    before = evaluate(node, known.__getitem__)
    for atom in [atom for atom, value in known.items() if value is None]:
        for answer in (True, False):
            after = evaluate(node, (known | {atom: answer}).__getitem__)
            assert before is None or after is before
