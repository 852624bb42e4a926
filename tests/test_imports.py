"""What a check may import: start-up is part of how the program feels."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from detainer import load_profile

PROBE = """
import json, sys
import click
before = set(sys.modules)
from detainer.cli import run
import io
sys.stdout, shown = io.StringIO(), sys.stdout
try:
    run({argv!r})
except SystemExit:
    pass
sys.stdout = shown
print(json.dumps(sorted(set(sys.modules) - before)))
"""
#: the standard library beyond what click loads, and why
STANDARD = {
    "tomllib": "profiles are TOML", "zoneinfo": "local days", "_zoneinfo": "local days", "dataclasses": "Custody, Decision",
    "bisect": "the table of stretches", "_bisect": "the table", "calendar": "zoneinfo", "sysconfig": "zoneinfo", "struct": "zoneinfo",
    "_struct": "zoneinfo", "copy": "dataclasses", "string": "tomllib", "_string": "tomllib", "locale": "click's messages",
    "_locale": "click's messages", "gc": "off for a run", "encodings": "the terminal's",
}  # fmt: skip
NEVER = ("holidays", "dateutil", "importlib.metadata", "importlib.resources", "jsonschema", "difflib", "platformdirs",
         "openpyxl", "csv", "asyncio", "pathlib", "icalendar", "pyarrow", "pandas")  # fmt: skip
CORE = {
    "answer", "clock", "custody", "days", "decision", "errors", "explain", "forms", "ordinary", "profiles", "profiles.find",
    "profiles.model", "profiles.names", "profiles.read", "profiles.rules", "profiles.table", "ruling", "space", "times",
    "times.guard", "times.iso", "times.place", "walk", "turns", "cases", "ways", "when", "zones", "cli", "cli.main", "cli.check", "cli.options",
    "formats",
}  # fmt: skip


def loaded(*argv: str) -> set[str]:
    probe = PROBE.format(argv=list(argv))
    ran = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    found: list[str] = json.loads(ran.stdout)
    return set(found)


@pytest.mark.parametrize("profile", ["honors", "us-fl-pinellas"])
@pytest.mark.parametrize("form", [[], ["--json"], ["--form", "I-247"]])
def test_a_check_imports_no_more_than_it_needs(profile: str, form: list[str]) -> None:
    modules = loaded("check", "-p", profile, "-z", "America/New_York", "-r", "2026-11-25T15:00", *form)
    assert not modules & set(NEVER)
    own = {name.removeprefix("detainer.") for name in modules if name.startswith("detainer.")}
    assert own == CORE | ({"formats.json"} if form == ["--json"] else {"formats.text", "formats.wrap"})
    rest = {name.split(".")[0] for name in modules} - {
        "detainer",
        "tzdata",
        "json",
        "_json",
        "hashlib",
        "_hashlib",
        "_blake2",
    }
    assert rest <= set(STANDARD)


def test_the_library_alone_loads_nothing() -> None:
    script = "import sys, detainer; print([m for m in sys.modules if m.startswith(('detainer.', 'click', 'tzdata'))])"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "[]"


def test_typed_times_load_dateutil_and_iso_does_not() -> None:
    assert "dateutil" in loaded("check", "-p", "us-ma", "-r", "11/25/2026 3:00 PM")
    assert "dateutil" not in loaded("check", "-p", "us-ma", "-r", "2026-11-25 1500")


def test_holidays_only_for_a_clock_that_names_a_calendar() -> None:
    assert "holidays" not in loaded("check", "-p", "us-dc", "-r", "2026-05-22T17:00")
    asked = [
        f"--answer={name}=yes"
        for name in load_profile("us-dc").asks
        if name in ("repay-agreement", "adult", "homicide")
    ]
    assert "holidays" in loaded(
        "check", "-p", "us-dc", "-r", "2015-05-22T17:00", "--form", "I-247", *asked, "--assume", "ordinary"
    )
