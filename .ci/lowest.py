"""Print each requirement of pyproject.toml pinned to the lowest version that it allows."""

import re
import tomllib
from pathlib import Path

project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))
extras = project["project"]["optional-dependencies"]
wanted = [
    *project["build-system"]["requires"], *project["project"]["dependencies"], *extras["xlsx"], *extras["test"],
]  # fmt: skip
for requirement in dict.fromkeys(wanted):
    match = re.fullmatch(r"([\w.-]+)>=([\w.]+)", requirement)
    if match is None:
        raise SystemExit(f"{requirement}: no plain lower bound")
    print(f"{match[1]}=={match[2]}")
