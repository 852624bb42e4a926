"""Conditions: parsed once, yes or no or unknown, errors that point at the column."""

from __future__ import annotations

import pytest

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

A, B, C = (Atom(name) for name in "abc")


def bare(node: Node) -> Node:
    return replace(node, lambda atom: atom._replace(column=0, columns=()))


TREES: list[tuple[str, Node | None, str]] = [
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
    ("not form is X", Not(Atom("form", ("X",))), "`not` takes the whole question"),
    ("form in (X)", Atom("form", ("X",)), "a list of one"),
    ("a or b or c", Or((A, B, C)), "one `or` of three"),
    ("(a or b) and c", And((Or((A, B)), C)), "parentheses against precedence"),
    ("a and (b and c)", And((A, And((B, C)))), "parentheses are kept"),
    ("not(a)and(b)", And((Not(A), B)), "no space needed beside a parenthesis"),
    ("notary", Atom("notary"), "a name that begins like a word"),
    ("I-200", Atom("I-200"), "capitals, digits, hyphens"),
    ("2fast", Atom("2fast"), "a digit first"),
    ("not " * 31 + "a", None, "31 `not`s and a name: 32 deep"),
    ("(" * 31 + "a" + ")" * 31, A, "31 parentheses and a name: 32 deep"),
]


@pytest.mark.parametrize(("text", "tree", "why"), TREES, ids=[why for _, _, why in TREES])
def test_trees(text: str, tree: Node | None, why: str) -> None:
    found = bare(parse(text))
    assert tree is None or repr(found) == repr(tree), (
        why
    )  # as tuples an `and` and an `or` of the same are equal


def test_each_question_knows_its_column() -> None:
    text = "a and (form is X or\n not bb)"
    assert [(atom.name, atom.column) for atom in atoms(parse(text))] == [("a", 1), ("form", 8), ("bb", 26)]


def test_the_longest_and_the_deepest() -> None:
    longest = "a or " * 399 + "aaaaa"
    assert len(longest) == MAX_LENGTH
    assert size(parse(longest)) == 400
    parse("not " * (MAX_DEPTH - 1) + "a")


BROKEN = [
    ("", 1, "nothing"),
    ("a b", 3, "two names"),
    ("a unless b", 3, "no word of the language between two names, and greater than any of them"),
    ("a Except b", 3, "and less than any of them"),
    ("a is X also b", 8, "after a value too"),
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
    ("a or " * 399 + "aaaaaa", 2000, "one character too long"),
    ("not " * 20_000 + "a", 2000, "20,000 `not`s: refused by length, before any is read"),
    ("(" * 20_000, 2000, "20,000 parentheses"),
    ("(" * 33 + "a" + ")" * 33, 33, "the 33rd parenthesis"),
    ("not " * 31 + "(a)", 126, "31 `not`s, a parenthesis and a name: the name is 33rd, at 4 * 31 + 2"),
    ("   ", 4, "white space alone: the end"),
    ("a and or b", 7, "two words running"),
    ("not", 4, "nothing to deny"),
    ("()", 2, "nothing in parentheses"),
    ("a is and", 6, "a word of the language for a value"),
    ("a is X is Y", 8, "two values"),
    ("a in (b,)", 9, "a comma and no value"),
    ("a in (b", 8, "a list without an end"),
    ("a in b)", 6, "a list without a beginning"),
    ("a AND b", 3, "words of the language are small letters"),
    ("a == b", 3, "an equals sign"),
    ("-a", 1, "a hyphen first"),
    ("citoyenneté", 11, "a letter with an accent"),
    ("a\u202eb", 2, "a mark that turns writing round"),
    ("a\x00", 2, "a zero byte"),
    ("\n\na b", 5, "lines are not counted, only columns"),
]


@pytest.mark.parametrize(("text", "column", "why"), BROKEN, ids=[why for _, _, why in BROKEN])
def test_broken(text: str, column: int, why: str) -> None:
    with pytest.raises(DetainerError) as caught:
        parse(text, "period[0].when")
    (problem,) = caught.value.problems
    assert (problem.code, problem.field) == ("CONDITION_BROKEN", "period[0].when")
    assert f"column {column}:" in problem.message, why
    assert problem.message.isprintable()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a in b", "column 6: expected '(', found 'b'"),
        ("a in", "column 5: expected '(', the condition ends"),
        ("a and )", "column 7: expected a name, found ')'"),
        ("a and", "column 6: expected a name, the condition ends"),
        ("a & b", "column 3: unexpected '&'"),
    ],
)
def test_broken_says_what_was_expected(text: str, told: str) -> None:
    with pytest.raises(DetainerError) as caught:
        parse(text)
    assert told in caught.value.problems[0].message


