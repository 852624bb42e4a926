"""What holds of every answer to every input: a result, or coded errors that may be shown anywhere."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from detainer import DetainerError


@cache
def documented() -> frozenset[str]:
    """Return the codes of docs/codes.md."""
    page = (Path(__file__).parents[2] / "docs" / "codes.md").read_text("utf-8")
    return frozenset(re.findall(r"`([A-Z][A-Z_]+)`", page))


def coded(error: DetainerError, only: set[str] | None = None) -> None:
    """Check the problems of an error: documented, short, and nothing in them that does not show."""
    assert error.problems
    for problem in error.problems:
        assert only is None or problem.code in only, problem.code
        assert problem.code in documented(), problem.code
        assert problem.code != "INTERNAL", problem
        for text in (problem.field, problem.message, problem.hint):
            assert text is None or (text.isprintable() and len(text) < 2_000), ascii(text)
