"""Tables of a profile's document: what each key takes, at its limits."""

from __future__ import annotations

from typing import Any

import pytest

from detainer.profiles.table import Faults, Table


def table(**keys: Any) -> Table:
    return Table(Faults(), keys, "rule")


def messages(read: Table) -> list[str]:
    return [problem.message for problem in read.reader.problems]


@pytest.mark.parametrize(
    ("length", "taken", "why"),
    [(1, True, "a character"), (1_000, True, "as long as may be"), (1_001, False, "a character too long")],
)
def test_how_long_a_text_may_be(length: int, taken: bool, why: str) -> None:
    read = table(name="x" * length)
    assert read.text("name") == ("x" * length if taken else None), why
    assert len(messages(read)) == (not taken), why


@pytest.mark.parametrize(
    ("value", "told"),
    [("x" * 60, "'" + "x" * 60 + "' is not"), ("x" * 61, "'" + "x" * 60 + "... (61 characters)' is not")],
)
def test_a_wrong_value_is_told_to_sixty_characters(value: str, told: str) -> None:
    read = table(act=value)
    read.texts("act")
    assert messages(read) == [f"{told} a list of texts"]


@pytest.mark.parametrize(
    ("key", "told"), [("k" * 40, "k" * 40), ("k" * 41, "k" * 40 + "... (41 characters)")]
)
def test_an_unknown_key_is_told_to_forty_characters(key: str, told: str) -> None:
    read = table(**{key: 1})
    read.done()
    assert [problem.field for problem in read.reader.problems] == [f"rule.{told}"]


@pytest.mark.parametrize(
    ("keys", "default", "word", "faults", "why"),
    [
        ({"basis": "b"}, "c", "b", 0, "the word given"),
        ({}, "c", "c", 0, "none: what is usual"),
        ({"basis": "z"}, "c", "c", 1, "a wrong one: what is usual, so that reading goes on"),
        ({"basis": "z"}, None, "a", 1, "nothing is usual: the first"),
        ({}, None, "a", 1, "it is missing"),
    ],
)
def test_one_of_several_words(
    keys: dict[str, str], default: str | None, word: str, faults: int, why: str
) -> None:
    read = table(**keys)
    assert read.one_of("basis", ("a", "b", "c"), default) == word, why
    assert len(messages(read)) == faults, why


def test_a_long_list_is_a_list() -> None:
    read = table(zones=[str(number) for number in range(300)])
    assert len(read.texts("zones")) == 300
    assert messages(read) == []
