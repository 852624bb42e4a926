"""What a condition is known to be, it is in every completion of the facts.

Source: a fact that was not given is unknown and never guessed (docs/design.md, "What it answers"):
yes and no are said only where the open facts cannot change them.
"""

from __future__ import annotations

from conditions import NODES, QUESTIONS, VALUES, completions, laws, true
from hypothesis import given

from detainer.when import Node, evaluate


@laws
@given(NODES, VALUES)
def test_what_is_known_is_so_in_every_completion(node: Node, values: list[bool | None]) -> None:
    known = dict(zip(QUESTIONS, values, strict=True))
    value = evaluate(node, known.__getitem__)
    if value is not None:
        assert {true(node, full) for full in completions(known)} == {value}
