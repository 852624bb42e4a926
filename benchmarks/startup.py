"""A check as a whole process against `python -c pass`, from the installed wheel.

    python benchmarks/startup.py [RUNS]

Builds the wheel, installs it with what it needs in a new environment, compiles the
bytecode, and runs the commands in turn, so that a change of the machine's speed touches
all alike. Figures are medians: processor time (user and system) and time on the wall, each
also as a multiple of the bare interpreter's. The bound on processor time is 6, the aim 5.
Leaves with 1 if the bound is missed. An idle machine is needed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
BOUND, AIM = 6.0, 5.0
FEWEST = 25
BARE = "python -c pass"
RELEASE = ["-r", "2026-11-25T15:00"]
GENERIC = ["check", "-p", "honors", "-z", "America/New_York", *RELEASE]
PINELLAS = ["check", "-p", "us-fl-pinellas", *RELEASE]
CHECKS = {
    "honors, straight": GENERIC,
    "honors, I-247, regulation": [*GENERIC, "--form", "I-247", "--received", "in-time"],
    "us-fl-pinellas": PINELLAS,
    "us-nc": ["check", "-p", "us-nc", *RELEASE],
}
#: measured beside the bound, since they load more (json; dateutil)
BESIDE = {
    "us-fl-pinellas --json": [*PINELLAS, "--json"],
    "us-nc, a typed time": ["check", "-p", "us-nc", "-r", "Wed 11/25/2026 3:00 PM"],
}


def installed(folder: str) -> Path:
    """Return the folder of programs of a new environment that has the wheel."""
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    wheel = [sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder, str(ROOT)]
    subprocess.run(wheel, **quiet)  # type: ignore[call-overload]
    venv.create(f"{folder}/venv", with_pip=True)
    programs = Path(folder, "venv", "bin")
    built = next(Path(folder).glob("detainer-*.whl"))
    subprocess.run([programs / "python", "-m", "pip", "install", str(built)], **quiet)  # type: ignore[call-overload]
    subprocess.run([programs / "python", "-m", "compileall", "-q", f"{folder}/venv/lib"], check=False)
    return programs


def spent(command: list[str]) -> tuple[float, float]:
    """Return the processor time and the time on the wall of one run, in milliseconds."""
    before, at = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - at, resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000, wall * 1000


def main(runs: int) -> int:
    os.environ.pop("PYTHONUNBUFFERED", None)
    with tempfile.TemporaryDirectory() as folder:
        programs = installed(folder)
        python, detainer = str(programs / "python"), str(programs / "detainer")
        commands = {BARE: [python, "-c", "pass"], "import click": [python, "-c", "import click"]}
        commands |= {name: [detainer, *argv] for name, argv in {**CHECKS, **BESIDE}.items()}
        for command in commands.values():
            spent(command)  # the first run is not counted
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(max(runs, FEWEST)):
            for name, command in commands.items():
                times[name].append(spent(command))
    middle = {
        name: [statistics.median(column) for column in zip(*found, strict=True)]
        for name, found in times.items()
    }
    bare = middle[BARE]
    print(f"{max(runs, FEWEST)} runs each, medians{'processor':>26}{'':>8}{'wall':>14}")
    print(f"{'':<28}{'ms':>8}{'ratio':>8}{'ms':>12}{'ratio':>8}")
    missed = False
    for name, (processor, wall) in middle.items():
        ratio = processor / bare[0]
        verdict = ""
        if name in CHECKS:
            missed = missed or ratio > BOUND
            verdict = f"   {'MISSED' if ratio > BOUND else 'held' if ratio > AIM else 'aim'}"
        print(f"{name:<28}{processor:>8.1f}{ratio:>8.2f}{wall:>12.1f}{wall / bare[1]:>8.2f}{verdict}")
    print(f"bound {BOUND:g} on the ratio of processor time, aim {AIM:g}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 41))
