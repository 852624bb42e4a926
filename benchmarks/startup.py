"""A check as a whole process against `python -c pass`, from the installed wheel.

    python benchmarks/startup.py [RUNS]

Builds the wheel, installs it in a new environment with its bytecode compiled, and times
the commands in turn, so that a change of the machine's speed touches all alike. Figures
are processor time (user and system) of the whole process; the ratio is to the median of
the bare interpreter. The bound is 6 times, the aim 5. Leaves with 1 if it is missed.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent
BOUND = 6.0
CHECK = ["check", "-r", "2026-11-25T15:00"]
COMMANDS = {
    "generic, straight": [*CHECK, "-p", "honors", "-z", "America/New_York"],
    "generic, regulation": [*CHECK, "-p", "honors", "-z", "America/New_York", "--form", "I-247"],
    "us-fl-pinellas": [*CHECK, "-p", "us-fl-pinellas"],
    "us-nc": [*CHECK, "-p", "us-nc"],
}
#: measured beside the bound: more modules are loaded (json, hashlib; dateutil)
BESIDE = {
    "us-fl-pinellas --json": [*CHECK, "-p", "us-fl-pinellas", "--json"],
    "a typed time": ["check", "-p", "us-nc", "-r", "Wed 11/25/2026 3:00 PM"],
}


def spent(command: list[str]) -> float:
    """Return the processor seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(runs: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, str(ROOT)], check=True
        )
        venv.create(f"{folder}/venv", with_pip=True)
        python = f"{folder}/venv/bin/python"
        wheel = next(Path(folder).glob("detainer-*.whl"))
        subprocess.run([python, "-m", "pip", "install", "-q", str(wheel)], check=True)
        subprocess.run([python, "-m", "compileall", "-q", f"{folder}/venv/lib"], check=False)
        detainer = f"{folder}/venv/bin/detainer"
        commands = {"python -c pass": [python, "-c", "pass"], "import click": [python, "-c", "import click"]}
        commands |= {name: [detainer, *argv] for name, argv in {**COMMANDS, **BESIDE}.items()}
        for command in commands.values():
            spent(command)  # the first run is not counted
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs):
            for name, command in commands.items():
                times[name].append(spent(command))
    bare = statistics.median(times["python -c pass"])
    print(f"{'':<26}{'ms':>8}{'ratio':>8}   {runs} runs each, medians")
    missed = False
    for name, found in times.items():
        middle = statistics.median(found)
        verdict = ""
        if name in COMMANDS:
            missed = missed or middle / bare > BOUND
            verdict = f"   bound {BOUND:g}: {'held' if middle / bare <= BOUND else 'MISSED'}"
        print(f"{name:<26}{middle * 1000:>8.1f}{middle / bare:>8.2f}{verdict}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 41))
