"""Random conditions and answers, and what a condition comes to where all is known."""

from __future__ import annotations

import itertools

from hypothesis import settings
from hypothesis import strategies as st

from detainer.when import And, Atom, Node, Not, Or

NAMES = "abc"
QUESTIONS = [*(Atom(name) for name in NAMES), Atom("a", ("X",)), Atom("b", ("X", "Y"))]
NODES = st.recursive(
    st.sampled_from(QUESTIONS),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: And(tuple(nodes))),
        st.lists(inner, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes))),
    ),
    max_leaves=8,
)
VALUES = st.lists(st.sampled_from([True, False, None]), min_size=len(QUESTIONS), max_size=len(QUESTIONS))
Known = dict[Atom, bool | None]


def true(node: Node, full: Known) -> bool:
    """The condition where everything is known, without the module's own evaluation."""
    if isinstance(node, Atom):
        value = full[node]
        assert value is not None
        return value
    if isinstance(node, Not):
        return not true(node.node, full)
    every = [true(child, full) for child in node.nodes]
    return all(every) if isinstance(node, And) else any(every)


def completions(known: Known) -> list[Known]:
    unsure = [atom for atom, value in known.items() if value is None]
    choices = itertools.product((True, False), repeat=len(unsure))
    return [known | dict(zip(unsure, guess, strict=True)) for guess in choices]


def written(node: Node) -> str:
    """The text of a condition, every part in parentheses."""
    if isinstance(node, Atom):
        return str(node)
    if isinstance(node, Not):
        return f"not ({written(node.node)})"
    word = " and " if isinstance(node, And) else " or "
    return word.join(f"({written(child)})" for child in node.nodes)


laws = settings(deadline=None, max_examples=300)
