"""A condition that is written out is read back as itself.

Source: docs/profiles.md: `not` binds tightest, then `and`, then `or`.
"""

from __future__ import annotations

from conditions import NODES, laws, written
from hypothesis import given

from detainer import DetainerError
from detainer.when import MAX_LENGTH, Node, atoms, parse, replace, size


@laws
@given(NODES)
def test_what_is_written_is_read_back(node: Node) -> None:
    text = written(node)
    assert size(node) == len(list(atoms(node)))
    try:
        found = parse(text)
    except DetainerError as error:
        assert len(text) > MAX_LENGTH or "deep" in error.problems[0].message  # noqa: PT017
        return
    again = replace(found, lambda atom: atom._replace(column=0, columns=()))
    assert repr(again) == repr(node), "by their names: as tuples an `and` and an `or` of the same are equal"
