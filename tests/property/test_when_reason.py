"""With nothing known but what its reason names, a condition has the same value.

Source: none in law. ``--explain`` prints the reason, and a reader must be able to check the
answer from it alone.
"""

from __future__ import annotations

from conditions import NODES, QUESTIONS, VALUES, laws
from hypothesis import given

from detainer.when import Atom, Node, atoms, evaluate, reason


@laws
@given(NODES, VALUES)
def test_the_reason_is_enough(node: Node, values: list[bool | None]) -> None:
    known = dict(zip(QUESTIONS, values, strict=True))
    value = evaluate(node, known.__getitem__)
    told: list[Atom] = []
    text = reason(node, known.__getitem__, lambda atom: told.append(atom) or str(atom))  # type: ignore[func-returns-value]
    assert text == " and ".join(dict.fromkeys(str(atom) for atom in told))
    assert set(told) <= set(atoms(node))
    if value is not None:
        assert evaluate(node, lambda atom: known[atom] if atom in told else None) is value
