"""What the program is made of is written down, and nothing more is installed with it."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
TABLE = re.compile(r"^\| ([\w-]+)(?: \(extra `\w+`\))? \| [^|]+ \| [^|]+ \|$", re.MULTILINE)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """The packages that one needs here, with those that they need."""
    found: set[str] = set()
    try:
        wanted = [Requirement(text) for text in requires(name) or ()]
    except PackageNotFoundError:  # for another system
        return found
    for item in wanted:
        if item.marker is None or any(item.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found |= {plain(item.name)} | needed(item.name, frozenset(item.extras))
    return found


def listed() -> set[str]:
    text = (ROOT / "SECURITY.md").read_text("utf-8").split("## What it is made of")[1]
    return {plain(name) for name in TABLE.findall(text)} - {"package"}


def test_every_package_that_is_installed_with_it_is_listed() -> None:
    assert (
        needed("detainer", frozenset({"xlsx"})) - {"colorama", "pytz"} <= listed()
    )  # on Windows; of an older icalendar


def test_none_is_listed_in_vain() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    direct = {plain(Requirement(text).name) for text in (*project["dependencies"], *project["optional-dependencies"]["xlsx"])}  # fmt: skip
    assert direct <= listed()
    assert listed() - direct <= {"six", "typing-extensions", "et-xmlfile"}
