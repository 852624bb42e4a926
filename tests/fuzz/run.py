"""Run one fuzz target for a time: ``python tests/fuzz/run.py times 600``.

With ``atheris`` (``pip install atheris``) the code under test is instrumented, and inputs
that reach something new are mutated further. Where it cannot be had, inputs are mutated
without that knowledge (``--plain`` asks for it), which finds less.

What is found beyond the seeds is kept in ``--keep DIR``, so that the next run goes on from
there; an input that fails is written there too, called ``crash-...``. It becomes a test when
it is put, mended, into ``corpus/TARGET``.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
TARGETS = ("times", "conditions", "profiles", "tables", "workbooks")
#: the longest input of each; what is refused for its length alone teaches nothing more
LONGEST = {"times": 100, "conditions": 2_100, "profiles": 6_000, "tables": 4_000, "workbooks": 4_000}
_MEGABYTES = 700  # with the instrumented modules of all of it loaded
_SECONDS = 60  # that one input may take, however busy the machine is


def seeds(name: str) -> list[Path]:
    """Return the inputs that every run begins with, those that once failed among them."""
    return sorted((HERE / "corpus" / name).iterdir())


def target(name: str) -> Callable[[bytes], None]:
    """Return what takes an input and raises where something is wrong."""
    found: Callable[[bytes], None] = importlib.import_module(f"fuzz_{name}").target
    return found


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description="Run one fuzz target for a time.")
    parser.add_argument("name", choices=TARGETS)
    parser.add_argument("seconds", type=int, nargs="?", default=60)
    parser.add_argument("--keep", type=Path, help="a folder for what is found; else one that is thrown away")
    parser.add_argument("--plain", action="store_true", help="without atheris")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        keep: Path = given.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        atheris = None if given.plain else _atheris()
        if atheris is None:
            _plain(given.name, given.seconds, keep)
        else:
            _guided(atheris, given.name, given.seconds, keep)


def _atheris() -> Any:
    try:
        return importlib.import_module("atheris")
    except ImportError:
        print("atheris is not installed: mutating without knowledge of coverage", file=sys.stderr)
        return None


def _guided(atheris: Any, name: str, limit: int, keep: Path) -> None:
    others = ["openpyxl"] if name == "workbooks" else ["tomllib"]  # they must be got through first
    with atheris.instrument_imports(include=["detainer", *others]):
        import detainer

        for module in pkgutil.walk_packages(detainer.__path__, "detainer."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
        importlib.import_module(others[0])
    arguments = [
        str(keep), str(HERE / "corpus" / name), f"-max_total_time={limit}", f"-max_len={LONGEST[name]}",
        f"-timeout={_SECONDS}", f"-rss_limit_mb={_MEGABYTES}", f"-artifact_prefix={keep}/", "-print_final_stats=1",
    ]  # fmt: skip
    words = HERE / "words" / f"{name}.dict"
    if words.exists():
        arguments.append(f"-dict={words}")
    atheris.Setup([sys.argv[0], *arguments], target(name))
    atheris.Fuzz()


def _plain(name: str, limit: int, keep: Path) -> None:
    from mutate import mutated

    chance, run = random.Random(time.time_ns()), target(name)
    inputs = [path.read_bytes() for path in seeds(name)]
    count, until = 0, time.monotonic() + limit
    while time.monotonic() < until:
        data = mutated(chance, chance.choice(inputs), inputs)[: LONGEST[name]]
        began = time.monotonic()
        try:
            run(data)
            if time.monotonic() - began > _SECONDS:
                raise TimeoutError(f"longer than {_SECONDS} seconds")
        except BaseException:
            (keep / f"crash-{count}").write_bytes(data)
            raise
        count += 1
    print(f"{count:,} inputs in {limit} s, none failed")


if __name__ == "__main__":
    sys.path[:0] = [str(HERE), str(HERE.parent)]
    main()
