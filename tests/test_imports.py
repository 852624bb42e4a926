"""What a check may import: start-up is part of how the program feels."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from made import rule, xanadu

PROBE = """
import io, json, sys
import click
before = set(sys.modules)
from detainer.cli import run
shown, sys.stdout = sys.stdout, io.StringIO()
errors, sys.stderr = sys.stderr, io.StringIO()
code = None
try:
    run({argv!r})
except SystemExit as done:
    code = done.code
sys.stdout, sys.stderr = shown, errors
print(json.dumps([code, sorted(set(sys.modules) - before)]))
"""
#: what of the standard library a check loads beyond what click does, and why
STANDARD = {
    "_bisect": "bisect",
    "_string": "string",
    "_struct": "struct",
    "_zoneinfo": "zoneinfo",
    "bisect": "the table of counted stretches is searched",
    "copy": "dataclasses",
    "dataclasses": "Custody, Profile and Decision",
    "gc": "off for a run",
    "string": "tomllib",
    "struct": "zoneinfo reads the zone's file",
    "sysconfig": "zoneinfo looks for the machine's zones, which are not used",
    "tomllib": "profiles are TOML",
    "tomllib._parser": "tomllib",
    "tomllib._re": "tomllib",
    "tomllib._types": "tomllib",
    "zoneinfo": "local days and times",
    "zoneinfo._common": "zoneinfo",
    "zoneinfo._tzpath": "zoneinfo",
}
#: other people's, and why
OTHERS = {"tzdata": "where the zones are, and which version they are"}
#: beyond these for JSON; of the last two the one that the version of Python has
JSON = {"json", "json.decoder", "json.encoder", "json.scanner", "_json", "_sha256", "_sha2"}
#: loaded by some versions of click or of Python themselves
PERHAPS = {"__future__", "locale", "_locale", "copyreg", "calendar"}
#: each takes longer to load than the answer takes to find
NEVER = ("holidays", "dateutil", "importlib.metadata", "importlib.resources", "jsonschema", "difflib", "platformdirs",
         "openpyxl", "csv", "asyncio", "pathlib", "icalendar", "pyarrow", "pandas", "numpy", "hashlib", "_hashlib",
         "textwrap", "argparse", "logging", "tempfile", "shutil", "subprocess", "unicodedata", "decimal", "random",
         "email", "urllib.parse", "typing_extensions")  # fmt: skip
#: all that a check of a profile needs of the program itself
CORE = {
    "answer", "cases", "cli", "cli.check", "cli.main", "cli.options", "clock", "corners", "custody", "days", "decision", "errors",
    "explain", "formats", "forms", "ordinary", "profiles", "profiles.find", "profiles.model", "profiles.names",
    "profiles.read", "profiles.rules", "profiles.table", "refusals", "ruling", "space", "times", "times.guard", "times.iso",
    "times.place", "turns", "walk", "ways", "when", "zones",
}  # fmt: skip
TEXT = {"formats.text", "formats.wrap"}


def loaded(*argv: str, code: int = 0) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", PROBE.format(argv=list(argv))], capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    left, found = json.loads(ran.stdout)
    assert (left or 0) == code
    return set(found)


def own(modules: set[str]) -> set[str]:
    return {name.removeprefix("detainer.") for name in modules if name.startswith("detainer.")}


@pytest.mark.parametrize("profile", ["honors", "us-fl-pinellas", "us-nc"])
@pytest.mark.parametrize("more", [[], ["--json"], ["--form", "I-247"], ["--exit-code"]], ids=" ".join)
def test_a_check_loads_no_more_than_it_needs(profile: str, more: list[str]) -> None:
    modules = loaded("check", "-p", profile, "-z", "America/New_York", "-r", "2026-11-25T15:00",
                     "--as-of", "2026-11-25T16:00", *more)  # fmt: skip
    assert not modules & set(NEVER)
    as_json = "--json" in more
    assert own(modules) == CORE | ({"formats.json", "steps"} if as_json else TEXT)
    rest = {name for name in modules if name.split(".")[0] != "detainer"}
    assert rest <= set(STANDARD) | set(OTHERS) | PERHAPS | (JSON if as_json else set())


def loaded_by(code: str) -> set[str]:
    """The modules that a few lines of Python load."""
    script = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*(set(sys.modules) - before))"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)  # fmt: skip
    return set(ran.stdout.split())


def rooms(modules: set[str]) -> set[str]:
    """Each module, and the packages it lies in."""
    return modules | {name.rpartition(".")[0] for name in modules} | {name.split(".")[0] for name in modules}


def test_the_library_alone_loads_nothing() -> None:
    modules = loaded_by("import detainer")
    assert own(modules) == set()
    assert modules.isdisjoint({*NEVER, "click", "json", "tzdata", "zoneinfo", "dataclasses", "tomllib"})


ASKED = """
from datetime import UTC, datetime
from detainer import Custody, check
decision = check(Custody(release_at=datetime(2026, 11, 4, 15, tzinfo=UTC)), "us-fl-pinellas", assume="ordinary")
decision.hold, decision.release_by, decision.warnings, decision.readings, decision.missing
"""


def test_an_answer_of_the_library_loads_neither_click_nor_formats() -> None:
    modules = rooms(loaded_by(ASKED))
    assert "detainer.decision" in modules
    assert modules.isdisjoint({*NEVER, "click", "json", "detainer.cli", "detainer.formats"})
    more = rooms(loaded_by(f"{ASKED}decision.to_dict()")) - modules
    assert own(more) == {"formats", "formats.json", "steps"}
    assert more.isdisjoint(set(NEVER) - {"hashlib", "_hashlib"})


def test_what_is_not_always_needed_is_loaded_when_it_is(tmp_path: Path) -> None:
    check = ["check", "-p", "us-ma", "-r", "2026-11-25 1500"]
    plain = loaded(*check)
    assert "dateutil" in loaded("check", "-p", "us-ma", "-r", "11/25/2026 3:00 PM")
    assert own(loaded(*check, "-o", str(tmp_path / "a.txt"))) - own(plain) == {"cli.files"}
    assert own(loaded(*check, "--what", code=2)) == {"cli", "cli.main", "cli.check", "cli.failure", "formats",
                                                     "formats.wrap", "errors"} | own(plain) - TEXT - {"formats"}  # fmt: skip
    assert "difflib" in loaded("check", "-p", "us-mx", "-r", "2026-11-25 1500", code=2)
    assert own(loaded("--version")) == {"cli", "cli.main"}
    assert own(loaded("check", "--help")) - own(plain) == {"cli.help"}
    assert own(loaded("schema")) == {"cli", "cli.main", "cli.schema", "errors"}


def test_holidays_only_for_a_clock_that_names_a_calendar(tmp_path: Path) -> None:
    clocks = '[clock.c]\nhours = 48\nexcludes = ["holiday:US-DC"]\n[clock.d]\nhours = 48\n'
    rules = rule("r", "allowed", 'when = "I-205"\nclock = ["c"]') + rule("q", "allowed", 'clock = ["d"]')
    own_path = xanadu(tmp_path, rules, before=clocks).path
    check = ["check", "-p", own_path, "-r", "2026-11-25T15:00"]
    assert "holidays" not in loaded(*check)
    assert "holidays" in loaded(*check, "--paper", "I-205")
    assert "holidays" not in loaded("check", "-p", "us-dc", "-r", "2026-05-22T17:00")


def test_an_audit_row_by_row_loads_nothing_for_columns(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("release_at\n2026-11-25T15:00\n")
    audit = ["audit", str(path), "-p", "honors", "-z", "America/New_York"]
    for more in ([], ["--engine", "row", "-v"]):
        modules = loaded(*audit, *more)
        assert modules.isdisjoint({"numpy", "pyarrow"})
        assert not any(name.startswith("arrow") for name in own(modules))
    assert {"numpy", "pyarrow"} <= loaded(*audit, "--engine", "columnar")
