"""The worked examples of every profile that comes with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from detainer import Decision, load_profile
from detainer import examples as worked

EXAMPLES = Path(worked.__file__).parent / "data" / "examples"


def examples() -> list[tuple[str, int, dict[str, Any]]]:
    return [
        (p.stem, n, e) for p in sorted(EXAMPLES.glob("*.toml")) for n, e in enumerate(worked.read(str(p)))
    ]


def decide(profile: str, example: dict[str, Any]) -> Decision:
    return worked.decide(load_profile(profile), example)
