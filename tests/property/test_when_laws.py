"""Laws of conditions: what is known is so whatever the rest may be; any text is a tree or an error."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from detainer import DetainerError
from detainer.when import (
    MAX_DEPTH,
    MAX_LENGTH,
    And,
    Atom,
    Node,
    Not,
    Or,
    atoms,
    evaluate,
    first_unknown,
    parse,
    reason,
    replace,
    size,
)

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


@settings(deadline=None, max_examples=300)
@given(NODES, VALUES)
def test_what_is_known_is_so_in_every_completion(node: Node, values: list[bool | None]) -> None:
    known = dict(zip(QUESTIONS, values, strict=True))
    value = evaluate(node, known.__getitem__)
    if value is not None:
        assert {true(node, full) for full in completions(known)} == {value}


@settings(deadline=None, max_examples=300)
@given(NODES, VALUES)
def test_what_is_not_known_hangs_on_a_question_not_answered(node: Node, values: list[bool | None]) -> None:
    known = dict(zip(QUESTIONS, values, strict=True))
    if evaluate(node, known.__getitem__) is None:
        unsure = first_unknown(node, known.__getitem__)
        assert known[unsure] is None
        assert unsure in list(atoms(node))


@settings(deadline=None, max_examples=300)
@given(NODES, VALUES)
def test_one_more_answer_never_turns_a_known_value(node: Node, values: list[bool | None]) -> None:
    known = dict(zip(QUESTIONS, values, strict=True))
    before = evaluate(node, known.__getitem__)
    for atom in [atom for atom, value in known.items() if value is None]:
        for answer in (True, False):
            after = evaluate(node, (known | {atom: answer}).__getitem__)
            assert before is None or after is before


@settings(deadline=None, max_examples=300)
@given(NODES, VALUES)
def test_where_each_question_is_asked_once_the_value_is_exact(node: Node, values: list[bool | None]) -> None:
    """Unknown only where two completions differ; asked twice, a question may hide that they do not."""
    if len(set(atoms(node))) < size(node):
        return
    known = dict(zip(QUESTIONS, values, strict=True))
    ways = {true(node, full) for full in completions(known)}
    assert evaluate(node, known.__getitem__) is (ways.pop() if len(ways) == 1 else None)


@settings(deadline=None, max_examples=300)
@given(NODES, VALUES)
def test_the_reason_is_enough(node: Node, values: list[bool | None]) -> None:
    """With nothing known but what the reason names, the value is the same."""
    known = dict(zip(QUESTIONS, values, strict=True))
    value = evaluate(node, known.__getitem__)
    told: list[Atom] = []
    text = reason(node, known.__getitem__, lambda atom: told.append(atom) or str(atom))  # type: ignore[func-returns-value]
    assert text == " and ".join(dict.fromkeys(str(atom) for atom in told))
    assert set(told) <= set(atoms(node))
    if value is not None:
        assert evaluate(node, lambda atom: known[atom] if atom in told else None) is value


@settings(deadline=None, max_examples=300)
@given(NODES)
def test_what_is_written_is_read_back(node: Node) -> None:
    text = written(node)
    assert size(node) == len(list(atoms(node)))
    try:
        found = parse(text)
    except DetainerError as error:
        assert len(text) > MAX_LENGTH or "deep" in error.problems[0].message  # noqa: PT017
        return
    assert replace(found, lambda atom: atom._replace(column=0, columns=())) == node


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(["a", "b", "is", "in", "and", "or", "not", "(", ")", ",", " ", "X"]), max_size=30
    ).map(" ".join),
    st.integers(0, 3 * MAX_DEPTH).map(lambda depth: "not " * depth + "a"),
    st.integers(0, 3 * MAX_DEPTH).map(lambda depth: "(" * depth + "a" + ")" * depth),
    st.integers(MAX_LENGTH - 10, MAX_LENGTH + 10).map(lambda length: "a" * length),
)


@settings(deadline=None, max_examples=500)
@given(TEXTS)
def test_any_text_is_a_tree_or_a_coded_error(text: str) -> None:
    try:
        node = parse(text, "rule.when")
    except DetainerError as error:
        (problem,) = error.problems
    else:
        for atom in atoms(node):
            assert text[atom.column - 1 :].startswith(atom.name)
        return
    assert (problem.code, problem.field) == ("CONDITION_BROKEN", "rule.when")
    assert problem.message.isprintable()
    column = int(problem.message.rpartition("column ")[2].partition(":")[0])
    assert 1 <= column <= len(text) + 1
