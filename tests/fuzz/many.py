"""Good profiles and rows made wrong, the same ones each time: ``python tests/fuzz/many.py profiles 10000``.

Prints how many there were, how many were refused, the slowest in seconds, and the peak of memory.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent), str(ROOT)]

from mutate import mutated  # noqa: E402

#: rows of a table that is made wrong row by row
_ROWS = 50


def profiles(count: int, seed: int) -> Iterator[Callable[[], int]]:
    """Yield what tries one profile each: a file of the program's own, or of the tests', made wrong."""
    from fuzz_profiles import refused

    chance = random.Random(seed)
    files = sorted(
        [*(ROOT / "detainer/data/profiles").glob("*.toml"), *(ROOT / "tests/profiles").glob("*/*.toml")]
    )
    # under an id of its own: that of a profile which comes with the program would be refused for that alone
    good = [re.sub(rb"(?m)^(id *=).*", rb'\1 "us-xx-fuzz"', path.read_bytes(), count=1) for path in files]
    for _ in range(count):
        data = mutated(chance, chance.choice(good), good)
        yield lambda data=data: refused(data)


def rows(count: int, seed: int) -> Iterator[Callable[[], int]]:
    """Yield what tries a table each, of fifty rows that are each made wrong."""
    from fuzz_tables import MORE, run
    from rows import HEAD, row, words

    chance = random.Random(seed)
    for _ in range(count // _ROWS):
        kind = chance.choice(("csv", "tsv"))
        between = "," if kind == "csv" else "\t"
        made = [between.join(row(chance, words(chance)).values()).encode() for _ in range(_ROWS)]
        lines = [mutated(chance, line, made).replace(b"\n", b" ") for line in made]
        data = b"\n".join([between.join(HEAD).encode(), *lines])
        more = chance.choice(MORE)
        yield lambda data=data, kind=kind, more=more: run(data, "--from", kind, "--to", kind, *more, to=kind)


def main(what: str, count: int, seed: int = 7) -> None:
    """Try them all; the first that is not as it should be raises."""
    refused, slowest, tried = 0, 0.0, 0
    for attempt in (profiles if what == "profiles" else rows)(count, seed):
        began = time.monotonic()
        refused += attempt()
        slowest = max(slowest, time.monotonic() - began)
        tried += 1 if what == "profiles" else _ROWS
    peak = next(
        line.split()[1]
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmHWM")
    )
    print(f"{tried} {what}, {refused} refused, slowest {slowest:.2f} s, peak {int(peak) // 1024} MB")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
