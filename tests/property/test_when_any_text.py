"""Any text is read as a condition or refused with a code and a column.

Source: docs/codes.md, `CONDITION_BROKEN`.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detainer import DetainerError
from detainer.when import MAX_DEPTH, MAX_LENGTH, atoms, parse

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
