"""Changes one thing at a time in a module and asks its tests whether they notice.

``python tests/mutation.py clock days`` (with the ``mutation`` extra) works in a copy of the
checkout. Each mutant is asked of the module's quick tests, and if it lives, of the rest. One
that lives must stand in ``equivalent_mutants.toml`` with the reason why it is no fault.
``--again LOG`` tries only those that lived in an earlier run, whose output is the file LOG.

Not changed: annotations, and text (cosmic-ray changes operators, numbers, conditions, loops
and decorators); of the operators of arithmetic, each only to those it is confused with.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import multiprocessing
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from itertools import takewhile
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

from cosmic_ray import plugins
from cosmic_ray.commands.init import _all_work_items
from cosmic_ray.mutating import use_mutation
from cosmic_ray.testing import run_tests
from cosmic_ray.work_item import MutationSpec, TestOutcome

ROOT = Path(__file__).parent.parent
LISTED = ROOT / "tests" / "equivalent_mutants.toml"
PARTS = ("detainer", "tests", "docs", "benchmarks", "README.md", "CONTRIBUTING.md", "pyproject.toml")
#: seconds of the processor that the quick tests and the others may take: a mutant that hangs is noticed
LONGEST = (12, 120)
JOBS = 2
UNMADE = "? the tool could not make this change"
RUN = """
import resource, sys, pytest
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2)
sys.exit(pytest.main(sys.argv[2:]))
"""
#: of the operators that cosmic-ray puts for another, those that people confuse it with
CONFUSED = {
    "Add": ("Sub", "Mul"), "Sub": ("Add", "Mul"), "Mul": ("Add", "FloorDiv"), "Div": ("Mul", "FloorDiv"), "FloorDiv": ("Div", "Mul"),
    "Mod": ("FloorDiv", "Mul"), "Pow": ("Mul",), "LShift": ("RShift",), "RShift": ("LShift",), "BitAnd": ("BitOr", "BitXor"),
    "BitOr": ("BitAnd", "BitXor"), "BitXor": ("BitAnd", "BitOr"),
}  # fmt: skip
#: the tests of each module: the quick ones that kill most, and those asked of what they leave
TESTS: dict[str, tuple[str, str]] = {
    "clock": ("test_clock.py", "test_odd_days.py property/test_clock_*.py"),
    "days": ("test_days.py", "test_clock.py test_odd_days.py property/test_clock_*.py"),
    "when": ("test_when.py", "property/test_when_*.py test_profiles.py"),
    "times": ("test_times.py", "property/test_times_*.py test_cli.py"),
    "ruling": (
        "test_ruling.py test_walk.py",
        "test_decision.py test_answer.py property/test_every_completion.py",
    ),
    **dict.fromkeys(
        ("space", "cases", "turns", "walk", "ways"),
        (
            "test_walk.py test_space.py test_periods.py test_ways.py test_ruling.py",
            "test_decision.py test_answer.py test_corners.py",
        ),
    ),
    "profiles": (
        "test_profiles.py test_profile_tables.py test_profile_rules.py test_profile_names.py test_profile_finding.py",
        "test_profile_sentences.py test_cli_profiles.py test_ruling.py",
    ),
}


def annotated(text: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Return where annotations stand: nothing is ever computed from them."""
    found: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            found.append(node.returns)
        elif isinstance(node, ast.arg | ast.AnnAssign):
            found.append(node.annotation)
    return [
        ((node.lineno, node.col_offset), (node.end_lineno or 0, node.end_col_offset or 0))
        for node in found
        if node
    ]


def mutants(path: Path) -> Iterator[MutationSpec]:
    """Yield every change to one file."""
    parts = annotated(path.read_text("utf-8"))
    for item in _all_work_items([path], {}):
        (mutation,) = item.mutations
        kind, _, change = mutation.operator_name.rpartition("/")[2].partition("_")
        before, _, after = change.partition("_")
        if kind == "ReplaceBinaryOperator" and after not in CONFUSED[before]:
            continue
        if not any(low <= mutation.start_pos < high for low, high in parts):
            yield mutation


def command(tests: str, longest: int) -> str:
    """Return the command that runs those tests and stops at the first that fails, or when it is out of time."""
    files = [str(found) for name in tests.split() for found in sorted(Path("tests").glob(name))]
    random = ["--hypothesis-seed=0"] if "property" in tests else ["-p", "no:hypothesispytest"]  # slow to load
    return shlex.join(
        [sys.executable, "-c", RUN, str(longest), "-x", "-p", "no:cacheprovider", *random, *files]
    )


