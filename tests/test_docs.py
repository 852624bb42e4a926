"""Every command line and every Python example in README and docs runs and prints what it says."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for number, match in enumerate(BLOCK.finditer(page.read_text("utf-8"))):
            if match[1] == kind:
                found.append((f"{page.name}-{number}", match[2]))
    return found


def commands(block: str) -> list[tuple[str, str]]:
    """Return each command, over several lines where they end with a backslash, and what it prints."""
    found = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE):
        if part:
            command, expected = re.split(r"(?<!\\)\n", part, maxsplit=1)
            found.append((command, expected))
    return found


@pytest.mark.parametrize(("command", "expected"), [c for _, b in blocks("console") for c in commands(b)])
def test_console(command: str, expected: str, tmp_path: Path) -> None:
    folder = os.path.dirname(sys.executable)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    environment = {k: v for k, v in environment.items() if not k.startswith("DETAINER_")}
    run = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=60
    )
    assert run.stderr == ""
    shown, whole = expected, True
    if expected.endswith("...\n"):
        shown, whole = expected[: -len("...\n")], False
    assert run.stdout == shown if whole else run.stdout.startswith(shown)


@pytest.mark.parametrize("block", [b for _, b in blocks("python")], ids=[n for n, _ in blocks("python")])
def test_python(block: str) -> None:
    test = doctest.DocTestParser().get_doctest(block, {}, "docs", None, 0)
    result = doctest.DocTestRunner().run(test)
    assert result.attempted
    assert not result.failed


def test_profile_of_the_docs(tmp_path: Path) -> None:
    from detainer import load_profile

    text = next(b for name, b in blocks("toml") if name.startswith("profiles.md"))
    path = tmp_path / "us-xx-county.toml"
    path.write_text(text, "utf-8")
    assert load_profile(path).id == "us-xx-county"


def test_every_code_is_documented() -> None:
    """A code that the program can print stands in docs/codes.md, and none stands there in vain."""
    said = (ROOT / "docs" / "codes.md").read_text("utf-8")
    documented = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+|[A-Z]{4,})`", said))
    pattern = re.compile(r"(?:Problem|Warned|_fault|add|refuse|_problem)\(\s*\"([A-Z_]{4,})\"")
    printed = set()
    for path in (ROOT / "detainer").rglob("*.py"):
        printed |= set(pattern.findall(path.read_text("utf-8")))
    for path in (ROOT / "detainer" / "data" / "profiles").glob("*.toml"):
        printed |= set(re.findall(r'^code\s*=\s*"([A-Z_]+)"', path.read_text("utf-8"), re.MULTILINE))
    missing = printed - documented
    assert not missing
    everything = " ".join(
        path.read_text("utf-8")
        for path in (ROOT / "detainer").rglob("*.*")
        if path.suffix in (".py", ".toml")
    )
    assert not {code for code in documented if f'"{code}"' not in everything}


def test_each_promise_names_a_test_that_is_there() -> None:
    if not (ROOT / ".ci").exists():
        pytest.skip("not in a source distribution")
    rows = re.findall(
        r"^\| (?!promise|---)(.*) \|$", (ROOT / "docs" / "promises.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) > 40
    for row in rows:
        command = row.rsplit(" | ", 1)[1]
        paths = re.findall(r"(?:tests|benchmarks|\.ci)/[\w./]*\w", command)
        assert paths, row
        assert all((ROOT / path).exists() for path in paths), row


def test_the_commands_of_the_readme_are_the_ones_ci_runs() -> None:
    """`.ci/run` takes the first and the second block of shell out of the README and runs them."""
    script = ROOT / ".ci" / "run"
    if not script.exists():
        pytest.skip("not in a source distribution")
    text = script.read_text("utf-8")
    (taker,) = re.findall(r"^from_readme\(\) .*$", text, re.MULTILINE)
    shell = [b for name, b in blocks("sh") if name.startswith("README")]
    for number, part in ((1, "detainer check"), (2, "pytest")):
        run = subprocess.run(
            ["bash", "-c", f"{taker}\nfrom_readme {number}"],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
        )
        assert run.stdout == shell[number - 1]
        assert part in run.stdout
        assert f'bash -euo pipefail -c "$(from_readme {number})"' in text
