"""Every worked example of every profile: the law's words, counted by hand."""

from __future__ import annotations

from typing import Any

import pytest
from records import decide, examples, found, wanted

ALL = examples()


@pytest.mark.parametrize(
    ("profile", "example"), [(p, e) for p, _, e in ALL], ids=[f"{p}-{n}" for p, n, _ in ALL]
)
def test_example(profile: str, example: dict[str, Any]) -> None:
    decision = decide(profile, example)
    assert found(decision, example["expect"]) == wanted(example["expect"]), example["why"]