def changed(before: str, after: str) -> str:
    """Return the lines that a mutant changed, as a diff has them."""
    lines = [*difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm="")][2:]
    return "\n".join(line[0] + line[1:].strip() for line in lines if line[0] in "+-" and line[1:].strip())


def lives(task: tuple[MutationSpec, list[str], set[str] | None]) -> tuple[MutationSpec, str, bool | None]:
    """Return a mutant, the lines that it changed, and whether no test noticed; None for one that is not ``wanted``."""
    mutation, commands, wanted = task
    operator = plugins.get_operator(mutation.operator_name)(**mutation.operator_args)
    try:
        with use_mutation(mutation.module_path, operator, mutation.occurrence) as (before, after):
            change = changed(before, after)
            if wanted is not None and change not in wanted:
                return mutation, change, None
            noticed = any(run_tests(each, 3600.0)[0] is not TestOutcome.SURVIVED for each in commands)
    except (AttributeError, TypeError):
        return mutation, UNMADE, True
    return mutation, change, not noticed


def alive_in(log: Path) -> set[str]:
    """Return the changes that an earlier run found alive."""
    found: set[str] = set()
    for part in log.read_text("utf-8").split("ALIVE ")[1:]:
        lines = part.split("\n")[1:]
        found.add("\n".join(takewhile(lambda line: line[:1] in ("+", "-"), lines)))
    return found


def listed() -> dict[str, set[str]]:
    """Return the changes known to be equivalent, by module."""
    found: dict[str, set[str]] = {}
    rows: list[dict[str, Any]] = tomllib.loads(LISTED.read_text("utf-8"))["mutant"] if LISTED.exists() else []
    for row in rows:
        for now in row["now"]:
            found.setdefault(row["module"], set()).add(f"-{row['was']}\n+{now}" if now else f"-{row['was']}")
    return found


def run(module: str, pool: Pool, wanted: set[str] | None) -> int:
    """Try every mutant of a module, or of one file of it (``profiles/read``); return how many live unlisted."""
    room = module.partition("/")[0]
    path = Path("detainer") / module
    files = sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    commands = [command(tests, longest) for tests, longest in zip(TESTS[room], LONGEST, strict=True)]
    tasks = [(mutation, commands, wanted) for file in files for mutation in mutants(file)]
    for each in commands:
        subprocess.run(
            shlex.split(each), check=True, stdout=subprocess.DEVNULL
        )  # else all would seem noticed
    known, begun = listed().get(room, set()), time.monotonic()
    alive, kept, tried, seen = 0, 0, 0, set()
    for number, (mutation, change, lived) in enumerate(pool.imap(lives, tasks), 1):
        tried += lived is not None
        if lived and change in known:
            kept += 1
            seen.add(change)
        elif lived:
            alive += 1
            print(
                f"ALIVE {mutation.module_path}:{mutation.start_pos[0]} {mutation.operator_name}\n{change}",
                flush=True,
            )
        if number % 25 == 0:
            print(f"{number} of {len(tasks)}", file=sys.stderr, flush=True)
    for change in known - seen if wanted is None and module == room else ():
        print(f"listed, but noticed or not there:\n{change}")
    minutes = round((time.monotonic() - begun) / 60)
    noticed = tried - alive - kept
    print(
        f"{module}: {len(tasks)} mutants, {tried} tried, {noticed} noticed, {kept} listed as equivalent, {alive} alive; {minutes} minutes"
    )
    return alive


def settle(folder: str) -> None:
    """Go to work in a copy of the checkout of one's own."""
    own = tempfile.mkdtemp(dir=folder)
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, Path(own, part), ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, own)
    os.environ["PYTHONPATH"] = own
    os.chdir(own)


def main() -> int:
    """Try the modules named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=[*TESTS])
    parser.add_argument("--again", type=Path, metavar="LOG")
    given = parser.parse_args()
    wanted = alive_in(given.again) if given.again else None
    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder, multiprocessing.Pool(JOBS, settle, (folder,)) as pool:
        return 1 if sum([run(module, pool, wanted) for module in given.modules]) else 0


if __name__ == "__main__":
    sys.exit(main())
