"""Conditions: parsed once, yes or no or unknown, errors that point at the column."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detainer import DetainerError
from detainer.when import (
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

A, B, C = (Atom(name) for name in "abc")


def bare(node: Node) -> Node:
    return replace(node, lambda atom: atom._replace(column=0))


TREES = [
    ("a", A, "a name"),
    ("a and b or c", Or((And((A, B)), C)), "`and` binds tighter than `or`"),
    ("a or b and c", Or((A, And((B, C)))), "wherever it stands"),
    ("not a and b", And((Not(A), B)), "`not` binds tightest"),
    ("not (a and b)", Not(And((A, B))), "parentheses first"),
    ("not not a", Not(Not(A)), "twice"),
    ("((a))", A, "parentheses alone change nothing"),
    ("a and b and c", And((A, B, C)), "one `and` of three"),
    ("form is I-247A", Atom("form", ("I-247A",)), "a value"),
    ("form in (I-247A, none)", Atom("form", ("I-247A", "none")), "one of several"),
    ("  a\n and\tb ", And((A, B)), "white space"),
]


@pytest.mark.parametrize(("text", "tree", "why"), TREES, ids=[text for text, _, _ in TREES])
def test_trees(text: str, tree: Node, why: str) -> None:
    assert bare(parse(text)) == tree, why


BROKEN = [
    ("", 1, "nothing"),
    ("a b", 3, "two names"),
    ("a and", 6, "the end"),
    ("and a", 1, "a word of the language for a name"),
    ("(a", 3, "no closing"),
    ("a)", 2, "a stray closing"),
    ("a is", 5, "no value"),
    ("a is (b)", 6, "a list after `is`"),
    ("a in b", 6, "no list after `in`"),
    ("a in (b c)", 9, "no comma"),
    ("a in ()", 7, "an empty list"),
    ("a & b", 3, "a strange sign"),
    ("a \x1b", 3, "an escape"),
    ("not " * 33 + "a", 129, "nested 33 deep: the 33rd `not` begins at 4 * 32 + 1"),
    ("a or " * 500 + "a", 2000, "too long"),
]


@pytest.mark.parametrize(("text", "column", "why"), BROKEN, ids=[why for _, _, why in BROKEN])
def test_broken(text: str, column: int, why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        parse(text, "period[0].when")
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("CONDITION_BROKEN", "period[0].when")
    assert f"column {column}:" in problem.message, why
    assert problem.message.isprintable()


THREE = [
    ("a and b", {"a": False, "b": None}, False, "a no settles an and"),
    ("a and b", {"a": True, "b": None}, None, "the rest decides"),
    ("a or b", {"a": True, "b": None}, True, "a yes settles an or"),
    ("a or b", {"a": None, "b": False}, None, "the rest decides"),
    ("not a", {"a": None}, None, "not known stays not known"),
    ("not a", {"a": False}, True, "not no is yes"),
]


@pytest.mark.parametrize(("text", "known", "value", "why"), THREE, ids=[f"{t} {k}" for t, k, _, _ in THREE])
def test_yes_no_unknown(text: str, known: dict[str, bool | None], value: bool | None, why: str) -> None:
    assert evaluate(parse(text), lambda atom: known[atom.name]) is value, why


def test_the_first_unknown_that_matters() -> None:
    known = {"a": None, "b": False, "c": None}

    def test(atom: Atom) -> bool | None:
        return known[atom.name]

    assert first_unknown(parse("(a and b) or c"), test).name == "c"  # a cannot matter: b is no
    assert first_unknown(parse("not (c or b)"), test).name == "c"


REASONS = [
    ("a and b", {"a": True, "b": True}, "a yes and b yes"),
    ("a and b", {"a": False, "b": True}, "a no"),
    ("a or b", {"a": False, "b": False}, "a no and b no"),
    ("a or b", {"a": False, "b": True}, "b yes"),
    ("not a", {"a": True, "b": True}, "a yes"),
    ("a and a", {"a": True}, "a yes"),
    ("a and b", {"a": None, "b": True}, "a unknown"),
]


@pytest.mark.parametrize(("text", "known", "words"), REASONS, ids=[f"{t} {k}" for t, k, _ in REASONS])
def test_reasons_name_what_decided(text: str, known: dict[str, bool | None], words: str) -> None:
    word = {True: "yes", False: "no", None: "unknown"}
    assert reason(parse(text), lambda a: known[a.name], lambda a: f"{a.name} {word[known[a.name]]}") == words


def test_text_of_an_atom() -> None:
    assert [str(parse(text)) for text in ("a", "form is X", "form in (X, Y)")] == [
        "a",
        "form is X",
        "form in (X, Y)",
    ]
    assert size(parse("a and (b or not c)")) == 3
    assert [atom.name for atom in atoms(parse("a and (b or not c)"))] == ["a", "b", "c"]


NODES = st.recursive(
    st.sampled_from([A, B, C]),
    lambda inner: st.one_of(
        inner.map(Not), st.lists(inner, min_size=2, max_size=3).map(lambda n: And(tuple(n))),
        st.lists(inner, min_size=2, max_size=3).map(lambda n: Or(tuple(n))),
    ),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(NODES, st.lists(st.sampled_from([True, False, None]), min_size=3, max_size=3))
def test_what_is_known_is_so_in_every_completion(node: Node, values: list[bool | None]) -> None:
    known = dict(zip("abc", values, strict=True))
    value = evaluate(node, lambda atom: known[atom.name])
    unsure = [name for name in "abc" if known[name] is None]
    for guess in itertools.product((True, False), repeat=len(unsure)):
        full = known | dict(zip(unsure, guess, strict=True))
        truth = evaluate(node, lambda atom, full=full: full[atom.name])
        assert truth is not None
        assert value is None or truth is value
    if value is None:
        assert known[first_unknown(node, lambda atom: known[atom.name]).name] is None


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60))
def test_any_text_is_a_tree_or_a_coded_error(text: str) -> None:
    try:
        parse(text)
    except DetainerError as error:
        (problem,) = error.problems
    else:
        return
    assert problem.code == "CONDITION_BROKEN"
    assert problem.message.isprintable()
