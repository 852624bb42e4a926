"""Ten thousand malformed profiles and rows: coded errors, each within seconds, all within 200 MB."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

MANY = Path(__file__).parent / "fuzz" / "many.py"


def tried(what: str, count: int) -> None:
    """Try so many in a process of its own; each is checked there as the fuzz targets check."""
    ran = subprocess.run([sys.executable, str(MANY), what, str(count)], capture_output=True, text=True, timeout=1_800)  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2_000:]
    found = re.fullmatch(r"(\d+) \w+, (\d+) refused, slowest ([\d.]+) s, peak (\d+) MB\n", ran.stdout)
    assert found, ran.stdout
    assert int(found[1]) == count
    assert int(found[2]) > count / 4, "most were really made wrong"
    assert float(found[3]) < 5
    assert int(found[4]) < 200


@pytest.mark.parametrize(("what", "count"), [("profiles", 1_000), ("rows", 3_000)])
def test_some(what: str, count: int) -> None:
    tried(what, count)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["profiles", "rows"])
def test_ten_thousand(what: str) -> None:
    tried(what, 10_000)