@pytest.mark.parametrize(("length", "shown"), [(60, "a" * 59 + "&"), (61, "a" * 60 + "... (61 characters)")])
def test_broken_quotes_sixty_characters(length: int, shown: str) -> None:
    with pytest.raises(DetainerError) as caught:
        parse("a" * (length - 1) + "&")
    assert caught.value.problems[0].message.startswith(f"'{shown}': column {length}: ")


def test_depth_is_left_with_each_part() -> None:
    """Beside one another parts are no deeper, and one inside another is: 32 deep is the last."""
    side_by_side = " and ".join(["(not a)"] * 40)
    assert size(parse(side_by_side)) == 40
    deep = "(a) and " * 5 + "not " * 31 + "a"
    assert size(parse(deep)) == 6
    with pytest.raises(DetainerError, match="nested more than 32 deep"):
        parse("(a) and " * 5 + "not " * 32 + "a")


def test_the_error_of_a_very_long_text_is_short() -> None:
    with pytest.raises(DetainerError) as caught:
        parse("not " * 20_000 + "a")
    (problem,) = caught.value.problems
    assert problem.field == "when"
    assert len(problem.message) < 200
    assert problem.hint == "write it like: requests-hold and (I-200 or I-205)"


TRUTH = [
    # a, b, a and b, a or b; every line of Kleene's tables
    (True, True, True, True),
    (True, None, None, True),
    (True, False, False, True),
    (None, True, None, True),
    (None, None, None, None),
    (None, False, False, None),
    (False, True, False, True),
    (False, None, False, None),
    (False, False, False, False),
]


@pytest.mark.parametrize(("a", "b", "both", "either"), TRUTH)
def test_truth_tables(a: bool | None, b: bool | None, both: bool | None, either: bool | None) -> None:
    known = {"a": a, "b": b}
    assert evaluate(parse("a and b"), lambda atom: known[atom.name]) is both
    assert evaluate(parse("a or b"), lambda atom: known[atom.name]) is either


@pytest.mark.parametrize(("a", "value"), [(True, False), (None, None), (False, True)])
def test_truth_table_of_not(a: bool | None, value: bool | None) -> None:
    assert evaluate(parse("not a"), lambda atom: a) is value


THREE = [
    ("a and b", {"a": False, "b": None}, False, "a no settles an and"),
    ("a and b", {"a": True, "b": None}, None, "the rest decides"),
    ("a or b", {"a": True, "b": None}, True, "a yes settles an or"),
    ("a or b", {"a": None, "b": False}, None, "the rest decides"),
    ("not a", {"a": None}, None, "not known stays not known"),
    ("not a", {"a": False}, True, "not no is yes"),
    ("a or not a", {"a": None}, None, "it is not reasoned that one of them must be so"),
    ("a and b or c", {"a": False, "b": None, "c": None}, None, "c decides"),
    ("not (a and b)", {"a": False, "b": None}, True, "what b is cannot matter"),
    ("a and b and c", {"a": None, "b": None, "c": False}, False, "the last settles it"),
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
    assert first_unknown(parse("b or a or c"), test).name == "a"  # the leftmost
    assert first_unknown(parse("not not a"), test).name == "a"
    assert first_unknown(parse("(c or b) and (a or b)"), test).column == 2


REASONS = [
    ("a and b", {"a": True, "b": True}, "a yes and b yes"),
    ("a and b", {"a": False, "b": True}, "a no"),
    ("a or b", {"a": False, "b": False}, "a no and b no"),
    ("a or b", {"a": False, "b": True}, "b yes"),
    ("not a", {"a": True, "b": True}, "a yes"),
    ("a and a", {"a": True}, "a yes"),
    ("a and b", {"a": None, "b": True}, "a unknown"),
    ("a and b", {"a": None, "b": None}, "a unknown and b unknown"),
    ("a or b", {"a": None, "b": False}, "a unknown"),
    ("a or b", {"a": True, "b": True}, "a yes"),
    ("a and b", {"a": False, "b": False}, "a no"),
    ("not (a or b)", {"a": False, "b": False}, "a no and b no"),
    ("not (a or b)", {"a": False, "b": True}, "b yes"),
    ("a and not b", {"a": True, "b": False}, "a yes and b no"),
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
