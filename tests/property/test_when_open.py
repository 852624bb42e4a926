"""What is not known of a condition hangs on a question that is not answered.

Source: a fact that was not given is unknown and never guessed (docs/design.md, "What it answers"):
an unknown condition names a question to ask.
"""

from __future__ import annotations

from conditions import NODES, QUESTIONS, VALUES, laws
from hypothesis import given

from detainer.when import Node, atoms, evaluate, first_unknown


@laws
@given(NODES, VALUES)
def test_what_is_not_known_hangs_on_a_question_not_answered(node: Node, values: list[bool | None]) -> None:
    known = dict(zip(QUESTIONS, values, strict=True))
    if evaluate(node, known.__getitem__) is None:
        unsure = first_unknown(node, known.__getitem__)
        assert known[unsure] is None
        assert unsure in list(atoms(node))
