"""Errors: every problem of an input at once, with code, field, what was understood and a hint."""

from __future__ import annotations

import pickle

import pytest

from detainer import DetainerError, Problem
from detainer.errors import show

LINES = [
    (Problem("A_CODE", "x", "wrong", "mend it"), "A_CODE x: wrong (mend it)"),
    (Problem("A_CODE", "x", "wrong"), "A_CODE x: wrong"),
    (Problem("A_CODE", None, "wrong", "mend it"), "A_CODE: wrong (mend it)"),
    (Problem("A_CODE", None, "wrong"), "A_CODE: wrong"),
]


@pytest.mark.parametrize(("problem", "line"), LINES, ids=[line for _, line in LINES])
def test_a_problem_in_one_line(problem: Problem, line: str) -> None:
    assert str(DetainerError([problem])) == line


def test_problems_are_said_whole() -> None:
    error = DetainerError(problem for problem, _ in LINES[:1] + LINES[3:])
    assert str(error) == "A_CODE x: wrong (mend it); A_CODE: wrong"
    assert isinstance(error, ValueError)
    assert error.to_dict() == {"schema": 1, "errors": [
        {"code": "A_CODE", "field": "x", "message": "wrong", "hint": "mend it"},
        {"code": "A_CODE", "field": None, "message": "wrong", "hint": None}]}  # fmt: skip


def test_an_error_crosses_to_another_process() -> None:
    """As one does from a worker of a pool: with its problems, not only its text."""
    error = DetainerError([Problem("A_CODE", "x", "wrong", "mend it")])
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, str(again)) == (error.problems, str(error))


SHOWN = [
    ("plain", "plain", "nothing to do"),
    ("Doña Ana", "Doña Ana", "letters of any language print"),
    ("a\x1b[31mb", "a\\x1b[31mb", "an escape sequence"),
    ("a\u202eb\x00", "a\\u202eb\\x00", "right-to-left override, NUL"),
    ("a\u200bb\ufeff", "a\\u200bb\\ufeff", "characters of no width"),
    ("a\nb\tc\x85d\u2028e", "a\\nb\\tc\\x85d\\u2028e", "line ends of every kind"),
    ("\ud800", "\\ud800", "half a surrogate pair, which no stream takes"),
    ("x" * 80, "x" * 80, "80 fit"),
    ("x" * 81, "x" * 80 + "... (81 characters)", "81 do not"),
    (7, "7", "a number"),
    (None, "None", "nothing"),
]


@pytest.mark.parametrize(("given", "shown", "why"), SHOWN, ids=[why for *_, why in SHOWN])
def test_what_is_shown_can_be_printed(given: object, shown: str, why: str) -> None:
    assert show(given) == shown, why
    assert show(given).isprintable()
    show(given).encode("utf-8")
