"""A condition that asks each question once is unknown only where two completions differ.

Asked twice, a question may hide that they do not: `a or not a` is unknown while `a` is. The
walk splits on the facts themselves and is exact there too (test_every_completion.py).

Source: a fact that was not given is unknown and never guessed (docs/design.md, "What it answers").
"""

from __future__ import annotations

from conditions import NODES, QUESTIONS, VALUES, completions, laws, true
from hypothesis import given

from detainer.when import Node, atoms, evaluate, size


@laws
@given(NODES, VALUES)
def test_where_each_question_is_asked_once_the_value_is_exact(node: Node, values: list[bool | None]) -> None:
    if len(set(atoms(node))) < size(node):
        return
    known = dict(zip(QUESTIONS, values, strict=True))
    ways = {true(node, full) for full in completions(known)}
    assert evaluate(node, known.__getitem__) is (ways.pop() if len(ways) == 1 else None)
