"""Ten thousand malformed profiles and rows: coded errors, each within seconds, all within 200 MB; and many open facts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from made import known, rule, xanadu

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


def test_three_hundred_open_facts_are_missing(tmp_path: Path) -> None:
    """As many as may be open one after another; a yes to any forbids, and release is due either way."""
    names = [f"q{number}" for number in range(300)]
    asks = "".join(f'[ask.{name}]\ntext = "?"\n' for name in names)
    rules = (rule(f"r-{name}", "not_allowed", f'when = "{name}"') for name in names)
    decision = known(xanadu(tmp_path, *rules, before=asks))
    assert [(item.fact, item.settles) for item in decision.missing] == [(name, ("hold",)) for name in names]
