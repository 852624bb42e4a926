"""The condition parser: any text is a tree that can be written and read again, or a coded error."""

from __future__ import annotations

from sound import coded

from detainer import DetainerError
from detainer.when import And, Atom, Node, Not, Or, atoms, evaluate, parse, reason, size


def target(data: bytes) -> None:
    """All of it is the text."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        node = parse(text)
    except DetainerError as error:
        coded(error, only={"CONDITION_BROKEN"})
        return
    assert size(node) == len(list(atoms(node)))
    written = _written(node)
    if len(written) < 2_000:  # with every parenthesis it may be longer than may be read
        try:
            again = parse(written)
        except DetainerError as error:  # or nested deeper
            coded(error, only={"CONDITION_BROKEN"})
        else:
            assert _bare(again) == _bare(node)
    for truth in (True, False, None):
        value = evaluate(node, lambda _, truth=truth: truth)
        assert (value is None) == (truth is None), "all that is known settles it, nothing known does not"
        assert reason(node, lambda _, truth=truth: truth, str)


def _written(node: Node) -> str:
    if isinstance(node, Atom):
        return str(node)
    if isinstance(node, Not):
        return f"not {_written(node.node)}" if isinstance(node.node, Atom) else f"not ({_written(node.node)})"
    word = " and " if isinstance(node, And) else " or "
    return word.join(_written(n) if isinstance(n, Atom) else f"({_written(n)})" for n in node.nodes)


def _bare(node: Node) -> Node:
    """Return the tree without the columns at which its words stood."""
    if isinstance(node, Atom):
        return Atom(node.name, node.values)
    if isinstance(node, Not):
        return Not(_bare(node.node))
    nodes = tuple(_bare(child) for child in node.nodes)
    return And(nodes) if isinstance(node, And) else Or(nodes)
